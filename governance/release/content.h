// The approved content of a workspace: which version of which mapping leaves in a release, now or as of an earlier change set.
#pragma once

#include "governance/release/manifest.h"
#include "governance/release/mapping_line.h"
#include "model/store/workspace.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace shelf {

// What decides on the lines of a release, now or when the journal had `number` entries.
struct ContentView {
    std::optional<uint64_t> number; // absent: now
    std::map<std::string, Json, std::less<>> holds; // mapping -> hold
    Definitions definitions; // at least the seasons and link types
};
Result<ContentView> presentView(Workspace& workspace);
Result<ContentView> pastView(Workspace& workspace, uint64_t number, const Progress& progress);

// What the content is about as a whole.
struct ContentNotes {
    ReleaseCounts counts;
    std::vector<HeldMapping> held;
    std::vector<std::string> notExpanded; // link rules for which nothing was frozen when they were approved
};

// Gives every mapping that leaves, in byte order of ids, and notes what does not. The visitor is called by another thread,
// and no more once this returns. Errors: Workspace, Cancelled.
using ReleasedVisitor = std::function<void(const ResolvedMapping& mapping)>;
Result<ContentNotes> forEachReleased(Workspace& workspace, const ContentView& view, const ReleasedVisitor& visit, const Progress& progress);

// The same as they were approved: with all keys of their content, and the links of link rules with their origin. On the calling thread;
// false stops.
using VersionVisitor = std::function<bool(std::string_view id, MappingKind kind, const VersionText& version)>;
Result<ContentNotes> forEachReleasedVersion(
    Workspace& workspace, const ContentView& view, const VersionVisitor& visit, const Progress& progress);

// The links that link rules give, which are no mappings of the workspace; also those that stored ones of the same id replace.
Result<std::unordered_set<std::string>> frozenLinkIds(Workspace& workspace, const ContentView& view, const Progress& progress);

} // namespace shelf
