// The rules of this area, a file each. copy.cpp lists them.
#pragma once

#include "governance/rules/rule.h"

namespace shelf {

RulePtr copyBannedWord();
RulePtr copyLocaleMissing();
RulePtr copyPlaceholderUnresolved();
RulePtr copyTooLong();
RulePtr copyUsesProfile();

} // namespace shelf
