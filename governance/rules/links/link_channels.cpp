#include "governance/rules/links/link_channels.h"

#include <algorithm>

namespace shelf {

ChannelSets::ChannelSets(const RuleRun& run, std::vector<std::string> channels)
    : m_channels(std::move(channels)), m_all(m_channels.size() >= 64 ? ~uint64_t(0) : (uint64_t(1) << m_channels.size()) - 1),
      m_products(run, "channels", run.everything(), OfProduct{this, run.catalog().column("channels")}),
      m_links(run, run.everything(), OfLink{this})
{
}

uint64_t ChannelSets::bitOf(std::string_view channel) const
{
    const auto found = std::find(m_channels.begin(), m_channels.end(), channel);
    return found == m_channels.end() ? 0 : uint64_t(1) << (found - m_channels.begin());
}

uint64_t ChannelSets::OfProduct::operator()(Code code) const
{
    const auto elements = column ? column->values().elements(code) : std::span<const Code>();
    if (code == 0 || elements.empty())
        return sets->m_all;
    uint64_t set = 0;
    for (const Code element : elements)
        set |= sets->bitOf(column->values().elementValues().text(element));
    return set;
}

ChannelSets::Named ChannelSets::OfLink::operator()(std::string_view json) const
{
    if (!mayHave(json, "\"channels\":"))
        return {sets->m_all, false};
    const auto content = FieldMap::fromJson(json);
    const std::vector<std::string> channels = content ? content->strings("channels") : std::vector<std::string>();
    if (channels.empty())
        return {sets->m_all, false};
    Named named{0, true};
    for (const std::string& channel : channels)
        named.set |= sets->bitOf(channel);
    return named;
}

} // namespace shelf
