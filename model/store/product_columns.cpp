#include "model/store/product_columns.h"

#include "model/domain/decimal.h"
#include "model/store/sqlite_error.h"

#include <algorithm>
#include <numeric>

namespace shelf {

namespace {

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

} // namespace

const std::array<size_t, productColumns.size()>& sortedProductColumns()
{
    static const auto order = [] {
        std::array<size_t, productColumns.size()> indices{};
        std::iota(indices.begin(), indices.end(), size_t(0));
        std::sort(indices.begin(), indices.end(), [](size_t a, size_t b) { return productColumns[a].field < productColumns[b].field; });
        return indices;
    }();
    return order;
}

std::optional<size_t> productColumnIndex(std::string_view field)
{
    for (size_t i = 0; i < productColumns.size(); ++i)
        if (productColumns[i].field == field)
            return i;
    return std::nullopt;
}

void bindProductColumn(Query& query, int parameter, size_t index, std::string_view json, std::string& buffer, std::string_view sku)
{
    const auto& column = productColumns[index];
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

namespace {

std::string columnJson(const Query& query, int column, CoreType type)
{
    switch (type) {
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

std::string productColumnJson(const Query& query, size_t index)
{
    const int column = firstColumn - 1 + static_cast<int>(index);
    return query.isNull(column) ? std::string() : columnJson(query, column, productColumns[index].type);
}

bool productColumnIs(const Query& query, int column, size_t index, std::string_view json)
{
    if (query.isNull(column) || json.empty())
        return query.isNull(column) && json.empty();
    const CoreType type = productColumns[index].type;
    const bool quoted = type == CoreType::Text || type == CoreType::Date || type == CoreType::Lifecycle;
    // Most texts need no escape: then they are equal or not as they lie.
    if (quoted && json.size() >= 2 && json.find('\\') == std::string_view::npos && json.substr(1, json.size() - 2) == query.text(column))
        return json.front() == '"' && json.back() == '"';
    return columnJson(query, column, type) == json;
}

} // namespace shelf
