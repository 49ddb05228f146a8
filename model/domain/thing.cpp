#include "model/domain/thing.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

constexpr std::array<std::pair<ThingKind, std::string_view>, 18> kinds = {{
    {ThingKind::Attribute, "attribute"},
    {ThingKind::Family, "family"},
    {ThingKind::Category, "category"},
    {ThingKind::Channel, "channel"},
    {ThingKind::Audience, "audience"},
    {ThingKind::Intent, "intent"},
    {ThingKind::Trigger, "trigger"},
    {ThingKind::Season, "season"},
    {ThingKind::LinkType, "link_type"},
    {ThingKind::Template, "template"},
    {ThingKind::Policy, "policy"},
    {ThingKind::Rule, "rule"},
    {ThingKind::Scenario, "scenario"},
    {ThingKind::Profile, "profile"},
    {ThingKind::Waiver, "waiver"},
    {ThingKind::DataSet, "dataset"},
    {ThingKind::Product, "product"},
    {ThingKind::Mapping, "mapping"},
}};

// The entry of this name, or where it would have to stand.
template <typename Entries> auto lowerBound(Entries& entries, std::string_view field)
{
    return std::lower_bound(entries.begin(), entries.end(), field,
        [](const FieldMap::Entry& entry, std::string_view name) { return std::string_view(entry.first) < name; });
}

} // namespace

std::string_view kindName(ThingKind kind)
{
    for (const auto& [known, name] : kinds)
        if (known == kind)
            return name;
    return {};
}

std::optional<ThingKind> kindFromName(std::string_view name)
{
    for (const auto& [kind, known] : kinds)
        if (known == name)
            return kind;
    return std::nullopt;
}

std::string_view unknownNameCode(ThingKind kind)
{
    switch (kind) {
    case ThingKind::Product:
        return "UNKNOWN_SKU";
    case ThingKind::Family:
        return "UNKNOWN_FAMILY";
    case ThingKind::Category:
        return "UNKNOWN_CATEGORY";
    case ThingKind::Channel:
        return "UNKNOWN_CHANNEL";
    case ThingKind::LinkType:
        return "UNKNOWN_LINK_TYPE";
    case ThingKind::Attribute:
        return "UNKNOWN_ATTRIBUTE";
    default:
        return "UNKNOWN_NAME";
    }
}

bool isDefinition(ThingKind kind)
{
    return kind != ThingKind::Product && kind != ThingKind::Mapping;
}

std::string_view FieldMap::get(std::string_view field) const
{
    const auto found = lowerBound(m_entries, field);
    return found != m_entries.end() && found->first == field ? std::string_view(found->second) : std::string_view();
}

void FieldMap::set(std::string_view field, std::string_view json)
{
    const auto found = lowerBound(m_entries, field);
    const bool present = found != m_entries.end() && found->first == field;
    if (json.empty()) {
        if (present)
            m_entries.erase(found);
    } else if (present) {
        found->second = json;
    } else {
        m_entries.emplace(found, std::string(field), std::string(json));
    }
}

void FieldMap::setText(std::string_view field, std::string_view text)
{
    set(field, text.empty() ? std::string() : jsonString(text));
}

void FieldMap::append(std::string field, std::string json)
{
    m_entries.emplace_back(std::move(field), std::move(json));
}

Json FieldMap::json(std::string_view field) const
{
    const std::string_view value = get(field);
    if (value.empty())
        return {};
    Result<Json> parsed = parseJson(value);
    return parsed ? std::move(parsed).value() : Json();
}

std::string FieldMap::text(std::string_view field) const
{
    const std::string_view value = get(field);
    if (value.empty() || value == "null" || value[0] == '[' || value[0] == '{')
        return {};
    if (value[0] != '"')
        return std::string(value);
    if (value.find('\\') == std::string_view::npos)
        return std::string(value.substr(1, value.size() - 2));
    return json(field).text();
}

std::vector<std::string> FieldMap::strings(std::string_view field) const
{
    return json(field).toStrings();
}

bool FieldMap::boolean(std::string_view field, bool fallback) const
{
    const std::string_view value = get(field);
    return value == "true" ? true : value == "false" ? false : fallback;
}

std::optional<double> FieldMap::number(std::string_view field) const
{
    const std::string_view value = get(field);
    if (value.empty() || !(value[0] == '-' || (value[0] >= '0' && value[0] <= '9')))
        return std::nullopt;
    return Json::decimal(value).toDouble();
}

std::string FieldMap::toJson() const
{
    size_t bytes = 2;
    for (const auto& [field, value] : m_entries)
        bytes += field.size() + value.size() + 4;
    std::string out;
    out.reserve(bytes);
    out.push_back('{');
    for (const auto& [field, value] : m_entries) {
        if (out.size() > 1)
            out.push_back(',');
        appendJsonString(out, field);
        out.push_back(':');
        out.append(value);
    }
    out.push_back('}');
    return out;
}

} // namespace shelf
