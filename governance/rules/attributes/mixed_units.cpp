// attr.mixed-units: in a text attribute of one family most values are a number with one unit, and some have another unit of the same
// dimension. Precisely: at least half of the values that the family's products have are a number and a known unit; more than half of
// those have the same unit, in at least three products; then each product whose value has another unit that converts to it has one
// finding (detail: the column). Units count as different where they are written differently ("ml" and "mL"). The fix writes the value
// in the common unit; what does not come out even is rounded to six significant digits.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"

#include "model/domain/decimal.h"
#include "model/domain/text.h"
#include "model/domain/value.h"

#include <algorithm>
#include <cstdio>
#include <map>

namespace shelf {

namespace {

constexpr size_t fewest = 3; // products with the common unit

struct Measured {
    double number = 0;
    std::string unit; // empty: no number with a known unit
};

Measured measured(std::string_view text)
{
    constexpr size_t longest = 40; // bytes; longer ones are sentences
    if (text.empty() || text.size() > longest || ((text[0] < '0' || text[0] > '9') && text[0] != '-' && text[0] != '+'))
        return {};
    const auto parts = splitUnit(text);
    const auto number = parts && isUnit(parts->second) ? toDouble(parts->first) : std::nullopt;
    return number ? Measured{*number, parts->second} : Measured{};
}

// "0.25 kg"; empty where the units do not convert.
std::string written(const Measured& value, const std::string& unit)
{
    const auto converted = convertUnit(value.number, value.unit, unit);
    if (!converted)
        return {};
    char rounded[40];
    std::snprintf(rounded, sizeof rounded, "%.5e", *converted);
    const auto number = toDouble(rounded);
    return number ? shortestDecimal(*number).append(" ").append(unit) : std::string();
}

// The common unit of each family in one column.
class CommonUnits {
public:
    CommonUnits(const RuleRun& run, const Column& column) : m_catalog(run.catalog()), m_family(run.catalog().column("family"))
    {
        m_unitOf.resize(size_t(column.valueCount()) + 1);
        for (Code code = 1; code <= column.valueCount(); ++code)
            if (const Measured value = measured(column.values().text(code)); !value.unit.empty())
                m_unitOf[code] = numberOf(value.unit);
        if (m_units.size() < 2)
            return;
        std::vector<uint8_t> any(m_unitOf.size(), 1);
        any[0] = 0;
        std::map<Code, std::vector<size_t>> counts; // by family: of each unit, of values without one at [0]
        attr::eachMinded(run, column, any, [&](Row row, Code code) {
            std::vector<size_t>& family = counts[m_catalog.value(m_family, row)];
            family.resize(m_units.size() + 1);
            ++family[m_unitOf[code]];
        });
        for (const auto& [family, of] : counts)
            if (const uint32_t unit = family ? common(of) : 0)
                m_common.emplace(family, unit);
    }
    bool any() const { return !m_common.empty(); }
    bool isMeasured(Code code) const { return m_unitOf[code] != 0; }
    // The unit in which this value should be; nullptr where it is right as it is.
    const std::string* wanted(Row row, Code code) const
    {
        const auto found = m_unitOf[code] ? m_common.find(m_catalog.value(m_family, row)) : m_common.end();
        return found == m_common.end() || found->second == m_unitOf[code] ? nullptr : &m_units[found->second - 1];
    }

private:
    uint32_t numberOf(const std::string& unit)
    {
        const size_t place = size_t(std::find(m_units.begin(), m_units.end(), unit) - m_units.begin());
        if (place == m_units.size())
            m_units.push_back(unit);
        return static_cast<uint32_t>(place) + 1;
    }

    static uint32_t common(const std::vector<size_t>& counts)
    {
        size_t all = 0, best = 0;
        for (size_t i = 1; i < counts.size(); ++i) {
            all += counts[i];
            if (!best || counts[i] > counts[best])
                best = i;
        }
        const bool isCommon = best && all >= counts[0] && 2 * counts[best] > all && counts[best] >= fewest;
        return isCommon ? static_cast<uint32_t>(best) : 0;
    }

    const Snapshot& m_catalog;
    const Column* m_family;
    std::vector<std::string> m_units;
    std::vector<uint32_t> m_unitOf; // by value: place in m_units + 1, 0: none
    std::map<Code, uint32_t> m_common; // by family
};

class MixedUnits final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.mixed-units",
            .title = "One attribute of a family is written in several units",
            .why = "250 g beside 0.3 kg cannot be compared at a glance or sorted, and a comparison table looks careless.",
            .scope = RuleScope::Product,
            .unit = Unit::Catalog,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .reads = {.fields = {"*", "name", "family", "parent"}},
            .fix = "Writes the value in the unit that most products of the family have.",
            .violating = "shelfwright: 1\n"
                         "attributes: [ { code: weight, label: Weight, type: text } ]\n"
                         "families: [ { code: lens, label: Lenses, attributes: [ { code: weight } ] } ]\n"
                         "products:\n"
                         "  - { sku: LENS-1, name: Lens one, family: lens, values: { weight: 250 g } }\n"
                         "  - { sku: LENS-2, name: Lens two, family: lens, values: { weight: 310 g } }\n"
                         "  - { sku: LENS-3, name: Lens three, family: lens, values: { weight: 460 g } }\n"
                         "  - { sku: LENS-4, name: Lens four, family: lens, values: { weight: 0.3 kg } }\n",
            .passing = "shelfwright: 1\n"
                       "attributes: [ { code: weight, label: Weight, type: text } ]\n"
                       "families: [ { code: lens, label: Lenses, attributes: [ { code: weight } ] } ]\n"
                       "products:\n"
                       "  - { sku: LENS-1, name: Lens one, family: lens, values: { weight: 250 g } }\n"
                       "  - { sku: LENS-2, name: Lens two, family: lens, values: { weight: 310 g } }\n"
                       "  - { sku: LENS-3, name: Lens three, family: lens, values: { weight: 460 g } }\n"
                       "  - { sku: LENS-4, name: Lens four, family: lens, values: { weight: 300 g } }\n",
            .edge = "shelfwright: 1\n"
                    "attributes: [ { code: weight, label: Weight, type: text } ]\n"
                    "families: [ { code: lens, label: Lenses, attributes: [ { code: weight } ] } ]\n"
                    "products:   # as many in g as in kg: neither is the common one\n"
                    "  - { sku: LENS-1, name: Lens one, family: lens, values: { weight: 250 g } }\n"
                    "  - { sku: LENS-2, name: Lens two, family: lens, values: { weight: 310 g } }\n"
                    "  - { sku: LENS-3, name: Lens three, family: lens, values: { weight: 0.46 kg } }\n"
                    "  - { sku: LENS-4, name: Lens four, family: lens, values: { weight: 0.3 kg } }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        for (const attr::ScannedColumn& named : attr::attributeColumns(run.catalog())) {
            if (named.attribute->type != AttributeType::Text)
                continue;
            const CommonUnits common(run, *named.column);
            if (!common.any())
                continue;
            std::vector<uint8_t> minded(size_t(named.column->valueCount()) + 1);
            for (Code code = 1; code <= named.column->valueCount(); ++code)
                minded[code] = common.isMeasured(code);
            attr::eachMinded(run, *named.column, minded, [&](Row row, Code code) {
                if (const std::string* unit = common.wanted(row, code))
                    report(run, row, named, code, *unit, sink);
            });
        }
    }

    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override
    {
        const attr::Place place = attr::placeOf(run.catalog(), finding, finding.detail);
        const Attribute* attribute = run.definitions().attribute(finding.detail);
        if (!place.code || !attribute || attribute->type != AttributeType::Text)
            return {};
        const CommonUnits common(run, *place.column);
        const std::string* unit = common.wanted(place.row, place.code);
        const std::string text = unit ? written(measured(place.column->values().text(place.code)), *unit) : std::string();
        if (text.empty())
            return {};
        return {attr::setField(finding.subject, finding.detail, jsonString(text))};
    }

private:
    static void report(const RuleRun& run, Row row, const attr::ScannedColumn& named, Code code, const std::string& unit, FindingSink& sink)
    {
        const std::string_view text = named.column->values().text(code);
        const std::string mended = written(measured(text), unit);
        if (mended.empty())
            return; // of another dimension
        const std::string label = attr::fieldLabel(run.definitions(), named.field);
        FindingSink::With with;
        with.detail = named.field;
        with.fix = "Set " + label + " of " + std::string(run.catalog().sku(row)) + " to " + mended;
        sink.product(row,
            attr::productLabel(run.catalog(), row) + ": " + label + " is " + inQuotes(text) + ", where most of the family "
                + forTerminal(run.catalog().family(row), 80) + " are written in " + unit + "; write " + mended,
            std::move(with));
    }
};

} // namespace

RulePtr attrMixedUnits()
{
    return std::make_unique<MixedUnits>();
}

} // namespace shelf
