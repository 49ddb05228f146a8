// How a bundle's parts stand to each other and to the rest: what does not go together, what is needed and absent, what other bundles
// claim of the same stock.
#pragma once

#include "governance/compatibility/compatibility.h"
#include "model/catalog/snapshot.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shelf {

enum class ConflictKind : uint8_t {
    Unavoidable, // whatever is chosen, the two (or others like them) meet
    NeverFits, // something that may be chosen or left out does not go with what is always in it
    Combination, // two things that may be chosen do not go together
};
struct PartConflict {
    Row a = noRow, b = noRow; // in the bundle's order
    ConflictKind kind = ConflictKind::Unavoidable;
    std::string because; // the failing condition with both values, or the link that says so
};
// Every pair that can be in one box and is incompatible.
std::vector<PartConflict> partConflicts(const Compatibility& compatibility, const Bundle& bundle);

struct AbsentRequirement {
    Row part = noRow, needs = noRow;
    bool optional = false; // the part is one that may be chosen or left out
};
// What parts require by links of this view (their own or their parents') and the bundle has nowhere; one of its variants will do.
// `further`: sources with what they require by link rules, sorted (governance/linkrules/pairs_of_type.h).
std::vector<AbsentRequirement> absentRequirements(
    const Snapshot& catalog, View view, const Bundle& bundle, const std::vector<std::pair<Row, Row>>& further = {});

struct StockClaim {
    Row part = noRow;
    std::optional<int64_t> stock;
    int64_t own = 0; // this bundle's planned units × quantity
    int64_t others = 0; // the same of other bundles
    std::vector<std::string> by; // their ids
};
// Required components that bundles with planned units share; parked bundles claim nothing.
std::vector<StockClaim> stockClaims(const Snapshot& catalog, View view, const Entry& bundle);

// Sold now: exists, and neither planned nor retired.
bool isSold(const Snapshot& catalog, Row row);

} // namespace shelf
