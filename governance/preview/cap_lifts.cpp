// Caps that are raised so far that a candidate has a place.
#include "governance/preview/flips.h"

#include "model/domain/decimal.h"
#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

Lift typeLift(const PreviewRun& run, uint16_t type, int64_t cap)
{
    const PreviewCore& core = run.core;
    const TypeInfo& info = core.types[type];
    Effect effect;
    effect.kind = Effect::Kind::TypeCap;
    effect.type = type;
    effect.value = static_cast<double>(cap);
    if (type != core.bundleType && type != core.upgradeType && type != core.compatType)
        return {{"link_type:" + info.code, "cap", std::to_string(info.cap), std::to_string(cap)}, {effect}};
    const auto text = [&](int64_t own) {
        std::string all;
        for (const uint16_t kind : {core.bundleType, core.upgradeType, core.compatType})
            all.append(all.empty() ? "" : ",")
                .append(core.types[kind].code)
                .append("=")
                .append(std::to_string(kind == type ? own : core.types[kind].cap));
        return all;
    };
    return {{"policy:preview-kind-caps", "value", text(info.cap), text(cap)}, {effect}};
}

Lift slotLift(const PreviewRun& run, int64_t cap)
{
    Effect effect;
    effect.kind = Effect::Kind::SlotCap;
    effect.value = static_cast<double>(cap);
    const std::string& channel = run.context->request.channel;
    const bool ofChannel = run.core.settings.channelCaps.contains(channel);
    return {{ofChannel ? "channel:" + channel : "policy:preview-cap", ofChannel ? "cap" : "value", std::to_string(run.context->slotCap),
                std::to_string(cap)},
        {effect}};
}

} // namespace

Lifts capLifts(const PreviewRun& run, const Candidate& candidate)
{
    // Those before it in the slot: by type, so that the types' own caps still hold for them.
    std::vector<std::pair<uint16_t, int64_t>> types;
    int64_t ofBrand = 0;
    for (const uint32_t i : run.ranked) {
        const Candidate& other = run.candidates[i];
        if (other.slot != candidate.slot || (other.target == candidate.target && mappingOf(other) == mappingOf(candidate))
            || !isBefore(run, other, candidate))
            continue;
        ofBrand += other.product.brand == candidate.product.brand;
        const auto known = std::find_if(types.begin(), types.end(), [&](const auto& type) { return type.first == other.type; });
        if (known == types.end())
            types.emplace_back(other.type, 1);
        else
            ++known->second;
    }
    int64_t before = 0, ofType = 0;
    for (const auto& [type, count] : types) {
        const int64_t cap = run.core.types[type].cap;
        ofType = type == candidate.type ? count : ofType;
        before += type == candidate.type || !cap ? count : std::min(count, cap);
    }
    Lifts lifts;
    const int64_t cap = run.core.types[candidate.type].cap, brandCap = run.core.settings.brandCap;
    if (cap && ofType + 1 > cap)
        lifts.push_back(typeLift(run, candidate.type, ofType + 1));
    if (run.context->slotCap && before + 1 > run.context->slotCap)
        lifts.push_back(slotLift(run, before + 1));
    if (brandCap && candidate.product.brand && ofBrand + 1 > brandCap) {
        Effect effect;
        effect.kind = Effect::Kind::BrandCap;
        effect.value = static_cast<double>(ofBrand + 1);
        lifts.push_back({{"policy:preview-brand-cap", "value", std::to_string(brandCap), std::to_string(ofBrand + 1)}, {effect}});
    }
    return lifts;
}

} // namespace shelf
