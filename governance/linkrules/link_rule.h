// What a link rule gives: every product that its source names, linked to those its target names. (mappings.md, "Link rules".)
#pragma once

#include "model/catalog/snapshot.h"
#include "model/domain/result.h"

#include <string>
#include <vector>

namespace shelf {

struct ComputedLink {
    Row source = noRow, target = noRow; // in a symmetric type the smaller SKU is the source
    int32_t rank = 0; // its place among the links from the product the rule began with, from the rule's own rank (else 1)
    bool operator==(const ComputedLink&) const = default;
};

struct ComputedLinks {
    std::string type;
    std::vector<ComputedLink> links; // in byte order of source, then target
    uint64_t stored = 0; // pairs left out, because a link of this type is stored for them
};

struct LinkRuleLimits {
    size_t links = 1'000'000;
};

// The products come in the order of `order` (an attribute, or -attribute for the largest first; numbers before texts, what has no value
// last), those that are level by SKU; the first `limit` of them are linked, never a product to itself. A pair that is stored as a link
// of the type in this view keeps its place in that count, but not in the result. Errors: Rejected EXPRESSION, UNKNOWN_ATTRIBUTE,
// TOO_MANY, where = the rule's id and key.
Result<ComputedLinks> computeLinks(const Snapshot& catalog, const Entry& rule, View view, Days today, const LinkRuleLimits& limits = {});

// Core fields and attributes that computing a rule reads; "*": all of them. Empty where the rule cannot be computed at all.
std::vector<std::string> fieldsReadBy(const Definitions& definitions, const FieldMap& content, Days today);

} // namespace shelf
