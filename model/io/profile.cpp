#include "model/io/profile.h"

#include "model/domain/text.h"
#include "model/io/yaml_reader.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>

namespace shelf {

const ColumnRule* ImportProfile::column(std::string_view header) const
{
    for (const auto& [name, rule] : columns)
        if (name == header)
            return &rule;
    return nullptr;
}

namespace {

// Reads one profile; the first thing that is wrong ends it.
class ProfileReader {
public:
    explicit ProfileReader(std::string_view name) : m_name(name) { }

    Result<ImportProfile> read(const YamlNode& document)
    {
        if (!document.isMap())
            return wrong(document.mark, "a profile is a map of keys, and this is " + std::string(document.typeName()),
                "begin it with shelfwright-profile: 1");
        const YamlNode* version = document.find("shelfwright-profile");
        if (!version)
            return wrong(document.mark, "this is no profile: it lacks the key shelfwright-profile", "begin it with shelfwright-profile: 1");
        if (!version->isScalar() || version->text != "1")
            return wrong(version->mark, "this version reads profiles of format 1", "use shelfwright-profile: 1, or a newer program");
        for (size_t i = 0; i < document.keys.size() && !m_error; ++i)
            readKey(document.keys[i], document.items[i]);
        if (m_error)
            return *m_error;
        return std::move(m_profile);
    }

private:
    Error wrong(YamlMark mark, std::string what, std::string tryThis) const
    {
        return Error{ErrorKind::Rejected, "PROFILE", yamlWhere(m_name, mark), std::move(what), std::move(tryThis)};
    }
    void fail(YamlMark mark, std::string what, std::string tryThis)
    {
        if (!m_error)
            m_error = wrong(mark, std::move(what), std::move(tryThis));
    }

    std::string text(const YamlNode& node, std::string_view key)
    {
        if (!node.isScalar())
            fail(node.mark, std::string(key) + " wants a text, and this is " + std::string(node.typeName()), "write one value");
        else if (node.text.size() > 4096)
            fail(node.mark, std::string(key) + " is longer than 4,096 bytes", "shorten it");
        return node.text;
    }
    std::vector<std::string> texts(const YamlNode& node, std::string_view key)
    {
        std::vector<std::string> result;
        if (node.isScalar()) {
            result.push_back(text(node, key));
        } else if (!node.isSequence()) {
            fail(node.mark, std::string(key) + " wants a list of texts, and this is " + std::string(node.typeName()), "write [a, b]");
        } else {
            for (const YamlNode& item : node.items)
                result.push_back(text(item, key));
        }
        return result;
    }
    std::string oneOf(const YamlNode& node, std::string_view key, const std::vector<std::string>& allowed)
    {
        std::string value = text(node, key);
        if (!m_error && std::find(allowed.begin(), allowed.end(), value) == allowed.end())
            fail(node.mark, std::string(key) + " cannot be " + forTerminal(value, 40), "use one of " + join(allowed, ", "));
        return value;
    }
    bool boolean(const YamlNode& node, std::string_view key) { return oneOf(node, key, {"true", "false"}) == "true"; }
    std::optional<char> character(const YamlNode& node, std::string_view key)
    {
        const std::string value = text(node, key);
        if (m_error)
            return std::nullopt;
        if (value == "tab")
            return '\t';
        const bool usable =
            value.size() == 1 && static_cast<uint8_t>(value[0]) < 0x80 && value[0] != '\n' && value[0] != '\r' && value[0] != 0;
        if (!usable) {
            fail(node.mark, std::string(key) + " wants one ASCII character", "write it in quotes, as \";\"");
            return std::nullopt;
        }
        return value[0];
    }
    std::optional<char> decimal(const YamlNode& node) { return oneOf(node, "decimal", {".", ","})[0]; }

    void readKey(const YamlKey& key, const YamlNode& node);
    void readMatch(const YamlNode& node);
    void readFamily(const YamlNode& node);
    void readHeaderRow(const YamlNode& node);
    void readConstants(const YamlNode& node);
    void readColumns(const YamlNode& node);
    void readColumn(const std::string& header, const YamlNode& node);
    void readColumnKey(ColumnRule& rule, const YamlKey& key, const YamlNode& node);
    void unknown(const YamlKey& key, const std::vector<std::string>& known)
    {
        const auto near = nearest(key.text, known);
        fail(key.mark, "there is no key " + forTerminal(key.text, 80) + " here",
            near ? "did you mean " + *near + "?" : "the keys are " + join(known, ", "));
    }

    std::string_view m_name;
    ImportProfile m_profile;
    std::optional<Error> m_error;
};

const std::vector<std::string> profileKeys = {"shelfwright-profile", "match", "format", "what", "family", "key", "delimiter", "quote",
    "encoding", "header_row", "decimal", "empty", "absent", "delete", "links", "default_type", "constants", "columns", "excel_guard"};
const std::vector<std::string> columnKeys = {"to", "type", "unit", "decimal", "empty", "date", "split"};

void ProfileReader::readKey(const YamlKey& key, const YamlNode& node)
{
    const std::string& name = key.text;
    if (name == "shelfwright-profile")
        return;
    if (name == "match")
        readMatch(node);
    else if (name == "format")
        m_profile.format = text(node, name) == "auto" ? std::string() : node.text;
    else if (name == "what")
        m_profile.what = oneOf(node, name, {"products", "links", "compat", "bundles", "upgrades", "orders"});
    else if (name == "family")
        readFamily(node);
    else if (name == "key")
        m_profile.key = texts(node, name);
    else if (name == "delimiter")
        m_profile.delimiter = character(node, name);
    else if (name == "quote")
        m_profile.quote = node.isScalar() && node.text.empty() ? '\0' : character(node, name);
    else if (name == "encoding") {
        m_profile.encoding = encodingFromName(text(node, name));
        if (!m_profile.encoding)
            fail(node.mark, "encoding cannot be " + forTerminal(node.text, 40), "use utf-8, utf-16le, utf-16be or windows-1252");
    } else if (name == "header_row")
        readHeaderRow(node);
    else if (name == "decimal")
        m_profile.decimal = decimal(node);
    else if (name == "empty")
        m_profile.emptyClears = oneOf(node, name, {"keep", "clear"}) == "clear";
    else if (name == "absent")
        m_profile.retireAbsent = oneOf(node, name, {"keep", "retire"}) == "retire";
    else if (name == "delete")
        m_profile.deleteHard = oneOf(node, name, {"retire", "hard"}) == "hard";
    else if (name == "links")
        m_profile.links = oneOf(node, name, {"merge", "replace"});
    else if (name == "default_type")
        m_profile.defaultType = text(node, name);
    else if (name == "constants")
        readConstants(node);
    else if (name == "columns")
        readColumns(node);
    else if (name == "excel_guard")
        m_profile.excelGuard = boolean(node, name);
    else
        unknown(key, profileKeys);
}

void ProfileReader::readMatch(const YamlNode& node)
{
    if (!node.isMap())
        return fail(node.mark, "match wants a map, and this is " + std::string(node.typeName()), "write match: { headers: [Name, Price] }");
    for (size_t i = 0; i < node.keys.size(); ++i) {
        if (node.keys[i].text == "headers")
            m_profile.matchHeaders = texts(node.items[i], "headers");
        else if (node.keys[i].text == "format")
            m_profile.matchFormat = text(node.items[i], "format");
        else
            unknown(node.keys[i], {"format", "headers"});
    }
}

void ProfileReader::readFamily(const YamlNode& node)
{
    if (!node.isMap()) {
        m_profile.family = text(node, "family");
        if (!m_error && m_profile.family.empty())
            fail(node.mark, "family names no family", "name one, or leave the key out");
        return;
    }
    for (size_t i = 0; i < node.keys.size(); ++i) {
        const YamlNode& value = node.items[i];
        if (node.keys[i].text == "column") {
            m_profile.familyColumn = text(value, "column");
        } else if (node.keys[i].text == "map") {
            if (!value.isMap())
                return fail(value.mark, "map wants a map of texts to family codes", "write map: { Processor: cpu }");
            for (size_t j = 0; j < value.keys.size(); ++j)
                m_profile.familyMap[value.keys[j].text] = text(value.items[j], "map");
        } else {
            unknown(node.keys[i], {"column", "map"});
        }
    }
    if (!m_error && m_profile.familyColumn.empty())
        fail(node.mark, "family names no column", "write family: { column: Type }");
}

void ProfileReader::readHeaderRow(const YamlNode& node)
{
    const std::string value = text(node, "header_row");
    uint64_t row = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), row);
    if (error != std::errc() || end != value.data() + value.size() || row < 1 || row > 1000000)
        fail(node.mark, "header_row wants the number of a line, from 1", "write header_row: 1");
    m_profile.headerRow = row;
}

void ProfileReader::readConstants(const YamlNode& node)
{
    if (!node.isMap())
        return fail(node.mark, "constants wants a map, and this is " + std::string(node.typeName()), "write constants: { currency: USD }");
    for (size_t i = 0; i < node.keys.size(); ++i)
        m_profile.constants.emplace_back(node.keys[i].text, text(node.items[i], node.keys[i].text));
}

void ProfileReader::readColumns(const YamlNode& node)
{
    if (!node.isMap())
        return fail(
            node.mark, "columns wants a map of headers, and this is " + std::string(node.typeName()), "write columns: { Name: name }");
    for (size_t i = 0; i < node.keys.size() && !m_error; ++i)
        readColumn(node.keys[i].text, node.items[i]);
}

void ProfileReader::readColumn(const std::string& header, const YamlNode& node)
{
    ColumnRule rule;
    if (node.isMap()) {
        for (size_t i = 0; i < node.keys.size() && !m_error; ++i)
            readColumnKey(rule, node.keys[i], node.items[i]);
        if (!rule.parts.empty() && rule.split.empty())
            rule.split = "|";
        if (rule.ignore) { // whatever else it says
            rule = ColumnRule();
            rule.ignore = true;
        }
    } else {
        const std::string goal = text(node, "a column");
        rule.ignore = goal == "ignore";
        rule.to = rule.ignore ? std::string() : goal;
    }
    m_profile.columns.emplace_back(header, std::move(rule));
}

void ProfileReader::readColumnKey(ColumnRule& rule, const YamlKey& key, const YamlNode& node)
{
    const std::string& name = key.text;
    if (name == "to") {
        if (node.isSequence())
            rule.parts = texts(node, name);
        else
            rule.to = text(node, name);
        if (!m_error && rule.to.empty() && rule.parts.empty())
            fail(node.mark, "to names nothing", "name a field, or leave the key out");
        rule.ignore = rule.to == "ignore";
        if (rule.ignore)
            rule.to.clear();
    } else if (name == "type") {
        rule.type = attributeTypeFromName(text(node, name));
        if (!rule.type)
            fail(node.mark, "type cannot be " + forTerminal(node.text, 40),
                "use text, number, integer, boolean, date, choice, multi-choice, money, url or reference");
    } else if (name == "unit") {
        rule.unit = text(node, name);
    } else if (name == "decimal") {
        rule.decimal = decimal(node);
    } else if (name == "empty") {
        rule.emptyClears = oneOf(node, name, {"keep", "clear"}) == "clear";
    } else if (name == "date") {
        rule.datePattern = text(node, name);
    } else if (name == "split") {
        rule.split = text(node, name);
        if (!m_error && rule.split.empty())
            fail(node.mark, "split wants what stands between the parts", "write split: \",\"");
    } else {
        unknown(key, columnKeys);
    }
}

} // namespace

Result<ImportProfile> parseProfile(std::string_view yaml, std::string_view name)
{
    auto prepared = prepareYamlText(std::string(yaml), name);
    if (!prepared)
        return prepared.error();
    auto document = parseYaml(*prepared, name);
    if (!document)
        return document.error();
    return ProfileReader(name).read(*document);
}

Result<ImportProfile> readProfile(const std::string& path)
{
    auto document = readYamlFile(path);
    if (!document)
        return document.error();
    return ProfileReader(path).read(*document);
}

} // namespace shelf
