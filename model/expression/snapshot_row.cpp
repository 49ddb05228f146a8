#include "model/expression/snapshot_row.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr int deepestAncestry = 8; // as everywhere where values are inherited

// Whether this content is the one that a mapping is counted by: its draft's where it has one, retired or not.
bool isCounted(uint8_t flags)
{
    return !(flags & InApproved) || (flags & InWorking);
}

} // namespace

std::string_view firstText(const Column& column, Code code)
{
    const auto elements = column.values().isList(code) ? column.values().elements(code) : std::span<const Code>();
    const std::string_view first = elements.empty() ? std::string_view() : column.values().elementValues().json(elements[0]);
    return first.starts_with('"') ? first : std::string_view();
}

void SnapshotCompleteness::addColumns(
    const std::string& code, const std::string& channel, std::vector<std::pair<const Column*, bool>>& columns) const
{
    if (const Column* column = m_snapshot.column(code))
        columns.emplace_back(column, inheritsField(code));
    const Attribute* attribute = m_snapshot.definitions().attribute(code);
    if (!attribute || !(attribute->perLanguage || attribute->perChannel))
        return;
    // A value in any of its columns counts, but for another channel's.
    const std::string prefix = code + "@";
    for (const std::string_view field : m_snapshot.fields()) {
        if (!field.starts_with(prefix))
            continue;
        const std::string suffix = "@" + std::string(field.substr(prefix.size())) + "@";
        if (!attribute->perChannel || suffix.find("@" + channel + "@") != std::string::npos)
            columns.emplace_back(m_snapshot.column(field), true);
    }
}

const std::vector<SnapshotCompleteness::Wanted>* SnapshotCompleteness::wantedOf(std::string_view name)
{
    if (const auto known = m_families.find(name); known != m_families.end())
        return &known->second;
    const Family* family = m_snapshot.definitions().family(name);
    if (!family)
        return nullptr;
    std::vector<Wanted> wanted;
    for (const Thing* channel : m_snapshot.definitions().all(ThingKind::Channel)) {
        Wanted& made = wanted.emplace_back();
        made.channel = channel->key;
        for (const FamilyAttribute& attribute : family->attributes)
            if (std::find(attribute.requiredFor.begin(), attribute.requiredFor.end(), channel->key) != attribute.requiredFor.end())
                addColumns(attribute.code, channel->key, made.attributes.emplace_back());
    }
    return &m_families.emplace(std::string(name), std::move(wanted)).first->second;
}

const std::vector<std::pair<std::string, double>>& SnapshotCompleteness::all(Row row)
{
    m_shares.clear();
    const std::string_view family = m_snapshot.family(row);
    const auto* wanted = family.empty() ? nullptr : wantedOf(family);
    if (!wanted) {
        for (const Thing* channel : m_snapshot.definitions().all(ThingKind::Channel))
            if (m_snapshot.soldIn(row, channel->key))
                m_shares.emplace_back(channel->key, 0.0);
        return m_shares;
    }
    for (const Wanted& one : *wanted) {
        if (!m_snapshot.soldIn(row, one.channel))
            continue;
        size_t filled = 0;
        for (const auto& columns : one.attributes)
            filled += std::any_of(columns.begin(), columns.end(),
                [&](const auto& column) { return m_snapshot.value(column.first, row, column.second) != 0; });
        m_shares.emplace_back(
            one.channel, one.attributes.empty() ? 1.0 : static_cast<double>(filled) / static_cast<double>(one.attributes.size()));
    }
    return m_shares;
}

double SnapshotCompleteness::of(Row row, std::string_view channel)
{
    double lowest = 1;
    const auto& shares = all(row);
    for (const auto& [code, share] : shares) {
        if (code == channel)
            return share;
        lowest = std::min(lowest, share);
    }
    return channel.empty() && !shares.empty() ? lowest : 0;
}

std::string_view SnapshotRow::field(std::string_view name) const
{
    const bool isCategory = name == "category";
    const Column* column = m_snapshot.column(isCategory ? "categories" : name);
    if (!column)
        return {};
    if (!isCategory)
        return column->values().json(m_snapshot.value(column, m_row, inheritsField(name)));
    if (const Code own = m_snapshot.own(column, m_row))
        if (const auto first = firstText(*column, own); !first.empty())
            return first;
    Row ancestor = m_snapshot.parent(m_row);
    for (int depth = 0; ancestor != noRow && depth < deepestAncestry; ++depth, ancestor = m_snapshot.parent(ancestor))
        if (const Code code = m_snapshot.own(column, ancestor))
            return firstText(*column, code);
    return {};
}

int64_t SnapshotRow::linkCount(std::string_view type) const
{
    const Links& links = m_snapshot.links();
    const Definitions& definitions = m_snapshot.definitions();
    const auto counts = [](const Link& link) { return isCounted(link.flags) && link.mappingStatus() != MappingStatus::Retired; };
    int64_t total = 0;
    for (const Link& link : links.from(m_row))
        total += counts(link) && (type.empty() || links.typeCode(link.type) == type);
    links.into(m_row, [&](const Link& link) {
        if (!counts(link))
            return;
        const std::string& code = links.typeCode(link.type);
        const LinkType* known = definitions.linkType(code);
        if (known && known->symmetric)
            total += type.empty() || code == type;
        else if (known && !known->inverse.empty())
            total += known->inverse == type;
    });
    return total;
}

int64_t SnapshotRow::mappingCount(std::string_view status) const
{
    const auto counts = [status](
                            uint8_t flags, MappingStatus now) { return isCounted(flags) && (status.empty() || statusName(now) == status); };
    int64_t total = 0;
    for (const Link& link : m_snapshot.links().from(m_row))
        total += counts(link.flags, link.mappingStatus());
    m_snapshot.links().into(m_row, [&](const Link& link) { total += counts(link.flags, link.mappingStatus()); });
    for (const EntryPtr& entry : m_snapshot.entriesNaming(m_row))
        total += counts(entry->flags, entry->status);
    return total;
}

} // namespace shelf
