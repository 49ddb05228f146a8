// Saved previews with what is expected of them: run as tests, and closing the gate where they fail. How people write one is in
// resources/help/scenarios.md; what a file may say is checked when it is applied (model/domain/scenario_check.h).
#pragma once

#include "governance/preview/state.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shelf {

struct Expectation {
    enum class Verb : uint8_t {
        Shows, // each of `ids` is shown
        Hides, // none of `ids` is; with `because`, for that reason
        First, // ids[0] is the first in the slot
        Order, // `ids` are shown one after the other; others may stand between them
        Never, // no product shown satisfies `expression`
        Always, // every product shown does
        AtLeast, // so many are shown, of those that satisfy `expression` where there is one
        AtMost,
    } verb = Verb::Shows;
    std::vector<std::string> ids; // SKUs, or "bundle:CODE"
    std::string expression;
    int64_t count = 0;
    std::string slot; // only what is shown there; empty: all slots
    std::string because; // a stage's name, or "no-candidate"
    std::string note;

    std::string text() const; // "shows CARD-Y first in accessories"
};

struct Scenario {
    std::string name, label;
    PreviewRequest request; // `on` empty: the day it is run
    PreviewState state;
    bool closesGate = true;
    std::vector<Expectation> expect;
};

// Of a definition that was checked. Error: Rejected SCENARIO, where = "scenario NAME, key".
Result<Scenario> scenarioFrom(const Thing& definition);
std::vector<const Thing*> scenariosOf(const Definitions& definitions);

struct ScenarioFailure {
    std::string expectation; // Expectation::text(); empty: it could not be run at all
    std::string because; // one sentence: what is so instead, and why
    std::vector<FlipStep> flip; // the smallest change that would help, where one is known
    std::string note;
    bool operator==(const ScenarioFailure&) const = default;
};

// Runs one over a state's content; `on` stands in where the scenario names no day. Empty: it passes.
std::vector<ScenarioFailure> runScenario(const Scenario& scenario, const PreviewEngine& engine, const std::string& on);

} // namespace shelf
