// The mappings of the last published release: what the delta and the blast radius compare with.
#pragma once

#include "governance/release/files.h"
#include "model/store/workspace.h"

#include <future>
#include <optional>

namespace shelf {

struct PreviousContent {
    ReleaseRow row;
    FileHandle lines; // an open mappings.jsonl
    bool exact = false; // it has the published bytes; else it is only good for counting
    std::future<bool> proof = {}; // still to come: whether the folder's file is what was published

    bool isProved() { return !proof.valid() || proof.get(); }
};
enum class PreviousFrom { Anywhere, AnywhereUnproved, Versions };

// The newest published release, if there is one.
Result<std::optional<ReleaseRow>> lastPublished(Workspace& workspace);

// From the release's folder where it is still there and unchanged, else from the approved versions as of its journal number,
// written to a scratch file in `folder`. Unproved: the folder's file is being hashed while it is used already. Errors: System, Workspace,
// Cancelled.
Result<PreviousContent> previousContent(
    Workspace& workspace, const ReleaseRow& row, int folder, const Progress& progress, PreviousFrom from = PreviousFrom::Anywhere);

} // namespace shelf
