// The tables of counts that data sets name by their SHA-256. Private to model/store.
#pragma once

#include "model/store/workspace.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// Writes the parts, unless a table of this name is there already. Throws StoreFailure where they are not what the name says, and
// what `next` gave as an error.
void putCountTable(SQLite::Database& database, const CountTable& table);
bool hasCountTable(SQLite::Database& database, std::string_view sha256);
// Gives each part in order until `visit` wants no more; false where there is no such table, or it is not what its name says.
bool readCountTable(SQLite::Database& database, std::string_view sha256, const std::function<bool(std::string_view part)>& visit);
std::vector<std::string> countTableNames(SQLite::Database& database);
void removeCountTable(SQLite::Database& database, std::string_view sha256);

} // namespace shelf
