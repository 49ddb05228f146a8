// Releases as release.md says: building and publishing one, verifying one without the workspace, applying a delta.
#pragma once

#include "model/store/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace shelf {

struct ExportRequest {
    std::string folder; // must not exist
    std::string author;
    std::string acceptLargeChange; // the reason; empty: stop at the blast radius
    bool dryRun = false;
};

struct ReleaseFile {
    std::string name;
    uint64_t records = 0;
    uint64_t bytes = 0;
    std::string sha256;
};

struct ExportOutcome {
    uint64_t number = 0;
    std::vector<ReleaseFile> files;
    uint64_t added = 0, changed = 0, removed = 0;
    Json gate; // {"open":true,"conditions":[…]}
    bool dryRun = false;
};

// Errors: Rejected EXISTS (the folder), Refused GATE_CLOSED or LARGE_CHANGE, System, Workspace, Cancelled.
Result<ExportOutcome> exportRelease(Workspace& workspace, const ExportRequest& request, const Progress& progress = {});

// Settles reservations left behind by a writer that died: published where the folder is there and carries the reserved content,
// abandoned else. Run at every opening for writing; does nothing where there is nothing to settle.
Result<void> reconcileReleases(Workspace& workspace);

struct VerifyReport {
    uint64_t release = 0;
    uint64_t records = 0;
    std::vector<std::string> problems;
    bool ok() const { return problems.empty(); }
};
// Reads only. A folder that is missing or no release is a problem, not an Error; Error only for System and Cancelled.
Result<VerifyReport> verifyRelease(const std::string& folder, const std::string& previousFolder = {}, const Progress& progress = {});

struct DeltaOutcome {
    uint64_t from = 0, to = 0, records = 0;
};
// Applies new's delta.jsonl to old's mappings.jsonl and writes the result to `outFile` (must not exist). Refuses where the base
// is not the one the delta names or the result is not what it promises. Errors: Refused, Rejected, System.
Result<DeltaOutcome> applyDelta(const std::string& oldFolder, const std::string& newFolder, const std::string& outFile);

} // namespace shelf
