// The rules of this area, in byte order of their ids.
#include "governance/rules/bundles/bundles.h"

#include "governance/rules/registry.h"

namespace shelf {

std::vector<RulePtr> bundleRules()
{
    std::vector<RulePtr> rules;
    rules.push_back(bundleComponentNotInChannel());
    rules.push_back(bundleComponentRetired());
    rules.push_back(bundleComponentTwice());
    rules.push_back(bundleComponentsIncompatible());
    rules.push_back(bundleDearerThanParts());
    rules.push_back(bundleDiscountAboveCap());
    rules.push_back(bundleGroupEmpty());
    rules.push_back(bundleIntentMissing());
    rules.push_back(bundleMarginBelowFloor());
    rules.push_back(bundleRequirementAbsent());
    rules.push_back(bundleScarce());
    rules.push_back(bundleTooFewComponents());
    return rules;
}

} // namespace shelf
