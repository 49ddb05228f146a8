#include "governance/rules/governance/mapping_scan.h"

#include "model/domain/decimal.h"
#include "model/expression/json_scan.h"

namespace shelf::mapping {

namespace {

// The place behind the JSON string that begins at `at`.
size_t behindString(std::string_view json, size_t at)
{
    for (++at; at < json.size() && json[at] != '"'; ++at)
        if (json[at] == '\\')
            ++at;
    return at + 1;
}

// The place behind the JSON value that begins at `at`.
size_t behindValue(std::string_view json, size_t at)
{
    int depth = 0;
    while (at < json.size()) {
        const char c = json[at];
        if (depth == 0 && (c == ',' || c == '}' || c == ']'))
            break;
        if (c == '"') {
            at = behindString(json, at);
            continue;
        }
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        ++at;
    }
    return at;
}

} // namespace

std::string_view memberOf(std::string_view object, std::string_view key)
{
    for (size_t at = 1; at < object.size() && object[at] == '"';) {
        const size_t behindKey = behindString(object, at);
        if (behindKey + 1 > object.size())
            return {};
        const size_t end = behindValue(object, behindKey + 1);
        if (object.substr(at + 1, behindKey - at - 2) == key)
            return object.substr(behindKey + 1, end - behindKey - 1);
        at = end + 1;
    }
    return {};
}

std::string textOf(std::string_view object, std::string_view key)
{
    std::string scratch;
    const auto text = scanText(memberOf(object, key), scratch);
    return text ? std::string(*text) : std::string();
}

Cadence::Cadence(const Snapshot& catalog) : m_definitions(catalog.definitions())
{
    const auto policy = canonicalDecimal(m_definitions.policy("review-cadence"));
    m_policy = policy ? toInteger(*policy).value_or(0) : 0;
    for (uint16_t type = 0; type < catalog.links().typeCount(); ++type)
        m_types.push_back(ofType(catalog.links().typeCode(type)));
}

int64_t Cadence::ofType(std::string_view type) const
{
    const Thing* thing = m_definitions.find(ThingKind::LinkType, type);
    const auto days = thing ? thing->fields.number("cadence_days") : std::nullopt;
    return days && *days > 0 ? static_cast<int64_t>(*days) : m_policy;
}

int64_t Cadence::of(const Entry& entry) const
{
    return entry.kind == MappingKind::LinkRule ? ofType(entry.linkRule().type) : m_policy;
}

std::string daysText(int64_t days)
{
    return std::to_string(days) + (days == 1 ? " day" : " days");
}

} // namespace shelf::mapping
