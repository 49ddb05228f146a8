// Takes the content of a bundle, an upgrade path, a link rule or a compatibility rule apart. Private to model/catalog.
#pragma once

#include "model/catalog/entry.h"

#include <functional>

namespace shelf {

// `rowOf` gives a SKU's row, for SKUs that are nowhere, too. Fills `parsed` and `names` from `kind`, `id` and `content`.
void parseEntry(Entry& entry, const std::function<Row(std::string_view sku)>& rowOf);

// What was frozen when a link rule's version was approved: {"links":[[SOURCE,TARGET,…],…]}. Fills `frozen`; empty text: nothing was.
void parseFrozen(Entry& entry, std::string_view content, const std::function<Row(std::string_view sku)>& rowOf);

} // namespace shelf
