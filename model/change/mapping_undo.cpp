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

Error conflict(const std::string& id, std::string_view field)
{
    return {ErrorKind::Refused, "CONFLICT", id, named(field) + " was changed since", "undo the later change first, or edit it"};
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

Outcome undoCreate(const Change& original, const MappingState& now)
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
            return conflict(now.id, field.field);
    }
    for (const auto& [field, value] : now.working()) {
        if (!find(original, field))
            return conflict(now.id, field);
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

Result<void> undoContent(Change& back, const Change& original, const MappingState& now)
{
    for (const FieldChange& field : original.fields) {
        if (isControl(field))
            continue;
        const std::string_view current = now.working().get(field.field);
        if (current == field.before)
            continue;
        if (current != field.after)
            return conflict(now.id, field.field);
        back.fields.push_back({field.field, field.after, field.before});
    }
    return {};
}

Result<void> undoHold(Change& back, const FieldChange& hold, const MappingState& now)
{
    if (sameHold(now.hold, hold.before))
        return {};
    if (!sameHold(now.hold, hold.after))
        return conflict(now.id, hold.field);
    back.fields.push_back({hold.field, now.hold.isNull() ? std::string() : now.hold.write(), hold.before});
    return {};
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

Result<std::optional<Change>> undoChange(const Change& original, const MappingState& now)
{
    if (original.kind != ThingKind::Mapping || isDecision(original))
        return std::optional<Change>();
    if (original.op == ChangeOp::Create)
        return undoCreate(original, now);
    if (original.op == ChangeOp::Delete)
        return undoDelete(original, now);
    if (now.revision == 0)
        return std::optional<Change>();
    Change back{original.kind, original.key, ChangeOp::Edit, now.revision, {}};
    if (const Result<void> done = undoContent(back, original, now); !done)
        return done.error();
    undoRetire(back, original, now);
    // Content or a retirement that is taken back makes it a draft again by itself.
    if (const FieldChange* status = find(original, "@status"); status && back.fields.empty())
        undoStatus(back, *status, now);
    if (const FieldChange* hold = find(original, "@hold")) {
        if (const Result<void> done = undoHold(back, *hold, now); !done)
            return done.error();
    }
    if (back.fields.empty())
        return std::optional<Change>();
    std::sort(back.fields.begin(), back.fields.end(), [](const FieldChange& a, const FieldChange& b) { return a.field < b.field; });
    return std::optional(std::move(back));
}

} // namespace shelf
