// The one list of commands: each is a file of its own that adds itself to the tree.
#pragma once

#include "app/shelfctl/command_tree.h"

namespace shelf::cli {

void addCommands(CommandTree& tree);

void addNew(CommandTree& tree);
void addInfo(CommandTree& tree);
void addStats(CommandTree& tree);
void addImport(CommandTree& tree);
void addExtract(CommandTree& tree);
void addApply(CommandTree& tree);
void addDump(CommandTree& tree);
void addProducts(CommandTree& tree);
void addShow(CommandTree& tree);
void addSet(CommandTree& tree);
void addFacets(CommandTree& tree);
void addLink(CommandTree& tree);
void addBundle(CommandTree& tree);
void addUpgrade(CommandTree& tree);
void addCopy(CommandTree& tree);
void addCompat(CommandTree& tree);
void addCompatSuggest(CommandTree& tree); // of the group compat
void addValidate(CommandTree& tree);
void addFix(CommandTree& tree);
void addHealth(CommandTree& tree);
void addReport(CommandTree& tree);
void addEvidence(CommandTree& tree);
void addPropose(CommandTree& tree);
void addRules(CommandTree& tree);
void addWaive(CommandTree& tree);
void addPreview(CommandTree& tree);
void addScenario(CommandTree& tree);
void addCoverage(CommandTree& tree);
void addReview(CommandTree& tree);
void addHold(CommandTree& tree);
void addHistory(CommandTree& tree);
void addUndo(CommandTree& tree);
void addAudit(CommandTree& tree);
void addExport(CommandTree& tree);
void addRelease(CommandTree& tree);
void addReleaseDiff(CommandTree& tree);
void addRollback(CommandTree& tree);
void addReceipt(CommandTree& tree);
void addVerify(CommandTree& tree);
void addDelta(CommandTree& tree);
void addPolicy(CommandTree& tree);
void addBackup(CommandTree& tree);
void addCheck(CommandTree& tree);
void addCompact(CommandTree& tree);
void addCompletion(CommandTree& tree);

} // namespace shelf::cli
