// Finds products by words of their SKU and name, in one folded text of all of them that is made at the first search and shared by
// snapshots. Private to model/catalog.
#pragma once

#include "model/catalog/snapshot.h"

#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace shelf {

class SearchText {
public:
    // Rows whose folded "SKU name" has every word of `text`, in order of rows.
    std::vector<Row> find(const Snapshot& snapshot, std::string_view text, size_t limit) const;

private:
    struct Base;
    std::shared_ptr<const Base> base(const Snapshot& snapshot) const;
    mutable std::mutex m_mutex;
    mutable std::shared_ptr<const Base> m_base;
};

} // namespace shelf
