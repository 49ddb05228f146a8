// The rules of this area, in byte order of their ids.
#include "governance/rules/registry.h"

namespace shelf {

std::vector<RulePtr> copyRules()
{
    std::vector<RulePtr> rules;
    return rules;
}

} // namespace shelf
