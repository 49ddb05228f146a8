// Stage 7: of stored links, what is too dear beside the product it belongs to, and up-sells outside their band. Where a price is missing or
// in another currency nothing is said.
#include "governance/preview/pipeline.h"

namespace shelf {

std::pair<double, double> PreviewRun::upSellBand() const
{
    std::pair<double, double> band = {core.settings.bandMin, core.settings.bandMax};
    eachEffect(Effect::Kind::Band, [&band](const Effect& effect) { band = {effect.value, effect.value2}; });
    return band;
}

uint32_t priceGuardCauses(const PreviewRun& run, const Candidate& candidate)
{
    const TypeInfo& type = run.core.types[candidate.type];
    if (!candidate.link || candidate.mapping.origin == Provenance::Rule || candidate.inverse || (std::isnan(type.guard) && !type.isUpSell))
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
    const auto [low, high] = run.upSellBand();
    if (type.isUpSell && (percent - 100 < low || percent - 100 > high))
        causes |= OutsideBand;
    return causes;
}

} // namespace shelf
