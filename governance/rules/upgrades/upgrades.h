// The rules of this area, a file each. upgrades.cpp lists them.
#pragma once

#include "governance/rules/rule.h"

namespace shelf {

RulePtr upgradeBenefitMissing();
RulePtr upgradeBenefitNotBorneOut();
RulePtr upgradeCycle();
RulePtr upgradeDeadEnd();
RulePtr upgradeGap();
RulePtr upgradeNextBetterNotChosen();
RulePtr upgradeOnTwoLadders();
RulePtr upgradeOtherCategory();
RulePtr upgradeSingleStep();
RulePtr upgradeStepNotDearer();
RulePtr upgradeStepRetired();
RulePtr upgradeStepTooSteep();
RulePtr upgradeWorseInKeyAttribute();

} // namespace shelf
