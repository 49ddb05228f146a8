// upgrade.step-too-steep: a step is dearer than the one before by more than its band.
#include "governance/offers/labels.h"
#include "governance/offers/money.h"
#include "governance/rules/upgrades/steps.h"
#include "governance/rules/upgrades/upgrades.h"

namespace shelf {

namespace {

class StepTooSteep final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "upgrade.step-too-steep",
            .title = "A step is much dearer than the one before",
            .why =
                "Hardly anybody who looks at the one buys the other. The price band of the step or of the path says how much is too much.",
            .scope = RuleScope::Upgrade,
            .unit = Unit::Entry,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .parameters = {{"percent", "50", "how much dearer a step may be, in percent, where no band says so"}},
            .reads = {.fields = {"currency", "lifecycle", "name", "parent", "price"}, .entries = true},
            .violating = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one, price: 499.00 EUR }, { sku: CAM-2, name: Camera two, price: 999.00 EUR } ]
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] } ]
)",
            .passing = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one, price: 499.00 EUR }, { sku: CAM-2, name: Camera two, price: 699.00 EUR } ]
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] } ]
)",
            .edge = R"(shelfwright: 1
products: # twice the price, which this step allows
  - { sku: CAM-1, name: Camera one, price: 500.00 EUR }
  - { sku: CAM-2, name: Camera two, price: 1000.00 EUR }
upgrades:
  - { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Full frame, band: { min: 5, max: 100 } } ] }
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        LadderOptions options;
        options.bandMax = run.number("percent");
        run.forEachEntry(MappingKind::Upgrade, [&](const Entry& entry) {
            const std::vector<StepFigures> steps = ladderFigures(catalog, entry, options);
            for (size_t i = 0; i < steps.size(); ++i) {
                const StepFigures& step = steps[i];
                if (step.retired || !step.percent || *step.percent <= step.bandMax + 1e-9)
                    continue;
                const StepFigures& before = steps[step.after];
                sink.entry(entry,
                    stepLabel(catalog, entry, steps, i) + " is " + percentText(*step.percent) + " dearer, more than the "
                        + percentText(step.bandMax) + " of its band: " + moneyText(*before.price, before.currency) + " to "
                        + moneyText(*step.price, step.currency) + "; put a step in between, or widen the band",
                    {.others = {std::string(catalog.sku(step.row))}});
            }
        });
    }
};

} // namespace

RulePtr upgradeStepTooSteep()
{
    return std::make_unique<StepTooSteep>();
}

} // namespace shelf
