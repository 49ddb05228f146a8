// The rules of this area, a file each. compatibility_rules.cpp lists them.
#pragma once

#include "governance/rules/rule.h"

namespace shelf {

RulePtr compatAttributeUnknown();
RulePtr compatExceptionUnneeded();
RulePtr compatPairsNone();
RulePtr compatReachDrifted();
RulePtr compatRulesContradict();
RulePtr compatValueMissingOften();
RulePtr compatValueUnknown();

} // namespace shelf
