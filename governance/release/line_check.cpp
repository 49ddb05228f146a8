#include "governance/release/line_check.h"

#include "governance/release/line_plan.h"

#include "model/domain/date.h"
#include "model/domain/json.h"
#include "model/domain/text.h"

#include <array>
#include <simdjson.h>

namespace shelf {

namespace {

bool isTexts(std::string_view json)
{
    if (json.empty() || json.front() != '[')
        return false;
    size_t at = 1;
    while (at < json.size() && json[at] == '"') {
        at += canonicalValueLength(json.substr(at));
        if (at < json.size() && json[at] == ',')
            ++at;
    }
    return at == json.size() - 1;
}

bool hasType(std::string_view json, ContentType type)
{
    const char first = json.front();
    const bool isNumber = first == '-' || (first >= '0' && first <= '9');
    switch (type) {
    case ContentType::Text:
    case ContentType::Date:
    case ContentType::Recurrence:
        return first == '"';
    case ContentType::Number:
        return isNumber;
    case ContentType::Integer:
        return isNumber && json.find('.') == std::string_view::npos;
    case ContentType::Boolean:
        return json == "true" || json == "false";
    case ContentType::Texts:
        return isTexts(json);
    case ContentType::LocalText:
        return first == '"' || first == '{';
    case ContentType::Object:
        return first == '{';
    case ContentType::Objects:
        return first == '[';
    }
    return false;
}

// A JSON string without escapes as its text; nullopt where it has some.
std::optional<std::string_view> plainText(std::string_view json)
{
    if (json.size() < 2 || json.find('\\') != std::string_view::npos)
        return std::nullopt;
    return json.substr(1, json.size() - 2);
}

std::string textOf(std::string_view json)
{
    if (const auto plain = plainText(json))
        return std::string(*plain);
    const Result<Json> parsed = parseJson(json);
    return parsed ? parsed->text() : std::string();
}

// Whether a link's id says what its ends and type say.
bool linkIdFits(std::string_view id, std::string_view source, std::string_view type, std::string_view target)
{
    std::string_view rest = id;
    rest.remove_prefix(std::min(rest.size(), std::string_view("link").size()));
    bool simple = true;
    for (const std::string_view json : {source, type, target}) {
        const auto text = plainText(json);
        simple = simple && text && text->find_first_of(":%") == std::string_view::npos;
        if (!simple)
            break;
        if (rest.size() <= text->size() || rest.front() != ':' || rest.substr(1, text->size()) != *text)
            return false;
        rest.remove_prefix(1 + text->size());
    }
    if (simple)
        return rest.empty() || (rest.front() == ':' && rest.find(':', 1) == std::string_view::npos);
    const auto link = LinkId::parse(id);
    return link && link->source == textOf(source) && link->type == textOf(type) && link->target == textOf(target);
}

struct FoundValues {
    std::array<std::string_view, LinePlan::maxKeys> at;
};

std::optional<std::string> checkTogether(
    const std::string& id, MappingKind kind, const LinePlan& plan, const FoundValues& values, std::string& lastTime)
{
    for (const size_t place : {plan.approvedBy(), plan.approvedAt(), plan.version()})
        if (values.at[place].empty())
            return "has no " + std::string(plan.keys()[place].name);
    if (values.at[plan.approvedAt()] != lastTime) {
        if (!parseTime(textOf(values.at[plan.approvedAt()])))
            return "has an approved_at that is no time";
        lastTime = values.at[plan.approvedAt()];
    }
    const std::string_view filter = values.at[plan.filter()];
    if (!filter.empty() && filter != "true")
        return "has a filter that is not true";
    if (kind == MappingKind::Compat && filter.empty())
        return "is a compatibility rule and not marked as a filter";
    if (kind != MappingKind::Link)
        return std::nullopt;
    static const std::array<size_t, 3> ends = {plan.place("source"), plan.place("type"), plan.place("target")};
    for (const size_t place : ends)
        if (values.at[place].empty())
            return "is a link without " + std::string(plan.keys()[place].name);
    if (!linkIdFits(id, values.at[ends[0]], values.at[ends[1]], values.at[ends[2]]))
        return "has an id that does not fit its source, type and target";
    if (values.at[ends[1]] == "\"incompatible\"" && filter.empty())
        return "is an incompatible link and not marked as a filter";
    return std::nullopt;
}

} // namespace

std::optional<std::string> LineChecker::takeId(std::string_view json)
{
    if (const auto plain = plainText(json))
        m_next = *plain;
    else
        m_next = textOf(json);
    if (m_next.empty())
        return "has no id";
    if (m_next <= m_id)
        return m_next == m_id ? "has the same id as the line before it" : "is out of order: its id sorts before that of the line before it";
    return std::nullopt;
}

std::optional<std::string> LineChecker::check(std::string_view line)
{
    constexpr std::string_view idStart = "{\"id\":";
    constexpr std::string_view kindStart = ",\"kind\":\"";
    if (!simdjson::validate_utf8(line.data(), line.size()))
        return "is not UTF-8";
    if (!line.starts_with(idStart))
        return "does not begin with its id";
    size_t position = idStart.size();
    const size_t idLength = position < line.size() && line[position] == '"' ? canonicalValueLength(line.substr(position)) : 0;
    if (idLength == 0)
        return "has an id that is no text";
    if (auto wrong = takeId(line.substr(position, idLength)))
        return wrong;
    position += idLength;
    if (line.substr(position, kindStart.size()) != kindStart)
        return "has no kind after its id";
    position += kindStart.size();
    const size_t quote = line.find('"', position);
    const auto kind = mappingKindOf(m_next);
    if (!kind || *kind == MappingKind::LinkRule || quote == std::string_view::npos
        || line.substr(position, quote - position) != mappingKindName(*kind))
        return "has a kind that does not fit its id";
    if (auto wrong = checkKeys(line, quote + 1, *kind))
        return wrong;
    m_id.swap(m_next);
    switch (*kind) {
    case MappingKind::Compat:
        ++m_counts.compat;
        break;
    case MappingKind::Bundle:
        ++m_counts.bundles;
        break;
    case MappingKind::Upgrade:
        ++m_counts.upgrades;
        break;
    default:
        ++m_counts.links;
        break;
    }
    return std::nullopt;
}

std::optional<std::string> LineChecker::checkKeys(std::string_view line, size_t position, MappingKind kind)
{
    const LinePlan& plan = LinePlan::of(kind);
    const std::vector<PlannedKey>& keys = plan.keys();
    FoundValues values;
    size_t next = 0;
    while (position < line.size() && line[position] == ',') {
        const std::string_view rest = line.substr(position);
        size_t place = next;
        // The first letter decides most often: ,"name":
        const char letter = rest.size() > 2 ? rest[2] : '\0';
        while (place < keys.size() && (keys[place].prefix[2] != letter || !rest.starts_with(keys[place].prefix)))
            ++place;
        if (place == keys.size())
            return "has a key that is unknown, twice there or out of order: " + forTerminal(rest.substr(1, 40));
        position += keys[place].prefix.size();
        const size_t length = canonicalValueLength(line.substr(position));
        if (length == 0)
            return "is not canonical JSON after " + std::string(keys[place].name);
        const std::string_view value = line.substr(position, length);
        if (!hasType(value, keys[place].type))
            return "has a " + std::string(keys[place].name) + " of the wrong type";
        if ((value.front() == '{' || (value.front() == '[' && keys[place].type == ContentType::Objects)) && !parseJson(value))
            return "has a " + std::string(keys[place].name) + " that is no proper JSON";
        values.at[place] = value;
        position += length;
        next = place + 1;
    }
    if (position + 1 != line.size() || line[position] != '}')
        return "is not one JSON object";
    return checkTogether(m_next, kind, plan, values, m_lastTime);
}

} // namespace shelf
