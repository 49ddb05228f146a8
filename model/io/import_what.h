// What a file holds: products, links, compatibility rules, bundles or upgrade paths.
#pragma once

#include "model/io/profile.h"

#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// "links", "compat", "bundles", "upgrades", or "products", by the names of a file's columns.
std::string_view whatOf(const std::vector<std::string>& headers);
// The same for a file, by its headers or, where it is JSON Lines, by its first lines; `format` is set to "csv" or "jsonl" where it
// was "auto". Errors: as detectDelimited.
Result<std::string> whatOfFile(const std::string& path, const ImportProfile& profile, std::string& format);

} // namespace shelf
