// Sorting more than fits into memory: items are gathered, each time that memory is full sorted and written to a scratch file as one
// run, and at the end merged.
#pragma once

#include "governance/evidence/scratch_file.h"

#include <cstdint>
#include <string>
#include <vector>

namespace shelf {

// Twelve bytes: a key of 64 bits in two halves, and a value.
struct RunItem {
    uint32_t high = 0, low = 0;
    uint32_t value = 0;
    uint64_t key() const { return static_cast<uint64_t>(high) << 32 | low; }
    static RunItem of(uint64_t key, uint32_t value) { return {static_cast<uint32_t>(key >> 32), static_cast<uint32_t>(key), value}; }
    bool operator==(const RunItem&) const = default;
};

// What becomes of items with equal keys.
enum class Equal {
    Distinct, // they are sorted by their values, and an item that is there already goes
    Sum, // they become one with the sum of their values; the sum must fit
};

class SortedRuns {
public:
    SortedRuns(std::string folder, size_t bytes, Equal equal);

    Result<void> add(RunItem item) // Error: System
    {
        if (m_items.size() == m_most)
            if (auto made = makeRoom(); !made)
                return made;
        if (m_items.capacity() == 0)
            m_items.reserve(m_most); // at once: growing would need the old place and the new one for a while
        m_items.push_back(item);
        return {};
    }
    Result<void> finish(); // no more is added
    // The next in order; false at the end. Error: System.
    Result<bool> next(RunItem& item);
    size_t runs() const { return m_runs.size(); } // that were written, 0: all fitted
    void clear(); // gives its memory back

private:
    struct Run {
        uint64_t at = 0, end = 0; // bytes of the file that are still to be read
        std::vector<RunItem> buffer;
        size_t next = 0;
    };
    void sortItems();
    Result<void> makeRoom();
    Result<void> writeRun();
    Result<bool> fill(Run& run);
    Result<bool> least(RunItem& item); // of all runs, or of memory

    ScratchFile m_file;
    const size_t m_most;
    const Equal m_equal;
    std::vector<RunItem> m_items;
    size_t m_at = 0; // in m_items, where there are no runs
    std::vector<Run> m_runs;
    std::vector<size_t> m_heap; // of runs that have something left, the least first
    RunItem m_held;
    bool m_holds = false;
};

// Sorts by key, then value: a radix sort from the front, in place.
void sortRunItems(RunItem* begin, RunItem* end);

} // namespace shelf
