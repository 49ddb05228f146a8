// Sorting over a snapshot: a rank for each distinct value, then counting sort, last column first.
#include "model/query/catalog_query.h"
#include "model/query/code_column.h"
#include "model/query/sort_key.h"

#include <algorithm>
#include <deque>
#include <numeric>
#include <span>

namespace shelf {

namespace {

// Ranks from 0 for codes 0…count; equal keys have equal ranks, absent values the largest.
struct Ranks {
    std::vector<uint32_t> ofCode;
    uint32_t count = 0;
};

// A text while it is sorted: eight of its bytes, which most comparisons need no more than.
struct TextPlace {
    uint64_t word;
    Code code;
};

uint64_t wordAt(std::string_view text, size_t begin)
{
    uint64_t word = 0;
    if (begin + sizeof word <= text.size()) {
        for (size_t i = begin; i < begin + sizeof word; ++i)
            word = word << 8 | static_cast<unsigned char>(text[i]);
        return word;
    }
    for (size_t i = begin; i < begin + sizeof word; ++i)
        word = word << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    return word;
}

// Sorts texts that are equal up to `begin`: eight bytes at a time, then those that are equal so far by the next eight.
void sortTexts(std::span<TextPlace> places, size_t begin, const std::vector<std::string_view>& texts)
{
    constexpr size_t few = 8;
    if (places.size() <= few) {
        std::sort(places.begin(), places.end(), [&](const TextPlace& a, const TextPlace& b) { return texts[a.code] < texts[b.code]; });
        return;
    }
    for (TextPlace& place : places)
        place.word = wordAt(texts[place.code], begin);
    std::sort(places.begin(), places.end(), [](const TextPlace& a, const TextPlace& b) { return a.word < b.word; });
    for (size_t first = 0; first < places.size();) {
        size_t last = first + 1;
        while (last < places.size() && places[last].word == places[first].word)
            ++last;
        // A text that ends here is like one with NULs, which no text has: they are the same then.
        const bool ended = (places[first].word & 0xff) == 0;
        if (last - first > 1 && !ended)
            sortTexts(places.subspan(first, last - first), begin + sizeof(uint64_t), texts);
        first = last;
    }
}

// What is no plain text: numbers, money, lists.
struct OtherKey {
    SortKey key;
    Code code;
};

Ranks ranksOf(const CodeColumn& column, bool descending)
{
    const Code count = column.codeCount();
    std::vector<OtherKey> others;
    std::deque<std::string> written; // texts that are made from other values
    std::vector<std::string_view> views(count + 1); // of texts
    std::vector<TextPlace> texts;
    texts.reserve(count);
    for (Code code = 1; code <= count; ++code) {
        const std::string_view json = column.values()->json(code);
        // Most texts need no look at what else they might be.
        if (json.front() == '"' && (json.size() < 7 || json[json.size() - 5] != ' ')) {
            views[code] = column.values()->text(code);
            texts.push_back({0, code});
            continue;
        }
        SortKey key = sortKey(json);
        if (key.kind == SortKey::Kind::Text) {
            views[code] = written.emplace_back(std::move(key.text));
            texts.push_back({0, code});
        } else {
            others.push_back({std::move(key), code});
        }
    }
    std::sort(others.begin(), others.end(), [](const OtherKey& a, const OtherKey& b) { return compareKeys(a.key, b.key, false) < 0; });
    sortTexts(std::span(texts), 0, views);

    Ranks ranks;
    ranks.ofCode.assign(count + 1, 0);
    for (size_t i = 0; i < others.size(); ++i) {
        ranks.count += i && compareKeys(others[i - 1].key, others[i].key, false) != 0;
        ranks.ofCode[others[i].code] = ranks.count;
    }
    ranks.count += !others.empty();
    for (size_t i = 0; i < texts.size(); ++i) {
        ranks.count += i && views[texts[i - 1].code] != views[texts[i].code];
        ranks.ofCode[texts[i].code] = ranks.count;
    }
    ranks.count += !texts.empty();
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
