#include "governance/compatibility/rule_sides.h"
#include "governance/health/population.h"
#include "governance/linkrules/link_rule.h"
#include "governance/rules/governance/mapping_scan.h"
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_window.h"

#include <algorithm>

namespace shelf::health {

namespace {

using Ids = std::set<std::string, std::less<>>;

// The last days of links, read once for each distinct content.
class LastDays {
public:
    explicit LastDays(const Snapshot& catalog) : m_catalog(catalog), m_days(size_t(catalog.links().details().size()) + 1, unread) { }
    Days of(const Link& link)
    {
        Days& day = m_days[link.details];
        if (day == unread)
            day = lastDayOf(m_catalog.definitions(), m_catalog.links().details().json(link.details));
        return day;
    }

private:
    static constexpr Days unread = -0x7fffffff;
    const Snapshot& m_catalog;
    std::vector<Days> m_days;
};

class Counting {
public:
    Counting(const Population& population, const Ids& broken, Days today)
        : m_population(population), m_catalog(population.catalog()), m_broken(broken), m_today(today), m_types(m_catalog),
          m_never(m_catalog.column("never_recommend")), m_shown(population.rows())
    {
        for (const std::string& id : broken)
            if (const auto link = LinkId::parse(id))
                if (const Row row = m_catalog.find(link->source); row != noRow)
                    m_suspects.insert(row);
        if (m_never)
            m_isNever = m_never->values().find("true");
    }

    std::vector<uint8_t> run()
    {
        countLinks();
        for (const EntryPtr& entry : m_catalog.entries()) {
            if (!entry->in(View::Working) || m_broken.contains(entry->id)
                || lastDayOf(m_catalog.definitions(), entry->content.toJson()) < m_today)
                continue;
            if (entry->kind == MappingKind::Bundle)
                countBundle(*entry);
            else if (entry->kind == MappingKind::Upgrade)
                countLadder(entry->ladder());
            else if (entry->kind == MappingKind::LinkRule)
                countLinkRule(*entry);
            else if (entry->kind == MappingKind::Compat)
                countCompatibility(entry->compat());
        }
        return std::move(m_shown);
    }

private:
    void add(Row row)
    {
        if (m_population.has(row) && m_shown[row] < 255)
            ++m_shown[row];
    }
    bool isShowable(Row row) const { return m_population.has(row) && !(m_isNever && m_catalog.value(m_never, row) == m_isNever); }
    void pair(Row source, Row target, bool symmetric)
    {
        if (isShowable(target))
            add(source);
        if (symmetric && isShowable(source))
            add(target);
    }

    void countLinks()
    {
        LastDays lastDays(m_catalog);
        for (Row row = 0; row < m_catalog.rows(); ++row) {
            const bool suspect = m_suspects.contains(row);
            for (const Link& link : m_catalog.links().from(row)) {
                const LinkTypeFacts& type = m_types.of(link);
                if (!link.in(View::Working) || !type.shown() || lastDays.of(link) < m_today)
                    continue;
                if (!suspect || !m_broken.contains(m_catalog.linkId(link)))
                    pair(link.source, link.target, type.symmetric);
            }
        }
    }

    void countBundle(const Entry& entry)
    {
        for (const Row row : entry.names)
            add(row);
    }

    void countLadder(const Ladder& ladder)
    {
        Row before = noRow;
        for (const LadderStep& step : ladder.steps) {
            if (!m_population.has(step.row))
                continue;
            if (before != noRow)
                add(before);
            before = step.row;
        }
    }

    void countLinkRule(const Entry& entry)
    {
        const uint16_t type = m_catalog.links().typeOf(entry.linkRule().type);
        const LinkType* definition = m_catalog.definitions().linkType(entry.linkRule().type);
        const bool shown = type < m_types.size() ? m_types[type].shown() : definition && !definition->slot.empty();
        if (!shown)
            return;
        const auto computed = computeLinks(m_catalog, entry, View::Working, m_today);
        if (!computed)
            return; // what is wrong with it is a finding
        for (const ComputedLink& link : computed->links)
            pair(link.source, link.target, definition && definition->symmetric);
    }

    void countCompatibility(const CompatRule& rule)
    {
        if (rule.shows.empty())
            return;
        std::vector<const Column*> left, right;
        for (const CompatCondition& condition : rule.where) {
            left.push_back(m_catalog.column(condition.left));
            right.push_back(m_catalog.column(condition.right));
        }
        if (rule.from != "right")
            countSide(rule.left, left);
        if (rule.from != "left")
            countSide(rule.right, right);
    }

    void countSide(const std::string& spec, const std::vector<const Column*>& read)
    {
        for (const Row row : RuleSide(m_catalog, spec).rows(m_catalog))
            if (std::all_of(read.begin(), read.end(), [&](const Column* column) { return m_catalog.value(column, row) != 0; }))
                add(row);
    }

    const Population& m_population;
    const Snapshot& m_catalog;
    const Ids& m_broken;
    Days m_today;
    LinkTypes m_types;
    const Column* m_never;
    Code m_isNever = 0;
    std::set<Row> m_suspects; // of which some link is broken
    std::vector<uint8_t> m_shown;
};

} // namespace

std::vector<uint8_t> countShown(const Population& population, const Ids& broken, Days today)
{
    return Counting(population, broken, today).run();
}

std::vector<Reviews> countReviews(const Population& population, Days today)
{
    const Snapshot& catalog = population.catalog();
    const mapping::Cadence cadence(catalog);
    std::vector<Reviews> counts(size_t(population.families()) + 2);
    const auto count = [&](std::optional<Code> family, uint16_t approved, int64_t days) {
        const bool overdue = approved && days > 0 && today - dayOf(approved) > days;
        ++counts.back().approved;
        counts.back().overdue += overdue;
        if (family) {
            ++counts[*family].approved;
            counts[*family].overdue += overdue;
        }
    };
    for (Row row = 0; row < population.rows(); ++row)
        if (population.has(row))
            for (const Link& link : catalog.links().from(row))
                if (link.in(View::Approved))
                    count(population.family(row), link.approved, cadence.of(link));
    for (const EntryPtr& entry : catalog.entries())
        if (entry->in(View::Approved))
            count(homeOf(population, *entry), entry->approved, cadence.of(*entry));
    return counts;
}

} // namespace shelf::health
