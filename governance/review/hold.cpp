#include "governance/review/hold.h"

#include "model/domain/mapping.h"
#include "model/domain/text.h"

#include <unordered_set>

namespace shelf {

namespace {

constexpr size_t maxReason = 2000; // bytes
constexpr size_t labelReason = 120;

Error holdError(const std::string& id, std::string what, std::string tryThis)
{
    return {ErrorKind::Rejected, "HOLD", id, std::move(what), std::move(tryThis)};
}

Result<MappingState> find(Workspace& workspace, const std::string& id)
{
    auto mapping = workspace.mapping(id);
    if (!mapping)
        return mapping.error();
    if (!*mapping || (*mapping)->revision == 0)
        return Error{ErrorKind::Rejected, "UNKNOWN_MAPPING", id, "there is no mapping with this id",
            "list them with `shelfctl review list`; nothing was changed"};
    return std::move(**mapping);
}

std::string holdText(const MappingState& mapping)
{
    return mapping.hold.isNull() ? std::string() : mapping.hold.write();
}

// The change that holds it back; nullopt where it is so already.
Result<std::optional<Change>> holding(const MappingState& mapping, const HoldRequest& request)
{
    if (mapping.approved.retired && !mapping.hasDraft)
        return holdError(mapping.id, "it is retired and leaves in no release", "leave it out; nothing was changed");
    if (request.previous && mapping.approved.number < 2)
        return holdError(
            mapping.id, "there is no earlier approved version to send out instead", "hold it back without --previous; nothing was changed");
    const Json& now = mapping.hold;
    const bool sameVersion = !request.previous || now["version"].toInteger() == int64_t(mapping.approved.number);
    if (now.isObject() && now["reason"].text() == request.reason && now["previous"].toBool() == request.previous && sameVersion)
        return std::optional<Change>();
    Json hold = Json::object({{"reason", Json::string(request.reason)}});
    if (request.previous)
        hold.set("previous", Json::boolean(true));
    return std::optional(
        Change{ThingKind::Mapping, mapping.id, ChangeOp::Edit, mapping.revision, {{"@hold", holdText(mapping), hold.write()}}});
}

Result<std::optional<Change>> lettingGo(const MappingState& mapping)
{
    if (mapping.hold.isNull())
        return holdError(mapping.id, "it is not held back", "leave it out; nothing was changed");
    return std::optional(Change{ThingKind::Mapping, mapping.id, ChangeOp::Edit, mapping.revision, {{"@hold", holdText(mapping), {}}}});
}

template <typename MakeChange>
Result<Applied> applyToAll(Workspace& workspace, const HoldRequest& request, const std::string& verb, MakeChange makeChange)
{
    if (request.ids.empty())
        return Error{ErrorKind::Usage, "NOTHING", "hold", "no mapping is named", "name ids, as `shelfctl review list` shows them"};
    ChangeSet changes;
    changes.header.author = request.author;
    std::unordered_set<std::string_view> seen;
    for (const std::string& id : request.ids) {
        if (!seen.insert(id).second)
            continue;
        const auto mapping = find(workspace, id);
        if (!mapping)
            return mapping.error();
        auto change = makeChange(*mapping);
        if (!change)
            return change.error();
        if (*change)
            changes.add(std::move(**change));
    }
    if (changes.empty())
        return Applied();
    changes.header.label = verb + " " + (seen.size() == 1 ? request.ids.front() : std::to_string(changes.size()) + " mappings");
    if (!request.reason.empty())
        changes.header.label += ": " + forTerminal(request.reason, labelReason);
    return workspace.apply(changes);
}

} // namespace

Result<Applied> hold(Workspace& workspace, const HoldRequest& request)
{
    if (trimmed(request.reason).empty())
        return Error{ErrorKind::Usage, "REASON", "--reason", "the reason is empty", "say why, for those who wonder where it went"};
    if (request.reason.size() > maxReason)
        return Error{ErrorKind::Usage, "REASON", "--reason", "the reason is longer than " + std::to_string(maxReason) + " bytes",
            "say it in a sentence"};
    return applyToAll(workspace, request, "Hold back", [&](const MappingState& mapping) { return holding(mapping, request); });
}

Result<Applied> unhold(Workspace& workspace, const HoldRequest& request)
{
    return applyToAll(workspace, request, "Let go", lettingGo);
}

} // namespace shelf
