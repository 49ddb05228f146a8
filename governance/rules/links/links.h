// The rules of this area, a file each. links.cpp lists them.
#pragma once

#include "governance/rules/rule.h"

namespace shelf {

RulePtr linkAccessoryTooDear();
RulePtr linkChainTooDeep();
RulePtr linkChannelsDisagree();
RulePtr linkConsumableWithoutInterval();
RulePtr linkContradictsLink();
RulePtr linkContradictsRule();
RulePtr linkEvidenceOld();
RulePtr linkEvidenceWeak();
RulePtr linkForbiddenCategoryPair();
RulePtr linkOneBrandOnly();
RulePtr linkRankDuplicate();
RulePtr linkReasonContradicts();
RulePtr linkReasonEmptyWords();
RulePtr linkReasonMissing();
RulePtr linkRequiresAndIncompatible();
RulePtr linkRequiresCycle();
RulePtr linkSeasonWithoutEnd();
RulePtr linkSourceRetired();
RulePtr linkSubstituteOtherCategory();
RulePtr linkTargetConcentrated();
RulePtr linkTargetNeverRecommend();
RulePtr linkTargetOutOfStock();
RulePtr linkTargetRetired();
RulePtr linkTargetUnsellable();
RulePtr linkTooFew();
RulePtr linkTooManyInSlot();
RulePtr linkUpSellAndCrossSell();
RulePtr linkUpSellCheaper();
RulePtr linkWindowEnded();
RulePtr linkWindowEndsSoon();

} // namespace shelf
