#include "governance/compatibility/pair_counter.h"

#include <algorithm>

namespace shelf {

PairCounter::PairCounter(const std::vector<ConditionValues>& conditions, const RowGroups& groups, const std::vector<Meaning>& meanings)
    : m_conditions(conditions), m_groups(groups), m_meanings(meanings), m_seenIn(groups.size())
{
    for (size_t group = 0; group < groups.size(); ++group)
        m_products += groups.count(group);
    for (size_t i = 0; i < conditions.size(); ++i) {
        // The more keys there are, the fewer groups are left to look at.
        if (conditions[i].comparesKeys() && (m_byKeys == none || conditions[i].keyCount() > conditions[m_byKeys].keyCount()))
            m_byKeys = i;
        if (conditions[i].sortable() && m_byNumber == none)
            m_byNumber = i;
    }
    if (indexBoth())
        return;
    if (m_byKeys != none)
        indexKeys(m_byKeys);
    else if (m_byNumber != none)
        indexNumbers(m_byNumber);
}

void PairCounter::indexKeys(size_t condition)
{
    m_byKey.resize(m_conditions[condition].keyCount());
    for (uint32_t group = 0; group < m_groups.size(); ++group) {
        const Meaning meaning = m_meanings[group * m_conditions.size() + condition];
        if (meaning == 0)
            m_missing.push_back(group);
        else
            for (const uint32_t key : m_conditions[condition].rightKeys(meaning))
                m_byKey[key].push_back(group);
    }
}

void PairCounter::indexNumbers(size_t condition)
{
    for (uint32_t group = 0; group < m_groups.size(); ++group) {
        const Meaning meaning = m_meanings[group * m_conditions.size() + condition];
        if (meaning == 0)
            m_missing.push_back(group);
        else
            m_numbered.push_back({m_conditions[condition].rightNumber(meaning), group});
    }
    std::sort(m_numbered.begin(), m_numbered.end(),
        [](const Numbered& a, const Numbered& b) { return a.number != b.number ? a.number < b.number : a.group < b.group; });
    m_before.push_back(0);
    for (const Numbered& each : m_numbered)
        m_before.push_back(m_before.back() + m_groups.count(each.group));
}

void PairCounter::Sorted::finish(const RowGroups& groups)
{
    std::sort(numbered.begin(), numbered.end(),
        [](const Numbered& a, const Numbered& b) { return a.number != b.number ? a.number < b.number : a.group < b.group; });
    before.push_back(0);
    for (const Numbered& each : numbered)
        before.push_back(before.back() + groups.count(each.group));
}

uint64_t PairCounter::Sorted::fitting(const ConditionValues& condition, Meaning left) const
{
    const double number = condition.leftNumber(left);
    if (condition.atMost()) {
        const auto from = std::lower_bound(
            numbered.begin(), numbered.end(), number, [](const Numbered& each, double value) { return each.number < value; });
        return before.back() - before[static_cast<size_t>(from - numbered.begin())];
    }
    const auto to =
        std::upper_bound(numbered.begin(), numbered.end(), number, [](double value, const Numbered& each) { return value < each.number; });
    return before[static_cast<size_t>(to - numbered.begin())];
}

// One condition that looks up keys and one that compares numbers, and every group has one key at most: then sums are enough.
bool PairCounter::indexBoth()
{
    if (m_conditions.size() != 2 || m_byKeys == none || m_byNumber == none)
        return false;
    const ConditionValues& keys = m_conditions[m_byKeys];
    const ConditionValues& numbers = m_conditions[m_byNumber];
    for (uint32_t group = 0; group < m_groups.size(); ++group)
        if (const Meaning meaning = m_meanings[group * 2 + m_byKeys]; meaning && keys.rightKeys(meaning).size() != 1)
            return false;
    m_sortedByKey.resize(keys.keyCount() + 2);
    for (uint32_t group = 0; group < m_groups.size(); ++group) {
        const Meaning key = m_meanings[group * 2 + m_byKeys], number = m_meanings[group * 2 + m_byNumber];
        for (const size_t place : {key ? size_t(keys.rightKeys(key).front()) : size_t(keys.keyCount()), size_t(keys.keyCount()) + 1}) {
            if (number)
                m_sortedByKey[place].numbered.push_back({numbers.rightNumber(number), group});
            else
                m_sortedByKey[place].missing += m_groups.count(group);
        }
    }
    for (Sorted& sorted : m_sortedByKey)
        sorted.finish(m_groups);
    return true;
}

void PairCounter::countByBoth(const Meaning* left, PairCount& seen) const
{
    const ConditionValues& numbers = m_conditions[m_byNumber];
    const Meaning number = left[m_byNumber];
    // Those whose number fits or is not known, on either side.
    const auto open = [&](const Sorted& sorted) {
        return sorted.missing + (number ? sorted.fitting(numbers, number) : sorted.before.back());
    };
    if (left[m_byKeys] == 0) {
        seen.unknown = open(m_sortedByKey.back());
        return;
    }
    seen.unknown = open(m_sortedByKey[m_sortedByKey.size() - 2]);
    for (const uint32_t key : m_conditions[m_byKeys].leftKeys(left[m_byKeys])) {
        const Sorted& sorted = m_sortedByKey[key];
        const uint64_t fitting = number ? sorted.fitting(numbers, number) : 0;
        seen.compatible += fitting;
        seen.unknown += open(sorted) - fitting;
    }
}

void PairCounter::look(const Meaning* left, uint32_t group, PairCount& seen) const
{
    const Meaning* right = m_meanings.data() + size_t(group) * m_conditions.size();
    bool unknown = false;
    for (size_t i = 0; i < m_conditions.size(); ++i) {
        const Fit one = m_conditions[i].answer(left[i], right[i]);
        if (one == Fit::Incompatible)
            return;
        unknown = unknown || one == Fit::Unknown;
    }
    (unknown ? seen.unknown : seen.compatible) += m_groups.count(group);
}

// What is not looked at is incompatible.
void PairCounter::countByKeys(const Meaning* left, PairCount& seen) const
{
    for (const uint32_t group : m_missing)
        look(left, group, seen);
    const auto keys = m_conditions[m_byKeys].leftKeys(left[m_byKeys]);
    ++m_round;
    for (const uint32_t key : keys)
        for (const uint32_t group : m_byKey[key]) {
            if (m_seenIn[group] != m_round)
                look(left, group, seen);
            m_seenIn[group] = m_round;
        }
}

void PairCounter::countByNumber(const Meaning* left, PairCount& seen) const
{
    for (const uint32_t group : m_missing)
        look(left, group, seen);
    const ConditionValues& condition = m_conditions[m_byNumber];
    const double number = condition.leftNumber(left[m_byNumber]);
    // at-most: all from the first that is not below; at-least: all up to the last that is not above.
    const auto from = condition.atMost() ? std::lower_bound(m_numbered.begin(), m_numbered.end(), number,
                          [](const Numbered& each, double value) { return each.number < value; })
                                         : m_numbered.begin();
    const auto to = condition.atMost() ? m_numbered.end()
                                       : std::upper_bound(m_numbered.begin(), m_numbered.end(), number,
                                           [](double value, const Numbered& each) { return value < each.number; });
    if (m_conditions.size() == 1) {
        seen.compatible +=
            m_before[static_cast<size_t>(to - m_numbered.begin())] - m_before[static_cast<size_t>(from - m_numbered.begin())];
        return;
    }
    for (auto at = from; at != to; ++at)
        look(left, at->group, seen);
}

void PairCounter::count(const Meaning* left, uint64_t products, PairCount& count) const
{
    PairCount seen;
    if (!m_sortedByKey.empty()) {
        countByBoth(left, seen);
    } else if (m_byKeys != none && left[m_byKeys] != 0) {
        countByKeys(left, seen);
    } else if (m_byKeys == none && m_byNumber != none && left[m_byNumber] != 0) {
        countByNumber(left, seen);
    } else if (m_conditions.size() == 1 && left[0] == 0) {
        seen.unknown = m_products;
    } else {
        for (uint32_t group = 0; group < m_groups.size(); ++group)
            look(left, group, seen);
    }
    count.compatible += seen.compatible * products;
    count.unknown += seen.unknown * products;
    count.incompatible += (m_products - seen.compatible - seen.unknown) * products;
}

} // namespace shelf
