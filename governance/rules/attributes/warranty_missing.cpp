// attr.warranty-missing: the family of an active product has the attribute for the warranty, and it is empty. Where a channel that the
// product is sold in requires it, attr.required-missing says so already.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"

namespace shelf {

namespace {

class WarrantyMissing final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.warranty-missing",
            .title = "A product says nothing about its warranty",
            .why = "Shoppers ask for it before they buy something dear, and services such as a longer warranty build on it.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Completeness,
            .severity = Severity::Warning,
            .parameters = {{"attribute", "\"warranty_months\"",
                "the attribute that holds the warranty; a family asks for it by having it"}},
            .reads = {.fields = {"sku", "*", "name", "family", "lifecycle", "channels", "parent"}},
            .violating = "shelfwright: 1\n"
                         "attributes: [ { code: warranty_months, label: Warranty, type: integer } ]\n"
                         "families: [ { code: camera, label: Cameras, attributes: [ { code: warranty_months } ] } ]\n"
                         "products: [ { sku: CAM-1, name: Camera one, family: camera } ]\n",
            .passing = "shelfwright: 1\n"
                       "attributes: [ { code: warranty_months, label: Warranty, type: integer } ]\n"
                       "families: [ { code: camera, label: Cameras, attributes: [ { code: warranty_months } ] } ]\n"
                       "products: [ { sku: CAM-1, name: Camera one, family: camera, values: { warranty_months: 24 } } ]\n",
            .edge = "shelfwright: 1\n"
                    "attributes: [ { code: warranty_months, label: Warranty, type: integer } ]\n"
                    "families:\n"
                    "  - { code: camera, label: Cameras, attributes: [ { code: warranty_months } ] }\n"
                    "  - { code: strap, label: Straps }\n"
                    "products:\n"
                    "  - { sku: CAM-2, name: Not sold yet, family: camera, lifecycle: planned }\n"
                    "  - { sku: STRAP-1, name: Its family does not ask, family: strap }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const std::string code = run.text("attribute");
        const Column* families = catalog.column("family");
        if (!families)
            return;
        std::vector<const FamilyAttribute*> uses(size_t(families->valueCount()) + 1);
        for (Code family = 1; family <= families->valueCount(); ++family)
            if (const Family* defined = run.definitions().family(families->values().text(family)))
                uses[family] = defined->find(code);
        const Column* warranty = catalog.column(code);
        attr::eachProduct(run, [&](Row row) {
            const FamilyAttribute* use = uses[catalog.value(families, row)];
            if (!use || catalog.value(warranty, row) || !catalog.isActive(row))
                return;
            for (const std::string& channel : use->requiredFor)
                if (catalog.soldIn(row, channel) && run.definitions().has(ThingKind::Channel, channel))
                    return;
            sink.product(row,
                attr::productLabel(catalog, row) + ": " + attr::fieldLabel(run.definitions(), code) + " is empty, and its family "
                    + std::string(catalog.family(row)) + " has one; say how long the warranty is");
        });
    }
};

} // namespace

RulePtr attrWarrantyMissing()
{
    return std::make_unique<WarrantyMissing>();
}

} // namespace shelf
