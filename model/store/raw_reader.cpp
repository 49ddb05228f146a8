#include "model/store/raw_reader.h"

#include "model/store/frozen.h"
#include "model/store/product_columns.h"
#include "model/store/workspace_impl.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr int mostTries = 100; // to find all connections in one state, while others write

struct Connection {
    explicit Connection(const FileFacts& facts)
        : database(connect(facts, ConnectionUse::ReadOnly)), last(*database, "SELECT coalesce(max(number), 0) FROM journal"),
          entry(*database, "SELECT entry FROM journal WHERE number = ?")
    {
        database->exec("PRAGMA cache_size = -4096"); // all is read once
    }
    uint64_t begin()
    {
        database->exec("BEGIN");
        const QueryScope scope(last);
        last.step();
        return static_cast<uint64_t>(last.integer(0));
    }
    std::unique_ptr<SQLite::Database> database;
    Query last, entry;
};

Error damaged(std::string_view id)
{
    return {ErrorKind::Workspace, "DAMAGED", std::string(id), "the content of this mapping cannot be read", "restore a backup"};
}

} // namespace

std::string_view RawProduct::sku() const
{
    return m_query.text(0);
}

bool RawProduct::has(size_t field) const
{
    return !m_query.isNull(static_cast<int>(field) + 1);
}

std::string_view RawProduct::text(size_t field) const
{
    return m_query.text(static_cast<int>(field) + 1);
}

int64_t RawProduct::integer(size_t field) const
{
    return m_query.integer(static_cast<int>(field) + 1);
}

Result<MappingState> RawMapping::state() const
{
    MappingState state;
    state.id = id;
    state.revision = 1;
    state.changedIn = changedIn;
    if (held) {
        state.hold = Json::object();
        if (heldPrevious)
            state.hold.set("previous", Json::boolean(true));
    }
    if (version) {
        auto content = FieldMap::fromJson(approved);
        if (!content)
            return damaged(id);
        state.approved.number = version;
        state.approved.content = *std::move(content);
        state.approved.retired = retired;
        state.approved.solo = solo;
        state.approved.approvedAt = approvedAt;
        state.approved.reach = reach;
    }
    if (hasDraft) {
        auto content = FieldMap::fromJson(draft);
        if (!content)
            return damaged(id);
        state.hasDraft = true;
        state.draft = *std::move(content);
        state.draftRetires = draftRetires;
        state.draftStatus = statusFromName(draftStatus).value_or(MappingStatus::Draft);
    }
    return state;
}

struct RawReader::Impl {
    std::string path;
    std::vector<std::unique_ptr<Connection>> connections;
    uint64_t journalNumber = 0;
    uint64_t mostProducts = 0;
    Definitions definitions;

    // Read transactions that all see the same: nothing that is read here changes without an entry of the journal.
    void begin()
    {
        for (int tries = 0; tries < mostTries; ++tries) {
            journalNumber = connections.front()->begin();
            const bool same = std::all_of(connections.begin() + 1, connections.end(),
                [this](const auto& connection) { return connection->begin() == journalNumber; });
            if (same)
                return;
            for (const auto& connection : connections)
                if (!sqlite3_get_autocommit(connection->database->getHandle()))
                    connection->database->exec("ROLLBACK");
        }
        throw StoreFailure(
            {ErrorKind::Workspace, "LOCKED", path, "others change the workspace all the time", "try again when they have finished"});
    }
};

RawReader::RawReader(std::unique_ptr<Impl> impl) : m(std::move(impl)) { }
RawReader::~RawReader() = default;

Result<std::unique_ptr<RawReader>> RawReader::open(Workspace& workspace, size_t threads)
{
    const std::string& path = workspace.m_impl->shownPath;
    return guarded(path, [&]() -> Result<std::unique_ptr<RawReader>> {
        auto impl = std::make_unique<Impl>();
        impl->path = path;
        readAhead(workspace.m_impl->facts);
        for (size_t i = 0; i < std::max<size_t>(threads, 1); ++i)
            impl->connections.push_back(std::make_unique<Connection>(workspace.m_impl->facts));
        impl->begin();
        auto& database = *impl->connections.front()->database;
        impl->definitions = Definitions(DefinitionRows(database).all());
        Query most(database, "SELECT coalesce(max(id), 0) FROM product");
        most.step();
        impl->mostProducts = static_cast<uint64_t>(most.integer(0));
        return std::unique_ptr<RawReader>(new RawReader(std::move(impl)));
    });
}

uint64_t RawReader::journalNumber() const
{
    return m->journalNumber;
}

const Definitions& RawReader::definitions() const
{
    return m->definitions;
}

uint64_t RawReader::mostProducts() const
{
    return m->mostProducts;
}

Result<void> RawReader::products(
    size_t thread, const std::vector<std::string_view>& fields, const std::function<bool(const RawProduct&)>& visit)
{
    return guarded(m->path, [&]() -> Result<void> {
        std::string sql = "SELECT sku";
        for (const std::string_view field : fields)
            if (productColumnIndex(field)) // a name of the table's, and nothing else
                sql.append(", ").append(field);
        Query query(*m->connections[thread]->database, sql.append(" FROM product ORDER BY id"));
        const RawProduct product(query);
        while (query.step())
            if (!visit(product))
                break;
        return {};
    });
}

Result<void> RawReader::attributes(size_t thread, const std::function<bool(std::string_view)>& visit)
{
    return guarded(m->path, [&]() -> Result<void> {
        Query query(*m->connections[thread]->database, "SELECT attributes FROM product ORDER BY id");
        while (query.step())
            if (!visit(query.text(0)))
                break;
        return {};
    });
}

namespace {

// The newest versions of mappings, found by going along with them: both tables are in the order of ids.
class Versions {
public:
    Versions(SQLite::Database& database, std::string_view from)
        : m_query(database,
            "SELECT mapping, number, content, retired, approved_at, solo, reach FROM mapping_version WHERE mapping >= ? ORDER BY mapping, "
            "number")
    {
        m_query.bind(1, from);
        m_here = m_query.step();
    }
    // Goes to version `number` of this mapping.
    bool find(std::string_view mapping, int64_t number)
    {
        while (m_here) {
            const int order = m_query.text(0).compare(mapping);
            if (order > 0)
                return false;
            if (order == 0 && m_query.integer(1) >= number)
                return m_query.integer(1) == number;
            m_here = m_query.step();
        }
        return false;
    }
    const Query& row() const { return m_query; }

private:
    Query m_query;
    bool m_here = false;
};

void takeVersion(RawMapping& mapping, const Query& row)
{
    mapping.approved = row.text(2);
    mapping.retired = row.integer(3) != 0;
    mapping.approvedAt = row.text(4);
    mapping.solo = row.integer(5) != 0;
    mapping.reach = row.text(6);
}

} // namespace

Result<void> RawReader::mappings(
    size_t thread, std::string_view from, std::string_view to, const std::function<bool(const RawMapping&)>& visit)
{
    return guarded(m->path, [&]() -> Result<void> {
        auto& database = *m->connections[thread]->database;
        std::string sql = "SELECT id, changed_in, version, draft, draft_status, draft_retires, hold FROM mapping WHERE id >= ?1";
        Query query(database, sql.append(to.empty() ? " ORDER BY id" : " AND id < ?2 ORDER BY id"));
        query.bind(1, from);
        if (!to.empty())
            query.bind(2, to);
        std::optional<Versions> versions;
        while (query.step()) {
            RawMapping mapping;
            mapping.id = query.text(0);
            mapping.changedIn = static_cast<uint64_t>(query.integer(1));
            mapping.version = static_cast<uint32_t>(query.integer(2));
            mapping.hasDraft = !query.isNull(3);
            if (mapping.hasDraft) {
                mapping.draft = query.text(3);
                mapping.draftStatus = query.text(4);
                mapping.draftRetires = query.integer(5) != 0;
            }
            mapping.held = !query.isNull(6);
            if (mapping.held) {
                const auto hold = parseJson(query.text(6));
                mapping.heldPrevious = hold && (*hold)["previous"].toBool();
            }
            if (mapping.version) {
                if (!versions)
                    versions.emplace(database, mapping.id);
                if (!versions->find(mapping.id, mapping.version))
                    throw StoreFailure(damaged(mapping.id));
                takeVersion(mapping, versions->row());
                if (mapping.id.starts_with("linkrule:") && !mapping.retired)
                    mapping.frozen = frozenText(database, mapping.id, mapping.version);
            }
            if (!visit(mapping))
                break;
        }
        return {};
    });
}

Days RawReader::dayOf(size_t thread, uint64_t changeSet)
{
    const auto day = guarded(m->path, [&]() -> Result<Days> {
        Query& entry = m->connections[thread]->entry;
        const QueryScope scope(entry);
        entry.bind(1, static_cast<int64_t>(changeSet));
        if (!entry.step())
            return 0;
        const auto decoded = decodeEntry(entry.blob(0));
        constexpr size_t dateBytes = 10;
        return decoded ? parseDate(std::string_view(decoded->header.time).substr(0, dateBytes)).value_or(0) : 0;
    });
    return day ? *day : 0;
}

} // namespace shelf
