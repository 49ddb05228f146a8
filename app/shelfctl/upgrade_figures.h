// Upgrade paths, and proposals for them, as the command line shows them.
#pragma once

#include "governance/offers/ladder_suggest.h"
#include "model/domain/json.h"

#include <string>
#include <string_view>

namespace shelf::cli {

// The steps as they are stored, each with price, currency, lifecycle, step_percent (above the step it follows: retired ones are
// bridged), worse (key attributes) and not_borne_out (attributes that its benefit names and that do not get better).
Json stepsJson(const Snapshot& catalog, const Entry& ladder);

Json suggestionsJson(const Snapshot& catalog, const LadderSuggestions& found);
std::string suggestionsText(const Snapshot& catalog, const LadderSuggestions& found, std::string_view family);

} // namespace shelf::cli
