// One field of all products: a code for each row, in chunks that versions of the column share. A version is immutable.
#pragma once

#include "model/catalog/dictionary.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace shelf {

using Row = uint32_t; // a product's place in the catalog; it keeps it as long as the catalog lives
inline constexpr Row noRow = ~Row(0);
inline constexpr Row chunkRows = 4096;

class ColumnChunk; // the codes of chunkRows rows, one, two or four bytes each

class Column {
public:
    Column();

    const Dictionary& values() const { return *m_values; }
    // Codes that existed when this version was made: 1…valueCount().
    Code valueCount() const { return m_valueCount; }
    Code at(Row row) const; // 0 beyond the last row
    // The codes of rows [index · chunkRows, …), always chunkRows of them; `buffer` holds chunkRows codes and may be used for them.
    std::span<const Code> chunk(Row index, Code* buffer) const;
    bool chunkIsEmpty(Row index) const; // nothing but 0
    size_t bytes() const; // of memory, without the dictionary

private:
    friend class ColumnWriter;
    std::shared_ptr<Dictionary> m_values;
    Code m_valueCount = 0;
    std::vector<std::shared_ptr<const ColumnChunk>> m_chunks; // nullptr: nothing but 0
};

} // namespace shelf
