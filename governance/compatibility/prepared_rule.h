// One compatibility rule over one catalog: its products in groups, its conditions with their values prepared, its pairs counted.
#pragma once

#include "governance/compatibility/condition_values.h"
#include "governance/compatibility/row_groups.h"
#include "governance/compatibility/rule_sides.h"

#include <functional>
#include <vector>

namespace shelf {

// Which way round two products may stand to a rule.
enum class Order : uint8_t { None = 0, Given = 1, Swapped = 2, Either = 3 };

// Immutable once made; any thread.
class PreparedRule {
public:
    PreparedRule(const Snapshot& catalog, EntryPtr rule);

    const EntryPtr& rule() const { return m_rule; }
    const std::vector<ConditionValues>& conditions() const { return m_conditions; }

    Order orderOf(Row a, Row b) const; // a on the left: Given
    // With `left` on the left. Where both stand on both sides, the better of the two orders decides: see best().
    Fit answer(Row left, Row right) const;
    Fit best(Row a, Row b, Order order) const;

    // A product is no pair with itself, and two products are one pair, whichever stands on the left. Where two products stand on both
    // sides (a family with itself) the rule holds when it holds either way round.
    PairCount count() const;
    // Every product on the other side and the rule's answer for it, in order of rows within each part.
    void forEachPartner(Row product, const std::function<void(Row partner, Fit answer)>& visit) const;
    // Whether a pair satisfies both, or might where values are missing. The other rule is between the same sides, or the same `swapped`.
    bool anyPairWith(const PreparedRule& other, bool swapped) const;
    // The geometric mean of the shares of products on either side that fit at least one on the other, of those that have values.
    double partneredShare() const;

private:
    // Products on the left alone, on the right alone, on both sides.
    struct Part {
        RowGroups groups;
        std::vector<Meaning> left, right; // as many as conditions for each group; empty where the part is not on that side
    };
    void makeParts(const Snapshot& catalog);
    void takeMeanings(Part& part, bool isLeft, size_t firstField);
    Fit groupAnswer(const Meaning* left, const Meaning* right) const;
    void countBetween(const Part& left, const Part& right, PairCount& count) const;
    void countWithin(const Part& both, PairCount& count) const;
    bool isSymmetric() const;
    const Meaning* leftOf(const Part& part, size_t group) const { return part.left.data() + group * m_conditions.size(); }
    const Meaning* rightOf(const Part& part, size_t group) const { return part.right.data() + group * m_conditions.size(); }

    Snapshot m_catalog;
    EntryPtr m_rule;
    RuleSide m_leftSide, m_rightSide;
    std::vector<ConditionValues> m_conditions;
    Part m_leftOnly, m_rightOnly, m_both;
};

} // namespace shelf
