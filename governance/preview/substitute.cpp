// Stage 8: what cannot be sold is replaced by its successor, else by a substitute, at most three steps away and never in a circle. Out of
// stock counts as that where the type says `substitute`.
#include "governance/preview/pipeline.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr int mostSteps = 3;

class Chain {
public:
    Chain(const PreviewRun& run, const Candidate& candidate) : m_run(run), m_core(run.core), m_candidate(candidate) { }

    // noRow: nothing stands for it.
    Row find()
    {
        Row now = m_candidate.target;
        m_seen.push_back(now);
        for (int step = 0; step < mostSteps; ++step) {
            std::vector<Row> next = successors(now);
            if (next.empty())
                next = substitutes(now);
            if (next.empty())
                return noRow;
            for (const Row row : next)
                if (isSellable(row))
                    return row;
            now = next.front();
            m_seen.push_back(now);
        }
        return noRow;
    }

private:
    bool leaves(const Link& link) const
    {
        return link.in(m_core.view) && (m_core.view != View::Approved || !(link.flags & Held) || link.in(View::Leaving));
    }
    bool isNew(Row row) const
    {
        return !m_run.isInBasket(row) && m_core.catalog.exists(row) && std::find(m_seen.begin(), m_seen.end(), row) == m_seen.end();
    }
    bool isSellable(Row row) const
    {
        const ProductFacts facts = m_run.product(row);
        const bool out = m_core.types[m_candidate.type].stock != StockPolicy::Keep && facts.stock != unknownStock && facts.stock <= 0;
        return !(facts.causes & (unsellableCauses | NeverRecommend)) && !out;
    }
    std::vector<Row> successors(Row row) const
    {
        std::vector<Row> rows;
        if (m_core.successorLink != 0xffff)
            for (const Link& link : m_core.catalog.links().from(row)) // in order of rank, then SKU
                if (link.type == m_core.successorLink && leaves(link) && isNew(link.target))
                    rows.push_back(link.target);
        return rows;
    }
    std::vector<Row> substitutes(Row row) const
    {
        std::vector<Row> rows;
        if (m_core.substituteLink == 0xffff)
            return rows;
        for (const Link& link : m_core.catalog.links().from(row))
            if (link.type == m_core.substituteLink && leaves(link) && isNew(link.target))
                rows.push_back(link.target);
        m_core.catalog.links().into(row, [&](const Link& link) {
            if (link.type == m_core.substituteLink && leaves(link) && isNew(link.source))
                rows.push_back(link.source);
        });
        std::sort(rows.begin(), rows.end(), [this](Row a, Row b) { return m_core.catalog.sku(a) < m_core.catalog.sku(b); });
        return rows;
    }

    const PreviewRun& m_run;
    const PreviewCore& m_core;
    const Candidate& m_candidate;
    std::vector<Row> m_seen;
};

} // namespace

bool replaceUnsellable(PreviewRun& run, uint32_t index)
{
    // Whether the product itself would fit, is owned or is too dear does not matter: another stands for it.
    constexpr uint32_t ofProduct = unsellableCauses | OutOfStock | DoesNotFit | InBasket | IsOwned | TooDear | OutsideBand;
    const Candidate& candidate = run.candidates[index];
    const bool forStock = (candidate.causes & OutOfStock) && run.core.types[candidate.type].stock == StockPolicy::Substitute;
    const bool replaceable = (candidate.causes & unsellableCauses) || forStock;
    const bool ladder = candidate.entry && candidate.entry->kind == MappingKind::Upgrade; // bridged
    if (!replaceable || (candidate.causes & ~ofProduct) || candidate.isBundle() || candidate.replaced != noRow || ladder)
        return false;
    const Row found = Chain(run, candidate).find();
    if (found == noRow)
        return false;
    Candidate stand = candidate;
    stand.replaced = candidate.target;
    stand.target = found;
    stand.causes = 0;
    stand.fit = Fit::NoRule;
    stand.uncertain = false;
    const uint32_t place = run.add(stand, true);
    run.candidates[index].causes &= ~(unsellableCauses | OutOfStock);
    run.candidates[index].causes |= Replaced;
    run.candidates[index].stand = place;
    for (size_t i = 0, count = run.pullers.size(); i < count; ++i) // it is needed by the same
        if (run.pullers[i].first == index)
            run.pullers.emplace_back(place, run.pullers[i].second);
    return true;
}

} // namespace shelf
