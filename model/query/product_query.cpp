#include "model/query/product_query.h"

#include "model/domain/json.h"
#include "model/domain/text.h"
#include "model/domain/value.h"
#include "model/query/catalog_keeper.h"
#include "model/query/catalog_query.h"
#include "model/query/product_row.h"
#include "model/query/sort_key.h"

#include <algorithm>
#include <memory>
#include <unordered_map>

namespace shelf {

namespace {

constexpr uint64_t reportEvery = 4096;

// Filters products by an expression, which may be absent.
class Filter {
public:
    static Result<Expression> parse(const Workspace& workspace, const std::string& where)
    {
        const Definitions& definitions = workspace.definitions();
        auto expression = Expression::parse(where, definitions, today(workspace.clock(), definitions.policy("time-zone")));
        if (expression)
            return expression;
        Error error = expression.error();
        error.where = "expression" + (error.where.empty() ? "" : ", " + error.where);
        return error;
    }

    static Result<Filter> prepare(Workspace& workspace, const std::string& where, const Progress& progress)
    {
        Filter filter;
        if (where.empty())
            return filter;
        auto expression = parse(workspace, where);
        if (!expression)
            return expression.error();
        filter.m_expression = std::move(*expression);
        if (filter.m_expression->readsLinkCounts() || filter.m_expression->readsMappingCounts()) {
            auto counts = MappingCounts::gather(workspace, progress);
            if (!counts)
                return counts.error();
            filter.m_counts = std::make_unique<MappingCounts>(std::move(*counts));
        }
        return filter;
    }
    const MappingCounts* counts() const { return m_counts.get(); }
    bool accepts(const ExpressionRow& row) const { return !m_expression || m_expression->matches(row); }
    std::optional<std::string> trouble() const { return m_expression ? m_expression->trouble() : std::nullopt; }

private:
    std::optional<Expression> m_expression;
    std::unique_ptr<MappingCounts> m_counts;
};

// Visits the products that satisfy `where`; the row is bound to the product.
using MatchVisitor = std::function<bool(const Thing& product, const ProductExpressionRow& row)>;

Result<QueryOutcome> scanMatches(
    Workspace& workspace, const std::string& where, bool sorted, const Progress& progress, const MatchVisitor& visit)
{
    const auto filter = Filter::prepare(workspace, where, progress);
    if (!filter)
        return filter.error();
    ParentValues parents(workspace);
    ProductExpressionRow row(workspace.definitions(), parents, filter->counts());
    QueryOutcome outcome;
    bool cancelled = false;
    uint64_t seen = 0;
    const auto look = [&](const Thing& product) {
        if (++seen % reportEvery == 0) {
            if (progress.cancelled()) {
                cancelled = true;
                return false;
            }
            if (progress.report)
                progress.report("products read", seen, 0);
        }
        row.bind(product);
        if (!filter->accepts(row))
            return true;
        ++outcome.rows;
        return visit(product, row);
    };
    if (const auto scanned = workspace.forEachProduct(look, sorted); !scanned)
        return scanned.error();
    if (cancelled)
        return Error{ErrorKind::Cancelled, "CANCELLED", "products", "reading was cancelled", "run it again"};
    outcome.trouble = filter->trouble();
    return outcome;
}

struct SortColumn {
    std::string field;
    bool descending = false;
};

struct SortableRow {
    ProductRow row;
    std::vector<SortKey> keys;
};

struct Prepared {
    std::vector<std::string> fields;
    std::vector<SortColumn> sort;
};

Result<Prepared> prepare(const Definitions& definitions, const ProductQuery& query)
{
    Prepared prepared;
    for (const std::string& asked : query.columns) {
        const auto column = resolveColumn(definitions, asked);
        if (!column)
            return column.error();
        prepared.fields.push_back(column->field);
    }
    for (const std::string& asked : query.sort) {
        const bool descending = asked.starts_with('-');
        const auto column = resolveColumn(definitions, std::string_view(asked).substr(descending));
        if (!column)
            return column.error();
        prepared.sort.push_back({column->field, descending});
    }
    return prepared;
}

// Reads a column of a bound row; the SKU is quoted into `buffer`.
std::string_view columnValue(const ProductExpressionRow& row, const std::string& field, std::string& buffer)
{
    if (field != "sku")
        return row.field(field);
    buffer = jsonString(row.sku());
    return buffer;
}

Result<QueryOutcome> scanUnsorted(
    Workspace& workspace, const ProductQuery& query, const Prepared& prepared, const ProductRowVisitor& visit, const Progress& progress)
{
    ProductRowView view;
    view.values.resize(prepared.fields.size());
    std::string sku;
    uint64_t rows = 0;
    auto outcome = scanMatches(workspace, query.where, true, progress, [&](const Thing& product, const ProductExpressionRow& row) {
        view.sku = product.key;
        for (size_t i = 0; i < prepared.fields.size(); ++i)
            view.values[i] = columnValue(row, prepared.fields[i], sku);
        ++rows;
        return visit(view) && !(query.limit && rows >= *query.limit);
    });
    return outcome;
}

Result<QueryOutcome> scanSorted(
    Workspace& workspace, const ProductQuery& query, const Prepared& prepared, const ProductRowVisitor& visit, const Progress& progress)
{
    std::vector<SortableRow> rows;
    std::string sku;
    auto outcome = scanMatches(workspace, query.where, false, progress, [&](const Thing& product, const ProductExpressionRow& row) {
        SortableRow& entry = rows.emplace_back();
        entry.row.sku = product.key;
        for (const std::string& field : prepared.fields)
            entry.row.values.emplace_back(columnValue(row, field, sku));
        for (const SortColumn& column : prepared.sort)
            entry.keys.push_back(sortKey(columnValue(row, column.field, sku)));
        return true;
    });
    if (!outcome)
        return outcome;
    const auto before = [&](const SortableRow& left, const SortableRow& right) {
        for (size_t i = 0; i < prepared.sort.size(); ++i)
            if (const int order = compareKeys(left.keys[i], right.keys[i], prepared.sort[i].descending))
                return order < 0;
        return left.row.sku < right.row.sku;
    };
    const size_t wanted = query.limit ? std::min<size_t>(*query.limit, rows.size()) : rows.size();
    std::partial_sort(rows.begin(), rows.begin() + static_cast<ptrdiff_t>(wanted), rows.end(), before);
    outcome->rows = 0;
    for (size_t i = 0; i < wanted; ++i) {
        ProductRowView view;
        view.sku = rows[i].row.sku;
        view.values.assign(rows[i].row.values.begin(), rows[i].row.values.end());
        ++outcome->rows;
        if (!visit(view))
            break;
    }
    return outcome;
}

// From this size of a file on, loading the columns that a question is about beats making a Thing of each product.
constexpr uint64_t largeFile = uint64_t(16) << 20; // bytes

// What a question is about, in memory, as of now.
Result<Snapshot> loadFor(Workspace& workspace, const std::string& where, const std::vector<std::string>& columns, const Progress& progress)
{
    CatalogRequest request{false, std::set<std::string>(), progress};
    for (const std::string& field : columns)
        request.fields->insert(field == "category" ? "categories" : field);
    if (!where.empty()) {
        const auto filter = Filter::parse(workspace, where);
        if (!filter)
            return filter.error();
        for (const std::string& field : filter->fieldsRead())
            request.fields->insert(field == "category" ? "categories" : field);
        request.mappings = filter->readsLinkCounts() || filter->readsMappingCounts();
        if (filter->readsCompleteness())
            request.fields.reset();
    }
    const auto keeper = CatalogKeeper::load(workspace, request);
    return keeper ? Result<Snapshot>((*keeper)->snapshot()) : Result<Snapshot>(keeper.error());
}

Result<QueryOutcome> scanInMemory(
    Workspace& workspace, const ProductQuery& query, const Prepared& prepared, const ProductRowVisitor& visit, const Progress& progress)
{
    std::vector<std::string> fields = prepared.fields;
    for (const SortColumn& column : prepared.sort)
        fields.push_back(column.field);
    const auto snapshot = loadFor(workspace, query.where, fields, progress);
    return snapshot ? scanCatalog(*snapshot, query, workspace.clock(), visit) : Result<QueryOutcome>(snapshot.error());
}

} // namespace

Result<QueryOutcome> scanProducts(Workspace& workspace, const ProductQuery& query, const ProductRowVisitor& visit, const Progress& progress)
{
    const auto prepared = prepare(workspace.definitions(), query);
    if (!prepared)
        return prepared.error();
    if (query.limit && *query.limit == 0) {
        const auto filter = Filter::prepare(workspace, query.where, progress); // a wrong expression is wrong also here
        return filter ? Result<QueryOutcome>(QueryOutcome()) : Result<QueryOutcome>(filter.error());
    }
    // Without an order a limit is reached soon, and without a condition everything is read as it goes out.
    const bool looksAtMore = !prepared->sort.empty() || (!query.where.empty() && !query.limit);
    if (looksAtMore && workspace.fileBytes() > largeFile)
        return scanInMemory(workspace, query, *prepared, visit, progress);
    return prepared->sort.empty() ? scanUnsorted(workspace, query, *prepared, visit, progress)
                                  : scanSorted(workspace, query, *prepared, visit, progress);
}

Result<std::vector<ProductRow>> queryProducts(Workspace& workspace, const ProductQuery& query, const Progress& progress)
{
    std::vector<ProductRow> rows;
    const auto keep = [&rows](const ProductRowView& view) {
        rows.push_back({std::string(view.sku), {view.values.begin(), view.values.end()}});
        return true;
    };
    if (const auto outcome = scanProducts(workspace, query, keep, progress); !outcome)
        return outcome.error();
    return rows;
}

Result<QueryOutcome> scanThings(
    Workspace& workspace, const std::string& where, const Workspace::ProductVisitor& visit, const Progress& progress)
{
    return scanMatches(
        workspace, where, true, progress, [&visit](const Thing& product, const ProductExpressionRow&) { return visit(product); });
}

Result<std::vector<FacetCount>> facet(Workspace& workspace, std::string_view column, std::string_view where, const Progress& progress)
{
    const auto resolved = resolveColumn(workspace.definitions(), column);
    if (!resolved)
        return resolved.error();
    if (workspace.fileBytes() > largeFile) {
        const auto snapshot = loadFor(workspace, std::string(where), {resolved->field}, progress);
        if (!snapshot)
            return snapshot.error();
        const auto among = selectProducts(*snapshot, where, workspace.clock());
        if (!among)
            return among.error();
        auto counted = facets(*snapshot, {std::string(column)}, *among);
        return counted ? Result<std::vector<FacetCount>>(std::move(counted->front())) : counted.error();
    }
    std::unordered_map<std::string, uint64_t> counts;
    std::string sku;
    const auto count = [&](const Thing&, const ProductExpressionRow& row) {
        const std::string_view json = columnValue(row, resolved->field, sku);
        if (json.empty())
            return true;
        if (json.front() != '[') {
            ++counts[valueToText(json)];
            return true;
        }
        if (const auto list = parseJson(json))
            for (const Json& element : list->items())
                ++counts[element.isString() ? element.text() : valueToText(element.write())];
        return true;
    };
    if (const auto outcome = scanMatches(workspace, std::string(where), false, progress, count); !outcome)
        return outcome.error();
    std::vector<FacetCount> result;
    result.reserve(counts.size());
    for (auto& [value, number] : counts)
        result.push_back({value, number});
    std::sort(result.begin(), result.end(), [](const FacetCount& left, const FacetCount& right) {
        return left.count != right.count ? left.count > right.count : left.value < right.value;
    });
    return result;
}

} // namespace shelf
