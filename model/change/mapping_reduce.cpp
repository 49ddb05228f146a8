// The status flow of mappings: what one change does to the state of one mapping.
#include "model/change/mapping_state.h"

#include "model/domain/mapping.h"
#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

Error stale(const std::string& id, std::string_view what)
{
    return {ErrorKind::Rejected, "STALE", id, std::string(what), "look at it as it is now and make the change again"};
}

Error badContent(const std::string& id, std::string_view what, std::string_view tryThis)
{
    return {ErrorKind::Rejected, "CONTENT", id, std::string(what), std::string(tryThis)};
}

Error badStatus(const std::string& id, std::string_view what, std::string_view tryThis)
{
    return {ErrorKind::Refused, "STATUS", id, std::string(what), std::string(tryThis)};
}

std::string named(std::string_view field)
{
    std::string text(1, '\'');
    text += forTerminal(field, 60);
    text += '\'';
    return text;
}

bool isControl(const FieldChange& field)
{
    return field.field.starts_with('@');
}

bool isStatus(std::string_view json, MappingStatus status)
{
    return json == jsonString(statusName(status));
}

// One change, taken apart: its content fields are read from the change itself.
struct Parts {
    const FieldChange* status = nullptr;
    const FieldChange* retire = nullptr;
    const FieldChange* hold = nullptr;
    std::string comment;
    std::string reach;
    size_t contentFields = 0;
};

Result<void> takeControl(Parts& parts, const std::string& id, const FieldChange& field)
{
    if (field.field == "@status") {
        parts.status = &field;
    } else if (field.field == "@retire") {
        parts.retire = &field;
    } else if (field.field == "@hold") {
        parts.hold = &field;
    } else if (field.field == "@comment") {
        const Result<Json> comment = parseJson(field.after.empty() ? "\"\"" : field.after);
        if (!comment || !comment->isString())
            return badContent(id, "the comment is not a text", "give a text");
        parts.comment = comment->text();
    } else if (field.field == "@reach") {
        const Result<Json> reach = parseJson(field.after);
        if (!reach || !reach->isObject() || !(*reach)["pairs"].isNumber())
            return badContent(id, "@reach is no object with a number of pairs", "leave it out");
        parts.reach = reach->write();
    } else {
        return badContent(id, named(field.field) + " is no field of a mapping", "use @status, @retire, @hold, @comment or @reach");
    }
    return {};
}

bool namesFieldTwice(const Change& change)
{
    std::vector<std::string_view> names;
    names.reserve(change.fields.size());
    for (const FieldChange& field : change.fields)
        names.push_back(field.field);
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) != names.end();
}

Result<Parts> partsOf(const Change& change)
{
    if (namesFieldTwice(change))
        return badContent(change.key, "the change names a field twice", "name each field once");
    Parts parts;
    for (const FieldChange& field : change.fields) {
        if (!isControl(field)) {
            ++parts.contentFields;
            continue;
        }
        if (const Result<void> taken = takeControl(parts, change.key, field); !taken)
            return taken.error();
    }
    if (isDecision(change) && (parts.contentFields || parts.retire || parts.hold))
        return badContent(change.key, "a decision comes with other changes", "decide on what is in review, and change it by itself");
    if (!parts.reach.empty() && !(parts.status && isStatus(parts.status->after, MappingStatus::Approved)))
        return badContent(change.key, "@reach comes without an approval", "leave it out");
    return parts;
}

// A draft beside the approved version: edits and retirements begin here. It goes back to draft wherever it stood.
void touchDraft(MappingState& state, const ChangeContext& context)
{
    if (!state.hasDraft) {
        state.hasDraft = true;
        state.draft = state.approved.content;
        state.draftRetires = false;
    }
    state.draftStatus = MappingStatus::Draft;
    state.submitter.clear();
    const auto place = std::lower_bound(state.draftAuthors.begin(), state.draftAuthors.end(), context.author);
    if (place == state.draftAuthors.end() || *place != context.author)
        state.draftAuthors.insert(place, context.author);
}

void dropDraft(MappingState& state)
{
    state.hasDraft = false;
    state.draft.clear();
    state.draftStatus = MappingStatus::Draft;
    state.draftRetires = false;
    state.draftAuthors.clear();
    state.submitter.clear();
    state.rejection.clear();
}

Result<void> checkBefores(const MappingState& state, const Change& change)
{
    for (const FieldChange& field : change.fields) {
        if (!isControl(field) && field.before != state.working().get(field.field))
            return stale(change.key, named(field.field) + " is no longer what the change was made on");
    }
    return {};
}

Result<void> editContent(MappingState& state, const Change& change, const ChangeContext& context)
{
    touchDraft(state, context);
    for (const FieldChange& field : change.fields) {
        if (!isControl(field))
            state.draft.set(field.field, field.after);
    }
    return checkStoredContent(change.key, state.draft);
}

Result<void> proposeRetirement(MappingState& state, const FieldChange& field, const ChangeContext& context)
{
    const bool wanted = field.after == "true";
    if (!wanted && !field.after.empty() && field.after != "false")
        return badContent(state.id, "@retire is neither true nor false", "give true or false");
    if (state.approved.number == 0)
        return badStatus(state.id, "it was never approved, so there is nothing to retire", "delete it instead");
    if (wanted == state.workingRetired()) {
        if (wanted)
            return badStatus(
                state.id, state.hasDraft ? "its retirement is proposed already" : "it is retired already", "leave it as it is");
        return badStatus(state.id, "its retirement is not proposed", "leave it as it is");
    }
    touchDraft(state, context);
    state.draftRetires = wanted;
    if (wanted && state.approved.retired && state.draft != state.approved.content)
        return badStatus(state.id, "it is retired, and its draft has other content", "undo the edits of its draft");
    return {};
}

Result<void> setHold(MappingState& state, const FieldChange& field, const ChangeContext& context)
{
    const std::string now = state.hold.isNull() ? std::string() : state.hold.write();
    if (field.before != now)
        return stale(state.id, now.empty() ? "it is not held back" : "it is held back already, or with another reason");
    if (field.after.empty() || field.after == "null") {
        if (now.empty())
            return badStatus(state.id, "it is not held back", "leave it as it is");
        state.hold = Json();
        return {};
    }
    const Result<Json> given = parseJson(field.after);
    if (!given || !given->isObject() || !(*given)["reason"].isString() || trimmed((*given)["reason"].text()).empty())
        return badContent(state.id, "holding it back needs a reason", "say why, for those who wonder where it went");
    const bool previous = (*given)["previous"].toBool();
    if (previous && state.approved.number < 2)
        return badStatus(state.id, "there is no earlier approved version to send out instead", "hold it back without its previous version");
    Json hold = Json::object();
    hold.set("by", Json::string(context.author));
    hold.set("at", Json::string(context.time));
    hold.set("reason", (*given)["reason"]);
    if (previous) {
        hold.set("previous", Json::boolean(true));
        // Which version it is about: one that is approved later must not let this one out as its previous one.
        const int64_t known = (*given)["version"].toInteger(0), newest = state.approved.number;
        hold.set("version", Json::number(known >= 2 && known <= newest ? known : newest));
    }
    state.hold = std::move(hold);
    return {};
}

// To the second: the version's own time needs no more, and manifests show it so.
std::string toSecond(std::string_view time)
{
    constexpr size_t seconds = 19; // "2026-11-15T08:00:00"
    if (time.size() > seconds && time[seconds] == '.' && time.back() == 'Z')
        return std::string(time.substr(0, seconds)) + "Z";
    return std::string(time);
}

Result<bool> ownApproval(const MappingState& state, const ChangeContext& context)
{
    const bool author = std::binary_search(state.draftAuthors.begin(), state.draftAuthors.end(), context.author);
    if (!author && state.submitter != context.author)
        return false;
    if (context.soloAllowed)
        return true;
    return Error{ErrorKind::Refused, "OWN_CHANGE", state.id,
        author ? "the approver edited this draft" : "the approver submitted this draft",
        "ask somebody else to approve it, or set the policy four-eyes to solo"};
}

Result<Decision> approve(MappingState& state, const std::string& reach, const ChangeContext& context)
{
    const Result<bool> own = ownApproval(state, context);
    if (!own)
        return own.error();
    ApprovedVersion& version = state.approved;
    ++version.number;
    version.retired = state.draftRetires;
    if (!state.draftRetires)
        version.content = std::move(state.draft);
    version.approvedBy = context.author;
    version.approvedAt = toSecond(context.time);
    version.solo = *own;
    version.reach = version.retired ? std::string() : reach;
    dropDraft(state);
    return Decision{"approved", context.author, context.time, {}, version.number};
}

Decision reject(MappingState& state, const std::string& comment, const ChangeContext& context)
{
    state.draftStatus = MappingStatus::Rejected;
    state.rejection = comment;
    return Decision{"rejected", context.author, context.time, {}, 0};
}

Result<void> decide(MappingState& state, bool approves, const Parts& parts, const ChangeContext& context, std::optional<Decision>* decision)
{
    if (state.status() != MappingStatus::InReview) {
        const std::string what = "it is " + std::string(statusName(state.status())) + ", not in review";
        return badStatus(state.id, what, state.hasDraft ? "submit it first" : "there is nothing to decide");
    }
    Result<Decision> made = approves ? approve(state, parts.reach, context) : Result<Decision>(reject(state, parts.comment, context));
    if (!made)
        return made.error();
    made->comment = parts.comment;
    if (decision)
        *decision = std::move(*made);
    return {};
}

Result<void> submit(MappingState& state, const ChangeContext& context)
{
    const bool isDraft = state.hasDraft && state.draftStatus == MappingStatus::Draft;
    if (!isDraft) {
        if (state.status() == MappingStatus::InReview)
            return badStatus(state.id, "it is in review already", "let somebody else approve it");
        if (state.status() == MappingStatus::Rejected)
            return badStatus(state.id, "it was rejected", "change what was found wrong, then submit it again");
        return badStatus(state.id, "it has no draft", "edit it first");
    }
    state.draftStatus = MappingStatus::InReview;
    state.submitter = context.author;
    return {};
}

Result<void> withdraw(MappingState& state)
{
    if (state.status() != MappingStatus::InReview)
        return badStatus(state.id, "it is not in review", "leave it as it is");
    state.draftStatus = MappingStatus::Draft;
    state.submitter.clear();
    return {};
}

Result<void> moveStatus(MappingState& state, const Parts& parts, const ChangeContext& context, std::optional<Decision>* decision)
{
    const std::string_view wanted = parts.status->after;
    if (isStatus(wanted, MappingStatus::InReview))
        return submit(state, context);
    if (isStatus(wanted, MappingStatus::Draft))
        return withdraw(state);
    const bool approves = isStatus(wanted, MappingStatus::Approved);
    if (approves || isStatus(wanted, MappingStatus::Rejected))
        return decide(state, approves, parts, context, decision);
    return badContent(
        state.id, forTerminal(wanted, 60) + " is no status to move to", "use \"in_review\", \"draft\", \"approved\" or \"rejected\"");
}

// Whether the status and the retirement that the change says it was made on are those of now.
Result<void> checkControlBefores(const MappingState& state, const Parts& parts)
{
    if (parts.status && !parts.status->before.empty() && !isStatus(parts.status->before, state.status()))
        return stale(state.id, "it is " + std::string(statusName(state.status())) + " now");
    if (parts.retire && !parts.retire->before.empty() && (parts.retire->before == "true") != state.workingRetired())
        return stale(state.id, "whether it retires was changed since");
    return {};
}

Result<void> create(MappingState& state, const Change& change, const Parts& parts, const ChangeContext& context)
{
    if (state.revision != 0)
        return Error{ErrorKind::Rejected, "EXISTS", change.key, "it exists already", "edit it instead"};
    if (const Result<void> id = checkMappingId(change.key); !id)
        return id.error();
    if (parts.hold || parts.retire)
        return badContent(change.key, "a new mapping cannot be held back or retired", "create it, then change it");
    state = MappingState();
    state.id = change.key;
    state.hasDraft = true;
    if (const Result<void> befores = checkBefores(state, change); !befores)
        return befores;
    return editContent(state, change, context);
}

Result<void> remove(MappingState& state, const Change& change, const Parts& parts)
{
    if (state.approved.number != 0)
        return badStatus(state.id, "it has been approved and is part of releases", "retire it instead: 'shelfctl review retire'");
    const auto leavesNothing = [](const FieldChange& field) { return field.after.empty() && !isControl(field); };
    if (!std::all_of(change.fields.begin(), change.fields.end(), leavesNothing))
        return badContent(state.id, "a deletion sets a field", "delete it, or edit it");
    if (parts.contentFields != state.working().size())
        return stale(state.id, "the deletion does not name every field it has now");
    state = MappingState();
    state.id = change.key;
    return {};
}

Result<void> edit(
    MappingState& state, const Change& change, const Parts& parts, const ChangeContext& context, std::optional<Decision>* decision)
{
    if (parts.contentFields == 0 && !parts.retire && !parts.hold && !parts.status)
        return badContent(change.key, "the change changes nothing", "change a field");
    Result<void> done;
    if (parts.hold)
        done = setHold(state, *parts.hold, context);
    if (done && parts.contentFields)
        done = editContent(state, change, context);
    // What the edit of a retired mapping did by itself, its draft standing for one that is not retired, needs no complaint.
    const bool asIs = parts.retire && parts.contentFields && parts.retire->after != "true" && !state.workingRetired();
    if (done && parts.retire && !asIs)
        done = proposeRetirement(state, *parts.retire, context);
    const bool same = state.approved.number > 0 && state.hasDraft && state.draftRetires == state.approved.retired
        && state.draft == state.approved.content;
    if (same)
        dropDraft(state);
    if (done && parts.status)
        done = moveStatus(state, parts, context, decision);
    return done;
}

Result<void> applyTo(MappingState& state, const Change& change, const ChangeContext& context, std::optional<Decision>* decision)
{
    if (isDecision(change) && context.origin != Origin::Review)
        return badStatus(change.key, "only a review approves or rejects", "submit it, and let somebody else approve it");
    const Result<Parts> parts = partsOf(change);
    if (!parts)
        return parts.error();
    if (change.op != ChangeOp::Create && state.revision == 0)
        return stale(change.key, "it does not exist");
    if (change.op == ChangeOp::Create) {
        if (const Result<void> created = create(state, change, *parts, context); !created || !parts->status)
            return created;
        return moveStatus(state, *parts, context, decision);
    }
    if (const Result<void> befores = checkBefores(state, change); !befores)
        return befores;
    if (change.op == ChangeOp::Delete)
        return remove(state, change, *parts);
    if (const Result<void> befores = checkControlBefores(state, *parts); !befores)
        return befores;
    return edit(state, change, *parts, context, decision);
}

} // namespace

Result<void> reduce(MappingState& state, const Change& change, const ChangeContext& context, std::optional<Decision>* decision)
{
    if (decision)
        decision->reset();
    MappingState next = state;
    if (Result<void> done = applyTo(next, change, context, decision); !done)
        return done;
    if (change.op != ChangeOp::Delete) {
        next.revision = state.revision + 1;
        next.changedIn = context.number;
    }
    state = std::move(next);
    return {};
}

} // namespace shelf
