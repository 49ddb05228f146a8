// Changing one definition from a command: rules, waivers, policies.
#pragma once

#include "app/shelfctl/session.h"

#include <functional>
#include <string>
#include <string_view>

namespace shelf::cli {

// Reads the definition (empty where there is none), lets `edit` change its fields, and applies what differs. Fields left empty by
// `edit` take the definition away.
Result<Applied> editDefinition(Workspace& workspace, const ChangeSetHeader& header, ThingKind kind, std::string_view key,
    const std::function<Result<void>(FieldMap& fields)>& edit);

} // namespace shelf::cli
