// What follows from a bundle's parts and today's prices: price, cost, margin, saving, how many can be built. (mappings.md, "Bundles".)
#pragma once

#include "governance/offers/money.h"
#include "model/catalog/snapshot.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shelf {

// Of what may be chosen: the cheapest choice (of each group the fewest and cheapest, without optional components) and the dearest.
struct MoneyRange {
    int64_t low = 0, high = 0;
    bool operator==(const MoneyRange&) const = default;
};

struct PricePolicy {
    enum class Kind : uint8_t { Sum, Fixed, PercentOff, AmountOff };
    Kind kind = Kind::Sum;
    int64_t value = 0; // an amount, or percent; millionths
    std::string currency; // of the amount; empty: the parts'
    std::optional<int64_t> ending; // 990000: prices end in .99
};
PricePolicy pricePolicyOf(const FieldMap& bundle); // its `price`; a sum where it has none
// What is charged for parts that cost `sum` one by one. Percentages are rounded half up to the cent; an ending then takes the price
// down to the next one that ends so: 107.10 becomes 106.99.
int64_t priceOf(const PricePolicy& policy, int64_t sum);

struct BundleFigures {
    std::string currency; // of all amounts; empty where nothing has a price, or currencies clash
    std::vector<std::string> currencies; // where they clash: all of them, sorted; then there are no amounts
    std::optional<MoneyRange> price; // absent: a price is missing (a fixed price needs none)
    std::optional<MoneyRange> list; // the parts one by one, at today's prices
    std::optional<MoneyRange> saving; // against `list`, at the cheapest and at the dearest choice; below 0: dearer than the parts
    std::optional<MoneyRange> cost; // absent: a cost is missing
    // (net price − cost) ÷ net price without tax, of the choice where it is worst and where it is best; absent where a price or a cost is
    // missing, or nothing is charged. Tax of one price for all is shared among the parts by their prices.
    std::optional<double> margin, bestMargin;
    int64_t worstPrice = 0, worstNet = 0, worstCost = 0; // of the worst choice, where there is a margin
    std::vector<Row> worstChoice; // what is chosen there, of groups and optional components
    std::optional<int64_t> availability; // how many can be built from stock; absent where a stock is not known
    Row scarcest = noRow; // the component that limits it; noRow where that is a group
    std::vector<Row> priceMissing, costMissing, stockMissing; // by SKU, once each
    int64_t pieces = 0; // that every buyer gets: quantities of required components, and the fewest of each group
};

// Works out many bundles of one snapshot; any thread.
class BundleCalculator {
public:
    explicit BundleCalculator(const Snapshot& catalog);
    ~BundleCalculator();
    BundleFigures figures(const Entry& bundle) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// One bundle alone.
BundleFigures bundleFigures(const Snapshot& catalog, const Entry& bundle);

} // namespace shelf
