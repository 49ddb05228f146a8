#include "model/io/json_products.h"

#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/io/json_lines_reader.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace shelf {

namespace {

constexpr size_t mostUnknownKeys = 1000; // that are counted by name

bool isCoreKey(std::string_view key)
{
    return key == "sku" || key == "_action" || key == "category" || key.starts_with("link:") || coreField(key);
}

bool isIdKey(std::string_view key)
{
    static constexpr std::array<std::string_view, 8> ids = {
        "sku", "family", "category", "categories", "channels", "aliases", "parent", "gtin"};
    return key.starts_with("link:") || std::find(ids.begin(), ids.end(), key) != ids.end();
}

bool isListKey(std::string_view key)
{
    const CoreField* field = coreField(key);
    return key.starts_with("link:") || (field && field->type == CoreType::List);
}

// The cell of a key: keys inside "values" are told from those outside by a first byte that no key has.
std::string placeName(std::string_view key, bool isValue)
{
    return (isValue ? "\x01" : "\x02") + std::string(key);
}

class JsonLook {
public:
    JsonLook(const std::string& path, const ImportProfile& profile, const PlannedDefinitions& definitions)
        : m_path(path), m_profile(profile), m_definitions(definitions), m_form(std::make_shared<JsonForm>())
    {
    }

    Result<void> add(const JsonLine& line)
    {
        if (!line.good()) {
            ++found.products;
            return {};
        }
        if (!isProductLine(line.object)) {
            ++found.others;
            return {};
        }
        ++found.products;
        for (const auto& [key, value] : line.object.members()) {
            if (key == "_kind" || key == "kind" || (key == "values" && !value.isObject()))
                continue;
            if (key == "values") {
                for (const auto& [code, inner] : value.members())
                    if (auto added = isCoreKey(code) ? unknown("values." + code) : addKey(code, inner, true); !added)
                        return added;
            } else if (isCoreKey(key) || m_profile.column(key)) {
                if (auto added = addKey(key, value, false); !added)
                    return added;
            } else {
                (void)unknown(key);
            }
        }
        return {};
    }
    JsonProducts take()
    {
        found.form.json = m_form;
        found.form.dialect.delimiter = ',';
        return std::move(found);
    }

private:
    Result<void> unknown(const std::string& key)
    {
        if (found.unknownKeys.size() < mostUnknownKeys || found.unknownKeys.contains(key))
            ++found.unknownKeys[key];
        return {};
    }
    Result<void> addKey(const std::string& key, const Json& value, bool isValue)
    {
        const auto [at, isNew] = m_places.try_emplace(placeName(key, isValue), m_form->columns.size());
        if (isNew) {
            if (key.size() > maxHeaderBytes || m_places.size() > maxColumns)
                return Error{ErrorKind::Rejected, "HEADER", m_path,
                    key.size() > maxHeaderBytes ? "has a key of " + std::to_string(key.size()) + " bytes"
                                                : "has more than " + std::to_string(maxColumns) + " different keys",
                    "is this a file of products?"};
            JsonColumn column{key, isValue, !isValue && isIdKey(key), !isValue && isListKey(key), false};
            if (const Attribute* attribute = isValue ? m_definitions.attribute(key) : nullptr) {
                column.list = attribute->type == AttributeType::MultiChoice;
                column.isId = attribute->type == AttributeType::Reference;
            }
            m_form->columns.push_back(std::move(column));
            found.form.header.push_back(key);
        }
        JsonColumn& column = m_form->columns[at->second];
        column.list = column.list || value.isArray() || value.isObject();
        column.text = column.text || value.isString();
        return {};
    }

    const std::string& m_path;
    const ImportProfile& m_profile;
    const PlannedDefinitions& m_definitions;
    std::shared_ptr<JsonForm> m_form;
    std::unordered_map<std::string, size_t> m_places;
    JsonProducts found;
};

class JsonRecords final : public RecordSource {
public:
    JsonRecords(JsonLinesReader reader, const SourceForm& form) : m_reader(std::move(reader)), m_form(form.json)
    {
        for (size_t i = 0; i < m_form->columns.size(); ++i)
            m_places.emplace(placeName(m_form->columns[i].key, m_form->columns[i].isValue), i);
    }

    bool next(Record& record) override;
    const std::optional<Error>& error() const override { return m_reader.error(); }
    uint64_t position() const override { return m_reader.bytesRead(); }
    uint64_t size() const override { return m_reader.bytesTotal(); }
    Result<void> checkUnchanged() const override { return {}; } // the reader does it at the end

private:
    static void fail(Record& record, std::string column, std::string code, std::string message)
    {
        if (record.fault != RecordFault::None)
            return;
        record.fault = RecordFault::Told;
        record.faultColumn = std::move(column);
        record.faultCode = std::move(code);
        record.faultMessage = std::move(message);
    }
    void take(Record& record, const std::string& key, bool isValue, const Json& value);
    bool appendList(Record& record, const JsonColumn& column, const Json& array, std::vector<std::string>& elements);
    void takeEdit(Record& record, size_t place, const Json& object);
    void put(Record& record, size_t place, CellMark mark, std::string_view text);
    void cutCells(Record& record);

    JsonLinesReader m_reader;
    std::shared_ptr<const JsonForm> m_form;
    std::unordered_map<std::string, size_t> m_places;
    JsonLine m_line;
    std::string m_text; // of all cells
    std::vector<std::pair<size_t, size_t>> m_spans; // of each cell
};

bool JsonRecords::next(Record& record)
{
    do {
        if (!m_reader.next(m_line))
            return false;
    } while (m_line.good() && !isProductLine(m_line.object));
    const size_t count = m_form->columns.size();
    record.line = m_line.number;
    record.fault = RecordFault::None;
    record.width = count;
    record.plain = false;
    record.broken = false; // what stands in quotes is exact
    record.quoted = true;
    record.marks.assign(count, CellMark::Keep);
    m_spans.assign(count, {0, 0});
    m_text.clear();
    if (!m_line.good())
        fail(record, {}, m_line.code, m_line.message);
    for (const auto& [key, value] : m_line.object.members()) {
        if (key == "values" && !value.isObject() && !value.isNull())
            fail(record, key, "BAD_VALUE", "\"values\" is no object: write {\"code\": value}");
        if (key != "values")
            take(record, key, false, value);
        else
            for (const auto& [code, inner] : value.members())
                take(record, code, true, inner);
    }
    cutCells(record);
    return true;
}

void JsonRecords::cutCells(Record& record)
{
    record.cells.clear();
    for (const auto& [begin, size] : m_spans)
        record.cells.emplace_back(m_text.data() + begin, size);
}

void JsonRecords::put(Record& record, size_t place, CellMark mark, std::string_view text)
{
    record.marks[place] = mark;
    m_spans[place] = {m_text.size(), text.size()};
    m_text += text;
}

void JsonRecords::take(Record& record, const std::string& key, bool isValue, const Json& value)
{
    const auto at = m_places.find(placeName(key, isValue));
    if (at == m_places.end())
        return; // an unknown key, or the line's kind
    const size_t place = at->second;
    const JsonColumn& column = m_form->columns[place];
    const std::string label = isValue ? "values." + key : key;
    switch (value.type()) {
    case Json::Type::Null:
        return put(record, place, CellMark::Clear, {});
    case Json::Type::Bool:
    case Json::Type::Number:
        if (column.isId)
            return fail(record, label, "ID_NOT_TEXT", "an id has to be a string: write \"" + value.write() + "\"");
        return put(record, place, CellMark::None, value.isBool() ? value.write() : value.text());
    case Json::Type::String:
        return put(record, place, CellMark::None, column.list ? joinList({value.text()}) : value.text());
    case Json::Type::Object:
        return takeEdit(record, place, value);
    case Json::Type::Array: {
        std::vector<std::string> elements;
        if (!appendList(record, column, value, elements))
            return;
        const std::string text = joinList(elements);
        return put(record, place, text.empty() ? CellMark::Clear : CellMark::Set, text);
    }
    }
}

bool JsonRecords::appendList(Record& record, const JsonColumn& column, const Json& array, std::vector<std::string>& elements)
{
    const std::string label = column.isValue ? "values." + column.key : column.key;
    for (const Json& item : array.items()) {
        if (column.isId && !item.isString()) {
            fail(record, label, "ID_NOT_TEXT", "ids have to be strings: write [\"" + item.write() + "\"]");
            return false;
        }
        if (item.isArray() || item.isObject() || item.isNull()) {
            fail(record, label, "BAD_VALUE", "a list holds texts, numbers or true and false");
            return false;
        }
        elements.push_back(item.isBool() ? item.write() : item.text());
    }
    return true;
}

void JsonRecords::takeEdit(Record& record, size_t place, const Json& object)
{
    const JsonColumn& column = m_form->columns[place];
    const std::string label = column.isValue ? "values." + column.key : column.key;
    std::vector<std::string> added, removed;
    for (const auto& [key, list] : object.members()) {
        if ((key != "$add" && key != "$remove") || !list.isArray())
            return fail(record, label, "BAD_VALUE", "an object has to be {\"$add\":[…],\"$remove\":[…]}");
        if (!appendList(record, column, list, key == "$add" ? added : removed))
            return;
    }
    if (!added.empty() || !removed.empty())
        put(record, place, CellMark::Edit, Json::array({Json::strings(added), Json::strings(removed)}).write());
}

} // namespace

bool isProductLine(const Json& object)
{
    for (const char* key : {"_kind", "kind"})
        if (const Json* kind = object.find(key))
            return kind->text() == "product";
    static constexpr std::array<std::string_view, 7> keysOfMappings = {"id", "op", "source", "target", "code", "from_sha256", "to_sha256"};
    return std::none_of(keysOfMappings.begin(), keysOfMappings.end(), [&](std::string_view key) { return object.contains(key); });
}

Result<JsonProducts> lookAtJsonProducts(
    const std::string& path, const ImportProfile& profile, const PlannedDefinitions& definitions, const Progress& progress)
{
    auto reader = JsonLinesReader::open(path);
    if (!reader)
        return reader.error();
    JsonLook look(path, profile, definitions);
    JsonLine line;
    for (uint64_t count = 0; reader->next(line); ++count) {
        if (count % 4096 == 0) {
            if (progress.cancelled())
                return Error{ErrorKind::Cancelled, "CANCELLED", path, "cancelled; nothing was changed", "start it again when you like"};
            if (progress.report && count % 65536 == 0)
                progress.report("looking at the file", reader->bytesRead(), reader->bytesTotal());
        }
        if (auto added = look.add(line); !added)
            return added.error();
    }
    if (reader->error())
        return *reader->error();
    return look.take();
}

Result<std::unique_ptr<RecordSource>> openJsonProducts(const std::string& path, const SourceForm& form)
{
    auto reader = JsonLinesReader::open(path);
    if (!reader)
        return reader.error();
    return std::unique_ptr<RecordSource>(std::make_unique<JsonRecords>(std::move(*reader), form));
}

Result<bool> looksLikeJsonLines(const std::string& path)
{
    auto source = TextSource::open(path);
    if (!source)
        return source.error();
    std::array<char, 4096> head{};
    auto got = (*source)->read(head.data(), head.size());
    if (!got)
        return got.error();
    const std::string_view start(head.data(), *got);
    constexpr std::string_view spaces = " \t\r\n";
    const size_t first = start.find_first_not_of(spaces);
    if (first != std::string_view::npos && start[first] == '[') {
        const size_t second = start.find_first_not_of(spaces, first + 1);
        if (second != std::string_view::npos && start[second] == '{')
            return Error{ErrorKind::Rejected, "JSON_ARRAY", path, "is one JSON array",
                "write an object a line, without commas between them: jq -c '.[]' does"};
    }
    return first != std::string_view::npos && start[first] == '{';
}

} // namespace shelf
