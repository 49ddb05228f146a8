#include "model/catalog/mapping_contents.h"

#include "model/domain/decimal.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace shelf {

namespace {

// The day in "2026-11-15T08:00:00Z"; 0 where there is none.
uint16_t dayIn(std::string_view time)
{
    constexpr size_t dateBytes = 10;
    const auto date = parseDate(time.substr(0, dateBytes));
    return date ? packedDay(*date) : 0;
}

std::optional<uint64_t> reachIn(const std::string& json)
{
    const auto reach = parseJson(json.empty() ? "null" : json);
    return reach && (*reach)["pairs"].isNumber() ? std::optional(static_cast<uint64_t>((*reach)["pairs"].toInteger())) : std::nullopt;
}

} // namespace

MappingContents contentsOf(const MappingState& state, Days edited)
{
    MappingContents contents;
    if (state.revision == 0)
        return contents;
    const bool inWorking = !state.workingRetired(), inApproved = state.isLive();
    // Of a link all versions have the same pair, so that the newest may stand for the one before it that leaves.
    const bool leaves = state.hold.isNull() || (state.hold["previous"].toBool() && state.id.starts_with("link:"));
    MappingContent common;
    common.flags = static_cast<uint8_t>((state.hold.isNull() ? 0 : Held) | (state.approved.number && state.approved.solo ? Solo : 0)
        | (inApproved ? HasApproved : 0) | (state.hasDraft ? HasDraft : 0));
    common.approved = state.approved.number ? dayIn(state.approved.approvedAt) : 0;
    common.edited = state.hasDraft ? packedDay(edited) : 0;
    const auto add = [&](const FieldMap& fields, unsigned views, MappingStatus status) {
        MappingContent& content = contents.items[contents.count++] = common;
        content.fields = &fields;
        content.flags = static_cast<uint8_t>(content.flags | views);
        content.status = status;
        if (content.flags & InApproved) {
            content.reach = reachIn(state.approved.reach);
            content.flags = static_cast<uint8_t>(content.flags | (leaves ? InLeaving : 0));
        }
    };
    if (inWorking && inApproved && (!state.hasDraft || state.draft == state.approved.content)) {
        add(state.approved.content, InWorking | InApproved, state.status());
        return contents;
    }
    if (state.hasDraft || !inApproved) // what is retired, or is to be, is in neither view: it only counts
        add(state.working(), inWorking ? InWorking : 0, state.status());
    if (inApproved)
        add(state.approved.content, InApproved, MappingStatus::Approved);
    return contents;
}

PackedRank packedRank(std::string_view json)
{
    if (json.empty())
        return {};
    constexpr auto least = std::numeric_limits<int32_t>::min(), most = std::numeric_limits<int32_t>::max();
    if (const auto whole = toInteger(json); whole && *whole && *whole >= least && *whole <= most)
        return {static_cast<int32_t>(*whole), true};
    const double number = std::clamp<double>(std::round(toDouble(json).value_or(0)), least, most);
    return {static_cast<int32_t>(number), false};
}

} // namespace shelf
