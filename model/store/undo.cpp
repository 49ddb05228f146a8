// Undo and redo over the journal: which change set is meant, and the change set that takes its effect back.
#include "model/change/block_codec.h"
#include "model/store/workspace_impl.h"

#include <map>
#include <unordered_set>

namespace shelf {

namespace {

struct Step {
    Origin origin = Origin::Edit;
    std::optional<uint64_t> undoes;
    std::string label;
    bool active = true; // its effect has not been taken back
};

// Every change set of the journal with whether its effect stands. An undo of an undo brings the first effect back.
std::map<uint64_t, Step> stepsOf(Journal& journal)
{
    std::map<uint64_t, Step> steps;
    journal.visitForwards([&](int64_t number, std::string_view bytes, std::string_view) {
        const auto entry = decodeEntry(bytes);
        if (!entry)
            throw StoreFailure(entry.error());
        const auto& header = entry->header;
        steps[static_cast<uint64_t>(number)] = {header.origin, header.undoes, header.label, true};
        if (!header.undoes)
            return true;
        if (header.origin == Origin::Redo) {
            steps[*header.undoes].active = true;
        } else if (header.origin == Origin::Undo) {
            auto& undone = steps[*header.undoes];
            undone.active = false;
            if (undone.origin == Origin::Undo && undone.undoes)
                steps[*undone.undoes].active = true;
        }
        return true;
    });
    return steps;
}

bool isCounterpart(const Step& step)
{
    return step.origin == Origin::Undo || step.origin == Origin::Redo;
}

// A block of products or definitions turned round: the befores decide whether it still applies.
ChangeBlock turnedRound(ChangeBlock block)
{
    for (auto& column : block.columns) {
        column.before.padTo(block.rows());
        column.after.padTo(block.rows());
        std::swap(column.before, column.after);
    }
    for (size_t row = 0; row < block.rows(); ++row) {
        if (block.ops[row] != ChangeOp::Edit)
            block.ops[row] = block.ops[row] == ChangeOp::Create ? ChangeOp::Delete : ChangeOp::Create;
        block.baseRevisions[row] = anyRevision;
    }
    return block;
}

// Gives the blocks that take one change set back, last part first.
class Reverse {
public:
    Reverse(Workspace::Impl& workspace, uint64_t number, size_t parts, std::vector<Conflict>& conflicts)
        : m_workspace(workspace), m_number(number), m_left(parts), m_conflicts(conflicts)
    {
    }

    Result<bool> next(ChangeBlock& block)
    {
        for (;;) {
            if (m_rows > 0) {
                block = mappingsTakenBack();
            } else if (m_left > 0) {
                auto part = decodeBlock(m_workspace.store->journal.partBytes(m_number, --m_left));
                if (!part)
                    return part.error();
                if (part->kind == ThingKind::Mapping) {
                    m_part = *std::move(part);
                    m_rows = m_part.rows();
                    continue;
                }
                block = turnedRound(*std::move(part));
            } else {
                return false;
            }
            if (block.rows() > 0)
                return true;
        }
    }

private:
    // From the last row to the first. A block ends before a mapping that is in it already: its next step is to be seen from the
    // state after this one.
    ChangeBlock mappingsTakenBack()
    {
        ChangeBlock block;
        block.kind = ThingKind::Mapping;
        std::unordered_set<std::string> taken;
        for (; m_rows > 0; --m_rows) {
            const Change original = m_part.row(m_rows - 1);
            if (!taken.insert(original.key).second)
                break;
            MappingState now = m_workspace.store->mappings.find(original.key).value_or(MappingState{});
            if (now.id.empty())
                now.id = original.key;
            const auto change = undoChange(original, now);
            if (!change)
                m_conflicts.push_back({"mapping", original.key, change.error().where, change.error().what});
            else if (*change)
                block.add(**change);
        }
        return block;
    }

    Workspace::Impl& m_workspace;
    uint64_t m_number;
    size_t m_left; // parts not yet begun
    ChangeBlock m_part; // of mappings, of which
    size_t m_rows = 0; // rows are left
    std::vector<Conflict>& m_conflicts;
};

} // namespace

Result<UndoOutcome> Workspace::Impl::takeBack(
    uint64_t number, Origin origin, uint64_t counterpart, const std::string& author, const ApplyOptions& applyOptions)
{
    const auto entry = store->journal.entry(number);
    if (!entry)
        return Error{ErrorKind::Rejected, "UNKNOWN_CHANGESET", "change set " + std::to_string(number), "there is no such change set",
            "look at `shelfctl history`"};
    const auto named = store->journal.entry(counterpart);
    UndoOutcome outcome;
    Reverse reverse(*this, number, entry->parts.size(), outcome.conflicts);
    ChangeSetHeader header;
    header.author = author;
    header.origin = origin;
    header.undoes = counterpart;
    header.label = (origin == Origin::Undo ? "Undo: " : "Redo: ") + (named ? named->header.label : std::string());
    const auto applied = apply(
        header, [&](ChangeBlock& block) { return reverse.next(block); }, applyOptions, &outcome.conflicts);
    if (!applied) {
        // What something else still needs is a conflict like any other: named, and nothing changed.
        if (applied.error().kind != ErrorKind::Rejected && applied.error().kind != ErrorKind::Refused)
            return applied.error();
        outcome.conflicts.push_back({"", applied.error().where, "", applied.error().what});
        return outcome;
    }
    outcome.number = applied->number;
    if (applied->number || (applyOptions.dryRun && applied->changes > 0))
        outcome.undone = counterpart;
    return outcome;
}

Result<UndoOutcome> Workspace::undo(const std::string& author, std::optional<uint64_t> number, const ApplyOptions& options)
{
    return guarded(m_impl->shownPath, [&]() -> Result<UndoOutcome> {
        const auto steps = stepsOf(m_impl->store->journal);
        if (number) {
            const auto step = steps.find(*number);
            if (step != steps.end() && !step->second.active)
                return Error{ErrorKind::Rejected, "ALREADY_UNDONE", "change set " + std::to_string(*number),
                    "its effect has already been taken back", "use redo to bring it again"};
            auto outcome = m_impl->takeBack(*number, Origin::Undo, *number, author, options);
            if (outcome && !outcome->undone && outcome->conflicts.empty())
                outcome->skipped.push_back(*number);
            return outcome;
        }
        std::vector<uint64_t> skipped;
        for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
            if (!step->second.active || isCounterpart(step->second))
                continue;
            auto outcome = m_impl->takeBack(step->first, Origin::Undo, step->first, author, options);
            if (!outcome)
                return outcome;
            if (outcome->undone || !outcome->conflicts.empty()) {
                outcome->skipped = skipped;
                return outcome;
            }
            skipped.push_back(step->first);
        }
        UndoOutcome nothing;
        nothing.skipped = skipped;
        return nothing;
    });
}

Result<UndoOutcome> Workspace::redo(const std::string& author, const ApplyOptions& options)
{
    return guarded(m_impl->shownPath, [&]() -> Result<UndoOutcome> {
        const auto steps = stepsOf(m_impl->store->journal);
        for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
            if (!isCounterpart(step->second))
                break; // something new was done since: there is nothing to bring again
            if (step->second.origin != Origin::Undo || !step->second.active || !step->second.undoes)
                continue;
            if (steps.at(*step->second.undoes).active)
                continue; // brought again already
            return m_impl->takeBack(step->first, Origin::Redo, *step->second.undoes, author, options);
        }
        return UndoOutcome{};
    });
}

} // namespace shelf
