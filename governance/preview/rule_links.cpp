#include "governance/preview/rule_links.h"

#include "governance/linkrules/link_rule.h"

#include <algorithm>

namespace shelf {

namespace {

// A stored link for the same pair wins over a rule's.
bool isStored(const Snapshot& catalog, View view, const RuleLink& link, uint16_t type, bool symmetric)
{
    const auto joins = [&](Row source, Row target) {
        for (const Link& stored : catalog.links().from(source))
            if (stored.type == type && stored.target == target && stored.in(view))
                return true;
        return false;
    };
    return joins(link.source, link.target) || (symmetric && joins(link.target, link.source));
}

void takeFrozen(const Snapshot& catalog, const Entry& rule, std::vector<RuleLink>& links)
{
    const LinkType* type = catalog.definitions().linkType(rule.linkRule().type);
    const uint16_t code = catalog.links().typeOf(rule.linkRule().type);
    for (size_t i = 0; i < rule.frozen.size(); ++i) {
        const auto [source, target] = rule.frozen[i];
        const bool there = source != noRow && target != noRow && catalog.exists(source) && catalog.exists(target);
        const RuleLink link{source, target, i < rule.frozenRanks.size() ? rule.frozenRanks[i] : 0, &rule};
        if (there && !isStored(catalog, View::Approved, link, code, type && type->symmetric))
            links.push_back(link);
    }
}

} // namespace

RuleLinks::RuleLinks(const Snapshot& catalog, View view, Days today)
{
    for (const EntryPtr& rule : catalog.entriesOf(MappingKind::LinkRule)) {
        if (!rule->in(view))
            continue;
        if (view != View::Working) { // approved, or what leaves
            takeFrozen(catalog, *rule, m_from);
            continue;
        }
        if (const auto computed = computeLinks(catalog, *rule, view, today))
            for (const ComputedLink& link : computed->links)
                m_from.push_back({link.source, link.target, link.rank, rule.get()});
    }
    m_into = m_from;
    std::stable_sort(m_from.begin(), m_from.end(), [](const RuleLink& a, const RuleLink& b) { return a.source < b.source; });
    std::stable_sort(m_into.begin(), m_into.end(), [](const RuleLink& a, const RuleLink& b) { return a.target < b.target; });
}

std::span<const RuleLink> RuleLinks::of(const std::vector<RuleLink>& links, Row row, Row RuleLink::*end)
{
    const auto begin =
        std::lower_bound(links.begin(), links.end(), row, [end](const RuleLink& link, Row wanted) { return link.*end < wanted; });
    const auto last = std::upper_bound(begin, links.end(), row, [end](Row wanted, const RuleLink& link) { return wanted < link.*end; });
    return {begin, last};
}

} // namespace shelf
