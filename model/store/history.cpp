// What the journal tells: the list of change sets, their contents, and what a thing was at any of them.
#include "model/change/block_codec.h"
#include "model/store/journal_search.h"
#include "model/store/workspace_impl.h"

#include <map>

namespace shelf {

namespace {

Error unknownChangeSet(uint64_t number)
{
    return {ErrorKind::Rejected, "UNKNOWN_CHANGESET", "change set " + std::to_string(number), "there is no such change set",
        "look at `shelfctl history`"};
}

// The first changes of a change set, up to `most`.
std::vector<Change> firstChanges(Journal& journal, const JournalEntry& entry, size_t most)
{
    std::vector<Change> changes;
    if (entry.header.origin == Origin::Feed && journal.isSealed(entry.header.number))
        return changes;
    for (size_t part = 0; part < entry.parts.size() && changes.size() < most; ++part) {
        const auto block = decodeBlock(journal.partBytes(entry.header.number, part));
        if (!block)
            throw StoreFailure(block.error());
        for (size_t row = 0; row < block->rows() && changes.size() < most; ++row)
            changes.push_back(block->row(row));
    }
    return changes;
}

// One entry as people see it.
class HistoryView {
public:
    explicit HistoryView(Workspace::Impl& workspace) : m_workspace(workspace) { }

    HistoryEntry of(const JournalEntry& entry, std::string_view hash)
    {
        HistoryEntry shown{entry.header, entry.changes, hex(hash), {}, {}};
        auto& name = m_names[entry.header.author];
        if (name.empty())
            name = m_workspace.personName(entry.header.author);
        shown.header.author = name;
        if (entry.header.origin == Origin::Feed) {
            const auto& sealed = m_workspace.store->journal.sealed();
            if (const auto seal = sealed.find(entry.header.number); seal != sealed.end())
                shown.archive = seal->second.archive;
        }
        return shown;
    }

private:
    Workspace::Impl& m_workspace;
    std::map<PersonId, std::string> m_names;
};

// The changes of one thing by change set, newest first.
std::map<uint64_t, std::vector<Change>> changesOf(
    Workspace::Impl& workspace, const Workspace::HistoryFilter& filter, const PersonId& author)
{
    std::map<uint64_t, std::vector<Change>> changes;
    JournalSearch search;
    search.keys = {filter.thing};
    search.after = filter.since.value_or(0);
    search.concerns = [&](const JournalEntry& entry) {
        return (filter.sinceTime.empty() || entry.header.time >= filter.sinceTime) && (author.empty() || entry.header.author == author);
    };
    search.archived = [&](const JournalEntry& entry) {
        if (filter.archived)
            filter.archived->push_back(entry.header.number);
    };
    searchBackwards(workspace.store->journal, search, [&](const JournalEntry& entry, const Change& change) {
        const bool isNew = !changes.contains(entry.header.number);
        if (isNew && filter.limit && changes.size() >= *filter.limit)
            return false;
        auto& own = changes[entry.header.number];
        if (own.size() < filter.details)
            own.insert(own.begin(), change); // found from the last to the first
        return true;
    });
    return changes;
}

} // namespace

Result<void> Workspace::readChangeSet(uint64_t number, const std::function<Result<void>(const ChangeBlock&)>& visit)
{
    return guarded(m_impl->shownPath, [&]() -> Result<void> {
        const auto entry = m_impl->store->journal.entry(number);
        if (!entry)
            return unknownChangeSet(number);
        for (size_t part = 0; part < entry->parts.size(); ++part) {
            auto block = decodeBlock(m_impl->store->journal.partBytes(number, part));
            if (!block)
                return block.error();
            if (auto visited = visit(*block); !visited)
                return visited;
        }
        return {};
    });
}

Result<std::vector<HistoryEntry>> Workspace::history(const HistoryFilter& filter)
{
    return guarded(m_impl->shownPath, [&]() -> Result<std::vector<HistoryEntry>> {
        std::vector<HistoryEntry> entries;
        auto& journal = m_impl->store->journal;
        HistoryView view(*m_impl);
        const auto author = filter.author.empty() ? PersonId() : personId(m_impl->id, filter.author);
        if (!filter.thing.empty()) {
            auto changes = changesOf(*m_impl, filter, author);
            for (auto each = changes.rbegin(); each != changes.rend(); ++each) {
                entries.push_back(view.of(journal.entry(each->first).value(), journal.hash(each->first)));
                entries.back().details = std::move(each->second);
            }
            return entries;
        }
        journal.visitBackwards([&](const JournalEntry& entry, std::string_view hash) {
            const auto& header = entry.header;
            if (filter.since && header.number <= *filter.since)
                return false;
            if (!filter.sinceTime.empty() && header.time < filter.sinceTime)
                return true; // a clock may have gone back: look on
            if (!author.empty() && header.author != author)
                return true;
            entries.push_back(view.of(entry, hash));
            if (filter.details)
                entries.back().details = firstChanges(journal, entry, filter.details);
            return !filter.limit || entries.size() < *filter.limit;
        });
        return entries;
    });
}

Result<uint64_t> Workspace::changeSetAt(std::string_view time)
{
    return guarded(m_impl->shownPath, [&]() -> Result<uint64_t> { return lastNumberAt(m_impl->store->journal, time); });
}

Result<std::string> Workspace::changeSetTime(uint64_t number)
{
    return guarded(m_impl->shownPath, [&]() -> Result<std::string> {
        auto entry = m_impl->store->journal.entry(number);
        return entry ? Result<std::string>(std::move(entry->header.time)) : Result<std::string>(unknownChangeSet(number));
    });
}

Result<std::string> Workspace::journalHash(uint64_t number)
{
    return guarded(m_impl->shownPath, [&]() -> Result<std::string> {
        if (number == 0)
            return hex(firstHash(m_impl->id));
        if (!m_impl->store->journal.entryBytes(number))
            return unknownChangeSet(number);
        return hex(m_impl->store->journal.hash(number));
    });
}

// Back from now: each later change says what was before it.
Result<AsOf<Thing>> Workspace::productAsOf(std::string_view sku, uint64_t number)
{
    return guarded(m_impl->shownPath, [&]() -> Result<AsOf<Thing>> {
        auto& store = *m_impl->store;
        if (number > store.journal.lastNumber())
            return unknownChangeSet(number);
        AsOf<Thing> past{store.products.find(sku), number, {}};
        if (past.thing && past.thing->changedIn <= number)
            return past;
        Thing thing = past.thing.value_or(Thing{ThingKind::Product, std::string(sku), 0, 0, {}});
        JournalSearch search;
        search.keys = {std::string(sku)};
        search.kind = ThingKind::Product;
        // Feeds that are archived matter only where they came after the moment asked for.
        search.archived = [&](const JournalEntry& entry) {
            if (entry.header.number > number)
                past.archived.push_back(entry.header.number);
        };
        thing.changedIn = 0;
        searchBackwards(store.journal, search, [&](const JournalEntry& entry, const Change& change) {
            if (entry.header.number <= number) {
                thing.changedIn = change.op == ChangeOp::Delete ? 0 : entry.header.number;
                return false;
            }
            for (const auto& field : change.fields)
                thing.fields.set(field.field, field.before);
            thing.revision = change.op == ChangeOp::Create ? 0 : change.baseRevision;
            return true; // an earlier life may have gone before
        });
        if (thing.revision > 0)
            past.thing = std::move(thing);
        else
            past.thing.reset();
        return past;
    });
}

// Forward from the beginning, by the same rules as when it was applied: so its status comes out as it was.
Result<AsOf<MappingState>> Workspace::mappingAsOf(std::string_view mappingId, uint64_t number)
{
    return guarded(m_impl->shownPath, [&]() -> Result<AsOf<MappingState>> {
        auto& store = *m_impl->store;
        if (number > store.journal.lastNumber())
            return unknownChangeSet(number);
        AsOf<MappingState> past{store.mappings.find(mappingId), number, {}};
        if (past.thing && past.thing->changedIn <= number)
            return past;
        MappingState state;
        state.id = mappingId;
        bool solo = false, nextSolo = false;
        uint64_t at = 0;
        JournalSearch search;
        search.keys = {std::string(mappingId), "four-eyes"};
        search.upTo = number;
        search.concerns = [](const JournalEntry& entry) {
            for (const auto& part : entry.parts)
                if (part.kind == ThingKind::Mapping || part.kind == ThingKind::Policy)
                    return true;
            return false;
        };
        std::optional<Error> trouble;
        searchForwards(store.journal, search, [&](const JournalEntry& entry, const Change& change) {
            if (at != entry.header.number) {
                at = entry.header.number;
                solo = nextSolo;
            }
            if (change.kind == ThingKind::Policy)
                for (const auto& field : change.fields)
                    if (field.field == "value")
                        nextSolo = field.after == "\"solo\"";
            if (change.kind != ThingKind::Mapping || change.key != mappingId)
                return true;
            const ChangeContext context{at, entry.header.author, entry.header.time.substr(0, 19) + "Z", entry.header.origin, solo};
            if (const auto reduced = reduce(state, change, context); !reduced)
                trouble = reduced.error();
            return !trouble;
        });
        if (trouble)
            return Error{ErrorKind::Workspace, "JOURNAL", std::string(mappingId),
                "the journal does not give this mapping's past: " + trouble->what, "look at it with `shelfctl audit verify`"};
        if (state.revision > 0)
            past.thing = std::move(state);
        else
            past.thing.reset();
        return past;
    });
}

} // namespace shelf
