// Definitions as they would be with some files: for rules that are looked at before they are kept.
#pragma once

#include "model/domain/definitions.h"
#include "model/domain/result.h"
#include "model/store/workspace.h"

#include <string>
#include <vector>

namespace shelf {

struct Trial {
    Definitions definitions;
    std::vector<std::string> rules; // ids of the rules in the files, in byte order
};

// `base`: the definitions that the files build on. Nothing is written but a file in the folder for temporary files, which is gone
// afterwards. Errors: those of applyDefinitionFiles.
Result<Trial> tryDefinitions(const Definitions& base, const std::vector<std::string>& files, const Clock& clock);

} // namespace shelf
