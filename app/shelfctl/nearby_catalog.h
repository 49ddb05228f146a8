// A catalog in memory of a few products and mappings and what they name: for commands about one thing, which in a large workspace
// would wait for everything to be read.
#pragma once

#include "model/catalog/catalog.h"
#include "model/store/workspace.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace shelf::cli {

class NearbyCatalog {
public:
    explicit NearbyCatalog(Workspace& workspace);

    Result<void> addProduct(const std::string& sku); // with its ancestors; one that is not there is left out
    Result<void> addProduct(const Thing& product);
    Result<void> addMapping(const MappingState& mapping); // with the products that it names
    // The working content alone, as a draft: also of what is retired.
    Result<void> addContent(const MappingState& mapping);
    Result<void> addMappingsOf(const std::string& sku); // all that name it
    Result<void> addMappings(const std::string& prefix); // "compat:"
    const std::set<std::string>& mappings() const { return m_mappings; } // ids that are there
    Snapshot snapshot() { return m_catalog.snapshot(); }

private:
    Workspace& m_workspace;
    Catalog m_catalog;
    std::set<std::string> m_products, m_mappings;
};

// A bundle or an upgrade path with everything that its figures are computed from.
Result<Snapshot> catalogAround(Workspace& workspace, const MappingState& mapping);

} // namespace shelf::cli
