// Proof: the chain of the journal, four eyes replayed over it, and the replay of everything against today's rows.
#include "model/change/block_codec.h"
#include "model/domain/product.h"
#include "model/store/archive.h"
#include "model/store/count_tables.h"
#include "model/store/frozen.h"
#include "model/store/schema.h"
#include "model/store/workspace_impl.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <set>
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

// What is wrong with one entry by itself; empty: nothing. The content of a sealed one may be gone, as a whole.
std::string entryProblem(Journal& journal, const JournalEntry& entry, int64_t number, bool isSealed)
{
    if (entry.header.number != static_cast<uint64_t>(number))
        return "it carries another number";
    const uint64_t stored = journal.partRows(entry.header.number);
    if (isSealed && entry.header.origin == Origin::Feed && stored == 0)
        return {};
    if (stored > entry.parts.size())
        return "the journal holds a part of it that it does not name";
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
        const auto keys = decodeKeys(bytes); // what has the right hash was written by us
        if (!keys || keys->kind != entry.parts[part].kind || keys->keys.size() != entry.parts[part].rows)
            return "part " + std::to_string(part) + " cannot be read";
        rows += keys->keys.size();
    }
    return rows == entry.changes ? std::string() : "it does not hold the number of changes it names";
}

// The contents of change sets, from the journal or from archives.
class Contents {
public:
    Contents(Store& store, const std::string& workspaceId, const std::vector<std::string>& archives) : m_store(store)
    {
        for (const auto& path : archives) {
            auto archive = Archive::open(path, workspaceId);
            if (!archive)
                throw StoreFailure(archive.error());
            m_archives.push_back(*std::move(archive));
        }
    }

    // Nothing where it is in an archive that was not given, or that does not hold what the journal says.
    std::optional<std::string> part(const JournalEntry& entry, size_t part)
    {
        const uint64_t number = entry.header.number;
        if (entry.header.origin != Origin::Feed || !m_store.journal.isSealed(number) || m_store.journal.partRows(number) > 0)
            return m_store.journal.partBytes(number, part);
        for (const auto& archive : m_archives)
            if (auto bytes = archive->part(number, part); bytes && sha256Hex(*bytes) == entry.parts[part].sha256)
                return bytes;
        return std::nullopt;
    }

private:
    Store& m_store;
    std::vector<std::unique_ptr<Archive>> m_archives;
};

// Calls `visit` with every change of the journal in order, of the kinds that `wanted` accepts; `missing` with each change set of
// which something cannot be had.
template <typename Wanted, typename Visit, typename Missing>
void replay(Store& store, Contents& contents, const Progress& progress, Wanted wanted, Visit visit, Missing missing)
{
    store.journal.visitForwards([&](int64_t, std::string_view bytes, std::string_view) {
        cancelIf(progress);
        const auto entry = decodeEntry(bytes);
        if (!entry)
            throw StoreFailure(entry.error());
        for (size_t part = 0; part < entry->parts.size(); ++part) {
            if (!wanted(entry->parts[part].kind))
                continue;
            const auto payload = contents.part(*entry, part);
            if (!payload) {
                missing(entry->header.number);
                break;
            }
            const auto block = decodeBlock(*payload);
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

// What feeds change cannot be compared once some of them could not be replayed.
bool comparable(const std::string& field, bool gap)
{
    static constexpr std::array<std::string_view, 5> fed = {"price", "cost", "currency", "stock", "stock_since"};
    return !gap || (coreField(field) && std::find(fed.begin(), fed.end(), field) == fed.end());
}

// The fields of a thing after a change, by the same rule as apply; false where a before does not match.
bool changeFields(FieldMap& fields, const Change& change, bool gap)
{
    bool matches = true;
    for (const auto& field : change.fields) {
        matches = matches && (fields.get(field.field) == field.before || !comparable(field.field, gap));
        fields.set(field.field, field.after);
    }
    return matches;
}

FieldMap comparableFields(const FieldMap& fields)
{
    FieldMap kept;
    for (const auto& [field, json] : fields)
        if (comparable(field, true))
            kept.append(field, json);
    return kept;
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
    const auto bad = [&](uint64_t number, const std::string& problem) {
        report.firstBad = number;
        report.problem = "entry " + std::to_string(number) + ": " + problem;
        return false;
    };
    // The chain first, by itself: which contents may be missing is only known from seals that are in it.
    Digest head = firstHash(id);
    store->journal.visitForwards([&](int64_t number, std::string_view bytes, std::string_view hash) {
        cancelIf(progress);
        const uint64_t expected = report.entries + 1;
        if (static_cast<uint64_t>(number) != expected)
            return bad(expected, "it is missing or was given another number");
        head = nextHash(head, bytes);
        if (hash.size() != head.size() || std::memcmp(hash.data(), head.data(), head.size()) != 0)
            return bad(expected, "its hash does not follow from its content and the entry before it");
        ++report.entries;
        return true;
    });
    // Then what each entry up to there names. Where the chain breaks, a feed without content may have been sealed after the break.
    const bool broken = !report.ok();
    const uint64_t whole = report.entries;
    uint64_t seen = 0;
    store->journal.visitForwards([&](int64_t number, std::string_view bytes, std::string_view) {
        cancelIf(progress);
        if (seen == whole)
            return false;
        const auto entry = decodeEntry(bytes);
        if (!entry)
            return bad(seen + 1, "it cannot be read");
        const bool isSealed = store->journal.isSealed(static_cast<uint64_t>(number)) || (broken && entry->header.origin == Origin::Feed);
        if (auto problem = entryProblem(store->journal, *entry, number, isSealed); !problem.empty())
            return bad(seen + 1, problem);
        ++seen;
        return true;
    });
    report.entries = seen;
    if (report.ok())
        if (const auto stray = store->journal.strayPart())
            bad(*stray, "the journal holds a part of it, but no such entry");
    report.head = hex(head);
    return report;
}

void Workspace::Impl::verifyMappings(std::vector<std::string>& problems, const Progress& progress)
{
    std::unordered_map<std::string, MappingState> states;
    bool solo = false, nextSolo = false;
    uint64_t number = 0, versions = 0;
    int64_t frozen = 0; // contents that approvals speak of
    Query version(*store->database,
        "SELECT content, approved_by, approved_at, retired, solo, changed_in, reach FROM mapping_version WHERE mapping = ? AND number = ?");
    const auto checkVersion = [&](const ChangeSetHeader& header, const MappingState& state) {
        const QueryScope scope(version);
        const std::string content = state.approved.content.toJson();
        ++versions;
        version.bind(1, state.id).bind(2, static_cast<int64_t>(state.approved.number));
        if (!version.step() || version.text(0) != content || version.text(1) != state.approved.approvedBy
            || version.text(2) != state.approved.approvedAt || (version.integer(3) != 0) != state.approved.retired
            || (version.integer(4) != 0) != state.approved.solo || version.text(6) != state.approved.reach
            || static_cast<uint64_t>(version.integer(5)) != header.number)
            add(problems,
                nameOf(header) + "the stored version " + std::to_string(state.approved.number) + " of " + state.id
                    + " is not what was approved");
        else if (const auto promised = parseJson(state.approved.reach); promised && promised->contains("sha256")) {
            ++frozen;
            if (sha256Hex(frozenText(*store->database, state.id, state.approved.number)) != (*promised)["sha256"].text())
                add(problems, nameOf(header) + "what " + state.id + " was frozen as is not what was approved");
        }
    };
    Contents contents(*store, id, {});
    const auto wanted = [](ThingKind kind) { return kind == ThingKind::Mapping || kind == ThingKind::Policy; };
    const auto visit = [&](const ChangeSetHeader& header, const Change& change) {
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
    };
    replay(*store, contents, progress, wanted, visit, [](uint64_t) {});
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
    Query kept(*store->database, "SELECT count(*) FROM frozen");
    if (!kept.step() || kept.integer(0) != frozen) // released links would come from the others too
        add(problems, "the frozen links stored are not those that were approved");
}

void Workspace::Impl::verifyCounts(std::vector<std::string>& problems, const Progress& progress)
{
    std::set<std::string> named;
    Contents contents(*store, id, {});
    const auto visit = [&named](const ChangeSetHeader&, const Change& change) {
        for (const FieldChange& field : change.fields)
            for (const std::string& json : {field.before, field.after})
                if (field.field == "counts" && json.size() > 2)
                    named.insert(json.substr(1, json.size() - 2));
    };
    replay(
        *store, contents, progress, [](ThingKind kind) { return kind == ThingKind::DataSet; }, visit, [](uint64_t) {});
    const std::vector<std::string> there = countTableNames(*store->database);
    for (const std::string& sha256 : there) {
        cancelIf(progress);
        if (!named.contains(sha256))
            add(problems, "the counts " + sha256.substr(0, 12) + " are of no data set that the journal knows");
        else if (!readCountTable(*store->database, sha256, {}))
            add(problems, "the counts " + sha256.substr(0, 12) + " are not what was written");
    }
    for (const Thing* dataSet : definitions.all(ThingKind::DataSet))
        if (!std::binary_search(there.begin(), there.end(), dataSet->fields.text("counts")))
            add(problems, "data set " + dataSet->key + ": its counts are missing");
}

void Workspace::Impl::verifyDefinitionsAndProducts(CheckReport& report, const Progress& progress, const std::vector<std::string>& archives)
{
    auto& problems = report.problems;
    std::map<std::pair<ThingKind, std::string>, Thing> things;
    for (auto& thing : builtInDefinitions())
        things[{thing.kind, thing.key}] = thing;
    std::unordered_map<std::string, ReplayedProduct> products;
    const auto gap = [&report] { return !report.archived.empty(); };
    const auto replayProduct = [&](const ChangeSetHeader& header, const Change& change) {
        auto& product = products[change.key];
        auto fields = product.json.empty() ? FieldMap() : FieldMap::fromJson(product.json).value();
        const bool matches = changeFields(fields, change, gap())
            && (product.revision == change.baseRevision || (gap() && product.revision < change.baseRevision));
        product = {fields.toJson(), change.baseRevision + 1, header.number};
        if (change.op == ChangeOp::Delete)
            products.erase(change.key);
        return matches;
    };
    const auto replayDefinition = [&](const ChangeSetHeader& header, const Change& change) {
        auto& thing = things[{change.kind, change.key}];
        const bool matches = changeFields(thing.fields, change, false) && thing.revision == change.baseRevision;
        thing.kind = change.kind;
        thing.key = change.key;
        ++thing.revision;
        thing.changedIn = header.number;
        if (change.op == ChangeOp::Delete)
            things.erase({change.kind, change.key});
        return matches;
    };
    Contents contents(*store, id, archives);
    const auto visit = [&](const ChangeSetHeader& header, const Change& change) {
        if (!(change.kind == ThingKind::Product ? replayProduct(header, change) : replayDefinition(header, change)))
            add(problems, nameOf(header) + std::string(kindName(change.kind)) + " " + change.key + " was not as the entry says");
    };
    replay(
        *store, contents, progress, [](ThingKind kind) { return kind != ThingKind::Mapping; }, visit,
        [&report](uint64_t number) { report.archived.push_back(number); });
    const auto rows = store->definitions.all();
    for (const auto& row : rows) {
        const auto replayed = things.find({row.kind, row.key});
        if (replayed == things.end() || !(replayed->second == row))
            add(problems, std::string(kindName(row.kind)) + " " + row.key + ": its row is not what the journal gives");
    }
    if (rows.size() < things.size())
        add(problems, std::to_string(things.size() - rows.size()) + " definitions of the journal are missing");
    size_t count = 0;
    const auto isArchived = [&report](uint64_t number) { // they were found in order
        return std::binary_search(report.archived.begin(), report.archived.end(), number);
    };
    const auto same = [&](const ReplayedProduct& replayed, const Thing& product) {
        if (replayed.revision == product.revision && replayed.changedIn == product.changedIn && replayed.json == product.fields.toJson())
            return true;
        // Only an archived feed may have changed it since, and only what feeds change.
        return gap() && replayed.revision <= product.revision && (replayed.changedIn == product.changedIn || isArchived(product.changedIn))
            && comparableFields(FieldMap::fromJson(replayed.json).value()) == comparableFields(product.fields);
    };
    store->products.visitUnsorted([&](const Thing& product) {
        ++count;
        const auto replayed = products.find(product.key);
        if (replayed == products.end() || !same(replayed->second, product))
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
        m_impl->verifyCounts(problems, progress);
        if (!problems.empty())
            report.problem = problems.front();
        return report;
    });
}

Result<CheckReport> Workspace::check(bool deep, const Progress& progress, const std::vector<std::string>& archives)
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
        m_impl->verifyCounts(report.problems, progress);
        if (deep)
            m_impl->verifyDefinitionsAndProducts(report, progress, archives);
        return report;
    });
}

} // namespace shelf
