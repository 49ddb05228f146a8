// Sorting over a snapshot: a rank for each distinct value, then counting sort, last column first.
#include "model/query/catalog_query.h"
#include "model/query/code_column.h"
#include "model/query/sort_key.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace shelf {

namespace {

// Ranks from 0 for codes 0…count; equal keys have equal ranks, absent values the largest.
struct Ranks {
    std::vector<uint32_t> ofCode;
    uint32_t count = 0;
};

struct Keyed {
    SortKey::Kind kind;
    double number;
    uint64_t first; // of the text, so that most comparisons need no more
    Code code;
};

uint64_t firstBytes(std::string_view text)
{
    uint64_t word = 0;
    for (size_t i = 0; i < sizeof word; ++i)
        word = word << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    return word;
}

Ranks ranksOf(const CodeColumn& column, bool descending)
{
    const Code count = column.codeCount();
    std::vector<std::string> texts(count + 1);
    std::vector<std::string_view> views(count + 1);
    std::vector<Keyed> keys;
    keys.reserve(count);
    for (Code code = 1; code <= count; ++code) {
        const std::string_view json = column.values()->json(code);
        // Most texts need no look at what else they might be.
        if (json.front() == '"' && (json.size() < 7 || json[json.size() - 5] != ' ')) {
            views[code] = column.values()->text(code);
            keys.push_back({SortKey::Kind::Text, 0, firstBytes(views[code]), code});
            continue;
        }
        SortKey key = sortKey(json);
        texts[code] = std::move(key.text);
        views[code] = texts[code];
        keys.push_back({key.kind, key.number, firstBytes(views[code]), code});
    }
    const auto compare = [&](const Keyed& a, const Keyed& b) {
        if (a.kind != b.kind)
            return a.kind < b.kind ? -1 : 1;
        if (a.number != b.number)
            return a.number < b.number ? -1 : 1;
        if (a.first != b.first)
            return a.first < b.first ? -1 : 1;
        return views[a.code].compare(views[b.code]);
    };
    std::sort(keys.begin(), keys.end(), [&](const Keyed& a, const Keyed& b) { return compare(a, b) < 0; });
    Ranks ranks;
    ranks.ofCode.assign(count + 1, 0);
    for (size_t i = 0; i < keys.size(); ++i) {
        if (i && compare(keys[i - 1], keys[i]) != 0)
            ++ranks.count;
        ranks.ofCode[keys[i].code] = ranks.count;
    }
    if (!keys.empty())
        ++ranks.count;
    if (descending)
        for (uint32_t& rank : ranks.ofCode)
            rank = ranks.count - 1 - rank;
    ranks.ofCode[0] = ranks.count++;
    return ranks;
}

// Rows in order of their ranks, those of one rank as they were.
void countingSort(std::vector<Row>& rows, const std::vector<uint32_t>& rankOf, uint32_t ranks)
{
    std::vector<uint32_t> next(size_t(ranks) + 1);
    for (const Row row : rows)
        ++next[rankOf[row] + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    std::vector<Row> result(rows.size());
    for (const Row row : rows)
        result[next[rankOf[row]]++] = row;
    rows = std::move(result);
}

std::vector<Row> inSkuOrder(const Snapshot& snapshot, const RowSet& among)
{
    const auto order = snapshot.skuOrder();
    std::vector<Row> rows;
    rows.reserve(among.count());
    for (const Row row : *order)
        if (among.contains(row))
            rows.push_back(row);
    return rows;
}

} // namespace

Result<std::vector<Row>> sorted(
    const Snapshot& snapshot, const RowSet& among, const std::vector<std::string>& columns, std::optional<uint64_t> limit)
{
    std::vector<std::pair<std::string, bool>> fields;
    for (const std::string& asked : columns) {
        const bool descending = asked.starts_with('-');
        const auto column = resolveColumn(snapshot.definitions(), std::string_view(asked).substr(descending));
        if (!column)
            return column.error();
        fields.emplace_back(column->field, descending);
        if (column->field == "sku")
            break; // no two are equal: what comes after it does not matter
    }
    std::vector<Row> rows = inSkuOrder(snapshot, among);
    for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
        if (field->first == "sku") {
            if (field->second)
                std::reverse(rows.begin(), rows.end());
            continue;
        }
        const CodeColumn column(snapshot, field->first);
        const Ranks ranks = ranksOf(column, field->second);
        std::vector<uint32_t> rankOf(snapshot.rows());
        column.forEach(snapshot, among, [&](Row row, Code code) { rankOf[row] = ranks.ofCode[code]; });
        countingSort(rows, rankOf, ranks.count);
    }
    if (limit && *limit < rows.size())
        rows.resize(*limit);
    return rows;
}

} // namespace shelf
