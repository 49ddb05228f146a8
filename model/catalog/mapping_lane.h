// What a MappingLane gathers. Private to model/catalog.
#pragma once

#include "model/catalog/catalog_bulk.h"
#include "model/catalog/entry.h"

namespace shelf {

struct MappingLane::Pending {
    // A link of which a SKU is nowhere.
    struct Stray {
        Link link;
        std::string source, target; // as JSON
    };

    std::shared_ptr<const Dictionary> skus;
    Dictionary details;
    std::vector<std::string> types;
    std::vector<Link> links;
    std::vector<Stray> strays;
    std::vector<EntryPtr> entries;
    struct Later { // names SKUs that are nowhere
        MappingState mapping;
        Days edited = 0;
        std::string frozen;
    };
    std::vector<Later> later;

    // Links whose targets have not been looked up yet: the last ones of `links`.
    size_t waiting = 0;
    std::string bytes;
    std::vector<uint32_t> ends; // of a source and a target each
    std::string source, target, detailsText, lastDetails, lastSource;
    Code lastDetailsCode = 0;
    Row lastSourceRow = noRow;

    uint16_t type(std::string_view code);
    void put(
        std::string_view sourceJson, std::string_view type, std::string_view targetJson, std::string_view rank, const BulkFacts& facts);
    void addEntry(const MappingState& mapping, MappingKind kind, Days edited, std::string_view frozen);
    void flush();
};

} // namespace shelf
