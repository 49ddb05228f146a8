#include "model/domain/value.h"

#include "model/domain/date.h"
#include "model/domain/decimal.h"
#include "model/domain/product.h"
#include "model/domain/text.h"

#include <QDate>
#include <QString>

#include <algorithm>

namespace shelf {

namespace {

Error expected(const Attribute& attribute, std::string_view text, std::string_view code, std::string_view what, std::string_view tryThis)
{
    std::string message = inQuotes(text).append(" is not ").append(what);
    return {ErrorKind::Rejected, std::string(code), attribute.code, std::move(message), std::string(tryThis)};
}

// The digits of a number in the attribute's unit.
Result<std::string> numberFromText(const Attribute& attribute, std::string_view text, const ValueReading& reading)
{
    const auto refused = [&](std::string_view what, std::string_view tryThis) {
        return expected(attribute, text, "BAD_NUMBER", what, tryThis);
    };
    const auto parts = splitUnit(text, reading.decimalMark);
    if (!parts)
        return refused("a number", "write digits without grouping, as in 1234.5");
    const auto& [number, written] = *parts;
    const std::string& unit = written.empty() ? reading.unit : written;
    if (unit.empty() || unit == attribute.unit)
        return number;
    if (attribute.unit.empty())
        return refused("a number: the attribute has no unit", "give the attribute a unit, or write the number alone");
    const auto value = toDouble(number);
    const auto converted = value ? convertUnit(*value, unit, attribute.unit) : std::nullopt;
    const auto digits = converted ? canonicalDecimal(shortestDecimal(*converted)) : std::nullopt;
    if (!digits)
        return refused("a number in " + attribute.unit, "write it in " + attribute.unit);
    return *digits;
}

Result<std::string> integerFromText(const Attribute& attribute, std::string_view text, const ValueReading& reading)
{
    Result<std::string> number = numberFromText(attribute, text, reading);
    if (number && !toInteger(*number))
        return expected(attribute, text, "BAD_NUMBER", "a whole number", "write digits only, as in 12");
    return number;
}

Result<std::string> dateFromText(const Attribute& attribute, std::string_view text, const ValueReading& reading)
{
    const std::string_view date = trimmed(text);
    std::optional<Days> days;
    if (reading.datePattern.empty()) {
        days = parseDate(date);
    } else {
        const QString pattern = QString::fromStdString(reading.datePattern);
        QDate parsed = QDate::fromString(QString::fromUtf8(date.data(), static_cast<qsizetype>(date.size())), pattern);
        const bool shortYear = pattern.contains(QStringLiteral("yy")) && !pattern.contains(QStringLiteral("yyyy"));
        if (parsed.isValid() && shortYear && parsed.year() < 1970) // Qt puts two-digit years into 19xx
            parsed = parsed.addYears(100);
        if (parsed.isValid())
            days = parseDate(parsed.toString(Qt::ISODate).toStdString());
    }
    if (!days) {
        const std::string pattern = reading.datePattern.empty() ? "2026-01-31" : reading.datePattern;
        return expected(attribute, text, "BAD_DATE", "a date", "write it as " + pattern);
    }
    return jsonString(formatDate(*days));
}

bool isCurrency(std::string_view text)
{
    return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// "199.00 USD", "USD 199.00", or an amount alone where the reading or the attribute names the currency.
Result<std::string> moneyFromText(const Attribute& attribute, std::string_view text, const ValueReading& reading)
{
    std::string_view amount = trimmed(text);
    std::string_view currency = isCurrency(reading.unit) ? std::string_view(reading.unit) : std::string_view(attribute.unit);
    if (amount.size() > 3 && isCurrency(amount.substr(0, 3))) {
        currency = amount.substr(0, 3);
        amount = trimmed(amount.substr(3));
    } else if (amount.size() > 3 && isCurrency(amount.substr(amount.size() - 3))) {
        currency = amount.substr(amount.size() - 3);
        amount = trimmed(amount.substr(0, amount.size() - 3));
    }
    const auto digits = canonicalDecimal(amount, reading.decimalMark);
    if (!digits || !toMillionths(*digits) || !isCurrency(currency))
        return expected(attribute, text, "BAD_MONEY", "an amount of money", "write amount and currency, as in 199.00 USD");
    return jsonString(std::string(*digits).append(" ").append(currency));
}

Result<std::string> choicesFromText(const Attribute& attribute, std::string_view text, const ValueReading& reading)
{
    std::vector<std::string> unique;
    for (std::string& element : splitList(text, reading.listSeparator))
        if (std::find(unique.begin(), unique.end(), element) == unique.end())
            unique.push_back(std::move(element));
    if (unique.empty())
        return expected(attribute, text, "BAD_LIST", "a list", "separate the elements with " + reading.listSeparator);
    return Json::strings(unique).write();
}

Result<std::string> referenceFromText(const Attribute& attribute, std::string_view text)
{
    const std::string_view sku = trimmed(text);
    if (const Result<void> good = checkSku(sku); !good)
        return expected(attribute, text, "BAD_REFERENCE", "a SKU", good.error().tryThis);
    return jsonString(sku);
}

} // namespace

Result<std::string> valueFromText(const Attribute& attribute, std::string_view text, const ValueReading& reading)
{
    if (text.size() > maxCellBytes)
        return expected(attribute, text, "TOO_LONG", "of at most 1 MiB", "shorten it");
    if (firstInvalidUtf8(text))
        return expected(attribute, text, "ENCODING", "valid UTF-8", "save the file as UTF-8");
    switch (attribute.type) {
    case AttributeType::Text:
    case AttributeType::Choice:
        return jsonString(text);
    case AttributeType::Url:
        return jsonString(trimmed(text));
    case AttributeType::Number:
        return numberFromText(attribute, text, reading);
    case AttributeType::Integer:
        return integerFromText(attribute, text, reading);
    case AttributeType::Date:
        return dateFromText(attribute, text, reading);
    case AttributeType::MultiChoice:
        return choicesFromText(attribute, text, reading);
    case AttributeType::Money:
        return moneyFromText(attribute, text, reading);
    case AttributeType::Reference:
        return referenceFromText(attribute, text);
    case AttributeType::Boolean: {
        const auto value = booleanFromText(text);
        if (!value)
            return expected(attribute, text, "BAD_BOOLEAN", "yes or no", "write true or false");
        return std::string(*value ? "true" : "false");
    }
    }
    return expected(attribute, text, "BAD_VALUE", "a value of this attribute", "see the guide");
}

std::string valueToText(std::string_view json)
{
    if (json.empty() || json == "null")
        return {};
    if (json[0] == '"' && json.size() >= 2 && json.find('\\') == std::string_view::npos)
        return std::string(json.substr(1, json.size() - 2));
    if (json[0] != '"' && json[0] != '[')
        return std::string(json);
    const Result<Json> value = parseJson(json);
    if (!value)
        return std::string(json);
    if (value->isString())
        return value->text();
    std::vector<std::string> elements;
    for (const Json& item : value->items())
        elements.push_back(item.isString() ? item.text() : item.write());
    return joinList(elements);
}

} // namespace shelf
