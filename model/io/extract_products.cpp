// Products as rows.
#include "model/domain/text.h"
#include "model/domain/value.h"
#include "model/io/extract_tables.h"

#include <algorithm>

namespace shelf {

namespace {

// The columns every file of products has; `category` may become `categories`.
constexpr std::string_view usualColumns[] = {
    "name", "family", "category", "lifecycle", "price", "currency", "cost", "stock", "launch", "end_of_life"};

// Digits of our own, which every reader takes as they are.
bool isPlainNumber(std::string_view json)
{
    return json.size() <= 15
        && std::all_of(json.begin(), json.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

// A text that is taken as it is. A reader makes CR LF one line end, and an empty cell says nothing.
bool isPlainText(std::string_view text)
{
    return !text.empty() && text.size() < maxCellBytes && text.find("\r\n") == std::string_view::npos;
}

bool readsBack(const CoreField& field, std::string_view text, std::string_view json)
{
    if (!isPlainText(text))
        return false;
    if (field.name == "name" || field.name == "brand")
        return json.front() == '"';
    const Result<std::string> back = coreValueFromText(field, text);
    return back && *back == json;
}

bool readsBack(const Attribute& attribute, std::string_view text, std::string_view json)
{
    if (!isPlainText(text))
        return false;
    switch (attribute.type) {
    case AttributeType::Text:
    case AttributeType::Choice:
    case AttributeType::Reference:
        return json.front() == '"';
    default:
        break;
    }
    const Result<std::string> back = valueFromText(attribute, text);
    if (back)
        return *back == json;
    return json.front() == '"'; // what does not fit its type is kept as the text it is
}

} // namespace

bool ProductTable::Column::isList() const
{
    return (core && core->type == CoreType::List && !primary) || (attribute && attribute->type == AttributeType::MultiChoice);
}

ProductTable::ProductTable(const Definitions& definitions, const FieldNames& fields, bool listsCategories)
{
    const auto add = [this](std::string_view header, std::string_view field, const Attribute* attribute) {
        Column column{std::string(header), coreField(field), attribute, header == "category"};
        m_byField.emplace_back(std::string(field), m_columns.size());
        m_columns.push_back(std::move(column));
    };
    for (const std::string_view name : usualColumns) {
        const bool category = name == "category";
        add(category && listsCategories ? "categories" : name, category ? "categories" : name, nullptr);
    }
    const auto isUsual = [](std::string_view name) {
        return name == "categories" || std::find(std::begin(usualColumns), std::end(usualColumns), name) != std::end(usualColumns);
    };
    for (const CoreField& field : coreFields())
        if (!isUsual(field.name) && fields.contains(field.name))
            add(field.name, field.name, nullptr);
    for (const std::string& field : fields)
        if (!coreField(field))
            add(field, field, definitions.attribute(field));
    m_columns.push_back({});
    std::sort(m_byField.begin(), m_byField.end());
}

std::vector<std::string> ProductTable::header() const
{
    std::vector<std::string> names = {"sku"};
    for (const Column& column : m_columns)
        names.push_back(column.field.empty() ? "_action" : column.field);
    return names;
}

std::vector<std::pair<std::string, ColumnRule>> ProductTable::rules() const
{
    std::vector<std::pair<std::string, ColumnRule>> rules;
    for (const Column& column : m_columns) {
        if (column.field.empty())
            continue;
        ColumnRule rule;
        rule.to = column.field;
        if (column.isList())
            rule.split = "|";
        rules.emplace_back(column.field, std::move(rule));
    }
    return rules;
}

bool ProductTable::addRow(DelimitedWriter& writer, const Thing& product, ExtractReport& report)
{
    m_values.assign(m_columns.size(), {});
    auto known = m_byField.begin();
    for (const auto& [field, json] : product.fields) {
        while (known != m_byField.end() && known->first < field)
            ++known;
        if (known == m_byField.end() || known->first != field)
            return false;
        m_values[known->second] = json;
    }
    writer.text(product.key);
    for (size_t i = 0; i < m_columns.size(); ++i)
        addCell(writer, m_columns[i], m_values[i], product, report);
    writer.endRow();
    return true;
}

void ProductTable::addCell(
    DelimitedWriter& writer, const Column& column, std::string_view json, const Thing& product, ExtractReport& report)
{
    if (json.empty())
        return writer.empty();
    const bool number = column.core
        ? column.core->type == CoreType::Money || column.core->type == CoreType::Integer
        : column.attribute && (column.attribute->type == AttributeType::Number || column.attribute->type == AttributeType::Integer);
    if (number && isPlainNumber(json))
        return writer.plain(json);
    std::string text;
    if (column.primary) {
        const std::vector<std::string> names = product.fields.strings("categories");
        text = names.empty() ? std::string() : names.front();
        if (isPlainText(text))
            return writer.text(text);
    } else {
        text = valueToText(json);
        if (column.core ? readsBack(*column.core, text, json) : column.attribute && readsBack(*column.attribute, text, json))
            return number && json.front() != '"' ? writer.plain(text) : writer.text(text);
    }
    if (report.unsaid++ == 0)
        report.firstUnsaid = product.key + ", " + column.field;
    writer.plain("[[keep]]");
}

} // namespace shelf
