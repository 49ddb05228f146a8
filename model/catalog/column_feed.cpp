#include "model/catalog/catalog_bulk.h"

#include "model/catalog/column_writer.h"
#include "model/catalog/member_scan.h"
#include "model/domain/decimal.h"
#include "model/domain/json.h"
#include "model/domain/thing.h"

#include <algorithm>
#include <cstring>

namespace shelf {

ColumnFeed::ColumnFeed(ColumnWriter& column) : m_column(column), m_codes(chunkRows, 0) { }

void ColumnFeed::begin(Row row)
{
    goTo(row);
    m_rows[m_count] = row;
}

void ColumnFeed::end()
{
    m_ends[m_count] = static_cast<uint32_t>(m_bytes.size());
    if (++m_count == batch)
        flush();
}

ColumnFeed::Seen* ColumnFeed::seen(std::string_view value)
{
    constexpr size_t longest = 16;
    constexpr Code manyValues = 4096; // with more of them the next is hardly one of the last
    if (value.empty() || value.size() > longest || m_column.values().size() > manyValues)
        return nullptr;
    if (m_seen.empty())
        m_seen.resize(remembered);
    const char* bytes = value.data();
    const size_t size = value.size();
    const auto load = [](const char* at, size_t count) {
        uint64_t word = 0;
        std::memcpy(&word, at, count);
        return word;
    };
    uint64_t first = 0, last = 0; // may overlap
    if (size >= sizeof first) {
        first = load(bytes, 8);
        last = load(bytes + size - 8, 8);
    } else if (size >= 4) {
        first = load(bytes, 4);
        last = load(bytes + size - 4, 4);
    } else {
        first = load(bytes, 1) << 8 | load(bytes + size / 2, 1);
        last = load(bytes + size - 1, 1);
    }
    const uint64_t mixed = (first ^ (last << 7 | last >> 57) ^ size) * 0x9E3779B97F4A7C15ULL;
    Seen& place = m_seen[(mixed >> 40) % remembered];
    if (place.first != first || place.last != last || place.size != size)
        place = {first, last, size, 0};
    return &place;
}

void ColumnFeed::goTo(Row row)
{
    if (row / chunkRows != m_chunk) {
        closeChunk();
        m_chunk = row / chunkRows;
    }
}

void ColumnFeed::add(Row row, std::string_view json)
{
    if (Seen* known = seen(json)) {
        goTo(row);
        if (!known->code)
            known->code = m_column.intern(json);
        m_codes[row % chunkRows] = known->code;
        return;
    }
    begin(row);
    m_bytes.append(json);
    end();
}

void ColumnFeed::addText(Row row, std::string_view text)
{
    if (Seen* known = seen(text)) {
        goTo(row);
        if (!known->code)
            known->code = m_column.intern(jsonString(text));
        m_codes[row % chunkRows] = known->code;
        return;
    }
    begin(row);
    appendJsonString(m_bytes, text);
    end();
}

template <typename Text> void ColumnFeed::addNumber(Row row, int64_t value, Text&& text)
{
    goTo(row);
    if (m_numbers.empty())
        m_numbers.resize(remembered);
    auto& [known, code] = m_numbers[(static_cast<uint64_t>(value) * 0x9E3779B97F4A7C15ULL >> 32) % remembered];
    if (!code || known != value) {
        known = value;
        code = m_column.intern(text());
    }
    m_codes[row % chunkRows] = code;
}

void ColumnFeed::addInteger(Row row, int64_t value)
{
    addNumber(row, value, [value] { return std::to_string(value); });
}

void ColumnFeed::addMillionths(Row row, int64_t value)
{
    addNumber(row, value, [value] { return fromMillionths(value); });
}

void ColumnFeed::flush()
{
    std::array<std::string_view, batch> values;
    std::array<Code, batch> codes{};
    uint32_t begin = 0;
    for (size_t i = 0; i < m_count; ++i) {
        values[i] = std::string_view(m_bytes).substr(begin, m_ends[i] - begin);
        begin = m_ends[i];
    }
    m_column.intern(std::span(values).first(m_count), codes.data());
    for (size_t i = 0; i < m_count; ++i)
        m_codes[m_rows[i] % chunkRows] = codes[i];
    m_bytes.clear();
    m_count = 0;
}

void ColumnFeed::closeChunk()
{
    flush();
    m_column.putChunk(m_chunk, m_codes);
    std::fill(m_codes.begin(), m_codes.end(), 0);
}

void ColumnFeed::finish()
{
    closeChunk();
}

ColumnFeed* ColumnLane::feed(std::string_view field)
{
    const auto place =
        std::lower_bound(m_fed.begin(), m_fed.end(), field, [](const Fed& fed, std::string_view name) { return fed.field < name; });
    if (place != m_fed.end() && place->field == field)
        return place->feed.get();
    Fed made{std::string(field), nullptr};
    if (!m_kept || field == "parent" || m_kept->contains(made.field))
        made.feed = std::make_unique<ColumnFeed>(m_columns[made.field]);
    return m_fed.insert(place, std::move(made))->feed.get();
}

bool ColumnLane::addObject(Row row, std::string_view json)
{
    size_t next = 0; // members come in byte order of their names, as the columns do
    const auto put = [&](std::string_view key, std::string_view value) {
        while (next < m_fed.size() && m_fed[next].field < key)
            ++next;
        ColumnFeed* column = next < m_fed.size() && m_fed[next].field == key ? m_fed[next].feed.get() : feed(key);
        if (column)
            column->add(row, value);
    };
    if (forEachMember(json, put))
        return true;
    const auto parsed = FieldMap::fromJson(json); // what was put before is put again
    if (!parsed)
        return false;
    next = 0;
    for (const auto& [key, value] : *parsed)
        put(key, value);
    return true;
}

} // namespace shelf
