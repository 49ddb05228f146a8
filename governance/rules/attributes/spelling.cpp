#include "governance/rules/attributes/spelling.h"

#include "governance/rules/attributes/twins.h"

#include <QString>

namespace shelf::attr {

namespace {

bool isAscii(std::string_view text)
{
    for (const char c : text)
        if (static_cast<unsigned char>(c) >= 0x80)
            return false;
    return true;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool betweenDigits(std::string_view text, size_t at)
{
    return at > 0 && at + 1 < text.size() && isDigit(text[at - 1]) && isDigit(text[at + 1]);
}

// Case folded, accents of Latin, Greek and Cyrillic letters taken off, other writing systems' signs kept.
std::string plain(std::string_view text)
{
    const QString apart = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).normalized(QString::NormalizationForm_KD);
    QString kept;
    kept.reserve(apart.size());
    for (const QChar c : apart)
        if (c.unicode() < 0x300 || c.unicode() > 0x36f)
            kept.append(c);
    return folded(kept.toStdString());
}

// Of a plain text: whether this byte is part of a word. Bytes of letters beyond ASCII are; of signs beyond ASCII, dashes and
// quotation marks (U+2000…U+206F) are not.
bool isWordByte(std::string_view text, size_t at)
{
    const char c = text[at];
    if ((c >= 'a' && c <= 'z') || isDigit(c) || c == '+')
        return true;
    if (static_cast<unsigned char>(c) >= 0x80) {
        size_t first = at;
        while (first > 0 && (static_cast<unsigned char>(text[first]) & 0xc0) == 0x80)
            --first;
        const auto lead = static_cast<unsigned char>(text[first]);
        const auto second = first + 1 < text.size() ? static_cast<unsigned char>(text[first + 1]) : 0;
        return !(lead == 0xe2 && (second == 0x80 || second == 0x81));
    }
    return (c == '.' || c == ',') && betweenDigits(text, at);
}

// visit(word) for each word of a plain text.
template <typename Visit> void eachWord(std::string_view text, const Visit& visit)
{
    for (size_t at = 0; at < text.size();) {
        while (at < text.size() && !isWordByte(text, at))
            ++at;
        const size_t begin = at;
        while (at < text.size() && isWordByte(text, at))
            ++at;
        if (at > begin)
            visit(text.substr(begin, at - begin));
    }
}

// The sum does not depend on the order of the words.
uint64_t hashOfWords(std::string_view text)
{
    uint64_t sum = 0;
    eachWord(text, [&sum](std::string_view word) { sum += hashOf(word); });
    return mixed(sum);
}

} // namespace

std::string nameKey(std::string_view name)
{
    const std::string text = plain(name);
    std::vector<std::string> words;
    eachWord(text, [&words](std::string_view word) { words.emplace_back(word); });
    std::sort(words.begin(), words.end());
    return join(words, " ");
}

uint64_t nameHash(std::string_view name)
{
    constexpr size_t most = 256;
    if (name.size() > most || !isAscii(name))
        return hashOfWords(plain(name));
    char text[most];
    for (size_t i = 0; i < name.size(); ++i)
        text[i] = lowered(name[i]);
    return hashOfWords(std::string_view(text, name.size()));
}

std::string valueKey(std::string_view value)
{
    const std::string text = plain(value);
    std::string key;
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool separates = c == ' ' || c == '\t' || c == '-' || c == '_' || c == '.';
        if (!separates || betweenDigits(text, i))
            key.push_back(c);
    }
    return key;
}

} // namespace shelf::attr
