#include "model/expression/json_scan.h"

#include <charconv>
#include <cmath>

namespace shelf {

namespace {

void appendUtf8(std::string& out, unsigned point)
{
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xC0 | (point >> 6));
        out += static_cast<char>(0x80 | (point & 0x3F));
    } else {
        out += static_cast<char>(0xE0 | (point >> 12));
        out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (point & 0x3F));
    }
}

// Canonical JSON escapes only quotes, backslashes and control characters, so \u stays within the first plane.
void unescape(std::string_view inner, std::string& out)
{
    out.clear();
    for (size_t i = 0; i < inner.size(); ++i) {
        if (inner[i] != '\\' || i + 1 == inner.size()) {
            out += inner[i];
            continue;
        }
        const char escaped = inner[++i];
        unsigned point = 0;
        switch (escaped) {
        case 'b':
            out += '\b';
            break;
        case 'f':
            out += '\f';
            break;
        case 'n':
            out += '\n';
            break;
        case 'r':
            out += '\r';
            break;
        case 't':
            out += '\t';
            break;
        case 'u':
            if (i + 4 < inner.size()) {
                std::from_chars(inner.data() + i + 1, inner.data() + i + 5, point, 16);
                i += 4;
            }
            appendUtf8(out, point);
            break;
        default:
            out += escaped;
        }
    }
}

std::optional<double> numberOf(std::string_view text)
{
    double value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

} // namespace

std::optional<std::string_view> scanText(std::string_view json, std::string& scratch)
{
    if (json.size() < 2 || json.front() != '"' || json.back() != '"')
        return std::nullopt;
    const std::string_view inner = json.substr(1, json.size() - 2);
    if (inner.find('\\') == std::string_view::npos)
        return inner;
    unescape(inner, scratch);
    return scratch;
}

std::optional<double> scanNumber(std::string_view json)
{
    if (json.empty() || json.front() == '"')
        return std::nullopt;
    return numberOf(json);
}

std::optional<double> scanAmount(std::string_view json)
{
    if (json.size() < 2 || json.front() != '"')
        return scanNumber(json);
    const std::string_view inner = json.substr(1, json.size() - 2);
    return numberOf(inner.substr(0, inner.find(' ')));
}

std::optional<bool> scanBoolean(std::string_view json)
{
    if (json == "true")
        return true;
    if (json == "false")
        return false;
    return std::nullopt;
}

ListScan::ListScan(std::string_view json)
{
    if (json.size() >= 2 && json.front() == '[')
        m_rest = json.substr(1);
}

std::optional<std::string_view> ListScan::next(std::string& scratch)
{
    const size_t open = m_rest.find('"');
    if (open == std::string_view::npos)
        return std::nullopt;
    size_t close = open + 1;
    while (close < m_rest.size() && m_rest[close] != '"')
        close += m_rest[close] == '\\' ? 2 : 1;
    if (close >= m_rest.size())
        return std::nullopt;
    const std::string_view element = m_rest.substr(open, close + 1 - open);
    m_rest.remove_prefix(close + 1);
    return scanText(element, scratch);
}

} // namespace shelf
