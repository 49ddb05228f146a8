#include "governance/copy/placeholders.h"

#include "governance/copy/local_text.h"
#include "model/domain/decimal.h"
#include "model/domain/product.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

constexpr std::array<std::string_view, 8> ofOffers = {"label", "intent", "price", "saving", "components", "steps", "level", "benefit"};

bool isOffer(MappingKind kind)
{
    return kind == MappingKind::Bundle || kind == MappingKind::Upgrade;
}

bool isField(const Definitions& definitions, std::string_view name)
{
    return name == "sku" || name == "category" || coreField(name) || definitions.attribute(name);
}

// "source" and "mount" of "source.mount"; the side is empty where none is named.
std::pair<std::string_view, std::string_view> sided(std::string_view name)
{
    const size_t dot = name.find('.');
    if (dot == std::string_view::npos)
        return {{}, name};
    return {name.substr(0, dot), name.substr(dot + 1)};
}

// An argument of the mapping's: a value of any type, or a text per language.
std::string argumentWords(const Json& value, const ValueFormat& format, std::string_view language)
{
    switch (value.type()) {
    case Json::Type::String:
        return value.text();
    case Json::Type::Number:
        return numberWords(value.text(), {}, language, format);
    case Json::Type::Bool:
        return booleanWords(value.toBool(), language);
    case Json::Type::Array: {
        std::vector<std::string> elements;
        for (const Json& item : value.items())
            elements.push_back(argumentWords(item, format, language));
        return listWords(elements);
    }
    case Json::Type::Object: {
        const auto texts = localTexts(value);
        const LocalText* text = textIn(texts, language, {});
        return text ? text->text : std::string();
    }
    case Json::Type::Null:
        break;
    }
    return {};
}

std::string labelOf(const Definitions& definitions, ThingKind kind, std::string_view key)
{
    const Thing* thing = definitions.find(kind, key);
    const std::string label = thing ? thing->fields.text("label") : std::string();
    return label.empty() ? std::string(key) : label;
}

// Where a field's value may stand, the most special first: "name@de-AT", "name@de", "name".
std::vector<std::string> columnsOf(const Attribute* attribute, std::string_view field, const CopyPlace& place)
{
    std::vector<std::string> names;
    const auto add = [&names, field](std::string_view of) { names.push_back(std::string(field).append("@").append(of)); };
    if (attribute && attribute->perLanguage && !place.language.empty()) {
        add(place.language);
        add(place.language.substr(0, place.language.find('-')));
    }
    if (attribute && attribute->perChannel && !place.channel.empty())
        add(place.channel);
    names.emplace_back(field);
    return names;
}

// "199.00" and "USD" of "199.00 USD".
std::pair<std::string_view, std::string_view> amountAndCurrency(std::string_view money)
{
    const size_t space = money.find(' ');
    return space == std::string_view::npos ? std::pair(money, std::string_view())
                                           : std::pair(money.substr(0, space), money.substr(space + 1));
}

} // namespace

bool speaksOfShopper(std::string_view name)
{
    const auto isAbout = [name](std::string_view word) {
        return name.starts_with(word)
            && (name.size() == word.size() || name[word.size()] == '.' || name[word.size()] == '_' || name[word.size()] == '-');
    };
    return isAbout("audience") || isAbout("audiences") || isAbout("shopper") || isAbout("bought");
}

std::string shopperWordIn(std::string_view text)
{
    std::string found;
    eachPlaceholder(text, [&found](const Placeholder& placeholder) {
        if (found.empty() && speaksOfShopper(placeholder.name))
            found = placeholder.name;
    });
    return found;
}

bool Placeholders::isKnown(MappingKind kind, std::string_view name, const Json& arguments) const
{
    if (arguments.contains(name))
        return true;
    const auto [side, field] = sided(name);
    const bool isSide = side == "source" || (side == "target" && kind != MappingKind::Bundle)
        || (kind == MappingKind::Compat && (side == "left" || side == "right"));
    if (!side.empty())
        return isSide && isField(m_catalog.definitions(), field);
    return isField(m_catalog.definitions(), field)
        || (isOffer(kind) && std::find(ofOffers.begin(), ofOffers.end(), field) != ofOffers.end());
}

std::string Placeholders::valueFor(
    const CopyEnds& ends, const Placeholder& placeholder, const Json& arguments, const CopyPlace& place) const
{
    const auto format = ValueFormat::parse(placeholder.format);
    if (!format)
        return {};
    if (const Json* argument = arguments.find(placeholder.name))
        return argumentWords(*argument, *format, place.language);
    const auto [side, field] = sided(placeholder.name);
    if (side == "source")
        return valueOf(ends.source, field, *format, place);
    if (side == "target")
        return valueOf(ends.target, field, *format, place);
    if ((side == "left" || side == "right") && ends.kind == MappingKind::Compat && ends.content) {
        const bool sourceIsLeft = isOnSide(ends.source, ends.content->text("left"));
        return valueOf((side == "left") == sourceIsLeft ? ends.source : ends.target, field, *format, place);
    }
    if (!side.empty())
        return {};
    if (isOffer(ends.kind) && ends.content && std::find(ofOffers.begin(), ofOffers.end(), field) != ofOffers.end())
        if (std::string text = offerWords(ends, field, *format, place); !text.empty())
            return text;
    std::string text = valueOf(ends.target, field, *format, place);
    return text.empty() ? valueOf(ends.source, field, *format, place) : text;
}

// `side`: a family, or "category:PATH".
bool Placeholders::isOnSide(Row row, std::string_view side) const
{
    constexpr std::string_view category = "category:";
    if (row == noRow)
        return false;
    if (!side.starts_with(category))
        return m_catalog.family(row) == side;
    const Column* column = m_catalog.column("categories");
    const Code code = m_catalog.value(column, row);
    if (!code)
        return false;
    for (const Code element : column->values().elements(code))
        if (m_catalog.definitions().categoryIsBelow(column->values().elementValues().text(element), side.substr(category.size())))
            return true;
    return false;
}

std::string Placeholders::currencyOf(Row row) const
{
    const std::string_view own = m_catalog.text("currency", row);
    return own.empty() ? m_catalog.definitions().policy("currency") : std::string(own);
}

std::string Placeholders::nameOf(std::string_view sku, std::string_view language) const
{
    const Row row = m_catalog.find(sku);
    const std::string name = row == noRow ? std::string() : valueOf(row, "name", {}, {language, {}});
    return name.empty() ? std::string(sku) : name;
}

std::string Placeholders::valueOf(Row row, std::string_view field, const ValueFormat& format, const CopyPlace& place) const
{
    if (row == noRow)
        return {};
    if (field == "sku")
        return std::string(m_catalog.sku(row));
    const Definitions& definitions = m_catalog.definitions();
    const Attribute* attribute = definitions.attribute(field);
    const bool isCategory = field == "category";
    const Column* column = nullptr;
    Code code = 0;
    for (const std::string& name : columnsOf(attribute, isCategory ? "categories" : field, place)) {
        column = m_catalog.column(name);
        if ((code = m_catalog.value(column, row, inheritsField(field))))
            break;
    }
    if (!code)
        return {};
    const Dictionary& values = column->values();
    if (isCategory)
        return labelOf(definitions, ThingKind::Category, values.elementValues().text(values.elements(code).front()));
    if (field == "family")
        return labelOf(definitions, ThingKind::Family, values.text(code));
    const auto value = parseJson(values.json(code));
    if (!value)
        return {};
    if (field == "price" || field == "cost")
        return value->isNumber() ? moneyWords(value->text(), currencyOf(row), place.language, format) : std::string();
    if (attribute)
        return attributeWords(*attribute, *value, format, place.language);
    const CoreField* core = coreField(field);
    return core && core->type == CoreType::Date ? dateWords(value->text(), place.language) : argumentWords(*value, format, place.language);
}

std::string Placeholders::attributeWords(
    const Attribute& attribute, const Json& value, const ValueFormat& format, std::string_view language) const
{
    if (value.isNumber())
        return numberWords(value.text(), attribute.unit, language, format);
    if (!value.isString())
        return argumentWords(value, format, language);
    switch (attribute.type) {
    case AttributeType::Date:
        return dateWords(value.text(), language);
    case AttributeType::Money: {
        const auto [amount, currency] = amountAndCurrency(value.text());
        const auto decimal = canonicalDecimal(amount);
        return decimal ? moneyWords(*decimal, currency, language, format) : value.text();
    }
    case AttributeType::Reference:
        return nameOf(value.text(), language);
    case AttributeType::Choice: // "67" of options in mm
        if (const auto decimal = attribute.unit.empty() ? std::nullopt : canonicalDecimal(value.text()))
            return numberWords(*decimal, attribute.unit, language, format);
        return value.text();
    default:
        return value.text();
    }
}

// What bundles and ladders have besides their products' values. A price that has to be worked out from the parts is not known here.
std::string Placeholders::offerWords(const CopyEnds& ends, std::string_view field, const ValueFormat& format, const CopyPlace& place) const
{
    const FieldMap& content = *ends.content;
    if (field == "label")
        return content.text("label");
    if (field == "intent") {
        const std::string intent = content.text("intent");
        return intent.empty() ? intent : labelOf(m_catalog.definitions(), ThingKind::Intent, intent);
    }
    if (ends.kind == MappingKind::Bundle) {
        const Json price = content.json("price");
        const std::string& policy = price["policy"].text();
        const std::string currency =
            price["currency"].text().empty() ? m_catalog.definitions().policy("currency") : price["currency"].text();
        if (field == "price" && policy == "fixed")
            return moneyWords(price["value"].text(), currency, place.language, format);
        if (field == "saving" && policy == "percent-off")
            return numberWords(price["value"].text(), "%", place.language, format);
        if (field == "saving" && policy == "amount-off")
            return moneyWords(price["value"].text(), currency, place.language, format);
        if (field == "components") {
            std::vector<std::string> names;
            const Json components = content.json("components");
            for (const Json& component : components.items())
                names.push_back(nameOf(component["sku"].text(), place.language));
            return listWords(names);
        }
        return {};
    }
    const Json steps = content.json("steps");
    if (field == "steps")
        return steps.items().empty() ? std::string() : std::to_string(steps.items().size());
    if (ends.target == noRow)
        return {};
    for (const Json& step : steps.items())
        if (step["sku"].text() == m_catalog.sku(ends.target)) {
            if (field == "level")
                return step["level"].text();
            if (field == "benefit")
                return argumentWords(step["benefit"], format, place.language);
        }
    return {};
}

} // namespace shelf
