// The sample shops, as resources/sample says: a tidy camera dealer with a week of work behind it, and (in its folder defects) a small
// one in which every rule finds something. Here are their files and their steps; governance/sample carries the steps out.
#pragma once

#include "model/store/workspace.h"

#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// One thing that somebody did.
struct SampleStep {
    enum class Kind { Apply, Import, Orders, Submit, Approve, Reject, Undo, Waive, Validate, Release };
    Kind kind = Kind::Apply;
    int daysAgo = 0; // before the day on which the sample is made
    int minutes = 0; // of that day, UTC
    std::string person;
    std::string file, label; // Apply, Import, Orders (no label)
    std::string family; // Import: of every row
    std::vector<std::string> ids; // Submit, Approve, Reject
    bool all = false; // Submit: what the person has drafted; Approve: what others have drafted
    std::vector<std::string> except; // of all
    std::string comment; // Submit, Approve, Reject; Waive: the reason
    std::string rule, subject, grantedBy; // Waive
    int days = 0; // Waive: how long it counts, from that day
};

enum class Sample { Tidy, Defects };

// In the order of time. Error: Rejected, where the sample's history.yaml is wrong.
Result<std::vector<SampleStep>> sampleSteps(Sample sample = Sample::Tidy);

// One of the samples' files, by its path in resources/sample. Error: Rejected SAMPLE.
Result<std::string_view> sampleText(std::string_view file);

// Applies one of the definition files; its dates are counted from the workspace's clock.
Result<void> applySampleFile(Workspace& workspace, const std::string& file, const std::string& author, const std::string& label);

// Every definition file of the tidy shop's week, one after the other and all by one person: its content without its history.
Result<void> applySampleFiles(Workspace& workspace, const std::string& author);

} // namespace shelf
