// bundle.discount-above-cap: a bundle saves more than the shop wants to give away.
#include "governance/offers/bundle_figures.h"
#include "governance/offers/labels.h"
#include "governance/rules/bundles/bundles.h"

#include <algorithm>

namespace shelf {

namespace {

double discountOf(int64_t saving, int64_t list)
{
    return list > 0 ? double(saving) / double(list) * 100 : 0;
}

class DiscountAboveCap final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "bundle.discount-above-cap",
            .title = "A bundle is cheaper than its parts by more than the cap",
            .why = "A discount as large as this is mostly a typing error, and teaches shoppers to wait for the next one where it is not.",
            .scope = RuleScope::Bundle,
            .unit = Unit::Entry,
            .dimension = Dimension::Accuracy,
            .severity = Severity::Warning,
            .parameters = {{"percent", "30", "the largest discount on the sum of the parts, in percent"}},
            .reads = {.fields = {"currency", "parent", "price"}, .entries = true},
            .violating = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one, price: 499.00 EUR }, { sku: BAG-1, name: Bag, price: 39.00 EUR } ]
bundles: [ { code: starter, label: Starter, price: percent-off 40, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]
)",
            .passing = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one, price: 499.00 EUR }, { sku: BAG-1, name: Bag, price: 39.00 EUR } ]
bundles: [ { code: starter, label: Starter, price: percent-off 10, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]
)",
            .edge = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one, price: 460.00 EUR }, { sku: BAG-1, name: Bag, price: 40.00 EUR } ]
bundles: # just at the cap
  - { code: starter, label: Starter, price: amount-off 150.00 EUR, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] }
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const double cap = run.number("percent");
        run.forEachEntry(MappingKind::Bundle, [&](const Entry& entry) {
            const BundleFigures& figures = run.bundleFigures(entry);
            if (!figures.saving)
                return;
            const double low = discountOf(figures.saving->low, figures.list->low);
            const double high = discountOf(figures.saving->high, figures.list->high);
            const double discount = std::max(low, high);
            if (discount <= cap + 1e-9)
                return;
            const bool cheapest = low >= high;
            sink.entry(entry,
                entryLabel(entry) + " costs " + moneyText(cheapest ? figures.price->low : figures.price->high, figures.currency)
                    + " instead of " + moneyText(cheapest ? figures.list->low : figures.list->high, figures.currency) + ", "
                    + percentText(discount) + " less than its parts; the cap is " + percentText(cap)
                    + ": raise the price, or raise the cap if this is meant");
        });
    }
};

} // namespace

RulePtr bundleDiscountAboveCap()
{
    return std::make_unique<DiscountAboveCap>();
}

} // namespace shelf
