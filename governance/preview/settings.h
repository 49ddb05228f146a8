// What decides how previews choose and rank, as the workspace keeps it: policies, link types, channels. (preview.md, "Defaults".)
#pragma once

#include "model/domain/definitions.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// What ranks before everything else, in the order of preview.md; a workspace may order them otherwise.
enum class Tier : uint8_t { Pinned, Essential, CuratedCompatibility, CuratedCommercial, Rule, Mined };
inline constexpr size_t tierCount = 6;
std::string_view tierName(Tier tier); // "pinned", "essential", "curated-compatibility", "curated-commercial", "rule", "mined"

// Each in 0…1; one that cannot be known for a candidate leaves the weighted mean.
enum class ScorePart : uint8_t { Rank, PriceFit, Stock, Margin, Evidence, IntentFit, Season };
inline constexpr size_t partCount = 7;
std::string_view partName(ScorePart part); // "rank", "price_fit", "stock", "margin", "evidence", "intent_fit", "season"

enum class StockPolicy : uint8_t { Drop, Keep, Substitute };

// Of one link type, or of "bundle", "upgrade", "compat".
struct TypeSettings {
    std::string slot; // empty: never shown
    std::string inverseSlot; // in which the other end shows this one; empty: not at all
    int64_t cap = 4; // most of this type in its slot
    StockPolicy stock = StockPolicy::Drop;
    std::optional<double> guard; // most percent of the anchor's price
};

struct PreviewSettings {
    std::array<double, partCount> weights{};
    std::vector<Tier> tiers; // all of them, best first
    double floor = 0; // below this score nothing is shown
    int64_t slotCap = 4, brandCap = 0; // most in one slot, and of one brand there; 0: no limit
    std::map<std::string, int64_t, std::less<>> channelCaps; // most in one slot of this channel, where it says so
    std::map<std::string, TypeSettings, std::less<>> types;
    double bandMin = 5, bandMax = 50; // percent: how much dearer an up-sell may be
    std::string defaultChannel;
    std::string timeZone, language;

    const TypeSettings& of(std::string_view type) const; // the defaults where it is not known
};
// Every value that is not set has its documented default.
PreviewSettings previewSettings(const Definitions& definitions);

// Everything in the vocabulary that decides what is shown, as one hash: a manifest names it, so that a receiver can tell that only it
// changed. Settings with the same effect have the same hash.
std::string previewSettingsSha256(const Definitions& definitions);

} // namespace shelf
