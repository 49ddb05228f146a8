// What a Compatibility keeps: the rules of its view, each made ready when first needed. Private to this folder.
#pragma once

#include "governance/compatibility/exceptions.h"
#include "governance/compatibility/prepared_rule.h"

#include <map>
#include <mutex>
#include <unordered_map>

namespace shelf {

// What the rules about a pair say together: each `must` rule has to hold, or some `allows` rule does in its place.
class Verdict {
public:
    void take(const CompatRule& rule, Fit answer);
    Fit fit() const;

private:
    bool m_must = false;
    Fit m_worst = Fit::Compatible; // of the must rules
    Fit m_allows = Fit::NoRule; // the best of the others
};

struct Compatibility::Impl {
    struct Slot {
        EntryPtr rule;
        RuleSide left, right;
        std::once_flag once;
        std::unique_ptr<const PreparedRule> pairs;
        std::once_flag counted;
        PairCount count;
        Slot(const Snapshot& catalog, EntryPtr entry)
            : rule(std::move(entry)), left(catalog, rule->compat().left), right(catalog, rule->compat().right)
        {
        }
    };

    Impl(Snapshot snapshot, View seen);
    const PreparedRule& ready(Slot& slot) const;
    Slot& slotOf(const Entry& rule); // of any compatibility rule, also one that is not in the view
    template <typename Visit> void forEachRuleAbout(Row a, Row b, Visit&& visit) const; // visit(slot, order), by id

    const Snapshot catalog;
    const View view;
    const PairExceptions exceptions;
    std::vector<std::unique_ptr<Slot>> slots; // by id
    // Slots by the families of a pair, given and swapped; a rule about a category is tried with every pair.
    std::unordered_map<uint64_t, std::vector<uint32_t>> byFamilies;
    std::vector<uint32_t> ofCategories;
    const Column* family;
    std::mutex mutex; // of others
    std::map<std::string, std::unique_ptr<Slot>> others; // by id and content
};

template <typename Visit> void Compatibility::Impl::forEachRuleAbout(Row a, Row b, Visit&& visit) const
{
    if (a == b || slots.empty())
        return;
    const uint64_t key = uint64_t(catalog.value(family, a)) << 32 | catalog.value(family, b);
    const auto found = byFamilies.find(key);
    static const std::vector<uint32_t> nothing;
    const std::vector<uint32_t>& named = found == byFamilies.end() ? nothing : found->second;
    size_t next = 0;
    const auto show = [&](uint32_t place) {
        Slot& slot = *slots[place];
        const bool given = slot.left.has(catalog, a) && slot.right.has(catalog, b);
        const bool swapped = slot.left.has(catalog, b) && slot.right.has(catalog, a);
        if (given || swapped)
            visit(slot, static_cast<Order>((given ? 1 : 0) | (swapped ? 2 : 0)));
    };
    for (const uint32_t place : ofCategories) {
        for (; next < named.size() && named[next] < place; ++next)
            show(named[next]);
        show(place);
    }
    for (; next < named.size(); ++next)
        show(named[next]);
}

// explain.cpp
RuleAnswer answerOf(const Snapshot& catalog, const PreparedRule& pairs, Row a, Row b, Order order);
std::string becauseOf(const Snapshot& catalog, const PairAnswer& answer);

} // namespace shelf
