// What all link rules of one type give together.
#pragma once

#include "model/catalog/snapshot.h"

#include <string_view>
#include <utility>
#include <vector>

namespace shelf {

// Source and target, sorted, once each. In View::Working as computed today, else as frozen when each rule was approved. Rules that cannot
// be computed give nothing; stored links are not among them.
std::vector<std::pair<Row, Row>> pairsOfLinkRules(const Snapshot& catalog, View view, std::string_view type, Days today);

} // namespace shelf
