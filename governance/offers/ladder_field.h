// The products of a family that can stand on suggested ladders, with what is compared of them. Part of ladder_suggest.
#pragma once

#include "governance/offers/ladder_suggest.h"

#include <string>
#include <vector>

namespace shelf {

struct LadderProduct {
    Row row = noRow;
    int64_t price = 0;
    std::string group; // what it has in common with others on its ladder, with the currency
    std::string currency;
    std::vector<double> keys; // greater is better
    bool used = false;
};

struct LadderField {
    std::vector<LadderProduct> products; // by price, then SKU
    std::vector<std::string> keys;
    std::string grouping;
    size_t leftOut = 0;
};
Result<LadderField> ladderField(const Snapshot& catalog, const Family& family, const SuggestOptions& options);

} // namespace shelf
