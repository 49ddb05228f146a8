// What of a mapping's state is in a catalog: its contents for both views, with flags. Private to model/catalog.
#pragma once

#include "model/catalog/links.h"
#include "model/change/mapping_state.h"

namespace shelf {

struct MappingContent {
    const FieldMap* fields = nullptr;
    uint8_t flags = 0; // MappingFlag
    MappingStatus status = MappingStatus::Draft;
    uint16_t approved = 0, edited = 0;
    std::optional<uint64_t> reach; // of an approved content
};

struct MappingContents {
    MappingContent items[2];
    size_t count = 0;
};

// One (in one view, or the same in both, or in none where it is retired), or the draft and the approved version; none where the
// mapping does not exist. They point into `state`.
MappingContents contentsOf(const MappingState& state, Days edited);

// A link's rank as it is kept in Link::rank; `exact`: it need not be in the details, too.
struct PackedRank {
    int32_t rank = 0;
    bool exact = true;
};
PackedRank packedRank(std::string_view json);

} // namespace shelf
