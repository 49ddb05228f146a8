// Stage 2: drafts and approved ones in the draft state, approved ones alone in the approved state; what is retired never, and what is held
// back not where it would leave.
#include "governance/preview/pipeline.h"

namespace shelf {

uint32_t statusCauses(const PreviewRun& run, const Candidate& candidate)
{
    uint32_t causes = candidate.inState ? 0u : NotInState;
    const uint8_t flags = candidate.link ? candidate.link->flags : candidate.entry->flags;
    // Where the version before it leaves instead, that one is what is approved.
    if (run.core.view == View::Approved && (flags & Held) && !(flags & InLeaving))
        causes |= HeldBack;
    return causes;
}

} // namespace shelf
