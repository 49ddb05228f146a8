// What link rules and compatibility rules give today, as the command line shows it.
#pragma once

#include "app/shelfctl/context.h"

#include <functional>
#include <string_view>

namespace shelf::cli {

// The links of all link rules in their working content, as an array of links with their origin, in byte order of ids. `keep` chooses by
// id and by the rule. Errors: those of computing a rule.
using ComputedFilter = std::function<bool(const MappingState& rule, std::string_view link)>;
Result<Outcome> listComputedLinks(Context& context, Workspace& workspace, const ComputedFilter& keep);

// Sets "reach" of a link rule or a compatibility rule: {"today", "approved"}, pairs or links; a rule that cannot be computed has
// "problem" instead of "today".
Result<void> addReach(Context& context, Workspace& workspace, const MappingState& rule, Json& json);

} // namespace shelf::cli
