// The rules of this area, a file each. governance.cpp lists them.
#pragma once

#include "governance/rules/rule.h"

namespace shelf {

RulePtr govApprovalOld();
RulePtr govApprovedWithError();
RulePtr govCostMissingInBundle();
RulePtr govDraftAbandoned();
RulePtr govOwnerInactive();
RulePtr govOwnerMissing();
RulePtr govPriceLeavesEarly();
RulePtr govReviewOverdue();
RulePtr govReviewedByOneLogin();
RulePtr govRuleFailed();
RulePtr govWaiverExpired();
RulePtr govWaiverExpiring();

} // namespace shelf
