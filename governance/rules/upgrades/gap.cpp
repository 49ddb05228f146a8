// upgrade.gap: a large price step, and the family has something in between.
#include "governance/offers/labels.h"
#include "governance/offers/money.h"
#include "governance/rules/upgrades/steps.h"
#include "governance/rules/upgrades/upgrades.h"

#include <algorithm>

namespace shelf {

namespace {

class Gap final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "upgrade.gap",
            .title = "A step leaps over a product of the family",
            .why = "Fewer shoppers follow a leap than a step. Looked for is a product of the same family and category (and brand, where "
                   "both steps are of "
                   "one) with a price in between that is in no key attribute worse than the step below, nor better than the step above.",
            .scope = RuleScope::Upgrade,
            .unit = Unit::Catalog,
            .dimension = Dimension::Completeness,
            .severity = Severity::Info,
            .parameters = {{"percent", "50", "price steps up to this, in percent, are no leap"}, lessIsBetterParameter},
            .reads = {.fields = {"*", "brand", "categories", "currency", "family", "lifecycle", "name", "parent", "price"},
                .entries = true},
            .violating = R"(shelfwright: 1
families: [ { code: camera, label: Camera } ]
products:
  - { sku: CAM-1, name: Camera one, family: camera, price: 400.00 EUR }
  - { sku: CAM-2, name: Camera two, family: camera, price: 600.00 EUR }
  - { sku: CAM-3, name: Camera three, family: camera, price: 900.00 EUR }
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-3, benefit: Weather sealed } ] } ]
)",
            .passing = R"(shelfwright: 1
families: [ { code: camera, label: Camera } ]
products:
  - { sku: CAM-1, name: Camera one, family: camera, price: 400.00 EUR }
  - { sku: CAM-2, name: Camera two, family: camera, price: 600.00 EUR }
  - { sku: CAM-3, name: Camera three, family: camera, price: 900.00 EUR }
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Finder }, { sku: CAM-3, benefit: Weather sealed } ] } ]
)",
            .edge = R"(shelfwright: 1
families: [ { code: camera, label: Camera } ]
products: # what lies between is not sold yet
  - { sku: CAM-1, name: Camera one, family: camera, price: 400.00 EUR }
  - { sku: CAM-2, name: Camera two, family: camera, price: 600.00 EUR, lifecycle: planned }
  - { sku: CAM-3, name: Camera three, family: camera, price: 900.00 EUR }
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-3, benefit: Weather sealed } ] } ]
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const FamilyPrices prices(run);
        LadderOptions options;
        options.lessIsBetter = run.texts("less_is_better");
        const double least = run.number("percent");
        run.forEachEntry(MappingKind::Upgrade, [&](const Entry& entry) {
            const std::vector<StepFigures> steps = ladderFigures(run.catalog(), entry, options);
            for (size_t i = 0; i < steps.size(); ++i)
                if (!steps[i].retired && steps[i].percent && *steps[i].percent > least)
                    look(run, sink, entry, steps, i, prices, options);
        });
    }

private:
    static void look(const RuleRun& run, FindingSink& sink, const Entry& entry, const std::vector<StepFigures>& steps, size_t index,
        const FamilyPrices& prices, const LadderOptions& options)
    {
        const Snapshot& catalog = run.catalog();
        const StepFigures &step = steps[index], &before = steps[step.after];
        if (catalog.family(step.row).empty() || catalog.family(step.row) != catalog.family(before.row))
            return;
        const AttributeComparer keys(catalog, entry.ladder().keyAttributes, options.lessIsBetter);
        const bool oneBrand = catalog.text("brand", step.row) == catalog.text("brand", before.row);
        std::vector<Row> between;
        for (const auto& member : prices.between(step.row, *before.price, *step.price - 1, oneBrand)) {
            const bool onIt = std::any_of(steps.begin(), steps.end(), [&](const StepFigures& s) { return s.row == member.row; });
            if (!onIt && !keys.anyWorse(before.row, member.row) && !keys.anyWorse(member.row, step.row))
                between.push_back(member.row);
        }
        if (between.empty())
            return;
        const Row middle = between[between.size() / 2];
        std::string message = stepLabel(catalog, entry, steps, index) + " is " + percentText(*step.percent) + " dearer ("
            + moneyText(*before.price, before.currency) + " to " + moneyText(*step.price, step.currency) + "), and ";
        message += between.size() == 1 ? "one product" : std::to_string(between.size()) + " products";
        message += " of the family between the two could be a step: " + productLabel(catalog, middle) + " at "
            + moneyText(*Prices(catalog).price(middle), step.currency);
        if (between.size() > 1)
            message += between.size() == 2 ? " and another" : " and others";
        sink.entry(entry, message + "; think of one more step",
            {.others = {std::string(catalog.sku(before.row)), std::string(catalog.sku(step.row))}});
    }
};

} // namespace

RulePtr upgradeGap()
{
    return std::make_unique<Gap>();
}

} // namespace shelf
