// Mends findings whose fix needs no choice: the steps of their rules become one change set.
#pragma once

#include "governance/findings/validator.h"

#include <string>
#include <vector>

namespace shelf {

struct FixPlan {
    ChangeSet changes; // header left to the caller
    std::vector<Finding> fixed;
    std::vector<Finding> left; // two fixes speak of one field: these wait for another run
};

// Findings without a fix are left out. Errors: those of reading the workspace.
Result<FixPlan> planFixes(Workspace& workspace, const Snapshot& catalog, const RuleSet& rules, const std::vector<Finding>& findings,
    const ValidationRequest& request);

} // namespace shelf
