// attr.price-not-positive: a price of zero or below, on a product that is not retired.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"

namespace shelf {

namespace {

class PriceNotPositive final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.price-not-positive",
            .title = "A price is zero or negative",
            .why = "Somebody will order it at that price. A price that is not known yet is left empty, not 0.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Validity,
            .severity = Severity::Error,
            .reads = {.fields = {"price", "currency", "lifecycle", "name", "parent"}},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one, price: 0 EUR } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one, price: 499.00 EUR } ]\n",
            .edge = "shelfwright: 1\n"
                    "products:\n"
                    "  - { sku: CAM-1, name: Not priced yet }\n"
                    "  - { sku: CAM-0, name: Sold no more, price: 0 EUR, lifecycle: retired }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const Column* price = catalog.column("price");
        const auto isBad = [price](Code code) { return price->values().number(code) <= 0; };
        attr::scanOwn(run, price, isBad, [&](Row row, Code) {
            if (!catalog.isRetired(row))
                sink.product(row,
                    attr::productLabel(catalog, row) + " costs " + attr::moneyText(catalog, price, row)
                        + "; correct the price, or leave it empty until it is known");
        });
    }
};

} // namespace

RulePtr attrPriceNotPositive()
{
    return std::make_unique<PriceNotPositive>();
}

} // namespace shelf
