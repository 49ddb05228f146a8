#include "governance/release/mapping_line.h"

#include "governance/release/line_check.h"

#include <algorithm>
#include <bit>
#include <charconv>

namespace shelf {

namespace {

// Keys of the objects inside a content, in release.md's order. What is not listed stays in the workspace, where `only` is set,
// else it follows in byte order.
struct InnerKeys {
    std::string_view key;
    bool only;
    std::vector<std::string_view> order;
};

const InnerKeys* innerKeys(std::string_view key)
{
    static const std::vector<InnerKeys> all = {
        {"components", true, {"sku", "quantity", "required"}},
        {"groups", true, {"name", "min", "max", "of"}},
        {"steps", true, {"sku", "level", "benefit"}},
        {"price", false, {"policy", "value", "currency"}},
        {"where", false, {"left", "op", "right", "table"}},
    };
    for (const InnerKeys& each : all)
        if (each.key == key)
            return &each;
    return nullptr;
}

Json sorted(const Json& value);

Json sortedMembers(const Json& object, const InnerKeys* keys)
{
    Json result = Json::object();
    if (keys)
        for (const std::string_view name : keys->order)
            if (const Json* member = object.find(name))
                result.set(name, sorted(*member));
    if (keys && keys->only)
        return result;
    std::vector<const Json::Member*> rest;
    for (const Json::Member& member : object.members())
        if (!result.contains(member.first))
            rest.push_back(&member);
    std::sort(rest.begin(), rest.end(), [](const Json::Member* a, const Json::Member* b) { return a->first < b->first; });
    for (const Json::Member* member : rest)
        result.set(member->first, sorted(member->second));
    return result;
}

// Objects with their members in byte order, all the way down; lists keep their order, which means something.
Json sorted(const Json& value)
{
    if (value.isObject())
        return sortedMembers(value, nullptr);
    if (!value.isArray())
        return value;
    Json result = Json::array();
    for (const Json& item : value.items())
        result.append(sorted(item));
    return result;
}

Json ordered(const Json& value, const InnerKeys* keys)
{
    if (value.isObject())
        return sortedMembers(value, keys);
    if (!value.isArray())
        return value;
    Json result = Json::array();
    for (const Json& item : value.items())
        result.append(item.isObject() ? sortedMembers(item, keys) : sorted(item));
    return result;
}

} // namespace

LineNames LineNames::from(const Definitions& definitions, std::function<std::string(const PersonId&)> personName)
{
    LineNames names;
    for (const Thing* season : definitions.all(ThingKind::Season)) {
        const auto field = [&](std::string_view name) { return std::string(season->fields.get(name)); };
        names.seasons[jsonString(season->key)] = {field("from"), field("to"), field("every")};
    }
    names.filterTypes.push_back("\"incompatible\"");
    for (const Thing* type : definitions.all(ThingKind::LinkType))
        if (type->fields.text("slot").empty() && type->key != "incompatible")
            names.filterTypes.push_back(jsonString(type->key));
    names.personName = std::move(personName);
    return names;
}

const ResolvedMapping& MappingResolver::resolve(std::string_view id, MappingKind kind, const ApprovedVersion& version)
{
    m_content = version.content.toJson();
    resolve(id, kind, VersionText{version.number, version.retired, m_content, version.approvedBy, version.approvedAt});
    return m_mapping;
}

const ResolvedMapping* MappingResolver::resolve(std::string_view id, MappingKind kind, const VersionText& version)
{
    const LinePlan& plan = LinePlan::of(kind);
    m_mapping.kind = kind;
    m_mapping.id = id;
    m_mapping.present = 0;
    m_owned = 0;
    if (!takeContent(plan, version.content))
        return nullptr;
    takeSeason(plan);
    takeApproval(plan, version);
    return &m_mapping;
}

// Keys of contents are names of the product, without anything to escape.
bool MappingResolver::takeContent(const LinePlan& plan, std::string_view content)
{
    m_season = {};
    m_entry = 0;
    m_nextName = 0;
    if (content.size() < 2 || content.front() != '{' || content.back() != '}')
        return false;
    content.remove_suffix(1);
    size_t at = 1;
    while (at < content.size()) {
        const size_t end = content[at] == '"' ? content.find('"', at + 1) : std::string_view::npos;
        if (end == std::string_view::npos || content.substr(end + 1, 1) != ":")
            return false;
        const std::string_view key = content.substr(at + 1, end - at - 1);
        const size_t length = canonicalValueLength(content.substr(end + 2));
        if (length == 0)
            return false;
        const std::string_view value = content.substr(end + 2, length);
        at = end + 2 + length;
        if (at < content.size() && content[at++] != ',')
            return false;
        if (key == "season")
            m_season = value;
        takeEntry(plan, key, value);
    }
    return true;
}

// Both sides are in byte order of the keys. The place found last time for the entry in this position is tried first.
void MappingResolver::takeEntry(const LinePlan& plan, std::string_view key, std::string_view value)
{
    const auto& known = plan.byName();
    uint8_t& guess = m_lastPlaces[std::min(m_entry++, m_lastPlaces.size() - 1)];
    if (guess >= known.size() || guess < m_nextName || known[guess].name != key) {
        while (m_nextName < known.size() && known[m_nextName].name < key)
            ++m_nextName;
        if (m_nextName == known.size() || known[m_nextName].name != key)
            return;
        guess = static_cast<uint8_t>(m_nextName);
    }
    m_nextName = guess;
    const uint8_t place = known[guess].place;
    m_mapping.set(place, normalised(plan.keys()[place], value));
}

std::string_view MappingResolver::normalised(const PlannedKey& key, std::string_view value)
{
    const bool structured =
        key.type == ContentType::Object || key.type == ContentType::Objects || (key.type == ContentType::LocalText && value.front() == '{');
    if (!structured)
        return value;
    const Result<Json> json = parseJson(value);
    if (!json)
        return value; // the workspace keeps canonical JSON; verify would say so
    std::string& own = m_own[m_owned++];
    own.clear();
    ordered(*json, innerKeys(key.name)).writeTo(own);
    return own;
}

void MappingResolver::takeSeason(const LinePlan& plan)
{
    const auto season = m_season.empty() ? m_names.seasons.end() : m_names.seasons.find(m_season);
    if (season == m_names.seasons.end())
        return;
    const auto take = [&](std::string_view name, const std::string& value) {
        const size_t place = plan.place(name);
        if (place < LinePlan::maxKeys && m_mapping.at(place).empty() && !value.empty())
            m_mapping.set(place, value);
    };
    // In a compatibility rule `from` names a side.
    const bool rule = m_mapping.kind == MappingKind::Compat;
    take(rule ? "valid_from" : "from", season->second.from);
    take(rule ? "valid_to" : "to", season->second.to);
    take("every", season->second.every);
}

bool MappingResolver::isFilter() const
{
    static const size_t type = LinePlan::of(MappingKind::Link).place("type");
    if (m_mapping.kind != MappingKind::Link)
        return m_mapping.kind == MappingKind::Compat;
    return std::find(m_names.filterTypes.begin(), m_names.filterTypes.end(), m_mapping.at(type)) != m_names.filterTypes.end();
}

const std::string& MappingResolver::person(std::string_view id)
{
    if (m_lastPerson && id == m_lastPersonId)
        return *m_lastPerson;
    m_lastPersonId = id;
    const auto [found, isNew] = m_people.try_emplace(m_lastPersonId);
    if (isNew)
        found->second = jsonString(m_names.personName ? m_names.personName(m_lastPersonId) : m_lastPersonId);
    m_lastPerson = &found->second;
    return found->second;
}

void MappingResolver::takeApproval(const LinePlan& plan, const VersionText& version)
{
    if (isFilter())
        m_mapping.set(plan.filter(), "true");
    m_mapping.set(plan.approvedBy(), person(version.approvedBy));
    if (m_lastTimeJson.empty() || version.approvedAt != m_lastTime) {
        m_lastTime = version.approvedAt;
        m_lastTimeJson = jsonString(version.approvedAt);
    }
    m_mapping.set(plan.approvedAt(), m_lastTimeJson);
    const auto end = std::to_chars(m_version.data(), m_version.data() + m_version.size(), version.number).ptr;
    m_mapping.set(plan.version(), std::string_view(m_version.data(), static_cast<size_t>(end - m_version.data())));
}

void appendLine(std::string& out, const ResolvedMapping& mapping)
{
    const std::vector<PlannedKey>& keys = LinePlan::of(mapping.kind).keys();
    out.append("{\"id\":");
    appendJsonString(out, mapping.id);
    out.append(",\"kind\":\"");
    out.append(mappingKindName(mapping.kind));
    out.push_back('"');
    for (uint64_t rest = mapping.present; rest; rest &= rest - 1) {
        const auto place = static_cast<size_t>(std::countr_zero(rest));
        out.append(keys[place].prefix);
        out.append(mapping.values[place]);
    }
    out.append("}\n");
}

std::string_view idOfLine(std::string_view line, std::string& scratch)
{
    constexpr std::string_view start = "{\"id\":\"";
    if (line.substr(0, start.size()) != start)
        return {};
    size_t end = line.find('"', start.size());
    if (end == std::string_view::npos)
        return {};
    if (const auto id = line.substr(start.size(), end - start.size()); id.find('\\') == std::string_view::npos)
        return id;
    for (end = start.size(); end < line.size() && line[end] != '"';)
        end += line[end] == '\\' ? 2 : 1;
    if (end >= line.size())
        return {};
    const Result<Json> id = parseJson(line.substr(start.size() - 1, end + 2 - start.size()));
    scratch = id ? id->text() : std::string();
    return scratch;
}

} // namespace shelf
