// The W3C CSVW description that may lie beside a file: NAME.csv-metadata.json with its dialect and the names and types of its
// columns. What a profile says goes before it.
#pragma once

#include "model/io/profile.h"

#include <string>

namespace shelf {

// Adds what the description of the file at `path` says to `profile` where that says nothing; without one nothing happens.
// Errors: Rejected where it is no such description; System.
Result<void> addCsvwDescription(const std::string& path, ImportProfile& profile);
// The same from its text; `name` is what errors call it.
Result<void> addCsvwText(std::string_view json, const std::string& name, ImportProfile& profile);

} // namespace shelf
