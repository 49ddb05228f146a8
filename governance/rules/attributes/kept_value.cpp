#include "governance/rules/attributes/kept_value.h"

#include "model/domain/date.h"
#include "model/domain/decimal.h"
#include "model/domain/json.h"
#include "model/domain/value.h"

namespace shelf::attr {

namespace {

bool isString(std::string_view json)
{
    return !json.empty() && json.front() == '"';
}

bool isNumber(std::string_view json)
{
    return !json.empty() && (json.front() == '-' || (json.front() >= '0' && json.front() <= '9'));
}

bool fits(const Attribute& attribute, std::string_view json)
{
    switch (attribute.type) {
    case AttributeType::Text:
    case AttributeType::Choice:
    case AttributeType::Url:
    case AttributeType::Reference:
        return isString(json);
    case AttributeType::Number:
        return isNumber(json);
    case AttributeType::Integer:
        return isNumber(json) && json.find('.') == std::string_view::npos;
    case AttributeType::Boolean:
        return json == "true" || json == "false";
    case AttributeType::MultiChoice:
        return !json.empty() && json.front() == '[';
    case AttributeType::Date:
        return isString(json) && json.size() > 2 && parseDate(json.substr(1, json.size() - 2)).has_value();
    case AttributeType::Money:
        break;
    }
    const Result<std::string> money = isString(json) ? valueFromText(attribute, valueToText(json)) : std::string();
    return money && *money == json;
}

} // namespace

std::string inAttributeUnit(const Attribute& attribute, std::string_view json)
{
    const bool numeric = attribute.type == AttributeType::Number || attribute.type == AttributeType::Integer;
    if (!numeric || attribute.unit.empty() || !isString(json))
        return {};
    const std::string text = valueToText(json);
    const auto parts = splitUnit(text);
    if (!parts || parts->second.empty())
        return {};
    Result<std::string> number = valueFromText(attribute, text);
    return number ? std::move(*number) : std::string();
}

Kept keptAs(const Attribute& attribute, std::string_view json)
{
    if (fits(attribute, json))
        return Kept::Fits;
    return inAttributeUnit(attribute, json).empty() ? Kept::WrongType : Kept::WrongUnit;
}

std::string expectedOf(const Attribute& attribute)
{
    const std::string unit = attribute.unit.empty() ? std::string() : " in " + attribute.unit;
    switch (attribute.type) {
    case AttributeType::Text:
    case AttributeType::Choice:
        return "a text";
    case AttributeType::Number:
        return "a number" + unit;
    case AttributeType::Integer:
        return "a whole number" + unit;
    case AttributeType::Boolean:
        return "yes or no";
    case AttributeType::Date:
        return "a date such as 2026-01-31";
    case AttributeType::MultiChoice:
        return "a list of options";
    case AttributeType::Money:
        return "an amount with its currency, such as 199.00 USD";
    case AttributeType::Url:
        return "an address";
    case AttributeType::Reference:
        return "a SKU";
    }
    return {};
}

} // namespace shelf::attr
