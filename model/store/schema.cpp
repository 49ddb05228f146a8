#include "model/store/schema.h"

#include "model/domain/hash.h"
#include "model/store/query.h"

#include <array>
#include <map>
#include <mutex>

namespace shelf {

namespace {

// Version 1. Statements are part of the fingerprint: never edit one that was released, write a migration.
constexpr std::array schema1 = {
    // What the file says of itself: id, created, tool; and as "answers:N" what was answered to release N (releases.cpp).
    "CREATE TABLE workspace(name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    // Attributes, families, categories … by ThingKind; content is one canonical JSON object.
    "CREATE TABLE definition(kind INTEGER NOT NULL, key TEXT NOT NULL, revision INTEGER NOT NULL, changed_in INTEGER NOT NULL,"
    " content TEXT NOT NULL, PRIMARY KEY(kind, key)) STRICT, WITHOUT ROWID",
    // Money in millionths of the currency; lists and attributes as canonical JSON text.
    "CREATE TABLE product(id INTEGER PRIMARY KEY, sku TEXT NOT NULL, revision INTEGER NOT NULL, changed_in INTEGER NOT NULL,"
    " name TEXT, family TEXT, categories TEXT, lifecycle TEXT, brand TEXT, gtin TEXT, price INTEGER, cost INTEGER, currency TEXT,"
    " stock INTEGER, stock_since TEXT, launch TEXT, end_of_life TEXT, channels TEXT, aliases TEXT, parent TEXT, image TEXT,"
    " never_recommend INTEGER, attributes TEXT NOT NULL) STRICT",
    "CREATE UNIQUE INDEX product_sku ON product(sku)",
    // The present state of each mapping; version is the number of its newest approved version, 0 where there is none.
    "CREATE TABLE mapping(id TEXT PRIMARY KEY NOT NULL, revision INTEGER NOT NULL, changed_in INTEGER NOT NULL, version INTEGER NOT NULL,"
    " draft TEXT, draft_status TEXT, draft_retires INTEGER, draft_authors TEXT, submitter TEXT, rejection TEXT, hold TEXT)"
    " STRICT, WITHOUT ROWID",
    // Approved versions, kept for ever.
    "CREATE TABLE mapping_version(mapping TEXT NOT NULL, number INTEGER NOT NULL, changed_in INTEGER NOT NULL, content TEXT NOT NULL,"
    " retired INTEGER NOT NULL, approved_by TEXT NOT NULL, approved_at TEXT NOT NULL, solo INTEGER NOT NULL,"
    " PRIMARY KEY(mapping, number)) STRICT, WITHOUT ROWID",
    "CREATE TABLE decision(mapping TEXT NOT NULL, changed_in INTEGER NOT NULL, verdict TEXT NOT NULL, person TEXT NOT NULL,"
    " at TEXT NOT NULL, comment TEXT, version INTEGER NOT NULL, role TEXT, session TEXT, PRIMARY KEY(mapping, changed_in))"
    " STRICT, WITHOUT ROWID",
    // Names of people, apart from the journal, so that one can be erased without breaking the chain.
    "CREATE TABLE person(id TEXT PRIMARY KEY NOT NULL, name TEXT) STRICT, WITHOUT ROWID",
    // The chain: entry is stored as the bytes that were hashed; parts are named by their SHA-256 in the entry.
    "CREATE TABLE journal(number INTEGER PRIMARY KEY, entry BLOB NOT NULL, hash BLOB NOT NULL) STRICT",
    "CREATE TABLE journal_part(number INTEGER NOT NULL, part INTEGER NOT NULL, payload BLOB NOT NULL, PRIMARY KEY(number, part))"
    " STRICT, WITHOUT ROWID",
    "CREATE TABLE release(number INTEGER PRIMARY KEY, state TEXT NOT NULL, created TEXT NOT NULL, author TEXT NOT NULL,"
    " folder TEXT NOT NULL, content_sha256 TEXT NOT NULL, manifest_sha256 TEXT NOT NULL, journal_number INTEGER NOT NULL,"
    " summary TEXT NOT NULL) STRICT",
};

// The list of migrations: entry i takes a file from version i + 1 to i + 2.
using Migration = void (*)(SQLite::Database&);
constexpr std::array<Migration, schemaVersion - 1> migrations = {migrateTo2, migrateTo3};

void createVersion(SQLite::Database& database, int version)
{
    for (const char* statement : schema1)
        database.exec(statement);
    for (int from = 1; from < version; ++from)
        migrations[static_cast<size_t>(from - 1)](database);
}

} // namespace

void createSchema(SQLite::Database& database)
{
    createVersion(database, schemaVersion);
    database.exec("PRAGMA application_id = " + std::to_string(applicationId));
    database.exec("PRAGMA user_version = " + std::to_string(schemaVersion));
}

std::string schemaFingerprint(SQLite::Database& database)
{
    // A length guard first: a hostile schema must not make us read megabytes.
    Query size(database, "SELECT count(*), total(length(sql)) FROM sqlite_schema");
    size.step();
    if (size.integer(0) > 200 || size.integer(1) > 200000)
        return "too large";
    Query all(database, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name, tbl_name");
    Sha256 hash;
    while (all.step()) {
        for (int column = 0; column < 4; ++column) {
            hash.add(all.text(column));
            hash.add(std::string_view("\0", 1));
        }
    }
    return hex(hash.finish());
}

const std::string& expectedFingerprint(int version)
{
    static std::mutex mutex;
    static std::map<int, std::string> known;
    const std::lock_guard lock(mutex);
    auto& fingerprint = known[version];
    if (fingerprint.empty()) {
        SQLite::Database memory(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        createVersion(memory, version);
        fingerprint = schemaFingerprint(memory);
    }
    return fingerprint;
}

void migrate(SQLite::Database& database, int fromVersion)
{
    database.exec("BEGIN IMMEDIATE");
    try {
        for (int from = fromVersion; from < schemaVersion; ++from)
            migrations[static_cast<size_t>(from - 1)](database);
        database.exec("PRAGMA user_version = " + std::to_string(schemaVersion));
        database.exec("COMMIT");
    } catch (...) {
        if (!sqlite3_get_autocommit(database.getHandle()))
            sqlite3_exec(database.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
}

} // namespace shelf
