// Mappings that are no links, taken apart: bundles, upgrade paths, link rules, compatibility rules. SKUs are rows here. (Field by
// field: model/domain/mapping.h.)
#pragma once

#include "model/catalog/links.h"
#include "model/domain/mapping.h"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace shelf {

struct BundlePart {
    Row row = noRow;
    int64_t quantity = 1;
    bool required = true;
};
struct BundleGroup {
    std::string name;
    int64_t min = 1, max = 1; // how many are chosen
    std::vector<Row> of;
};
struct Bundle {
    std::vector<BundlePart> parts;
    std::vector<BundleGroup> groups;
};

struct LadderStep {
    Row row = noRow;
    std::string level;
    bool hasBenefit = false;
    std::vector<std::string> evidence; // attribute codes
    std::optional<double> bandMin, bandMax; // percent; absent: the ladder's, else the rule's
};
struct Ladder {
    std::vector<LadderStep> steps;
    std::vector<std::string> keyAttributes;
    std::optional<double> bandMin, bandMax;
};

struct LinkRuleContent {
    std::string source, target; // expressions; target is empty where SKUs are listed
    std::vector<Row> targets;
    std::string type, order;
    std::optional<int64_t> limit;
};

enum class CompatOperator : uint8_t { Equal, Overlaps, Contains, AtMost, AtLeast, Within, Table };
struct CompatCondition {
    std::string left, right; // attribute codes or core fields
    CompatOperator op = CompatOperator::Equal;
    std::vector<std::pair<std::string, std::vector<std::string>>> table; // as texts
};
struct CompatRule {
    std::string left, right; // a family, or "category:PATH"
    bool allows = false; // else: must
    Row with = noRow;
    bool showUnknown = false;
    std::string shows, from; // slot and side, empty: only filters
    std::vector<CompatCondition> where;
};

// One content of one mapping. Immutable and shared between snapshots.
struct Entry {
    std::string id;
    MappingKind kind = MappingKind::Bundle;
    uint8_t flags = 0; // MappingFlag
    MappingStatus status = MappingStatus::Draft;
    uint16_t approved = 0, edited = 0; // days, as in Link
    FieldMap content;
    std::variant<std::monostate, Bundle, Ladder, LinkRuleContent, CompatRule> parsed;
    std::vector<Row> names; // every product it names, sorted, once each
    // Of what is computed, in the approved view: how many pairs or links it gave when it was approved, where that is known, and the
    // links of a link rule that were frozen then.
    std::optional<uint64_t> reach;
    std::vector<std::pair<Row, Row>> frozen;
    std::vector<int32_t> frozenRanks; // of the same

    bool in(View view) const { return flags & static_cast<uint8_t>(view); }
    const Bundle& bundle() const { return std::get<Bundle>(parsed); }
    const Ladder& ladder() const { return std::get<Ladder>(parsed); }
    const LinkRuleContent& linkRule() const { return std::get<LinkRuleContent>(parsed); }
    const CompatRule& compat() const { return std::get<CompatRule>(parsed); }
};
using EntryPtr = std::shared_ptr<const Entry>;

} // namespace shelf
