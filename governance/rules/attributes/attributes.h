// The rules of this area, a file each. attributes.cpp lists them.
#pragma once

#include "governance/rules/rule.h"

namespace shelf {

RulePtr attrActivePastEnd();
RulePtr attrBannedWords();
RulePtr attrCategoryMissing();
RulePtr attrCategoryRetired();
RulePtr attrCompletenessLow();
RulePtr attrCostAbovePrice();
RulePtr attrEndBeforeLaunch();
RulePtr attrGtinDuplicate();
RulePtr attrGtinInvalid();
RulePtr attrMarkupInText();
RulePtr attrMixedUnits();
RulePtr attrNameDuplicate();
RulePtr attrOptionUnknown();
RulePtr attrOutOfBounds();
RulePtr attrPersonalData();
RulePtr attrPriceMissing();
RulePtr attrPriceNotPositive();
RulePtr attrRequiredMissing();
RulePtr attrSkuLookalike();
RulePtr attrTextTooLong();
RulePtr attrUrlMalformed();
RulePtr attrValuesNearEqual();
RulePtr attrWarrantyMissing();
RulePtr attrWhitespace();
RulePtr attrWrongType();
RulePtr attrWrongUnit();

} // namespace shelf
