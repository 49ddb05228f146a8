// Mappings as rows.
#include "model/domain/text.h"
#include "model/io/extract_tables.h"

#include <algorithm>
#include <optional>

namespace shelf {

namespace {

constexpr std::string_view linkColumns[] = {"source", "type", "target", "variant", "rank", "reason", "from", "to", "every", "channels",
    "audiences", "intents", "triggers", "interval_days", "owner"};
constexpr std::string_view partKeys[] = {"where", "components", "groups", "steps"};

std::string_view partOf(std::string_view key)
{
    return std::find(std::begin(partKeys), std::end(partKeys), key) != std::end(partKeys) ? key : std::string_view();
}

// Keys that stand in rows of their own, in columns of their own, or nowhere in a table.
bool isSpecial(std::string_view key)
{
    return !partOf(key).empty() || key == "price" || key == "evidence" || key == "variant";
}

// What a reader would take for texts by language.
bool looksLikeLanguages(std::string_view text)
{
    const Result<Json> value = trimmed(text).starts_with('{') ? parseJson(trimmed(text)) : Result<Json>(Json());
    return value && value->isObject() && !value->members().empty()
        && std::all_of(value->members().begin(), value->members().end(), [](const auto& member) { return member.second.isString(); });
}

bool isTellable(std::string_view text)
{
    return !text.empty() && text.size() < maxCellBytes && text.find("\r\n") == std::string_view::npos;
}

// What stands in a cell for a JSON value; nullopt where reading it would not give the value again. `exact`: readers of this column
// leave spaces around it.
std::optional<std::string> cellText(const Json& value, ContentType type, bool exact)
{
    if (value.isString()) {
        const std::string& text = value.text();
        const bool whole = exact || trimmed(text) == text;
        const bool clear = type != ContentType::LocalText || !looksLikeLanguages(text);
        return whole && clear && isTellable(text) ? std::optional(text) : std::nullopt;
    }
    if (value.isArray()) {
        const std::vector<std::string> elements = value.toStrings();
        std::string text = joinList(elements); // a line end in it would be taken for what separates
        const bool good = elements.size() == value.items().size() && isTellable(text) && text.find('\n') == std::string::npos;
        return good && splitList(text) == elements ? std::optional(std::move(text)) : std::nullopt;
    }
    return value.write();
}

// A short text that stands between its quotes as it is.
bool isPlainString(std::string_view json)
{
    return json.size() > 2 && json.front() == '"' && json.size() < maxCellBytes && json.find('\\') == std::string_view::npos;
}

std::pair<std::string, std::string> codeAndVariant(std::string_view id)
{
    const std::vector<std::string_view> parts = split(id, ':');
    const auto decoded = [&](size_t index) {
        return index < parts.size() ? percentDecoded(parts[index]).value_or(std::string()) : std::string();
    };
    return {decoded(1), decoded(2)};
}

std::vector<Json> conditionRows(const FieldMap& content)
{
    std::vector<Json> rows;
    const Json where = content.json("where");
    for (const Json& condition : where.items()) {
        Json row = Json::object();
        row.set("left_attribute", condition["left"]);
        row.set("op", condition["op"]);
        row.set("right_attribute", condition["right"]);
        if (const Json* table = condition.find("table"))
            row.set("table", *table);
        rows.push_back(std::move(row));
    }
    return rows;
}

// nullopt: a group without a name of its own, or without members, cannot be told apart in rows.
std::optional<std::vector<Json>> componentRows(const FieldMap& content)
{
    const Json components = content.json("components");
    std::vector<Json> rows = components.items();
    std::set<std::string> names;
    const Json groups = content.json("groups");
    for (const Json& group : groups.items()) {
        const std::string& name = group["name"].text();
        if (name.empty() || trimmed(name) != name || !isTellable(name) || group["of"].items().empty() || !names.insert(name).second)
            return std::nullopt;
        for (const Json& sku : group["of"].items()) {
            Json row = Json::object();
            row.set("group", group["name"]);
            for (const std::string_view limit : {"min", "max"})
                if (const Json* number = group.find(limit))
                    row.set(limit, *number);
            row.set("sku", sku);
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

std::vector<Json> stepRows(const FieldMap& content)
{
    std::vector<Json> rows;
    const Json steps = content.json("steps");
    for (const Json& step : steps.items()) {
        Json row = step;
        row.set("step", Json::number(static_cast<int64_t>(rows.size() + 1)));
        if (const Json* band = step.find("band")) {
            row.set("step_band", *band);
            row.remove("band");
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::optional<std::vector<Json>> partRows(MappingKind kind, const FieldMap& content)
{
    switch (kind) {
    case MappingKind::Compat:
        return conditionRows(content);
    case MappingKind::Bundle:
        return componentRows(content);
    case MappingKind::Upgrade:
        return stepRows(content);
    default:
        return std::vector<Json>();
    }
}

} // namespace

void MappingTable::noteNeeds(const MappingState& mapping, MappingKind kind, FieldNames& needs)
{
    const auto note = [&needs](std::string_view name) {
        if (!needs.contains(name))
            needs.emplace(name);
    };
    const FieldMap& content = mapping.working();
    for (const auto& [key, json] : content)
        if (!isSpecial(key))
            note(key);
    if (kind != MappingKind::Link && !codeAndVariant(mapping.id).second.empty())
        note("variant");
    if (kind == MappingKind::Bundle && content.json("price").contains("ending"))
        note("price_ending");
    const Json steps = kind == MappingKind::Upgrade ? content.json("steps") : Json();
    for (const Json& step : steps.items())
        if (step.contains("band"))
            note("step_band");
}

void MappingTable::addColumn(std::string header, Place place, std::string key, ContentType type)
{
    if (key.empty())
        key = header;
    m_columns.push_back({std::move(header), place, std::move(key), type});
}

void MappingTable::addContent(std::string_view header, std::string_view key)
{
    addColumn(std::string(header), Place::Content, std::string(key), contentKey(m_kind, key)->type);
}

MappingTable::MappingTable(MappingKind kind, const FieldNames& needs) : m_kind(kind), m_needs(needs)
{
    const auto addContents = [this](std::initializer_list<std::string_view> keys) {
        for (const std::string_view key : keys)
            addContent(key, key);
    };
    const auto addParts = [this](std::initializer_list<std::string_view> names) {
        for (const std::string_view name : names)
            addColumn(std::string(name), Place::Part);
    };
    switch (kind) {
    case MappingKind::Link:
    case MappingKind::LinkRule:
        for (const std::string_view key : linkColumns)
            key == "variant" ? addColumn("variant", Place::Variant) : addContent(key, key);
        break;
    case MappingKind::Compat:
        addColumn("code", Place::Code);
        addContents({"left", "right"});
        addParts({"left_attribute", "op", "right_attribute", "table"});
        addContents({"reason", "owner"});
        addContent("from", "valid_from");
        addContent("to", "valid_to");
        break;
    case MappingKind::Bundle:
        addColumn("bundle", Place::Code);
        addContents({"label", "intent"});
        addColumn("price_policy", Place::Price, "policy");
        addColumn("price_value", Place::Price, "value");
        addColumn("currency", Place::Price);
        addContents({"reason"});
        addParts({"group", "min", "max", "sku", "quantity", "required"});
        break;
    case MappingKind::Upgrade:
        addColumn("path", Place::Code);
        addContents({"intent", "key_attributes"});
        addParts({"step", "sku", "level"});
        addColumn("benefit", Place::Part, "benefit", ContentType::LocalText);
        addParts({"evidence"});
        break;
    }
    if (kind != MappingKind::Link && m_needs.contains("variant"))
        addColumn("variant", Place::Variant);
    if (m_needs.contains("price_ending"))
        addColumn("price_ending", Place::Price, "ending");
    if (m_needs.contains("step_band"))
        addColumn("step_band", Place::Part);
    for (const ContentKey& key : contentKeys(kind)) {
        const bool there = std::any_of(m_columns.begin(), m_columns.end(),
            [&key](const Column& column) { return column.place == Place::Content && column.key == key.name; });
        if (!there && m_needs.contains(key.name) && key.name != "variant")
            addContent(kind == MappingKind::Compat && key.name == "from" ? "from_side" : key.name, key.name); // `from` is a date
    }
    addColumn("_action", Place::Action);
}

std::vector<std::string> MappingTable::header() const
{
    std::vector<std::string> names;
    for (const Column& column : m_columns)
        names.push_back(column.header);
    return names;
}

bool MappingTable::addRows(DelimitedWriter& writer, const MappingState& mapping, ExtractReport& report)
{
    FieldNames needs;
    noteNeeds(mapping, m_kind, needs);
    if (!std::includes(m_needs.begin(), m_needs.end(), needs.begin(), needs.end()))
        return false;
    if (m_kind == MappingKind::Link) {
        addRow(writer, mapping, nullptr, report);
        ++report.records;
        return true;
    }
    const auto parts = partRows(m_kind, mapping.working());
    if (!parts || parts->empty()) {
        if (report.leftOut++ == 0)
            report.firstLeftOut = mapping.id;
        return true;
    }
    for (const Json& part : *parts)
        addRow(writer, mapping, &part, report);
    ++report.records;
    return true;
}

void MappingTable::addRow(DelimitedWriter& writer, const MappingState& mapping, const Json* part, ExtractReport& report)
{
    const FieldMap& content = mapping.working();
    const auto addValue = [&](const Column& column, const Json& value) {
        if (value.isNull())
            return writer.empty();
        const bool exact = column.place == Place::Content || column.type == ContentType::LocalText;
        const auto text = cellText(value, column.type, exact);
        if (text)
            return value.isNumber() || value.isBool() ? writer.plain(*text) : writer.text(*text);
        if (report.unsaid++ == 0)
            report.firstUnsaid = mapping.id + ", " + column.header;
        writer.plain("[[keep]]");
    };
    for (const Column& column : m_columns) {
        switch (column.place) {
        case Place::Content: {
            const std::string_view json = content.get(column.key);
            if (json.empty())
                writer.empty();
            else if (column.type != ContentType::LocalText && isPlainString(json))
                writer.text(json.substr(1, json.size() - 2));
            else
                addValue(column, content.json(column.key));
            break;
        }
        case Place::Code:
            writer.text(codeAndVariant(mapping.id).first);
            break;
        case Place::Variant: {
            const std::string variant =
                m_kind == MappingKind::Link ? LinkId::parse(mapping.id).value_or(LinkId()).variant : codeAndVariant(mapping.id).second;
            writer.text(variant);
            break;
        }
        case Place::Price:
            addValue(column, content.json("price")[column.key]);
            break;
        case Place::Part:
            addValue(column, part ? (*part)[column.key] : Json());
            break;
        case Place::Action:
            writer.empty();
            break;
        }
    }
    writer.endRow();
}

} // namespace shelf
