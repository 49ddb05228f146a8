// All entries of a catalog: by id, by kind, by the products they name. Private to model/catalog.
#pragma once

#include "model/catalog/entry.h"
#include "model/catalog/pages.h"

#include <array>
#include <map>

namespace shelf {

struct Entries {
    std::vector<EntryPtr> all; // in byte order of ids, of one id the draft first
    std::array<std::pair<size_t, size_t>, 5> kinds{}; // by MappingKind: where it begins in `all`, how many
};

class EntriesWriter {
public:
    EntriesWriter();
    // All contents of one mapping take the place of those it had. None: it goes.
    void put(const std::string& id, std::vector<EntryPtr> contents);
    // All of them at once, into an empty one.
    void add(std::vector<EntryPtr> entries, Row rows);
    const std::shared_ptr<const Entries>& publish();
    Grouped<EntryPtr> publishNaming(Row rows);
    size_t bytes() const;

private:
    std::map<std::string, std::vector<EntryPtr>, std::less<>> m_byId;
    Grouped<EntryPtr> m_naming; // by product
    std::shared_ptr<const Entries> m_published;
    bool m_changed = false;
    size_t m_bytes = 0;
};

} // namespace shelf
