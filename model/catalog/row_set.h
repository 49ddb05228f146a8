// A set of a catalog's products: one bit a row.
#pragma once

#include "model/catalog/snapshot.h"

#include <bit>
#include <cstdint>
#include <vector>

namespace shelf {

class RowSet {
public:
    RowSet() = default;
    explicit RowSet(Row rows) : m_words((size_t(rows) + 63) / 64), m_rows(rows) { }
    static RowSet all(const Snapshot& snapshot) // products that exist
    {
        RowSet set(snapshot.rows());
        if (snapshot.productCount() == snapshot.rows()) {
            for (uint64_t& word : set.m_words)
                word = ~uint64_t(0);
            if (const Row rest = snapshot.rows() % 64)
                set.m_words.back() = (uint64_t(1) << rest) - 1;
            return set;
        }
        for (Row row = 0; row < snapshot.rows(); ++row)
            if (snapshot.exists(row))
                set.add(row);
        return set;
    }

    Row rows() const { return m_rows; } // places, not members
    bool contains(Row row) const { return row < m_rows && (m_words[row / 64] >> (row % 64) & 1); }
    void add(Row row) { m_words[row / 64] |= uint64_t(1) << (row % 64); }
    size_t count() const
    {
        size_t total = 0;
        for (const uint64_t word : m_words)
            total += static_cast<size_t>(std::popcount(word));
        return total;
    }
    // In order of rows.
    template <typename Visit> void forEach(Visit&& visit) const { forEachIn(0, m_rows, visit); }
    template <typename Visit> void forEachIn(Row begin, Row end, Visit&& visit) const // begin: a multiple of 64
    {
        for (size_t word = begin / 64; word < m_words.size() && word * 64 < end; ++word)
            for (uint64_t bits = m_words[word]; bits; bits &= bits - 1)
                visit(static_cast<Row>(word * 64 + static_cast<size_t>(std::countr_zero(bits))));
    }
    bool anyIn(Row begin, Row end) const // begin: a multiple of 64
    {
        for (size_t word = begin / 64; word < m_words.size() && word * 64 < end; ++word)
            if (m_words[word])
                return true;
        return false;
    }
    // Of sets over the same rows.
    RowSet& operator|=(const RowSet& other)
    {
        for (size_t i = 0; i < m_words.size(); ++i)
            m_words[i] |= other.m_words[i];
        return *this;
    }
    RowSet& operator-=(const RowSet& other)
    {
        for (size_t i = 0; i < m_words.size(); ++i)
            m_words[i] &= ~other.m_words[i];
        return *this;
    }
    bool operator==(const RowSet&) const = default;

private:
    std::vector<uint64_t> m_words;
    Row m_rows = 0;
};

} // namespace shelf
