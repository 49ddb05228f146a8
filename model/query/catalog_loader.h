// Reads a whole workspace into a new Catalog that its caller changes; who only reads uses CatalogKeeper.
#pragma once

#include "model/query/catalog_keeper.h"

#include <map>
#include <memory>

namespace shelf {

// All that is in it as of one journal number.
Result<std::unique_ptr<Catalog>> loadCatalog(Workspace& workspace, const CatalogRequest& request);

// The day on which a draft was last changed, from the journal.
class DraftDays {
public:
    explicit DraftDays(Workspace& workspace) : m_workspace(workspace) { }
    Days of(const MappingState& mapping); // 0: no draft
    Days ofChangeSet(uint64_t number);

private:
    Workspace& m_workspace;
    std::map<uint64_t, Days> m_days;
};

// What a link rule's approved version froze; empty for anything else.
Result<std::string> frozenOf(Workspace& workspace, const MappingState& mapping);

} // namespace shelf
