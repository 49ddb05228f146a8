// Products as rows: typed columns for what every product has, one JSON text for its attributes. Failures throw.
#pragma once

#include "model/change/change_set.h"
#include "model/domain/product.h"
#include "model/store/query.h"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace shelf {

class ProductRows {
public:
    explicit ProductRows(SQLite::Database& database);

    std::optional<Thing> find(std::string_view sku);
    bool exists(std::string_view sku);
    uint64_t count();
    bool empty();
    using Visitor = std::function<bool(const Thing&)>;
    void visitSorted(const Visitor& visit);
    void visitUnsorted(const Visitor& visit);
    void visitFamily(std::string_view family, const Visitor& visit);
    void visitSkus(const std::function<bool(std::string_view)>& visit); // in no order
    std::vector<std::string> skusFrom(std::string_view lower, size_t limit); // in order, from the first not below `lower`

    // One row of a block that creates products; `sku` must not exist (a unique index says so).
    void insert(const Thing& product);
    void update(const Thing& product);
    void remove(std::string_view sku);
    void removeAll();

    // For a first import: the unique index is made once, after the rows. restoreIndex throws a constraint failure where a SKU
    // is there twice.
    void dropIndex();
    void restoreIndex();

private:
    Thing read(Query& query);
    void bindProduct(Query& query, const Thing& product);

    SQLite::Database& m_database;
    Query m_find, m_exists, m_count, m_any, m_insert, m_update, m_remove;
};

} // namespace shelf
