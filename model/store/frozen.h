// What approving a computed mapping froze. Private to model/store.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace shelf {

std::string frozenText(SQLite::Database& database, std::string_view mapping, uint32_t version); // empty: nothing was frozen
void putFrozen(SQLite::Database& database, std::string_view mapping, uint32_t version, std::string_view content);

} // namespace shelf
