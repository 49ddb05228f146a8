#include "model/catalog/catalog_bulk.h"

#include "model/catalog/catalog_writer.h"
#include "model/catalog/mapping_lane.h"
#include "model/domain/json.h"

#include <algorithm>
#include <numeric>

namespace shelf {

namespace {

constexpr size_t skuBatch = 64;

} // namespace

CatalogBulk::CatalogBulk(Catalog& empty) : m_catalog(empty) { }

void CatalogBulk::reserve(size_t products)
{
    m_catalog.m->skus->reserve(products);
}

void CatalogBulk::addSku(std::string_view sku)
{
    appendJsonString(m_bytes, sku);
    m_ends.push_back(static_cast<uint32_t>(m_bytes.size()));
    if (m_ends.size() == skuBatch)
        flushSkus();
}

void CatalogBulk::flushSkus()
{
    std::array<std::string_view, skuBatch> skus;
    std::array<Code, skuBatch> codes{};
    uint32_t begin = 0;
    for (size_t i = 0; i < m_ends.size(); ++i) {
        skus[i] = std::string_view(m_bytes).substr(begin, m_ends[i] - begin);
        begin = m_ends[i];
    }
    m_catalog.m->skus->intern(std::span(skus).first(m_ends.size()), codes.data());
    for (size_t i = 0; i < m_ends.size(); ++i)
        m_twice = m_twice || codes[i] != ++m_products;
    m_bytes.clear();
    m_ends.clear();
}

std::vector<std::string> CatalogBulk::sampledSkus(size_t most) const
{
    std::vector<std::string> skus;
    for (size_t i = 0, count = std::min<size_t>(most, m_products); i < count; ++i)
        skus.emplace_back(m_catalog.m->skus->text(static_cast<Code>(i * m_products / count + 1)));
    std::sort(skus.begin(), skus.end());
    return skus;
}

ColumnLane CatalogBulk::lane() const
{
    return ColumnLane(m_catalog.m->fields);
}

MappingLane CatalogBulk::mappingLane() const
{
    return MappingLane(m_catalog.m->skus);
}

bool CatalogBulk::finishProducts(std::span<ColumnLane> lanes)
{
    flushSkus();
    Catalog::Writer& writer = *m_catalog.m;
    for (ColumnLane& lane : lanes) {
        for (auto& [field, feed] : lane.m_fed)
            if (feed)
                feed->finish();
        writer.columns.merge(lane.m_columns);
    }
    std::vector<Code> ones(chunkRows, 1);
    for (Row index = 0; index * chunkRows < m_products; ++index) {
        if ((index + 1) * chunkRows > m_products)
            std::fill(ones.begin() + m_products % chunkRows, ones.end(), 0);
        writer.exists.putChunk(index, ones);
    }
    writer.productCount = m_products;
    if (const auto names = writer.columns.find("name"); names != writer.columns.end())
        writer.names = &names->second;
    finishParents();
    return !m_twice;
}

void CatalogBulk::finishParents()
{
    Catalog::Writer& writer = *m_catalog.m;
    const auto parents = writer.columns.find("parent");
    if (parents == writer.columns.end())
        return;
    writer.parents = &parents->second;
    while (writer.parentRows.size() <= writer.parents->values().size())
        writer.parentRows.push_back(writer.rowOf(writer.parents->values().text(static_cast<Code>(writer.parentRows.size()))));
    auto variants = std::make_shared<Grouped<Row>::Base>();
    variants->offsets.assign(size_t(writer.skus->size()) + 1, 0);
    for (Row row = 0; row < m_products; ++row)
        if (const Code parent = writer.parents->at(row)) {
            ++variants->offsets[writer.parentRows[parent] + 1];
            ++writer.variantCount;
        }
    std::partial_sum(variants->offsets.begin(), variants->offsets.end(), variants->offsets.begin());
    variants->items.resize(writer.variantCount);
    std::vector<uint32_t> next(variants->offsets.begin(), variants->offsets.end() - 1);
    for (Row row = 0; row < m_products; ++row)
        if (const Code parent = writer.parents->at(row))
            variants->items[next[writer.parentRows[parent]]++] = row;
    writer.variants.base = std::move(variants);
}

void CatalogBulk::finishMappings(std::span<MappingLane> lanes)
{
    Catalog::Writer& writer = *m_catalog.m;
    std::vector<std::vector<Link>> links;
    std::vector<EntryPtr> entries;
    for (MappingLane& lane : lanes) {
        MappingLane::Pending& pending = *lane.m;
        for (const auto& stray : pending.strays) {
            Link link = stray.link;
            link.source = writer.skus->intern(stray.source) - 1;
            link.target = writer.skus->intern(stray.target) - 1;
            pending.links.push_back(link);
        }
        std::vector<Code> details = {0};
        for (Code code = 1; code <= pending.details.size(); ++code)
            details.push_back(writer.links.details(pending.details.json(code)));
        std::vector<uint16_t> types;
        for (const std::string& type : pending.types)
            types.push_back(writer.links.type(type));
        for (Link& link : pending.links) {
            link.details = details[link.details];
            link.type = types[link.type];
        }
        links.push_back(std::move(pending.links));
        entries.insert(entries.end(), pending.entries.begin(), pending.entries.end());
    }
    if (std::any_of(links.begin(), links.end(), [](const auto& some) { return !some.empty(); }))
        writer.links.add(links, writer.skus->size());
    if (!entries.empty())
        writer.entries.add(std::move(entries), writer.skus->size());
    for (const MappingLane& lane : lanes)
        for (const auto& [mapping, edited, frozen] : lane.m->later)
            m_catalog.putMapping(mapping, edited, frozen);
}

} // namespace shelf
