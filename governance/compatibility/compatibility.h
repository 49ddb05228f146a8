// Which products fit together: compatibility rules computed over the catalog, with exceptions of single pairs. Nothing is stored;
// pairs are counted by groups of equal values. (mappings.md, "Compatibility rules".)
#pragma once

#include "model/catalog/snapshot.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

enum class Fit : uint8_t { Compatible, Incompatible, Unknown, NoRule };
std::string_view fitName(Fit fit); // "compatible", "incompatible", "unknown", "no-rule"

struct PairCount {
    uint64_t compatible = 0, incompatible = 0, unknown = 0;
    uint64_t total() const { return compatible + incompatible + unknown; }
    bool operator==(const PairCount&) const = default;
};

struct ConditionAnswer {
    const CompatCondition* condition = nullptr;
    std::string leftValue, rightValue; // as texts; empty: missing
    Fit answer = Fit::Unknown; // Compatible: it holds
};
struct RuleAnswer {
    EntryPtr rule;
    Row left = noRow, right = noRow; // which product took which side
    Fit answer = Fit::Unknown;
    std::vector<ConditionAnswer> conditions; // all of them, also after one that fails
};
struct PairAnswer {
    Fit answer = Fit::NoRule;
    std::vector<RuleAnswer> rules; // every rule that speaks about the two, by id
    std::vector<std::string> exceptions; // ids of the links that win over the rules
    std::string because; // one sentence with the failing condition and both values, or the value that is missing
};

// Reads one snapshot in one view; any thread. Groups are made when first needed.
class Compatibility {
public:
    Compatibility(Snapshot catalog, View view);
    ~Compatibility();

    Fit fit(Row a, Row b) const; // either order
    Fit fitByRules(Row a, Row b) const; // without exceptions
    bool hasException(Row a, Row b) const; // of these two themselves, not of their parents
    PairAnswer explain(Row a, Row b) const;
    PairCount count(const Entry& rule) const; // the pairs of this rule alone, without exceptions; a product is no pair with itself
    // The products of the rule's other side that answer so for this product, sorted; with exceptions and the other rules about them
    // taken into account where `all` is set.
    std::vector<Row> partners(const Entry& rule, Row product, Fit answer, bool all = false) const;
    // Every product on the rule's other side with the rule's own answer and what holds with all rules and exceptions about the two; in
    // no order that counts.
    void forEachPartner(const Entry& rule, Row product, const std::function<void(Row partner, Fit own, Fit overall)>& visit) const;
    // Whether a pair satisfies both rules, or might, for all that is known. They are between the same two sides, `swapped`: the other
    // way round, and the sides are different.
    bool anyPair(const Entry& rule, const Entry& other, bool swapped) const;
    std::vector<EntryPtr> rulesAbout(Row a, Row b) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace shelf
