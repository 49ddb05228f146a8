// attr.price-missing: an active product without a price.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"

namespace shelf {

namespace {

class PriceMissing final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.price-missing",
            .title = "An active product has no price",
            .why = "A shopper cannot buy what has no price, and every saving, band and bundle computed from it is wrong.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Completeness,
            .severity = Severity::Warning,
            .reads = {.fields = {"sku", "price", "lifecycle", "name", "parent"}},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one, price: 499.00 EUR } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Not sold yet, lifecycle: planned } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const Column* price = catalog.column("price");
        attr::eachProduct(run, [&](Row row) {
            if (catalog.isActive(row) && !catalog.value(price, row))
                sink.product(row, attr::productLabel(catalog, row) + " is active and has no price; give it one, or plan it for later");
        });
    }
};

} // namespace

RulePtr attrPriceMissing()
{
    return std::make_unique<PriceMissing>();
}

} // namespace shelf
