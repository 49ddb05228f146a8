// What two releases say differently, mapping by mapping and field by field.
#pragma once

#include "governance/release/files.h"
#include "model/store/workspace.h"

#include <functional>
#include <string>
#include <vector>

namespace shelf {

// The lines of one release, from its folder where it is there unchanged, else made again from the approved versions.
struct ReleaseLines {
    uint64_t release = 0;
    std::string folder; // empty: made again
    FileHandle lines;
};
// Errors: Rejected UNKNOWN_RELEASE, Refused CONTENT_GONE, System, Cancelled.
Result<ReleaseLines> linesOfRelease(Workspace& workspace, uint64_t number, const Progress& progress);
// A release folder anywhere. Error: Rejected where it is none or its mappings are not what its manifest says.
Result<ReleaseLines> linesOfFolder(const std::string& folder, const Progress& progress);

struct FieldDifference {
    std::string field;
    Json before, after; // null: absent
};
struct MappingDifference {
    enum class What { Added, Changed, Removed } what = What::Changed;
    std::string id;
    std::vector<FieldDifference> fields; // of a change, in the order of the line
};
struct DiffCounts {
    uint64_t added = 0, changed = 0, removed = 0;
};
// In byte order of ids; the visitor returns false to stop. Errors: System, Cancelled, Rejected for a line that cannot be read.
Result<DiffCounts> diffReleases(const ReleaseLines& before, const ReleaseLines& after,
    const std::function<bool(const MappingDifference& difference)>& visit, const Progress& progress);

} // namespace shelf
