// The catalog in memory as it was after an earlier change set, reached step by step from now. Belongs to the workspace's thread.
#pragma once

#include "model/catalog/catalog.h"
#include "model/store/workspace.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace shelf {

class PastCatalog {
public:
    // Everything as it is now.
    static Result<PastCatalog> load(Workspace& workspace, const Progress& progress = {});

    // The last change set that is in it.
    uint64_t number() const { return m_number; }
    // Takes back the change set number(). `mappings` says which mappings are of interest: the others stay as they are now (each costs
    // a search through the journal). Errors: Rejected ARCHIVED where its content is elsewhere; those of reading.
    using Interest = std::function<bool(std::string_view mapping)>;
    Result<void> stepBack(const Interest& mappings = {});
    // Mappings that were passed over and are of interest now, as they were after number(). Whether there were any.
    Result<bool> revisit(const Interest& mappings);
    Snapshot snapshot() { return m_catalog->snapshot(); }

private:
    PastCatalog(Workspace& workspace, std::unique_ptr<Catalog> catalog, uint64_t number);
    Result<void> takeBack(const ChangeBlock& block, const Interest& mappings);
    void takeBackDefinitions(const ChangeBlock& block);
    Result<void> takeBackMappings(const ChangeBlock& block, const Interest& mappings);
    Result<void> putAsOf(const std::string& id);

    Workspace* m_workspace;
    std::unique_ptr<Catalog> m_catalog;
    std::map<std::pair<ThingKind, std::string>, Thing> m_definitions;
    std::set<std::string> m_passedOver; // mappings that are as they were later
    uint64_t m_number = 0;
};

// A block that takes this one back: before and after change places, what was made goes, what went is made again.
ChangeBlock inverted(const ChangeBlock& products);

} // namespace shelf
