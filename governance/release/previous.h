// The mappings of the last published release: what the delta and the blast radius compare with.
#pragma once

#include "governance/release/files.h"
#include "model/store/workspace.h"

#include <optional>

namespace shelf {

struct PreviousContent {
    ReleaseRow row;
    FileHandle lines; // an open mappings.jsonl
    bool exact = false; // it has the published bytes; else it is only good for counting
};

// The newest published release, if there is one.
Result<std::optional<ReleaseRow>> lastPublished(Workspace& workspace);

// From the release's folder where it is still there and unchanged, else from the approved versions as of its journal number,
// written to a scratch file in `folder`. Errors: System, Workspace, Cancelled.
Result<PreviousContent> previousContent(Workspace& workspace, const ReleaseRow& row, int folder, const Progress& progress);

} // namespace shelf
