// Fills a Catalog from a workspace and keeps it current with the journal, whoever wrote there. Belongs to the workspace's thread.
#pragma once

#include "model/catalog/catalog.h"
#include "model/store/workspace.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace shelf {

struct CatalogRequest {
    bool mappings = true;
    std::optional<std::set<std::string>> fields = {}; // only these core fields and attributes; the SKU is always there
    Progress progress = {};
};

// What happened since the last refresh, for those who re-check only what can be affected.
struct CatalogChanges {
    bool everything = false; // too much to name, or the vocabulary changed
    std::vector<std::string> products; // SKUs, sorted
    std::vector<std::string> mappings; // ids, sorted
    std::vector<std::string> fields; // of products: which fields changed, sorted; "sku" where products came or went
    bool empty() const { return !everything && products.empty() && mappings.empty(); }
};

class CatalogKeeper {
public:
    static Result<std::unique_ptr<CatalogKeeper>> load(Workspace& workspace, const CatalogRequest& request = {});
    ~CatalogKeeper();

    const Snapshot& snapshot() const;
    // Brings in what was written since, by this program or another.
    Result<CatalogChanges> refresh();
    size_t bytes() const;

private:
    struct Impl;
    explicit CatalogKeeper(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace shelf
