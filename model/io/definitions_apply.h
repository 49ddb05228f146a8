// Applying definitions that were read already, from files or from the program itself (the sample).
#pragma once

#include "model/io/definitions_file.h"
#include "model/io/definitions_items.h"

#include <string>

namespace shelf {

Result<DefinitionsOutcome> applyDefinitions(Workspace& workspace, const DefinitionItems& items, const std::string& author,
    const std::string& label, const ApplyOptions& options = {});

} // namespace shelf
