#include "governance/preview/compare.h"

#include "model/domain/mapping.h"

#include <algorithm>
#include <map>

namespace shelf {

namespace {

using Shown = std::map<std::string, const PreviewItem*>; // by id: each product is shown once

Shown shownIn(const Preview& preview)
{
    Shown shown;
    for (const PreviewItem& item : preview.shown)
        shown.emplace(item.id, &item);
    return shown;
}

// Why a preview does not show it: what is said of its best candidate there.
std::string whyNot(const Preview& preview, const std::string& id)
{
    std::string because;
    for (const PreviewItem& item : preview.excluded)
        if (item.id == id && !item.objections.empty()) {
            because = item.objections.front().because;
            if (item.objections.front().stage != Stage::Duplicates)
                break;
        }
    return because;
}

// The mapping and, of a link that a rule gave, the rule: what the journal knows.
std::vector<std::string> thingsBehind(const Snapshot& catalog, const std::string& mapping)
{
    std::vector<std::string> things{mapping};
    const auto link = LinkId::parse(mapping);
    const Row source = link ? catalog.find(link->source) : noRow;
    if (source == noRow)
        return things;
    for (const Link& each : catalog.links().from(source))
        if (catalog.linkId(each) == mapping)
            if (const std::string origin = catalog.linkContent(each).text("origin"); mappingKindOf(origin) == MappingKind::LinkRule)
                things.push_back(origin);
    return things;
}

// Whether it only moves mappings along: submits, approves, rejects.
bool isDecision(const HistoryEntry& entry)
{
    return !entry.details.empty() && std::all_of(entry.details.begin(), entry.details.end(), [](const Change& change) {
        return std::all_of(change.fields.begin(), change.fields.end(),
            [](const FieldChange& field) { return field.field == "@status" || field.field == "@comment" || field.field == "@reach"; });
    });
}

// The newest change set of these things after `since`, and not after `upTo`; without `decisions`, the newest that edits.
Result<std::optional<ChangeSetNote>> newestOf(
    Workspace& workspace, const std::vector<std::string>& things, uint64_t since, uint64_t upTo, bool decisions)
{
    std::optional<ChangeSetNote> newest;
    for (const std::string& thing : things) {
        HistoryFilter filter;
        filter.since = since;
        filter.thing = thing;
        filter.details = decisions ? 0 : 100;
        const auto entries = workspace.history(filter);
        if (!entries)
            return entries.error();
        for (const HistoryEntry& entry : *entries)
            if (entry.header.number <= upTo && (decisions || !isDecision(entry)) && (!newest || entry.header.number > newest->number))
                newest = ChangeSetNote{entry.header.number, entry.header.author, entry.header.time, entry.header.label};
    }
    return newest;
}

// Between drafts and what is approved only what has a draft differs.
Result<void> keepDrafts(Workspace& workspace, std::vector<std::string>& things)
{
    std::vector<std::string> kept;
    for (std::string& thing : things) {
        const auto mapping = workspace.mapping(thing);
        if (!mapping)
            return mapping.error();
        if (*mapping && (*mapping)->hasDraft)
            kept.push_back(std::move(thing));
    }
    things = std::move(kept);
    return {};
}

// Of a move that nothing changed itself: what came or went in its slot did.
std::optional<ChangeSetNote> causeInSlot(const PreviewDifference& difference, const PreviewMove& move)
{
    for (const auto* list : {&difference.entered, &difference.left, &difference.moved})
        for (const PreviewMove& other : *list) {
            const bool sameSlot = (!other.slotAfter.empty() && (other.slotAfter == move.slotAfter || other.slotAfter == move.slotBefore))
                || (!other.slotBefore.empty() && (other.slotBefore == move.slotAfter || other.slotBefore == move.slotBefore));
            if (&other != &move && sameSlot && other.cause)
                return other.cause;
        }
    return std::nullopt;
}

} // namespace

std::string ChangeSetNote::text() const
{
    return "change set " + std::to_string(number) + " (" + author + ", " + time.substr(0, 10) + ": " + label + ")";
}

PreviewDifference differenceOf(const Preview& before, const Preview& after)
{
    const Shown was = shownIn(before), is = shownIn(after);
    PreviewDifference difference;
    for (const PreviewItem& item : after.shown) {
        const auto former = was.find(item.id);
        if (former == was.end()) {
            difference.entered.push_back({item.id, item.mapping, {}, item.slot, 0, item.rank, whyNot(before, item.id), {}});
        } else if (const PreviewItem& old = *former->second; old.slot != item.slot || old.rank != item.rank) {
            difference.moved.push_back({item.id, item.mapping, old.slot, item.slot, old.rank, item.rank, {}, {}});
        }
    }
    for (const PreviewItem& item : before.shown)
        if (!is.contains(item.id))
            difference.left.push_back({item.id, item.mapping, item.slot, {}, item.rank, 0, whyNot(after, item.id), {}});
    return difference;
}

Result<void> explainMoves(Workspace& workspace, const StateContent& before, const StateContent& after, PreviewDifference& difference)
{
    if (before.state == after.state)
        return {};
    // Draft and approved are two views of one moment: any change set may be what parted them.
    const bool sameMoment = before.journalNumber == after.journalNumber;
    const uint64_t since = sameMoment ? 0 : std::min(before.journalNumber, after.journalNumber);
    const uint64_t upTo = std::max(before.journalNumber, after.journalNumber);
    for (auto* list : {&difference.entered, &difference.left, &difference.moved})
        for (PreviewMove& move : *list) {
            auto things = thingsBehind(list == &difference.left ? before.catalog : after.catalog, move.mapping);
            if (sameMoment)
                if (const auto kept = keepDrafts(workspace, things); !kept)
                    return kept;
            // Drafts differ from what is approved by edits, however often they were sent to and fro since.
            auto found = newestOf(workspace, things, since, upTo, !sameMoment);
            if (found && !*found)
                found = newestOf(workspace, things, since, upTo, true);
            if (!found)
                return found.error();
            move.cause = std::move(*found);
        }
    for (auto* list : {&difference.entered, &difference.left, &difference.moved})
        for (PreviewMove& move : *list)
            if (!move.cause)
                move.cause = causeInSlot(difference, move);
    return {};
}

} // namespace shelf
