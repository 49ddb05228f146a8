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
    explicit RowColumns(size_t count)
        : m_columns(count)
    {
    }

    size_t rows() const { return m_rows; }
    size_t bytes() const { return m_bytes; }

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

    bool rowHas(size_t column) const { return m_columns[column].used > m_columns[column].begin; }
    std::string_view rowText(size_t column) const
    {
        const Column& of = m_columns[column];
        return std::string_view(of.text).substr(of.begin, of.used - of.begin);
    }
    void forgetRow()
    {
        for (Column& column : m_columns)
            column.used = column.begin;
    }
    void endRow()
    {
        for (Column& column : m_columns) {
            if (column.used == column.begin)
                continue; // rows beyond the last end are empty
            column.ends.resize(m_rows, static_cast<uint32_t>(column.begin));
            column.ends.push_back(static_cast<uint32_t>(column.used));
            m_bytes += column.used - column.begin + sizeof(uint32_t);
            column.begin = column.used;
        }
        ++m_rows;
    }

    // Takes out those of the last rows that are not to be kept; keep[i] speaks of row `first` + i.
    void keepOf(size_t first, const std::vector<bool>& keep)
    {
        size_t kept = 0;
        for (const bool one : keep)
            kept += one;
        for (Column& column : m_columns) {
            uint32_t begin = first == 0 || column.ends.empty() ? 0 : column.ends[std::min(first, column.ends.size()) - 1];
            size_t to = begin;
            size_t row = first;
            for (size_t i = 0; first + i < column.ends.size(); ++i) {
                const uint32_t end = column.ends[first + i];
                if (keep[i]) {
                    std::memmove(column.text.data() + to, column.text.data() + begin, end - begin);
                    to += end - begin;
                    column.ends[row++] = static_cast<uint32_t>(to);
                }
                begin = end;
            }
            if (column.ends.size() > first) {
                column.ends.resize(row);
                column.begin = column.used = to;
            }
        }
        m_rows = first + kept;
    }

    // The columns as those of a block; this object is as new afterwards, with as much room as was needed.
    std::vector<FieldColumn> take(const std::vector<std::string>& names)
    {
        std::vector<FieldColumn> columns(m_columns.size());
        for (size_t i = 0; i < m_columns.size(); ++i) {
            Column& from = m_columns[i];
            const size_t used = from.used;
            const size_t ends = from.ends.size();
            from.text.resize(used);
            columns[i].field = names[i];
            columns[i].after = TextColumn(std::move(from.text), std::move(from.ends));
            from = Column {};
            if (used > 0) {
                from.text.resize(used + used / 16 + 64);
                from.ends.reserve(ends);
            }
        }
        m_rows = m_bytes = 0;
        return columns;
    }

private:
    struct Column {
        std::string text; // larger than what is used
        std::vector<uint32_t> ends;
        size_t used = 0;
        size_t begin = 0; // of the row being written
    };
    std::vector<Column> m_columns;
    size_t m_rows = 0;
    size_t m_bytes = 0;
};

} // namespace shelf
