// FieldMap::fromJson. Almost every object it is given was written by FieldMap::toJson: one pass proves that the text is
// canonical and cuts the values out as they stand. Anything else goes through parseJson and is written anew.
#include "model/domain/decimal.h"
#include "model/domain/text.h"
#include "model/domain/thing.h"

#include <algorithm>

namespace shelf {

namespace {

// Walks over canonical JSON text. Every take… gives false where the text is not canonical (or not JSON): never an error by itself.
class CanonicalScanner {
public:
    explicit CanonicalScanner(std::string_view text) : m_text(text) { }

    bool atEnd() const { return m_at == m_text.size(); }
    size_t position() const { return m_at; }
    std::string_view since(size_t start) const { return m_text.substr(start, m_at - start); }

    bool take(char c)
    {
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    // A string; `escaped` says whether it has escapes.
    bool takeString(bool& escaped)
    {
        escaped = false;
        if (!take('"'))
            return false;
        for (; m_at < m_text.size(); ++m_at) {
            const auto c = static_cast<unsigned char>(m_text[m_at]);
            if (c == '"') {
                ++m_at;
                return true;
            }
            if (c < 0x20)
                return false;
            if (c == '\\') {
                escaped = true;
                if (!skipEscape())
                    return false;
            }
        }
        return false;
    }

    // A value without objects in it: a scalar or a list of scalars.
    bool takePlainValue()
    {
        if (!take('['))
            return takeScalar();
        if (take(']'))
            return true;
        do {
            if (!takeScalar())
                return false;
        } while (take(','));
        return take(']');
    }

    // The end of a value with brackets in it, wherever they close: for parseJson to judge.
    bool skipBrackets()
    {
        size_t depth = 0;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            bool escaped = false;
            if (c == '"') {
                if (!takeString(escaped))
                    return false;
                continue;
            }
            ++m_at;
            if (c == '{' || c == '[')
                ++depth;
            else if ((c == '}' || c == ']') && (depth == 0 || --depth == 0))
                return true;
        }
        return false;
    }

    void goTo(size_t position) { m_at = position; }

private:
    bool takeWord(std::string_view word)
    {
        if (m_text.substr(m_at, word.size()) != word)
            return false;
        m_at += word.size();
        return true;
    }

    bool takeScalar()
    {
        bool escaped = false;
        switch (m_at < m_text.size() ? m_text[m_at] : '\0') {
        case '"':
            return takeString(escaped);
        case 't':
            return takeWord("true");
        case 'f':
            return takeWord("false");
        case 'n':
            return takeWord("null");
        default:
            return takeNumber();
        }
    }

    bool takeNumber()
    {
        const size_t start = m_at;
        while (m_at < m_text.size() && (m_text[m_at] == '-' || m_text[m_at] == '.' || (m_text[m_at] >= '0' && m_text[m_at] <= '9')))
            ++m_at;
        m_number.clear();
        return appendCanonicalDecimal(m_number, since(start)) && m_number == since(start);
    }

    // On the backslash; leaves off on the last character of the escape. Only the escapes that appendJsonString writes.
    bool skipEscape()
    {
        static constexpr std::string_view shortOnes = "\"\\bfnrt";
        ++m_at; // \u00xx of a control character is rare enough for the long way
        return m_at < m_text.size() && shortOnes.find(m_text[m_at]) != std::string_view::npos;
    }

    std::string_view m_text;
    size_t m_at = 0;
    std::string m_number;
};

Error notAnObject()
{
    return {ErrorKind::Rejected, "JSON", {}, "a JSON object was expected", "write the fields as one object"};
}

Result<FieldMap> throughJson(std::string_view object)
{
    Result<Json> parsed = parseJson(object);
    if (!parsed)
        return parsed.error();
    if (!parsed->isObject())
        return notAnObject();
    std::vector<const Json::Member*> members;
    for (const Json::Member& member : parsed->members())
        if (!member.second.isNull()) // null means absent
            members.push_back(&member);
    std::sort(members.begin(), members.end(), [](const Json::Member* a, const Json::Member* b) { return a->first < b->first; });
    FieldMap fields;
    for (const Json::Member* member : members)
        fields.append(member->first, member->second.write());
    return fields;
}

// Takes one value; where objects are in it, parseJson proves that it is canonical.
bool takeValue(CanonicalScanner& scanner)
{
    const size_t start = scanner.position();
    if (scanner.takePlainValue())
        return scanner.since(start) != "null";
    scanner.goTo(start);
    if (!scanner.skipBrackets())
        return false;
    const Result<Json> parsed = parseJson(scanner.since(start));
    return parsed.ok() && parsed->write() == scanner.since(start);
}

// The fields of a canonical object; false where it is not canonical.
bool takeFields(std::string_view object, FieldMap& fields)
{
    CanonicalScanner scanner(object);
    if (!scanner.take('{'))
        return false;
    if (scanner.take('}'))
        return scanner.atEnd();
    std::string_view last;
    do {
        const size_t start = scanner.position();
        bool escaped = false;
        if (!scanner.takeString(escaped) || escaped)
            return false;
        const std::string_view quoted = scanner.since(start);
        const std::string_view name = quoted.substr(1, quoted.size() - 2);
        if ((!fields.empty() && name <= last) || !scanner.take(':'))
            return false;
        const size_t value = scanner.position();
        if (!takeValue(scanner))
            return false;
        fields.append(std::string(name), std::string(scanner.since(value)));
        last = name;
    } while (scanner.take(','));
    return scanner.take('}') && scanner.atEnd();
}

} // namespace

Result<FieldMap> FieldMap::fromJson(std::string_view object)
{
    FieldMap fields;
    if (!firstInvalidUtf8(object) && takeFields(object, fields))
        return fields;
    return throughJson(object);
}

} // namespace shelf
