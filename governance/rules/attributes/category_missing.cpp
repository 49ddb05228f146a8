// attr.category-missing: a product that is not retired stands in no category.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"

namespace shelf {

namespace {

class CategoryMissing final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.category-missing",
            .title = "A product is in no category",
            .why = "Who browses never comes across it, and rules and tax rates that go by category pass it over.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Completeness,
            .severity = Severity::Warning,
            .reads = {.fields = {"sku", "categories", "lifecycle", "name", "parent"}},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one } ]\n",
            .passing = "shelfwright: 1\n"
                       "categories: [ { code: cameras, label: Cameras } ]\n"
                       "products: [ { sku: CAM-1, name: Camera one, category: cameras } ]\n",
            .edge = "shelfwright: 1\n"
                    "categories: [ { code: cameras, label: Cameras } ]\n"
                    "products:\n"
                    "  - { sku: CAM-1, name: Camera one, category: cameras }\n"
                    "  - { sku: CAM-1-RED, name: A variant is where its parent is, parent: CAM-1 }\n"
                    "  - { sku: CAM-0, name: Sold no more, lifecycle: retired }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const Column* categories = catalog.column("categories");
        attr::eachProduct(run, [&](Row row) {
            if (!catalog.value(categories, row) && !catalog.isRetired(row))
                sink.product(row, attr::productLabel(catalog, row) + " is in no category; put it into one");
        });
    }
};

} // namespace

RulePtr attrCategoryMissing()
{
    return std::make_unique<CategoryMissing>();
}

} // namespace shelf
