// Releases that the workspace knows: finding one by number, and its files where they are still as they were published.
#pragma once

#include "governance/release/files.h"
#include "governance/release/manifest.h"

#include <optional>
#include <string>
#include <vector>

namespace shelf {

// The published release with this number. Error: Rejected UNKNOWN_RELEASE.
Result<ReleaseRow> publishedRelease(Workspace& workspace, uint64_t number);

// The journal's number as of which the approved content gives this release's: that of the release a rollback goes back to.
uint64_t contentNumber(const ReleaseRow& row);

// A release's folder with the bytes that were published.
struct StoredRelease {
    Manifest manifest;
    FileHandle mappings, table;
    std::string tableProfile; // empty: it has none
};
// nullopt: it is gone, or is not what was published. Errors: Cancelled.
Result<std::optional<StoredRelease>> openStored(const ReleaseRow& row, const Progress& progress);

// The manifest in a release's folder where it is the one that was published.
std::optional<Manifest> storedManifest(const ReleaseRow& row);

} // namespace shelf
