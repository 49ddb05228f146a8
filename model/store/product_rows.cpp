#include "model/store/product_rows.h"

#include "model/store/product_columns.h"
#include "model/store/sqlite_error.h"

#include <algorithm>

namespace shelf {

ProductRows::ProductRows(SQLite::Database& database)
    : m_database(database), m_find(database, "SELECT " SHELF_PRODUCT_COLUMNS " FROM product WHERE sku = ?"),
      m_exists(database, "SELECT 1 FROM product WHERE sku = ?"), m_count(database, "SELECT count(*) FROM product"),
      m_any(database, "SELECT 1 FROM product LIMIT 1"),
      m_insert(database,
          "INSERT INTO product(" SHELF_PRODUCT_COLUMNS
          ") VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22)"),
      m_update(database,
          "UPDATE product SET revision=?2, changed_in=?3, name=?4, family=?5, categories=?6, lifecycle=?7, brand=?8, gtin=?9, price=?10, "
          "cost=?11,"
          " currency=?12, stock=?13, stock_since=?14, launch=?15, end_of_life=?16, channels=?17, aliases=?18, parent=?19, image=?20,"
          " never_recommend=?21, attributes=?22 WHERE sku=?1"),
      m_remove(database, "DELETE FROM product WHERE sku = ?")
{
}

Thing ProductRows::read(Query& query)
{
    Thing product;
    product.kind = ThingKind::Product;
    product.key = query.string(0);
    product.revision = static_cast<uint64_t>(query.integer(1));
    product.changedIn = static_cast<uint64_t>(query.integer(2));
    auto attributes = FieldMap::fromJson(query.text(attributesParameter - 1));
    if (!attributes)
        throw StoreFailure(
            {ErrorKind::Workspace, "DAMAGED", product.key, "the attributes of this product cannot be read", "restore a backup"});
    auto next = attributes->begin();
    for (const size_t index : sortedProductColumns()) {
        const auto field = productColumns[index].field;
        for (; next != attributes->end() && next->first < field; ++next)
            product.fields.append(next->first, next->second);
        if (auto json = productColumnJson(query, index); !json.empty())
            product.fields.append(std::string(field), std::move(json));
    }
    for (; next != attributes->end(); ++next)
        product.fields.append(next->first, next->second);
    return product;
}

std::optional<Thing> ProductRows::find(std::string_view sku)
{
    const QueryScope scope(m_find);
    m_find.bind(1, sku);
    if (!m_find.step())
        return std::nullopt;
    return read(m_find);
}

bool ProductRows::exists(std::string_view sku)
{
    const QueryScope scope(m_exists);
    return m_exists.bind(1, sku).step();
}

uint64_t ProductRows::count()
{
    const QueryScope scope(m_count);
    m_count.step();
    return static_cast<uint64_t>(m_count.integer(0));
}

bool ProductRows::empty()
{
    const QueryScope scope(m_any);
    return !m_any.step();
}

void ProductRows::visitSorted(const Visitor& visit)
{
    Query query(m_database, "SELECT " SHELF_PRODUCT_COLUMNS " FROM product ORDER BY sku");
    while (query.step())
        if (!visit(read(query)))
            return;
}

void ProductRows::visitUnsorted(const Visitor& visit)
{
    Query query(m_database, "SELECT " SHELF_PRODUCT_COLUMNS " FROM product ORDER BY id");
    while (query.step())
        if (!visit(read(query)))
            return;
}

void ProductRows::visitFamily(std::string_view family, const Visitor& visit)
{
    Query query(m_database, "SELECT " SHELF_PRODUCT_COLUMNS " FROM product WHERE family = ? ORDER BY id");
    query.bind(1, family);
    while (query.step())
        if (!visit(read(query)))
            return;
}

void ProductRows::visitSkus(const std::function<bool(std::string_view)>& visit)
{
    Query query(m_database, "SELECT sku FROM product");
    while (query.step())
        if (!visit(query.text(0)))
            return;
}

std::vector<std::string> ProductRows::skusFrom(std::string_view lower, size_t limit)
{
    Query query(m_database, "SELECT sku FROM product WHERE sku >= ? ORDER BY sku LIMIT ?");
    query.bind(1, lower).bind(2, static_cast<int64_t>(limit));
    std::vector<std::string> skus;
    while (query.step())
        skus.push_back(query.string(0));
    return skus;
}

void ProductRows::bindProduct(Query& query, const Thing& product)
{
    std::array<std::string, productColumns.size()> buffers;
    query.bind(1, product.key).bind(2, static_cast<int64_t>(product.revision)).bind(3, static_cast<int64_t>(product.changedIn));
    for (size_t i = 0; i < productColumns.size(); ++i)
        bindProductColumn(
            query, firstColumn + static_cast<int>(i), i, product.fields.get(productColumns[i].field), buffers[i], product.key);
    FieldMap attributes;
    for (const auto& [field, json] : product.fields)
        if (!productColumnIndex(field))
            attributes.append(field, json);
    const std::string text = attributes.toJson();
    query.bind(attributesParameter, text);
    query.run();
}

void ProductRows::insert(const Thing& product)
{
    bindProduct(m_insert, product);
}
void ProductRows::update(const Thing& product)
{
    bindProduct(m_update, product);
}
void ProductRows::remove(std::string_view sku)
{
    m_remove.bind(1, sku).run();
}

void ProductRows::removeAll()
{
    m_database.exec("DELETE FROM product"); // without a condition SQLite frees the pages without looking at the rows
}

void ProductRows::dropIndex()
{
    m_database.exec("DROP INDEX product_sku");
}
void ProductRows::restoreIndex()
{
    m_database.exec("CREATE UNIQUE INDEX product_sku ON product(sku)");
}

} // namespace shelf
