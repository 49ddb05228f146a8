// upgrade.gap: a large price step, and the family has something in between.
#include "governance/offers/labels.h"
#include "governance/offers/money.h"
#include "governance/rules/upgrades/steps.h"
#include "governance/rules/upgrades/upgrades.h"

#include <algorithm>
#include <cmath>

namespace shelf {

namespace {

constexpr size_t mostLooked = 1000; // on each side of the middle: a run must not take seconds for one message more

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
        const Row middle = between(catalog, entry, steps, index, prices, options);
        if (middle == noRow)
            return;
        sink.entry(entry,
            stepLabel(catalog, entry, steps, index) + " is " + percentText(*step.percent) + " dearer ("
                + moneyText(*before.price, before.currency) + " to " + moneyText(*step.price, step.currency)
                + "), and the family has what could be a step between the two: " + productLabel(catalog, middle) + " at "
                + moneyText(*Prices(catalog).price(middle), step.currency) + "; think of one more step",
            {.others = {std::string(catalog.sku(before.row)), std::string(catalog.sku(step.row))}});
    }

    // What fits between the two and is nearest to the middle of their prices; noRow: nothing does.
    static Row between(const Snapshot& catalog, const Entry& entry, const std::vector<StepFigures>& steps, size_t index,
        const FamilyPrices& prices, const LadderOptions& options)
    {
        const StepFigures &step = steps[index], &before = steps[step.after];
        const AttributeComparer keys(catalog, entry.ladder().keyAttributes, options.lessIsBetter);
        const Code brand = prices.brand(step.row);
        const bool oneBrand = brand == prices.brand(before.row);
        const auto fits = [&](const FamilyPrices::Member& member) {
            const auto same = [&member](const StepFigures& one) { return one.row == member.row; };
            return (!oneBrand || member.brand == brand) && std::none_of(steps.begin(), steps.end(), same)
                && !keys.anyWorse(before.row, member.row) && !keys.anyWorse(member.row, step.row);
        };
        const std::vector<FamilyPrices::Member>& members = prices.like(step.row);
        const auto below = [](const FamilyPrices::Member& member, double price) { return double(member.price) < price; };
        const double ideal = std::sqrt(double(*before.price) * double(*step.price));
        const auto start = std::lower_bound(members.begin(), members.end(), ideal, below);
        size_t looked = 0;
        for (auto member = start; member != members.end() && member->price < *step.price && looked < mostLooked; ++member, ++looked)
            if (fits(*member))
                return member->row;
        for (auto member = start; member != members.begin() && looked < 2 * mostLooked; ++looked) {
            --member;
            if (member->price <= *before.price)
                break;
            if (fits(*member))
                return member->row;
        }
        return noRow;
    }
};

} // namespace

RulePtr upgradeGap()
{
    return std::make_unique<Gap>();
}

} // namespace shelf
