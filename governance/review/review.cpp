#include "governance/review/review.h"

#include "governance/review/reach.h"
#include "governance/review/selection.h"
#include "governance/ticker.h"

#include "model/domain/json.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace shelf {

namespace {

struct VerbInfo {
    ReviewVerb verb;
    std::string_view name;
    std::string_view label; // of the change set
};

constexpr std::array<VerbInfo, 4> verbs = {{
    {ReviewVerb::Submit, "submit", "Submit for review"},
    {ReviewVerb::Approve, "approve", "Approve"},
    {ReviewVerb::Reject, "reject", "Reject"},
    {ReviewVerb::Retire, "retire", "Propose to retire"},
}};

const VerbInfo& infoOf(ReviewVerb verb)
{
    for (const VerbInfo& info : verbs)
        if (info.verb == verb)
            return info;
    return verbs.front();
}

std::string statusJson(MappingStatus status)
{
    return jsonString(statusName(status));
}

Change changeFor(const MappingState& mapping, const ReviewRequest& request)
{
    Change change;
    change.kind = ThingKind::Mapping;
    change.key = mapping.id;
    change.baseRevision = mapping.revision;
    MappingStatus after = MappingStatus::InReview;
    if (request.verb == ReviewVerb::Approve)
        after = MappingStatus::Approved;
    else if (request.verb == ReviewVerb::Reject)
        after = MappingStatus::Rejected;
    if (request.verb == ReviewVerb::Retire) {
        // The proposal makes a draft, whatever the status was before it: so the step to review has no before.
        change.fields.push_back({"@retire", {}, "true"});
        change.fields.push_back({"@status", {}, statusJson(after)});
    } else {
        change.fields.push_back({"@status", statusJson(mapping.status()), statusJson(after)});
    }
    const bool decides = request.verb == ReviewVerb::Approve || request.verb == ReviewVerb::Reject;
    if (decides && !request.comment.empty())
        change.fields.push_back({"@comment", {}, jsonString(request.comment)});
    return change;
}

// Takes mappings one by one, tries each on the status flow, and gathers what can be done in one change set.
class Gatherer {
public:
    Gatherer(Workspace& workspace, const ReviewRequest& request) : m_request(request)
    {
        m_context.number = workspace.journalEntries() + 1;
        m_context.author = personId(workspace.id(), request.author);
        m_context.time = formatTimeMillis(workspace.clock()());
        m_context.origin = Origin::Review;
        m_context.soloAllowed = workspace.definitions().policy("four-eyes") == "solo";
        m_changes.header.author = request.author;
        m_changes.header.origin = Origin::Review;
    }

    void take(const MappingState& mapping)
    {
        Change change = changeFor(mapping, m_request);
        MappingState tried = mapping;
        const Result<void> fits = reduce(tried, change, m_context);
        if (!fits) {
            refuse(mapping.id, because(mapping, fits.error()));
            return;
        }
        if (m_request.verb == ReviewVerb::Approve && !mapping.draftRetires && isComputed(mapping.id)) {
            m_computed.push_back(mapping);
            m_computedChanges.push_back(std::move(change));
            return;
        }
        add(std::move(change));
    }

    // What is computed is approved with what it gives today.
    Result<void> takeComputed(Workspace& workspace, const Progress& progress)
    {
        if (m_computed.empty())
            return {};
        auto reaches = reachesOf(workspace, m_computed, progress);
        if (!reaches)
            return reaches.error();
        for (size_t i = 0; i < m_computed.size(); ++i) {
            Reach& reach = (*reaches)[i];
            if (!reach.refusal.empty()) {
                refuse(m_computed[i].id, reach.refusal);
                continue;
            }
            m_computedChanges[i].fields.push_back({"@reach", {}, reach.json});
            if (!reach.frozen.empty())
                m_frozen.push_back({m_computed[i].id, std::move(reach.frozen)});
            add(std::move(m_computedChanges[i]));
        }
        return {};
    }

    void refuse(const std::string& id, std::string why) { m_outcome.refused.push_back({id, std::move(why)}); }

    ChangeSet& changes() { return m_changes; }
    std::vector<Frozen>& frozen() { return m_frozen; }
    ReviewOutcome& outcome() { return m_outcome; }

private:
    void add(Change change)
    {
        m_outcome.done.push_back(change.key);
        m_changes.add(std::move(change));
    }

    std::string because(const MappingState& mapping, const Error& error) const
    {
        if (error.code == "OWN_CHANGE") {
            const auto& authors = mapping.draftAuthors;
            const bool edited = std::find(authors.begin(), authors.end(), m_context.author) != authors.end();
            return std::string(edited ? "you edited this draft" : "you submitted this draft")
                + "; ask somebody else to approve it, or set `policy four-eyes solo`";
        }
        return error.tryThis.empty() ? error.what : error.what + "; " + error.tryThis;
    }

    const ReviewRequest& m_request;
    ChangeContext m_context;
    ChangeSet m_changes;
    ReviewOutcome m_outcome;
    std::vector<MappingState> m_computed;
    std::vector<Change> m_computedChanges; // beside m_computed
    std::vector<Frozen> m_frozen;
};

Error cancelledError()
{
    return {ErrorKind::Cancelled, "CANCELLED", "review", "cancelled; nothing changed", "start again when you are ready"};
}

Result<void> takeNamed(Workspace& workspace, const ReviewRequest& request, Gatherer& gatherer, const Progress& progress)
{
    std::unordered_set<std::string_view> seen;
    seen.reserve(request.ids.size());
    Ticker ticker(progress, "review", request.ids.size());
    for (const std::string& id : request.ids) {
        if (!ticker.tick())
            return cancelledError();
        if (!seen.insert(id).second)
            continue;
        const auto mapping = workspace.mapping(id);
        if (!mapping)
            return mapping.error();
        if (*mapping && (*mapping)->revision > 0)
            gatherer.take(**mapping);
        else
            gatherer.refuse(id, "there is no such mapping; `shelfctl review list` shows those there are");
    }
    return {};
}

Result<void> takeFitting(Workspace& workspace, const ReviewRequest& request, Gatherer& gatherer, const Progress& progress)
{
    Result<MappingSelection> selection = MappingSelection::parse(workspace, request.where);
    if (!selection)
        return selection.error();
    Ticker ticker(progress, "review");
    bool cancelled = false;
    const auto visit = [&](const MappingState& mapping) {
        cancelled = !ticker.tick();
        if (fitsVerb(mapping, request.verb) && selection->has(mapping))
            gatherer.take(mapping);
        return !cancelled;
    };
    if (Result<void> visited = workspace.forEachMapping({}, visit); !visited)
        return visited;
    if (cancelled)
        return cancelledError();
    return {};
}

std::string labelFor(const ReviewRequest& request, const std::vector<std::string>& done)
{
    std::string label(infoOf(request.verb).label);
    if (done.size() == 1)
        return label + " " + done.front();
    return label + ": " + std::to_string(done.size()) + " mappings";
}

} // namespace

std::optional<ReviewVerb> reviewVerb(std::string_view name)
{
    for (const VerbInfo& info : verbs)
        if (info.name == name)
            return info.verb;
    return std::nullopt;
}

Result<ReviewOutcome> review(Workspace& workspace, const ReviewRequest& request, const Progress& progress)
{
    if (request.author.empty())
        return Error{ErrorKind::Usage, "AUTHOR", "review", "nobody is named as the acting person", "name one with --as"};
    const bool named = !request.ids.empty();
    if (!named && !request.all && request.where.empty())
        return Error{ErrorKind::Usage, "NOTHING", "review", "no mapping is named", "name ids, or use --all"};
    Gatherer gatherer(workspace, request);
    const Result<void> taken =
        named ? takeNamed(workspace, request, gatherer, progress) : takeFitting(workspace, request, gatherer, progress);
    if (!taken)
        return taken.error();
    if (const auto computed = gatherer.takeComputed(workspace, progress); !computed)
        return computed.error();
    ReviewOutcome& outcome = gatherer.outcome();
    if (gatherer.changes().empty())
        return std::move(outcome);
    gatherer.changes().header.label = labelFor(request, outcome.done);
    const Result<Applied> applied =
        workspace.apply(gatherer.changes(), {.dryRun = false, .progress = progress, .frozen = std::move(gatherer.frozen())});
    if (!applied)
        return applied.error();
    outcome.number = applied->number;
    return std::move(outcome);
}

} // namespace shelf
