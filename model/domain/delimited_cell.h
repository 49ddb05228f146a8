// Cells of delimited text as formats.md has them written: RFC 4180, quotes only where they are needed or at outer space.
#pragma once

#include <string>
#include <string_view>

namespace shelf {

// A cell as it is.
void appendCell(std::string& out, std::string_view text, char delimiter = ',');

// A text of the catalog: one that begins with "[[" is escaped, so that it is not read as a mark, and in a file for people what a
// spreadsheet would run as a formula gets its guard.
void appendTextCell(std::string& out, std::string_view text, char delimiter, bool forPeople);

} // namespace shelf
