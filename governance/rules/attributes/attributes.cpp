// The rules of this area, in byte order of their ids.
#include "governance/rules/attributes/attributes.h"

#include "governance/rules/registry.h"

namespace shelf {

std::vector<RulePtr> attributeRules()
{
    std::vector<RulePtr> rules;
    rules.push_back(attrPriceMissing());
    return rules;
}

} // namespace shelf
