// The stages in their order.
#include "governance/preview/pipeline.h"

namespace shelf {

namespace {

// Those that need nothing from the candidate but what it has.
template <uint32_t (*causes)(const PreviewRun&, const Candidate&)> uint32_t looking(const PreviewRun& run, Candidate& candidate)
{
    return causes(run, candidate);
}

constexpr std::array<CandidateStage, 6> stages = {{
    {Stage::Status, &looking<statusCauses>},
    {Stage::Eligible, &looking<eligibleCauses>},
    {Stage::Consent, &looking<consentCauses>},
    {Stage::Compatible, &compatibleCauses},
    {Stage::Owned, &looking<ownedCauses>},
    {Stage::PriceGuard, &looking<priceGuardCauses>},
}};

} // namespace

std::span<const CandidateStage> candidateStages()
{
    return stages;
}

uint32_t causesOf(Stage stage)
{
    switch (stage) {
    case Stage::Status:
        return NotInState | HeldBack | TakenOut;
    case Stage::Eligible:
        return unsellableCauses | NeverRecommend | OutOfStock | Parked | PartUnsellable | BeforeWindow | AfterWindow | OutOfYear
            | SeasonClosed | OtherChannel | OtherAudience | OtherIntent | OtherTrigger;
    case Stage::Consent:
        return ForAudience | ForTrigger;
    case Stage::Compatible:
        return DoesNotFit;
    case Stage::Owned:
        return InBasket | IsOwned;
    case Stage::PriceGuard:
        return TooDear | OutsideBand;
    case Stage::Substitute:
        return Replaced;
    case Stage::Duplicates:
        return Weaker;
    case Stage::Caps:
        return OverCap | PullerGone;
    case Stage::Floor:
        return BelowFloor;
    case Stage::Candidates:
    case Stage::Score:
    case Stage::Reason:
        break;
    }
    return 0;
}

std::string_view stageName(Stage stage)
{
    switch (stage) {
    case Stage::Candidates:
        return "candidates";
    case Stage::Status:
        return "status";
    case Stage::Eligible:
        return "eligible";
    case Stage::Consent:
        return "consent";
    case Stage::Compatible:
        return "compatible";
    case Stage::Owned:
        return "owned";
    case Stage::PriceGuard:
        return "price-guard";
    case Stage::Substitute:
        return "substitute";
    case Stage::Duplicates:
        return "duplicates";
    case Stage::Score:
        return "score";
    case Stage::Caps:
        return "caps";
    case Stage::Floor:
        return "floor";
    case Stage::Reason:
        break;
    }
    return "reason";
}

int slotPlace(std::string_view slot)
{
    constexpr std::string_view places[] = {"essentials", "accessories", "services", "bundles", "upgrades", "alternatives"};
    int place = 0;
    for (const std::string_view known : places) {
        if (known == slot)
            return place;
        ++place;
    }
    return place;
}

} // namespace shelf
