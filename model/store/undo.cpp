// Undo and redo over the journal: which change set is meant, and the change set that takes its effect back.
#include "model/change/block_codec.h"
#include "model/domain/mapping.h"
#include "model/store/workspace_impl.h"

#include <future>
#include <map>
#include <unordered_set>

namespace shelf {

namespace {

constexpr size_t mostConflicts = 1000;

struct Step {
    Origin origin = Origin::Edit;
    std::optional<uint64_t> undoes;
    std::string label;
    bool active = true; // its effect has not been taken back
};

using Steps = std::map<uint64_t, Step>;

// An undo of an undo brings the first effect back, an undo of a redo takes it away again.
void setActive(Steps& steps, uint64_t number, bool active)
{
    for (int depth = 0; depth < 1000000; ++depth) {
        Step& step = steps[number];
        step.active = active;
        if (!step.undoes || *step.undoes >= number)
            return;
        if (step.origin == Origin::Undo)
            active = !active;
        else if (step.origin != Origin::Redo)
            return;
        number = *step.undoes;
    }
}

// Every change set of the journal with whether its effect stands.
Steps stepsOf(Journal& journal)
{
    Steps steps;
    journal.visitForwards([&](int64_t number, std::string_view bytes, std::string_view) {
        const auto entry = decodeEntry(bytes);
        if (!entry)
            throw StoreFailure(entry.error());
        const auto& header = entry->header;
        const auto own = static_cast<uint64_t>(number);
        steps[own] = {header.origin, header.undoes, header.label, true};
        if (!header.undoes || *header.undoes >= own)
            return true;
        if (header.origin == Origin::Undo) {
            setActive(steps, *header.undoes, false);
        } else if (header.origin == Origin::Redo) {
            // The undo that it took back has no effect any more.
            for (auto step = steps.rbegin(); step != steps.rend(); ++step)
                if (step->first < own && step->second.origin == Origin::Undo && step->second.active
                    && step->second.undoes == header.undoes) {
                    step->second.active = false;
                    break;
                }
            setActive(steps, *header.undoes, true);
        }
        return true;
    });
    return steps;
}

bool isCounterpart(const Step& step)
{
    return step.origin == Origin::Undo || step.origin == Origin::Redo;
}

// What has no effect of its own to take back.
bool isPassedOver(const Step& step)
{
    return isCounterpart(step) || step.origin == Origin::Seal;
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
            } else if (m_left > 0 || m_ahead.valid()) {
                auto part = nextPart();
                if (!part)
                    return part.error();
                if (part->kind == ThingKind::Mapping) {
                    m_part = *std::move(part);
                    m_rows = m_part.rows();
                    continue;
                }
                block = *std::move(part);
            } else {
                return false;
            }
            if (block.rows() > 0)
                return true;
        }
    }

private:
    static Result<ChangeBlock> unpacked(const std::string& bytes)
    {
        auto part = decodeBlock(bytes);
        if (!part || part->kind == ThingKind::Mapping)
            return part;
        return turnedRound(*std::move(part));
    }

    // While one large part is worked on, the next is unpacked on another thread.
    Result<ChangeBlock> nextPart()
    {
        constexpr size_t worthAThread = 65536; // bytes
        auto part = m_ahead.valid() ? m_ahead.get() : unpacked(m_workspace.store->journal.partBytes(m_number, --m_left));
        if (m_left > 0 && part && part->bytes() > worthAThread)
            m_ahead = std::async(
                std::launch::async, [bytes = m_workspace.store->journal.partBytes(m_number, --m_left)] { return unpacked(bytes); });
        return part;
    }

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
            std::vector<FieldConflict> fields;
            const auto change = undoChange(original, now, &fields);
            if (!change && fields.empty() && m_conflicts.size() < mostConflicts)
                m_conflicts.push_back({"mapping", original.key, {}, change.error().what, {}, {}});
            for (const auto& field : fields)
                if (m_conflicts.size() < mostConflicts)
                    m_conflicts.push_back({"mapping", original.key, field.field, {}, field.expected, field.actual});
            if (change && *change)
                block.add(**change);
        }
        return block;
    }

    Workspace::Impl& m_workspace;
    uint64_t m_number;
    size_t m_left; // parts not yet begun
    std::future<Result<ChangeBlock>> m_ahead;
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
    if (entry->header.origin == Origin::Feed && store->journal.isSealed(number) && !entry->parts.empty())
        store->journal.partBytes(number, 0); // says that it is archived, and where
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
        const Error& error = applied.error();
        if ((error.kind != ErrorKind::Rejected && error.kind != ErrorKind::Refused) || error.code == "ARCHIVED")
            return error;
        outcome.conflicts.push_back({mappingKindOf(error.where) ? "mapping" : "", error.where, {}, error.what, {}, {}});
    }
    if (!outcome.conflicts.empty()) {
        explainConflicts(outcome.conflicts, number);
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
        std::vector<uint64_t> skipped, archived;
        for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
            if (!step->second.active || isPassedOver(step->second))
                continue;
            if (step->second.origin == Origin::Feed && m_impl->store->journal.isSealed(step->first)) {
                skipped.push_back(step->first);
                archived.push_back(step->first);
                continue;
            }
            auto outcome = m_impl->takeBack(step->first, Origin::Undo, step->first, author, options);
            if (!outcome)
                return outcome;
            if (outcome->undone || !outcome->conflicts.empty()) {
                outcome->skipped = std::move(skipped);
                outcome->archived = std::move(archived);
                return outcome;
            }
            skipped.push_back(step->first);
        }
        UndoOutcome nothing;
        nothing.skipped = std::move(skipped);
        nothing.archived = std::move(archived);
        return nothing;
    });
}

Result<UndoOutcome> Workspace::redo(const std::string& author, std::optional<uint64_t> number, const ApplyOptions& options)
{
    return guarded(m_impl->shownPath, [&]() -> Result<UndoOutcome> {
        const auto steps = stepsOf(m_impl->store->journal);
        if (number) {
            const std::string where = "change set " + std::to_string(*number);
            const auto named = steps.find(*number);
            if (named == steps.end())
                return Error{ErrorKind::Rejected, "UNKNOWN_CHANGESET", where, "there is no such change set", "look at `shelfctl history`"};
            if (named->second.active)
                return Error{ErrorKind::Rejected, "NOT_UNDONE", where, "it is not undone", "name a change set that was taken back"};
        }
        for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
            if (!number && !isPassedOver(step->second))
                break; // something new was done since: there is nothing to bring again
            if (step->second.origin != Origin::Undo || !step->second.active || !step->second.undoes)
                continue;
            if (steps.at(*step->second.undoes).active || (number && *step->second.undoes != *number))
                continue; // brought again already, or not meant
            return m_impl->takeBack(step->first, Origin::Redo, *step->second.undoes, author, options);
        }
        return UndoOutcome{};
    });
}

} // namespace shelf
