#include "model/store/journal.h"

#include "model/store/sqlite_error.h"

#include <cstring>

namespace shelf {

namespace {

constexpr std::string_view chainTag("shelf-journal-1\0", 16);

Error damaged(const std::string& what)
{
    return {ErrorKind::Workspace, "JOURNAL", "journal", what, "restore a backup; `shelfctl audit verify` says from which entry on"};
}

} // namespace

std::string encodeEntry(const JournalEntry& entry)
{
    Json json = Json::object();
    const auto& header = entry.header;
    json.set("number", Json::number(static_cast<int64_t>(header.number)));
    json.set("uuid", Json::string(header.uuid));
    json.set("workspace", Json::string(header.workspace));
    json.set("time", Json::string(header.time));
    if (entry.clockWentBack)
        json.set("clock_went_back", Json::boolean(true));
    json.set("author", Json::string(header.author));
    json.set("label", Json::string(header.label));
    json.set("origin", Json::string(originName(header.origin)));
    if (header.undoes)
        json.set("undoes", Json::number(static_cast<int64_t>(*header.undoes)));
    json.set("tool", Json::string(entry.tool));
    json.set("changes", Json::number(static_cast<int64_t>(entry.changes)));
    Json parts = Json::array();
    for (const auto& part : entry.parts) {
        Json item = Json::object();
        item.set("kind", Json::string(kindName(part.kind)));
        item.set("rows", Json::number(static_cast<int64_t>(part.rows)));
        item.set("bytes", Json::number(static_cast<int64_t>(part.bytes)));
        item.set("sha256", Json::string(part.sha256));
        parts.append(std::move(item));
    }
    json.set("parts", std::move(parts));
    if (entry.seal) {
        Json seal = Json::object(), numbers = Json::array();
        for (const uint64_t number : entry.seal->numbers)
            numbers.append(Json::number(static_cast<int64_t>(number)));
        seal.set("archive", Json::string(entry.seal->archive));
        seal.set("sha256", Json::string(entry.seal->sha256));
        seal.set("numbers", std::move(numbers));
        json.set("sealed", std::move(seal));
    }
    return json.write();
}

Result<JournalEntry> decodeEntry(std::string_view bytes)
{
    const auto parsed = parseJson(bytes);
    if (!parsed || !parsed->isObject())
        return damaged("an entry of the journal cannot be read");
    const Json& json = *parsed;
    JournalEntry entry;
    auto& header = entry.header;
    header.number = static_cast<uint64_t>(json["number"].toInteger());
    header.uuid = json["uuid"].text();
    header.workspace = json["workspace"].text();
    header.time = json["time"].text();
    header.author = json["author"].text();
    header.label = json["label"].text();
    const auto origin = originFromName(json["origin"].text());
    if (!origin)
        return damaged("an entry of the journal has an unknown origin");
    header.origin = *origin;
    if (json.contains("undoes"))
        header.undoes = static_cast<uint64_t>(json["undoes"].toInteger());
    entry.clockWentBack = json["clock_went_back"].toBool();
    entry.tool = json["tool"].text();
    entry.changes = static_cast<uint64_t>(json["changes"].toInteger());
    for (const auto& item : json["parts"].items()) {
        const auto kind = kindFromName(item["kind"].text());
        if (!kind)
            return damaged("an entry of the journal names an unknown kind");
        entry.parts.push_back({*kind, static_cast<uint64_t>(item["rows"].toInteger()), static_cast<uint64_t>(item["bytes"].toInteger()),
            item["sha256"].text()});
    }
    if (header.origin == Origin::Seal) {
        const Json& sealed = json["sealed"];
        entry.seal = JournalSeal{sealed["archive"].text(), sealed["sha256"].text(), {}};
        for (const auto& number : sealed["numbers"].items())
            entry.seal->numbers.push_back(static_cast<uint64_t>(number.toInteger()));
    }
    return entry;
}

Digest firstHash(std::string_view workspaceId)
{
    Sha256 hash;
    hash.add(chainTag);
    hash.add(workspaceId);
    return hash.finish();
}

Digest nextHash(const Digest& previous, std::string_view entry)
{
    Sha256 hash;
    hash.add(chainTag);
    hash.add({reinterpret_cast<const char*>(previous.data()), previous.size()});
    char length[8];
    for (int i = 0; i < 8; ++i)
        length[i] = static_cast<char>(static_cast<uint64_t>(entry.size()) >> (56 - 8 * i));
    hash.add({length, 8});
    hash.add(entry);
    return hash.finish();
}

Journal::Journal(SQLite::Database& database)
    : m_last(database, "SELECT coalesce(max(number), 0) FROM journal"), m_entry(database, "SELECT entry FROM journal WHERE number = ?"),
      m_head(database, "SELECT hash FROM journal ORDER BY number DESC LIMIT 1"),
      m_insertPart(database, "INSERT INTO journal_part(number, part, payload) VALUES(?, ?, ?)"),
      m_insertEntry(database, "INSERT INTO journal(number, entry, hash) VALUES(?, ?, ?)"),
      m_part(database, "SELECT payload FROM journal_part WHERE number = ? AND part = ?"),
      m_partRows(database, "SELECT count(*) FROM journal_part WHERE number = ?"), m_database(database)
{
}

uint64_t Journal::lastNumber()
{
    const QueryScope scope(m_last);
    m_last.step();
    return static_cast<uint64_t>(m_last.integer(0));
}

std::optional<std::string> Journal::entryBytes(uint64_t number)
{
    const QueryScope scope(m_entry);
    m_entry.bind(1, static_cast<int64_t>(number));
    if (!m_entry.step())
        return std::nullopt;
    return std::string(m_entry.blob(0));
}

std::optional<JournalEntry> Journal::entry(uint64_t number)
{
    const auto bytes = entryBytes(number);
    if (!bytes)
        return std::nullopt;
    auto decoded = decodeEntry(*bytes);
    if (!decoded)
        throw StoreFailure(decoded.error());
    return *std::move(decoded);
}

Digest Journal::head(std::string_view workspaceId)
{
    const QueryScope scope(m_head);
    if (!m_head.step())
        return firstHash(workspaceId);
    Digest digest{};
    const auto bytes = m_head.blob(0);
    if (bytes.size() != digest.size())
        throw StoreFailure(damaged("the newest entry of the journal has no valid hash"));
    std::memcpy(digest.data(), bytes.data(), digest.size());
    return digest;
}

std::string Journal::hash(uint64_t number)
{
    Query query(m_database, "SELECT hash FROM journal WHERE number = ?");
    query.bind(1, static_cast<int64_t>(number));
    return query.step() ? std::string(query.blob(0)) : std::string();
}

void Journal::appendPart(uint64_t number, uint64_t part, std::string_view payload)
{
    m_insertPart.bind(1, static_cast<int64_t>(number)).bind(2, static_cast<int64_t>(part)).bindBlob(3, payload).run();
}

void Journal::appendEntry(uint64_t number, std::string_view entry, const Digest& hash)
{
    m_insertEntry.bind(1, static_cast<int64_t>(number))
        .bindBlob(2, entry)
        .bindBlob(3, {reinterpret_cast<const char*>(hash.data()), hash.size()})
        .run();
}

std::string Journal::partBytes(uint64_t number, uint64_t part)
{
    {
        const QueryScope scope(m_part);
        m_part.bind(1, static_cast<int64_t>(number)).bind(2, static_cast<int64_t>(part));
        if (m_part.step())
            return std::string(m_part.blob(0));
    }
    if (const auto seal = sealed().find(number); seal != sealed().end())
        throw StoreFailure({ErrorKind::Rejected, "ARCHIVED", "change set " + std::to_string(number),
            "its content was moved into the archive " + seal->second.archive,
            "what it changed stays as it is; to take back something earlier, name that"});
    throw StoreFailure(damaged("a part of change set " + std::to_string(number) + " is missing"));
}

void Journal::visitBackwards(const std::function<bool(const JournalEntry&, std::string_view)>& visit)
{
    Query query(m_database, "SELECT entry, hash FROM journal ORDER BY number DESC");
    while (query.step()) {
        auto decoded = decodeEntry(query.blob(0));
        if (!decoded)
            throw StoreFailure(decoded.error());
        if (!visit(*decoded, query.blob(1)))
            return;
    }
}

void Journal::visitForwards(const std::function<bool(int64_t, std::string_view, std::string_view)>& visit)
{
    Query query(m_database, "SELECT number, entry, hash FROM journal ORDER BY number");
    while (query.step())
        if (!visit(query.integer(0), query.blob(1), query.blob(2)))
            return;
}

std::optional<uint64_t> Journal::strayPart()
{
    Query query(m_database, "SELECT number FROM journal_part WHERE number NOT IN (SELECT number FROM journal) ORDER BY number LIMIT 1");
    return query.step() ? std::optional(static_cast<uint64_t>(query.integer(0))) : std::nullopt;
}

uint64_t Journal::partRows(uint64_t number)
{
    const QueryScope scope(m_partRows);
    m_partRows.bind(1, static_cast<int64_t>(number)).step();
    return static_cast<uint64_t>(m_partRows.integer(0));
}

void Journal::removeParts(uint64_t number)
{
    Query remove(m_database, "DELETE FROM journal_part WHERE number = ?");
    remove.bind(1, static_cast<int64_t>(number)).run();
}

const std::map<uint64_t, JournalSeal>& Journal::sealed()
{
    Query version(m_database, "PRAGMA data_version");
    const std::pair<int64_t, int64_t> now(
        version.step() ? version.integer(0) : 0, sqlite3_total_changes64(m_database.getHandle())); // by others, and by ourselves
    if (m_sealedVersion == now)
        return m_sealed;
    m_sealedVersion = now;
    m_sealed.clear();
    // Most entries are told apart without being decoded.
    Query seals(m_database, "SELECT entry FROM journal WHERE instr(entry, CAST('\"origin\":\"seal\"' AS BLOB)) > 0 ORDER BY number");
    while (seals.step()) {
        const auto entry = decodeEntry(seals.blob(0));
        if (!entry || !entry->seal)
            continue;
        for (const uint64_t number : entry->seal->numbers)
            m_sealed[number] = *entry->seal;
    }
    return m_sealed;
}

} // namespace shelf
