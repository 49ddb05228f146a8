// The SKUs that the rows of an import name: each once, as a number.
#pragma once

#include "model/io/import_hash.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

class SkuTable {
public:
    SkuTable() : m_slots(1024) { }

    uint32_t add(std::string_view sku) // its number, a new one where it was not there
    {
        if ((m_begins.size() + 1) * 2 > m_slots.size())
            grow();
        const uint64_t hash = contentHash(sku);
        Slot& slot = m_slots[place(hash, sku)];
        if (!slot.number) {
            m_begins.push_back(m_texts.size());
            m_texts.append(sku);
            slot = {static_cast<uint32_t>(hash >> 32), static_cast<uint32_t>(m_begins.size())};
        }
        return slot.number - 1;
    }
    bool find(std::string_view sku, uint32_t& number) const
    {
        const Slot& slot = m_slots[place(contentHash(sku), sku)];
        number = slot.number - 1;
        return slot.number != 0;
    }
    std::string_view text(uint32_t number) const
    {
        const size_t begin = m_begins[number], end = number + 1 < m_begins.size() ? m_begins[number + 1] : m_texts.size();
        return std::string_view(m_texts).substr(begin, end - begin);
    }
    size_t size() const { return m_begins.size(); }

private:
    struct Slot {
        uint32_t tag = 0; // half of the hash
        uint32_t number = 0; // + 1; 0: free
    };
    size_t place(uint64_t hash, std::string_view sku) const
    {
        const size_t mask = m_slots.size() - 1;
        const auto tag = static_cast<uint32_t>(hash >> 32);
        size_t at = hash & mask;
        while (m_slots[at].number && (m_slots[at].tag != tag || text(m_slots[at].number - 1) != sku))
            at = (at + 1) & mask;
        return at;
    }
    void grow()
    {
        std::vector<Slot> slots(m_slots.size() * 2);
        slots.swap(m_slots);
        for (uint32_t number = 0; number < m_begins.size(); ++number) {
            const uint64_t hash = contentHash(text(number));
            m_slots[place(hash, text(number))] = {static_cast<uint32_t>(hash >> 32), number + 1};
        }
    }

    std::string m_texts;
    std::vector<uint64_t> m_begins;
    std::vector<Slot> m_slots;
};

} // namespace shelf
