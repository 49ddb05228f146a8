// What rules about upgrade paths share.
#pragma once

#include "governance/offers/ladder_figures.h"
#include "governance/rules/rule.h"

#include <map>
#include <utility>
#include <vector>

namespace shelf {

// Default of the parameter `less_is_better`; the same as lessIsBetterByDefault().
inline constexpr Parameter lessIsBetterParameter = {"less_is_better",
    R"(["aperture","cas_latency","energy_consumption","first_word_latency","latency","noise","noise_level","power_consumption",)"
    R"("response_time","tdp","thickness","weight"])",
    "attributes of which less is better"};

// What rules about key attributes and evidence read: paths may name any attribute and any core field.
std::vector<std::string_view> anyField();

// "upgrade:bodies: CAM-2 (Camera two), the step after CAM-1 (Camera one),"
std::string stepLabel(const Snapshot& catalog, const Entry& ladder, const std::vector<StepFigures>& steps, size_t step);
// "Resolution goes from 26 MP to 24 MP"
std::string turnText(const Snapshot& catalog, const AttributeStep& turn);

// What can stand on ladders: the products that are sold and have a price, of the families that are on some, by price.
class FamilyPrices {
public:
    struct Member {
        Row row = noRow;
        int64_t price = 0;
        Code brand = 0;
    };
    explicit FamilyPrices(const RuleRun& run);
    // Those of a product's family, primary category and currency, by price, then SKU.
    const std::vector<Member>& like(Row product) const;
    Code brand(Row row) const { return m_catalog.value(m_brands, row); }

private:
    struct Key {
        Code family = 0, category = 0, currency = 0;
        auto operator<=>(const Key&) const = default;
    };
    void add(Row row);
    void sortByPrice(std::vector<Member>& members) const;
    Key keyOf(Row row) const;
    int64_t priceOf(Row row); // 0: none

    const Snapshot& m_catalog;
    const Column *m_families, *m_categories, *m_brands, *m_currencies, *m_prices;
    std::vector<int64_t> m_priceOfCode; // -1: not read yet
    std::map<Key, std::vector<Member>> m_members;
    Key m_lastKey; // where the product before went: neighbours are often alike
    std::vector<Member>* m_last = nullptr;
};

} // namespace shelf
