#include "governance/rules/attributes/markup.h"

#include <algorithm>
#include <charconv>

namespace shelf::attr {

namespace {

enum class Piece { Text, Style, LineEnd, Lossy, Entity };

struct Found {
    Piece piece = Piece::Text;
    size_t length = 0;
    std::string_view stands; // of an entity known by name
    char32_t point = 0; // of a numeric one
};

constexpr std::string_view styleTags[] = {
    "b", "big", "center", "em", "font", "i", "ins", "mark", "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "wbr"};
constexpr std::string_view lineTags[] = {"address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "li", "ol", "p", "pre", "section", "ul"};
constexpr std::string_view lossyTags[] = {"a", "audio", "body", "button", "caption", "code", "del", "embed", "form", "head", "html",
    "iframe", "img", "input", "link", "meta", "object", "script", "source", "style", "svg", "table", "tbody", "td", "tfoot", "th", "thead",
    "title", "tr", "video"};

struct NamedEntity {
    std::string_view name, stands;
};
constexpr NamedEntity entities[] = {{"amp", "&"}, {"apos", "'"}, {"auml", "ä"}, {"Auml", "Ä"}, {"bull", "•"}, {"cent", "¢"}, {"copy", "©"},
    {"deg", "°"}, {"eacute", "é"}, {"egrave", "è"}, {"euro", "€"}, {"frac12", "½"}, {"frac14", "¼"}, {"ge", "≥"}, {"gt", ">"},
    {"hellip", "…"}, {"laquo", "«"}, {"ldquo", "“"}, {"le", "≤"}, {"lsquo", "‘"}, {"lt", "<"}, {"mdash", "—"}, {"micro", "µ"},
    {"middot", "·"}, {"nbsp", " "}, {"ndash", "–"}, {"ouml", "ö"}, {"Ouml", "Ö"}, {"plusmn", "±"}, {"pound", "£"}, {"quot", "\""},
    {"raquo", "»"}, {"rdquo", "”"}, {"reg", "®"}, {"rsquo", "’"}, {"sup2", "²"}, {"sup3", "³"}, {"szlig", "ß"}, {"times", "×"},
    {"trade", "™"}, {"uuml", "ü"}, {"Uuml", "Ü"}, {"yen", "¥"}};

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

template <typename Names> bool has(const Names& names, std::string_view name)
{
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// `text` begins with '<'.
Found tagAt(std::string_view text)
{
    if (text.starts_with("<!--"))
        return {Piece::Lossy, 4, {}, 0};
    size_t at = text.size() > 1 && text[1] == '/' ? 2 : 1;
    std::string name;
    while (at < text.size() && name.size() < 12 && (isLetter(text[at]) || (!name.empty() && isDigit(text[at])))) {
        const char c = text[at++];
        name.push_back(isDigit(c) ? c : static_cast<char>(c | 0x20));
    }
    if (name.empty() || at >= text.size()
        || (text[at] != '>' && text[at] != '/' && text[at] != ' ' && text[at] != '\n' && text[at] != '\t'))
        return {};
    char quote = 0;
    for (; at < text.size() && (quote || text[at] != '>'); ++at) {
        if (quote ? text[at] == quote : text[at] == '"' || text[at] == '\'')
            quote = quote ? char(0) : text[at];
        else if (!quote && text[at] == '<')
            return {};
    }
    if (at >= text.size())
        return {};
    const size_t length = at + 1;
    if (has(styleTags, name))
        return {Piece::Style, length, {}, 0};
    if (has(lineTags, name))
        return {Piece::LineEnd, length, {}, 0};
    return has(lossyTags, name) ? Found{Piece::Lossy, length, {}, 0} : Found{};
}

// `text` begins with '&'.
Found entityAt(std::string_view text)
{
    const size_t end = text.substr(0, 12).find(';');
    if (end == std::string_view::npos || end < 3)
        return {};
    const std::string_view name = text.substr(1, end - 1);
    if (name[0] == '#') {
        const bool isHex = name.size() > 2 && (name[1] == 'x' || name[1] == 'X');
        const std::string_view digits = name.substr(isHex ? 2 : 1);
        uint32_t point = 0;
        const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), point, isHex ? 16 : 10);
        const bool isPoint = error == std::errc() && rest == digits.data() + digits.size() && point >= 0x20 && point != 0x7f
            && !(point >= 0x80 && point < 0xa0) && !(point >= 0xd800 && point < 0xe000) && point <= 0x10ffff;
        return isPoint ? Found{Piece::Entity, end + 1, {}, static_cast<char32_t>(point)} : Found{};
    }
    for (const NamedEntity& entity : entities)
        if (entity.name == name)
            return {Piece::Entity, end + 1, entity.stands, 0};
    return {};
}

Found markupAt(std::string_view text)
{
    return text[0] == '<' ? tagAt(text) : entityAt(text);
}

void appendPoint(std::string& out, char32_t point)
{
    const auto byte = [&out](char32_t value) { out.push_back(static_cast<char>(value)); };
    if (point == 0xa0) {
        byte(' ');
    } else if (point < 0x80) {
        byte(point);
    } else if (point < 0x800) {
        byte(0xc0 | (point >> 6));
        byte(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
        byte(0xe0 | (point >> 12));
        byte(0x80 | ((point >> 6) & 0x3f));
        byte(0x80 | (point & 0x3f));
    } else {
        byte(0xf0 | (point >> 18));
        byte(0x80 | ((point >> 12) & 0x3f));
        byte(0x80 | ((point >> 6) & 0x3f));
        byte(0x80 | (point & 0x3f));
    }
}

void endLine(std::string& out, std::string_view lineEnd)
{
    while (!out.empty() && (out.back() == ' ' || out.back() == '\t'))
        out.pop_back();
    if (!out.empty() && !out.ends_with(lineEnd))
        out.append(lineEnd);
}

} // namespace

std::string_view firstMarkup(std::string_view text)
{
    bool any = false;
    for (const char c : text)
        any |= (c == '<') | (c == '&');
    for (size_t at = 0; any && at < text.size(); ++at)
        if (text[at] == '<' || text[at] == '&')
            if (const Found found = markupAt(text.substr(at)); found.piece != Piece::Text)
                return text.substr(at, found.length);
    return {};
}

std::optional<std::string> withoutMarkup(std::string_view text, std::string_view lineEnd)
{
    std::string out;
    bool atLineStart = false;
    for (size_t at = 0; at < text.size();) {
        const bool mayBegin = text[at] == '<' || text[at] == '&';
        const Found found = mayBegin ? markupAt(text.substr(at)) : Found{};
        if (found.piece == Piece::Lossy)
            return std::nullopt;
        if (found.piece == Piece::LineEnd) {
            endLine(out, lineEnd);
            atLineStart = true;
        } else if (found.piece == Piece::Entity) {
            found.stands.empty() ? appendPoint(out, found.point) : void(out.append(found.stands));
            atLineStart = false;
        } else if (found.piece == Piece::Text) {
            const bool isSpace = text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t';
            if (!(atLineStart && isSpace))
                out.push_back(text[at]);
            atLineStart = atLineStart && isSpace;
        }
        at += std::max<size_t>(1, found.length);
    }
    const size_t last = out.find_last_not_of(" \t\r\n");
    out.resize(last == std::string::npos ? 0 : last + 1);
    if (out.empty() || !firstMarkup(out).empty())
        return std::nullopt;
    return out;
}

} // namespace shelf::attr
