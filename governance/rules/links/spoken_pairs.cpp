#include "governance/rules/links/spoken_pairs.h"

namespace shelf {

SpokenPairs::SpokenPairs(const RuleRun& run) : m_family(run, "family", true, FamilyCode())
{
    const Column* family = run.catalog().column("family");
    for (const EntryPtr& entry : run.catalog().entriesOf(MappingKind::Compat)) {
        if (!entry->in(run.view()))
            continue;
        m_none = false;
        const CompatRule& rule = entry->compat();
        if (rule.left.starts_with("category:") || rule.right.starts_with("category:")) {
            m_byCategory = true;
            continue;
        }
        const Code left = family ? family->values().findText(rule.left) : 0;
        const Code right = family ? family->values().findText(rule.right) : 0;
        if (left == 0 || right == 0)
            continue; // a family without products
        for (const auto& [a, b] : {std::pair(left, right), std::pair(right, left)}) {
            if (a >= m_named.size())
                m_named.resize(size_t(a) + 1, 0);
            m_named[a] = 1;
            m_pairs.insert(uint64_t(a) << 32 | b);
        }
    }
}

} // namespace shelf
