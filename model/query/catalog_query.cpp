#include "model/query/catalog_query.h"

#include "model/domain/value.h"
#include "model/expression/snapshot_row.h"
#include "model/query/code_column.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace shelf {

Result<RowSet> selectProducts(const Snapshot& snapshot, std::string_view where, const Clock& clock, std::optional<std::string>* trouble)
{
    if (where.empty())
        return RowSet::all(snapshot);
    const Definitions& definitions = snapshot.definitions();
    const auto expression = Expression::parse(where, definitions, today(clock, definitions.policy("time-zone")));
    if (!expression) {
        Error error = expression.error();
        error.where = "expression" + (error.where.empty() ? "" : ", " + error.where);
        return error;
    }
    RowSet found = expression->select(snapshot);
    if (trouble)
        *trouble = expression->trouble();
    return found;
}

namespace {

// What a code's value is counted as: an element's text, or its own.
std::string facetText(std::string_view json)
{
    return valueToText(json);
}

std::vector<FacetCount> mostFrequentFirst(std::unordered_map<std::string, uint64_t> counts)
{
    std::vector<FacetCount> result;
    result.reserve(counts.size());
    for (auto& [value, number] : counts)
        result.push_back({value, number});
    std::sort(result.begin(), result.end(), [](const FacetCount& left, const FacetCount& right) {
        return left.count != right.count ? left.count > right.count : left.value < right.value;
    });
    return result;
}

std::vector<FacetCount> facetOf(const Snapshot& snapshot, const CodeColumn& column, const RowSet& among)
{
    std::vector<uint32_t> byCode(column.codeCount() + 1);
    column.forEach(snapshot, among, [&](Row, Code code) { ++byCode[code]; });
    std::unordered_map<std::string, uint64_t> counts;
    for (Code code = 1; code < byCode.size(); ++code) {
        if (!byCode[code])
            continue;
        const Dictionary& values = *column.values();
        if (!values.isList(code)) {
            counts[facetText(values.json(code))] += byCode[code];
            continue;
        }
        for (const Code element : values.elements(code)) {
            const std::string_view json = values.elementValues().json(element);
            counts[json.starts_with('"') ? std::string(values.elementValues().text(element)) : facetText(json)] += byCode[code];
        }
    }
    return mostFrequentFirst(std::move(counts));
}

} // namespace

Result<std::vector<std::vector<FacetCount>>> facets(const Snapshot& snapshot, const std::vector<std::string>& columns, const RowSet& among)
{
    std::vector<std::vector<FacetCount>> all;
    for (const std::string& asked : columns) {
        const auto resolved = resolveColumn(snapshot.definitions(), asked);
        if (!resolved)
            return resolved.error();
        if (resolved->field == "sku") {
            std::unordered_map<std::string, uint64_t> counts;
            among.forEach([&](Row row) { ++counts[std::string(snapshot.sku(row))]; });
            all.push_back(mostFrequentFirst(std::move(counts)));
        } else {
            all.push_back(facetOf(snapshot, CodeColumn(snapshot, resolved->field), among));
        }
    }
    return all;
}

Result<Histogram> histogram(const Snapshot& snapshot, std::string_view column, const RowSet& among, size_t bins)
{
    const auto resolved = resolveColumn(snapshot.definitions(), column);
    if (!resolved)
        return resolved.error();
    const CodeColumn codes(snapshot, resolved->field);
    std::vector<uint32_t> byCode(codes.codeCount() + 1);
    if (resolved->field != "sku")
        codes.forEach(snapshot, among, [&](Row, Code code) { ++byCode[code]; });
    Histogram result;
    result.bins.assign(std::max<size_t>(bins, 1), 0);
    double least = std::numeric_limits<double>::infinity(), largest = -least;
    uint64_t with = 0;
    for (Code code = 1; code < byCode.size(); ++code) {
        const double number = byCode[code] ? codes.values()->number(code) : std::nan("");
        if (std::isnan(number))
            continue;
        least = std::min(least, number);
        largest = std::max(largest, number);
        with += byCode[code];
    }
    result.without = among.count() - with;
    if (!with)
        return result;
    result.least = least;
    result.largest = largest;
    // Halves first: the whole width of two very large numbers is no number.
    const double width = largest / 2 - least / 2;
    for (Code code = 1; code < byCode.size(); ++code) {
        const double number = byCode[code] ? codes.values()->number(code) : std::nan("");
        if (std::isnan(number))
            continue;
        const double share = width > 0 ? (number / 2 - least / 2) / width : 0;
        const auto bin = static_cast<size_t>(share * static_cast<double>(result.bins.size()));
        result.bins[std::min(bin, result.bins.size() - 1)] += byCode[code];
    }
    return result;
}

std::string_view columnValue(const Snapshot& snapshot, std::string_view field, Row row, std::string& buffer)
{
    if (field == "sku") {
        buffer = jsonString(snapshot.sku(row));
        return buffer;
    }
    if (field != "category") {
        const Column* column = snapshot.column(field);
        return column ? column->values().json(snapshot.value(column, row, inheritsField(field))) : std::string_view();
    }
    SnapshotRow product(snapshot);
    product.bind(row);
    return product.field(field);
}

Result<QueryOutcome> scanCatalog(const Snapshot& snapshot, const ProductQuery& query, const Clock& clock, const ProductRowVisitor& visit)
{
    std::vector<std::string> fields;
    for (const std::string& asked : query.columns) {
        const auto column = resolveColumn(snapshot.definitions(), asked);
        if (!column)
            return column.error();
        fields.push_back(column->field);
    }
    QueryOutcome outcome;
    const auto among = selectProducts(snapshot, query.where, clock, &outcome.trouble);
    if (!among)
        return among.error();
    const auto rows = sorted(snapshot, *among, query.sort, query.limit);
    if (!rows)
        return rows.error();
    ProductRowView view;
    view.values.resize(fields.size());
    std::string buffer;
    for (const Row row : *rows) {
        view.sku = snapshot.sku(row);
        for (size_t i = 0; i < fields.size(); ++i)
            view.values[i] = columnValue(snapshot, fields[i], row, buffer);
        ++outcome.rows;
        if (!visit(view))
            break;
    }
    return outcome;
}

} // namespace shelf
