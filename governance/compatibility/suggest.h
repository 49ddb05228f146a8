// Which conditions might hold between two families: found in values that correspond, and in the links that somebody has approved.
//
// The score, 0 to 1, says how much better a condition tells fitting pairs from others than chance does. Let p be the share of all pairs
// of the two families that satisfy it (of those where nothing is missing); above 0.9 it decides nothing and is not suggested.
//   from links   the share s of linked pairs that satisfy it, beyond chance: (s - p) / (1 - p), times the share of linked pairs where
//                nothing is missing. A learned table counts a pair only where other products on both sides are linked with the same
//                two values, for what was seen once says nothing about the next, and every entry costs a link: times
//                (1 - entries / links).
//   from values  the geometric mean of the shares of products on either side that find a partner, times (1 - p), times 0.8: links say
//                more. Times 0.25 for what is alike without deciding anything: colours, brands, materials.
#pragma once

#include "governance/compatibility/compatibility.h"

#include <map>
#include <string>
#include <vector>

namespace shelf {

struct Suggestion {
    std::string left, right; // families; a condition that asks for it turns the two round
    CompatCondition condition;
    double score = 0;
    bool fromLinks = false;
    PairCount pairs; // of the families
    uint64_t held = 0, broken = 0, missing = 0; // linked pairs that satisfy it, don't, lack a value
    std::vector<std::string> exceptions; // links that it would forbid; the first of them
    // A table's evidence: links by the value on the left and on the right.
    std::map<std::string, std::map<std::string, uint64_t>> evidence;
};

struct SuggestRequest {
    std::string left, right; // families
    View view = View::Approved; // of the links to learn from
    size_t most = 10;
};

struct SuggestOutcome {
    uint64_t links = 0; // between the two families
    std::vector<Suggestion> suggestions; // best first
};

SuggestOutcome suggestConditions(const Snapshot& catalog, const SuggestRequest& request);

} // namespace shelf
