// The history of findings as rows. Private to model/store. Failures throw.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <vector>

namespace shelf {

// The errors that were there when a release was made. Those of releases before the last published one
// are forgotten.
void noteBaseline(SQLite::Database& database, uint64_t release, const std::vector<uint64_t>& errors);

} // namespace shelf
