// What must hold for a release to leave: the gate. Its conditions stand in one list in gate.cpp.
#pragma once

#include "model/domain/json.h"
#include "model/store/workspace.h"

#include <cstdint>
#include <string>
#include <vector>

namespace shelf {

class Judge;
class Snapshot;
struct JudgedFinding;

struct GateCondition {
    std::string id; // "no-blocker", "no-new-error", "scenarios"
    bool met = true;
    std::string says; // one sentence
    uint64_t count = 0; // of what is in the way
    std::vector<std::string> findings; // the first twenty ids of it; "scenario:NAME" of scenarios
    std::string first; // rule and subject of the first
};

struct GateResult {
    bool open = true;
    std::vector<GateCondition> conditions;
    std::vector<std::string> waivers; // keys of those in force that hide something of what is released
    uint64_t blockers = 0, errors = 0, newErrors = 0, inherited = 0, inheritedBefore = 0, waived = 0, warnings = 0;
    std::vector<uint64_t> errorHashes; // of the errors that are there, waived ones left out: the next release's baseline
    std::vector<uint64_t> oldErrorHashes; // those of them that are not new: the baseline of a rollback, which no gate stops
    // {"open", "result", "conditions": [{"id","met","says","count","findings"}], "waivers": […], "numbers": {…}}
    Json json() const;
    std::string text() const; // a line for each condition, for people
};

// `findings`: of everything, in View::Leaving: what is held back does not leave, so that its findings do not count.
GateResult evaluateGate(const Snapshot& catalog, const std::vector<JudgedFinding>& findings, const Judge& judge);
// Loads the catalog and runs all rules over what a release would carry.
Result<GateResult> evaluateGate(Workspace& workspace, const Progress& progress = {});

} // namespace shelf
