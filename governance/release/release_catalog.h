// The content of a preview's state, of releases too: the products of the workspace as they are now with the mappings that a release
// carried.
#pragma once

#include "governance/preview/state.h"
#include "governance/release/content.h"
#include "model/query/catalog_keeper.h"

#include <memory>

namespace shelf {

// Reads what is needed once: drafts and what is approved are two views of one catalog.
class StateCatalogs {
public:
    StateCatalogs(Workspace& workspace, Progress progress) : m_workspace(workspace), m_progress(std::move(progress)) { }
    // Errors: Rejected UNKNOWN_RELEASE; those of reading; Cancelled.
    Result<StateContent> content(const PreviewState& state);

private:
    Workspace& m_workspace;
    Progress m_progress;
    std::unique_ptr<CatalogKeeper> m_keeper;
};

// What leaves in this view, in View::Approved (and Working and Leaving, which are the same there). Link rules are there as the links that
// were frozen when they were approved, with their origin; the vocabulary is that of now.
Result<Snapshot> releaseCatalog(Workspace& workspace, const ContentView& view, const Progress& progress);

} // namespace shelf
