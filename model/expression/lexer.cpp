#include "model/expression/lexer.h"

#include "model/domain/text.h"
#include "model/domain/value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

namespace shelf {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isBeyondAscii(char c)
{
    return static_cast<unsigned char>(c) >= 0x80;
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool equalsInAnyCase(std::string_view text, std::string_view lowerCase)
{
    return std::ranges::equal(text, lowerCase, [](char a, char b) { return lower(a) == b; });
}

constexpr std::string_view operatorWords[] = {
    "and", "or", "not", "in", "is", "contains", "starts", "ends", "matches", "below", "empty", "with", "true", "false", "today"};

// What people write out of habit from elsewhere, and what it is called here.
struct Habit {
    std::string_view written, hint;
};
constexpr Habit habits[] = {
    {"&&", "write: and"},
    {"||", "write: or"},
    {"!", "write: not"},
    {"~", "write: matches \"…\""},
    {";", "an expression is one condition; join conditions with and, or"},
    {"“", "write straight quotes: \"…\""},
    {"”", "write straight quotes: \"…\""},
    {"„", "write straight quotes: \"…\""},
    {"‘", "write straight quotes: '…'"},
    {"’", "write straight quotes: '…'"},
    {".", "write numbers as 0.5 and names without a point"},
    {"%", "write a percentage as 80 %"},
};

size_t characterLength(std::string_view text, size_t at)
{
    size_t length = 1;
    while (at + length < text.size() && (static_cast<unsigned char>(text[at + length]) & 0xC0) == 0x80)
        ++length;
    return length;
}

} // namespace

bool Token::isWord(std::string_view lowerCase) const
{
    return kind == TokenKind::Name && prefix.empty() && equalsInAnyCase(text, lowerCase);
}

bool isOperatorWord(std::string_view word)
{
    return std::ranges::any_of(operatorWords, [&](std::string_view known) { return equalsInAnyCase(word, known); });
}

Token Lexer::next()
{
    while (m_at < m_text.size() && isSpace(m_text[m_at]))
        ++m_at;
    if (m_at == m_text.size()) {
        Token end;
        end.begin = end.end = m_at;
        return end;
    }
    const char c = m_text[m_at];
    if (isLetter(c))
        return name();
    if (c == '[')
        return label();
    if (c == '"' || c == '\'')
        return quoted();
    if (isDigit(c))
        return number();
    return symbol();
}

Token Lexer::bad(size_t begin, size_t end, std::string what, std::string hint) const
{
    Token token;
    token.kind = TokenKind::Bad;
    token.begin = begin;
    token.end = end;
    token.text = std::move(what);
    token.hint = std::move(hint);
    return token;
}

// "@de", "@web", "@de@web": the language or channel of a value.
std::string_view Lexer::variantSuffix()
{
    const size_t begin = m_at;
    while (m_at + 1 < m_text.size() && m_text[m_at] == '@' && (isLetter(m_text[m_at + 1]) || isDigit(m_text[m_at + 1]))) {
        ++m_at;
        while (m_at < m_text.size() && (isLetter(m_text[m_at]) || isDigit(m_text[m_at]) || m_text[m_at] == '-'))
            ++m_at;
    }
    return m_text.substr(begin, m_at - begin);
}

Token Lexer::name()
{
    Token token;
    token.kind = TokenKind::Name;
    token.begin = m_at;
    size_t begin = m_at;
    const auto word = [this] {
        while (m_at < m_text.size() && (isLetter(m_text[m_at]) || isDigit(m_text[m_at])))
            ++m_at;
    };
    word();
    // "source.price", "target.[List price]": one token, of which the prefix says whose field it is.
    const std::string_view first = m_text.substr(begin, m_at - begin);
    if ((first == "source" || first == "target") && m_at + 1 < m_text.size() && m_text[m_at] == '.'
        && (isLetter(m_text[m_at + 1]) || m_text[m_at + 1] == '[')) {
        ++m_at;
        token.prefix = m_text.substr(begin, m_at - begin);
        if (m_text[m_at] == '[') {
            Token ofEnd = label();
            ofEnd.begin = token.begin;
            ofEnd.prefix = token.prefix;
            return ofEnd;
        }
        begin = m_at;
        word();
    }
    variantSuffix();
    token.end = m_at;
    token.text = m_text.substr(begin, token.end - begin);
    return token;
}

Token Lexer::label()
{
    Token token;
    token.kind = TokenKind::Label;
    token.begin = m_at;
    const size_t close = m_text.find(']', m_at);
    if (close == std::string_view::npos) {
        m_at = m_text.size();
        return bad(token.begin, m_at, "the bracket is never closed", "write a label as [Contact Phone Number]");
    }
    token.text = trimmed(m_text.substr(m_at + 1, close - m_at - 1));
    m_at = close + 1;
    token.suffix = variantSuffix();
    token.end = m_at;
    return token;
}

Token Lexer::quoted()
{
    Token token;
    token.kind = TokenKind::Text;
    token.begin = m_at;
    const char quote = m_text[m_at++];
    while (m_at < m_text.size() && m_text[m_at] != quote) {
        if (m_text[m_at] != '\\' || m_at + 1 == m_text.size()) {
            token.text += m_text[m_at++];
            continue;
        }
        // Other backslashes stay as they are, so that a pattern is written as everywhere else: "\d+".
        const char escaped = m_text[m_at + 1];
        if (escaped == '"' || escaped == '\'' || escaped == '\\')
            token.text += escaped;
        else if (escaped == 'n')
            token.text += '\n';
        else if (escaped == 't')
            token.text += '\t';
        else
            token.text.append({'\\', escaped});
        m_at += 2;
    }
    if (m_at == m_text.size())
        return bad(token.begin, m_at, "the text that begins here is never closed", std::string("end it with ") + quote);
    token.end = ++m_at;
    return token;
}

Token Lexer::number()
{
    Token token;
    token.kind = TokenKind::Number;
    token.begin = m_at;
    const auto digits = [this] {
        while (m_at < m_text.size() && isDigit(m_text[m_at]))
            ++m_at;
    };
    digits();
    if (m_at + 1 < m_text.size() && m_text[m_at] == '.' && isDigit(m_text[m_at + 1])) {
        ++m_at;
        digits();
    }
    if (m_at < m_text.size() && lower(m_text[m_at]) == 'e') {
        size_t exponent = m_at + 1;
        if (exponent < m_text.size() && (m_text[exponent] == '+' || m_text[exponent] == '-'))
            ++exponent;
        if (exponent < m_text.size() && isDigit(m_text[exponent])) {
            m_at = exponent;
            digits();
        }
    }
    const auto [end, failure] = std::from_chars(m_text.data() + token.begin, m_text.data() + m_at, token.number);
    if (failure != std::errc() || !std::isfinite(token.number))
        return bad(token.begin, m_at, "the number is too large or too small", "write a number between 1e-300 and 1e300");
    token.unit = unitAfterNumber();
    token.end = m_at;
    return token;
}

// A word after a number is its unit, but for operators; "in" is the inch unless a list follows.
std::string_view Lexer::unitAfterNumber()
{
    size_t begin = m_at;
    while (begin < m_text.size() && isSpace(m_text[begin]))
        ++begin;
    if (begin == m_text.size())
        return {};
    if (m_text[begin] == '%') {
        m_at = begin + 1;
        return m_text.substr(begin, 1);
    }
    if (!isLetter(m_text[begin]) && !isBeyondAscii(m_text[begin]))
        return {};
    size_t end = begin;
    const auto belongs = [](char c) { return isLetter(c) || isDigit(c) || isBeyondAscii(c) || c == '/'; };
    while (end < m_text.size() && belongs(m_text[end]))
        ++end;
    std::string_view unit = m_text.substr(begin, end - begin);
    const size_t slash = unit.find('/'); // "kg/weight" is a division, "km/h" is not
    if (slash != std::string_view::npos && !isUnit(unit) && (isUnit(unit.substr(0, slash)) || slash + 1 == unit.size()))
        unit = unit.substr(0, slash);
    if (equalsInAnyCase(unit, "in")) {
        size_t after = begin + unit.size();
        while (after < m_text.size() && isSpace(m_text[after]))
            ++after;
        if (after < m_text.size() && m_text[after] == '(')
            return {};
    } else if (isOperatorWord(unit)) {
        return {};
    }
    m_at = begin + unit.size();
    return unit;
}

Token Lexer::symbol()
{
    struct Symbol {
        std::string_view written;
        TokenKind kind;
    };
    static constexpr Symbol symbols[] = {{"!=", TokenKind::NotEqual}, {"<>", TokenKind::NotEqual}, {"<=", TokenKind::LessEqual},
        {">=", TokenKind::GreaterEqual}, {"==", TokenKind::Bad}, {"<", TokenKind::Less}, {">", TokenKind::Greater}, {"=", TokenKind::Equal},
        {"(", TokenKind::LeftParen}, {")", TokenKind::RightParen}, {",", TokenKind::Comma}, {"+", TokenKind::Plus}, {"-", TokenKind::Minus},
        {"*", TokenKind::Star}, {"/", TokenKind::Slash}};
    const std::string_view rest = m_text.substr(m_at);
    for (const Symbol& symbol : symbols) {
        if (!rest.starts_with(symbol.written))
            continue;
        Token token;
        token.kind = symbol.kind;
        token.begin = m_at;
        token.end = m_at += symbol.written.size();
        token.text = symbol.written;
        if (token.kind == TokenKind::Bad)
            return bad(token.begin, token.end, "\"==\" is no operator", "write: =");
        return token;
    }
    const size_t begin = m_at;
    m_at += characterLength(m_text, begin);
    const std::string seen = inQuotes(m_text.substr(begin, m_at - begin));
    for (const Habit& habit : habits)
        if (rest.starts_with(habit.written))
            return bad(begin, m_at, seen + " is no operator", std::string(habit.hint));
    return bad(begin, m_at, seen + " means nothing here", isBeyondAscii(m_text[begin]) ? "write labels in brackets: [Größe]" : "");
}

} // namespace shelf
