#include "governance/linkrules/link_rule.h"

#include "model/catalog/row_set.h"
#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/expression/expression.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace shelf {

namespace {

Error at(const Entry& rule, std::string_view key, Error error)
{
    error.where = rule.id + ", " + std::string(key) + (error.where.empty() ? "" : ", " + error.where);
    return error;
}

Result<std::vector<Row>> selected(const Snapshot& catalog, const Entry& rule, std::string_view key, const std::string& text, Days today)
{
    const auto expression = Expression::parse(text, catalog.definitions(), today);
    if (!expression)
        return at(rule, key, expression.error());
    std::vector<Row> rows;
    expression->select(catalog).forEach([&rows](Row row) { rows.push_back(row); });
    return rows;
}

void sortBySku(const Snapshot& catalog, std::vector<Row>& rows)
{
    std::sort(rows.begin(), rows.end(), [&](Row a, Row b) { return catalog.sku(a) < catalog.sku(b); });
}

// "-price", "weight", "[Lens mount]": the field, and whether the largest comes first.
struct LinkOrder {
    std::string field;
    bool descending = false;
};

Result<LinkOrder> orderOf(const Definitions& definitions, const Entry& rule)
{
    std::string_view text = trimmed(rule.linkRule().order);
    LinkOrder order;
    if (text.starts_with("-")) {
        order.descending = true;
        text = trimmed(text.substr(1));
    }
    if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
        const Attribute* attribute = definitions.attributeByLabel(text.substr(1, text.size() - 2));
        order.field = attribute ? attribute->code : std::string(text);
    } else {
        order.field = std::string(text);
    }
    if (!order.field.empty() && order.field != "sku" && !coreField(order.field) && !definitions.attribute(order.field)) {
        std::vector<std::string> names = definitions.attributeCodes();
        for (const CoreField& field : coreFields())
            names.emplace_back(field.name);
        const auto near = nearest(order.field, names);
        return Error{ErrorKind::Rejected, "UNKNOWN_ATTRIBUTE", rule.id + ", order", inQuotes(order.field) + " is no attribute",
            near ? "did you mean " + *near + "?" : "name an attribute, or -attribute for the largest first"};
    }
    return order;
}

void sortTargets(const Snapshot& catalog, const LinkOrder& order, std::vector<Row>& rows)
{
    sortBySku(catalog, rows);
    if (order.field == "sku" && order.descending)
        std::reverse(rows.begin(), rows.end());
    const Column* column = catalog.column(order.field);
    if (!column)
        return;
    struct Place {
        Row row;
        Code code;
        double number;
        std::string_view text;
    };
    std::vector<Place> places;
    for (const Row row : rows) {
        const Code code = catalog.value(column, row, inheritsField(order.field));
        places.push_back({row, code, column->values().number(code), column->values().text(code)});
    }
    const auto before = [descending = order.descending](const Place& a, const Place& b) {
        if (!a.code || !b.code)
            return a.code && !b.code;
        const bool aNumber = !std::isnan(a.number), bNumber = !std::isnan(b.number);
        if (aNumber != bNumber)
            return aNumber;
        if (aNumber)
            return descending ? a.number > b.number : a.number < b.number;
        return descending ? a.text > b.text : a.text < b.text;
    };
    std::stable_sort(places.begin(), places.end(), before);
    for (size_t i = 0; i < places.size(); ++i)
        rows[i] = places[i].row;
}

// The products that a stored link of the type joins with this one.
class StoredPartners {
public:
    StoredPartners(const Snapshot& catalog, View view, std::string_view type, bool symmetric)
        : m_links(catalog.links()), m_view(view), m_type(catalog.links().typeOf(type)), m_symmetric(symmetric)
    {
    }
    const std::unordered_set<Row>& of(Row source)
    {
        constexpr uint16_t none = 0xffff;
        m_rows.clear();
        if (m_type == none)
            return m_rows;
        for (const Link& link : m_links.from(source))
            if (link.type == m_type && link.in(m_view))
                m_rows.insert(link.target);
        if (m_symmetric)
            m_links.into(source, [this](const Link& link) {
                if (link.type == m_type && link.in(m_view))
                    m_rows.insert(link.source);
            });
        return m_rows;
    }

private:
    const Links& m_links;
    View m_view;
    uint16_t m_type;
    bool m_symmetric;
    std::unordered_set<Row> m_rows;
};

struct LinkEndsOfRule {
    std::vector<Row> sources, targets;
};

Result<LinkEndsOfRule> endsOf(const Snapshot& catalog, const Entry& rule, Days today)
{
    const LinkRuleContent& content = rule.linkRule();
    LinkEndsOfRule ends;
    auto sources = selected(catalog, rule, "source", content.source, today);
    if (!sources)
        return sources.error();
    ends.sources = std::move(*sources);
    if (!content.target.empty()) {
        auto targets = selected(catalog, rule, "target", content.target, today);
        if (!targets)
            return targets.error();
        ends.targets = std::move(*targets);
        return ends;
    }
    for (const Row row : content.targets)
        if (row != noRow && catalog.exists(row) && std::find(ends.targets.begin(), ends.targets.end(), row) == ends.targets.end())
            ends.targets.push_back(row);
    return ends;
}

} // namespace

Result<ComputedLinks> computeLinks(const Snapshot& catalog, const Entry& rule, View view, Days today, const LinkRuleLimits& limits)
{
    const LinkRuleContent& content = rule.linkRule();
    const Definitions& definitions = catalog.definitions();
    const LinkType* type = definitions.linkType(content.type);
    const bool symmetric = type && type->symmetric;
    auto ends = endsOf(catalog, rule, today);
    if (!ends)
        return ends.error();
    const auto order = orderOf(definitions, rule);
    if (!order)
        return order.error();
    sortBySku(catalog, ends->sources);
    // A list of SKUs is in the order in which somebody wrote it, unless another is asked for.
    if (!content.target.empty() || !order->field.empty())
        sortTargets(catalog, *order, ends->targets);

    ComputedLinks result;
    result.type = content.type;
    StoredPartners stored(catalog, view, result.type, symmetric);
    const size_t most = content.limit ? static_cast<size_t>(*content.limit) : ends->targets.size();
    const auto firstRank = static_cast<int32_t>(rule.content.number("rank").value_or(1));
    for (const Row source : ends->sources) {
        const auto& known = stored.of(source);
        size_t taken = 0;
        for (size_t i = 0; i < ends->targets.size() && taken < most; ++i) {
            const Row target = ends->targets[i];
            if (target == source)
                continue;
            const int32_t rank = firstRank + static_cast<int32_t>(taken++);
            if (known.contains(target)) {
                ++result.stored;
                continue;
            }
            const bool turn = symmetric && catalog.sku(target) < catalog.sku(source);
            result.links.push_back(turn ? ComputedLink{target, source, rank} : ComputedLink{source, target, rank});
            if (result.links.size() > limits.links)
                return Error{ErrorKind::Rejected, "TOO_MANY", rule.id, "it gives more than " + std::to_string(limits.links) + " links",
                    "narrow its source or target, or set a limit"};
        }
    }
    const auto bySkus = [&](const ComputedLink& a, const ComputedLink& b) {
        if (a.source != b.source)
            return catalog.sku(a.source) < catalog.sku(b.source);
        return a.target != b.target ? catalog.sku(a.target) < catalog.sku(b.target) : a.rank < b.rank;
    };
    std::sort(result.links.begin(), result.links.end(), bySkus);
    const auto samePair = [](const ComputedLink& a, const ComputedLink& b) { return a.source == b.source && a.target == b.target; };
    result.links.erase(std::unique(result.links.begin(), result.links.end(), samePair), result.links.end());
    return result;
}

std::vector<std::string> fieldsReadBy(const Definitions& definitions, const FieldMap& content, Days today)
{
    std::vector<std::string> fields;
    for (const std::string_view key : {"source", "target"}) {
        const std::string text = content.text(key);
        if (text.empty())
            continue;
        const auto expression = Expression::parse(text, definitions, today);
        if (!expression)
            return {};
        if (expression->readsCompleteness() || expression->readsMappingCounts())
            return {"*"};
        for (std::string& field : expression->fieldsRead())
            fields.push_back(std::move(field));
    }
    std::string order = content.text("order");
    if (order.starts_with("-"))
        order.erase(0, 1);
    if (order.starts_with("["))
        return {"*"};
    if (!order.empty())
        fields.push_back(std::move(order));
    fields.emplace_back("family");
    return fields;
}

} // namespace shelf
