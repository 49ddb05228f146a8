// The order of all SKUs, made when first asked for and shared by the snapshots of a catalog: a place's SKU never changes. Private to
// model/catalog.
#pragma once

#include "model/catalog/column.h"
#include "model/catalog/dictionary.h"

#include <memory>
#include <mutex>
#include <vector>

namespace shelf {

class SkuOrder {
public:
    // All places below `rows` (and perhaps later ones) in byte order of their SKUs.
    std::shared_ptr<const std::vector<Row>> get(const Dictionary& skus, Row rows) const;

private:
    mutable std::mutex m_mutex;
    mutable std::shared_ptr<const std::vector<Row>> m_order;
};

} // namespace shelf
