// What commands that are not about findings say of them: how many there are, and those of one product or mapping.
#pragma once

#include "app/shelfctl/context.h"
#include "governance/findings/workspace_findings.h"

#include <string>

namespace shelf::cli {

// In workspaces up to this size (about 90,000 products with their mappings) all rules are run: that takes up to some two seconds.
// Above it they would hold up a quick command for longer than the rest of it takes.
inline constexpr uint64_t mostBytesToRun = uint64_t(50) << 20;

struct KnownCounts {
    enum class From : uint8_t {
        Run,
        History, // as the last run of all rules left it: each counts with the severity that is set for its rule
        Nothing, // the rules never ran in this large workspace, or found nothing
    };
    FindingCounts counts;
    From from = From::Run;
};
Result<KnownCounts> countKnownFindings(const Context& context, Workspace& workspace);

struct NearFindings {
    Json findings = Json::array(); // as `validate --json` has them; of large workspaces without `first_seen` and `new`
    bool partial = false; // what takes more than the subject and its own links to know was not looked for: the workspace is large
};
// `subject`: a SKU or the id of a mapping that exists. Never fails for what a rule finds or cannot do.
Result<NearFindings> findingsNear(const Context& context, Workspace& workspace, const std::string& subject);
// A line for each, for people.
std::string findingLines(const NearFindings& near);

} // namespace shelf::cli
