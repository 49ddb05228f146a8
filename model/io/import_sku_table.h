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

    // Soon to be looked for: looks go everywhere, so ask for several before the first is needed.
    void fetch(std::string_view sku) const { __builtin_prefetch(&m_slots[hashOf(sku).a & (m_slots.size() - 1)]); }
    uint32_t add(std::string_view sku) // its number, a new one where it was not there
    {
        if ((m_begins.size() + 1) * 2 > m_slots.size())
            grow();
        const TextHash hash = hashOf(sku);
        Slot& slot = m_slots[place(hash)];
        if (!slot.number) {
            m_begins.push_back(m_texts.size());
            m_texts.append(sku);
            slot = {hash.a, static_cast<uint32_t>(hash.b), static_cast<uint32_t>(m_begins.size())};
        }
        return slot.number - 1;
    }
    bool find(std::string_view sku, uint32_t& number) const
    {
        const Slot& slot = m_slots[place(hashOf(sku))];
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
    struct Slot { // 96 bits of hash: two equal ones are taken to be of equal texts
        uint64_t a = 0;
        uint32_t b = 0;
        uint32_t number = 0; // + 1; 0: free
    };
    size_t place(const TextHash& hash) const
    {
        const size_t mask = m_slots.size() - 1;
        const auto b = static_cast<uint32_t>(hash.b);
        size_t at = hash.a & mask;
        while (m_slots[at].number && (m_slots[at].a != hash.a || m_slots[at].b != b))
            at = (at + 1) & mask;
        return at;
    }
    void grow()
    {
        const std::vector<Slot> old(std::move(m_slots));
        m_slots = std::vector<Slot>(old.size() * 2);
        for (const Slot& slot : old)
            if (slot.number)
                m_slots[place({slot.a, slot.b})] = slot;
    }

    std::string m_texts;
    std::vector<uint64_t> m_begins;
    std::vector<Slot> m_slots;
};

} // namespace shelf
