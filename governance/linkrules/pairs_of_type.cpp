#include "governance/linkrules/pairs_of_type.h"

#include "governance/linkrules/link_rule.h"

#include <algorithm>

namespace shelf {

std::vector<std::pair<Row, Row>> pairsOfLinkRules(const Snapshot& catalog, View view, std::string_view type, Days today)
{
    std::vector<std::pair<Row, Row>> pairs;
    for (const EntryPtr& entry : catalog.entriesOf(MappingKind::LinkRule)) {
        if (!entry->in(view) || entry->linkRule().type != type)
            continue;
        if (view != View::Working) {
            pairs.insert(pairs.end(), entry->frozen.begin(), entry->frozen.end());
        } else if (const auto computed = computeLinks(catalog, *entry, view, today)) {
            for (const ComputedLink& link : computed->links)
                pairs.emplace_back(link.source, link.target);
        }
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return pairs;
}

} // namespace shelf
