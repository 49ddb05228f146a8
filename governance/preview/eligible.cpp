// Stage 3: sold in the channel on that date, the window open, the context asked for, stock in hand where the type wants it.
#include "governance/preview/pipeline.h"

namespace shelf {

uint32_t eligibleCauses(const PreviewRun& run, const Candidate& candidate)
{
    constexpr uint32_t ofMapping =
        BeforeWindow | AfterWindow | OutOfYear | SeasonClosed | OtherChannel | OtherAudience | OtherIntent | OtherTrigger | Parked;
    uint32_t causes = (candidate.mapping.causes & ofMapping) | candidate.product.causes;
    const bool none = candidate.product.stock != unknownStock && candidate.product.stock <= 0; // a stock that nobody knows is no reason
    if (none && run.core.types[candidate.type].stock != StockPolicy::Keep)
        causes |= OutOfStock;
    return causes;
}

} // namespace shelf
