// What is wrong in a workspace, with what the workspace knows of each finding: whether it is waived, when it was first seen, whether
// it is new since the last release. And what that means for a release: the gate.
#pragma once

#include "governance/findings/gate.h"
#include "governance/findings/validator.h"
#include "governance/rules/waivers.h"
#include "model/store/workspace.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace shelf {

struct JudgedFinding {
    Finding finding;
    std::string waiver; // the key of the waiver in force that covers it; empty: none
    std::string firstSeen; // UTC; now for one that was never seen before
    uint32_t timesBack = 0; // how often it came back after it was fixed
    bool isNew = false; // since the last release; nothing is before the first one, and nothing that is waived
    bool leaves = false; // it is found in what a release made now would carry, too
};

struct FindingCounts {
    std::array<uint64_t, 4> open{}; // by Severity, without waived ones
    uint64_t waived = 0;
};
FindingCounts countFindings(const std::vector<JudgedFinding>& findings);

struct FindingsRequest {
    View view = View::Working;
    std::vector<std::string> rules; // none: all
    std::vector<std::string> subjects; // SKUs and ids; none: everything
    std::optional<uint64_t> changedIn; // what this change set can have affected
    bool onlyNew = false;
    bool remember = false; // note in the history what a run of everything found in View::Working, where the workspace can be written
    Progress progress = {};
};

struct FindingsReport {
    std::vector<JudgedFinding> findings; // worst first
    uint64_t checked = 0;
    int64_t milliseconds = 0; // of the rules, without loading
    GateResult gate;
};

// Loads the catalog and runs the rules over it. Errors: Rejected UNKNOWN_RULE, UNKNOWN_SKU, UNKNOWN_MAPPING, UNKNOWN_CHANGESET;
// those of reading; Cancelled.
Result<FindingsReport> findingsOf(Workspace& workspace, const FindingsRequest& request);
// The same over a catalog that is loaded already.
Result<FindingsReport> findingsOf(Workspace& workspace, const Snapshot& catalog, const FindingsRequest& request);

// Whether a finding of View::Working is about what would be released, as far as its subject tells: a mapping's working content is
// what leaves, or it is no mapping.
bool isAboutReleased(const Snapshot& catalog, const Finding& finding);

// Judges findings one after the other.
class Judge {
public:
    static Result<Judge> prepare(Workspace& workspace);
    // `leaves`: it was found in View::Leaving, where what the last release had is known. A finding of a draft is new where it was first
    // seen after that release.
    JudgedFinding judge(Finding finding, bool leaves) const;
    const Waivers& waivers() const { return m_waivers; }
    Days today() const { return m_today; }
    bool hasBaseline() const { return m_hasBaseline; } // there is a release, and what was wrong when it was made is known
    const std::vector<uint64_t>& baseline() const { return m_baseline; } // errors at the last release, sorted

private:
    struct Seen {
        std::string first;
        uint32_t timesBack = 0;
    };
    Waivers m_waivers;
    Days m_today = 0;
    std::string m_now;
    uint64_t m_release = 0; // the last one that was published
    std::string m_releaseTime;
    bool m_hasBaseline = false;
    std::vector<uint64_t> m_baseline;
    std::unordered_map<uint64_t, Seen> m_seen;
};

} // namespace shelf
