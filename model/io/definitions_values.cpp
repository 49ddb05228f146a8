#include "model/io/definitions_values.h"

#include "model/domain/decimal.h"
#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

std::string quotedName(std::string_view name)
{
    return "`" + forTerminal(name, 80) + "`";
}

bool isBoolean(std::string_view text)
{
    return text == "true" || text == "false";
}

// "4..8" as choose, "today" as a date and the like stay texts; what begins like a number and is one, is one.
bool isNaturalNumber(std::string_view text)
{
    if (text.empty() || !(text[0] == '-' || (text[0] >= '0' && text[0] <= '9')))
        return false;
    const std::string_view digits = text.substr(text[0] == '-' ? 1 : 0);
    const bool leadingZero = digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9'; // 0017 is a name
    return !leadingZero && canonicalDecimal(text).has_value();
}

bool isDateOrTimeText(std::string_view text)
{
    return parseDate(text) || parseTime(text) || parseTime(std::string(text) + "Z");
}

} // namespace

Error DefinitionValues::wrong(YamlMark mark, std::string_view code, std::string what, std::string tryThis) const
{
    return {ErrorKind::Rejected, std::string(code), yamlWhere(m_file, mark), std::move(what), std::move(tryThis)};
}

Error DefinitionValues::wrongType(const YamlNode& node, std::string_view key, std::string_view expected) const
{
    std::string seen(node.typeName());
    if (node.isScalar())
        seen = "'" + forTerminal(node.text, 60) + "'";
    const std::string what = quotedName(key) + " must be " + std::string(expected) + ", not " + seen;
    const bool digits = node.isScalar() && node.quoted && isNaturalNumber(node.text);
    return wrong(node.mark, "WRONG_TYPE", what, digits ? "take the quotes away" : "write " + std::string(expected));
}

Error DefinitionValues::unknownKey(const YamlKey& key, const std::vector<std::string>& known) const
{
    const auto near = nearest(key.text, known);
    return wrong(key.mark, "UNKNOWN_KEY", "there is no key " + quotedName(key.text) + " here",
        near ? "did you mean `" + *near + "`?" : "known keys: " + forTerminal(join(known, ", ")));
}

std::optional<std::string> DefinitionValues::resolvedDate(std::string_view text) const
{
    if (text == "today")
        return formatDate(m_today);
    if (text.size() < 8 || !text.starts_with("today") || text.back() != 'd' || (text[5] != '-' && text[5] != '+'))
        return std::nullopt;
    const std::string_view digits = text.substr(6, text.size() - 7);
    if (digits.empty() || digits.size() > 5 || digits.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    const Days days = static_cast<Days>(std::stoi(std::string(digits)));
    return formatDate(text[5] == '-' ? m_today - days : m_today + days);
}

Result<std::string> DefinitionValues::text(const YamlNode& node, std::string_view key) const
{
    if (node.isNull())
        return std::string();
    if (!node.isScalar())
        return wrongType(node, key, "a text");
    return node.text;
}

Result<Json> DefinitionValues::texts(const YamlNode& node, std::string_view key) const
{
    if (node.isNull())
        return Json();
    if (!node.isSequence())
        return wrongType(node, key, "a list in brackets, as [a, b]");
    if (node.items.empty())
        return Json();
    Json list = Json::array();
    for (const YamlNode& item : node.items) {
        if (!item.isScalar())
            return wrongType(item, key, "a list of texts");
        list.append(Json::string(item.text));
    }
    return list;
}

Result<Json> DefinitionValues::number(const YamlNode& node, const KeyShape& key) const
{
    const bool whole = key.shape == Shape::Integer;
    const std::string_view expected = whole ? "a whole number" : "a number";
    if (!node.isPlain())
        return wrongType(node, key.name, expected);
    const auto canonical = canonicalDecimal(node.text);
    if (!canonical || (whole && !toInteger(*canonical)))
        return wrongType(node, key.name, expected);
    return Json::decimal(*canonical);
}

Result<Json> DefinitionValues::date(const YamlNode& node, const KeyShape& key) const
{
    if (!node.isScalar())
        return wrongType(node, key.name, "a date");
    if (auto resolved = resolvedDate(node.text))
        return Json::string(*resolved);
    if (!isDateOrTimeText(node.text))
        return wrongType(node, key.name, "a date, as 2026-11-15 or today-90d");
    return Json::string(node.text);
}

Result<Json> DefinitionValues::map(const YamlNode& node, const KeyShape& key, Shape inner) const
{
    if (!node.isMap())
        return wrongType(node, key.name, "a map, as { name: value }");
    Json object = Json::object();
    for (size_t i = 0; i < node.items.size(); ++i) {
        if (node.keys[i].text.empty() && inner == Shape::Text)
            return wrong(node.keys[i].mark, "WRONG_TYPE", "a name here is empty", "write a name in front of the ':'");
        Result<Json> member = value(node.items[i], {node.keys[i].text, inner, {}});
        if (!member)
            return member;
        const bool emptyList = member->isNull() && node.items[i].isSequence();
        object.set(node.keys[i].text, emptyList ? Json::array() : std::move(*member));
    }
    return object;
}

Result<Json> DefinitionValues::localText(const YamlNode& node, const KeyShape& key) const
{
    if (node.isMap())
        return map(node, key, Shape::Text);
    if (!node.isScalar())
        return wrongType(node, key.name, "a text, or one text a language as { en: text }");
    return Json::string(node.text);
}

Result<Json> DefinitionValues::natural(const YamlNode& node) const
{
    switch (node.type) {
    case YamlNode::Type::Null:
        return Json();
    case YamlNode::Type::Scalar:
        if (node.quoted)
            return Json::string(node.text);
        if (isBoolean(node.text))
            return Json::boolean(node.text == "true");
        if (isNaturalNumber(node.text))
            return Json::decimal(*canonicalDecimal(node.text));
        return Json::string(resolvedDate(node.text).value_or(node.text));
    case YamlNode::Type::Sequence: {
        Json list = Json::array();
        for (const YamlNode& item : node.items) {
            Result<Json> element = natural(item);
            if (!element)
                return element;
            list.append(std::move(*element));
        }
        return list;
    }
    case YamlNode::Type::Map: {
        Json object = Json::object();
        for (size_t i = 0; i < node.items.size(); ++i) {
            Result<Json> member = natural(node.items[i]);
            if (!member)
                return member;
            object.set(node.keys[i].text, std::move(*member));
        }
        return object;
    }
    }
    return Json();
}

Result<Json> DefinitionValues::object(const YamlNode& node, const KeyShape& key) const
{
    if (!node.isMap())
        return wrongType(node, key.name, "a map, as { key: value }");
    if (key.inner.empty())
        return natural(node);
    std::vector<Json> members(key.inner.size());
    for (size_t i = 0; i < node.items.size(); ++i) {
        const auto found = std::find_if(key.inner.begin(), key.inner.end(), [&](const KeyShape& s) { return s.name == node.keys[i].text; });
        if (found == key.inner.end()) {
            std::vector<std::string> known;
            for (const KeyShape& shape : key.inner)
                known.emplace_back(shape.name);
            return unknownKey(node.keys[i], known);
        }
        Result<Json> member = value(node.items[i], *found);
        if (!member)
            return member;
        members[static_cast<size_t>(found - key.inner.begin())] = std::move(*member);
    }
    Json object = Json::object(); // in the order of the table, whatever the file's
    for (size_t i = 0; i < members.size(); ++i)
        if (!members[i].isNull())
            object.set(key.inner[i].name, merged({}, members[i]));
    return object;
}

Result<Json> DefinitionValues::objects(const YamlNode& node, const KeyShape& key) const
{
    if (!node.isSequence())
        return wrongType(node, key.name, "a list");
    if (node.items.empty())
        return Json();
    Json list = Json::array();
    for (const YamlNode& item : node.items) {
        Result<Json> element = object(item, key);
        if (!element)
            return element;
        list.append(std::move(*element));
    }
    return list;
}

Result<Json> DefinitionValues::value(const YamlNode& node, const KeyShape& key) const
{
    if (node.isNull() || (node.isScalar() && node.text.empty() && key.shape != Shape::Natural))
        return Json();
    switch (key.shape) {
    case Shape::Text:
        if (!node.isScalar())
            return wrongType(node, key.name, "a text");
        return Json::string(node.text);
    case Shape::LocalText:
        return localText(node, key);
    case Shape::Texts:
        return texts(node, key.name);
    case Shape::TextMap:
        return map(node, key, Shape::Text);
    case Shape::TextsMap:
        return map(node, key, Shape::Texts);
    case Shape::Number:
    case Shape::Integer:
        return number(node, key);
    case Shape::Boolean: {
        const auto boolean = node.isPlain() ? booleanFromText(node.text) : std::nullopt;
        if (!boolean)
            return wrongType(node, key.name, "true or false");
        return Json::boolean(*boolean);
    }
    case Shape::Date:
        return date(node, key);
    case Shape::Recurrence:
        if (!node.isScalar() || !isRecurrence(node.text))
            return wrongType(node, key.name, "a yearly window, as 11-15..12-24");
        return Json::string(node.text);
    case Shape::Natural:
        return natural(node);
    case Shape::Object:
        return object(node, key);
    case Shape::Objects:
        return objects(node, key);
    }
    return Json();
}

Json merged(const Json& present, const Json& given)
{
    if (!given.isObject())
        return given;
    Json result = present.isObject() ? present : Json::object();
    for (const auto& [name, value] : given.members()) {
        if (value.isNull())
            result.remove(name);
        else
            result.set(name, value);
    }
    return result;
}

} // namespace shelf
