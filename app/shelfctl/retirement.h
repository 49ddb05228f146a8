// What retiring products touches, as the command that does it says.
#pragma once

#include "app/shelfctl/context.h"

#include <string>
#include <vector>

namespace shelf::cli {

// Live mappings that name these products: [{"sku","id","part","status","successors":[],"command"}], with the command that would mend
// it. Products beyond the first hundred are not looked at.
Result<Json> touchesJson(Workspace& workspace, const std::vector<std::string>& skus, const std::string& path);
// The same as notes on stderr, at most twenty.
void noteTouches(const Context& context, const Json& touches, size_t products, const std::string& path);

} // namespace shelf::cli
