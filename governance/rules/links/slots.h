// The links of a product by the slot in which they are shown.
#pragma once

#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/link_window.h"

#include <vector>

namespace shelf {

struct SlotLink {
    Link link;
    Row other = noRow; // the product at its other end
    int32_t rank = 0; // as seen from here; 0: none given
    bool incoming = false; // symmetric, and this product is its target: its rank here is target_rank
};

class SlotReader {
public:
    // `all`: very many products will be looked at.
    SlotReader(const RuleRun& run, bool all);
    explicit SlotReader(const RuleRun& run) : SlotReader(run, run.everything()) { }
    const LinkTypes& types() const { return m_types; }
    const std::vector<std::string>& slots() const { return m_types.slots(); }

    // visit(Row, const std::vector<std::vector<SlotLink>>& bySlot) for every product in scope that has links in slots. Links whose
    // window has ended are left out.
    template <typename Visit> void each(Visit&& visit)
    {
        const auto one = [&](Row row) {
            if (gather(row))
                visit(row, m_bySlot);
        };
        if (!m_run.everything()) {
            m_run.forEachProduct(one);
            return;
        }
        for (Row row = 0; row < m_run.catalog().rows(); ++row) {
            if (row % chunkRows == 0 && m_run.cancelled())
                return;
            if (m_run.catalog().exists(row))
                one(row);
        }
    }
    // The links of one product; false where it has none.
    bool gather(Row row);
    const std::vector<std::vector<SlotLink>>& bySlot() const { return m_bySlot; }

private:
    struct Facts {
        Days end = noEnd;
        int32_t targetRank = 0;
    };
    Facts factsOf(std::string_view details) const;
    bool add(const Link& link, bool incoming);

    const RuleRun& m_run;
    LinkTypes m_types;
    struct Decide {
        const SlotReader* reader;
        Facts operator()(std::string_view details) const { return reader->factsOf(details); }
    };
    ByDetails<Facts, Decide> m_facts;
    std::vector<uint8_t> m_symmetricInto; // by row: symmetric links end there; empty: not known
    std::vector<std::vector<SlotLink>> m_bySlot;
};

} // namespace shelf
