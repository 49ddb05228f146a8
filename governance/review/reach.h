// How far what is computed reaches on the day it is approved: the pairs of a compatibility rule, the pairs of a link rule, whose
// links are frozen with the approval (a pair that a stored link has counts, but is not among them).
#pragma once

#include "model/store/workspace.h"

#include <string>
#include <string_view>
#include <vector>

namespace shelf {

bool isComputed(std::string_view mapping); // a compatibility rule or a link rule

struct Reach {
    std::string json; // for "@reach" (mapping_state.h)
    std::string frozen; // a link rule's links (linkrules/frozen_links.h)
    std::string refusal; // why it cannot be computed, and so not be approved
};

// Of these drafts, one for each. Loads what they read of the catalog. Errors: those of loading.
Result<std::vector<Reach>> reachesOf(Workspace& workspace, const std::vector<MappingState>& drafts, const Progress& progress);

} // namespace shelf
