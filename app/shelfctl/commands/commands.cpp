#include "app/shelfctl/commands/commands.h"

namespace shelf::cli {

// In the order in which --help lists them.
void addCommands(CommandTree& tree)
{
    addNew(tree);
    addInfo(tree);
    addStats(tree);
    addImport(tree);
    addExtract(tree);
    addApply(tree);
    addDump(tree);
    addProducts(tree);
    addShow(tree);
    addSet(tree);
    addFacets(tree);
    addLink(tree);
    addCompat(tree);
    addBundle(tree);
    addUpgrade(tree);
    addCopy(tree);
    addValidate(tree);
    addFix(tree);
    addHealth(tree);
    addReport(tree);
    addEvidence(tree);
    addPropose(tree);
    addRules(tree);
    addWaive(tree);
    addPreview(tree);
    addScenario(tree);
    addCoverage(tree);
    addReview(tree);
    addHold(tree);
    addHistory(tree);
    addUndo(tree);
    addAudit(tree);
    addExport(tree);
    addRelease(tree);
    addReleaseDiff(tree);
    addRollback(tree);
    addReceipt(tree);
    addVerify(tree);
    addDelta(tree);
    addPolicy(tree);
    addBackup(tree);
    addCheck(tree);
    addCompact(tree);
    addCompletion(tree);
}

} // namespace shelf::cli
