// Stage 9: one of each product. The strongest mapping wins: by tier, then score, then the order of slots, then the bytes of ids.
#include "governance/preview/pipeline.h"

#include <algorithm>

namespace shelf {

namespace {

bool isSameThing(const Candidate& a, const Candidate& b)
{
    return a.target == b.target && (!a.isBundle() || a.entry == b.entry);
}

bool isStronger(const PreviewRun& run, const Candidate& a, const Candidate& b)
{
    if (a.tierPlace != b.tierPlace)
        return a.tierPlace < b.tierPlace;
    if (a.score != b.score)
        return a.score > b.score;
    if (a.slot != b.slot)
        return a.slot < b.slot;
    return run.mappingId(a) < run.mappingId(b);
}

} // namespace

void takeOutDuplicates(PreviewRun& run)
{
    std::vector<uint32_t>& alive = run.order;
    alive.clear();
    for (uint32_t i = 0; i < run.candidates.size(); ++i)
        if (run.candidates[i].alive())
            alive.push_back(i);
    const auto byProduct = [&run](uint32_t i, uint32_t j) {
        const Candidate &a = run.candidates[i], &b = run.candidates[j];
        if (a.target != b.target)
            return a.target < b.target;
        return a.isBundle() ? a.entry < b.entry : false; // only brings the same together; which one wins does not depend on it
    };
    std::sort(alive.begin(), alive.end(), byProduct);
    for (size_t begin = 0; begin < alive.size();) {
        size_t end = begin + 1;
        uint32_t best = alive[begin];
        for (; end < alive.size() && isSameThing(run.candidates[alive[begin]], run.candidates[alive[end]]); ++end)
            if (isStronger(run, run.candidates[alive[end]], run.candidates[best]))
                best = alive[end];
        for (size_t i = begin; i < end; ++i)
            if (alive[i] != best) {
                run.anyWeaker = true;
                run.candidates[alive[i]].causes |= Weaker;
                run.candidates[alive[i]].strongest = best;
            }
        begin = end;
    }
    alive.erase(std::remove_if(alive.begin(), alive.end(), [&run](uint32_t i) { return !run.candidates[i].alive(); }), alive.end());
}

} // namespace shelf
