// The rules of this area, a file each. bundles.cpp lists them.
#pragma once

#include "governance/rules/rule.h"

namespace shelf {

RulePtr bundleComponentNotInChannel();
RulePtr bundleComponentRetired();
RulePtr bundleComponentTwice();
RulePtr bundleComponentsIncompatible();
RulePtr bundleDearerThanParts();
RulePtr bundleDiscountAboveCap();
RulePtr bundleGroupEmpty();
RulePtr bundleIntentMissing();
RulePtr bundleMarginBelowFloor();
RulePtr bundleRequirementAbsent();
RulePtr bundleScarce();
RulePtr bundleTooFewComponents();

} // namespace shelf
