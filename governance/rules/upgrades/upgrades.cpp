// The rules of this area, in byte order of their ids.
#include "governance/rules/upgrades/upgrades.h"

#include "governance/rules/registry.h"

namespace shelf {

std::vector<RulePtr> upgradeRules()
{
    std::vector<RulePtr> rules;
    rules.push_back(upgradeBenefitMissing());
    rules.push_back(upgradeBenefitNotBorneOut());
    rules.push_back(upgradeCycle());
    rules.push_back(upgradeDeadEnd());
    rules.push_back(upgradeGap());
    rules.push_back(upgradeNextBetterNotChosen());
    rules.push_back(upgradeOnTwoLadders());
    rules.push_back(upgradeOtherCategory());
    rules.push_back(upgradeSingleStep());
    rules.push_back(upgradeStepNotDearer());
    rules.push_back(upgradeStepRetired());
    rules.push_back(upgradeStepTooSteep());
    rules.push_back(upgradeWorseInKeyAttribute());
    return rules;
}

} // namespace shelf
