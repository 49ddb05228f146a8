// Undo for mappings: content comes back as a draft, what was decided stays decided.
#include "model/change/mapping_state.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

using Outcome = Result<std::optional<Change>>;

std::string named(std::string_view field)
{
    std::string text(1, '\'');
    text += forTerminal(field, 60);
    text += '\'';
    return text;
}

using Conflicts = std::vector<FieldConflict>;

Error conflictError(const std::string& id, const Conflicts& conflicts)
{
    return {ErrorKind::Refused, "CONFLICT", id, named(conflicts.front().field) + " was changed since",
        "undo the later change first, or edit it"};
}

bool isControl(const FieldChange& field)
{
    return field.field.starts_with('@');
}

const FieldChange* find(const Change& change, std::string_view field)
{
    const auto place = std::find_if(change.fields.begin(), change.fields.end(), [field](const FieldChange& f) { return f.field == field; });
    return place == change.fields.end() ? nullptr : &*place;
}

Outcome undoCreate(const Change& original, const MappingState& now, Conflicts& conflicts)
{
    Change back{original.kind, original.key, ChangeOp::Edit, now.revision, {}};
    if (now.revision == 0)
        return std::optional<Change>();
    if (now.approved.number > 0) {
        if (now.workingRetired())
            return std::optional<Change>();
        back.fields.push_back({"@retire", "false", "true"});
        return std::optional(std::move(back));
    }
    back.op = ChangeOp::Delete;
    for (const FieldChange& field : original.fields) {
        if (!isControl(field) && now.working().get(field.field) != field.after)
            conflicts.push_back({field.field, field.after, std::string(now.working().get(field.field))});
    }
    for (const auto& [field, value] : now.working()) {
        if (!find(original, field))
            conflicts.push_back({field, {}, value});
        back.fields.push_back({field, value, {}});
    }
    return std::optional(std::move(back));
}

Outcome undoDelete(const Change& original, const MappingState& now)
{
    if (now.revision != 0)
        return std::optional<Change>();
    Change back{original.kind, original.key, ChangeOp::Create, 0, {}};
    for (const FieldChange& field : original.fields) {
        if (!isControl(field) && !field.before.empty())
            back.fields.push_back({field.field, {}, field.before});
    }
    return std::optional(std::move(back));
}

// Who held it back and when is set anew each time: only what was said is compared.
bool sameHold(const Json& now, std::string_view text)
{
    const Json other = text.empty() ? Json() : [text] {
        Result<Json> parsed = parseJson(text);
        return parsed ? std::move(*parsed) : Json();
    }();
    return now.isNull() == other.isNull() && now["reason"] == other["reason"] && now["previous"].toBool() == other["previous"].toBool();
}

void undoContent(Change& back, const Change& original, const MappingState& now, Conflicts& conflicts)
{
    for (const FieldChange& field : original.fields) {
        if (isControl(field))
            continue;
        const std::string_view current = now.working().get(field.field);
        if (current == field.before)
            continue;
        if (current != field.after)
            conflicts.push_back({field.field, field.after, std::string(current)});
        else
            back.fields.push_back({field.field, field.after, field.before});
    }
}

void undoHold(Change& back, const FieldChange& hold, const MappingState& now, Conflicts& conflicts)
{
    if (sameHold(now.hold, hold.before))
        return;
    std::string current = now.hold.isNull() ? std::string() : now.hold.write();
    if (!sameHold(now.hold, hold.after))
        conflicts.push_back({hold.field, hold.after, std::move(current)});
    else
        back.fields.push_back({hold.field, std::move(current), hold.before});
}

// Editing a retired mapping made a draft that brings it back; with its old content again it is to be simply retired.
bool leavesBareRevival(const Change& back, const MappingState& now)
{
    if (back.fields.empty() || !now.approved.retired || !now.hasDraft || now.draftRetires)
        return false;
    FieldMap content = now.draft;
    for (const FieldChange& field : back.fields)
        content.set(field.field, field.after);
    return content == now.approved.content;
}

void undoRetire(Change& back, const Change& original, const MappingState& now)
{
    const FieldChange* retire = find(original, "@retire");
    const bool wanted = retire ? retire->after != "true" : leavesBareRevival(back, now);
    const bool asked = retire || wanted;
    if (!asked || wanted == now.workingRetired() || now.approved.number == 0)
        return;
    back.fields.push_back({"@retire", wanted ? "false" : "true", wanted ? "true" : "false"});
}

// A submission is withdrawn while nobody has decided on it; taking back a withdrawal submits again.
void undoStatus(Change& back, const FieldChange& status, const MappingState& now)
{
    if (!now.hasDraft)
        return;
    if (status.after == "\"in_review\"" && now.draftStatus == MappingStatus::InReview)
        back.fields.push_back({"@status", "\"in_review\"", "\"draft\""});
    else if (status.after == "\"draft\"" && now.draftStatus == MappingStatus::Draft)
        back.fields.push_back({"@status", "\"draft\"", "\"in_review\""});
}

} // namespace

Result<std::optional<Change>> undoChange(const Change& original, const MappingState& now, std::vector<FieldConflict>* conflicts)
{
    Conflicts own;
    Conflicts& found = conflicts ? *conflicts : own;
    found.clear();
    if (original.kind != ThingKind::Mapping || isDecision(original))
        return std::optional<Change>();
    if (original.op == ChangeOp::Create) {
        auto undone = undoCreate(original, now, found);
        return found.empty() ? std::move(undone) : Outcome(conflictError(now.id, found));
    }
    if (original.op == ChangeOp::Delete)
        return undoDelete(original, now);
    if (now.revision == 0)
        return std::optional<Change>();
    Change back{original.kind, original.key, ChangeOp::Edit, now.revision, {}};
    undoContent(back, original, now, found);
    undoRetire(back, original, now);
    // Content or a retirement that is taken back makes it a draft again by itself.
    if (const FieldChange* status = find(original, "@status"); status && back.fields.empty())
        undoStatus(back, *status, now);
    if (const FieldChange* hold = find(original, "@hold"))
        undoHold(back, *hold, now, found);
    if (!found.empty())
        return conflictError(now.id, found);
    if (back.fields.empty())
        return std::optional<Change>();
    std::sort(back.fields.begin(), back.fields.end(), [](const FieldChange& a, const FieldChange& b) { return a.field < b.field; });
    return std::optional(std::move(back));
}

} // namespace shelf
