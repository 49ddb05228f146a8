#include "app/shelfctl/assignment.h"

#include "app/shelfctl/context.h"
#include "model/domain/json.h"
#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/domain/value.h"
#include "model/query/product_query.h"

#include <algorithm>
#include <cctype>

namespace shelf::cli {

namespace {

struct Parts {
    std::string_view name;
    Assignment::Kind kind = Assignment::Kind::Replace;
    std::string_view value;
};

std::optional<Parts> takeApart(std::string_view text)
{
    size_t equals = std::string_view::npos;
    if (text.starts_with('[')) { // a label may hold '='
        for (const std::string_view end : {"]=", "]+=", "]-="})
            if (const size_t found = text.find(end); found != std::string_view::npos)
                equals = std::min(equals, found + end.size() - 1);
    } else {
        equals = text.find('=');
    }
    if (equals == std::string_view::npos)
        return std::nullopt;
    Parts parts;
    parts.value = text.substr(equals + 1);
    parts.name = text.substr(0, equals);
    if (parts.name.ends_with('+') || parts.name.ends_with('-')) {
        parts.kind = parts.name.ends_with('+') ? Assignment::Kind::Add : Assignment::Kind::Take;
        parts.name.remove_suffix(1);
    }
    parts.name = trimmed(parts.name);
    if (parts.name.empty())
        return std::nullopt;
    return parts;
}

// Line ends in a value are LF, as an import makes them.
std::string withPlainLineEnds(std::string_view text)
{
    std::string result;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r')
            result += text[i];
        else if (i + 1 >= text.size() || text[i + 1] != '\n')
            result += '\n';
    }
    return result;
}

// "5.25 EUR" as amount and currency.
std::pair<std::string, std::string> splitMoney(const std::string& text)
{
    const std::string_view money = trimmed(text);
    const size_t space = money.rfind(' ');
    if (space == std::string_view::npos || money.size() - space != 4)
        return {std::string(money), {}};
    const std::string_view currency = money.substr(space + 1);
    if (!std::all_of(currency.begin(), currency.end(), [](unsigned char letter) { return std::isupper(letter); }))
        return {std::string(money), {}};
    return {std::string(trimmed(money.substr(0, space))), jsonString(currency)};
}

bool isList(const Definitions& definitions, const std::string& field)
{
    if (const CoreField* core = coreField(field))
        return core->type == CoreType::List;
    const Attribute* attribute = definitions.attribute(field);
    return attribute && attribute->type == AttributeType::MultiChoice;
}

Result<std::string> readValue(const Definitions& definitions, Assignment& assignment, const std::string& text)
{
    if (assignment.field == "category")
        return jsonString(trimmed(text));
    if (const CoreField* core = coreField(assignment.field.substr(0, assignment.field.find('@')))) {
        if (core->type != CoreType::Money)
            return coreValueFromText(*core, text);
        const auto [amount, currency] = splitMoney(text);
        assignment.currency = currency;
        return coreValueFromText(*core, amount);
    }
    const Attribute* attribute = definitions.attribute(assignment.field);
    if (!attribute)
        return rejected("UNKNOWN_COLUMN", assignment.field, "there is no attribute of this name", "define it with `shelfctl apply`");
    return valueFromText(*attribute, text);
}

Json listOf(const FieldMap& fields, const std::string& field)
{
    const Json value = fields.json(field);
    if (value.isArray() || value.isNull())
        return value.isNull() ? Json::array() : value;
    return Json::array({value}); // a value kept as text counts as one element
}

void setList(FieldMap& fields, const std::string& field, const Json& list)
{
    fields.set(field, list.items().empty() ? std::string() : list.write());
}

// The primary category is the first one; the others stay.
void assignCategory(FieldMap& fields, const Assignment& assignment)
{
    Json categories = Json::array();
    if (!assignment.value.empty()) {
        const Json named = Json::string(parseJson(assignment.value)->text());
        categories = listOf(fields, "categories");
        auto& items = categories.items();
        if (!items.empty())
            items.erase(items.begin());
        items.erase(std::remove(items.begin(), items.end(), named), items.end());
        items.insert(items.begin(), named);
    }
    setList(fields, "categories", categories);
}

} // namespace

Result<Assignment> parseAssignment(const Definitions& definitions, std::string_view text)
{
    const auto parts = takeApart(text);
    if (!parts)
        return usageError("set", "\"" + forTerminal(text, 100) + "\" is no assignment", "write ATTR=VALUE, as in price=5.25");
    const auto column = resolveColumn(definitions, parts->name);
    if (!column)
        return column.error();
    Assignment assignment;
    assignment.kind = parts->kind;
    assignment.field = column->field;
    if (assignment.field == "sku")
        return rejected("SKU_FIXED", "sku", "the SKU of a product never changes", "add the new number as an alias: aliases+=NUMBER");
    const std::string value = withPlainLineEnds(parts->value);
    const bool replaces = assignment.kind == Assignment::Kind::Replace;
    if (!replaces && !isList(definitions, assignment.field))
        return rejected(
            "NOT_A_LIST", assignment.field, "only a list can be added to or taken from", "set it whole: " + assignment.field + "=VALUE");
    if (value.empty()) {
        if (replaces)
            return assignment;
        return usageError(assignment.field, "there is nothing to add or to take away", "write ATTR+=VALUE or ATTR-=VALUE");
    }
    const auto read = readValue(definitions, assignment, value);
    if (!read) {
        Error error = read.error();
        if (error.where.empty())
            error.where = assignment.field;
        return error;
    }
    assignment.value = *read;
    return assignment;
}

void assign(FieldMap& fields, const Assignment& assignment)
{
    if (assignment.field == "category") {
        assignCategory(fields, assignment);
        return;
    }
    if (assignment.kind == Assignment::Kind::Replace) {
        fields.set(assignment.field, assignment.value);
        if (!assignment.currency.empty())
            fields.set("currency", assignment.currency);
        return;
    }
    Json list = listOf(fields, assignment.field);
    auto& items = list.items();
    const auto named = parseJson(assignment.value);
    if (!named)
        return;
    for (const Json& element : named->isArray() ? named->items() : Json::Array{*named}) {
        const auto found = std::find(items.begin(), items.end(), element);
        if (assignment.kind == Assignment::Kind::Take && found != items.end())
            items.erase(found);
        else if (assignment.kind == Assignment::Kind::Add && found == items.end())
            items.push_back(element);
    }
    setList(fields, assignment.field, list);
}

} // namespace shelf::cli
