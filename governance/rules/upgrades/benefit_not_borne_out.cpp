// upgrade.benefit-not-borne-out: the attributes that a step's benefit names do not get better.
#include "governance/offers/labels.h"
#include "governance/rules/upgrades/steps.h"
#include "governance/rules/upgrades/upgrades.h"

namespace shelf {

namespace {

class BenefitNotBorneOut final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "upgrade.benefit-not-borne-out",
            .title = "A step's benefit is not borne out by the attributes it names",
            .why =
                "The shopper pays for a promise that the data sheet does not keep. Numbers must get better, what can be yes or no must be "
                "yes, texts must differ, lists must hold all of before and more; a missing value proves nothing.",
            .scope = RuleScope::Upgrade,
            .unit = Unit::Entry,
            .dimension = Dimension::Accuracy,
            .severity = Severity::Error,
            .parameters = {lessIsBetterParameter},
            .reads = {.fields = anyField(), .entries = true},
            .violating = R"(shelfwright: 1
attributes: [ { code: resolution, label: Resolution, type: number, unit: MP } ]
families: [ { code: camera, label: Camera, attributes: [ { code: resolution } ] } ]
products:
  - { sku: CAM-1, name: Camera one, family: camera, values: { resolution: 24 } }
  - { sku: CAM-2, name: Camera two, family: camera, values: { resolution: 24 } }
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Sharper pictures, evidence: [resolution] } ] } ]
)",
            .passing = R"(shelfwright: 1
attributes: [ { code: resolution, label: Resolution, type: number, unit: MP } ]
families: [ { code: camera, label: Camera, attributes: [ { code: resolution } ] } ]
products:
  - { sku: CAM-1, name: Camera one, family: camera, values: { resolution: 24 } }
  - { sku: CAM-2, name: Camera two, family: camera, values: { resolution: 33 } }
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Sharper pictures, evidence: [resolution] } ] } ]
)",
            .edge = R"(shelfwright: 1
attributes: [ { code: weight, label: Weight, type: number, unit: g } ]
families: [ { code: camera, label: Camera, attributes: [ { code: weight } ] } ]
products: # of weight, less is better
  - { sku: CAM-1, name: Camera one, family: camera, values: { weight: 640 } }
  - { sku: CAM-2, name: Camera two, family: camera, values: { weight: 480 } }
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: A third lighter, evidence: [weight] } ] } ]
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        LadderOptions options;
        options.lessIsBetter = run.texts("less_is_better");
        const Snapshot& catalog = run.catalog();
        run.forEachEntry(MappingKind::Upgrade, [&](const Entry& entry) {
            const std::vector<StepFigures> steps = ladderFigures(catalog, entry, options);
            for (size_t i = 0; i < steps.size(); ++i)
                for (const AttributeStep& turn : steps[i].evidence)
                    if (!steps[i].retired && entry.ladder().steps[i].hasBenefit && !borneOut(turn))
                        sink.entry(entry,
                            stepLabel(catalog, entry, steps, i) + " promises a benefit by " + attributeLabel(catalog, turn.attribute)
                                + ", but " + turnText(catalog, turn) + "; correct the value, the benefit or its evidence",
                            {.detail = turn.attribute, .others = {std::string(catalog.sku(steps[i].row))}});
        });
    }

private:
    static bool borneOut(const AttributeStep& turn) { return turn.turn == AttributeTurn::Better || turn.turn == AttributeTurn::Different; }
};

} // namespace

RulePtr upgradeBenefitNotBorneOut()
{
    return std::make_unique<BenefitNotBorneOut>();
}

} // namespace shelf
