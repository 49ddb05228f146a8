#include "governance/compatibility/suggest.h"

#include "governance/compatibility/prepared_rule.h"
#include "model/domain/value.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace shelf {

namespace {

constexpr size_t mostValues = 300; // distinct ones of an attribute: names decide nothing
constexpr double leastFilled = 0.2; // of a family's products
constexpr size_t leastLinks = 5;
constexpr size_t mostExceptions = 20;
constexpr double leastScore = 0.05;
constexpr double mostChance = 0.9; // what nearly every pair satisfies decides nothing

// A field of one family and the distinct values its products have.
struct FieldOfFamily {
    std::string name;
    const Attribute* attribute = nullptr;
    const Column* column = nullptr;
    std::set<std::string> texts; // single values and elements
    bool isList = false;
};

bool isNumeric(const FieldOfFamily& field)
{
    return field.attribute->type == AttributeType::Number || field.attribute->type == AttributeType::Integer;
}

bool isComparable(const Attribute& attribute)
{
    switch (attribute.type) {
    case AttributeType::Text:
    case AttributeType::Choice:
    case AttributeType::MultiChoice:
    case AttributeType::Number:
    case AttributeType::Integer:
        return true;
    default:
        return false;
    }
}

bool isCosmetic(std::string_view code)
{
    for (const std::string_view part : {"color", "colour", "brand", "material", "finish", "style", "manufacturer", "vendor"})
        if (code.find(part) != std::string_view::npos)
            return true;
    return false;
}

std::vector<FieldOfFamily> fieldsOf(const Snapshot& catalog, const std::vector<Row>& rows)
{
    std::vector<FieldOfFamily> fields;
    for (const std::string& code : catalog.definitions().attributeCodes()) {
        FieldOfFamily field{code, catalog.definitions().attribute(code), catalog.column(code), {}, false};
        if (!field.column || !field.attribute || !isComparable(*field.attribute))
            continue;
        const RowGroups groups(catalog, rows, {{field.column, inheritsField(code)}});
        uint64_t filled = 0;
        for (size_t group = 0; group < groups.size() && field.texts.size() <= mostValues; ++group) {
            const Code value = groups.code(group, 0);
            filled += value ? groups.count(group) : 0;
            field.isList = field.isList || field.column->values().isList(value);
            for (const Code element : field.column->values().elements(value))
                field.texts.emplace(field.column->values().elementValues().text(element));
        }
        const bool enough = static_cast<double>(filled) >= leastFilled * static_cast<double>(rows.size());
        if (enough && field.texts.size() > 1 && field.texts.size() <= mostValues)
            fields.push_back(std::move(field));
    }
    return fields;
}

size_t sharedTexts(const FieldOfFamily& a, const FieldOfFamily& b)
{
    return static_cast<size_t>(
        std::count_if(a.texts.begin(), a.texts.end(), [&](const std::string& text) { return b.texts.contains(text); }));
}

// Whether two numbers speak of the same: one attribute, or units that convert. Four cores and four slots have nothing to do with each
// other.
bool measureAlike(const FieldOfFamily& a, const FieldOfFamily& b)
{
    return a.name == b.name || (!a.attribute->unit.empty() && convertUnit(1, a.attribute->unit, b.attribute->unit));
}

struct LinkedPair {
    Row left, right;
    std::string id;
};

// The linked products that have one value on the left and one on the right.
struct Cell {
    std::set<Row> lefts, rights;
};
using Cells = std::map<std::pair<Code, Code>, Cell>;

class Suggester {
public:
    Suggester(const Snapshot& catalog, const SuggestRequest& request)
        : m_catalog(catalog), m_request(request), m_left(RuleSide(catalog, request.left)), m_right(RuleSide(catalog, request.right)),
          m_leftRows(m_left.rows(catalog)), m_rightRows(m_right.rows(catalog))
    {
    }

    SuggestOutcome run()
    {
        gatherLinks();
        const std::vector<FieldOfFamily> lefts = fieldsOf(m_catalog, m_leftRows), rights = fieldsOf(m_catalog, m_rightRows);
        for (const FieldOfFamily& left : lefts)
            for (const FieldOfFamily& right : rights)
                tryFields(left, right);
        auto& all = m_outcome.suggestions;
        std::stable_sort(all.begin(), all.end(), [](const Suggestion& a, const Suggestion& b) { return a.score > b.score; });
        if (all.size() > m_request.most)
            all.resize(m_request.most);
        m_outcome.links = m_links.size();
        return std::move(m_outcome);
    }

private:
    void gatherLinks()
    {
        const Links& links = m_catalog.links();
        const uint16_t incompatible = links.typeOf("incompatible");
        for (const Row source : both())
            for (const Link& link : links.from(source)) {
                if (!link.in(m_request.view) || link.type == incompatible || !m_catalog.exists(link.target))
                    continue;
                if (m_left.has(m_catalog, source) && m_right.has(m_catalog, link.target))
                    m_links.push_back({source, link.target, m_catalog.linkId(link)});
                else if (m_right.has(m_catalog, source) && m_left.has(m_catalog, link.target))
                    m_links.push_back({link.target, source, m_catalog.linkId(link)});
            }
    }

    std::vector<Row> both() const
    {
        std::vector<Row> rows = m_leftRows;
        if (m_request.left != m_request.right)
            rows.insert(rows.end(), m_rightRows.begin(), m_rightRows.end());
        return rows;
    }

    void tryFields(const FieldOfFamily& left, const FieldOfFamily& right)
    {
        const bool linked = m_links.size() >= leastLinks;
        const bool numbers = isNumeric(left) && isNumeric(right);
        if (sharedTexts(left, right) > 0 && (!numbers || measureAlike(left, right)))
            consider(left, right, left.isList && right.isList ? CompatOperator::Overlaps : CompatOperator::Equal, false);
        if (!isNumeric(left) && !isNumeric(right)) {
            consider(left, right, CompatOperator::Contains, false);
            consider(right, left, CompatOperator::Contains, true);
        }
        if (linked && numbers && measureAlike(left, right)) {
            consider(left, right, CompatOperator::AtMost, false);
            consider(left, right, CompatOperator::AtLeast, false);
        }
        if (linked && !left.isList && !right.isList)
            learnTable(left, right);
    }

    void consider(const FieldOfFamily& left, const FieldOfFamily& right, CompatOperator op, bool turned)
    {
        Suggestion suggestion = begin(turned);
        suggestion.condition = {left.name, right.name, op, {}};
        judge(std::move(suggestion), left, right, turned, nullptr);
    }

    // The values that are linked, as a table: what was linked once alone stays an exception where the left value has better company.
    void learnTable(const FieldOfFamily& left, const FieldOfFamily& right)
    {
        Suggestion suggestion = begin(false);
        suggestion.condition = {left.name, right.name, CompatOperator::Table, {}};
        Cells cells;
        const bool leftInherits = inheritsField(left.name), rightInherits = inheritsField(right.name);
        for (const LinkedPair& pair : m_links) {
            const Code a = m_catalog.value(left.column, pair.left, leftInherits),
                       b = m_catalog.value(right.column, pair.right, rightInherits);
            if (a && b) {
                ++suggestion.evidence[shownValue(left.column, a)][shownValue(right.column, b)];
                Cell& cell = cells[{a, b}];
                cell.lefts.insert(pair.left);
                cell.rights.insert(pair.right);
            }
        }
        for (const auto& [value, partners] : suggestion.evidence) {
            uint64_t most = 0;
            for (const auto& [partner, count] : partners)
                most = std::max(most, count);
            std::vector<std::string> kept;
            for (const auto& [partner, count] : partners)
                if (count > 1 || most == 1)
                    kept.push_back(partner);
            suggestion.condition.table.emplace_back(value, std::move(kept));
        }
        if (!suggestion.condition.table.empty())
            judge(std::move(suggestion), left, right, false, &cells);
    }

    Suggestion begin(bool turned) const
    {
        Suggestion suggestion;
        suggestion.left = turned ? m_request.right : m_request.left;
        suggestion.right = turned ? m_request.left : m_request.right;
        return suggestion;
    }

    void judge(Suggestion suggestion, const FieldOfFamily& left, const FieldOfFamily& right, bool turned, const Cells* cells)
    {
        Entry entry;
        entry.kind = MappingKind::Compat;
        entry.parsed = CompatRule{suggestion.left, suggestion.right, false, noRow, false, {}, {}, {suggestion.condition}};
        const PreparedRule pairs(m_catalog, std::make_shared<const Entry>(std::move(entry)));
        suggestion.pairs = pairs.count();
        const double known = static_cast<double>(suggestion.pairs.compatible + suggestion.pairs.incompatible);
        const double chance = known > 0 ? static_cast<double>(suggestion.pairs.compatible) / known : 1;
        if (chance > mostChance || suggestion.pairs.compatible == 0)
            return;
        uint64_t supported = 0;
        for (const LinkedPair& pair : m_links) {
            const Row a = turned ? pair.right : pair.left, b = turned ? pair.left : pair.right;
            const Fit fit = pairs.answer(a, b);
            if (fit == Fit::Compatible) {
                ++suggestion.held;
                supported += !cells || seenElsewhere(*cells, left, right, a, b) ? 1 : 0;
            } else if (fit == Fit::Unknown) {
                ++suggestion.missing;
            } else {
                ++suggestion.broken;
                if (suggestion.exceptions.size() < mostExceptions)
                    suggestion.exceptions.push_back(pair.id);
            }
        }
        const double linked = static_cast<double>(suggestion.held + suggestion.broken);
        suggestion.fromLinks = suggestion.held + suggestion.broken >= leastLinks;
        if (suggestion.fromLinks)
            suggestion.score =
                (static_cast<double>(supported) / linked - chance) / (1 - chance) * linked / static_cast<double>(m_links.size());
        else if (!cells)
            suggestion.score = pairs.partneredShare() * (1 - chance) * 0.8;
        if (cells && suggestion.fromLinks) // every entry of a table has to earn its place
            suggestion.score *= std::max(0.0, 1 - static_cast<double>(cells->size()) / linked);
        if (isCosmetic(left.name) || isCosmetic(right.name))
            suggestion.score *= 0.25;
        if (suggestion.score >= leastScore)
            keep(std::move(suggestion));
    }

    bool seenElsewhere(const Cells& cells, const FieldOfFamily& left, const FieldOfFamily& right, Row a, Row b) const
    {
        const auto cell = cells.find(
            {m_catalog.value(left.column, a, inheritsField(left.name)), m_catalog.value(right.column, b, inheritsField(right.name))});
        return cell != cells.end() && cell->second.lefts.size() > 1 && cell->second.rights.size() > 1;
    }

    // Of several conditions between the same two fields the best one stays; the plainer one where they are level.
    void keep(Suggestion suggestion)
    {
        for (Suggestion& other : m_outcome.suggestions) {
            const bool same = (other.condition.left == suggestion.condition.left && other.condition.right == suggestion.condition.right
                                  && other.left == suggestion.left)
                || (other.condition.left == suggestion.condition.right && other.condition.right == suggestion.condition.left
                    && other.left == suggestion.right);
            if (!same)
                continue;
            constexpr double clearly = 0.02;
            if (suggestion.score > other.score + clearly)
                other = std::move(suggestion);
            return;
        }
        m_outcome.suggestions.push_back(std::move(suggestion));
    }

    const Snapshot& m_catalog;
    const SuggestRequest& m_request;
    RuleSide m_left, m_right;
    std::vector<Row> m_leftRows, m_rightRows;
    std::vector<LinkedPair> m_links;
    SuggestOutcome m_outcome;
};

} // namespace

SuggestOutcome suggestConditions(const Snapshot& catalog, const SuggestRequest& request)
{
    return Suggester(catalog, request).run();
}

} // namespace shelf
