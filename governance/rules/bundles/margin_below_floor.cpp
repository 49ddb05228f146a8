// bundle.margin-below-floor: what is left of a bundle's price after tax and cost is too little.
#include "governance/offers/bundle_figures.h"
#include "governance/offers/labels.h"
#include "governance/rules/bundles/bundles.h"

#include <algorithm>

namespace shelf {

namespace {

class MarginBelowFloor final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "bundle.margin-below-floor",
            .title = "A bundle's margin is below the floor",
            .why =
                "The shop loses money with every one that is sold. The margin is that of the worst choice of the bundle's groups, without "
                "value added tax: (net price - cost) / net price. Policies `prices` and `vat` and the `vat` of categories say what is net.",
            .scope = RuleScope::Bundle,
            .unit = Unit::Entry,
            .dimension = Dimension::Accuracy,
            .severity = Severity::Error,
            .parameters = {{"floor", "0.05", "the smallest margin, as a share of the net price: 0.05 is 5 %"}},
            .reads = {.fields = {"categories", "cost", "currency", "parent", "price"}, .entries = true},
            .violating = R"(shelfwright: 1
policies: { vat: 19 }
products: # 499 EUR are 419.33 EUR without tax
  - { sku: CAM-1, name: Camera one, price: 499.00 EUR, cost: 390.00 }
  - { sku: BAG-1, name: Bag, price: 39.00 EUR, cost: 20.00 }
bundles: [ { code: starter, label: Starter, price: fixed 499.00 EUR, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]
)",
            .passing = R"(shelfwright: 1
policies: { vat: 19 }
products:
  - { sku: CAM-1, name: Camera one, price: 499.00 EUR, cost: 350.00 }
  - { sku: BAG-1, name: Bag, price: 39.00 EUR, cost: 20.00 }
bundles: [ { code: starter, label: Starter, price: fixed 499.00 EUR, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]
)",
            .edge = R"(shelfwright: 1
policies: { vat: 19 }
products: # with the small card all is well; who chooses the large one takes the margin along
  - { sku: CAM-1, name: Camera one, price: 499.00 EUR, cost: 350.00 }
  - { sku: SD-64, name: Card of 64 GB, price: 19.00 EUR, cost: 8.00 }
  - { sku: SD-512, name: Card of 512 GB, price: 99.00 EUR, cost: 62.00 }
bundles:
  - { code: starter, label: Starter, price: fixed 499.00 EUR, components: [ { sku: CAM-1 } ],
      groups: [ { name: Card, choose: 1, of: [SD-64, SD-512] } ] }
)",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const double floor = run.number("floor");
        run.forEachEntry(MappingKind::Bundle, [&](const Entry& entry) {
            const BundleFigures& figures = run.bundleFigures(entry);
            if (figures.margin && *figures.margin < floor)
                sink.entry(entry, messageFor(run.catalog(), entry, figures, floor));
            else if (!figures.margin && figures.cost && figures.price && figures.price->low <= 0 && figures.cost->high > 0)
                sink.entry(entry,
                    entryLabel(entry) + " is given away: its price is " + moneyText(figures.price->low, figures.currency)
                        + ", its parts cost " + moneyText(figures.cost->high, figures.currency) + "; give it a price");
        });
    }

private:
    static std::string messageFor(const Snapshot& catalog, const Entry& entry, const BundleFigures& figures, double floor)
    {
        std::vector<Row> choice = figures.worstChoice;
        std::sort(choice.begin(), choice.end(), [&](Row a, Row b) { return catalog.sku(a) < catalog.sku(b); });
        const std::string& currency = figures.currency;
        std::string message = entryLabel(entry) + (choice.empty() ? "" : " with " + labelList(catalog, choice)) + " leaves a margin of "
            + percentText(*figures.margin * 100) + ", below the floor of " + percentText(floor * 100) + ": its price of "
            + moneyText(figures.worstPrice, currency);
        if (figures.worstNet != figures.worstPrice)
            message += " is " + moneyText(figures.worstNet, currency) + " without tax";
        return message + (figures.worstNet != figures.worstPrice ? ", and its parts cost " : " meets a cost of ")
            + moneyText(figures.worstCost, currency) + "; raise the price or change the parts";
    }
};

} // namespace

RulePtr bundleMarginBelowFloor()
{
    return std::make_unique<MarginBelowFloor>();
}

} // namespace shelf
