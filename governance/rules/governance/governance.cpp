// The rules of this area, in byte order of their ids.
#include "governance/rules/governance/governance_rules.h"

#include "governance/rules/registry.h"

namespace shelf {

std::vector<RulePtr> governanceRules()
{
    std::vector<RulePtr> rules;
    rules.push_back(govApprovalOld());
    rules.push_back(govApprovedWithError());
    rules.push_back(govCostMissingInBundle());
    rules.push_back(govDraftAbandoned());
    rules.push_back(govOwnerInactive());
    rules.push_back(govOwnerMissing());
    rules.push_back(govPriceLeavesEarly());
    rules.push_back(govReviewOverdue());
    rules.push_back(govReviewedByOneLogin());
    rules.push_back(govRuleFailed());
    rules.push_back(govWaiverExpired());
    rules.push_back(govWaiverExpiring());
    return rules;
}

} // namespace shelf
