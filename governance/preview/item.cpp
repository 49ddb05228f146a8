// A candidate as callers see it.
#include "governance/preview/pipeline.h"

#include <algorithm>

namespace shelf {

PreviewItem itemOf(const PreviewRun& run, uint32_t index)
{
    const PreviewCore& core = run.core;
    Candidate candidate = run.candidates[index];
    PreviewItem item;
    item.id = run.targetId(candidate);
    item.mapping = run.mappingId(candidate);
    item.slot = core.slots[candidate.slot];
    item.target = candidate.target;
    item.anchor = core.catalog.sku(candidate.anchor);
    if (candidate.replaced != noRow)
        item.substitutes = core.catalog.sku(candidate.replaced);
    for (const auto& [pulled, puller] : run.pullers)
        if (pulled == index && (item.pulledInBy.empty() || core.catalog.sku(puller) < item.pulledInBy))
            item.pulledInBy = core.catalog.sku(puller);
    item.uncertain = candidate.uncertain;
    scoreCandidate(run, candidate, &item.parts); // of excluded ones too: what it would have
    item.tier = candidate.tier;
    item.score = static_cast<double>(candidate.score) / 1e6;
    item.evidence = mappingContent(run, candidate, "evidence");
    for (const Candidate& other : run.anyWeaker ? std::span<const Candidate>(run.candidates) : std::span<const Candidate>())
        if ((other.causes & Weaker) && other.strongest == index)
            item.alsoBy.push_back(run.mappingId(other));
    std::sort(item.alsoBy.begin(), item.alsoBy.end());
    item.shown = candidate.alive();
    if (item.shown) {
        item.rank = candidate.place;
        fillReason(run, candidate, item);
    } else {
        item.objections = objectionsOf(run, candidate);
    }
    return item;
}

} // namespace shelf
