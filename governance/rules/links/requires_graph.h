// What requires what: the `requires` links of the whole catalog, without those whose window has ended.
#pragma once

#include "governance/rules/links/link_scan.h"

#include <span>
#include <string>
#include <vector>

namespace shelf {

class RequiresGraph {
public:
    explicit RequiresGraph(const RuleRun& run);

    // Products that require something, in order of rows.
    const std::vector<Row>& sources() const { return m_sources; }
    std::span<const Row> requiredBy(Row row) const; // what it requires, in no order
    bool isRequired(Row row) const { return m_required[row]; }

    // Groups of products of which each requires every other, through others or at once; by SKU.
    std::vector<std::vector<Row>> cycles() const;
    // The shortest way along links from one product to another, both included; of several the first by SKUs. Empty: there is none.
    std::vector<Row> path(Row from, Row to) const;
    // The id of the link of one step; of several the smallest.
    std::string linkId(Row from, Row to) const;
    // "A one → B two → C three"
    std::string shown(const std::vector<Row>& path) const;

private:
    const RuleRun& m_run;
    uint16_t m_type;
    std::vector<Row> m_sources;
    std::vector<uint32_t> m_offsets; // by place in m_sources
    std::vector<Row> m_targets;
    std::vector<uint32_t> m_place; // by row: place in m_sources, or noPlace
    std::vector<uint8_t> m_required; // by row
    static constexpr uint32_t noPlace = ~uint32_t(0);
};

} // namespace shelf
