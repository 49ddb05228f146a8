// The rules of this area, in byte order of their ids.
#include "governance/rules/attributes/attributes.h"

#include "governance/rules/registry.h"

namespace shelf {

std::vector<RulePtr> attributeRules()
{
    std::vector<RulePtr> rules;
    rules.push_back(attrActivePastEnd());
    rules.push_back(attrBannedWords());
    rules.push_back(attrCategoryMissing());
    rules.push_back(attrCategoryRetired());
    rules.push_back(attrCompletenessLow());
    rules.push_back(attrCostAbovePrice());
    rules.push_back(attrEndBeforeLaunch());
    rules.push_back(attrGtinDuplicate());
    rules.push_back(attrGtinInvalid());
    rules.push_back(attrMarkupInText());
    rules.push_back(attrMixedUnits());
    rules.push_back(attrNameDuplicate());
    rules.push_back(attrOptionUnknown());
    rules.push_back(attrOutOfBounds());
    rules.push_back(attrPersonalData());
    rules.push_back(attrPriceMissing());
    rules.push_back(attrPriceNotPositive());
    rules.push_back(attrRequiredMissing());
    rules.push_back(attrSkuLookalike());
    rules.push_back(attrTextTooLong());
    rules.push_back(attrUrlMalformed());
    rules.push_back(attrValuesNearEqual());
    rules.push_back(attrWarrantyMissing());
    rules.push_back(attrWhitespace());
    rules.push_back(attrWrongType());
    rules.push_back(attrWrongUnit());
    return rules;
}

} // namespace shelf
