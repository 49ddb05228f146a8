// upgrade.benefit-missing: a step does not say what is better about it.
#include "governance/rules/upgrades/steps.h"
#include "governance/rules/upgrades/upgrades.h"

namespace shelf {

namespace {

class BenefitMissing final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "upgrade.benefit-missing",
            .title = "A step of an upgrade path has no benefit",
            .why = "A shopper who is asked for more money wants to know what for. The first step needs none.",
            .scope = RuleScope::Upgrade,
            .unit = Unit::Entry,
            .dimension = Dimension::Completeness,
            .severity = Severity::Error,
            .reads = {.fields = {"lifecycle", "name", "parent"}, .entries = true},
            .violating = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two } ]
upgrades: [ { code: bodies, steps: [ { sku: CAM-1, level: good }, { sku: CAM-2, level: better } ] } ]
)",
            .passing = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two } ]
upgrades: [ { code: bodies, steps: [ { sku: CAM-1, level: good }, { sku: CAM-2, level: better, benefit: Weather sealed } ] } ]
)",
            .edge = R"(shelfwright: 1
products: # what is retired is bridged: nobody is asked to buy it
  - { sku: CAM-1, name: Camera one }
  - { sku: CAM-2, name: Camera two, lifecycle: retired }
  - { sku: CAM-3, name: Camera three }
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2 }, { sku: CAM-3, benefit: Weather sealed } ] } ]
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const LadderOptions options;
        run.forEachEntry(MappingKind::Upgrade, [&](const Entry& entry) {
            const std::vector<StepFigures> steps = ladderFigures(run.catalog(), entry, options);
            for (size_t i = 0; i < steps.size(); ++i)
                if (steps[i].after != StepFigures::npos && !steps[i].retired && !entry.ladder().steps[i].hasBenefit)
                    sink.entry(entry,
                        stepLabel(run.catalog(), entry, steps, i)
                            + " names no benefit; say what gets better, and which attributes prove it",
                        {.others = {std::string(run.catalog().sku(steps[i].row))}});
        });
    }
};

} // namespace

RulePtr upgradeBenefitMissing()
{
    return std::make_unique<BenefitMissing>();
}

} // namespace shelf
