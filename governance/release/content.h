// The approved content of a workspace: which version of which mapping leaves in a release, now or as of an earlier change set.
#pragma once

#include "governance/release/manifest.h"
#include "governance/release/mapping_line.h"
#include "model/store/workspace.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shelf {

// What was otherwise when the journal had `number` entries, as far as it decides on the lines of a release.
struct PastView {
    uint64_t number = 0;
    std::map<std::string, Json, std::less<>> holds; // mapping -> hold as it was then
    Definitions definitions; // seasons and link types as they were
};
Result<PastView> pastView(Workspace& workspace, uint64_t number, const Progress& progress);

// What the content is about as a whole.
struct ContentNotes {
    ReleaseCounts counts;
    std::vector<HeldMapping> held;
    std::vector<std::string> notExpanded; // link rules
};

// Gives every mapping that leaves, in byte order of ids, and notes what does not. Errors: Workspace, Cancelled.
using ReleasedVisitor = std::function<void(const ResolvedMapping& mapping)>;
Result<ContentNotes> forEachReleased(Workspace& workspace, const PastView* past, const ReleasedVisitor& visit, const Progress& progress);

} // namespace shelf
