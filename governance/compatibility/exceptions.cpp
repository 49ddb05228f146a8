#include "governance/compatibility/exceptions.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr int deepest = 8; // of parents above a variant, as everywhere

// A product and its parents, nearest first.
std::vector<Row> lineage(const Snapshot& catalog, Row row)
{
    std::vector<Row> rows;
    for (int depth = 0; row != noRow && depth < deepest; ++depth, row = catalog.parent(row))
        rows.push_back(row);
    return rows;
}

} // namespace

PairExceptions::PairExceptions(const Snapshot& catalog, View view)
    : m_catalog(catalog), m_view(view), m_compatible(catalog.links().typeOf("compatible")),
      m_incompatible(catalog.links().typeOf("incompatible"))
{
}

Fit PairExceptions::between(Row a, Row b, std::vector<std::string>* ids) const
{
    Fit fit = Fit::NoRule;
    const auto look = [&](Row source, Row target) {
        for (const Link& link : m_catalog.links().from(source)) {
            if (link.target != target || !counts(link))
                continue;
            if (fit != Fit::Incompatible)
                fit = link.type == m_compatible ? Fit::Compatible : Fit::Incompatible;
            if (ids)
                ids->push_back(m_catalog.linkId(link));
        }
    };
    look(a, b);
    if (a != b)
        look(b, a);
    return fit;
}

Fit PairExceptions::of(Row a, Row b, std::vector<std::string>* ids) const
{
    if (!any())
        return Fit::NoRule;
    if (const Fit own = between(a, b, ids); own != Fit::NoRule || !m_catalog.hasVariants())
        return own;
    const std::vector<Row> ofA = lineage(m_catalog, a), ofB = lineage(m_catalog, b);
    for (size_t distance = 1; distance + 1 < ofA.size() + ofB.size(); ++distance) {
        Fit fit = Fit::NoRule;
        for (size_t i = 0; i <= distance && i < ofA.size(); ++i)
            if (distance - i < ofB.size())
                if (const Fit one = between(ofA[i], ofB[distance - i], ids); one != Fit::NoRule && fit != Fit::Incompatible)
                    fit = one;
        if (fit != Fit::NoRule)
            return fit;
    }
    return Fit::NoRule;
}

void PairExceptions::addFamilyOf(Row row, std::vector<Row>& rows, int depth) const
{
    rows.push_back(row);
    if (depth < deepest)
        for (const Row variant : m_catalog.variants(row))
            addFamilyOf(variant, rows, depth + 1);
}

std::vector<Row> PairExceptions::partners(Row product) const
{
    std::vector<Row> rows;
    if (!any())
        return rows;
    for (const Row row : lineage(m_catalog, product)) {
        for (const Link& link : m_catalog.links().from(row))
            if (counts(link))
                addFamilyOf(link.target, rows, 0);
        m_catalog.links().into(row, [&](const Link& link) {
            if (counts(link))
                addFamilyOf(link.source, rows, 0);
        });
    }
    return rows;
}

} // namespace shelf
