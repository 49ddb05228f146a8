// Stage 6: what is in the basket or owned already. Consumables come back after their interval.
#include "governance/preview/pipeline.h"

namespace shelf {

namespace {

constexpr int deepest = 8; // of parents above a variant, as everywhere

// A parent stands for its variants: who has one of them has it.
bool standsFor(const Snapshot& catalog, Row product, Row had)
{
    for (int depth = 0; had != noRow && depth < deepest; ++depth, had = catalog.parent(had))
        if (had == product)
            return true;
    return false;
}

} // namespace

bool PreviewRun::isInBasket(Row row) const
{
    for (const AnchorFacts& anchor : anchors)
        if (anchor.row == row || (core.catalog.hasVariants() && standsFor(core.catalog, row, anchor.row)))
            return true;
    return false;
}

uint32_t ownedCauses(const PreviewRun& run, const Candidate& candidate)
{
    if (candidate.isBundle())
        return 0;
    uint32_t causes = run.isInBasket(candidate.target) ? InBasket : 0u;
    for (const OwnedProduct& owned : run.context->owned) {
        if (!standsFor(run.core.catalog, candidate.target, owned.row))
            continue;
        const int32_t interval = candidate.mapping.intervalDays;
        const bool usedUp = interval > 0 && owned.bought && *owned.bought + interval <= run.context->on.day;
        if (!usedUp)
            causes |= IsOwned;
    }
    return causes;
}

} // namespace shelf
