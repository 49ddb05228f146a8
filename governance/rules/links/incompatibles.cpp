#include "governance/rules/links/incompatibles.h"

#include "governance/rules/links/link_window.h"

namespace shelf {

Incompatibles::Incompatibles(const RuleRun& run) : m_run(run), m_type(run.catalog().links().typeOf("incompatible"))
{
    if (none() || !run.everything())
        return;
    m_sources.assign(run.catalog().rows(), 0);
    eachLinkOfAll(run, [this](const Link& link) {
        if (link.type == m_type)
            m_sources[link.source] = 1;
    });
}

bool Incompatibles::counts(const Link& link) const
{
    const Snapshot& catalog = m_run.catalog();
    return link.type == m_type && link.in(m_run.view())
        && lastDayOf(catalog.definitions(), catalog.links().details().json(link.details)) >= m_run.today();
}

std::optional<Link> Incompatibles::between(Row a, Row b) const
{
    const Snapshot& catalog = m_run.catalog();
    std::optional<Link> found;
    for (const auto& [source, target] : {std::pair(a, b), std::pair(b, a)}) {
        if (none() || (!m_sources.empty() && !m_sources[source]))
            continue;
        for (const Link& link : catalog.links().from(source))
            if (link.target == target && counts(link) && (!found || catalog.linkId(link) < catalog.linkId(*found)))
                found = link;
    }
    return found;
}

std::vector<Link> Incompatibles::all() const
{
    std::vector<Link> links;
    if (!none())
        eachLinkOfAll(m_run, [&](const Link& link) {
            if (counts(link))
                links.push_back(link);
        });
    return links;
}

} // namespace shelf
