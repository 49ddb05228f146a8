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
        Code brand = 0, categories = 0;
    };
    explicit FamilyPrices(const RuleRun& run);
    // Members above `low` and at most `high`, in the currency of `like`, of its family and primary category, and of its brand where
    // `sameBrand`.
    std::vector<Member> between(Row like, int64_t low, int64_t high, bool sameBrand) const;

private:
    void add(Row row, Code family);
    int64_t priceOf(Row row); // 0: none
    std::string_view primary(Code categories) const;

    const Snapshot& m_catalog;
    const Column *m_families, *m_categories, *m_brands, *m_currencies, *m_prices = nullptr;
    std::vector<int64_t> m_priceOfCode; // -1: not read yet
    std::map<std::pair<Code, Code>, std::vector<Member>> m_members; // by family and currency
};

} // namespace shelf
