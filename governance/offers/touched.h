// What retiring or deleting a product touches, and what could take its place.
#pragma once

#include "model/catalog/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct TouchedMapping {
    std::string id;
    MappingKind kind = MappingKind::Link;
    MappingStatus status = MappingStatus::Draft;
    std::string part; // what the product is there: "source", "target", "component", "choice", "step", "adapter"
};
// Live mappings (of the working view or approved) that name this product, in byte order of ids, but for `successor` links: those say
// what takes its place.
std::vector<TouchedMapping> touchedMappings(const Snapshot& catalog, Row product);

// Products that replace this one for good: along `successor` links of this view through what is itself no longer sold, to those that
// are; by SKU. More than one: a person has to choose.
std::vector<Row> successorsOf(const Snapshot& catalog, View view, Row product);

} // namespace shelf
