// Stage 10: the tier, then the score: the mean of the parts that are known, by the workspace's weights. Each part is 0…1; sums are rounded
// to millionths, so that no order depends on how a machine rounds.
#include "governance/preview/pipeline.h"

#include <algorithm>

namespace shelf {

namespace {

// rank: 1 ÷ rank, 1 for ranks up to 1. A stored link without one comes last: 0. What has no order of its own (pairs of a compatibility
// rule, bundles) leaves the mean.
double rankPart(const Candidate& candidate)
{
    double rank = candidate.rank;
    if (candidate.link && candidate.inverse)
        rank = candidate.mapping.targetRank;
    else if (std::isnan(rank) || (candidate.link && !std::isnan(candidate.mapping.rank)))
        rank = candidate.mapping.rank;
    if (std::isnan(rank))
        return candidate.link ? 0 : missing;
    return rank <= 1 ? 1 : 1 / rank;
}

// price_fit, with a the anchor's price and p the candidate's: in upgrades 1 in the middle of the up-sell band and a half at its ends; in
// alternatives 1 − |p − a| ÷ a; elsewhere a ÷ (a + p), so that a tenth of the price gives 0.91 and the same price a half.
double priceFit(const PreviewRun& run, const Candidate& candidate)
{
    const ProductFacts& anchor = run.anchorOf(candidate.anchor).product;
    if (anchor.price <= 0 || candidate.product.price < 0 || anchor.currency != candidate.product.currency)
        return missing;
    const auto a = static_cast<double>(anchor.price), p = static_cast<double>(candidate.product.price);
    if (candidate.slot == run.core.alternativesSlot)
        return std::max(0.0, 1 - std::abs(p - a) / a);
    if (candidate.slot != run.core.upgradesSlot)
        return a / (a + p);
    const double percent = 100 * (p - a) / a;
    const auto [low, high] = run.upSellBand();
    const double middle = (low + high) / 2, width = high - low;
    return width > 0 ? std::max(0.0, 1 - std::abs(percent - middle) / width) : percent == middle ? 1 : 0;
}

// stock: s ÷ (s + 5): five in stock are half as good as very many.
double stockPart(const ProductFacts& product)
{
    if (product.stock == unknownStock)
        return missing;
    constexpr double half = 5;
    const auto stock = static_cast<double>(std::max<int64_t>(product.stock, 0));
    return stock / (stock + half);
}

// margin: of the price without tax, between 0 and 1.
double marginPart(const ProductFacts& product)
{
    return std::isnan(product.margin) ? missing : std::clamp(product.margin, 0.0, 1.0);
}

// evidence: see evidencePart in facts.cpp. intent_fit: 1 where the mapping names the intent that is asked for; of bundles and ladders 0
// where theirs is another. season: 1 where the mapping is one for this time: it has a window, and it is open.
std::array<double, partCount> partsOf(const PreviewRun& run, const Candidate& candidate)
{
    return {rankPart(candidate), priceFit(run, candidate), stockPart(candidate.product), marginPart(candidate.product),
        candidate.mapping.evidence, candidate.mapping.intentFit, candidate.mapping.timed ? 1 : missing};
}

Tier tierOf(const PreviewRun& run, const Candidate& candidate)
{
    const TypeInfo& type = run.core.types[candidate.type];
    // What is computed comes after what somebody chose for this product, or the choice would be drowned in it.
    const bool computed =
        candidate.entry && (candidate.entry->kind == MappingKind::LinkRule || candidate.entry->kind == MappingKind::Compat);
    if (candidate.mapping.pinned)
        return Tier::Pinned;
    if (type.isRequires || candidate.pulled)
        return Tier::Essential;
    if (candidate.mapping.origin == Provenance::Mined)
        return Tier::Mined;
    if (computed || candidate.mapping.origin == Provenance::Rule)
        return Tier::Rule;
    if (candidate.slot == run.core.essentialsSlot)
        return Tier::Essential;
    if (type.isCompatible)
        return Tier::CuratedCompatibility;
    return Tier::CuratedCommercial;
}

} // namespace

void scoreCandidate(const PreviewRun& run, Candidate& candidate, std::vector<ScoredPart>* parts)
{
    const std::array<double, partCount> values = partsOf(run, candidate);
    double sum = 0, weights = 0;
    for (size_t part = 0; part < partCount; ++part) {
        const double weight = run.core.settings.weights[part];
        if (std::isnan(values[part]))
            continue;
        sum += weight * values[part];
        weights += weight;
        if (parts)
            parts->push_back({static_cast<ScorePart>(part), values[part], weight});
    }
    double score = weights > 0 ? sum / weights : 0;
    const double boost = candidate.mapping.boost; // moves within the tier, and stays within 0…1
    score = boost > 0 ? score + (1 - score) * boost : score * (1 + boost);
    candidate.score = std::llround(score * 1e6);
    candidate.tier = tierOf(run, candidate);
    candidate.tierPlace = run.core.tierPlaces[static_cast<size_t>(candidate.tier)];
}

} // namespace shelf
