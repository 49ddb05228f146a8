// The one who writes a column: it copies the chunks that a published version shares. Private to model/catalog.
#pragma once

#include "model/catalog/column.h"

namespace shelf {

// chunkRows codes of 1, 2 or 4 bytes.
class ColumnChunk {
public:
    explicit ColumnChunk(unsigned width) : m_width(width), m_bytes(std::make_unique<uint32_t[]>(chunkRows * width / sizeof(uint32_t))) { }
    ColumnChunk(const ColumnChunk& other, unsigned width); // as wide or wider

    unsigned width() const { return m_width; }
    Code at(Row place) const;
    void set(Row place, Code code); // it fits
    void expand(Code* codes) const;
    const Code* codes() const { return m_bytes.get(); } // of width 4
    size_t bytes() const { return chunkRows * m_width; }

private:
    template <typename T> T* as() { return reinterpret_cast<T*>(m_bytes.get()); }
    template <typename T> const T* as() const { return reinterpret_cast<const T*>(m_bytes.get()); }
    unsigned m_width;
    std::unique_ptr<uint32_t[]> m_bytes;
};

class ColumnWriter {
public:
    ColumnWriter() : m_values(std::make_shared<Dictionary>()) { }

    Dictionary& values() { return *m_values; }
    const Dictionary& values() const { return *m_values; }
    Code at(Row row) const;
    void set(Row row, Code code);
    // Codes of a whole chunk that has none yet.
    void putChunk(Row index, std::span<const Code> codes);
    // The code of a value, 0 for an empty one. A first list makes it a column of lists.
    Code intern(std::string_view json);
    void intern(std::span<const std::string_view> json, Code* codes); // none is empty

    // The column as it is now; the same object as last time where nothing was set since.
    const std::shared_ptr<const Column>& publish();
    size_t bytes() const; // of memory, with the dictionary

private:
    void takeLists();

    std::shared_ptr<Dictionary> m_values;
    std::vector<std::shared_ptr<ColumnChunk>> m_chunks;
    std::vector<bool> m_own; // not in a published version
    std::shared_ptr<const Column> m_published;
    bool m_changed = true;
};

} // namespace shelf
