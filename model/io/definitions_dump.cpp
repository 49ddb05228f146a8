#include "model/io/definitions_dump.h"

#include "model/domain/date.h"
#include "model/domain/mapping.h"
#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/domain/value.h"

#include <algorithm>

namespace shelf {

namespace {

// Any JSON value; texts are quoted wherever they could be read as something else.
YamlNode yamlOf(const Json& value)
{
    switch (value.type()) {
    case Json::Type::Null:
        return {};
    case Json::Type::Bool:
        return yamlPlain(value.toBool() ? "true" : "false");
    case Json::Type::Number:
        return yamlPlain(value.text());
    case Json::Type::String:
        return yamlText(value.text());
    case Json::Type::Array: {
        YamlNode list = yamlList();
        for (const Json& item : value.items())
            list.items.push_back(yamlOf(item));
        return list;
    }
    case Json::Type::Object: {
        YamlNode map = yamlMap();
        for (const auto& [name, member] : value.members())
            addTo(map, name, yamlOf(member));
        return map;
    }
    }
    return {};
}

bool isNothing(const Json& value)
{
    return value.isNull() || (value.isString() && value.text().empty()) || (value.isArray() && value.items().empty())
        || (value.isObject() && value.members().empty());
}

// Dates need no quotes where a date is expected.
YamlNode dateOf(const Json& value)
{
    return value.isString() && parseDate(value.text()) ? yamlPlain(value.text()) : yamlOf(value);
}

YamlNode shaped(const Json& value, const KeyShape& shape);

// In the order of the shape's keys, which is the one that reading gives.
YamlNode objectOf(const Json& object, const KeyShape& shape)
{
    YamlNode map = yamlMap();
    for (const KeyShape& key : shape.inner)
        if (const Json* member = object.find(key.name); member && !isNothing(*member))
            addTo(map, key.name, shaped(*member, key));
    return map;
}

// {name: text}: members that are empty would be taken for a removal.
YamlNode textsByName(const Json& object)
{
    YamlNode map = yamlMap();
    for (const auto& [name, member] : object.members())
        if (!member.text().empty())
            addTo(map, name, yamlOf(member));
    return map;
}

YamlNode shaped(const Json& value, const KeyShape& shape)
{
    if (shape.shape == Shape::Date)
        return dateOf(value);
    if ((shape.shape == Shape::LocalText || shape.shape == Shape::TextMap) && value.isObject())
        return textsByName(value);
    if (shape.shape == Shape::Object && !shape.inner.empty())
        return objectOf(value, shape);
    if (shape.shape == Shape::Objects && !shape.inner.empty()) {
        YamlNode list = yamlList();
        for (const Json& item : value.items())
            list.items.push_back(objectOf(item, shape));
        return list;
    }
    return yamlOf(value);
}

bool isEmptyMap(const YamlNode& node)
{
    return node.isMap() && node.items.empty();
}

void addField(YamlNode& item, const FieldMap& fields, const KeyShape& shape)
{
    const Json value = fields.json(shape.name);
    if (shape.shape == Shape::Natural ? value.isNull() : isNothing(value))
        return;
    YamlNode node = shaped(value, shape);
    if (shape.shape == Shape::Natural || !isEmptyMap(node))
        addTo(item, shape.name, std::move(node));
}

const Thing* builtIn(ThingKind kind, const std::string& key)
{
    static const Definitions builtIns(builtInDefinitions());
    return builtIns.find(kind, key);
}

// price: as people write it, where it is one of the usual forms; nullopt else.
std::optional<std::string> priceText(const Json& price)
{
    const std::string& policy = price["policy"].text();
    const bool hasValue = price.contains("value");
    if ((policy == "sum") == hasValue || policy.empty() || (price.contains("currency") && !hasValue))
        return std::nullopt;
    std::string text = policy;
    for (const std::string_view key : {"value", "currency"})
        if (price.contains(key))
            text.append(" ").append(price[key].text());
    const auto words = split(text, ' ');
    const bool wordEach = words.size() == 1u + hasValue + price.contains("currency");
    return isSafePlain(text) && wordEach ? std::optional(text) : std::nullopt;
}

void addPrice(YamlNode& item, const Json& price, const KeyShape& shape)
{
    const auto text = priceText(price);
    if (!text) {
        addTo(item, "price", objectOf(price, shape));
        return;
    }
    addTo(item, "price", yamlPlain(*text));
    if (price.contains("ending"))
        addTo(item, "ending", yamlPlain(price["ending"].text()));
}

// min and max of a group as `choose: 1..2`.
YamlNode groupsOf(const Json& groups, const KeyShape& shape)
{
    YamlNode list = yamlList();
    for (const Json& group : groups.items()) {
        const bool both = group["min"].toInteger(-1) >= 0 && group["max"].toInteger(-1) >= 0;
        YamlNode map = yamlMap();
        for (const KeyShape& key : shape.inner) {
            const Json& member = group[key.name];
            if (both && key.name == "min")
                addTo(map, "choose", yamlPlain(member == group["max"] ? member.text() : member.text() + ".." + group["max"].text()));
            else if (!isNothing(member) && !(both && key.name == "max"))
                addTo(map, key.name, shaped(member, key));
        }
        list.items.push_back(std::move(map));
    }
    return list;
}

void addMappingField(YamlNode& item, const DefinitionSection& section, const FieldMap& content, const KeyShape& shape)
{
    const bool isBundle = section.mapping == MappingKind::Bundle;
    if (section.mapping == MappingKind::Compat && (shape.name == "left" || shape.name == "right")) {
        if (shape.name == "left")
            addTo(item, "between", yamlOf(Json::strings({content.text("left"), content.text("right")})));
    } else if (isBundle && shape.name == "price" && content.has("price")) {
        addPrice(item, content.json("price"), shape);
    } else if (isBundle && shape.name == "groups" && !content.json("groups").items().empty()) {
        addTo(item, "groups", groupsOf(content.json("groups"), shape));
    } else {
        addField(item, content, shape);
    }
}

// An attribute's value: plain where it is what the attribute's type asks for, quoted text where it is not.
YamlNode valueOf(const Attribute& attribute, const std::string& json)
{
    const Result<Json> parsed = parseJson(json);
    if (!parsed || isNothing(*parsed))
        return {};
    const Json& value = *parsed;
    const std::string text = valueToText(json);
    switch (attribute.type) {
    case AttributeType::Number:
    case AttributeType::Integer:
        if (value.isNumber())
            if (const auto again = valueFromText(attribute, value.text()); again && *again == json)
                return yamlPlain(value.text());
        return yamlQuotedText(text);
    case AttributeType::Boolean:
        return value.isBool() ? yamlOf(value) : yamlQuotedText(text);
    case AttributeType::Date:
        return value.isString() && parseDate(text) ? yamlPlain(text) : yamlQuotedText(text);
    case AttributeType::Money:
        if (const auto again = valueFromText(attribute, text); again && *again == json && isSafePlain(text))
            return yamlPlain(text);
        return yamlQuotedText(text);
    case AttributeType::MultiChoice:
        return value.isArray() ? yamlOf(value) : yamlQuotedText(text);
    case AttributeType::Text:
    case AttributeType::Choice:
    case AttributeType::Url:
    case AttributeType::Reference:
        break;
    }
    return yamlText(text);
}

void addCoreField(YamlNode& item, const FieldMap& fields, const CoreField& field)
{
    const Json value = fields.json(field.name);
    if (field.name == "currency" && fields.has("price"))
        return; // stands with the price
    if (field.name == "lifecycle" && value.isNull()) {
        addTo(item, "lifecycle", {}); // said, for a new product is active else
        return;
    }
    if (isNothing(value))
        return;
    if (field.name == "categories" && value.items().size() == 1)
        addTo(item, "category", yamlOf(value.items().front()));
    else if (field.name == "price" && fields.has("currency"))
        addTo(item, "price", yamlPlain(value.text() + " " + fields.text("currency")));
    else
        addTo(item, field.name, field.type == CoreType::Date ? dateOf(value) : yamlOf(value));
}

} // namespace

std::optional<YamlNode> definitionItem(const DefinitionSection& section, const Thing& thing)
{
    const Thing* original = builtIn(thing.kind, thing.key);
    if (original && original->fields == thing.fields)
        return std::nullopt;
    YamlNode item = yamlMap();
    addTo(item, section.key, yamlText(thing.key));
    for (const KeyShape& shape : definitionKeyShapes(section)) {
        const size_t before = item.items.size();
        addField(item, thing.fields, shape);
        if (item.items.size() == before && original && original->fields.has(shape.name))
            addTo(item, shape.name, {}); // taken away from what a new workspace comes with
    }
    return item;
}

YamlNode productItem(const Definitions& definitions, const Thing& product)
{
    YamlNode item = yamlMap();
    addTo(item, "sku", yamlText(product.key));
    for (const CoreField& field : coreFields())
        addCoreField(item, product.fields, field);
    const bool hasMoney = product.fields.has("price") || product.fields.has("cost");
    if (hasMoney && !product.fields.has("currency"))
        addTo(item, "currency", {}); // said, for a new product has the workspace's else
    YamlNode values = yamlMap();
    for (const auto& [code, json] : product.fields) {
        const Attribute* attribute = coreField(code) ? nullptr : definitions.attribute(code);
        if (!attribute)
            continue;
        YamlNode value = valueOf(*attribute, json);
        if (!value.isNull())
            addTo(values, code, std::move(value));
    }
    if (!values.items.empty())
        addTo(item, "values", std::move(values));
    return item;
}

YamlNode mappingItem(const DefinitionSection& section, const std::string& id, const FieldMap& content)
{
    YamlNode item = yamlMap();
    std::string variant;
    if (section.mapping == MappingKind::Link) {
        variant = LinkId::parse(id).value_or(LinkId{}).variant;
    } else {
        const auto parts = split(id, ':');
        addTo(item, "code", yamlText(percentDecoded(parts.size() > 1 ? parts[1] : "").value_or("")));
        variant = parts.size() > 2 ? percentDecoded(parts[2]).value_or("") : "";
    }
    for (const KeyShape& shape : definitionKeyShapes(section)) {
        if (shape.name != "variant")
            addMappingField(item, section, content, shape);
        else if (!variant.empty())
            addTo(item, "variant", yamlText(variant)); // of the id, whether or not the content repeats it
    }
    return item;
}

const FieldMap* workingContent(const MappingState& state)
{
    const bool rejected = state.hasDraft && state.draftStatus == MappingStatus::Rejected;
    if (state.hasDraft && !rejected)
        return state.draftRetires ? nullptr : &state.draft;
    return state.isLive() ? &state.approved.content : nullptr;
}

} // namespace shelf
