#include "model/store/product_rows.h"

#include "model/domain/decimal.h"
#include "model/store/sqlite_error.h"

#include <algorithm>
#include <memory>
#include <numeric>

namespace shelf {

namespace {

// Columns after id, sku, revision, changed_in, in the table's order, which is also the order of the parameters from 4 on.
struct ColumnOf {
    std::string_view field;
    CoreType type;
};
constexpr std::array<ColumnOf, 18> columnsOf = {{{"name", CoreType::Text}, {"family", CoreType::Text}, {"categories", CoreType::List},
    {"lifecycle", CoreType::Lifecycle}, {"brand", CoreType::Text}, {"gtin", CoreType::Text}, {"price", CoreType::Money},
    {"cost", CoreType::Money}, {"currency", CoreType::Text}, {"stock", CoreType::Integer}, {"stock_since", CoreType::Date},
    {"launch", CoreType::Date}, {"end_of_life", CoreType::Date}, {"channels", CoreType::List}, {"aliases", CoreType::List},
    {"parent", CoreType::Text}, {"image", CoreType::Text}, {"never_recommend", CoreType::Boolean}}};
constexpr int firstColumn = 4; // parameter and, less one, result column
constexpr int attributesParameter = firstColumn + static_cast<int>(columnsOf.size());

#define SHELF_PRODUCT_COLUMNS                                                                                                              \
    "sku, revision, changed_in, name, family, categories, lifecycle, brand, gtin, price, cost, currency, stock, stock_since, launch,"      \
    " end_of_life, channels, aliases, parent, image, never_recommend, attributes"

// Indices of columnsOf in byte order of their names, to build sorted field maps by merging.
const std::array<size_t, columnsOf.size()>& sortedColumns()
{
    static const auto order = [] {
        std::array<size_t, columnsOf.size()> indices{};
        std::iota(indices.begin(), indices.end(), size_t(0));
        std::sort(indices.begin(), indices.end(), [](size_t a, size_t b) { return columnsOf[a].field < columnsOf[b].field; });
        return indices;
    }();
    return order;
}

std::optional<size_t> columnIndex(std::string_view field)
{
    for (size_t i = 0; i < columnsOf.size(); ++i)
        if (columnsOf[i].field == field)
            return i;
    return std::nullopt;
}

[[noreturn]] void refuse(std::string_view sku, std::string_view field, std::string_view json)
{
    throw StoreFailure({ErrorKind::Rejected, "BAD_VALUE", std::string(sku),
        std::string(field) + " cannot hold " + std::string(json.substr(0, 60)), "give a value of the field's type"});
}

// A JSON string's text; `buffer` is used where it has escapes.
std::string_view stringText(std::string_view json, std::string& buffer, std::string_view sku, std::string_view field)
{
    if (json.size() < 2 || json.front() != '"' || json.back() != '"')
        refuse(sku, field, json);
    const auto inner = json.substr(1, json.size() - 2);
    if (inner.find('\\') == std::string_view::npos)
        return inner;
    const auto parsed = parseJson(json);
    if (!parsed || !parsed->isString())
        refuse(sku, field, json);
    buffer = parsed->text();
    return buffer;
}

// Binds one core value; texts with escapes need a buffer that lives until the statement has run.
void bindCore(Query& query, size_t index, std::string_view json, std::string& buffer, std::string_view sku)
{
    const int parameter = firstColumn + static_cast<int>(index);
    const auto& column = columnsOf[index];
    if (json.empty()) {
        query.bindNull(parameter);
        return;
    }
    switch (column.type) {
    case CoreType::Money: {
        const auto millionths = toMillionths(json);
        if (!millionths)
            refuse(sku, column.field, json);
        query.bind(parameter, *millionths);
        return;
    }
    case CoreType::Integer: {
        const auto value = toInteger(json);
        if (!value)
            refuse(sku, column.field, json);
        query.bind(parameter, *value);
        return;
    }
    case CoreType::Boolean:
        if (json != "true" && json != "false")
            refuse(sku, column.field, json);
        query.bind(parameter, int64_t(json == "true"));
        return;
    case CoreType::List:
        if (json.front() != '[')
            refuse(sku, column.field, json);
        query.bind(parameter, json);
        return;
    case CoreType::Text:
    case CoreType::Date:
    case CoreType::Lifecycle:
        query.bind(parameter, stringText(json, buffer, sku, column.field));
        return;
    }
}

// The rows of a block in order of their SKUs: an index made from sorted runs takes a third of the time.
std::vector<uint32_t> rowsBySku(const ChangeBlock& block)
{
    std::vector<std::pair<std::string_view, uint32_t>> keys;
    keys.reserve(block.rows());
    for (uint32_t row = 0; row < block.rows(); ++row)
        keys.emplace_back(block.keys.at(row), row);
    std::sort(keys.begin(), keys.end());
    std::vector<uint32_t> rows;
    rows.reserve(keys.size());
    for (const auto& [sku, row] : keys)
        rows.push_back(row);
    return rows;
}

// The JSON text of each row's attributes; a column comes with its `"code":`, in byte order of codes.
using AttributeColumns = std::vector<std::pair<std::string, const FieldColumn*>>;
TextColumn attributeTexts(const AttributeColumns& columns, size_t rows)
{
    TextColumn texts;
    std::string& bytes = texts.bytes();
    bytes.reserve(rows * (16 + 16 * columns.size()));
    for (size_t row = 0; row < rows; ++row) {
        bytes += '{';
        bool first = true;
        for (const auto& [prefix, column] : columns) {
            const auto value = column->after.at(row);
            if (value.empty())
                continue;
            if (!first)
                bytes += ',';
            first = false;
            bytes.append(prefix).append(value);
        }
        bytes += '}';
        texts.endRow();
    }
    return texts;
}

std::string coreJson(const Query& query, size_t index)
{
    const int column = firstColumn - 1 + static_cast<int>(index);
    if (query.isNull(column))
        return {};
    switch (columnsOf[index].type) {
    case CoreType::Money:
        return fromMillionths(query.integer(column));
    case CoreType::Integer:
        return std::to_string(query.integer(column));
    case CoreType::Boolean:
        return query.integer(column) ? "true" : "false";
    case CoreType::List:
        return query.string(column);
    default:
        return jsonString(query.text(column));
    }
}

} // namespace

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
    for (const size_t index : sortedColumns()) {
        const auto field = columnsOf[index].field;
        for (; next != attributes->end() && next->first < field; ++next)
            product.fields.append(next->first, next->second);
        if (auto json = coreJson(query, index); !json.empty())
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
    std::array<std::string, columnsOf.size()> buffers;
    query.bind(1, product.key).bind(2, static_cast<int64_t>(product.revision)).bind(3, static_cast<int64_t>(product.changedIn));
    for (size_t i = 0; i < columnsOf.size(); ++i)
        bindCore(query, i, product.fields.get(columnsOf[i].field), buffers[i], product.key);
    FieldMap attributes;
    for (const auto& [field, json] : product.fields)
        if (!columnIndex(field))
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

void ProductRows::insertBlock(const ChangeBlock& block, uint64_t number)
{
    std::array<const FieldColumn*, columnsOf.size()> core{};
    AttributeColumns attributes;
    for (const auto& column : block.columns) {
        if (const auto index = columnIndex(column.field))
            core[*index] = &column;
        else
            attributes.emplace_back(column.field, &column);
    }
    std::sort(attributes.begin(), attributes.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& attribute : attributes)
        attribute.first = jsonString(attribute.first) + ":";

    // Two passes, each kind to the cache: the attributes' texts are written row by row as the columns lie, then whole rows are
    // taken in order of their SKUs.
    const TextColumn texts = attributeTexts(attributes, block.rows());
    std::array<std::string, columnsOf.size()> buffers;
    m_insert.bind(2, int64_t(1)).bind(3, static_cast<int64_t>(number));
    for (size_t i = 0; i < columnsOf.size(); ++i)
        if (!core[i])
            m_insert.bindNull(firstColumn + static_cast<int>(i));
    for (const uint32_t row : rowsBySku(block)) {
        const auto sku = block.keys.at(row);
        m_insert.bind(1, sku);
        for (size_t i = 0; i < columnsOf.size(); ++i)
            if (core[i])
                bindCore(m_insert, i, core[i]->afterAt(row), buffers[i], sku);
        m_insert.bind(attributesParameter, texts.at(row));
        m_insert.run();
    }
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
