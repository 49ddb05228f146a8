#include "app/shelfctl/nearby_catalog.h"

#include "model/domain/mapping.h"

namespace shelf::cli {

NearbyCatalog::NearbyCatalog(Workspace& workspace) : m_workspace(workspace), m_catalog(workspace.definitions()) { }

Result<void> NearbyCatalog::addProduct(const std::string& sku)
{
    if (m_products.count(sku))
        return {};
    const auto product = m_workspace.product(sku);
    if (!product)
        return product.error();
    return *product ? addProduct(**product) : Result<void>();
}

Result<void> NearbyCatalog::addProduct(const Thing& product)
{
    if (!m_products.insert(product.key).second)
        return {};
    m_catalog.putProduct(product);
    const std::string parent = product.fields.text("parent");
    return parent.empty() ? Result<void>() : addProduct(parent);
}

Result<void> NearbyCatalog::addMapping(const MappingState& mapping)
{
    if (!m_mappings.insert(mapping.id).second)
        return {};
    for (const FieldMap* content : {&mapping.draft, &mapping.approved.content})
        for (const std::string& sku : referencesOf(mapping.id, *content).skus)
            if (const auto added = addProduct(sku); !added)
                return added;
    m_catalog.putMapping(mapping, 0);
    return {};
}

Result<void> NearbyCatalog::addContent(const MappingState& mapping)
{
    MappingState draft;
    draft.id = mapping.id;
    draft.revision = mapping.revision;
    draft.hasDraft = true;
    draft.draft = mapping.working();
    return addMapping(draft);
}

Result<void> NearbyCatalog::addMappingsOf(const std::string& sku)
{
    const auto ids = m_workspace.mappingsNaming(sku);
    if (!ids)
        return ids.error();
    for (const std::string& id : *ids) {
        if (m_mappings.count(id))
            continue;
        const auto mapping = m_workspace.mapping(id);
        if (!mapping)
            return mapping.error();
        if (*mapping)
            if (const auto added = addMapping(**mapping); !added)
                return added;
    }
    return {};
}

Result<void> NearbyCatalog::addMappings(const std::string& prefix)
{
    std::vector<MappingState> found;
    const auto scanned = m_workspace.forEachMapping(prefix, [&](const MappingState& mapping) {
        found.push_back(mapping);
        return true;
    });
    if (!scanned)
        return scanned;
    for (const MappingState& mapping : found)
        if (const auto added = addMapping(mapping); !added)
            return added;
    return {};
}

Result<Snapshot> catalogAround(Workspace& workspace, const MappingState& mapping)
{
    NearbyCatalog catalog(workspace);
    if (const auto added = catalog.addContent(mapping); !added)
        return added.error();
    if (mappingKindOf(mapping.id) != MappingKind::Bundle)
        return catalog.snapshot();
    // Rules and links say what fits and what is required; other bundles claim the same stock.
    if (const auto added = catalog.addMappings("compat:"); !added)
        return added.error();
    for (std::string sku : referencesOf(mapping.id, mapping.working()).skus)
        for (int depth = 0; !sku.empty() && depth < 16; ++depth) { // what its parents require counts too
            if (const auto added = catalog.addMappingsOf(sku); !added)
                return added.error();
            const auto product = workspace.product(sku);
            if (!product)
                return product.error();
            sku = *product ? (*product)->fields.text("parent") : std::string();
        }
    return catalog.snapshot();
}

} // namespace shelf::cli
