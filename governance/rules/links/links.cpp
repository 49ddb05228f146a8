// The rules of this area, in byte order of their ids.
#include "governance/rules/links/links.h"

#include "governance/rules/registry.h"

namespace shelf {

std::vector<RulePtr> linkRules()
{
    std::vector<RulePtr> rules;
    rules.push_back(linkAccessoryTooDear());
    rules.push_back(linkChainTooDeep());
    rules.push_back(linkChannelsDisagree());
    rules.push_back(linkConsumableWithoutInterval());
    rules.push_back(linkContradictsLink());
    rules.push_back(linkContradictsRule());
    rules.push_back(linkEvidenceOld());
    rules.push_back(linkEvidenceWeak());
    rules.push_back(linkForbiddenCategoryPair());
    rules.push_back(linkOneBrandOnly());
    rules.push_back(linkRankDuplicate());
    rules.push_back(linkReasonContradicts());
    rules.push_back(linkReasonEmptyWords());
    rules.push_back(linkReasonMissing());
    rules.push_back(linkRequiresAndIncompatible());
    rules.push_back(linkRequiresCycle());
    rules.push_back(linkSeasonWithoutEnd());
    rules.push_back(linkSourceRetired());
    rules.push_back(linkSubstituteOtherCategory());
    rules.push_back(linkTargetConcentrated());
    rules.push_back(linkTargetNeverRecommend());
    rules.push_back(linkTargetOutOfStock());
    rules.push_back(linkTargetRetired());
    rules.push_back(linkTargetUnsellable());
    rules.push_back(linkTooFew());
    rules.push_back(linkTooManyInSlot());
    rules.push_back(linkUpSellAndCrossSell());
    rules.push_back(linkUpSellCheaper());
    rules.push_back(linkWindowEnded());
    rules.push_back(linkWindowEndsSoon());
    return rules;
}

} // namespace shelf
