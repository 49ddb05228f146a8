// attr.values-near-equal: one value in two spellings ("Wi-Fi" and "WiFi"), told apart by nothing but case, accents, spaces, '-', '_'
// and '.'. Looked at are the brand, choices, multi-choices, and attributes of type text with at most 1000 different values (a column
// with more is free text). The spelling that most products have is taken for the right one, of two equally frequent ones the first in
// byte order; each product with another has one finding per column and value. A value that is none of a choice's options is
// attr.option-unknown's business.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"
#include "governance/rules/attributes/spelling.h"

#include "model/domain/text.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

namespace shelf {

namespace {

constexpr Code mostTexts = 1000; // different values of a text attribute
constexpr size_t longestValue = 64; // bytes

// Options of an attribute, its own and those of families; empty: anything goes.
std::set<std::string, std::less<>> optionsOf(const Definitions& definitions, const Attribute& attribute)
{
    std::set<std::string, std::less<>> options(attribute.options.begin(), attribute.options.end());
    for (const Thing* thing : definitions.all(ThingKind::Family)) {
        const Family* family = definitions.family(thing->key);
        if (const FamilyAttribute* use = family ? family->find(attribute.code) : nullptr)
            options.insert(use->options.begin(), use->options.end());
    }
    return options;
}

// The spellings of one column.
class Spellings {
public:
    // Groups of two or more; nothing is counted yet. Codes are those of elementValues().
    Spellings(const Column& column, const std::set<std::string, std::less<>>& options) : m_values(column.values().elementValues())
    {
        std::unordered_map<std::string, std::vector<Code>> byKey;
        std::vector<uint8_t> seen;
        for (Code code = 1; code <= column.valueCount(); ++code)
            for (const Code element : column.values().elements(code)) {
                if (element >= seen.size())
                    seen.resize(size_t(element) + 1 + element / 2);
                const std::string_view text = m_values.text(element);
                if (std::exchange(seen[element], 1) || text.size() > longestValue || (!options.empty() && !options.contains(text)))
                    continue;
                byKey[attr::valueKey(text)].push_back(element);
            }
        m_groupOf.resize(seen.size());
        for (auto& [key, codes] : byKey) {
            if (codes.size() < 2 || key.empty())
                continue;
            m_groups.push_back(std::move(codes));
            for (const Code code : m_groups.back())
                m_groupOf[code] = static_cast<uint32_t>(m_groups.size());
        }
        m_counts.resize(m_groupOf.size());
    }
    bool any() const { return !m_groups.empty(); }
    bool has(Code element) const { return m_groupOf[element] != 0; }
    void count(Code element, size_t rows) { m_counts[element] += rows; }
    size_t counted(Code element) const { return m_counts[element]; }
    // The spelling that stands for this one.
    Code best(Code element) const
    {
        Code best = 0;
        for (const Code other : m_groups[m_groupOf[element] - 1])
            if (!best || m_counts[other] > m_counts[best]
                || (m_counts[other] == m_counts[best] && m_values.text(other) < m_values.text(best)))
                best = other;
        return best;
    }

private:
    const Dictionary& m_values;
    std::vector<std::vector<Code>> m_groups;
    std::vector<uint32_t> m_groupOf; // by element: place in m_groups + 1, or 0
    std::vector<size_t> m_counts;
};

class ValuesNearEqual final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.values-near-equal",
            .title = "One value is written in two ways",
            .why = "Filters list both spellings, and a shopper who picks one misses the products with the other; conditions that compare "
                   "values take them for different.",
            .scope = RuleScope::Product,
            .unit = Unit::Catalog,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .reads = {.fields = {"*", "brand", "name", "parent"}},
            .violating = "shelfwright: 1\n"
                         "products:\n"
                         "  - { sku: CAM-1, name: Camera one, brand: Lumora }\n"
                         "  - { sku: CAM-2, name: Camera two, brand: Lumora }\n"
                         "  - { sku: CAM-3, name: Camera three, brand: LUMORA }\n",
            .passing = "shelfwright: 1\n"
                       "products:\n"
                       "  - { sku: CAM-1, name: Camera one, brand: Lumora }\n"
                       "  - { sku: CAM-2, name: Camera two, brand: Lumera }   # another brand, for all we know\n",
            .edge = "shelfwright: 1\n"
                    "attributes: [ { code: aperture, label: Aperture, type: text } ]\n"
                    "products:\n"
                    "  - { sku: LENS-1, name: Lens one, values: { aperture: f/1.4 } }\n"
                    "  - { sku: LENS-2, name: A point between digits counts, values: { aperture: f/14 } }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        if (const Column* brand = catalog.column("brand"))
            checkColumn(run, {"brand", brand, nullptr}, {}, sink);
        for (const attr::ScannedColumn& named : attr::attributeColumns(catalog)) {
            const AttributeType type = named.attribute->type;
            const bool isChoice = type == AttributeType::Choice || type == AttributeType::MultiChoice;
            const bool isShortText = type == AttributeType::Text && named.column->valueCount() <= mostTexts;
            if (isChoice)
                checkColumn(run, named, optionsOf(run.definitions(), *named.attribute), sink);
            else if (isShortText)
                checkColumn(run, named, {}, sink);
        }
    }

private:
    static void checkColumn(
        const RuleRun& run, const attr::ScannedColumn& named, const std::set<std::string, std::less<>>& options, FindingSink& sink)
    {
        const Column& column = *named.column;
        const Dictionary& values = column.values();
        Spellings spellings(column, options);
        if (!spellings.any())
            return;
        std::vector<uint8_t> minded(size_t(column.valueCount()) + 1);
        for (Code code = 1; code <= column.valueCount(); ++code)
            for (const Code element : values.elements(code))
                minded[code] |= uint8_t(spellings.has(element));
        std::vector<size_t> rowsOf(minded.size());
        attr::eachMinded(run, column, minded, [&](Row, Code code) { ++rowsOf[code]; });
        for (Code code = 1; code <= column.valueCount(); ++code)
            for (const Code element : values.elements(code))
                spellings.count(element, rowsOf[code]);
        for (Code code = 1; code <= column.valueCount(); ++code) {
            minded[code] = 0;
            for (const Code element : values.elements(code))
                minded[code] |= uint8_t(spellings.has(element) && spellings.best(element) != element);
        }
        attr::eachMinded(run, column, minded, [&](Row row, Code code) {
            for (const Code element : values.elements(code))
                if (spellings.has(element) && spellings.best(element) != element)
                    report(run, row, named, spellings, element, sink);
        });
    }

    static void report(
        const RuleRun& run, Row row, const attr::ScannedColumn& named, const Spellings& spellings, Code element, FindingSink& sink)
    {
        const Dictionary& values = named.column->values().elementValues();
        const std::string_view own = values.text(element);
        const std::string_view best = values.text(spellings.best(element));
        const size_t with = spellings.counted(spellings.best(element));
        const std::string detail = std::string(named.field).append("=").append(own);
        FindingSink::With parts;
        parts.detail = detail;
        parts.choices = {std::string(best), std::string(own)};
        sink.product(row,
            attr::productLabel(run.catalog(), row) + ": " + attr::fieldLabel(run.definitions(), named.field) + " is " + inQuotes(own)
                + ", which " + std::to_string(with) + (with == 1 ? " product writes " : " products write ") + inQuotes(best)
                + "; write it in one way",
            std::move(parts));
    }
};

} // namespace

RulePtr attrValuesNearEqual()
{
    return std::make_unique<ValuesNearEqual>();
}

} // namespace shelf
