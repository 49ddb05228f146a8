// The set of texts a column may hold, looked up once a cell.
#pragma once

#include "model/io/import_hash.h"

#include <string>
#include <string_view>
#include <vector>

namespace shelf {

class KnownTexts {
public:
    explicit KnownTexts(std::vector<std::string> texts) : m_texts(std::move(texts))
    {
        size_t size = 16;
        while (size < m_texts.size() * 4)
            size *= 2;
        m_slots.resize(size, 0);
        for (size_t i = 0; i < m_texts.size(); ++i) {
            size_t at = hashOf(m_texts[i]).a & (size - 1);
            while (m_slots[at])
                at = (at + 1) & (size - 1);
            m_slots[at] = static_cast<uint32_t>(i + 1);
        }
    }
    bool has(std::string_view text) const
    {
        for (size_t at = hashOf(text).a & (m_slots.size() - 1); m_slots[at]; at = (at + 1) & (m_slots.size() - 1))
            if (m_texts[m_slots[at] - 1] == text)
                return true;
        return false;
    }
    const std::vector<std::string>& texts() const { return m_texts; }

private:
    std::vector<std::string> m_texts;
    std::vector<uint32_t> m_slots; // index + 1; 0: free
};

} // namespace shelf
