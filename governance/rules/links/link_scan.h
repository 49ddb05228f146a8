// Looking at very many links quickly. In a run over everything, links are read in the order in which they lie, values of products and
// contents of links are decided once for each distinct value; in a run over a few subjects nothing is made for all.
#pragma once

#include "governance/rules/rule.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace shelf {

// Every link in scope, of the run's view: visit(const Link&).
template <typename Visit> void eachLink(const RuleRun& run, Visit&& visit)
{
    if (!run.everything()) {
        run.forEachLink([&](const Link& link) { visit(link); });
        return;
    }
    const Links& links = run.catalog().links();
    for (Row row = 0; row < run.catalog().rows(); ++row) {
        if (row % chunkRows == 0 && run.cancelled())
            return;
        for (const Link& link : links.from(row))
            if (link.in(run.view()))
                visit(link);
    }
}

// Every link of the run's view in the catalog, whatever the scope: for rules of Unit::Catalog.
template <typename Visit> void eachLinkOfAll(const RuleRun& run, Visit&& visit)
{
    const Links& links = run.catalog().links();
    for (Row row = 0; row < run.catalog().rows(); ++row) {
        if (row % chunkRows == 0 && run.cancelled())
            return;
        for (const Link& link : links.from(row))
            if (link.in(run.view()))
                visit(link);
    }
}

// What `decide` says of a product's value of one field: decide(Code) -> T.
template <typename T, typename Decide> class RowValues {
public:
    // `all`: a table for every row is worth making.
    RowValues(const RuleRun& run, std::string_view field, bool all, Decide decide)
        : m_catalog(run.catalog()), m_column(run.catalog().column(field)), m_inherits(inheritsField(field)), m_decide(std::move(decide))
    {
        if (!all)
            return;
        std::vector<T> byCode(m_column ? m_column->valueCount() + 1 : 1);
        for (Code code = 0; code < byCode.size(); ++code)
            byCode[code] = m_decide(code);
        m_rows.assign(size_t(m_catalog.chunks()) * chunkRows, byCode[0]);
        std::vector<Code> buffer(chunkRows);
        for (Row index = 0; m_column && index < m_catalog.chunks(); ++index) {
            const auto codes = m_catalog.chunk(m_column, index, buffer.data(), m_inherits);
            for (size_t i = 0; i < codes.size(); ++i)
                m_rows[size_t(index) * chunkRows + i] = byCode[codes[i]];
        }
    }
    T operator()(Row row) const { return m_rows.empty() ? m_decide(m_catalog.value(m_column, row, m_inherits)) : m_rows[row]; }

private:
    const Snapshot& m_catalog;
    const Column* m_column;
    bool m_inherits;
    Decide m_decide;
    std::vector<T> m_rows;
};
template <typename T, typename Decide> RowValues<T, Decide> rowValues(const RuleRun& run, std::string_view field, Decide decide)
{
    return RowValues<T, Decide>(run, field, run.everything(), std::move(decide));
}

// What `decide` says of a link's content: decide(std::string_view json) -> T.
template <typename T, typename Decide> class ByDetails {
public:
    ByDetails(const RuleRun& run, bool all, Decide decide) : m_details(run.catalog().links().details()), m_decide(std::move(decide))
    {
        if (all) {
            m_known.assign(size_t(m_details.size()) + 1, 0);
            m_values.resize(m_known.size());
        }
    }
    const T& operator()(Code code)
    {
        if (m_known.empty()) {
            m_last = m_decide(m_details.json(code));
            return m_last;
        }
        if (!m_known[code]) {
            m_known[code] = 1;
            m_values[code] = m_decide(m_details.json(code));
        }
        return m_values[code];
    }

private:
    const Dictionary& m_details;
    Decide m_decide;
    std::vector<uint8_t> m_known;
    std::vector<T> m_values;
    T m_last{};
};
template <typename T, typename Decide> ByDetails<T, Decide> byDetails(const RuleRun& run, Decide decide)
{
    return ByDetails<T, Decide>(run, run.everything(), std::move(decide));
}

// Whether canonical JSON may have a member of this name (written with quotes and colon: "\"to\":"): most contents have not, and
// need no parsing. It may also be a member of an object inside.
inline bool mayHave(std::string_view json, std::string_view quotedName)
{
    return json.find(quotedName) != std::string_view::npos;
}

} // namespace shelf
