#include "model/catalog/column.h"

#include "model/catalog/column_writer.h"

#include <algorithm>
#include <cstring>

namespace shelf {

namespace {

unsigned widthFor(Code code)
{
    return code <= 0xff ? 1 : code <= 0xffff ? 2 : 4;
}

} // namespace

ColumnChunk::ColumnChunk(const ColumnChunk& other, unsigned width) : ColumnChunk(width)
{
    if (width == other.m_width) {
        std::memcpy(m_bytes.get(), other.m_bytes.get(), bytes());
        return;
    }
    for (Row place = 0; place < chunkRows; ++place)
        set(place, other.at(place));
}

Code ColumnChunk::at(Row place) const
{
    return m_width == 1 ? as<uint8_t>()[place] : m_width == 2 ? as<uint16_t>()[place] : m_bytes[place];
}

void ColumnChunk::set(Row place, Code code)
{
    if (m_width == 1)
        as<uint8_t>()[place] = static_cast<uint8_t>(code);
    else if (m_width == 2)
        as<uint16_t>()[place] = static_cast<uint16_t>(code);
    else
        m_bytes[place] = code;
}

void ColumnChunk::expand(Code* codes) const
{
    if (m_width == 1)
        std::copy_n(as<uint8_t>(), chunkRows, codes);
    else if (m_width == 2)
        std::copy_n(as<uint16_t>(), chunkRows, codes);
    else
        std::copy_n(m_bytes.get(), chunkRows, codes);
}

Column::Column() : m_values(std::make_shared<Dictionary>()) { }

Code Column::at(Row row) const
{
    const Row index = row / chunkRows;
    return index < m_chunks.size() && m_chunks[index] ? m_chunks[index]->at(row % chunkRows) : 0;
}

std::span<const Code> Column::chunk(Row index, Code* buffer) const
{
    if (chunkIsEmpty(index))
        std::fill_n(buffer, chunkRows, 0);
    else if (m_chunks[index]->width() == sizeof(Code))
        return {m_chunks[index]->codes(), chunkRows};
    else
        m_chunks[index]->expand(buffer);
    return {buffer, chunkRows};
}

bool Column::chunkIsEmpty(Row index) const
{
    return index >= m_chunks.size() || !m_chunks[index];
}

size_t Column::bytes() const
{
    size_t total = m_chunks.capacity() * sizeof m_chunks[0];
    for (const auto& chunk : m_chunks)
        total += chunk ? chunk->bytes() : 0;
    return total;
}

Code ColumnWriter::at(Row row) const
{
    const Row index = row / chunkRows;
    return index < m_chunks.size() && m_chunks[index] ? m_chunks[index]->at(row % chunkRows) : 0;
}

void ColumnWriter::set(Row row, Code code)
{
    const Row index = row / chunkRows;
    if (index >= m_chunks.size()) {
        if (!code)
            return;
        m_chunks.resize(index + 1);
        m_own.resize(index + 1, false);
    }
    auto& chunk = m_chunks[index];
    if (!chunk) {
        if (!code)
            return;
        chunk = std::make_shared<ColumnChunk>(widthFor(code));
        m_own[index] = true;
    } else if (chunk->at(row % chunkRows) == code) {
        return;
    } else if (!m_own[index] || widthFor(code) > chunk->width()) {
        chunk = std::make_shared<ColumnChunk>(*chunk, std::max(chunk->width(), widthFor(code)));
        m_own[index] = true;
    }
    chunk->set(row % chunkRows, code);
    m_changed = true;
}

Code ColumnWriter::intern(std::string_view json)
{
    if (json.empty())
        return 0;
    if (json.front() == '[' && !m_values->ofLists())
        takeLists();
    return m_values->intern(json);
}

void ColumnWriter::intern(std::span<const std::string_view> json, Code* codes)
{
    const auto isList = [](std::string_view value) { return value.front() == '['; };
    if (!m_values->ofLists() && std::any_of(json.begin(), json.end(), isList))
        takeLists();
    m_values->intern(json, codes);
}

void ColumnWriter::putChunk(Row index, std::span<const Code> codes)
{
    const Code most = *std::max_element(codes.begin(), codes.end());
    if (!most)
        return;
    if (index >= m_chunks.size()) {
        m_chunks.resize(index + 1);
        m_own.resize(index + 1, false);
    }
    auto chunk = std::make_shared<ColumnChunk>(widthFor(most));
    for (Row place = 0; place < codes.size(); ++place)
        chunk->set(place, codes[place]);
    m_chunks[index] = std::move(chunk);
    m_own[index] = true;
    m_changed = true;
}

// Codes stay what they are: the same values in the same order, in a dictionary that takes lists apart. Published versions keep the old.
void ColumnWriter::takeLists()
{
    auto lists = std::make_shared<Dictionary>(true);
    for (Code code = 1; code <= m_values->size(); ++code)
        lists->intern(m_values->json(code));
    m_values = std::move(lists);
    m_changed = true;
}

const std::shared_ptr<const Column>& ColumnWriter::publish()
{
    if (m_changed || !m_published) {
        auto column = std::make_shared<Column>();
        m_values->publish();
        column->m_values = m_values;
        column->m_valueCount = m_values->size();
        column->m_chunks.assign(m_chunks.begin(), m_chunks.end());
        m_published = std::move(column);
        m_own.assign(m_chunks.size(), false);
        m_changed = false;
    }
    return m_published;
}

size_t ColumnWriter::bytes() const
{
    size_t total = m_values->bytes() + m_chunks.capacity() * sizeof m_chunks[0];
    for (const auto& chunk : m_chunks)
        total += chunk ? chunk->bytes() : 0;
    return total;
}

} // namespace shelf
