// The rules of this area, in byte order of their ids.
#include "governance/rules/compatibility/compatibility_rules.h"

#include "governance/rules/registry.h"

namespace shelf {

std::vector<RulePtr> compatibilityRules()
{
    std::vector<RulePtr> rules;
    rules.push_back(compatAttributeUnknown());
    rules.push_back(compatExceptionUnneeded());
    rules.push_back(compatPairsNone());
    rules.push_back(compatReachDrifted());
    rules.push_back(compatRulesContradict());
    rules.push_back(compatValueMissingOften());
    rules.push_back(compatValueUnknown());
    return rules;
}

} // namespace shelf
