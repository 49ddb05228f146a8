// What a link rule gave on the day it was approved, as it is kept beside the approved version and leaves in releases.
#pragma once

#include "governance/linkrules/link_rule.h"

#include <functional>
#include <string>
#include <string_view>

namespace shelf {

// Canonical JSON: {"links":[[SOURCE,TARGET,RANK],…],"type":TYPE}, in byte order of sources, then targets.
std::string frozenContent(const Snapshot& catalog, const ComputedLinks& links);

struct FrozenLink {
    std::string source, target;
    int64_t rank = 0;
};
struct FrozenLinks {
    std::string type;
    std::vector<FrozenLink> links;
};
// Error: Workspace DAMAGED, where = the rule.
Result<FrozenLinks> readFrozen(std::string_view rule, std::string_view content);

// The content of one link that a rule's approved version gives: what the rule says of all of them, and its origin.
FieldMap frozenLinkContent(std::string_view rule, const FieldMap& content, const std::string& type, const FrozenLink& link);

} // namespace shelf
