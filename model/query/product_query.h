// Questions about products: which, in which order, which columns, how many of each value.
#pragma once

#include "model/expression/expression.h"
#include "model/store/workspace.h"

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
    std::string where;                 // an expression; empty: all
    std::vector<std::string> sort;     // columns; a leading '-' turns one round
    std::vector<std::string> columns;  // as asked for; empty: none beyond the SKU
    std::optional<uint64_t> limit;
};

struct ProductRow {
    std::string sku;
    std::vector<std::string> values; // canonical JSON text by column, empty where absent
};

Result<QueryColumn> resolveColumn(const Definitions& definitions, std::string_view asked);
// Splits "a,[b, c],d" at the commas outside brackets.
std::vector<std::string> splitColumns(std::string_view list);

// Rows in the order asked for; by SKU (bytes) where none is. Values are with inheritance.
Result<std::vector<ProductRow>> queryProducts(Workspace& workspace, const ProductQuery& query, const Progress& progress = {});

struct FacetCount {
    std::string value; // as text
    uint64_t count = 0;
};
// Distinct values (elements of lists one by one), most frequent first, then by value.
Result<std::vector<FacetCount>> facet(Workspace& workspace, std::string_view column, std::string_view where, const Progress& progress = {});

// Share of a product's required attributes that are filled, by channel; a product without a family is 0 everywhere.
std::vector<std::pair<std::string, double>> completenessOf(const Definitions& definitions, const Thing& product);

} // namespace shelf
