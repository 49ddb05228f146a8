#include "governance/release/frozen_stream.h"

#include "model/domain/mapping.h"

#include <algorithm>

namespace shelf {

void FrozenStream::seeStored(std::string_view link)
{
    constexpr ptrdiff_t colonsWithVariant = 4; // link:SOURCE:TYPE:TARGET:VARIANT; others are encoded
    if (std::count(link.begin(), link.end(), ':') == colonsWithVariant)
        m_withVariant.emplace(link.substr(0, link.rfind(':')));
}

Result<void> FrozenStream::addRule(Workspace& workspace, std::string_view rule, const VersionText& version)
{
    const auto text = workspace.frozen(rule, version.number);
    if (!text)
        return text.error();
    if (text->empty())
        return {};
    auto frozen = readFrozen(rule, *text);
    if (!frozen)
        return frozen.error();
    auto content = FieldMap::fromJson(version.content);
    if (!content)
        return content.error();
    const auto place = static_cast<uint32_t>(m_rules.size());
    m_rules.push_back({std::string(rule), std::move(*content), std::move(frozen->type), std::string(version.approvedBy),
        std::string(version.approvedAt), version.number});
    m_expanded.emplace(rule);
    m_items.reserve(m_items.size() + frozen->links.size());
    for (FrozenLink& link : frozen->links) {
        std::string id = LinkId{link.source, m_rules.back().type, link.target, {}}.text();
        m_items.push_back({std::move(id), place, std::move(link)});
    }
    return {};
}

void FrozenStream::sort()
{
    std::erase_if(m_items, [this](const Item& item) { return m_withVariant.contains(item.id); });
    std::sort(m_items.begin(), m_items.end(), [](const Item& a, const Item& b) { return a.id != b.id ? a.id < b.id : a.rule < b.rule; });
    m_items.erase(std::unique(m_items.begin(), m_items.end(), [](const Item& a, const Item& b) { return a.id == b.id; }), m_items.end());
}

std::unordered_set<std::string> FrozenStream::ids() const
{
    std::unordered_set<std::string> ids;
    for (const Item& item : m_items)
        ids.insert(item.id);
    return ids;
}

void FrozenStream::forEachBefore(std::string_view id, bool isLive, const Visitor& visit)
{
    for (; m_next < m_items.size() && (id.empty() || m_items[m_next].id < id || (isLive && m_items[m_next].id == id)); ++m_next) {
        const Item& item = m_items[m_next];
        if (item.id == id)
            continue;
        const Rule& rule = m_rules[item.rule];
        const std::string content = frozenLinkContent(rule.id, rule.content, rule.type, item.link).toJson();
        visit(item.id, VersionText{rule.number, false, content, rule.approvedBy, rule.approvedAt});
    }
}

} // namespace shelf
