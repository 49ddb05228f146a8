#include "governance/linkrules/snapshot_row.h"

#include "model/query/product_query.h"

#include <algorithm>

namespace shelf {

std::string_view SnapshotProduct::field(std::string_view name) const
{
    const Column* column = m_catalog.column(name);
    return column ? column->values().json(m_catalog.value(column, m_row, inheritsField(name))) : std::string_view();
}

double SnapshotProduct::completeness(std::string_view channel) const
{
    Thing product;
    product.key = std::string(sku());
    for (const std::string_view name : m_catalog.fields())
        if (const std::string_view value = field(name); !value.empty())
            product.fields.set(name, value);
    double lowest = 1;
    for (const auto& [code, share] : completenessOf(m_catalog.definitions(), product)) {
        if (code == channel)
            return share;
        lowest = std::min(lowest, share);
    }
    return channel.empty() ? lowest : 0;
}

int64_t SnapshotProduct::linkCount(std::string_view type) const
{
    const Links& links = m_catalog.links();
    const LinkType* known = m_catalog.definitions().linkType(type);
    const uint16_t code = known ? links.typeOf(known->code) : links.typeOf(type);
    const bool inverse = known && known->code != type;
    int64_t count = 0;
    const auto isSymmetric = [&](const Link& link) {
        const LinkType* each = m_catalog.definitions().linkType(links.typeCode(link.type));
        return each && each->symmetric;
    };
    const auto counts = [&](const Link& link) { return link.in(View::Working) && (type.empty() || link.type == code); };
    for (const Link& link : links.from(m_row))
        count += counts(link) && (!inverse || isSymmetric(link)) ? 1 : 0;
    links.into(m_row, [&](const Link& link) { count += counts(link) && (inverse || isSymmetric(link)) ? 1 : 0; });
    return count;
}

int64_t SnapshotProduct::mappingCount(std::string_view status) const
{
    int64_t count = 0;
    const auto counts = [&](MappingStatus each) { return status.empty() || statusName(each) == status; };
    const auto take = [&](const Link& link) { count += link.in(View::Working) && counts(link.mappingStatus()) ? 1 : 0; };
    for (const Link& link : m_catalog.links().from(m_row))
        take(link);
    m_catalog.links().into(m_row, take);
    for (const EntryPtr& entry : m_catalog.entriesNaming(m_row))
        count += entry->in(View::Working) && counts(entry->status) ? 1 : 0;
    return count;
}

} // namespace shelf
