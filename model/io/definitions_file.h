// Definitions as readable text (mappings.md): bringing YAML files in as one change set, writing a workspace out, one file a kind.
#pragma once

#include "model/store/workspace.h"

#include <string>
#include <vector>

namespace shelf {

struct DefinitionsOutcome {
    uint64_t added = 0, changed = 0, unchanged = 0;
    std::optional<uint64_t> number; // the change set
};

// All files are one unit, in any order, and one change set. Errors: Rejected with file:line:column; nothing is applied then.
Result<DefinitionsOutcome> applyDefinitionFiles(
    Workspace& workspace, const std::vector<std::string>& files, const std::string& author, const Progress& progress = {});

// Writes the working content (drafts where there are any; retired and rejected left out) into `folder`, which must not exist or
// be empty: one file a kind, stable order, LF. apply on an empty workspace and dump again gives the same bytes.
Result<std::vector<std::string>> dumpDefinitions(Workspace& workspace, const std::string& folder, const Progress& progress = {});

} // namespace shelf
