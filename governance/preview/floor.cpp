// Stage 12: below the relevance floor nothing is shown; a slot is never filled up for its own sake.
#include "governance/preview/pipeline.h"

#include <cmath>

namespace shelf {

uint32_t floorCauses(const PreviewRun& run, const Candidate& candidate)
{
    return candidate.score < std::llround(run.core.settings.floor * 1e6) ? BelowFloor : 0u;
}

} // namespace shelf
