// Which pairs of products a compatibility rule may speak about at all: a quick look before the dear question.
#pragma once

#include "governance/rules/links/link_scan.h"

#include <unordered_set>
#include <vector>

namespace shelf {

class SpokenPairs {
public:
    explicit SpokenPairs(const RuleRun& run);
    bool none() const { return m_none; } // there are no rules
    bool mayAnswer(Row a, Row b) const
    {
        if (m_byCategory)
            return true;
        const Code left = m_family(a);
        return left < m_named.size() && m_named[left] && m_pairs.contains(uint64_t(left) << 32 | m_family(b));
    }

private:
    struct FamilyCode {
        Code operator()(Code code) const { return code; }
    };
    bool m_none = true;
    bool m_byCategory = false; // a rule is about a category: every pair has to be asked for
    RowValues<Code, FamilyCode> m_family;
    std::vector<uint8_t> m_named; // families that any rule is about
    std::unordered_set<uint64_t> m_pairs;
};

} // namespace shelf
