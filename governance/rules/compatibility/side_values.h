// The values that the products on one side of a compatibility rule have, and how rules about compatibility name things.
#pragma once

#include "governance/compatibility/compatibility.h"
#include "governance/rules/rule.h"

#include <set>
#include <string>
#include <vector>

namespace shelf {

// What a condition may read: any attribute, any core field, and what says on which side a product stands.
std::vector<std::string_view> comparedFields();

enum class SideOfRule : uint8_t { Left, Right };

struct SideValues {
    uint64_t products = 0, missing = 0; // of them, without a value
    std::set<std::string> texts; // single values and elements of lists
};
SideValues sideValues(const Snapshot& catalog, const std::string& side, const std::string& field);

// "the family camera", "the category photo".
std::string sideLabel(const std::string& side);
const std::string& fieldOn(const CompatCondition& condition, SideOfRule side);
const std::string& sideOf(const CompatRule& rule, SideOfRule side);

} // namespace shelf
