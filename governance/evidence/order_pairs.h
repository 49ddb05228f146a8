// Counts in how many orders each product and each pair of products is, from order lines in any order, in bounded memory. Orders are
// known by a keyed hash only (order_hash.h) and forgotten when this goes.
#pragma once

#include "governance/evidence/order_hash.h"
#include "governance/evidence/sorted_runs.h"
#include "model/store/workspace.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct OrderPairOptions {
    size_t bytes = size_t(256) << 20; // of memory for lines and pairs; the rest goes into a scratch file
    uint32_t largestOrder = 100; // an order of more distinct products is counted for its products only
    uint32_t smallestCell = 5; // pairs in fewer orders are not given
};

struct OrderTotals {
    uint64_t orders = 0;
    uint64_t lines = 0; // distinct products of orders
    uint64_t largeOrders = 0;
};

struct OrderPair {
    uint32_t a = 0, b = 0; // a < b
    uint32_t orders = 0;
    bool operator==(const OrderPair&) const = default;
};

class OrderPairs {
public:
    // Products are numbers below `products`. Scratch files are made in `folder`.
    OrderPairs(uint32_t products, std::string folder, const OrderPairOptions& options = {});

    // One line of an order. The same product twice in one order counts once. Error: System.
    Result<void> add(std::string_view order, uint32_t product) { return m_lines->add(RunItem::of(m_hash(order), product)); }
    // All lines are there: counts. Errors: System, Cancelled.
    Result<void> count(const Progress& progress = {});

    const OrderTotals& totals() const { return m_totals; }
    const std::vector<uint32_t>& productOrders() const { return m_productOrders; } // by product: the orders it is in
    // The pairs that are in enough orders, by a, then b; false at the end. Error: System.
    Result<bool> next(OrderPair& pair);

private:
    Result<void> endOrder();

    const OrderPairOptions m_options;
    OrderHash m_hash;
    std::unique_ptr<SortedRuns> m_lines; // order and product
    SortedRuns m_pairs; // both products, and a count
    std::vector<uint32_t> m_order; // the products of the order being read
    std::vector<uint32_t> m_productOrders;
    OrderTotals m_totals;
};

} // namespace shelf
