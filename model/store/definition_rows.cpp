#include "model/store/definition_rows.h"

#include "model/store/sqlite_error.h"

namespace shelf {

namespace {

Thing readDefinition(ThingKind kind, std::string_view key, int64_t revision, int64_t changedIn, std::string_view content)
{
    auto fields = FieldMap::fromJson(content);
    if (!fields)
        throw StoreFailure({ErrorKind::Workspace, "DAMAGED", std::string(key), "a definition cannot be read", "restore a backup"});
    return {kind, std::string(key), static_cast<uint64_t>(revision), static_cast<uint64_t>(changedIn), *std::move(fields)};
}

} // namespace

DefinitionRows::DefinitionRows(SQLite::Database& database)
    : m_database(database), m_find(database, "SELECT revision, changed_in, content FROM definition WHERE kind = ? AND key = ?"),
      m_put(database, "INSERT OR REPLACE INTO definition(kind, key, revision, changed_in, content) VALUES(?, ?, ?, ?, ?)"),
      m_remove(database, "DELETE FROM definition WHERE kind = ? AND key = ?")
{
}

std::optional<Thing> DefinitionRows::find(ThingKind kind, std::string_view key)
{
    const QueryScope scope(m_find);
    m_find.bind(1, static_cast<int64_t>(kind)).bind(2, key);
    if (!m_find.step())
        return std::nullopt;
    return readDefinition(kind, key, m_find.integer(0), m_find.integer(1), m_find.text(2));
}

std::vector<Thing> DefinitionRows::all()
{
    Query query(m_database, "SELECT kind, key, revision, changed_in, content FROM definition ORDER BY kind, key");
    std::vector<Thing> things;
    while (query.step())
        things.push_back(
            readDefinition(static_cast<ThingKind>(query.integer(0)), query.text(1), query.integer(2), query.integer(3), query.text(4)));
    return things;
}

void DefinitionRows::put(const Thing& definition)
{
    const std::string content = definition.fields.toJson();
    m_put.bind(1, static_cast<int64_t>(definition.kind)).bind(2, definition.key).bind(3, static_cast<int64_t>(definition.revision));
    m_put.bind(4, static_cast<int64_t>(definition.changedIn)).bind(5, content).run();
}

void DefinitionRows::remove(ThingKind kind, std::string_view key)
{
    m_remove.bind(1, static_cast<int64_t>(kind)).bind(2, key).run();
}

} // namespace shelf
