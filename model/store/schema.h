// The workspace file's schema: its versions, how a new file is made and an older one brought up to date.
#pragma once

#include "model/domain/result.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <string>

namespace shelf {

inline constexpr uint32_t applicationId = 0x53484c46; // "SHLF", at byte 68 of the file
inline constexpr int schemaVersion = 3; // user_version, at byte 60

// Makes the tables of the newest schema in an empty database, and sets application_id and user_version.
void createSchema(SQLite::Database& database);

// SHA-256 (hex) of the sorted (type, name, tbl_name, sql) of sqlite_schema; what a workspace may contain, no more, no less.
std::string schemaFingerprint(SQLite::Database& database);
// The fingerprint of a released schema version, computed once from its own statements.
const std::string& expectedFingerprint(int version);

// Brings an older schema to the newest, in one transaction. The caller has made a backup. Each migration is one file that is
// named in the list in schema.cpp.
void migrate(SQLite::Database& database, int fromVersion);
void migrateTo2(SQLite::Database& database); // schema_2.cpp
void migrateTo3(SQLite::Database& database); // schema_3.cpp

} // namespace shelf
