// The rows of an import seen so far: their SKUs and what they hold, as hashes of 128 and 64 bits, which are taken to be equal only
// for equal texts.
#pragma once

#include "model/io/import_hash.h"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace shelf {

class SeenRows {
public:
    explicit SeenRows(uint64_t expected = 0)
    {
        size_t size = 1024;
        while (size * 2 < expected * 3)
            size *= 2;
        allocate(size);
    }

    enum class Found { New, Identical, Different };

    void fetch(const TextHash& key) const { __builtin_prefetch(&m_slots[start({key.a | 1, key.b})], 1); } // soon to be looked for
    // Adds a key that is not there; of one that is there says whether its content is the same.
    Found insert(TextHash key, uint64_t content)
    {
        key.a |= 1; // a free slot has 0
        if ((m_count + 1) * 3 > m_size * 2)
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
    const uint64_t* find(TextHash key) const // the content of a key; null: it is not there
    {
        key.a |= 1;
        const Slot& slot = m_slots[place(key)];
        return slot.a ? &slot.content : nullptr;
    }
    uint64_t size() const { return m_count; }

private:
    struct Slot {
        uint64_t a, b, content;
    };

    size_t start(const TextHash& key) const { return (key.b ^ key.a >> 32) & (m_size - 1); }
    size_t place(const TextHash& key) const
    {
        size_t at = start(key);
        while (m_slots[at].a && (m_slots[at].a != key.a || m_slots[at].b != key.b))
            at = (at + 1) & (m_size - 1);
        return at;
    }
    void grow()
    {
        const Slots old = std::move(m_slots);
        const size_t size = m_size;
        allocate(size * 2);
        for (size_t i = 0; i < size; ++i)
            if (old[i].a)
                m_slots[place({old[i].a, old[i].b})] = old[i];
    }
    // Large tables in large pages where the system has them: looks go everywhere, and small pages would each be looked up too.
    void allocate(size_t size)
    {
        const size_t bytes = size * sizeof(Slot);
        void* memory = std::calloc(size, sizeof(Slot));
        if (!memory)
            throw std::bad_alloc();
#if defined(__linux__)
        constexpr size_t page = 4096;
        if (bytes > (size_t(4) << 20))
            ::madvise(reinterpret_cast<void*>((reinterpret_cast<uintptr_t>(memory) + page - 1) / page * page), bytes - page, MADV_HUGEPAGE);
#endif
        m_slots.reset(static_cast<Slot*>(memory)); // all bytes 0: free
        m_size = size;
    }

    struct Free {
        void operator()(Slot* slots) const { std::free(slots); }
    };
    using Slots = std::unique_ptr<Slot[], Free>;
    Slots m_slots;
    size_t m_size = 0;
    uint64_t m_count = 0;
};

} // namespace shelf
