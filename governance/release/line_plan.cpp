#include "governance/release/line_plan.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace shelf {

LinePlan::LinePlan(MappingKind kind)
{
    const auto add = [this](std::string_view name, ContentType type) { m_keys.push_back({name, ",\"" + std::string(name) + "\":", type}); };
    for (const ContentKey& key : contentKeys(kind))
        if (key.released && key.name != "owner")
            add(key.name, key.type);
    m_filter = m_keys.size();
    add("filter", ContentType::Boolean);
    add("owner", ContentType::Text);
    add("approved_by", ContentType::Text);
    add("approved_at", ContentType::Date);
    add("version", ContentType::Integer);
    assert(m_keys.size() < maxKeys);
    for (size_t i = 0; i < m_keys.size(); ++i)
        if (i < m_filter || m_keys[i].name == "owner")
            m_byName.push_back({m_keys[i].name, static_cast<uint8_t>(i)});
    std::sort(m_byName.begin(), m_byName.end(), [](const ByName& a, const ByName& b) { return a.name < b.name; });
}

const LinePlan& LinePlan::of(MappingKind kind)
{
    static const std::array<LinePlan, 5> plans = {LinePlan(MappingKind::Link), LinePlan(MappingKind::LinkRule),
        LinePlan(MappingKind::Compat), LinePlan(MappingKind::Bundle), LinePlan(MappingKind::Upgrade)};
    return plans[static_cast<size_t>(kind)];
}

size_t LinePlan::place(std::string_view name) const
{
    for (size_t i = 0; i < m_keys.size(); ++i)
        if (m_keys[i].name == name)
            return i;
    return maxKeys;
}

} // namespace shelf
