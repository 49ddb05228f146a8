// What follows from a bundle's parts and today's prices: price, cost, saving, how many can be built.
#pragma once

#include "model/domain/json.h"
#include "model/store/workspace.h"

namespace shelf::cli {

// Money is in the currency of the parts. What cannot be known is left out, and a list says for which SKUs it is missing:
// "price_missing", "cost_missing", "stock_missing". Where something is chosen, price and cost are the lowest, price_max and
// cost_max the highest.
Result<Json> bundleFigures(Workspace& workspace, const FieldMap& content);

} // namespace shelf::cli
