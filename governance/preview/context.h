// What a preview is asked for, taken apart once: the moment, the channel, who asks, what they own. Private to this folder.
#pragma once

#include "governance/preview/preview.h"
#include "model/domain/date.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// A day in the workspace's time zone, or an instant of it; both ends in milliseconds since 1970 (UTC), inclusive.
struct Moment {
    Days day = 0;
    int64_t begin = 0, end = 0;
};
// A date, or a date and time; a time without an offset is local. nullopt: neither.
std::optional<Moment> momentOf(std::string_view text, const std::string& zone);

struct OwnedProduct {
    Row row = noRow;
    std::optional<Days> bought;
    std::string text; // as it was given
};

// How a window answers on a date; bits.
enum WindowAnswer : uint8_t { WindowOpen = 0, NotYet = 1, Over = 2, NotNow = 4 }; // NotNow: not in that part of the year

struct Context {
    uint64_t id = 0; // of this one alone, in this process
    PreviewRequest request; // with the channel and the opt-out filled in
    Moment on;
    std::string zone;
    bool channelOptsOut = false; // the channel itself
    // As JSON texts, as contents list them; empty: none, or not to be used.
    std::string channel, audience, intent, trigger;
    std::vector<OwnedProduct> owned; // empty where it may not be used
    int64_t slotCap = 0; // 0: no limit
    std::vector<std::pair<std::string, uint8_t>> seasons; // JSON text of the code -> WindowAnswer bits

    // `from` and `to`: JSON texts of dates or times; `every`: of a recurrence; empty: absent.
    uint8_t window(std::string_view from, std::string_view to, std::string_view every) const;
};
// Errors: Rejected UNKNOWN_SKU (owned), UNKNOWN_CHANNEL, UNKNOWN_AUDIENCE, UNKNOWN_INTENT, UNKNOWN_TRIGGER, DATE.
Result<Context> contextOf(const Snapshot& catalog, const PreviewSettings& settings, PreviewRequest request);
// Error: Rejected UNKNOWN_SKU, ANCHORS.
Result<std::vector<Row>> anchorsOf(const Snapshot& catalog, const PreviewRequest& request);

} // namespace shelf
