// Holding mappings back from releases at once, without waiting for a review, and letting them go again. Anybody who may approve
// may do it; each is an ordinary change set: journalled, and undone like any other.
#pragma once

#include "model/store/workspace.h"

#include <string>
#include <vector>

namespace shelf {

struct HoldRequest {
    std::vector<std::string> ids;
    std::string reason; // shown wherever the mapping is missed; empty: let go
    bool previous = false; // the approved version before the newest goes out instead
    std::string author;
};

// All or nothing. What is held for the same reason already is left as it is. Errors: Usage, Rejected UNKNOWN_MAPPING, HOLD
// (nothing to hold, no version to fall back to, not held), and those of Workspace::apply.
Result<Applied> hold(Workspace& workspace, const HoldRequest& request);
Result<Applied> unhold(Workspace& workspace, const HoldRequest& request);

} // namespace shelf
