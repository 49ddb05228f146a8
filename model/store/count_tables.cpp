#include "model/store/count_tables.h"

#include "model/domain/hash.h"
#include "model/store/workspace_impl.h"

namespace shelf {

namespace {

// Beyond it a row would come near SQLite's limit of 32 MiB.
constexpr size_t largestPart = size_t(16) << 20;

[[noreturn]] void notWhatItSays(std::string_view sha256)
{
    throw StoreFailure({ErrorKind::Rejected, "CONTENT", "counts " + std::string(sha256.substr(0, 12)),
        "the table of counts is not what its name says", "import the orders again"});
}

} // namespace

void putCountTable(SQLite::Database& database, const CountTable& table)
{
    const bool known = hasCountTable(database, table.sha256);
    Query put(database, "INSERT INTO count_table(sha256, part, content) VALUES(?, ?, ?)");
    Sha256 hash;
    std::string part;
    for (int64_t number = 0;; ++number) {
        part.clear();
        const auto more = table.next(part);
        if (!more)
            throw StoreFailure(more.error());
        if (!*more)
            break;
        if (part.size() > largestPart)
            notWhatItSays(table.sha256);
        hash.add(part);
        if (!known)
            put.bind(1, table.sha256).bind(2, number).bindBlob(3, part).run();
    }
    if (hex(hash.finish()) != table.sha256)
        notWhatItSays(table.sha256);
}

bool hasCountTable(SQLite::Database& database, std::string_view sha256)
{
    Query find(database, "SELECT 1 FROM count_table WHERE sha256 = ? LIMIT 1");
    return find.bind(1, sha256).step();
}

bool readCountTable(SQLite::Database& database, std::string_view sha256, const std::function<bool(std::string_view part)>& visit)
{
    Query parts(database, "SELECT content FROM count_table WHERE sha256 = ? ORDER BY part");
    parts.bind(1, sha256);
    Sha256 hash;
    bool any = false, wanted = visit != nullptr;
    while (parts.step()) {
        any = true;
        hash.add(parts.blob(0));
        wanted = wanted && visit(parts.blob(0));
    }
    return any && hex(hash.finish()) == sha256;
}

std::vector<std::string> countTableNames(SQLite::Database& database)
{
    std::vector<std::string> names;
    Query all(database, "SELECT DISTINCT sha256 FROM count_table ORDER BY sha256");
    while (all.step())
        names.push_back(all.string(0));
    return names;
}

void removeCountTable(SQLite::Database& database, std::string_view sha256)
{
    Query remove(database, "DELETE FROM count_table WHERE sha256 = ?");
    remove.bind(1, sha256).run();
}

Result<void> Workspace::readCounts(const std::string& sha256, const std::function<bool(std::string_view part)>& visit)
{
    return guarded(m_impl->shownPath, [&]() -> Result<void> {
        if (readCountTable(*m_impl->store->database, sha256, visit))
            return {};
        return Error{ErrorKind::Workspace, "DAMAGED", m_impl->shownPath,
            "the counts " + sha256.substr(0, 12) + " are missing or are not what was written",
            "restore a backup, or take the data set away and import its orders again"};
    });
}

} // namespace shelf
