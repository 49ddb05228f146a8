// What link rules give, found from both ends. Private to this folder.
#pragma once

#include "model/catalog/snapshot.h"
#include "model/domain/date.h"

#include <span>
#include <vector>

namespace shelf {

struct RuleLink {
    Row source = noRow, target = noRow;
    int32_t rank = 0;
    const Entry* rule = nullptr;
};

class RuleLinks {
public:
    // Working: computed now; else what was frozen when each was approved. Rules that cannot be computed give nothing; findings name them.
    RuleLinks(const Snapshot& catalog, View view, Days today);
    std::span<const RuleLink> from(Row row) const { return of(m_from, row, &RuleLink::source); }
    std::span<const RuleLink> into(Row row) const { return of(m_into, row, &RuleLink::target); }

private:
    static std::span<const RuleLink> of(const std::vector<RuleLink>& links, Row row, Row RuleLink::*end);
    std::vector<RuleLink> m_from, m_into; // sorted by source, by target
};

} // namespace shelf
