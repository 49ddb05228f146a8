// `import --what orders`: its options, and what it says at the end.
#pragma once

#include "governance/evidence/order_import.h"

#include <optional>
#include <string>

namespace shelf::cli {

// As typed.
struct OrderOptions {
    std::optional<std::string> name, minCell, largestOrder;
    bool any() const { return name || minCell || largestOrder; }
};

// Error: Usage, also where the options are given and no orders are imported.
Result<OrderPairOptions> countingFrom(const OrderOptions& options, bool ofOrders);
// What makes no sense for orders. Error: Usage, Rejected.
Result<void> checkOrderRequest(const ImportRequest& request);

// Keys beside those of every import: orders, pairs, dataset (the first new one, or the one that is known), datasets, returned.
void addOrders(Json& document, const OrderImportReport& report);
std::string ordersText(const OrderImportReport& report);

} // namespace shelf::cli
