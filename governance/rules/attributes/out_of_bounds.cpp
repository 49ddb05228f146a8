// attr.out-of-bounds: a number below the least or above the greatest value of its attribute, or of the family's use of it where
// that sets a bound (each bound by itself).
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"

#include "model/domain/decimal.h"

#include <cmath>

namespace shelf {

namespace {

struct Bounds {
    std::optional<double> min, max;
    bool any() const { return min || max; }
    bool hold(double value) const { return !(min && value < *min) && !(max && value > *max); }
};

Bounds boundsOf(const Attribute& attribute, const FamilyAttribute* use)
{
    Bounds bounds{attribute.min, attribute.max};
    if (use && use->min)
        bounds.min = use->min;
    if (use && use->max)
        bounds.max = use->max;
    return bounds;
}

// The bounds of the attribute and of every family that sets some.
std::vector<Bounds> allBounds(const Definitions& definitions, const Attribute& attribute)
{
    std::vector<Bounds> all{boundsOf(attribute, nullptr)};
    for (const Thing* thing : definitions.all(ThingKind::Family)) {
        const Family* family = definitions.family(thing->key);
        const FamilyAttribute* use = family ? family->find(attribute.code) : nullptr;
        if (use && (use->min || use->max))
            all.push_back(boundsOf(attribute, use));
    }
    return all;
}

std::string told(double value, const std::string& unit)
{
    return shortestDecimal(value).append(unit.empty() ? "" : " ").append(unit);
}

class OutOfBounds final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.out-of-bounds",
            .title = "A number is below or above what its attribute allows",
            .why = "A camera that weighs 51200 g is a slip of the decimal point: shoppers lose trust, and comparisons and compatibility go "
                   "wrong.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Validity,
            .severity = Severity::Error,
            .reads = {.fields = {"*", "name", "family", "parent"}},
            .violating = "shelfwright: 1\n"
                         "attributes: [ { code: weight, label: Weight, type: number, unit: g, min: 50, max: 3000 } ]\n"
                         "products: [ { sku: CAM-1, name: Camera one, values: { weight: 51200 } } ]\n",
            .passing = "shelfwright: 1\n"
                       "attributes: [ { code: weight, label: Weight, type: number, unit: g, min: 50, max: 3000 } ]\n"
                       "products: [ { sku: CAM-1, name: Camera one, values: { weight: 3000 } } ]   # the bounds themselves are allowed\n",
            .edge = "shelfwright: 1\n"
                    "attributes: [ { code: weight, label: Weight, type: number, unit: g, min: 50, max: 3000 } ]\n"
                    "families: [ { code: tripod, label: Tripods, attributes: [ { code: weight, max: 9000 } ] } ]\n"
                    "products: [ { sku: TRI-1, name: Its family allows more, family: tripod, values: { weight: 4500 } } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        for (const attr::ScannedColumn& named : attr::attributeColumns(run.catalog())) {
            const AttributeType type = named.attribute->type;
            if (type != AttributeType::Number && type != AttributeType::Integer && type != AttributeType::Money)
                continue;
            const std::vector<Bounds> all = allBounds(run.definitions(), *named.attribute);
            if (all.size() == 1 && !all.front().any())
                continue;
            const Dictionary& values = named.column->values();
            const auto isSuspect = [&](Code code) {
                const double value = values.number(code);
                for (const Bounds& bounds : all)
                    if (!std::isnan(value) && !bounds.hold(value))
                        return true;
                return false;
            };
            attr::scanOwn(run, named.column, isSuspect, [&](Row row, Code code) { judge(run, named, row, values.number(code), sink); });
        }
    }

private:
    static void judge(const RuleRun& run, const attr::ScannedColumn& named, Row row, double value, FindingSink& sink)
    {
        const Family* family = run.definitions().family(run.catalog().family(row));
        const Bounds bounds = boundsOf(*named.attribute, family ? family->find(named.attribute->code) : nullptr);
        if (bounds.hold(value))
            return;
        const bool low = bounds.min && value < *bounds.min;
        const std::string& unit = named.attribute->unit;
        FindingSink::With with;
        with.detail = named.field;
        sink.product(row,
            attr::productLabel(run.catalog(), row) + ": " + attr::fieldLabel(run.definitions(), named.field) + " is " + told(value, unit)
                + (low ? ", below the least allowed " : ", above the greatest allowed ") + told(low ? *bounds.min : *bounds.max, unit)
                + "; correct it, or widen the bounds",
            std::move(with));
    }
};

} // namespace

RulePtr attrOutOfBounds()
{
    return std::make_unique<OutOfBounds>();
}

} // namespace shelf
