// SKUs for files that have none: which columns make them, and what they look like.
#pragma once

#include "model/io/import_columns.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// The smallest set of stable columns (never one whose header speaks of price, cost, stock, rating or date) that tells the
// file's distinct rows apart as well as all of them together do; among equally small ones the leftmost. Empty: no column is
// stable. Errors: System, Cancelled.
Result<std::vector<std::string>> proposeKey(const ImportFile& file, const Progress& progress);

// The key values in lower case joined with '-', shortened, and six hexadecimal characters of their hash. The same on every
// machine. Values are those of the key's columns as they are in the file; the family keeps equal names in two families apart.
// Empty where all values are empty.
std::string generatedSku(std::span<const std::string_view> values, std::string_view family);

} // namespace shelf
