// Stage 4: an opted-out shopper has no audience, no owned products and no trigger: mappings that need an audience or a trigger are not for
// them. (What they own is not looked at in the first place, see contextOf.)
#include "governance/preview/pipeline.h"

namespace shelf {

uint32_t consentCauses(const PreviewRun&, const Candidate& candidate)
{
    return candidate.mapping.causes & (ForAudience | ForTrigger);
}

} // namespace shelf
