// Making a database file that appears whole or not at all: built beside its place in rollback mode, checked, synced, then
// renamed without replacing anything, and the folder synced (design: reliability, "What the measurements taught").
#pragma once

#include "model/domain/result.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <functional>
#include <string>

namespace shelf {

// Errors: Rejected EXISTS where something is at `path`, System for everything the disk refuses; nothing is left behind then.
Result<void> makeDatabaseFile(const std::string& path, const std::function<void(SQLite::Database&)>& fill);

// The same for a file that is no database: `fill` writes to the descriptor, and its error is given on.
Result<void> makePlainFile(const std::string& path, const std::function<Result<void>(int descriptor)>& fill);

// A consistent copy of an open database as a new file. `step` is called with pages done and in all; false stops (Cancelled).
Result<void> copyDatabase(SQLite::Database& source, const std::string& path, const std::function<bool(int, int)>& step);

// Removes a database and what SQLite keeps beside it: for files this program has just made and cannot keep.
void removeDatabaseFiles(const std::string& path);

} // namespace shelf
