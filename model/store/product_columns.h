// How a product's core fields lie in the table: which column, which type, between canonical JSON text and SQLite's values.
// Private to model/store.
#pragma once

#include "model/domain/product.h"
#include "model/store/query.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace shelf {

// Columns after id, sku, revision, changed_in, in the table's order, which is also the order of the parameters from 4 on.
struct ProductColumn {
    std::string_view field;
    CoreType type;
};
inline constexpr std::array<ProductColumn, 18> productColumns = {{{"name", CoreType::Text}, {"family", CoreType::Text},
    {"categories", CoreType::List}, {"lifecycle", CoreType::Lifecycle}, {"brand", CoreType::Text}, {"gtin", CoreType::Text},
    {"price", CoreType::Money}, {"cost", CoreType::Money}, {"currency", CoreType::Text}, {"stock", CoreType::Integer},
    {"stock_since", CoreType::Date}, {"launch", CoreType::Date}, {"end_of_life", CoreType::Date}, {"channels", CoreType::List},
    {"aliases", CoreType::List}, {"parent", CoreType::Text}, {"image", CoreType::Text}, {"never_recommend", CoreType::Boolean}}};
inline constexpr int firstColumn = 4; // parameter and, less one, result column
inline constexpr int attributesParameter = firstColumn + static_cast<int>(productColumns.size());

#define SHELF_PRODUCT_COLUMNS                                                                                                              \
    "sku, revision, changed_in, name, family, categories, lifecycle, brand, gtin, price, cost, currency, stock, stock_since, launch,"      \
    " end_of_life, channels, aliases, parent, image, never_recommend, attributes"

// Indices of productColumns in byte order of their names, to build sorted field maps by merging.
const std::array<size_t, productColumns.size()>& sortedProductColumns();
std::optional<size_t> productColumnIndex(std::string_view field);

// Binds one core value; a text with escapes is put into `buffer`, which must live until the statement has run. Throws
// StoreFailure where the JSON is not of the column's type.
void bindProductColumn(Query& query, int parameter, size_t index, std::string_view json, std::string& buffer, std::string_view sku);
// The value of a column of a row that was read, as JSON text; empty for NULL.
std::string productColumnJson(const Query& query, size_t index);
// Whether a result column holds this value; empty: NULL.
bool productColumnIs(const Query& query, int column, size_t index, std::string_view json);

} // namespace shelf
