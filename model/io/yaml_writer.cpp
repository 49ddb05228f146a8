#include "model/io/yaml_writer.h"

#include "model/domain/decimal.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace shelf {

namespace {

constexpr size_t longestLine = 120; // of what is written on one line
constexpr size_t longestSimpleKey = 900; // yaml-cpp takes no more than 1,024 bytes before a ':'

char32_t nextCharacter(std::string_view text, size_t& at)
{
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : 0); };
    const unsigned char first = byte(at);
    if (first < 0x80) {
        at += 1;
        return first;
    }
    const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    char32_t character = first & (0x3F >> more);
    for (int i = 1; i <= more; ++i)
        character = (character << 6) | (byte(at + static_cast<size_t>(i)) & 0x3F);
    at += static_cast<size_t>(more) + 1;
    return character;
}

struct Range {
    char32_t from, to;
};

// What a reader cannot see or would take for something else: controls, spaces that are none, format and bidi marks, what is no
// character.
constexpr std::array<Range, 15> invisible = {
    {{0x00, 0x1F}, {0x7F, 0xA0}, {0xAD, 0xAD}, {0x61C, 0x61C}, {0x1680, 0x1680}, {0x180E, 0x180E}, {0x2000, 0x200F}, {0x2028, 0x202F},
        {0x205F, 0x206F}, {0x3000, 0x3000}, {0xFDD0, 0xFDEF}, {0xFEFF, 0xFEFF}, {0xFFF0, 0xFFFB}, {0xD800, 0xDFFF}, {0xE0000, 0xE0FFF}}};

bool isVisible(char32_t character)
{
    if ((character & 0xFFFE) == 0xFFFE)
        return false;
    return std::none_of(invisible.begin(), invisible.end(), [character](Range r) { return character >= r.from && character <= r.to; });
}

bool isLetterOrDigit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Words that some reader of YAML takes for no text.
bool isReservedWord(std::string_view text)
{
    static constexpr std::array<std::string_view, 10> words = {"null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan"};
    if (text.size() > 5)
        return text.starts_with("today");
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower == "today" || std::find(words.begin(), words.end(), lower) != words.end();
}

// Begins like a number or a date and has no letter that rules that out.
bool looksLikeNumber(std::string_view text)
{
    if (text.empty() || text[0] < '0' || text[0] > '9')
        return false;
    return text.find_first_not_of("0123456789abcdefABCDEFxXoOtTzZ+-._ ") == std::string_view::npos;
}

void appendHex(std::string& out, char32_t value, int digits)
{
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        out.push_back("0123456789ABCDEF"[(value >> shift) & 15]);
}

void appendEscaped(std::string& out, char32_t character)
{
    if (character == '\n')
        out += "\\n";
    else if (character == '\t')
        out += "\\t";
    else if (character == '\r')
        out += "\\r";
    else if (character < 0x100)
        appendHex(out += "\\x", character, 2);
    else if (character < 0x10000)
        appendHex(out += "\\u", character, 4);
    else
        appendHex(out += "\\U", character, 8);
}

void appendScalar(std::string& out, std::string_view text, bool quoted)
{
    if (quoted)
        appendQuotedYaml(out, text);
    else
        out += text;
}

void appendKey(std::string& out, const YamlKey& key)
{
    appendScalar(out, key.text, key.quoted);
}

// On one line; false (and `out` of no use) as soon as it is too long or needs lines of its own.
bool appendFlow(std::string& out, const YamlNode& node, size_t limit)
{
    switch (node.type) {
    case YamlNode::Type::Null:
        out += '~';
        break;
    case YamlNode::Type::Scalar:
        appendScalar(out, node.text, node.quoted);
        break;
    case YamlNode::Type::Sequence:
    case YamlNode::Type::Map: {
        const bool isMap = node.isMap();
        if (node.items.empty()) {
            out += isMap ? "{}" : "[]";
            break;
        }
        out += isMap ? "{ " : "[";
        for (size_t i = 0; i < node.items.size(); ++i) {
            if (i > 0)
                out += ", ";
            if (isMap) {
                appendKey(out, node.keys[i]);
                out += ": ";
            }
            if (!appendFlow(out, node.items[i], limit))
                return false;
        }
        out += isMap ? " }" : "]";
        break;
    }
    }
    return out.size() <= limit;
}

bool isCollection(const YamlNode& node)
{
    return node.isMap() || node.isSequence();
}

std::optional<std::string> onOneLine(const YamlNode& node, size_t indent)
{
    std::string line;
    if (!isCollection(node)) {
        appendFlow(line, node, std::string::npos);
        return line;
    }
    if (indent >= longestLine || !appendFlow(line, node, longestLine - indent))
        return std::nullopt;
    return line;
}

void writeBlock(std::string& out, const YamlNode& node, size_t indent);

// What stands behind a key or a dash: on the same line where it fits, else below.
void writeValue(std::string& out, const YamlNode& value, size_t indent, bool oneLine)
{
    const auto line = oneLine || value.items.empty() ? onOneLine(value, indent) : std::nullopt;
    if (line) {
        out += ' ';
        out += *line;
        out += '\n';
        return;
    }
    out += '\n';
    writeBlock(out, value, indent + 2);
}

void writeBlock(std::string& out, const YamlNode& node, size_t indent)
{
    for (size_t i = 0; i < node.items.size(); ++i) {
        if (node.isMap())
            writeYamlEntry(out, node.keys[i], node.items[i], indent);
        else if (const auto line = onOneLine(node.items[i], indent + 2); line)
            out.append(indent, ' ').append("- ").append(*line).append("\n");
        else
            writeYamlItem(out, node.items[i], indent);
    }
}

YamlKey keyFor(std::string_view text)
{
    return {std::string(text), !isSafePlain(text), {}};
}

} // namespace

YamlNode yamlText(std::string_view text)
{
    YamlNode node = yamlPlain(text);
    node.quoted = !isSafePlain(text);
    return node;
}

YamlNode yamlQuotedText(std::string_view text)
{
    YamlNode node = yamlPlain(text);
    node.quoted = true;
    return node;
}

YamlNode yamlPlain(std::string_view text)
{
    YamlNode node;
    node.type = YamlNode::Type::Scalar;
    node.text = text;
    return node;
}

YamlNode yamlList()
{
    YamlNode node;
    node.type = YamlNode::Type::Sequence;
    return node;
}

YamlNode yamlMap()
{
    YamlNode node;
    node.type = YamlNode::Type::Map;
    return node;
}

void addTo(YamlNode& map, std::string_view key, YamlNode value)
{
    map.keys.push_back(keyFor(key));
    map.items.push_back(std::move(value));
}

void writeYamlEntry(std::string& out, const YamlKey& key, const YamlNode& value, size_t indent)
{
    std::string written;
    appendKey(written, key);
    out.append(indent, ' ');
    if (written.size() > longestSimpleKey) {
        out.append("? ").append(written).append("\n").append(indent, ' ').append(":");
        writeValue(out, value, indent + 2, true);
        return;
    }
    out.append(written).append(":");
    // Maps stand on lines of their own, so that a change of one value is a change of one line; lists of scalars do not.
    const bool scalars = std::none_of(value.items.begin(), value.items.end(), isCollection);
    writeValue(out, value, indent, !value.isMap() && scalars);
}

void writeYamlItem(std::string& out, const YamlNode& item, size_t indent, bool oneLine)
{
    out.append(indent, ' ').append("-");
    const bool fits = oneLine && onOneLine(item, indent + 2).has_value();
    if (!isCollection(item) || item.items.empty() || fits) {
        writeValue(out, item, indent, true);
        return;
    }
    // The first line of a map or list follows the dash.
    std::string lines;
    writeBlock(lines, item, indent + 2);
    out.append(lines, indent + 1, std::string::npos);
}

bool isSafePlain(std::string_view text)
{
    if (text.empty() || text.back() == ' ' || isReservedWord(text) || looksLikeNumber(text))
        return false;
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80 && !isLetterOrDigit(text[0]))
        return false;
    for (size_t at = 0; at < text.size();) {
        const char32_t character = nextCharacter(text, at);
        if (character < 0x80) {
            const char c = static_cast<char>(character);
            // Not among them, though YAML has it: '?', which ends a text inside brackets for yaml-cpp.
            if (!isLetterOrDigit(c) && std::string_view(" _-./+()%'&!*;<>=@$^~|").find(c) == std::string_view::npos)
                return false;
        } else if (!isVisible(character)) {
            return false;
        }
    }
    return true;
}

void appendQuotedYaml(std::string& out, std::string_view text)
{
    out += '"';
    for (size_t at = 0; at < text.size();) {
        const size_t begin = at;
        const char32_t character = nextCharacter(text, at);
        if (character == '"' || character == '\\')
            out.append("\\").append(text, begin, at - begin);
        else if (isVisible(character))
            out.append(text, begin, at - begin);
        else
            appendEscaped(out, character);
    }
    out += '"';
}

} // namespace shelf
