// The questions of product_query.h over a snapshot of the catalog in memory: the same answers in the same order.
#pragma once

#include "model/catalog/row_set.h"
#include "model/query/product_query.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// Products that satisfy an expression; an empty one: all. `trouble` gets what it could not decide on some of them.
// Error: Rejected EXPRESSION.
Result<RowSet> selectProducts(
    const Snapshot& snapshot, std::string_view where, const Clock& clock, std::optional<std::string>* trouble = nullptr);

// How often each value of these columns (as people write them) occurs among some products, most frequent first, then by value.
// Error: Rejected UNKNOWN_COLUMN.
Result<std::vector<std::vector<FacetCount>>> facets(const Snapshot& snapshot, const std::vector<std::string>& columns, const RowSet& among);

// Numbers of one column in bins of equal width from the least to the largest of them.
struct Histogram {
    double least = 0, largest = 0; // 0 where there are none
    std::vector<uint64_t> bins; // the last one holds the largest, too
    uint64_t without = 0; // products without a number
};
Result<Histogram> histogram(const Snapshot& snapshot, std::string_view column, const RowSet& among, size_t bins);

// Products in the order of some columns, a leading '-' turns one round; then by SKU (bytes). Error: Rejected UNKNOWN_COLUMN.
Result<std::vector<Row>> sorted(
    const Snapshot& snapshot, const RowSet& among, const std::vector<std::string>& columns, std::optional<uint64_t> limit = {});

// A product's value in a resolved column, as canonical JSON; the SKU is quoted into `buffer`.
std::string_view columnValue(const Snapshot& snapshot, std::string_view field, Row row, std::string& buffer);

// scanProducts over a snapshot. Error: Rejected.
Result<QueryOutcome> scanCatalog(const Snapshot& snapshot, const ProductQuery& query, const Clock& clock, const ProductRowVisitor& visit);

} // namespace shelf
