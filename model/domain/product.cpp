#include "model/domain/product.h"

#include "model/domain/date.h"
#include "model/domain/decimal.h"
#include "model/domain/text.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

constexpr std::array<CoreField, 18> fields = {{
    {"name", CoreType::Text},
    {"family", CoreType::Text},
    {"categories", CoreType::List},
    {"lifecycle", CoreType::Lifecycle},
    {"price", CoreType::Money},
    {"currency", CoreType::Text},
    {"cost", CoreType::Money},
    {"stock", CoreType::Integer},
    {"stock_since", CoreType::Date},
    {"launch", CoreType::Date},
    {"end_of_life", CoreType::Date},
    {"brand", CoreType::Text},
    {"gtin", CoreType::Text},
    {"channels", CoreType::List},
    {"parent", CoreType::Text},
    {"image", CoreType::Text},
    {"never_recommend", CoreType::Boolean},
    {"aliases", CoreType::List},
}};

Error expected(const CoreField& field, std::string_view text, std::string_view code, std::string_view what, std::string_view tryThis)
{
    std::string seen = text.empty() ? "an empty text" : inQuotes(text);
    return {ErrorKind::Rejected, std::string(code), std::string(field.name), seen.append(" is not ").append(what), std::string(tryThis)};
}

Error badSku(std::string_view sku, std::string_view what, std::string_view tryThis)
{
    return {ErrorKind::Rejected, "BAD_SKU", forTerminal(sku, 80), std::string("a SKU ").append(what), std::string(tryThis)};
}

Result<std::string> moneyFromText(const CoreField& field, std::string_view text, char mark)
{
    const auto canonical = canonicalDecimal(trimmed(text), mark);
    if (!canonical || !toMillionths(*canonical))
        return expected(field, text, "BAD_NUMBER", "an amount of money", "write digits with at most six decimals, as in 199.90");
    return *canonical;
}

Result<std::string> integerFromText(const CoreField& field, std::string_view text, char mark)
{
    const auto canonical = canonicalDecimal(trimmed(text), mark);
    if (!canonical || !toInteger(*canonical))
        return expected(field, text, "BAD_NUMBER", "a whole number", "write digits only, as in 12");
    return *canonical;
}

Result<std::string> lifecycleFromText(const CoreField& field, std::string_view text)
{
    std::string name = folded(trimmed(text));
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == ' ' || c == '_'; }, '-');
    if (!isLifecycle(name))
        return expected(field, text, "BAD_LIFECYCLE", "a lifecycle", "use planned, active, end-of-life or retired");
    return jsonString(name);
}

Result<std::string> textFromText(const CoreField& field, std::string_view text)
{
    if (text.size() > maxCellBytes)
        return expected(field, text, "TOO_LONG", "of at most 1 MiB", "shorten it");
    if (firstInvalidUtf8(text))
        return expected(field, text, "ENCODING", "valid UTF-8", "save the file as UTF-8");
    if (field.name == "currency") {
        const std::string_view code = trimmed(text);
        if (code.size() != 3 || !std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
            return expected(field, text, "BAD_CURRENCY", "a currency", "use a code of ISO 4217 such as EUR");
        return jsonString(code);
    }
    return jsonString(text);
}

} // namespace

std::span<const CoreField> coreFields()
{
    return fields;
}

const CoreField* coreField(std::string_view name)
{
    const auto found = std::find_if(fields.begin(), fields.end(), [name](const CoreField& field) { return field.name == name; });
    return found == fields.end() ? nullptr : &*found;
}

bool isLifecycle(std::string_view text)
{
    return std::find(std::begin(lifecycles), std::end(lifecycles), text) != std::end(lifecycles);
}

Result<void> checkSku(std::string_view sku)
{
    if (sku.empty())
        return badSku(sku, "can't be empty", "give every product a SKU");
    if (sku.size() > maxSkuBytes)
        return badSku(sku, "has at most 255 bytes", "shorten it");
    if (firstInvalidUtf8(sku))
        return badSku(sku, "has to be valid UTF-8", "save the file as UTF-8");
    if (sku.front() == ' ' || sku.back() == ' ')
        return badSku(sku, "can't begin or end with a space", "take the space away");
    for (size_t at = 0; at < sku.size(); ++at) {
        const auto byte = static_cast<unsigned char>(sku[at]);
        const bool c1 = byte == 0xc2 && static_cast<unsigned char>(sku[at + 1]) < 0xa0; // U+0080 … U+009F; valid, so a byte follows
        if (byte < 0x20 || byte == 0x7f || c1)
            return badSku(sku, "can't hold control characters", "take tabs, line ends and the like away");
    }
    return {};
}

Result<std::string> coreValueFromText(const CoreField& field, std::string_view text, char decimalMark)
{
    if (trimmed(text).empty())
        return expected(field, text, "EMPTY", "a value", "leave the field out, or clear it");
    switch (field.type) {
    case CoreType::Text:
        return textFromText(field, text);
    case CoreType::Money:
        return moneyFromText(field, text, decimalMark);
    case CoreType::Integer:
        return integerFromText(field, text, decimalMark);
    case CoreType::Lifecycle:
        return lifecycleFromText(field, text);
    case CoreType::Date: {
        const auto date = parseDate(trimmed(text));
        if (!date)
            return expected(field, text, "BAD_DATE", "a date", "write it as 2026-01-31");
        return jsonString(formatDate(*date));
    }
    case CoreType::Boolean: {
        const auto value = booleanFromText(text);
        if (!value)
            return expected(field, text, "BAD_BOOLEAN", "yes or no", "write true or false");
        return std::string(*value ? "true" : "false");
    }
    case CoreType::List: {
        const std::vector<std::string> elements = splitList(text);
        if (elements.empty() || firstInvalidUtf8(text))
            return expected(field, text, "BAD_LIST", "a list", "separate the elements with |");
        return Json::strings(elements).write();
    }
    }
    return expected(field, text, "BAD_VALUE", "a value of this field", "see the guide");
}

} // namespace shelf
