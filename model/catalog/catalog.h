// The catalog in memory, kept current. One thread owns a Catalog and changes it; snapshots go anywhere. It is filled by
// model/query/catalog_keeper.h, which also brings it up to date from a workspace's journal.
#pragma once

#include "model/catalog/snapshot.h"
#include "model/change/change_set.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace shelf {

class Catalog {
public:
    // `fields`: only these core fields and attributes are kept (and `parent`, which others are inherited by); absent: all.
    explicit Catalog(Definitions definitions, std::optional<std::set<std::string>> fields = {});
    ~Catalog();
    Catalog(const Catalog&) = delete;
    Catalog& operator=(const Catalog&) = delete;

    // --- changing; nothing is seen by others before snapshot() ---------------------------------------------------------------
    void putProduct(const Thing& product); // as a whole: fields that it lacks are taken away
    void removeProduct(std::string_view sku);
    void take(const ChangeBlock& products); // a block of product changes
    void setDefinitions(Definitions definitions);
    // The mapping as it is now (revision 0: it is gone; then only the id matters). `edited`: the day of its last change.
    // `frozen`: what Workspace::frozen has for its approved version, of link rules.
    void putMapping(const MappingState& mapping, Days edited, std::string_view frozen = {});
    void setJournalNumber(uint64_t number);

    // The state now. Quick after small changes: what did not change is shared with earlier snapshots.
    Snapshot snapshot();
    size_t bytes() const; // of memory, about

private:
    friend class CatalogBulk;
    struct Writer;
    std::unique_ptr<Writer> m;
};

} // namespace shelf
