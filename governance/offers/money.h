// Money in the catalog: whole millionths of its currency, rounded half up to the cent where something is computed; and value added
// tax, so that margins are told without it.
#pragma once

#include "model/catalog/snapshot.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace shelf {

inline constexpr int64_t moneyUnit = 1000000;

// The amount of a column's code; nullopt where there is none, or it is no number of at most six decimals.
std::optional<int64_t> moneyOf(const Column* column, Code code);
int64_t roundedToCent(double millionths); // half up
std::string moneyText(int64_t millionths, std::string_view currency); // "199.5 EUR", in shortest form
std::string percentText(double percent); // "12.5 %", at most two decimals
// Saturates instead of overflowing.
int64_t moneySum(int64_t a, int64_t b);

// A product's price and cost, and the currency that both are in: its own, else the workspace's.
class Prices {
public:
    explicit Prices(const Snapshot& catalog);
    std::optional<int64_t> price(Row row) const;
    std::optional<int64_t> cost(Row row) const;
    std::string currency(Row row) const;

private:
    const Snapshot& m_catalog;
    const Column *m_price, *m_cost, *m_currency;
    std::string m_default;
};

// The rate of a product: `vat` (percent) of its primary category, else of the nearest category above that has one, else the policy
// `vat`. The policy `prices` says whether prices are gross (with it, the default) or net.
class VatRates {
public:
    explicit VatRates(const Snapshot& catalog);
    bool grossPrices() const { return m_gross; }
    double percent(Row row) const;
    // What is left of 1 of this product's price without tax: 1 / 1.19, or 1 where prices are net.
    double netShare(Row row) const { return m_gross ? 1 / (1 + percent(row) / 100) : 1; }

private:
    double ofCategory(std::string_view category) const;
    const Snapshot& m_catalog;
    const Column* m_categories;
    bool m_gross = true;
    double m_default = 0;
    std::map<std::string, double, std::less<>> m_rates; // categories with one of their own
};

} // namespace shelf
