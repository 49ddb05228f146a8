// The rules of this area, in byte order of their ids.
#include "governance/rules/copy/copy_rules.h"

#include "governance/rules/registry.h"

namespace shelf {

std::vector<RulePtr> copyRules()
{
    std::vector<RulePtr> rules;
    rules.push_back(copyBannedWord());
    rules.push_back(copyLocaleMissing());
    rules.push_back(copyPlaceholderUnresolved());
    rules.push_back(copyTooLong());
    rules.push_back(copyUsesProfile());
    return rules;
}

} // namespace shelf
