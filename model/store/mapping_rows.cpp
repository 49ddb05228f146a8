#include "model/store/mapping_rows.h"

#include "model/store/sqlite_error.h"

namespace shelf {

namespace {

#define SHELF_MAPPING_SELECT                                                                                                               \
    "SELECT m.id, m.revision, m.changed_in, m.version, m.draft, m.draft_status, m.draft_retires, m.draft_authors, m.submitter, "           \
    "m.rejection, m.hold,"                                                                                                                 \
    " v.content, v.retired, v.approved_by, v.approved_at, v.solo, v.reach"                                                                 \
    " FROM mapping m LEFT JOIN mapping_version v ON v.mapping = m.id AND v.number = m.version"

FieldMap contentOf(std::string_view id, std::string_view json)
{
    auto fields = FieldMap::fromJson(json);
    if (!fields)
        throw StoreFailure(
            {ErrorKind::Workspace, "DAMAGED", std::string(id), "the content of this mapping cannot be read", "restore a backup"});
    return *std::move(fields);
}

ApprovedVersion readVersion(std::string_view id, const Query& query, int64_t number, int column)
{
    ApprovedVersion version;
    version.number = static_cast<uint32_t>(number);
    version.content = contentOf(id, query.text(column));
    version.retired = query.integer(column + 1) != 0;
    version.approvedBy = query.string(column + 2);
    version.approvedAt = query.string(column + 3);
    version.solo = query.integer(column + 4) != 0;
    version.reach = query.string(column + 5);
    return version;
}

MappingState readState(const Query& query)
{
    MappingState state;
    state.id = query.string(0);
    state.revision = static_cast<uint64_t>(query.integer(1));
    state.changedIn = static_cast<uint64_t>(query.integer(2));
    if (const auto number = query.integer(3); number > 0)
        state.approved = readVersion(state.id, query, number, 11);
    state.hasDraft = !query.isNull(4);
    if (state.hasDraft) {
        state.draft = contentOf(state.id, query.text(4));
        state.draftStatus = statusFromName(query.text(5)).value_or(MappingStatus::Draft);
        state.draftRetires = query.integer(6) != 0;
        if (const auto authors = parseJson(query.text(7)); authors.ok())
            state.draftAuthors = authors->toStrings();
        state.submitter = query.string(8);
        state.rejection = query.string(9);
    }
    if (!query.isNull(10))
        if (auto hold = parseJson(query.text(10)); hold.ok())
            state.hold = *std::move(hold);
    return state;
}

// The least text above everything that begins with `prefix`; empty: no bound.
std::string upperBound(std::string prefix)
{
    while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff)
        prefix.pop_back();
    if (!prefix.empty())
        prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
    return prefix;
}

} // namespace

MappingRows::MappingRows(SQLite::Database& database)
    : m_database(database), m_find(database, SHELF_MAPPING_SELECT " WHERE m.id = ?"), m_any(database, "SELECT 1 FROM mapping LIMIT 1"),
      m_put(database,
          "INSERT OR REPLACE INTO mapping(id, revision, changed_in, version, draft, draft_status, draft_retires, draft_authors, submitter,"
          " rejection, hold) VALUES(?,?,?,?,?,?,?,?,?,?,?)"),
      m_remove(database, "DELETE FROM mapping WHERE id = ?"),
      m_putVersion(database,
          "INSERT INTO mapping_version(mapping, number, changed_in, content, "
          "retired, approved_by, approved_at, solo, reach) VALUES(?,?,?,?,?,?,?,?,?)"),
      m_putDecision(database, "INSERT INTO decision(mapping, changed_in, verdict, person, at, comment, version) VALUES(?,?,?,?,?,?,?)")
{
}

std::optional<MappingState> MappingRows::find(std::string_view id)
{
    const QueryScope scope(m_find);
    m_find.bind(1, id);
    if (!m_find.step())
        return std::nullopt;
    return readState(m_find);
}

bool MappingRows::empty()
{
    const QueryScope scope(m_any);
    return !m_any.step();
}

void MappingRows::visit(std::string_view prefix, const std::function<bool(const MappingState&)>& visit)
{
    const std::string upper = upperBound(std::string(prefix));
    Query query(m_database,
        upper.empty() ? SHELF_MAPPING_SELECT " WHERE m.id >= ?1 ORDER BY m.id"
                      : SHELF_MAPPING_SELECT " WHERE m.id >= ?1 AND m.id < ?2 ORDER BY m.id");
    query.bind(1, prefix);
    if (!upper.empty())
        query.bind(2, upper);
    while (query.step())
        if (!visit(readState(query)))
            return;
}

std::vector<ApprovedVersion> MappingRows::versions(std::string_view id, std::vector<uint64_t>* changedIn)
{
    Query query(m_database,
        "SELECT number, changed_in, content, retired, approved_by, approved_at, solo, reach FROM mapping_version WHERE mapping = ? ORDER "
        "BY "
        "number");
    query.bind(1, id);
    std::vector<ApprovedVersion> versions;
    while (query.step()) {
        versions.push_back(readVersion(id, query, query.integer(0), 2));
        if (changedIn)
            changedIn->push_back(static_cast<uint64_t>(query.integer(1)));
    }
    return versions;
}

std::vector<Decision> MappingRows::decisions(std::string_view id)
{
    Query query(m_database, "SELECT verdict, person, at, comment, version FROM decision WHERE mapping = ? ORDER BY changed_in");
    query.bind(1, id);
    std::vector<Decision> decisions;
    while (query.step())
        decisions.push_back({query.string(0), query.string(1), query.string(2), query.string(3), static_cast<uint32_t>(query.integer(4))});
    return decisions;
}

uint64_t MappingRows::versionRows()
{
    Query query(m_database, "SELECT count(*) FROM mapping_version");
    query.step();
    return static_cast<uint64_t>(query.integer(0));
}

void MappingRows::put(const MappingState& state, const MappingState& before)
{
    const std::string draft = state.hasDraft ? state.draft.toJson() : std::string();
    const std::string authors = Json::strings(state.draftAuthors).write();
    const std::string hold = state.hold.isNull() ? std::string() : state.hold.write();
    m_put.bind(1, state.id).bind(2, static_cast<int64_t>(state.revision)).bind(3, static_cast<int64_t>(state.changedIn));
    m_put.bind(4, static_cast<int64_t>(state.approved.number));
    if (state.hasDraft) {
        m_put.bind(5, draft).bind(6, statusName(state.draftStatus)).bind(7, int64_t(state.draftRetires)).bind(8, authors);
        m_put.bindOptional(9, state.submitter).bindOptional(10, state.rejection);
    } else {
        for (int parameter = 5; parameter <= 10; ++parameter)
            m_put.bindNull(parameter);
    }
    m_put.bindOptional(11, hold).run();
    if (state.approved.number > before.approved.number) {
        const std::string content = state.approved.content.toJson();
        m_putVersion.bind(1, state.id).bind(2, static_cast<int64_t>(state.approved.number)).bind(3, static_cast<int64_t>(state.changedIn));
        m_putVersion.bind(4, content).bind(5, int64_t(state.approved.retired)).bind(6, state.approved.approvedBy);
        m_putVersion.bind(7, state.approved.approvedAt).bind(8, int64_t(state.approved.solo)).bindOptional(9, state.approved.reach).run();
    }
}

void MappingRows::putDecision(std::string_view id, uint64_t changedIn, const Decision& decision)
{
    m_putDecision.bind(1, id).bind(2, static_cast<int64_t>(changedIn)).bind(3, decision.verdict).bind(4, decision.by).bind(5, decision.at);
    m_putDecision.bindOptional(6, decision.comment).bind(7, static_cast<int64_t>(decision.version)).run();
}

void MappingRows::remove(std::string_view id)
{
    m_remove.bind(1, id).run();
}

} // namespace shelf
