#include "model/store/frozen.h"

#include "model/store/workspace_impl.h"

namespace shelf {

std::string frozenText(SQLite::Database& database, std::string_view mapping, uint32_t version)
{
    Query query(database, "SELECT content FROM frozen WHERE mapping = ? AND version = ?");
    query.bind(1, mapping).bind(2, static_cast<int64_t>(version));
    return query.step() ? query.string(0) : std::string();
}

void putFrozen(SQLite::Database& database, std::string_view mapping, uint32_t version, std::string_view content)
{
    Query put(database, "INSERT INTO frozen(mapping, version, content) VALUES(?, ?, ?)");
    put.bind(1, mapping).bind(2, static_cast<int64_t>(version)).bind(3, content).run();
}

Result<std::string> Workspace::frozen(std::string_view mapping, uint32_t version)
{
    return guarded(m_impl->shownPath, [&]() -> Result<std::string> { return frozenText(*m_impl->store->database, mapping, version); });
}

} // namespace shelf
