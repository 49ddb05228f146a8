// upgrade.step-not-dearer: a step costs no more than the one before, or hardly more.
#include "governance/offers/labels.h"
#include "governance/offers/money.h"
#include "governance/rules/upgrades/steps.h"
#include "governance/rules/upgrades/upgrades.h"

namespace shelf {

namespace {

class StepNotDearer final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "upgrade.step-not-dearer",
            .title = "A step is not dearer than the one before",
            .why = "Nobody needs the lower step when the higher one costs the same; mostly a price is old, or the steps stand in the wrong "
                   "order. The price band of the step or of the path says how much dearer it should be at least.",
            .scope = RuleScope::Upgrade,
            .unit = Unit::Entry,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .parameters = {{"percent", "5", "how much dearer a step should be at least, in percent, where no band says so"}},
            .reads = {.fields = {"currency", "lifecycle", "name", "parent", "price"}, .entries = true},
            .violating = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one, price: 499.00 EUR }, { sku: CAM-2, name: Camera two, price: 479.00 EUR } ]
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] } ]
)",
            .passing = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one, price: 499.00 EUR }, { sku: CAM-2, name: Camera two, price: 599.00 EUR } ]
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] } ]
)",
            .edge = R"(shelfwright: 1
products: # 1 % is less than the default asks for, but this path has a band of its own
  - { sku: CAM-1, name: Camera one, price: 500.00 EUR }
  - { sku: CAM-2, name: Camera two, price: 505.00 EUR }
upgrades: [ { code: bodies, band: { min: 1, max: 40 }, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] } ]
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        LadderOptions options;
        options.bandMin = run.number("percent");
        run.forEachEntry(MappingKind::Upgrade, [&](const Entry& entry) {
            const std::vector<StepFigures> steps = ladderFigures(catalog, entry, options);
            for (size_t i = 0; i < steps.size(); ++i) {
                const StepFigures& step = steps[i];
                if (step.retired || !step.percent || *step.percent >= step.bandMin - 1e-9)
                    continue;
                const StepFigures& before = steps[step.after];
                const std::string by = *step.percent > 0
                    ? percentText(*step.percent) + " dearer, less than the " + percentText(step.bandMin) + " of its band"
                    : *step.percent < 0 ? percentText(-*step.percent) + " cheaper"
                                        : std::string("not dearer");
                sink.entry(entry,
                    stepLabel(catalog, entry, steps, i) + " is " + by + ": " + moneyText(*before.price, before.currency) + " to "
                        + moneyText(*step.price, step.currency) + "; change the order, the prices or the band",
                    {.others = {std::string(catalog.sku(step.row))}});
            }
        });
    }
};

} // namespace

RulePtr upgradeStepNotDearer()
{
    return std::make_unique<StepNotDearer>();
}

} // namespace shelf
