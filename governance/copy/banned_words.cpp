#include "governance/copy/banned_words.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

bool isWordByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isBeyondAscii(char c)
{
    return static_cast<unsigned char>(c) >= 0x80;
}

} // namespace

BannedWords::BannedWords(const std::vector<std::string>& words)
{
    for (const std::string& word : words) {
        const std::string_view text = trimmed(word);
        if (text.empty())
            continue;
        const bool anyCase = folded(text) == text;
        m_words.push_back({std::string(text), anyCase});
        m_first[static_cast<unsigned char>(text[0])] = true;
        if (anyCase && text[0] >= 'a' && text[0] <= 'z')
            m_first[static_cast<unsigned char>(text[0] - 'a' + 'A')] = true;
        m_foreign = m_foreign || (anyCase && std::any_of(text.begin(), text.end(), isBeyondAscii));
    }
}

const std::string* BannedWords::findIn(std::string_view text) const
{
    const std::string* found = walk(text);
    // Letters beyond ASCII have cases that only folding knows.
    return found || !m_foreign || std::none_of(text.begin(), text.end(), isBeyondAscii) ? found : walk(folded(text));
}

const std::string* BannedWords::walk(std::string_view text) const
{
    for (size_t at = 0; at < text.size(); ++at) {
        if (!m_first[static_cast<unsigned char>(text[at])] || (at > 0 && isWordByte(text[at - 1]) && isWordByte(text[at])))
            continue;
        for (const Word& word : m_words)
            if (isAt(word, text, at))
                return &word.text;
    }
    return nullptr;
}

bool BannedWords::isAt(const Word& word, std::string_view text, size_t at)
{
    const size_t end = at + word.text.size();
    if (end > text.size() || (end < text.size() && isWordByte(text[end]) && isWordByte(word.text.back())))
        return false;
    const std::string_view there = text.substr(at, word.text.size());
    return std::equal(
        there.begin(), there.end(), word.text.begin(), [&word](char c, char wanted) { return (word.anyCase ? lowered(c) : c) == wanted; });
}

} // namespace shelf
