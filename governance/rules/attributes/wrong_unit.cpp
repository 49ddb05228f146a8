// attr.wrong-unit: a text that an import kept is a number with a unit from which the attribute's own can be computed.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"
#include "governance/rules/attributes/kept_value.h"

#include "model/domain/text.h"
#include "model/domain/value.h"

namespace shelf {

namespace {

class WrongUnit final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.wrong-unit",
            .title = "A value is written in another unit than its attribute's",
            .why =
                "A weight in kg among weights in g is kept as text: it cannot be sorted or compared, and a shopper who filters by weight "
                "never sees the product.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Consistency,
            .severity = Severity::Error,
            .reads = {.fields = {"*", "name", "parent"}},
            .fix = "Converts the value to the attribute's unit.",
            .violating = "shelfwright: 1\n"
                         "attributes: [ { code: weight, label: Weight, type: number, unit: g } ]\n"
                         "products: [ { sku: CAM-1, name: Camera one, values: { weight: \"0.5 kg\" } } ]\n",
            .passing = "shelfwright: 1\n"
                       "attributes: [ { code: weight, label: Weight, type: number, unit: g } ]\n"
                       "products: [ { sku: CAM-1, name: Camera one, values: { weight: 500 } } ]\n",
            .edge = "shelfwright: 1\n"
                    "attributes: [ { code: weight, label: Weight, type: number, unit: g } ]\n"
                    "products: [ { sku: CAM-1, name: A length is no weight, values: { weight: \"12 cm\" } } ]   # attr.wrong-type\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        for (const attr::ScannedColumn& named : attr::attributeColumns(run.catalog())) {
            const Attribute& attribute = *named.attribute;
            const Dictionary& values = named.column->values();
            const auto isBad = [&](Code code) { return attr::keptAs(attribute, values.json(code)) == attr::Kept::WrongUnit; };
            attr::scanOwn(run, named.column, isBad, [&](Row row, Code code) {
                const std::string label = attr::fieldLabel(run.definitions(), named.field);
                const std::string mended = attr::inAttributeUnit(attribute, values.json(code)) + " " + attribute.unit;
                FindingSink::With with;
                with.detail = named.field;
                with.fix = "Set " + label + " of " + std::string(run.catalog().sku(row)) + " to " + mended;
                sink.product(row,
                    attr::productLabel(run.catalog(), row) + ": " + label + " is kept as the text "
                        + inQuotes(valueToText(values.json(code))) + "; it is measured in " + attribute.unit + ", so write " + mended,
                    std::move(with));
            });
        }
    }

    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override
    {
        const attr::Place place = attr::placeOf(run.catalog(), finding, finding.detail);
        const Attribute* attribute = run.definitions().attribute(finding.detail);
        if (!place.code || !attribute)
            return {};
        std::string number = attr::inAttributeUnit(*attribute, place.column->values().json(place.code));
        if (number.empty())
            return {};
        return {attr::setField(finding.subject, finding.detail, std::move(number))};
    }
};

} // namespace

RulePtr attrWrongUnit()
{
    return std::make_unique<WrongUnit>();
}

} // namespace shelf
