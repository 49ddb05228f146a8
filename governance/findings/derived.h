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

inline constexpr std::string_view approvedWithErrorRule = "gov.approved-with-error", ruleFailedRule = "gov.rule-failed";
// Whether a run of these rules (none: of all) has to run all of them, because one of them looks at what the others find.
bool needsAllRules(const std::vector<std::string>& rules);
// gov.approved-with-error, of these errors of approved mappings (FindingSink::isApprovedError), in any order.
std::vector<Finding> approvedWithError(std::vector<const Finding*> errors, const RuleSet& rules, const RunFrame& frame);
// gov.rule-failed.
std::vector<Finding> rulesFailed(const std::vector<RuleFailure>& failures, const RuleSet& rules, const RunFrame& frame);

} // namespace shelf
