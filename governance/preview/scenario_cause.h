// Which change set broke a scenario: the history is taken back step by step until it passes.
#pragma once

#include "governance/preview/compare.h"
#include "governance/preview/scenario.h"

#include <map>
#include <string>
#include <vector>

namespace shelf {

struct ScenarioCause {
    enum class Kind : uint8_t {
        Edit, // before `change` it passed
        Written, // it has failed since `change` wrote or rewrote the scenario itself
        Unknown, // it has failed for as long as was looked
    } kind = Kind::Unknown;
    ChangeSetNote change;
    std::string text() const; // "broken by change set 12 (…)"
};

struct CauseLimits {
    size_t steps = 2000; // change sets looked back
    size_t runs = 200; // previews tried again, each with an engine of its own
};

// Of scenarios that fail now in this view on this day; by their names. What is archived ends the search.
Result<std::map<std::string, ScenarioCause>> whatBroke(Workspace& workspace, const std::vector<Scenario>& failing, View view,
    const std::string& on, const Progress& progress = {}, const CauseLimits& limits = {});

} // namespace shelf
