#include "model/store/workspace_impl.h"

#include "model/domain/mapping.h"
#include "model/domain/text.h"
#include "model/store/new_file.h"
#include "model/store/schema.h"

#include <algorithm>

namespace shelf {

int64_t Store::dataVersion()
{
    Query query(*database, "PRAGMA data_version");
    return query.step() ? query.integer(0) : 0;
}

namespace {

Error damagedError(const std::string& path, const std::string& what)
{
    return {ErrorKind::Workspace, "DAMAGED", path, what, "restore a backup"};
}

// The checks that need SQLite: the schema is exactly ours, and a file that was not closed cleanly is sound.
Result<void> checkOpened(Store& store, const FileFacts& facts, const std::string& shownPath)
{
    if (schemaFingerprint(*store.database) != expectedFingerprint(facts.schemaVersion))
        return damagedError(shownPath, "the workspace's tables are not those of a Shelfwright workspace");
    if (facts.closedCleanly)
        return {};
    Query query(*store.database, "PRAGMA quick_check(1)");
    if (!query.step() || query.text(0) != "ok")
        return damagedError(shownPath, "the workspace was not closed cleanly and is damaged");
    return {};
}

Result<std::string> readId(Store& store, const std::string& shownPath)
{
    Query query(*store.database, "SELECT value FROM workspace WHERE name = 'id'");
    if (!query.step() || query.text(0).size() != 36)
        return damagedError(shownPath, "the workspace has no id");
    return query.string(0);
}

// Brings an older file up to date: a backup beside it first, then the migrations in one transaction.
Result<void> migrateFile(FileFacts& facts, const std::string& shownPath)
{
    const std::string backup = facts.path + ".v" + std::to_string(facts.schemaVersion) + ".backup";
    {
        auto database = connect(facts, ConnectionUse::ReadWrite);
        if (schemaFingerprint(*database) != expectedFingerprint(facts.schemaVersion))
            return damagedError(shownPath, "the workspace's tables are not those of a Shelfwright workspace");
        if (auto copied = copyDatabase(*database, backup, {}); !copied && copied.error().code != "EXISTS")
            return copied.error();
        migrate(*database, facts.schemaVersion);
    }
    facts.schemaVersion = shelf::schemaVersion;
    return {};
}

} // namespace

Workspace::Workspace(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }
Workspace::~Workspace()
{
    m_impl->rememberHead();
}

Result<std::unique_ptr<Workspace>> Workspace::create(const std::string& path, const OpenOptions& options)
{
    return guarded(path, [&]() -> Result<std::unique_ptr<Workspace>> {
        const auto fill = [&](SQLite::Database& database) {
            database.exec("BEGIN");
            createSchema(database);
            Query insert(database, "INSERT INTO workspace(name, value) VALUES(?, ?)");
            insert.bind(1, "id").bind(2, newUuid()).run();
            insert.bind(1, "created").bind(2, formatTime(options.clock())).run();
            insert.bind(1, "tool").bind(2, SHELF_VERSION).run();
            DefinitionRows rows(database);
            for (const auto& thing : builtInDefinitions())
                rows.put(thing);
            database.exec("COMMIT");
        };
        if (auto made = makeDatabaseFile(path, fill); !made)
            return made.error();
        auto opened = open(path, options);
        if (!opened)
            removeDatabaseFiles(path); // made a moment ago and not yet acknowledged: as if it had never been
        return opened;
    });
}

Result<std::unique_ptr<Workspace>> Workspace::open(const std::string& path, const OpenOptions& options)
{
    auto facts = inspectFile(path);
    if (!facts)
        return facts.error();
    return guarded(path, [&]() -> Result<std::unique_ptr<Workspace>> {
        if (facts->schemaVersion < shelf::schemaVersion) {
            if (options.readOnly && !facts->writable)
                return Error{ErrorKind::Workspace, "OLDER", path, "this workspace must be updated before it can be opened",
                    "make it writable, or copy it"};
            if (auto migrated = migrateFile(*facts, path); !migrated)
                return migrated.error();
        }
        auto impl = std::make_unique<Impl>();
        impl->facts = *facts;
        impl->options = options;
        impl->shownPath = path;
        {
            auto database = connect(*facts, options.readOnly ? ConnectionUse::ReadOnly : ConnectionUse::ReadWrite);
            if (schemaFingerprint(*database) != expectedFingerprint(facts->schemaVersion))
                return damagedError(path, "the workspace's tables are not those of a Shelfwright workspace");
            impl->store = std::make_unique<Store>(std::move(database), options.readOnly ? nullptr : &*facts);
        }
        if (auto checked = checkOpened(*impl->store, *facts, path); !checked)
            return checked.error();
        auto workspaceId = readId(*impl->store, path);
        if (!workspaceId)
            return workspaceId.error();
        impl->id = *workspaceId;
        impl->loadDefinitions();
        return std::unique_ptr<Workspace>(new Workspace(std::move(impl)));
    });
}

void Workspace::Impl::loadDefinitions()
{
    dataVersion = store->dataVersion();
    definitions = Definitions(store->definitions.all());
}

Error Workspace::Impl::readOnlyError() const
{
    return {
        ErrorKind::System, "READ_ONLY", shownPath, "the workspace was opened for reading only", "make the file and its folder writable"};
}

std::string Workspace::Impl::personName(const PersonId& person)
{
    Query query(*store->database, "SELECT name FROM person WHERE id = ?");
    query.bind(1, person);
    return query.step() && !query.isNull(0) ? query.string(0) : person;
}

void Workspace::Impl::rememberPerson(const PersonId& person, std::string_view name)
{
    Query query(*store->database, "INSERT OR IGNORE INTO person(id, name) VALUES(?, ?)");
    query.bind(1, person).bind(2, name).run();
}

std::string Workspace::Impl::whoChanged(uint64_t changeSet)
{
    const auto entry = changeSet ? store->journal.entry(changeSet) : std::nullopt;
    if (!entry)
        return "it has changed since";
    return personName(entry->header.author) + " changed it on " + entry->header.time + " (change set " + std::to_string(changeSet) + ": "
        + entry->header.label + ")";
}

const std::string& Workspace::path() const
{
    return m_impl->facts.path;
}
const std::string& Workspace::id() const
{
    return m_impl->id;
}
const Clock& Workspace::clock() const
{
    return m_impl->options.clock;
}
int Workspace::schemaVersion() const
{
    return m_impl->facts.schemaVersion;
}
const Definitions& Workspace::definitions() const
{
    return m_impl->definitions;
}
std::string Workspace::personName(const PersonId& person)
{
    return m_impl->personName(person);
}

Result<void> Workspace::refresh()
{
    return guarded(m_impl->shownPath, [&]() -> Result<void> {
        if (m_impl->store->dataVersion() != m_impl->dataVersion)
            m_impl->loadDefinitions();
        return {};
    });
}

Result<std::optional<Thing>> Workspace::product(std::string_view sku)
{
    return guarded(m_impl->shownPath, [&]() -> Result<std::optional<Thing>> { return m_impl->store->products.find(sku); });
}

Result<uint64_t> Workspace::productCount()
{
    return guarded(m_impl->shownPath, [&]() -> Result<uint64_t> { return m_impl->store->products.count(); });
}

Result<void> Workspace::forEachProduct(const ProductVisitor& visit, bool sorted)
{
    return guarded(m_impl->shownPath, [&]() -> Result<void> {
        sorted ? m_impl->store->products.visitSorted(visit) : m_impl->store->products.visitUnsorted(visit);
        return {};
    });
}

Result<void> Workspace::forEachProductOf(std::string_view family, const ProductVisitor& visit)
{
    return guarded(m_impl->shownPath, [&]() -> Result<void> {
        m_impl->store->products.visitFamily(family, visit);
        return {};
    });
}

Result<void> Workspace::forEachSku(const std::function<bool(std::string_view sku)>& visit)
{
    return guarded(m_impl->shownPath, [&]() -> Result<void> {
        m_impl->store->products.visitSkus(visit);
        return {};
    });
}

Result<std::vector<std::string>> Workspace::nearSkus(std::string_view sku, size_t limit)
{
    return guarded(m_impl->shownPath, [&]() -> Result<std::vector<std::string>> {
        // Neighbours in byte order under ever shorter prefixes: cheap at any size, and right where the end is mistyped.
        std::vector<std::string> candidates;
        for (size_t length = sku.size(); candidates.size() < 64; length /= 2) {
            for (auto& candidate : m_impl->store->products.skusFrom(sku.substr(0, length), 64))
                if (std::find(candidates.begin(), candidates.end(), candidate) == candidates.end())
                    candidates.push_back(std::move(candidate));
            if (length == 0)
                break;
        }
        std::vector<std::string> near;
        while (near.size() < limit) {
            const auto best = nearest(sku, candidates);
            if (!best)
                break;
            near.push_back(*best);
            std::erase(candidates, *best);
        }
        return near;
    });
}

Result<std::optional<MappingState>> Workspace::mapping(std::string_view mappingId)
{
    return guarded(m_impl->shownPath, [&]() -> Result<std::optional<MappingState>> { return m_impl->store->mappings.find(mappingId); });
}

Result<void> Workspace::forEachMapping(std::string_view prefix, const MappingVisitor& visit)
{
    return guarded(m_impl->shownPath, [&]() -> Result<void> {
        m_impl->store->mappings.visit(prefix, visit);
        return {};
    });
}

Result<std::vector<MappingVersionRow>> Workspace::mappingVersions(std::string_view mappingId)
{
    return guarded(m_impl->shownPath, [&]() -> Result<std::vector<MappingVersionRow>> {
        std::vector<uint64_t> changedIn;
        const auto versions = m_impl->store->mappings.versions(mappingId, &changedIn);
        std::vector<MappingVersionRow> rows;
        for (size_t i = 0; i < versions.size(); ++i)
            rows.push_back({std::string(mappingId), versions[i], changedIn[i]});
        return rows;
    });
}

Result<std::vector<Decision>> Workspace::decisions(std::string_view mappingId)
{
    return guarded(m_impl->shownPath, [&]() -> Result<std::vector<Decision>> { return m_impl->store->mappings.decisions(mappingId); });
}

Result<std::vector<std::string>> Workspace::mappingsNaming(std::string_view sku)
{
    return guarded(m_impl->shownPath, [&]() -> Result<std::vector<std::string>> {
        std::vector<std::string> ids;
        const std::string quoted = jsonString(sku);
        const auto names = [&](std::string_view mappingId, const FieldMap& content) {
            // Most contents do not hold the text at all; only then look closely.
            const bool mayName = std::any_of(
                content.begin(), content.end(), [&](const auto& entry) { return entry.second.find(quoted) != std::string::npos; });
            if (!mayName)
                return false;
            const auto skus = referencesOf(mappingId, content).skus;
            return std::find(skus.begin(), skus.end(), sku) != skus.end();
        };
        m_impl->store->mappings.visit({}, [&](const MappingState& state) {
            if ((state.hasDraft && names(state.id, state.draft)) || (state.approved.number && names(state.id, state.approved.content)))
                ids.push_back(state.id);
            return true;
        });
        return ids;
    });
}

uint64_t Workspace::journalEntries()
{
    const auto count = guarded(m_impl->shownPath, [&]() -> Result<uint64_t> { return m_impl->store->journal.lastNumber(); });
    return count ? *count : 0;
}

Result<std::string> Workspace::journalHead()
{
    return guarded(m_impl->shownPath, [&]() -> Result<std::string> { return hex(m_impl->store->journal.head(m_impl->id)); });
}

Result<Applied> Workspace::apply(const ChangeSet& changes, const ApplyOptions& options)
{
    return m_impl->apply(changes.header, changes.source(), options, nullptr);
}

Result<Applied> Workspace::apply(const ChangeSetHeader& header, const BlockSource& blocks, const ApplyOptions& options)
{
    return m_impl->apply(header, blocks, options, nullptr);
}

} // namespace shelf
