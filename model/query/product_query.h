// Questions about products: which, in which order, which columns, how many of each value.
#pragma once

#include "model/expression/expression.h"
#include "model/store/workspace.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace shelf {

// A column asked for: a core field, `sku`, `category` (the primary one), an attribute code, or a label in brackets.
struct QueryColumn {
    std::string asked; // as the person wrote it
    std::string field; // what it resolves to
};

struct ProductQuery {
    std::string where; // an expression; empty: all
    std::vector<std::string> sort; // columns; a leading '-' turns one round
    std::vector<std::string> columns; // as asked for; empty: none beyond the SKU
    std::optional<uint64_t> limit;
};

struct ProductRow {
    std::string sku;
    std::vector<std::string> values; // canonical JSON text by column, empty where absent
};

// Error: Rejected UNKNOWN_COLUMN with the nearest name.
Result<QueryColumn> resolveColumn(const Definitions& definitions, std::string_view asked);
// Splits "a,[b, c],d" at the commas outside brackets.
std::vector<std::string> splitColumns(std::string_view list);

// Rows in the order asked for; by SKU (bytes) where none is. Values are with inheritance.
Result<std::vector<ProductRow>> queryProducts(Workspace& workspace, const ProductQuery& query, const Progress& progress = {});

// The same, row by row: without a sort order nothing is kept in memory. The visitor returns false to stop; a row's views are
// valid during the call only.
struct ProductRowView {
    std::string_view sku;
    std::vector<std::string_view> values;
};
struct QueryOutcome {
    uint64_t rows = 0;
    std::optional<std::string> trouble; // what the expression could not decide on some row (Expression::trouble)
};
using ProductRowVisitor = std::function<bool(const ProductRowView& row)>;
Result<QueryOutcome> scanProducts(
    Workspace& workspace, const ProductQuery& query, const ProductRowVisitor& visit, const Progress& progress = {});

// The products that satisfy an expression, as they are stored, in byte order of SKUs.
Result<QueryOutcome> scanThings(
    Workspace& workspace, const std::string& where, const Workspace::ProductVisitor& visit, const Progress& progress = {});

struct FacetCount {
    std::string value; // as text
    uint64_t count = 0;
};
// Distinct values (elements of lists one by one), most frequent first, then by value.
Result<std::vector<FacetCount>> facet(Workspace& workspace, std::string_view column, std::string_view where, const Progress& progress = {});

// Share of a product's required attributes that are filled, by channel; a product without a family is 0 everywhere. The
// product is taken as it stands: give one with its parent's values (ParentValues::merged) where it is a variant.
std::vector<std::pair<std::string, double>> completenessOf(const Definitions& definitions, const Thing& product);

} // namespace shelf
