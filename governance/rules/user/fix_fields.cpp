#include "governance/rules/user/fix_fields.h"

#include "model/domain/product.h"
#include "model/domain/shape.h"
#include "model/domain/text.h"
#include "model/domain/value.h"
#include "model/expression/names.h"

#include <algorithm>

namespace shelf {

namespace {

Error wrong(const std::string& key, std::string what, std::string tryThis)
{
    return {ErrorKind::Rejected, "RULE", key, std::move(what), std::move(tryThis)};
}

// A scalar of a definition as a person would type it.
std::string typed(const Json& value)
{
    return value.isBool() ? (value.toBool() ? "true" : "false") : value.text();
}

// A list of texts, from a list or from one text.
Result<std::string> listValue(const std::string& key, const Json& value)
{
    if (value.isString())
        return Json::strings({value.text()}).write();
    if (!value.isArray() || !std::all_of(value.items().begin(), value.items().end(), [](const Json& item) { return item.isString(); }))
        return wrong(key, "is not a list of texts", "write [a, b]");
    return value.write();
}

Result<void> checkNames(const std::string& key, std::string_view field, const std::string& json, const Definitions& definitions)
{
    const auto kind = field == "family" ? std::optional(ThingKind::Family)
        : field == "categories"         ? std::optional(ThingKind::Category)
        : field == "channels"           ? std::optional(ThingKind::Channel)
                                        : std::nullopt;
    if (!kind)
        return {};
    const auto parsed = parseJson(json);
    for (const std::string& name : parsed ? parsed->toStrings() : std::vector<std::string>())
        if (!definitions.has(*kind, name)) {
            const auto near = nearestKey(definitions, *kind, name);
            return wrong(key, "there is no " + std::string(kindName(*kind)) + " " + inQuotes(name),
                near ? "did you mean " + *near + "?" : "define it first");
        }
    return {};
}

Result<std::string> coreValue(const std::string& key, const CoreField& core, const Json& value, const Definitions& definitions)
{
    Result<std::string> json = std::string();
    if (core.type == CoreType::List)
        json = listValue(key, value);
    else if (value.isArray() || value.isObject())
        return wrong(key, "is not one value", "write one value");
    else
        json = coreValueFromText(core, typed(value));
    if (!json)
        return wrong(key, json.error().what, json.error().tryThis);
    if (const auto names = checkNames(key, core.name, *json, definitions); !names)
        return names.error();
    return json;
}

Result<std::string> attributeValue(const std::string& key, const Attribute& attribute, const Json& value)
{
    if (attribute.type == AttributeType::MultiChoice)
        return listValue(key, value);
    if (value.isArray() || value.isObject())
        return wrong(key, "is not one value", "write one value");
    const auto json = valueFromText(attribute, typed(value));
    return json ? json : wrong(key, json.error().what, json.error().tryThis);
}

Result<std::pair<std::string, std::string>> productField(const std::string& name, const Json& value, const Definitions& definitions)
{
    const std::string key = "set." + name;
    const std::string field = name == "category" ? "categories" : name;
    const CoreField* core = coreField(field);
    const Attribute* attribute = definitions.attribute(field);
    const CoreField* base = coreField(std::string_view(field).substr(0, field.find('@')));
    if (!core && !attribute && !(base && base->type == CoreType::Text)) {
        const auto near = nearestName(definitions, name);
        return wrong(key, "there is no field or attribute " + inQuotes(name),
            near ? "did you mean " + *near + "?" : "name an attribute by its code");
    }
    if (value.isNull() || (value.isString() && value.text().empty()))
        return std::pair(field, std::string());
    const auto json = core ? coreValue(key, *core, value, definitions)
        : attribute        ? attributeValue(key, *attribute, value)
                           : coreValue(key, *base, value, definitions);
    if (!json)
        return json.error();
    return std::pair(field, *json);
}

MappingKind kindOf(ExpressionScope scope)
{
    return scope == ExpressionScope::Link  ? MappingKind::Link
        : scope == ExpressionScope::Bundle ? MappingKind::Bundle
                                           : MappingKind::Upgrade;
}

Result<std::pair<std::string, std::string>> mappingField(const std::string& name, const Json& value, ExpressionScope scope)
{
    const std::string key = "set." + name;
    const ContentKey* known = contentKey(kindOf(scope), name);
    const bool identity = name == "source" || name == "type" || name == "target" || name == "variant";
    if (!known || identity) {
        std::vector<std::string> names;
        for (const ContentKey& each : contentKeys(kindOf(scope)))
            names.emplace_back(each.name);
        return identity ? wrong(key, "says which mapping it is, and stays as it is", "make another mapping instead")
                        : wrong(key, "there is no such key", didYouMean(name, names, "use one of " + join(names, ", ")));
    }
    if (value.isNull() || (value.isString() && value.text().empty()))
        return std::pair(name, std::string());
    const Json given = known->type == ContentType::Texts && value.isString() ? Json::strings({value.text()}) : value;
    if (const auto expected = misfit(known->type, given))
        return wrong(key, "is not " + *expected, "write " + *expected);
    return std::pair(name, given.write());
}

} // namespace

Result<FixFields> fixFieldsOf(const Json& fix, const Definitions& definitions, ExpressionScope scope)
{
    FixFields fields;
    if (fix.isNull())
        return fields;
    for (const auto& [key, value] : fix.members())
        if (key != "set")
            return wrong(key, "a fix can only set fields", "write fix: { set: { FIELD: VALUE } }");
    if (!fix["set"].isObject() || fix["set"].members().empty())
        return wrong("set", "names no field to set", "write fix: { set: { FIELD: VALUE } }");
    for (const auto& [name, value] : fix["set"].members()) {
        auto field = scope == ExpressionScope::Product ? productField(name, value, definitions) : mappingField(name, value, scope);
        if (!field)
            return field.error();
        fields.push_back(*std::move(field));
    }
    return fields;
}

std::string fixSentence(const FixFields& fields)
{
    std::vector<std::string> parts;
    for (const auto& [field, json] : fields)
        parts.push_back(json.empty() ? "empties " + field : "sets " + field + " to " + forTerminal(valueToText(json), 80));
    std::string text = join(parts, ", ");
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 32);
    return text;
}

} // namespace shelf
