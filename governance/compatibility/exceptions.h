// Links that say of two single products that they fit or don't: they win over every rule.
#pragma once

#include "governance/compatibility/compatibility.h"

#include <functional>
#include <string>
#include <vector>

namespace shelf {

// Reads `compatible` and `incompatible` links of one view. A link of a parent stands for its variants; one that names a variant itself
// wins over it. Where both are said of one pair, `incompatible` wins.
class PairExceptions {
public:
    PairExceptions(const Snapshot& catalog, View view);
    bool any() const { return m_compatible != noType || m_incompatible != noType; } // of such links in the catalog
    Fit of(Row a, Row b, std::vector<std::string>* ids = nullptr) const; // NoRule: nothing is said
    bool saysOf(Row a, Row b) const { return any() && between(a, b, nullptr) != Fit::NoRule; } // itself, not by a parent
    // All products that an exception with this product can be about; not sorted, with repetitions.
    std::vector<Row> partners(Row product) const;

private:
    static constexpr uint16_t noType = 0xffff;
    Fit between(Row a, Row b, std::vector<std::string>* ids) const;
    bool counts(const Link& link) const { return (link.type == m_compatible || link.type == m_incompatible) && link.in(m_view); }
    void addFamilyOf(Row row, std::vector<Row>& rows, int depth) const;

    const Snapshot& m_catalog;
    View m_view;
    uint16_t m_compatible, m_incompatible;
};

} // namespace shelf
