#include "model/io/yaml_reader.h"

#include "model/domain/text.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <optional>
#include <set>
#include <streambuf>
#include <utility>

namespace shelf {

namespace {

// Leaves the parser where a node is refused; never leaves this file.
struct Refusal {
    Error error;
};

// The text as a stream. yaml-cpp reads ahead until it knows whether what began is a key; the characters that become tokens are
// counted between two events, so that a file of brackets cannot fill the memory with tokens before we see the first node.
class TextBuffer : public std::streambuf {
public:
    TextBuffer(std::string_view text, size_t maxAhead) : m_maxAhead(maxAhead)
    {
        char* begin = const_cast<char*>(text.data()); // the buffer is only ever read
        setg(begin, begin, begin + text.size());
    }
    void sawEvent() { m_ahead = m_bytesAhead = 0; }

protected:
    std::streamsize xsgetn(char* to, std::streamsize count) override
    {
        if (m_bytesAhead > maxScalarBytes)
            throw Refusal{{ErrorKind::Rejected, "YAML", {}, "a text behind this place is too long", "shorten it, or close its quotes"}};
        if (m_ahead > m_maxAhead)
            throw Refusal{
                {ErrorKind::Rejected, "YAML", {}, "a list or map in brackets is too long", "write its elements on lines with '- '"}};
        const std::streamsize length = std::min<std::streamsize>(count, egptr() - gptr());
        const std::string_view part(gptr(), static_cast<size_t>(length));
        m_ahead += static_cast<size_t>(std::count_if(part.begin(), part.end(), makesTokens));
        m_bytesAhead += part.size();
        part.copy(to, part.size());
        setg(eback(), gptr() + length, egptr());
        return length;
    }

private:
    static bool makesTokens(char c) { return std::string_view("[]{},:?-\"'*&!|>%").find(c) != std::string_view::npos; }

    static constexpr size_t maxScalarBytes = size_t(8) << 20; // the longest cell of 1 MiB, all in escapes, is smaller

    size_t m_ahead = 0;
    size_t m_bytesAhead = 0;
    size_t m_maxAhead;
};

// yaml-cpp counts columns in bytes; people count characters. Asked for positions that only grow, it walks the text once.
class Columns {
public:
    explicit Columns(std::string_view text) : m_text(text) { }
    YamlMark at(const YAML::Mark& mark)
    {
        if (mark.is_null())
            return {};
        if (mark.line < m_line || (mark.line == m_line && mark.column < m_bytes))
            restart(mark.line);
        while (m_line < mark.line) {
            const size_t end = m_text.find('\n', m_at);
            if (end == std::string_view::npos)
                break;
            m_at = end + 1;
            ++m_line;
            m_bytes = 0;
            m_characters = 0;
        }
        while (m_bytes < mark.column && m_at < m_text.size()) {
            if ((static_cast<unsigned char>(m_text[m_at]) & 0xC0) != 0x80)
                ++m_characters;
            ++m_bytes;
            ++m_at;
        }
        return {mark.line + 1, m_characters + 1};
    }
    size_t offset() const { return m_at; } // in bytes, of the position asked for last

private:
    void restart(int line)
    {
        if (line < m_line) {
            m_line = 0;
            m_at = 0;
        } else {
            m_at -= static_cast<size_t>(m_bytes);
        }
        m_bytes = 0;
        m_characters = 0;
    }

    std::string_view m_text;
    size_t m_at = 0;
    int m_line = 0, m_bytes = 0, m_characters = 0;
};

// Builds nodes out of events. With a visitor, what is complete on the second level (or third, in a list) is handed over.
class Builder : public YAML::EventHandler {
public:
    Builder(std::string_view text, std::string_view name, const YamlLimits& limits, const YamlVisitor* visitor, TextBuffer& buffer)
        : m_columns(text), m_name(name), m_limits(limits), m_visitor(visitor), m_buffer(buffer)
    {
    }

    YamlNode takeRoot() { return std::move(m_root); }
    YamlMark lastMark() const { return m_last; }
    // yaml-cpp takes a quote that is open at the end of the file for a closed one.
    void checkLastQuote(std::string_view text) const
    {
        if (!m_lastQuoted || m_lastQuoted->first >= text.size())
            return;
        const char quote = text[m_lastQuoted->first];
        if (quote != '"' && quote != '\'')
            return;
        for (size_t i = m_lastQuoted->first + 1; i < text.size(); ++i) {
            if (quote == '"' && text[i] == '\\')
                ++i;
            else if (quote == '\'' && text[i] == quote && i + 1 < text.size() && text[i + 1] == quote)
                ++i;
            else if (text[i] == quote)
                return;
        }
        refuse(m_lastQuoted->second, "the quote that begins here is not closed", "close it");
    }
    Error errorAt(YamlMark mark, std::string what, std::string tryThis) const
    {
        return {ErrorKind::Rejected, "YAML", yamlWhere(m_name, mark), std::move(what), std::move(tryThis)};
    }
    YamlMark markOf(const YAML::Mark& mark) { return m_columns.at(mark); }

    void OnDocumentStart(const YAML::Mark& mark) override
    {
        if (m_documents++ > 0)
            refuse(event(mark), "a second document begins here", "put it into a file of its own, or correct the indentation");
    }
    void OnDocumentEnd() override { }
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        YamlNode node = begin(mark, {}, anchor);
        if (expectsKey())
            refuse(node.mark, "a key must be text", "write it in quotes");
        finish(std::move(node));
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override
    {
        refuse(event(mark), "an alias (*name) is not allowed here", "write the value out, or quote a text that begins with '*'");
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override
    {
        YamlNode node = begin(mark, tag, anchor);
        node.type = YamlNode::Type::Scalar;
        node.quoted = tag == "!";
        node.text = value;
        m_lastQuoted = node.quoted ? std::optional(std::pair(m_columns.offset(), node.mark)) : std::nullopt;
        if (firstInvalidUtf8(node.text))
            refuse(node.mark, "a text may not contain NUL", "remove it");
        if (expectsKey())
            takeKey(std::move(node));
        else
            finish(std::move(node));
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        open(mark, tag, anchor, YamlNode::Type::Sequence);
    }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override
    {
        open(mark, tag, anchor, YamlNode::Type::Map);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapEnd() override { close(); }
    void OnAnchor(const YAML::Mark& mark, const std::string&) override
    {
        refuse(event(mark), "an anchor (&name) is not allowed here", "write the value out, or quote a text that begins with '&'");
    }

private:
    [[noreturn]] void refuse(YamlMark mark, std::string what, std::string tryThis) const
    {
        throw Refusal{errorAt(mark, std::move(what), std::move(tryThis))};
    }
    YamlMark event(const YAML::Mark& mark)
    {
        m_buffer.sawEvent();
        m_last = m_columns.at(mark);
        return m_last;
    }
    YamlNode begin(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor)
    {
        YamlNode node;
        node.mark = event(mark);
        if (anchor != YAML::NullAnchor)
            refuse(node.mark, "an anchor (&name) is not allowed here", "write the value out, or quote a text that begins with '&'");
        if (!tag.empty() && tag != "?" && tag != "!")
            refuse(
                node.mark, "a tag (" + forTerminal(tag, 60) + ") is not allowed here", "remove it, or quote a text that begins with '!'");
        if (++m_nodes > m_limits.nodes)
            refuse(node.mark, "there are more than " + std::to_string(m_limits.nodes) + " values", "split it");
        return node;
    }
    void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode::Type type)
    {
        YamlNode node = begin(mark, tag, anchor);
        if (expectsKey())
            refuse(node.mark, "a key must be text, not a list or a map", "write the key as one word");
        if (static_cast<int>(m_open.size()) >= m_limits.depth)
            refuse(node.mark, "lists and maps are nested deeper than " + std::to_string(m_limits.depth), "write it flatter");
        node.type = type;
        m_open.push_back(std::move(node));
        if (m_visitor && m_open.size() == 1 && type != YamlNode::Type::Map)
            refuse(m_last, "the file must be a map of keys", "begin with a line like `shelfwright: 1`");
    }
    // A map that has as many values as keys waits for its next key.
    bool expectsKey() const { return !m_open.empty() && m_open.back().isMap() && m_open.back().keys.size() == m_open.back().items.size(); }
    void takeKey(YamlNode node)
    {
        if (!node.quoted && node.text == "<<")
            refuse(node.mark, "a merge key (<<) is not allowed here", "write the keys out");
        if (m_open.size() == 1 && !m_topKeys.insert(node.text).second)
            refuseDuplicate(node.mark, node.text);
        m_open.back().keys.push_back({std::move(node.text), node.quoted, node.mark});
        if (m_visitor && m_open.size() == 1)
            check(m_visitor->section(m_open.back().keys.back()));
    }
    [[noreturn]] void refuseDuplicate(YamlMark mark, std::string_view key) const
    {
        refuse(mark, "the key `" + forTerminal(key, 80) + "` stands here a second time", "remove one of the two");
    }
    void checkDuplicates(const YamlNode& map) const
    {
        std::vector<size_t> order(map.keys.size());
        for (size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        std::stable_sort(order.begin(), order.end(), [&map](size_t a, size_t b) { return map.keys[a].text < map.keys[b].text; });
        for (size_t i = 1; i < order.size(); ++i) {
            if (map.keys[order[i]].text == map.keys[order[i - 1]].text)
                refuseDuplicate(map.keys[order[i]].mark, map.keys[order[i]].text);
        }
    }
    void close()
    {
        m_buffer.sawEvent();
        YamlNode node = std::move(m_open.back());
        m_open.pop_back();
        if (node.isMap() && !m_open.empty())
            checkDuplicates(node);
        finish(std::move(node));
    }
    void finish(YamlNode node)
    {
        if (m_open.empty()) {
            if (m_visitor && !node.isMap())
                refuse(node.mark, "the file must be a map of keys", "begin with a line like `shelfwright: 1`");
            m_root = std::move(node);
            return;
        }
        if (m_visitor && m_open.size() == 2 && m_open.back().isSequence())
            give(std::move(node), true);
        else if (m_visitor && m_open.size() == 1)
            give(std::move(node), false);
        else
            m_open.back().items.push_back(std::move(node));
    }
    // A section's list arrives a second time when it closes, empty by then: its elements have been given.
    void give(YamlNode node, bool inList)
    {
        const bool wasList = !inList && node.isSequence();
        if (!wasList)
            check(m_visitor->item(m_open.front().keys.back(), std::move(node), inList));
        if (!inList)
            m_open.front().items.emplace_back();
        m_nodes = 0;
    }
    static void check(const Result<void>& result)
    {
        if (!result)
            throw Refusal{result.error()};
    }

    Columns m_columns;
    std::string_view m_name;
    const YamlLimits& m_limits;
    const YamlVisitor* m_visitor;
    TextBuffer& m_buffer;
    std::vector<YamlNode> m_open;
    std::set<std::string> m_topKeys;
    YamlNode m_root;
    YamlMark m_last;
    std::optional<std::pair<size_t, YamlMark>> m_lastQuoted; // the last scalar, where it was quoted: offset and position
    size_t m_nodes = 0;
    int m_documents = 0;
};

Result<YamlNode> parse(std::string_view text, std::string_view name, const YamlLimits& limits, const YamlVisitor* visitor)
{
    TextBuffer buffer(text, limits.nodes * 4);
    Builder builder(text, name, limits, visitor, buffer);
    try {
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) { }
        builder.checkLastQuote(text);
        return builder.takeRoot();
    } catch (const Refusal& refusal) {
        Error error = refusal.error;
        if (error.where.empty())
            error.where = yamlWhere(name, builder.lastMark());
        return error;
    } catch (const YAML::Exception& exception) {
        return builder.errorAt(builder.markOf(exception.mark), "this is not YAML: " + forTerminal(exception.msg), "correct this place");
    }
}

} // namespace

const YamlNode* YamlNode::find(std::string_view key) const
{
    for (size_t i = 0; i < keys.size() && i < items.size(); ++i) {
        if (keys[i].text == key)
            return &items[i];
    }
    return nullptr;
}

std::string_view YamlNode::typeName() const
{
    switch (type) {
    case Type::Null:
        return "nothing";
    case Type::Scalar:
        return "text";
    case Type::Sequence:
        return "a list";
    case Type::Map:
        return "a map";
    }
    return {};
}

Result<YamlNode> parseYaml(std::string_view text, std::string_view name, const YamlLimits& limits)
{
    const Result<std::string> prepared = prepareYamlText(std::string(text), name);
    if (!prepared)
        return prepared.error();
    return parse(*prepared, name, limits, nullptr);
}

Result<YamlNode> readYamlFile(const std::string& path, const YamlLimits& limits)
{
    const Result<std::string> text = readYamlText(path, limits.bytes);
    if (!text)
        return text.error();
    return parse(*text, path, limits, nullptr);
}

Result<void> parseYamlSections(std::string_view text, std::string_view name, const YamlLimits& limits, const YamlVisitor& visitor)
{
    const Result<YamlNode> root = parse(text, name, limits, &visitor);
    if (!root)
        return root.error();
    return {};
}

} // namespace shelf
