#include "model/domain/json.h"

#include "model/domain/decimal.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace shelf {

namespace {

const Json& nullJson()
{
    static const Json null;
    return null;
}

// Bytes that can't stand in a JSON string as they are.
constexpr std::array<bool, 256> needsEscape = [] {
    std::array<bool, 256> table{};
    for (size_t byte = 0; byte < 0x20; ++byte)
        table[byte] = true;
    table['"'] = true;
    table['\\'] = true;
    return table;
}();

void appendEscape(std::string& out, char c)
{
    static constexpr char digits[] = "0123456789abcdef";
    switch (c) {
    case '"':
        out.append("\\\"");
        return;
    case '\\':
        out.append("\\\\");
        return;
    case '\b':
        out.append("\\b");
        return;
    case '\f':
        out.append("\\f");
        return;
    case '\n':
        out.append("\\n");
        return;
    case '\r':
        out.append("\\r");
        return;
    case '\t':
        out.append("\\t");
        return;
    default:
        break;
    }
    out.append("\\u00");
    out.push_back(digits[static_cast<unsigned char>(c) >> 4]);
    out.push_back(digits[static_cast<unsigned char>(c) & 15]);
}

void indent(std::string& out, size_t depth)
{
    out.push_back('\n');
    out.append(2 * depth, ' ');
}

void writePretty(const Json& value, std::string& out, size_t depth)
{
    bool first = true;
    const auto next = [&] {
        if (!first)
            out.push_back(',');
        first = false;
        indent(out, depth + 1);
    };
    if (value.isArray() && !value.items().empty()) {
        out.push_back('[');
        for (const Json& item : value.items()) {
            next();
            writePretty(item, out, depth + 1);
        }
        indent(out, depth);
        out.push_back(']');
    } else if (value.isObject() && !value.members().empty()) {
        out.push_back('{');
        for (const auto& [key, member] : value.members()) {
            next();
            appendJsonString(out, key);
            out.append(": ");
            writePretty(member, out, depth + 1);
        }
        indent(out, depth);
        out.push_back('}');
    } else {
        value.writeTo(out);
    }
}

} // namespace

Json Json::boolean(bool value)
{
    Json json;
    json.m_type = Type::Bool;
    json.m_bool = value;
    return json;
}

Json Json::number(int64_t value)
{
    return decimal(std::to_string(value));
}

Json Json::number(double value)
{
    return decimal(shortestDecimal(value));
}

Json Json::decimal(std::string_view text)
{
    Json json;
    json.m_type = Type::Number;
    json.m_text = text;
    return json;
}

Json Json::string(std::string_view value)
{
    Json json;
    json.m_type = Type::String;
    json.m_text = value;
    return json;
}

Json Json::array(Array items)
{
    Json json;
    json.m_type = Type::Array;
    json.m_items = std::move(items);
    return json;
}

Json Json::object(Object members)
{
    Json json;
    json.m_type = Type::Object;
    json.m_members = std::move(members);
    return json;
}

Json Json::strings(const std::vector<std::string>& items)
{
    Json json = array();
    json.m_items.reserve(items.size());
    for (const std::string& item : items)
        json.m_items.push_back(string(item));
    return json;
}

bool Json::toBool(bool fallback) const
{
    return isBool() ? m_bool : fallback;
}

int64_t Json::toInteger(int64_t fallback) const
{
    return isNumber() ? shelf::toInteger(m_text).value_or(fallback) : fallback;
}

double Json::toDouble(double fallback) const
{
    return isNumber() ? shelf::toDouble(m_text).value_or(fallback) : fallback;
}

const Json::Array& Json::items() const
{
    return m_items;
}

Json::Array& Json::items()
{
    if (!isArray())
        *this = array();
    return m_items;
}

const Json::Object& Json::members() const
{
    return m_members;
}

const Json* Json::find(std::string_view key) const
{
    for (const Member& member : m_members)
        if (member.first == key)
            return &member.second;
    return nullptr;
}

const Json& Json::operator[](std::string_view key) const
{
    const Json* found = find(key);
    return found ? *found : nullJson();
}

void Json::set(std::string_view key, Json value)
{
    if (!isObject())
        *this = object();
    for (Member& member : m_members) {
        if (member.first == key) {
            member.second = std::move(value);
            return;
        }
    }
    m_members.emplace_back(std::string(key), std::move(value));
}

void Json::setIf(std::string_view key, std::string_view text)
{
    if (!text.empty())
        set(key, string(text));
}

void Json::remove(std::string_view key)
{
    std::erase_if(m_members, [key](const Member& member) { return member.first == key; });
}

std::vector<std::string> Json::toStrings() const
{
    std::vector<std::string> result;
    if (isString())
        result.push_back(m_text);
    for (const Json& item : m_items)
        if (item.isString())
            result.push_back(item.m_text);
    return result;
}

std::string Json::write() const
{
    std::string out;
    writeTo(out);
    return out;
}

void Json::writeTo(std::string& out) const
{
    bool first = true;
    const auto next = [&] {
        if (!first)
            out.push_back(',');
        first = false;
    };
    switch (m_type) {
    case Type::Null:
        out.append("null");
        break;
    case Type::Bool:
        out.append(m_bool ? "true" : "false");
        break;
    case Type::Number:
        out.append(m_text);
        break;
    case Type::String:
        appendJsonString(out, m_text);
        break;
    case Type::Array:
        out.push_back('[');
        for (const Json& item : m_items) {
            next();
            item.writeTo(out);
        }
        out.push_back(']');
        break;
    case Type::Object:
        out.push_back('{');
        for (const auto& [key, member] : m_members) {
            next();
            appendJsonString(out, key);
            out.push_back(':');
            member.writeTo(out);
        }
        out.push_back('}');
        break;
    }
}

std::string Json::writeIndented() const
{
    std::string out;
    writePretty(*this, out, 0);
    return out;
}

void appendJsonString(std::string& out, std::string_view text)
{
    out.push_back('"');
    size_t start = 0;
    for (size_t at = 0; at < text.size(); ++at) {
        if (!needsEscape[static_cast<unsigned char>(text[at])])
            continue;
        out.append(text.substr(start, at - start));
        appendEscape(out, text[at]);
        start = at + 1;
    }
    out.append(text.substr(start));
    out.push_back('"');
}

std::string jsonString(std::string_view text)
{
    std::string result;
    result.reserve(text.size() + 2);
    appendJsonString(result, text);
    return result;
}

} // namespace shelf
