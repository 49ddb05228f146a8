// Mappings as the command line shows them.
#pragma once

#include "app/shelfctl/context.h"

#include <functional>
#include <string>

namespace shelf::cli {

// All fields of the working content with id, kind and status, and the approved version and the draft beside them.
Json mappingJson(Workspace& workspace, const MappingState& mapping);
// A line for people: id, status, reason.
std::string mappingLine(const MappingState& mapping);
// The same as "name  value" lines.
std::string mappingText(const Json& mapping);

// Writes the mappings whose ids begin with `prefix` and that `keep` accepts, one after the other: a list may be long.
using MappingFilter = std::function<bool(const MappingState& mapping)>;
Result<Outcome> listMappings(Context& context, Workspace& workspace, const std::string& prefix, const MappingFilter& keep);

// A status named with --status. Error: Usage.
Result<std::optional<MappingStatus>> statusOption(const std::optional<std::string>& text);
// The text of a reason or label that may be given per language; English, else the first.
std::string localText(const Json& value);

// A mapping that must be there. Error: Rejected UNKNOWN_MAPPING with the nearest id.
Result<MappingState> requireMapping(Workspace& workspace, const std::string& id);

} // namespace shelf::cli
