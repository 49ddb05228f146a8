// Stage 7: of stored links, what is too dear beside the product it belongs to, and up-sells outside their band. Where a price is missing or
// in another currency nothing is said.
#include "governance/preview/pipeline.h"

#include <algorithm>

namespace shelf {

uint32_t priceGuardCauses(const PreviewRun& run, const Candidate& candidate)
{
    const TypeInfo& type = run.core.types[candidate.type];
    if (!candidate.link || candidate.inverse || (std::isnan(type.guard) && !type.isUpSell))
        return 0;
    const ProductFacts& anchor = run.anchorOf(candidate.anchor).product;
    if (anchor.price <= 0 || candidate.product.price == noPrice || candidate.product.currency != anchor.currency)
        return 0;
    const double percent = 100 * static_cast<double>(candidate.product.price) / static_cast<double>(anchor.price);
    uint32_t causes = 0;
    double guard = type.guard;
    run.eachEffect(Effect::Kind::Guard, [&](const Effect& effect) { guard = effect.type == candidate.type ? effect.value : guard; });
    if (!std::isnan(guard) && percent > guard)
        causes |= TooDear;
    double low = run.core.settings.bandMin, high = run.core.settings.bandMax;
    run.eachEffect(Effect::Kind::Band, [&](const Effect& effect) {
        low = std::min(low, effect.value);
        high = std::max(high, effect.value2);
    });
    if (type.isUpSell && (percent - 100 < low || percent - 100 > high))
        causes |= OutsideBand;
    return causes;
}

} // namespace shelf
