// The columns of a block while it is written row by row: bytes go straight to where they stay, and the last rows can be taken back.
#pragma once

#include "model/change/change_set.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

class RowColumns {
public:
    explicit RowColumns(size_t count) : m_columns(count) { }

    size_t rows() const { return m_rows; }
    size_t bytes() const { return m_bytes + m_rows * m_columns.size() * sizeof(uint32_t); }

    // Room for `size` more bytes of this row in a column; wrote() says how many were used.
    char* room(size_t column, size_t size)
    {
        Column& to = m_columns[column];
        if (to.used + size > to.text.size())
            to.text.resize(std::max({to.used + size, to.text.size() * 2, size_t(1024)}));
        return to.text.data() + to.used;
    }
    void wrote(size_t column, size_t size) { m_columns[column].used += size; }
    void append(size_t column, std::string_view text)
    {
        std::memcpy(room(column, text.size()), text.data(), text.size());
        wrote(column, text.size());
    }
    void appendQuoted(size_t column, std::string_view text) // that needs no escapes
    {
        char* to = room(column, text.size() + 2);
        *to = '"';
        std::memcpy(to + 1, text.data(), text.size());
        to[text.size() + 1] = '"';
        wrote(column, text.size() + 2);
    }

    std::string_view at(size_t column, size_t row) const // of a row that was ended
    {
        const Column& from = m_columns[column];
        const uint32_t begin = row ? from.ends[row - 1] : 0;
        return std::string_view(from.text).substr(begin, from.ends[row] - begin);
    }
    bool rowHas(size_t column) const { return m_columns[column].used > m_columns[column].begin; }
    void forgetRow()
    {
        for (Column& column : m_columns)
            column.used = column.begin;
    }
    void endRow()
    {
        if (m_rows == m_capacity)
            reserve(std::max<size_t>(64, m_capacity * 2));
        size_t bytes = 0;
        for (Column& column : m_columns) {
            bytes += column.used;
            column.begin = column.used;
            column.ends[m_rows] = static_cast<uint32_t>(column.used);
        }
        m_bytes = bytes;
        ++m_rows;
    }

    // Takes out those of the last rows that are not to be kept; keep[i] speaks of row `first` + i.
    void keepOf(size_t first, const std::vector<bool>& keep)
    {
        size_t rows = first;
        for (Column& column : m_columns) {
            uint32_t begin = first ? column.ends[first - 1] : 0;
            uint32_t to = begin;
            rows = first;
            for (size_t i = 0; i < keep.size(); ++i) {
                const uint32_t end = column.ends[first + i];
                if (keep[i]) {
                    std::memmove(column.text.data() + to, column.text.data() + begin, end - begin);
                    to += end - begin;
                    column.ends[rows++] = to;
                }
                begin = end;
            }
            column.begin = column.used = to;
        }
        m_rows = rows;
    }

    // The columns as those of a block; this object is as new afterwards, with as much room as was needed.
    std::vector<FieldColumn> take(const std::vector<std::string>& names)
    {
        std::vector<FieldColumn> columns(m_columns.size());
        for (size_t i = 0; i < m_columns.size(); ++i) {
            Column& from = m_columns[i];
            const size_t used = from.used;
            from.text.resize(used);
            from.ends.resize(used ? m_rows : 0);
            columns[i].field = names[i];
            columns[i].after = TextColumn(std::move(from.text), std::move(from.ends));
            from = Column{};
            if (used > 0)
                from.text.resize(used + used / 16 + 64);
        }
        const size_t rows = m_rows;
        m_rows = m_bytes = m_capacity = 0;
        reserve(rows);
        return columns;
    }

private:
    struct Column {
        std::string text; // larger than what is used
        std::vector<uint32_t> ends;
        size_t used = 0;
        size_t begin = 0; // of the row being written
    };

    void reserve(size_t rows)
    {
        for (Column& column : m_columns)
            column.ends.resize(rows);
        m_capacity = rows;
    }

    std::vector<Column> m_columns;
    size_t m_rows = 0;
    size_t m_capacity = 0; // rows that each column's ends have room for
    size_t m_bytes = 0; // of text
};

} // namespace shelf
