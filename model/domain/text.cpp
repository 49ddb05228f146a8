#include "model/domain/text.h"

#include <QString>

#include <simdjson.h>

#include <algorithm>
#include <cstdio>

namespace shelf {

namespace {

bool isAscii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// Length of the well-formed sequence at `at` (Unicode 15, table 3-7), 0 where it is not one.
size_t sequenceLength(std::string_view text, size_t at)
{
    const auto byte = [text, at](size_t offset) { return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0; };
    const auto in = [](int value, int low, int high) { return value >= low && value <= high; };
    const auto tail = [&](size_t offset) { return in(byte(offset), 0x80, 0xbf); };
    const int first = byte(0);
    const int second = byte(1);
    if (in(first, 0x01, 0x7f))
        return 1;
    if (in(first, 0xc2, 0xdf))
        return tail(1) ? 2 : 0;
    if (in(first, 0xe0, 0xef)) {
        const bool good = first == 0xe0 ? in(second, 0xa0, 0xbf) : first == 0xed ? in(second, 0x80, 0x9f) : tail(1);
        return good && tail(2) ? 3 : 0;
    }
    if (in(first, 0xf0, 0xf4)) {
        const bool good = first == 0xf0 ? in(second, 0x90, 0xbf) : first == 0xf4 ? in(second, 0x80, 0x8f) : tail(1);
        return good && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

bool isCodeSuffix(std::string_view text)
{
    for (const std::string_view part : split(text, '@')) {
        const auto allowed = [](char c) { return isLower(lowered(c)) || isDigit(c) || c == '_' || c == '-'; };
        if (part.empty() || !std::all_of(part.begin(), part.end(), allowed))
            return false;
    }
    return true;
}

// Controls that change what a terminal shows: C0, DEL, C1, line and paragraph separators, bidirectional controls.
bool isUnsafe(char32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

char32_t decoded(std::string_view sequence)
{
    if (sequence.size() == 1)
        return static_cast<unsigned char>(sequence[0]);
    char32_t value = static_cast<unsigned char>(sequence[0]) & (0xff >> (sequence.size() + 1));
    for (const char c : sequence.substr(1))
        value = (value << 6) | (static_cast<unsigned char>(c) & 0x3f);
    return value;
}

std::string escaped(char32_t c, bool isByte)
{
    if (c == '\n')
        return "\\n";
    if (c == '\r')
        return "\\r";
    if (c == '\t')
        return "\\t";
    char buffer[16];
    const int length = std::snprintf(buffer, sizeof buffer, isByte || c < 0x80 ? "\\x%02x" : "\\u%04x", static_cast<unsigned>(c));
    return std::string(buffer, static_cast<size_t>(length));
}

// Optimal string alignment distance (Damerau-Levenshtein without edits inside a swap); more than `limit` gives limit + 1.
size_t distance(const std::u32string& a, const std::u32string& b, size_t limit)
{
    if (a.size() > b.size() + limit || b.size() > a.size() + limit)
        return limit + 1;
    std::vector<size_t> beforeLast(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        size_t least = i;
        for (size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
            least = std::min(least, row[j]);
        }
        if (least > limit)
            return limit + 1;
        std::swap(beforeLast, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

// QString folds one character to one (status C and S of CaseFolding.txt). Those that fold to several ("ß" to "ss", status F) are
// those whose capitals are several.
QString fullyFolded(const QString& text)
{
    QString result;
    for (const QChar c : text.toCaseFolded()) {
        const QString capitals = c.unicode() < 0x80 ? QString() : QString(c).toUpper();
        if (capitals.size() > 1)
            result.append(capitals.toCaseFolded());
        else
            result.append(c);
    }
    return result;
}

std::u32string foldedPoints(std::string_view text)
{
    const std::string same = folded(text);
    std::u32string points;
    for (size_t at = 0; at < same.size();) {
        const size_t length = std::max<size_t>(1, sequenceLength(same, at));
        points.push_back(decoded(std::string_view(same).substr(at, length)));
        at += length;
    }
    return points;
}

} // namespace

std::optional<size_t> firstInvalidUtf8(std::string_view text)
{
    if (simdjson::validate_utf8(text.data(), text.size()) && text.find('\0') == std::string_view::npos)
        return std::nullopt;
    for (size_t at = 0; at < text.size();) {
        const size_t length = sequenceLength(text, at);
        if (length == 0)
            return at;
        at += length;
    }
    return std::nullopt;
}

std::string folded(std::string_view text)
{
    std::string result(text);
    if (isAscii(text)) {
        std::transform(result.begin(), result.end(), result.begin(), lowered);
        return result;
    }
    // Folding can undo the normal form (Unicode 15, D146), so it is made once more.
    const QString normal =
        fullyFolded(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).normalized(QString::NormalizationForm_KC))
            .normalized(QString::NormalizationForm_KC);
    return normal.toStdString();
}

std::string codeFor(std::string_view header)
{
    std::string_view suffix;
    const size_t sign = header.find('@');
    if (sign != std::string_view::npos && sign > 0 && isCodeSuffix(header.substr(sign + 1))) {
        suffix = header.substr(sign);
        header = header.substr(0, sign);
    }
    std::string code;
    bool named = false;
    for (const char raw : header) {
        const char c = lowered(raw);
        if (isLower(c) || isDigit(c)) {
            if (code.empty() && isDigit(c))
                code = "a_";
            code.push_back(c);
            named = true;
        } else if (!code.empty() && !isContinuation(c)) {
            code.push_back('_'); // one for each character; none in front, where a letter has to be
        }
    }
    return named ? code.append(suffix) : std::string();
}

bool isCode(std::string_view text)
{
    const size_t sign = text.find('@');
    const std::string_view base = text.substr(0, sign);
    if (base.empty() || !isLower(base[0]))
        return false;
    if (!std::all_of(base.begin(), base.end(), [](char c) { return isLower(c) || isDigit(c) || c == '_'; }))
        return false;
    return sign == std::string_view::npos || isCodeSuffix(text.substr(sign + 1));
}

std::string forTerminal(std::string_view text, size_t maxBytes)
{
    static constexpr std::string_view ellipsis = "…";
    std::string result;
    size_t cut = 0; // length of the result that leaves room for the ellipsis
    for (size_t at = 0; at < text.size();) {
        const size_t length = sequenceLength(text, at);
        const std::string_view sequence = text.substr(at, std::max<size_t>(1, length));
        const char32_t c = decoded(sequence);
        if (length == 0 || isUnsafe(c))
            result.append(escaped(c, length == 0));
        else
            result.append(sequence);
        at += sequence.size();
        if (result.size() + ellipsis.size() <= maxBytes)
            cut = result.size();
        if (result.size() > maxBytes)
            return result.substr(0, cut).append(maxBytes >= ellipsis.size() ? ellipsis : std::string_view());
    }
    return result;
}

std::string inQuotes(std::string_view text, size_t maxBytes)
{
    return std::string("'").append(forTerminal(text, maxBytes)).append("'");
}

std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& candidates)
{
    constexpr size_t longest = 200; // longer names are not typing mistakes of each other
    const std::u32string wanted = foldedPoints(name.substr(0, 4 * longest));
    if (wanted.empty() || wanted.size() > longest)
        return std::nullopt;
    size_t best = std::max<size_t>(1, wanted.size() / 3) + 1;
    const std::string* found = nullptr;
    for (const std::string& candidate : candidates) {
        if (candidate.size() > 4 * longest)
            continue;
        const size_t steps = distance(wanted, foldedPoints(candidate), best - 1);
        if (steps < best) {
            best = steps;
            found = &candidate;
            if (best == 0)
                break;
        }
    }
    return found ? std::optional(*found) : std::nullopt;
}

std::string_view trimmed(std::string_view text)
{
    const size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator)) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    parts.push_back(text);
    return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator)
{
    std::string result;
    for (size_t i = 0; i < parts.size(); ++i) {
        if (i)
            result.append(separator);
        result.append(parts[i]);
    }
    return result;
}

std::vector<std::string> splitList(std::string_view text, std::string_view separator)
{
    std::vector<std::string> elements;
    std::string element;
    size_t kept = 0; // length of the element up to its last character that is not a space to drop
    const auto finish = [&] {
        element.resize(kept);
        if (!element.empty())
            elements.push_back(std::move(element));
        element.clear();
        kept = 0;
    };
    const bool escapes = separator == "|";
    for (size_t at = 0; at < text.size();) {
        const char c = text[at];
        const char next = at + 1 < text.size() ? text[at + 1] : '\0';
        if (escapes && c == '\\' && (next == '|' || next == '\\' || next == ' ')) {
            element.push_back(next);
            kept = element.size();
            at += 2;
        } else if (!separator.empty() && text.substr(at, separator.size()) == separator) {
            finish();
            at += separator.size();
        } else {
            const bool space = c == ' ' || c == '\t';
            if (!space || !element.empty())
                element.push_back(c);
            if (!space)
                kept = element.size();
            ++at;
        }
    }
    finish();
    return elements;
}

std::string joinList(const std::vector<std::string>& elements)
{
    std::string result;
    for (const std::string& element : elements) {
        if (!result.empty())
            result.push_back('|');
        for (size_t at = 0; at < element.size(); ++at) {
            const char c = element[at];
            const bool outerSpace = c == ' ' && (at == 0 || at + 1 == element.size());
            if (c == '|' || c == '\\' || outerSpace)
                result.push_back('\\');
            result.push_back(c);
        }
    }
    return result;
}

std::optional<bool> booleanFromText(std::string_view text)
{
    std::string word(trimmed(text));
    std::transform(word.begin(), word.end(), word.begin(), lowered);
    if (word == "true" || word == "1" || word == "yes")
        return true;
    if (word == "false" || word == "0" || word == "no")
        return false;
    return std::nullopt;
}

std::string percentEncoded(std::string_view part)
{
    std::string result;
    for (const char c : part) {
        if (c == ':')
            result.append("%3A");
        else if (c == '%')
            result.append("%25");
        else
            result.push_back(c);
    }
    return result;
}

std::optional<std::string> percentDecoded(std::string_view part)
{
    std::string result;
    for (size_t at = 0; at < part.size(); ++at) {
        if (part[at] != '%') {
            result.push_back(part[at]);
            continue;
        }
        const std::string_view escape = part.substr(at, 3);
        if (escape != "%3A" && escape != "%25") // one spelling only, so that an id has one form
            return std::nullopt;
        result.push_back(escape == "%25" ? '%' : ':');
        at += 2;
    }
    return result;
}

} // namespace shelf
