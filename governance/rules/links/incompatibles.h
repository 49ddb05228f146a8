// The `incompatible` links of a catalog: which two products must never be together. Those whose window has ended do not count.
#pragma once

#include "governance/rules/links/link_scan.h"

#include <optional>
#include <vector>

namespace shelf {

class Incompatibles {
public:
    explicit Incompatibles(const RuleRun& run);
    bool none() const { return m_type == noType; }
    // The link that keeps the two apart; of several the one with the smallest id.
    std::optional<Link> between(Row a, Row b) const;
    // All of them, in no order: for rules of Unit::Catalog.
    std::vector<Link> all() const;

private:
    static constexpr uint16_t noType = 0xffff;
    bool counts(const Link& link) const;
    const RuleRun& m_run;
    uint16_t m_type;
    std::vector<uint8_t> m_sources; // by row, in a run over everything: such links start there
};

} // namespace shelf
