// Finds the end of one canonical JSON value: no spaces, only necessary escapes, numbers in shortest form.
#include "governance/release/line_check.h"

#include <cstring>

namespace shelf {

namespace {

constexpr int maxDepth = 64;

class Scanner {
public:
    explicit Scanner(std::string_view text) : m_begin(text.data()), m_at(text.data()), m_end(text.data() + text.size()) { }
    size_t length() const { return static_cast<size_t>(m_at - m_begin); }

    bool value(int depth)
    {
        if (m_at == m_end)
            return false;
        switch (*m_at) {
        case '"':
            return string();
        case '{':
            return depth < maxDepth && members(depth);
        case '[':
            return depth < maxDepth && items(depth);
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return number();
        }
    }

private:
    bool take(char c)
    {
        if (m_at == m_end || *m_at != c)
            return false;
        ++m_at;
        return true;
    }

    bool word(std::string_view word)
    {
        if (static_cast<size_t>(m_end - m_at) < word.size() || std::memcmp(m_at, word.data(), word.size()) != 0)
            return false;
        m_at += word.size();
        return true;
    }

    // Eight bytes at a time: whether any is a quote, a backslash or a control character.
    static bool plainWord(const char* at)
    {
        constexpr uint64_t ones = 0x0101010101010101ULL;
        constexpr uint64_t high = 0x8080808080808080ULL;
        uint64_t word;
        std::memcpy(&word, at, sizeof word);
        const uint64_t quote = word ^ (ones * '"');
        const uint64_t backslash = word ^ (ones * '\\');
        const uint64_t special = ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) | ((word - ones * 0x20) & ~word);
        return (special & high) == 0;
    }

    bool string()
    {
        ++m_at;
        for (;;) {
            while (m_end - m_at >= 8 && plainWord(m_at))
                m_at += 8;
            if (m_at == m_end)
                return false;
            const char c = *m_at;
            if (c == '"') {
                ++m_at;
                return true;
            }
            if (static_cast<unsigned char>(c) < 0x20)
                return false;
            ++m_at;
            if (c == '\\' && !escape())
                return false;
        }
    }

    bool escape()
    {
        if (m_at == m_end)
            return false;
        const char c = *m_at++;
        if (std::strchr("\"\\bfnrt", c) && c != '\0')
            return true;
        // \u00 and a control character that has no short form
        if (c != 'u' || m_end - m_at < 4 || m_at[0] != '0' || m_at[1] != '0' || (m_at[2] != '0' && m_at[2] != '1'))
            return false;
        const char last = m_at[3];
        if ((last < '0' || last > '9') && (last < 'a' || last > 'f'))
            return false;
        m_at += 4;
        return true;
    }

    bool isDigit() const { return m_at != m_end && *m_at >= '0' && *m_at <= '9'; }

    bool number()
    {
        const bool negative = take('-');
        if (!isDigit())
            return false;
        const bool zero = *m_at == '0';
        const char* digits = m_at;
        while (isDigit())
            ++m_at;
        if (zero && m_at - digits > 1)
            return false;
        if (!take('.'))
            return !(negative && zero);
        if (!isDigit())
            return false;
        while (isDigit())
            ++m_at;
        return m_at[-1] != '0';
    }

    bool items(int depth)
    {
        ++m_at;
        if (take(']'))
            return true;
        do {
            if (!value(depth + 1))
                return false;
        } while (take(','));
        return take(']');
    }

    bool members(int depth)
    {
        ++m_at;
        if (take('}'))
            return true;
        do {
            if (m_at == m_end || *m_at != '"' || !string() || !take(':') || !value(depth + 1))
                return false;
        } while (take(','));
        return take('}');
    }

    const char* m_begin;
    const char* m_at;
    const char* m_end;
};

} // namespace

size_t canonicalValueLength(std::string_view text)
{
    Scanner scanner(text);
    return scanner.value(0) ? scanner.length() : 0;
}

} // namespace shelf
