// The rows of an import seen so far: their SKUs and what they hold, as hashes of 128 and 64 bits, which are taken to be equal only
// for equal texts.
#pragma once

#include "model/io/import_hash.h"

#include <cstdint>
#include <vector>

namespace shelf {

class SeenRows {
public:
    explicit SeenRows(uint64_t expected = 0)
    {
        size_t size = 1024;
        while (size * 2 < expected * 3)
            size *= 2;
        m_slots.resize(size);
    }

    enum class Found { New, Identical, Different };

    void fetch(const TextHash& key) const { __builtin_prefetch(&m_slots[start({key.a | 1, key.b})], 1); } // soon to be looked for
    // Adds a key that is not there; of one that is there says whether its content is the same.
    Found insert(TextHash key, uint64_t content)
    {
        key.a |= 1; // a free slot has 0
        if ((m_count + 1) * 3 > m_slots.size() * 2)
            grow();
        Slot& slot = m_slots[place(key)];
        if (slot.a)
            return slot.content == content ? Found::Identical : Found::Different;
        slot = {key.a, key.b, content};
        ++m_count;
        return Found::New;
    }
    bool has(TextHash key) const
    {
        key.a |= 1;
        return m_slots[place(key)].a != 0;
    }
    uint64_t size() const { return m_count; }

private:
    struct Slot {
        uint64_t a = 0, b = 0, content = 0;
    };

    size_t start(const TextHash& key) const { return (key.b ^ key.a >> 32) & (m_slots.size() - 1); }
    size_t place(const TextHash& key) const
    {
        size_t at = start(key);
        while (m_slots[at].a && (m_slots[at].a != key.a || m_slots[at].b != key.b))
            at = (at + 1) & (m_slots.size() - 1);
        return at;
    }
    void grow()
    {
        std::vector<Slot> old(m_slots.size() * 2);
        old.swap(m_slots);
        for (const Slot& slot : old)
            if (slot.a)
                m_slots[place({slot.a, slot.b})] = slot;
    }

    std::vector<Slot> m_slots;
    uint64_t m_count = 0;
};

} // namespace shelf
