// The sample shop, a camera dealer: its definition files and the week of work behind it, as resources/sample says.
// governance/sample carries the week out.
#pragma once

#include "model/store/workspace.h"

#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// One thing that somebody did.
struct SampleStep {
    enum class Kind { Apply, Submit, Approve, Reject, Undo, Release };
    Kind kind = Kind::Apply;
    int daysAgo = 0; // before the day on which the sample is made
    int minutes = 0; // of that day, UTC
    std::string person;
    std::string file, label; // Apply
    std::vector<std::string> ids; // Submit, Approve, Reject
    bool all = false; // Submit: what the person has drafted; Approve: what others have drafted
    std::vector<std::string> except; // of all
    std::string comment;
};

// In the order of time. Error: Rejected, where history.yaml is wrong.
Result<std::vector<SampleStep>> sampleSteps();

// Applies one of the sample's definition files; its dates are counted from the workspace's clock.
Result<void> applySampleFile(Workspace& workspace, const std::string& file, const std::string& author, const std::string& label);

// Every definition file of the week, one after the other and all by one person: the sample's content without its history.
Result<void> applySampleFiles(Workspace& workspace, const std::string& author);

} // namespace shelf
