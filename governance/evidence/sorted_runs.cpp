#include "governance/evidence/sorted_runs.h"

#include <algorithm>
#include <array>
#include <bit>

namespace shelf {

namespace {

constexpr size_t fewItems = 128; // fewer are sorted by comparing
constexpr size_t leastBuffer = 256; // items of a run that are read at a time
constexpr size_t mostBuffer = 65536;

bool isBefore(const RunItem& a, const RunItem& b)
{
    return a.key() != b.key() ? a.key() < b.key() : a.value < b.value;
}

unsigned digit(const RunItem& item, int shift)
{
    return static_cast<unsigned>(item.key() >> shift) & 255U;
}

// Puts each item into the bucket of its digit by exchanging (McIlroy, Bostic, McIlroy, "Engineering radix sort", 1993), then each
// bucket by the next one.
void sortByDigit(RunItem* begin, RunItem* end, int shift)
{
    if (static_cast<size_t>(end - begin) < fewItems || shift < 0) {
        std::sort(begin, end, isBefore);
        return;
    }
    std::array<size_t, 256> counts{};
    for (const RunItem* item = begin; item != end; ++item)
        ++counts[digit(*item, shift)];
    std::array<RunItem*, 256> next{}, ends{};
    RunItem* at = begin;
    for (size_t bucket = 0; bucket < counts.size(); ++bucket) {
        next[bucket] = at;
        at += counts[bucket];
        ends[bucket] = at;
    }
    for (size_t bucket = 0; bucket < counts.size(); ++bucket)
        while (next[bucket] != ends[bucket]) {
            RunItem item = *next[bucket];
            for (unsigned to = digit(item, shift); to != bucket; to = digit(item, shift))
                std::swap(item, *next[to]++);
            *next[bucket]++ = item;
        }
    at = begin;
    for (const size_t count : counts) {
        if (count > 1)
            sortByDigit(at, at + count, shift - 8);
        at += count;
    }
}

} // namespace

void sortRunItems(RunItem* begin, RunItem* end)
{
    if (std::is_sorted(begin, end, isBefore))
        return;
    uint64_t bits = 0;
    for (const RunItem* item = begin; item != end; ++item)
        bits |= item->key();
    const int width = static_cast<int>(std::bit_width(bits));
    sortByDigit(begin, end, width > 8 ? width - 8 : 0);
}

SortedRuns::SortedRuns(std::string folder, size_t bytes, Equal equal)
    : m_file(std::move(folder)), m_most(std::max<size_t>(bytes / sizeof(RunItem), 1024)), m_equal(equal)
{
}

void SortedRuns::clear()
{
    m_items = {};
    m_runs = {};
}

void SortedRuns::sortItems()
{
    sortRunItems(m_items.data(), m_items.data() + m_items.size());
    if (m_equal == Equal::Distinct) {
        m_items.erase(std::unique(m_items.begin(), m_items.end()), m_items.end());
        return;
    }
    size_t kept = 0;
    for (size_t i = 0; i < m_items.size(); ++i) {
        if (kept > 0 && m_items[kept - 1].key() == m_items[i].key())
            m_items[kept - 1].value += m_items[i].value;
        else
            m_items[kept++] = m_items[i];
    }
    m_items.resize(kept);
}

Result<void> SortedRuns::makeRoom()
{
    sortItems();
    // Where most items were the same again, there is room without writing.
    return m_items.size() * 2 <= m_most ? Result<void>() : writeRun();
}

Result<void> SortedRuns::writeRun()
{
    Run run;
    run.at = m_file.size();
    if (auto written = m_file.append(m_items.data(), m_items.size() * sizeof(RunItem)); !written)
        return written;
    run.end = m_file.size();
    m_runs.push_back(std::move(run));
    m_items.clear();
    return {};
}

Result<void> SortedRuns::finish()
{
    sortItems();
    if (m_runs.empty())
        return {};
    if (auto written = writeRun(); !written)
        return written;
    m_items = {};
    const size_t buffer = std::clamp(m_most / m_runs.size(), leastBuffer, mostBuffer);
    for (size_t i = 0; i < m_runs.size(); ++i) {
        m_runs[i].buffer.reserve(buffer);
        const auto any = fill(m_runs[i]);
        if (!any)
            return any.error();
        if (*any)
            m_heap.push_back(i);
    }
    std::make_heap(m_heap.begin(), m_heap.end(),
        [this](size_t a, size_t b) { return isBefore(m_runs[b].buffer[m_runs[b].next], m_runs[a].buffer[m_runs[a].next]); });
    return {};
}

Result<bool> SortedRuns::fill(Run& run)
{
    run.next = 0;
    const size_t left = static_cast<size_t>((run.end - run.at) / sizeof(RunItem));
    run.buffer.resize(std::min(left, run.buffer.capacity()));
    const size_t bytes = run.buffer.size() * sizeof(RunItem);
    if (auto got = m_file.read(run.at, run.buffer.data(), bytes); !got)
        return got.error();
    run.at += bytes;
    return !run.buffer.empty();
}

Result<bool> SortedRuns::least(RunItem& item)
{
    if (m_runs.empty()) {
        if (m_at == m_items.size())
            return false;
        item = m_items[m_at++];
        return true;
    }
    if (m_heap.empty())
        return false;
    const auto later = [this](size_t a, size_t b) { return isBefore(m_runs[b].buffer[m_runs[b].next], m_runs[a].buffer[m_runs[a].next]); };
    std::pop_heap(m_heap.begin(), m_heap.end(), later);
    Run& run = m_runs[m_heap.back()];
    item = run.buffer[run.next++];
    if (run.next == run.buffer.size()) {
        const auto more = fill(run);
        if (!more)
            return more.error();
        if (!*more) {
            m_heap.pop_back();
            return true;
        }
    }
    std::push_heap(m_heap.begin(), m_heap.end(), later);
    return true;
}

Result<bool> SortedRuns::next(RunItem& item)
{
    if (!m_holds) {
        const auto any = least(m_held);
        if (!any || !*any)
            return any;
    }
    m_holds = false;
    item = m_held;
    for (;;) {
        const auto more = least(m_held);
        if (!more)
            return more.error();
        if (!*more)
            return true;
        if (m_equal == Equal::Sum && m_held.key() == item.key()) {
            item.value += m_held.value;
            continue;
        }
        if (m_equal == Equal::Distinct && m_held == item)
            continue;
        m_holds = true;
        return true;
    }
}

} // namespace shelf
