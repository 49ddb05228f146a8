// Texts seen in a change set, each once, with another text that names it first. Made for being asked millions of times.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

class SeenTexts {
public:
    SeenTexts() : m_slots(1024) { }

    static size_t hashOf(std::string_view text) { return std::hash<std::string_view>()(text); }
    void fetch(size_t hash) const { __builtin_prefetch(&m_slots[hash & (m_slots.size() - 1)]); }
    // What is known by this hash, so that comparing will not wait for it.
    void fetchText(size_t hash) const
    {
        if (const Slot& slot = m_slots[hash & (m_slots.size() - 1)]; slot.place)
            __builtin_prefetch(m_texts.data() + slot.place - 1);
    }
    void add(std::string_view text, std::string_view namedBy, size_t hash)
    {
        if ((m_entries.size() + 1) * 2 > m_slots.size())
            grow();
        const size_t mask = m_slots.size() - 1;
        const auto tag = static_cast<uint32_t>(hash >> 32);
        size_t at = hash & mask;
        for (; m_slots[at].place; at = (at + 1) & mask) {
            const size_t begin = m_slots[at].place - 1;
            if (m_slots[at].tag == tag && m_slots[at].size == text.size() && m_texts.compare(begin, text.size(), text) == 0)
                return;
        }
        m_slots[at] = {m_texts.size() + 1, tag, static_cast<uint32_t>(text.size())};
        m_entries.push_back({hash, m_texts.size(), static_cast<uint32_t>(text.size()), static_cast<uint32_t>(namedBy.size())});
        m_texts.append(text).append(namedBy);
    }
    void add(std::string_view text, std::string_view namedBy) { add(text, namedBy, hashOf(text)); }
    bool has(std::string_view text) const
    {
        const size_t hash = hashOf(text), mask = m_slots.size() - 1;
        const auto tag = static_cast<uint32_t>(hash >> 32);
        for (size_t at = hash & mask; m_slots[at].place; at = (at + 1) & mask)
            if (m_slots[at].tag == tag && m_slots[at].size == text.size() && m_texts.compare(m_slots[at].place - 1, text.size(), text) == 0)
                return true;
        return false;
    }

    // In the order in which they were seen.
    size_t size() const { return m_entries.size(); }
    std::string_view text(size_t index) const { return std::string_view(m_texts).substr(m_entries[index].begin, m_entries[index].size); }
    std::string_view namedBy(size_t index) const
    {
        const Entry& entry = m_entries[index];
        return std::string_view(m_texts).substr(entry.begin + entry.size, entry.namedBySize);
    }

private:
    struct Slot {
        uint64_t place = 0; // of the text, + 1; 0: free
        uint32_t tag = 0; // half of the hash
        uint32_t size = 0;
    };
    struct Entry {
        size_t hash = 0, begin = 0;
        uint32_t size = 0, namedBySize = 0;
    };
    void grow()
    {
        m_slots = std::vector<Slot>(m_slots.size() * 2);
        const size_t mask = m_slots.size() - 1;
        for (const Entry& entry : m_entries) {
            size_t at = entry.hash & mask;
            while (m_slots[at].place)
                at = (at + 1) & mask;
            m_slots[at] = {entry.begin + 1, static_cast<uint32_t>(entry.hash >> 32), entry.size};
        }
    }

    std::string m_texts;
    std::vector<Entry> m_entries;
    std::vector<Slot> m_slots;
};

} // namespace shelf
