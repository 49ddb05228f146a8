// A bundle's figures (governance/offers/bundle_figures.h) as the command line shows them.
#pragma once

#include "model/catalog/snapshot.h"
#include "model/domain/json.h"

#include <string>

namespace shelf::cli {

// Money is in the currency of the parts. What cannot be known is left out, and a list says for which SKUs it is missing:
// "price_missing", "cost_missing", "stock_missing". Where something is chosen, price, cost, saving and list_price are those of the
// cheapest choice, and price_max … those of the dearest; margin is the worst, margin_max the best.
Json bundleFiguresJson(const Snapshot& catalog, const Entry& bundle);
// The same in sentences, for what numbers do not say.
std::string bundleNotes(const Snapshot& catalog, const Json& figures);

} // namespace shelf::cli
