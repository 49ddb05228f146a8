// The rules of this area, a file each. attributes.cpp lists them.
#pragma once

#include "governance/rules/rule.h"

namespace shelf {

RulePtr attrPriceMissing();

} // namespace shelf
