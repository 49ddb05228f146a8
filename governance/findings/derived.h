// Findings that are made of other findings, or of how rules ran: gov.approved-with-error and gov.rule-failed. Private to this folder.
#pragma once

#include "governance/rules/registry.h"

#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct RuleFailure {
    std::string rule, because;
};

std::vector<std::string_view> derivedRules();
// Whether a run of these rules (none: of all) has to run all of them, because one of them looks at what the others find.
bool needsAllRules(const std::vector<std::string>& rules);
void addDerived(std::vector<Finding>& findings, const RuleSet& rules, const RunFrame& frame, const std::vector<RuleFailure>& failures);

} // namespace shelf
