// Finds products by words of their SKU and name. Private to model/catalog.
#pragma once

#include "model/catalog/snapshot.h"

#include <string_view>
#include <vector>

namespace shelf {

class SearchText {
public:
    // Rows whose folded "SKU name" has every word of `text`, in order of rows.
    std::vector<Row> find(const Snapshot& snapshot, std::string_view text, size_t limit) const;
};

} // namespace shelf
