// How messages name products and mappings.
#pragma once

#include "model/catalog/snapshot.h"

#include <span>
#include <string>
#include <vector>

namespace shelf {

std::string productLabel(const Snapshot& catalog, Row row); // "KAR-SD64 (Card 64 GB)"
std::string entryLabel(const Entry& entry); // "bundle:vlog-kit (Vlog kit)"
std::string labelList(const Snapshot& catalog, std::span<const Row> rows, size_t most = 5); // "A, B, C and 4 more", by SKU
std::string attributeLabel(const Snapshot& catalog, std::string_view attribute); // "resolution", as the workspace calls it
std::string valueWithUnit(const Snapshot& catalog, std::string_view attribute, std::string_view value); // "26 MP"

} // namespace shelf
