#include "governance/rules/links/slots.h"

namespace shelf {

SlotReader::SlotReader(const RuleRun& run, bool all)
    : m_run(run), m_types(run.catalog()), m_facts(run, all, Decide{this}), m_bySlot(m_types.slots().size())
{
    if (!all)
        return;
    // Which products have symmetric links that are stored at their other end: only those are asked for incoming ones.
    m_symmetricInto.assign(run.catalog().rows(), 0);
    eachLinkOfAll(run, [this](const Link& link) {
        const LinkTypeFacts& type = m_types.of(link);
        if (type.symmetric && type.shown())
            m_symmetricInto[link.target] = 1;
    });
}

SlotReader::Facts SlotReader::factsOf(std::string_view details) const
{
    Facts facts;
    facts.end = lastDayOf(m_run.definitions(), details);
    if (mayHave(details, "\"target_rank\":"))
        if (const auto content = FieldMap::fromJson(details))
            facts.targetRank = static_cast<int32_t>(content->number("target_rank").value_or(0));
    return facts;
}

bool SlotReader::add(const Link& link, bool incoming)
{
    const LinkTypeFacts& type = m_types.of(link);
    if (!type.shown() || (incoming && !type.symmetric))
        return false;
    const Facts& facts = m_facts(link.details);
    if (facts.end < m_run.today())
        return false;
    m_bySlot[static_cast<size_t>(type.slotNumber)].push_back(
        {link, incoming ? link.source : link.target, incoming ? facts.targetRank : link.rank, incoming});
    return true;
}

bool SlotReader::gather(Row row)
{
    for (auto& links : m_bySlot)
        links.clear();
    bool any = false;
    for (const Link& link : m_run.catalog().links().from(row))
        if (link.in(m_run.view()))
            any = add(link, false) || any;
    if (m_symmetricInto.empty() || m_symmetricInto[row])
        m_run.catalog().links().into(row, [&](const Link& link) {
            if (link.in(m_run.view()))
                any = add(link, true) || any;
        });
    return any;
}

} // namespace shelf
