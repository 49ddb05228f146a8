// attr.gtin-invalid: a GTIN of a wrong length, with other characters than digits, or with a wrong check digit.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"
#include "governance/rules/attributes/gtin.h"

#include "model/domain/text.h"

namespace shelf {

namespace {

class GtinInvalid final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.gtin-invalid",
            .title = "A GTIN is not a valid number",
            .why =
                "Marketplaces and comparison sites match products by GTIN: a wrong one is refused, or shows the offer on somebody else's "
                "product.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Validity,
            .severity = Severity::Error,
            .reads = {.fields = {"gtin", "name", "parent"}},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one, gtin: \"4006381333930\" } ]   # its last digit should be 1\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one, gtin: \"4006381333931\" } ]\n",
            .edge = "shelfwright: 1\n"
                    "products:\n"
                    "  - { sku: CAM-1, name: Eight digits are a GTIN too, gtin: \"96385074\" }\n"
                    "  - { sku: CAM-2, name: No GTIN at all }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const Column* gtin = catalog.column("gtin");
        const auto isBad = [gtin](Code code) { return !attr::gtinProblem(gtin->values().text(code)).empty(); };
        attr::scanOwn(run, gtin, isBad, [&](Row row, Code code) {
            const std::string_view text = gtin->values().text(code);
            sink.product(row, attr::productLabel(catalog, row) + ": the GTIN " + inQuotes(text) + " " + attr::gtinProblem(text));
        });
    }
};

} // namespace

RulePtr attrGtinInvalid()
{
    return std::make_unique<GtinInvalid>();
}

} // namespace shelf
