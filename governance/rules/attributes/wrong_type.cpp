// attr.wrong-type: an import could not read a value as its attribute's type and kept it as text. What wrong-unit can mend is not
// reported here.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"
#include "governance/rules/attributes/kept_value.h"

#include "model/domain/text.h"
#include "model/domain/value.h"

namespace shelf {

namespace {

class WrongType final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.wrong-type",
            .title = "A value is not of its attribute's type",
            .why = "A text where a number or a date belongs cannot be sorted, filtered or compared, and conditions that read it find "
                   "nothing.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Validity,
            .severity = Severity::Error,
            .reads = {.fields = {"*", "name", "parent"}},
            .violating = "shelfwright: 1\n"
                         "attributes: [ { code: weight, label: Weight, type: number, unit: g } ]\n"
                         "products: [ { sku: CAM-1, name: Camera one, values: { weight: \"about half a kilo\" } } ]\n",
            .passing = "shelfwright: 1\n"
                       "attributes: [ { code: weight, label: Weight, type: number, unit: g } ]\n"
                       "products: [ { sku: CAM-1, name: Camera one, values: { weight: 512 } } ]\n",
            .edge = "shelfwright: 1\n"
                    "attributes: [ { code: weight, label: Weight, type: number, unit: g } ]\n"
                    "products: [ { sku: CAM-1, name: For attr.wrong-unit, values: { weight: \"0.5 kg\" } } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        for (const attr::ScannedColumn& named : attr::attributeColumns(run.catalog())) {
            const Attribute& attribute = *named.attribute;
            const Dictionary& values = named.column->values();
            const auto isBad = [&](Code code) { return attr::keptAs(attribute, values.json(code)) == attr::Kept::WrongType; };
            attr::scanOwn(run, named.column, isBad, [&](Row row, Code code) {
                FindingSink::With with;
                with.detail = named.field;
                sink.product(row,
                    attr::productLabel(run.catalog(), row) + ": " + attr::fieldLabel(run.definitions(), named.field) + " is "
                        + inQuotes(valueToText(values.json(code))) + ", not " + attr::expectedOf(attribute) + "; write it as one",
                    std::move(with));
            });
        }
    }
};

} // namespace

RulePtr attrWrongType()
{
    return std::make_unique<WrongType>();
}

} // namespace shelf
