// The policies that decide what previews show. Used inside model/domain only: callers ask policyInfos() and checkPolicy().
#pragma once

#include "model/domain/definitions.h"

#include <optional>
#include <string_view>
#include <vector>

namespace shelf {

std::vector<PolicyInfo> previewPolicies();
// nullopt: it is none of them. Error: as checkPolicy.
std::optional<Result<void>> checkPreviewPolicy(std::string_view name, std::string_view value);

} // namespace shelf
