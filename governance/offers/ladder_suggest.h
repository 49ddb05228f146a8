// Drafts upgrade paths of a family: products in order of price of which none is worse than the one before in what matters.
#pragma once

#include "governance/offers/ladder_figures.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct SuggestOptions {
    // Ladders stay within products that agree in these fields. None: the brand, where at least half of the products have one; else the
    // first word of their names, where at least half share theirs with four others; else all of the family stand together. Always of one
    // primary category and currency; a variant at its parent's price is left to the parent.
    std::vector<std::string> by = {};
    // In none of these may a step be worse. None: numbers that grow with the price (rank correlation of at least 0.3), at most four,
    // but for those that say how large or heavy something is.
    std::vector<std::string> keys = {};
    size_t steps = 3; // as many where they can be found, else fewer, two at least
    size_t limit = 10;
    LadderOptions ladder = defaultLadderOptions();
    std::set<std::string> taken = {}; // ids that exist already
};

struct SuggestedStep {
    Row row = noRow;
    std::string level; // good, better, best
    int64_t price = 0;
    std::optional<double> percent; // above the step before
    std::string benefit; // "Resolution 20 → 26 MP, Weather sealed"
    std::vector<std::string> evidence; // the attributes it names
};
struct SuggestedLadder {
    std::string id, label;
    std::string currency;
    std::vector<SuggestedStep> steps;
};
struct LadderSuggestions {
    std::vector<std::string> keys; // that were used
    std::string grouping; // "brand", "first word of the name", "" …
    size_t considered = 0; // products that could stand on a ladder
    size_t leftOut = 0; // of the family: not sold, without a price or a key value, or on a ladder already
    std::vector<SuggestedLadder> ladders;
};
// Steps are chosen so that each lies in the price band, something that matters gets better by a tenth at least, and all of them
// together gain most: the sum over steps of what each key gains (at most half its size again) and of how near the price step is to a
// quarter. A product that is dearer than another of its group and better in nothing is no step, nor is one that any other of the family
// beats by a tenth for four fifths of the money. No product stands on two of them. Same catalog, same answer. Errors: Usage for an
// attribute that is not there or a key that is no number; Rejected UNKNOWN_FAMILY.
Result<LadderSuggestions> suggestLadders(const Snapshot& catalog, std::string_view family, const SuggestOptions& options);

// The content of a draft.
FieldMap ladderContent(
    const Snapshot& catalog, const SuggestedLadder& ladder, const std::vector<std::string>& keys, std::string_view owner);

} // namespace shelf
