// upgrade.worse-in-key-attribute: a step is worse than the one before in what the path is about.
#include "governance/offers/labels.h"
#include "governance/rules/upgrades/steps.h"
#include "governance/rules/upgrades/upgrades.h"

namespace shelf {

namespace {

class WorseInKeyAttribute final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "upgrade.worse-in-key-attribute",
            .title = "A step is worse than the one before in a key attribute",
            .why = "Who pays more expects to lose nothing that matters. The path's key attributes say what matters.",
            .scope = RuleScope::Upgrade,
            .unit = Unit::Entry,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .parameters = {lessIsBetterParameter},
            .reads = {.fields = anyField(), .entries = true},
            .violating = R"(shelfwright: 1
attributes: [ { code: resolution, label: Resolution, type: number, unit: MP } ]
families: [ { code: camera, label: Camera, attributes: [ { code: resolution } ] } ]
products:
  - { sku: CAM-1, name: Camera one, family: camera, values: { resolution: 26 } }
  - { sku: CAM-2, name: Camera two, family: camera, values: { resolution: 24 } }
upgrades: [ { code: bodies, key_attributes: [resolution], steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] } ]
)",
            .passing = R"(shelfwright: 1
attributes: [ { code: resolution, label: Resolution, type: number, unit: MP } ]
families: [ { code: camera, label: Camera, attributes: [ { code: resolution } ] } ]
products:
  - { sku: CAM-1, name: Camera one, family: camera, values: { resolution: 24 } }
  - { sku: CAM-2, name: Camera two, family: camera, values: { resolution: 26 } }
upgrades: [ { code: bodies, key_attributes: [resolution], steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] } ]
)",
            .edge = R"(shelfwright: 1
attributes: [ { code: resolution, label: Resolution, type: number, unit: MP } ]
families: [ { code: camera, label: Camera, attributes: [ { code: resolution } ] } ]
products: # the same is not worse, and what is not known is not said to be
  - { sku: CAM-1, name: Camera one, family: camera, values: { resolution: 24 } }
  - { sku: CAM-2, name: Camera two, family: camera, values: { resolution: 24 } }
  - { sku: CAM-3, name: Camera three, family: camera }
upgrades:
  - { code: bodies, key_attributes: [resolution], steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Sealed }, { sku: CAM-3, benefit: Faster } ] }
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        LadderOptions options;
        options.lessIsBetter = run.texts("less_is_better");
        run.forEachEntry(MappingKind::Upgrade, [&](const Entry& entry) {
            const std::vector<StepFigures> steps = ladderFigures(catalog, entry, options);
            for (size_t i = 0; i < steps.size(); ++i)
                for (const AttributeStep& turn : steps[i].worse)
                    if (!steps[i].retired)
                        sink.entry(entry,
                            stepLabel(catalog, entry, steps, i) + " is worse in a key attribute: " + turnText(catalog, turn)
                                + "; choose another step, or take " + attributeLabel(catalog, turn.attribute) + " off the key attributes",
                            {.detail = turn.attribute, .others = {std::string(catalog.sku(steps[i].row))}});
        });
    }
};

} // namespace

RulePtr upgradeWorseInKeyAttribute()
{
    return std::make_unique<WorseInKeyAttribute>();
}

} // namespace shelf
