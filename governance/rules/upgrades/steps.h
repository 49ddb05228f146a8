// What rules about upgrade paths share.
#pragma once

#include "governance/offers/ladder_figures.h"
#include "governance/rules/rule.h"

namespace shelf {

// Default of the parameter `less_is_better`; the same as lessIsBetterByDefault().
inline constexpr Parameter lessIsBetterParameter = {"less_is_better",
    R"(["aperture","cas_latency","energy_consumption","first_word_latency","latency","noise","noise_level","power_consumption",)"
    R"("response_time","tdp","thickness","weight"])",
    "attributes of which less is better"};

// "upgrade:bodies: CAM-2 (Camera two), the step after CAM-1 (Camera one),"
std::string stepLabel(const Snapshot& catalog, const Entry& ladder, const std::vector<StepFigures>& steps, size_t step);
// "Resolution goes from 26 MP to 24 MP"
std::string turnText(const Snapshot& catalog, const AttributeStep& turn);

// What can stand on ladders: the products of some families that are sold and have a price, by price.
class FamilyPrices {
public:
    struct Member {
        Row row = noRow;
        int64_t price = 0;
        std::string_view brand;
    };
    // The families of the steps of all ladders that are looked at.
    explicit FamilyPrices(const RuleRun& run);
    // Members above `low` and at most `high`, in the currency of `like`, of its family, and of its brand where `sameBrand`.
    std::vector<Member> between(Row like, int64_t low, int64_t high, bool sameBrand) const;

private:
    struct Group {
        std::string family, currency;
        std::vector<Member> members;
    };
    const Group* find(std::string_view family, std::string_view currency) const;
    const Snapshot& m_catalog;
    std::vector<Group> m_groups;
};

} // namespace shelf
