// Counts how the products of one side answer to a group of the other, without looking at each of its groups where one condition can be
// looked up: by what must be the same, or by a number in order.
#pragma once

#include "governance/compatibility/condition_values.h"
#include "governance/compatibility/row_groups.h"

#include <vector>

namespace shelf {

class PairCounter {
public:
    // `meanings`: as many as conditions for each of the groups, as values of the right side.
    PairCounter(const std::vector<ConditionValues>& conditions, const RowGroups& groups, const std::vector<Meaning>& meanings);
    // Adds the pairs of `products` equal ones on the left.
    void count(const Meaning* left, uint64_t products, PairCount& count) const;

private:
    void indexKeys(size_t condition);
    void indexNumbers(size_t condition);
    bool indexBoth();
    void countByBoth(const Meaning* left, PairCount& seen) const;
    void look(const Meaning* left, uint32_t group, PairCount& seen) const;
    void countByKeys(const Meaning* left, PairCount& seen) const;
    void countByNumber(const Meaning* left, PairCount& seen) const;

    const std::vector<ConditionValues>& m_conditions;
    const RowGroups& m_groups;
    const std::vector<Meaning>& m_meanings;
    uint64_t m_products = 0;
    static constexpr size_t none = ~size_t(0);
    size_t m_byKeys = none, m_byNumber = none; // the condition that is looked up
    std::vector<uint32_t> m_missing; // groups without a value there
    std::vector<std::vector<uint32_t>> m_byKey;
    struct Numbered {
        double number;
        uint32_t group;
    };
    // Groups in order of their numbers.
    struct Sorted {
        std::vector<Numbered> numbered; // in ascending order
        std::vector<uint64_t> before; // products in front of each place
        uint64_t missing = 0; // products without a number
        void finish(const RowGroups& groups);
        uint64_t fitting(const ConditionValues& condition, Meaning left) const; // of those with a number; left has one
    };
    std::vector<Sorted> m_sortedByKey; // where a key and a number decide alone: for each key, then for those without, then for all
    std::vector<Numbered> m_numbered; // in ascending order
    std::vector<uint64_t> m_before; // products in front of each place of m_numbered
    mutable std::vector<uint32_t> m_seenIn; // by group: the round in which it was looked at
    mutable uint32_t m_round = 0;
};

} // namespace shelf
