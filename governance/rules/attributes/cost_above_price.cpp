// attr.cost-above-price: a product costs the shop more than it is sold for, both in one currency. Equal is fine: some are sold at cost.
// A variant that takes both from its parent is not reported beside it. Retired products are not looked at.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"

namespace shelf {

namespace {

class CostAbovePrice final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.cost-above-price",
            .title = "A product costs more than it is sold for",
            .why = "Every one sold loses money, and every bundle with it. Mostly it is a typing mistake in one of the two.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .reads = {.fields = {"price", "cost", "currency", "lifecycle", "name", "parent"}},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one, price: 49.90 EUR, cost: 320.00 EUR } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one, price: 499.00 EUR, cost: 320.00 EUR } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Sold at cost, price: 320.00 EUR, cost: 320.00 EUR } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const Column* price = catalog.column("price");
        const Column* cost = catalog.column("cost");
        if (!price || !cost)
            return;
        const auto any = [](Code) { return true; };
        const auto judge = [&](Row row) {
            const double costs = cost->values().number(catalog.value(cost, row));
            const double sells = price->values().number(catalog.value(price, row));
            if (!(costs > sells) || sells <= 0 || catalog.isRetired(row)) // not a number compares false
                return;
            const Column* currency = catalog.column("currency");
            const Row costOwner = attr::ownerOf(catalog, cost, row);
            const Row priceOwner = attr::ownerOf(catalog, price, row);
            if (costOwner != priceOwner && currency && catalog.value(currency, costOwner) != catalog.value(currency, priceOwner))
                return;
            sink.product(row,
                attr::productLabel(catalog, row) + " costs the shop " + attr::moneyText(catalog, cost, row) + " and is sold for "
                    + attr::moneyText(catalog, price, row) + "; correct the one that is wrong");
        };
        attr::scanOwn(run, price, any, [&](Row row, Code) { judge(row); });
        attr::scanOwn(run, cost, any, [&](Row row, Code) {
            if (!price->at(row)) // else judged already
                judge(row);
        });
    }
};

} // namespace

RulePtr attrCostAbovePrice()
{
    return std::make_unique<CostAbovePrice>();
}

} // namespace shelf
