// What the commands for bundles and upgrade paths share: listing one kind of mapping, finding one by its code.
#pragma once

#include "app/shelfctl/context.h"
#include "model/domain/mapping.h"

#include <optional>
#include <string>

namespace shelf::cli {

Result<Outcome> listCoded(Context& context, const std::string& path, MappingKind kind, const std::optional<std::string>& status);

// By id or by code. Error: Rejected with the nearest.
Result<MappingState> findCoded(Workspace& workspace, MappingKind kind, const std::string& idOrCode);

} // namespace shelf::cli
