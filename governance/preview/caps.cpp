// Stage 11: at most so many in a slot, of one type there, and of one brand. What was pulled in goes with what needs it.
#include "governance/preview/pipeline.h"

#include <algorithm>

namespace shelf {

namespace {

struct Caps {
    int64_t slot = 0, brand = 0;
};

Caps capsOf(const PreviewRun& run)
{
    Caps caps{run.context->slotCap, run.core.settings.brandCap};
    run.eachEffect(Effect::Kind::SlotCap, [&caps](const Effect& effect) { caps.slot = static_cast<int64_t>(effect.value); });
    run.eachEffect(Effect::Kind::BrandCap, [&caps](const Effect& effect) { caps.brand = static_cast<int64_t>(effect.value); });
    return caps;
}

int64_t typeCap(const PreviewRun& run, uint16_t type)
{
    int64_t cap = run.core.types[type].cap;
    run.eachEffect(
        Effect::Kind::TypeCap, [&](const Effect& effect) { cap = effect.type == type ? static_cast<int64_t>(effect.value) : cap; });
    return cap;
}

// Counts of few things.
template <typename Key> int64_t& countOf(std::vector<std::pair<Key, int64_t>>& counts, Key key)
{
    for (auto& [known, count] : counts)
        if (known == key)
            return count;
    return counts.emplace_back(key, 0).second;
}

void walkSlots(
    PreviewRun& run, const Caps& caps, std::vector<std::pair<uint16_t, int64_t>>& types, std::vector<std::pair<Code, int64_t>>& brands)
{
    uint16_t slot = noSlot;
    int64_t inSlot = 0;
    for (const uint32_t i : run.order) {
        Candidate& candidate = run.candidates[i];
        if (candidate.slot != slot) {
            slot = candidate.slot;
            inSlot = 0;
            types.clear();
            brands.clear();
        }
        candidate.place = 0;
        if (candidate.causes & PullerGone)
            continue;
        candidate.causes &= ~static_cast<uint32_t>(OverCap);
        if (caps.slot && inSlot >= caps.slot) {
            candidate.causes |= OverCap;
            continue;
        }
        int64_t& ofType = countOf(types, candidate.type);
        const int64_t mostOfType = typeCap(run, candidate.type);
        int64_t* ofBrand = caps.brand && candidate.product.brand ? &countOf(brands, candidate.product.brand) : nullptr;
        if ((mostOfType && ofType >= mostOfType) || (ofBrand && *ofBrand >= caps.brand)) {
            candidate.causes |= OverCap;
            continue;
        }
        ++inSlot;
        ++ofType;
        if (ofBrand)
            ++*ofBrand;
        candidate.place = static_cast<uint32_t>(inSlot);
    }
}

// Whether something is shown that needs this one.
bool isNeeded(const PreviewRun& run, uint32_t index)
{
    for (const auto& [pulled, puller] : run.pullers)
        if (pulled == index)
            for (const uint32_t i : run.order)
                if (run.candidates[i].alive() && run.candidates[i].target == puller && !floorCauses(run, run.candidates[i]))
                    return true;
    return false;
}

} // namespace

bool isBefore(const PreviewRun& run, const Candidate& a, const Candidate& b)
{
    if (a.slot != b.slot)
        return a.slot < b.slot;
    if (a.tierPlace != b.tierPlace)
        return a.tierPlace < b.tierPlace;
    if (a.score != b.score)
        return a.score > b.score;
    return run.targetId(a) < run.targetId(b);
}

void takeOutOverCaps(PreviewRun& run)
{
    std::sort(
        run.order.begin(), run.order.end(), [&run](uint32_t a, uint32_t b) { return isBefore(run, run.candidates[a], run.candidates[b]); });
    const Caps caps = capsOf(run);
    std::vector<std::pair<uint16_t, int64_t>> types;
    std::vector<std::pair<Code, int64_t>> brands;
    for (bool again = true; again;) {
        walkSlots(run, caps, types, brands);
        again = false;
        for (const uint32_t i : run.order)
            if (run.candidates[i].pulled && run.candidates[i].alive() && !isNeeded(run, i)) {
                run.candidates[i].causes |= PullerGone;
                again = true;
            }
    }
}

} // namespace shelf
