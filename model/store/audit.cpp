// Proof: the chain of the journal, four eyes replayed over it, and the replay of everything against today's rows.
#include "model/change/block_codec.h"
#include "model/store/schema.h"
#include "model/store/workspace_impl.h"

#include <cstring>
#include <map>
#include <unordered_map>

namespace shelf {

namespace {

constexpr size_t mostProblems = 100;

void add(std::vector<std::string>& problems, std::string problem)
{
    if (problems.size() < mostProblems)
        problems.push_back(std::move(problem));
}

void cancelIf(const Progress& progress)
{
    if (progress.cancelled())
        throw StoreFailure({ErrorKind::Cancelled, "CANCELLED", "check", "cancelled", "start it again when you like"});
}

// What is wrong with one entry by itself; empty: nothing.
std::string entryProblem(Journal& journal, const JournalEntry& entry, int64_t number)
{
    if (entry.header.number != static_cast<uint64_t>(number))
        return "it carries another number";
    uint64_t rows = 0;
    for (size_t part = 0; part < entry.parts.size(); ++part) {
        std::string bytes;
        try {
            bytes = journal.partBytes(entry.header.number, part);
        } catch (const StoreFailure& failure) {
            return failure.error.what;
        }
        if (sha256Hex(bytes) != entry.parts[part].sha256)
            return "part " + std::to_string(part) + " is not what was written";
        const auto block = decodeBlock(bytes);
        if (!block || block->kind != entry.parts[part].kind || block->rows() != entry.parts[part].rows)
            return "part " + std::to_string(part) + " cannot be read";
        rows += block->rows();
    }
    return rows == entry.changes ? std::string() : "it does not hold the number of changes it names";
}

// Calls `visit` with every change of the journal in order.
template <typename Visit> void replay(Store& store, const Progress& progress, Visit visit)
{
    store.journal.visitForwards([&](int64_t, std::string_view bytes, std::string_view) {
        cancelIf(progress);
        const auto entry = decodeEntry(bytes);
        if (!entry)
            throw StoreFailure(entry.error());
        for (size_t part = 0; part < entry->parts.size(); ++part) {
            const auto block = decodeBlock(store.journal.partBytes(entry->header.number, part));
            if (!block)
                throw StoreFailure(block.error());
            for (size_t row = 0; row < block->rows(); ++row)
                visit(entry->header, block->row(row));
        }
        return true;
    });
}

std::string nameOf(const ChangeSetHeader& header)
{
    return "change set " + std::to_string(header.number) + ": ";
}

// The fields of a thing after a change, by the same rule as apply; false where a before does not match.
bool changeFields(FieldMap& fields, const Change& change)
{
    bool matches = true;
    for (const auto& field : change.fields) {
        matches = matches && fields.get(field.field) == field.before;
        fields.set(field.field, field.after);
    }
    return matches;
}

struct ReplayedProduct {
    std::string json;
    uint64_t revision = 0;
    uint64_t changedIn = 0;
};

} // namespace

JournalReport Workspace::Impl::verifyChain(const Progress& progress)
{
    JournalReport report;
    Digest head = firstHash(id);
    uint64_t parts = 0;
    const auto bad = [&](uint64_t number, const std::string& problem) {
        report.firstBad = number;
        report.problem = "entry " + std::to_string(number) + ": " + problem;
        return false;
    };
    store->journal.visitForwards([&](int64_t number, std::string_view bytes, std::string_view hash) {
        cancelIf(progress);
        const uint64_t expected = report.entries + 1;
        if (static_cast<uint64_t>(number) != expected)
            return bad(expected, "it is missing or was given another number");
        head = nextHash(head, bytes);
        if (hash.size() != head.size() || std::memcmp(hash.data(), head.data(), head.size()) != 0)
            return bad(expected, "its hash does not follow from its content and the entry before it");
        const auto entry = decodeEntry(bytes);
        if (!entry)
            return bad(expected, "it cannot be read");
        if (auto problem = entryProblem(store->journal, *entry, number); !problem.empty())
            return bad(expected, problem);
        parts += entry->parts.size();
        ++report.entries;
        return true;
    });
    if (report.ok() && parts != store->journal.partRows())
        bad(report.entries, "the journal holds parts that no entry names");
    report.head = hex(head);
    return report;
}

void Workspace::Impl::verifyMappings(std::vector<std::string>& problems, const Progress& progress)
{
    std::unordered_map<std::string, MappingState> states;
    bool solo = false, nextSolo = false;
    uint64_t number = 0, versions = 0;
    Query version(*store->database,
        "SELECT content, approved_by, approved_at, retired, solo, changed_in FROM mapping_version WHERE mapping = ? AND number = ?");
    const auto checkVersion = [&](const ChangeSetHeader& header, const MappingState& state) {
        const QueryScope scope(version);
        const std::string content = state.approved.content.toJson();
        ++versions;
        version.bind(1, state.id).bind(2, static_cast<int64_t>(state.approved.number));
        if (!version.step() || version.text(0) != content || version.text(1) != state.approved.approvedBy
            || version.text(2) != state.approved.approvedAt || (version.integer(3) != 0) != state.approved.retired
            || (version.integer(4) != 0) != state.approved.solo || static_cast<uint64_t>(version.integer(5)) != header.number)
            add(problems,
                nameOf(header) + "the stored version " + std::to_string(state.approved.number) + " of " + state.id
                    + " is not what was approved");
    };
    replay(*store, progress, [&](const ChangeSetHeader& header, const Change& change) {
        if (header.number != number) {
            number = header.number;
            solo = nextSolo;
        }
        if (change.kind == ThingKind::Policy && change.key == "four-eyes")
            for (const auto& field : change.fields)
                if (field.field == "value")
                    nextSolo = field.after == "\"solo\"";
        if (change.kind != ThingKind::Mapping)
            return;
        auto& state = states[change.key];
        if (state.id.empty())
            state.id = change.key;
        const uint32_t before = state.approved.number;
        const ChangeContext context{header.number, header.author, header.time.substr(0, 19) + "Z", header.origin, solo};
        if (state.revision != change.baseRevision)
            add(problems, nameOf(header) + change.key + " was changed on a revision that did not exist");
        if (const auto reduced = reduce(state, change, context); !reduced)
            add(problems, nameOf(header) + change.key + ": " + reduced.error().what);
        if (state.approved.number > before)
            checkVersion(header, state);
        if (state.revision == 0)
            states.erase(change.key);
    });
    size_t rows = 0;
    store->mappings.visit({}, [&](const MappingState& state) {
        ++rows;
        const auto replayed = states.find(state.id);
        if (replayed == states.end())
            add(problems, state.id + ": the journal does not know this mapping");
        else if (!(replayed->second == state))
            add(problems, state.id + ": its row is not what the journal gives");
        return true;
    });
    if (rows < states.size())
        add(problems, std::to_string(states.size() - rows) + " mappings of the journal are missing");
    if (versions != store->mappings.versionRows())
        add(problems, "the approved versions stored are not those of the journal");
}

void Workspace::Impl::verifyDefinitionsAndProducts(std::vector<std::string>& problems, const Progress& progress)
{
    std::map<std::pair<ThingKind, std::string>, Thing> things;
    for (auto& thing : builtInDefinitions())
        things[{thing.kind, thing.key}] = thing;
    std::unordered_map<std::string, ReplayedProduct> products;
    replay(*store, progress, [&](const ChangeSetHeader& header, const Change& change) {
        if (change.kind == ThingKind::Mapping)
            return;
        bool matches = true;
        if (change.kind == ThingKind::Product) {
            auto& product = products[change.key];
            auto fields = product.json.empty() ? FieldMap() : FieldMap::fromJson(product.json).value();
            matches = changeFields(fields, change) && product.revision == change.baseRevision;
            product = {fields.toJson(), product.revision + 1, header.number};
            if (change.op == ChangeOp::Delete)
                products.erase(change.key);
        } else {
            auto& thing = things[{change.kind, change.key}];
            matches = changeFields(thing.fields, change) && thing.revision == change.baseRevision;
            thing.kind = change.kind;
            thing.key = change.key;
            ++thing.revision;
            thing.changedIn = header.number;
            if (change.op == ChangeOp::Delete)
                things.erase({change.kind, change.key});
        }
        if (!matches)
            add(problems, nameOf(header) + std::string(kindName(change.kind)) + " " + change.key + " was not as the entry says");
    });
    const auto rows = store->definitions.all();
    for (const auto& row : rows) {
        const auto replayed = things.find({row.kind, row.key});
        if (replayed == things.end() || !(replayed->second == row))
            add(problems, std::string(kindName(row.kind)) + " " + row.key + ": its row is not what the journal gives");
    }
    if (rows.size() < things.size())
        add(problems, std::to_string(things.size() - rows.size()) + " definitions of the journal are missing");
    size_t count = 0;
    store->products.visitUnsorted([&](const Thing& product) {
        ++count;
        const auto replayed = products.find(product.key);
        if (replayed == products.end() || replayed->second.revision != product.revision || replayed->second.changedIn != product.changedIn
            || replayed->second.json != product.fields.toJson())
            add(problems, "product " + product.key + ": its row is not what the journal gives");
        return true;
    });
    if (count < products.size())
        add(problems, std::to_string(products.size() - count) + " products of the journal are missing");
}

Result<JournalReport> Workspace::verifyJournal(const Progress& progress)
{
    return guarded(m_impl->shownPath, [&]() -> Result<JournalReport> {
        auto report = m_impl->verifyChain(progress);
        if (!report.ok())
            return report;
        std::vector<std::string> problems;
        m_impl->verifyMappings(problems, progress);
        if (!problems.empty())
            report.problem = problems.front();
        return report;
    });
}

Result<CheckReport> Workspace::check(bool deep, const Progress& progress)
{
    return guarded(m_impl->shownPath, [&]() -> Result<CheckReport> {
        CheckReport report;
        const auto pragma = [&](const char* sql) {
            Query query(*m_impl->store->database, sql);
            while (query.step())
                if (query.text(0) != "ok")
                    add(report.problems, "the file: " + query.string(0));
        };
        pragma(deep ? "PRAGMA integrity_check(20)" : "PRAGMA quick_check(20)");
        if (deep)
            pragma("PRAGMA foreign_key_check");
        if (schemaFingerprint(*m_impl->store->database) != expectedFingerprint(m_impl->facts.schemaVersion))
            add(report.problems, "the tables are not those of a Shelfwright workspace");
        const auto chain = m_impl->verifyChain(progress);
        if (!chain.ok())
            add(report.problems, "the journal: " + chain.problem);
        if (!report.ok())
            return report;
        m_impl->verifyMappings(report.problems, progress);
        if (deep)
            m_impl->verifyDefinitionsAndProducts(report.problems, progress);
        return report;
    });
}

} // namespace shelf
