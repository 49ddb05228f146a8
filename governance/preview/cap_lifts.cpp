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

class AheadCounter {
public:
    explicit AheadCounter(const PreviewRun& run) : m_run(run) { }

    // Of what has been taken in its slot so far.
    Ahead of(const Candidate& candidate) const
    {
        Ahead ahead;
        for (const auto& [type, count] : m_types) {
            const int64_t cap = m_run.core.types[type].cap;
            ahead.ofType = type == candidate.type ? count : ahead.ofType;
            ahead.inSlot += type == candidate.type || !cap ? count : std::min(count, cap); // the caps of other types still hold
        }
        for (const auto& [brand, count] : m_brands)
            ahead.ofBrand = brand == candidate.product.brand ? count : ahead.ofBrand;
        return ahead;
    }
    void take(const Candidate& candidate)
    {
        count(m_types, candidate.type);
        if (m_run.core.settings.brandCap)
            count(m_brands, candidate.product.brand);
    }
    void clear()
    {
        m_types.clear();
        m_brands.clear();
    }

private:
    template <typename Key> static void count(std::vector<std::pair<Key, int64_t>>& counts, Key key)
    {
        for (auto& [known, number] : counts)
            if (known == key) {
                ++number;
                return;
            }
        counts.emplace_back(key, 1);
    }

    const PreviewRun& m_run;
    std::vector<std::pair<uint16_t, int64_t>> m_types;
    std::vector<std::pair<Code, int64_t>> m_brands;
};

} // namespace

Ahead aheadOf(const PreviewRun& run, const Candidate& candidate)
{
    AheadCounter counter(run);
    for (const uint32_t i : run.ranked) {
        const Candidate& other = run.candidates[i];
        const bool same = other.target == candidate.target && mappingOf(other) == mappingOf(candidate);
        if (other.slot == candidate.slot && !same && isBefore(run, other, candidate))
            counter.take(other);
    }
    return counter.of(candidate);
}

std::vector<Ahead> aheadOfAll(const PreviewRun& run)
{
    std::vector<Ahead> all(run.candidates.size());
    AheadCounter counter(run);
    uint16_t slot = noSlot;
    for (const uint32_t i : run.ranked) {
        const Candidate& candidate = run.candidates[i];
        if (candidate.slot != slot)
            counter.clear();
        slot = candidate.slot;
        all[i] = counter.of(candidate);
        counter.take(candidate);
    }
    return all;
}

Lifts capLifts(const PreviewRun& run, const Candidate& candidate, const Ahead& ahead)
{
    Lifts lifts;
    const int64_t cap = run.core.types[candidate.type].cap, brandCap = run.core.settings.brandCap;
    if (cap && ahead.ofType + 1 > cap)
        lifts.push_back(typeLift(run, candidate.type, ahead.ofType + 1));
    if (run.context->slotCap && ahead.inSlot + 1 > run.context->slotCap)
        lifts.push_back(slotLift(run, ahead.inSlot + 1));
    if (brandCap && candidate.product.brand && ahead.ofBrand + 1 > brandCap) {
        Effect effect;
        effect.kind = Effect::Kind::BrandCap;
        effect.value = static_cast<double>(ahead.ofBrand + 1);
        lifts.push_back({{"policy:preview-brand-cap", "value", std::to_string(brandCap), std::to_string(ahead.ofBrand + 1)}, {effect}});
    }
    return lifts;
}

} // namespace shelf
