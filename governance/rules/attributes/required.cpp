#include "governance/rules/attributes/required.h"

namespace shelf::attr {

namespace {

constexpr size_t maskBits = 64;

} // namespace

size_t Required::channelCount(const Snapshot& catalog)
{
    return catalog.definitions().all(ThingKind::Channel).size();
}

Required::Required(const Snapshot& catalog, size_t first) : m_catalog(catalog), m_family(catalog.column("family"))
{
    const auto channels = catalog.definitions().all(ThingKind::Channel);
    for (size_t i = first; i < channels.size() && i < first + maskBits; ++i)
        m_channels.push_back(channels[i]->key);
    const Code families = m_family ? m_family->valueCount() : 0;
    m_uses.resize(size_t(families) + 1);
    m_known.resize(size_t(families) + 1);
    for (Code code = 1; code <= families; ++code)
        if (const Family* family = catalog.definitions().family(m_family->values().text(code)))
            addFamily(*family, code);
}

void Required::addFamily(const Family& family, Code code)
{
    m_known[code] = 1;
    for (const FamilyAttribute& attribute : family.attributes) {
        RequiredUse use{&attribute, m_catalog.column(attribute.code), 0, {}};
        for (size_t i = 0; i < m_channels.size(); ++i)
            if (std::find(attribute.requiredFor.begin(), attribute.requiredFor.end(), m_channels[i]) != attribute.requiredFor.end())
                use.channels |= ChannelMask(1) << i;
        if (!use.channels)
            continue;
        const Attribute* definition = m_catalog.definitions().attribute(attribute.code);
        const std::string prefix = attribute.code + "@";
        for (const std::string_view field : m_catalog.fields()) {
            if (!definition || !(definition->perLanguage || definition->perChannel) || !field.starts_with(prefix))
                continue;
            const std::string suffix = std::string("@").append(field.substr(prefix.size())).append("@");
            ChannelMask counts = 0;
            for (size_t i = 0; i < m_channels.size(); ++i)
                if (!definition->perChannel || suffix.find("@" + m_channels[i] + "@") != std::string::npos)
                    counts |= ChannelMask(1) << i;
            use.suffixed.emplace_back(m_catalog.column(field), counts);
        }
        auto asked = std::find_if(m_asked.begin(), m_asked.end(), [&use](const Asked& a) { return a.column == use.column; });
        if (asked == m_asked.end())
            asked = m_asked.insert(m_asked.end(), Asked{use.column, std::vector<uint8_t>(m_uses.size())});
        asked->by[code] = 1;
        m_uses[code].push_back(std::move(use));
    }
}

const std::vector<RequiredUse>* Required::uses(Row row) const
{
    const Code family = m_catalog.value(m_family, row);
    return m_known[family] ? &m_uses[family] : nullptr;
}

ChannelMask Required::soldIn(Row row) const
{
    ChannelMask sold = 0;
    for (size_t i = 0; i < m_channels.size(); ++i)
        if (m_catalog.soldIn(row, m_channels[i]))
            sold |= ChannelMask(1) << i;
    return sold;
}

ChannelMask Required::missing(const RequiredUse& use, Row row) const
{
    if (m_catalog.value(use.column, row))
        return 0;
    ChannelMask missing = use.channels;
    for (const auto& [column, channels] : use.suffixed)
        if ((missing & channels) && m_catalog.value(column, row))
            missing &= ~channels;
    return missing;
}

void Required::markSuspects(
    Row index, bool homeless, std::vector<uint8_t>& suspect, std::vector<Code>& families, std::vector<Code>& buffer) const
{
    std::fill(suspect.begin(), suspect.end(), uint8_t(0));
    if (!m_family) {
        std::fill(suspect.begin(), suspect.end(), uint8_t(homeless));
        return;
    }
    const auto family = m_catalog.chunk(m_family, index, families.data());
    if (homeless)
        for (Row place = 0; place < chunkRows; ++place)
            suspect[place] = !m_known[family[place]];
    for (const Asked& asked : m_asked) {
        if (!asked.column) {
            for (Row place = 0; place < chunkRows; ++place)
                suspect[place] |= asked.by[family[place]];
            continue;
        }
        const auto codes = m_catalog.chunk(asked.column, index, buffer.data());
        for (Row place = 0; place < chunkRows; ++place)
            suspect[place] |= uint8_t(asked.by[family[place]] & (codes[place] == 0));
    }
}

} // namespace shelf::attr
