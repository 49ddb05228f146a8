// Why a change set cannot be taken back: which later change set touched the same thing or field, who made it, and when.
#include "model/domain/text.h"
#include "model/store/journal_search.h"
#include "model/store/workspace_impl.h"

#include <map>

namespace shelf {

namespace {

constexpr size_t shownValue = 60;

std::string shown(const std::string& json)
{
    return json.empty() ? "nothing" : forTerminal(json, shownValue);
}

// How closely a change has to do with a conflict; the closest is looked for first.
enum class Closeness { SameField, Decision, SameThing };

bool touches(const Change& change, const std::string& field, Closeness closeness)
{
    if (closeness == Closeness::SameThing)
        return true;
    if (closeness == Closeness::Decision) // the approval of a retirement gives up what the draft held
        return change.kind == ThingKind::Mapping && isDecision(change);
    if (field.empty() || change.op == ChangeOp::Delete)
        return change.op != ChangeOp::Edit;
    for (const auto& each : change.fields)
        if (each.field == field)
            return true;
    return false;
}

std::string whoDidIt(const Conflict& conflict, ChangeOp op)
{
    return conflict.author + " "
        + (op == ChangeOp::Create        ? "added it"
                : op == ChangeOp::Delete ? "removed it"
                                         : "changed it")
        + " on " + conflict.time + " (change set " + std::to_string(*conflict.changeSet) + ": " + conflict.label + ")";
}

std::string sentence(const Conflict& conflict, ChangeOp op)
{
    if (!conflict.because.empty())
        return conflict.because + ": " + whoDidIt(conflict, op);
    if (conflict.field.empty() || op == ChangeOp::Delete)
        return whoDidIt(conflict, op);
    return "it was to be " + shown(conflict.expected) + " and is " + shown(conflict.actual) + ": " + whoDidIt(conflict, op);
}

} // namespace

void Workspace::Impl::explainConflicts(std::vector<Conflict>& conflicts, uint64_t number)
{
    std::multimap<std::pair<std::string, std::string>, Conflict*> open; // by kind and key
    JournalSearch search;
    search.after = number;
    for (Conflict& conflict : conflicts) {
        if (conflict.kind.empty())
            continue;
        open.emplace(std::pair(conflict.kind, conflict.key), &conflict);
        search.keys.insert(conflict.key);
    }
    const auto settle = [&](const JournalEntry& entry, const Change& change, Closeness closeness) {
        const auto [first, last] = open.equal_range(std::pair(std::string(kindName(change.kind)), change.key));
        for (auto each = first; each != last;) {
            Conflict& conflict = *each->second;
            if (!touches(change, conflict.field, closeness)) {
                ++each;
                continue;
            }
            conflict.changeSet = entry.header.number;
            conflict.author = personName(entry.header.author);
            conflict.time = entry.header.time;
            conflict.label = entry.header.label;
            conflict.because = sentence(conflict, change.op);
            each = open.erase(each);
        }
        return !open.empty();
    };
    for (const auto closeness : {Closeness::SameField, Closeness::Decision, Closeness::SameThing})
        if (!open.empty())
            searchBackwards(
                store->journal, search, [&](const JournalEntry& entry, const Change& change) { return settle(entry, change, closeness); });
    for (Conflict& conflict : conflicts)
        if (conflict.because.empty())
            conflict.because = conflict.field.empty() ? "it has changed since"
                                                      : "it was to be " + shown(conflict.expected) + " and is " + shown(conflict.actual);
}

} // namespace shelf
