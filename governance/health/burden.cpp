#include "governance/health/population.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>

namespace shelf {

double findingWeight(Severity severity, bool waived)
{
    static constexpr std::array weights = {0.8, 0.4, 0.1, 0.01}; // by Severity
    return weights.at(static_cast<size_t>(severity)) / (waived ? 2 : 1);
}

bool isMeasuredElsewhere(std::string_view rule)
{
    static constexpr std::array<std::string_view, 5> rules = {
        "attr.completeness-low", "attr.required-missing", "gov.approval-old", "gov.review-overdue", "link.too-few"};
    return std::find(rules.begin(), rules.end(), rule) != rules.end();
}

namespace health {

namespace {

EntryPtr entryOf(const Snapshot& catalog, const std::string& id)
{
    EntryPtr entry = catalog.entry(id, View::Working);
    return entry ? entry : catalog.entry(id, View::Approved);
}

// The families that a rule's sides name.
std::vector<Code> sidesOf(const Population& population, const Entry& entry)
{
    std::vector<Code> families;
    if (entry.kind == MappingKind::Compat)
        for (const std::string& side : {entry.compat().left, entry.compat().right})
            if (const Code code = population.familyCode(side); code && (families.empty() || families.front() != code))
                families.push_back(code);
    return families;
}

// The one of a link's ends that a finding weighs on.
Row endOf(const Population& population, const LinkId& link)
{
    const Row source = population.catalog().find(link.source);
    if (source != noRow && population.has(source))
        return source;
    const Row target = population.catalog().find(link.target);
    return target != noRow && population.has(target) ? target : noRow;
}

class Weighing {
public:
    explicit Weighing(const Population& population) : m_population(population), m_catalog(population.catalog()) { }

    void take(const JudgedFinding& judged)
    {
        const Finding& finding = judged.finding;
        if (isMeasuredElsewhere(finding.rule))
            return;
        m_rule = placeOf(finding.rule);
        m_weight = findingWeight(finding.severity, !judged.waiver.empty());
        m_weighs = false;
        place(finding);
        m_burden.counts[m_rule] += m_weighs;
        m_burden.fixable[m_rule] += m_weighs && !finding.fix.empty();
    }

    Burden finish()
    {
        auto& all = m_burden.items;
        std::stable_sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return std::tie(a.item, a.rule, a.factor) < std::tie(b.item, b.rule, b.factor); });
        size_t kept = 0;
        for (size_t i = 0; i < all.size(); ++i) {
            if (kept > 0 && all[kept - 1].item == all[i].item && all[kept - 1].rule == all[i].rule)
                all[kept - 1].factor *= all[i].factor;
            else
                all[kept++] = all[i];
        }
        all.resize(kept);
        return std::move(m_burden);
    }

private:
    uint32_t placeOf(const std::string& rule)
    {
        const auto [found, added] = m_places.try_emplace(rule, static_cast<uint32_t>(m_burden.rules.size()));
        if (added) {
            m_burden.rules.push_back(rule);
            m_burden.counts.push_back(0);
            m_burden.fixable.push_back(0);
        }
        return found->second;
    }

    void place(const Finding& finding)
    {
        switch (finding.kind) {
        case SubjectKind::Product:
            if (const Row row = m_catalog.find(finding.subject); row != noRow)
                on(row);
            return;
        case SubjectKind::Mapping:
            placeMapping(finding);
            return;
        case SubjectKind::Definition:
            if (finding.subject.starts_with("family:"))
                if (const Code code = m_population.familyCode(std::string_view(finding.subject).substr(7)))
                    return share({code});
            share({});
            return;
        case SubjectKind::Workspace:
            share({});
            return;
        }
    }

    void placeMapping(const Finding& finding)
    {
        if (const auto link = LinkId::parse(finding.subject)) {
            on(endOf(m_population, *link));
            return;
        }
        if (const Row item = m_population.offer(finding.subject); item != noRow) {
            weighOn(item);
            return;
        }
        const EntryPtr entry = entryOf(m_catalog, finding.subject);
        share(entry ? sidesOf(m_population, *entry) : std::vector<Code>());
    }

    void on(Row row)
    {
        if (m_population.has(row))
            weighOn(row);
    }
    void weighOn(Row item)
    {
        m_burden.items.push_back({item, m_rule, 1 - m_weight});
        m_weighs = true;
    }
    void share(std::vector<Code> families)
    {
        m_burden.shared.push_back({m_rule, 1 - m_weight / 10, std::move(families)});
        m_weighs = true;
    }

    const Population& m_population;
    const Snapshot& m_catalog;
    Burden m_burden;
    std::unordered_map<std::string, uint32_t> m_places;
    uint32_t m_rule = 0;
    double m_weight = 0;
    bool m_weighs = false;
};

} // namespace

Burden weigh(const Population& population, const std::vector<JudgedFinding>& findings)
{
    Weighing weighing(population);
    for (const JudgedFinding& judged : findings)
        weighing.take(judged);
    return weighing.finish();
}

namespace {

std::optional<Code> familyOf(const Snapshot& catalog, Row row)
{
    if (row == noRow || !catalog.exists(row))
        return std::nullopt;
    return catalog.value(catalog.column("family"), row);
}

} // namespace

std::optional<Code> homeOf(const Population& population, const Entry& entry)
{
    if (entry.kind == MappingKind::Upgrade && !entry.ladder().steps.empty())
        return familyOf(population.catalog(), entry.ladder().steps.front().row);
    if (entry.kind == MappingKind::Bundle && !entry.bundle().parts.empty())
        return familyOf(population.catalog(), entry.bundle().parts.front().row);
    const auto sides = sidesOf(population, entry);
    return sides.empty() ? std::nullopt : std::optional<Code>(sides.front());
}

std::optional<Code> homeOf(const Population& population, const Finding& finding)
{
    const Snapshot& catalog = population.catalog();
    if (finding.kind == SubjectKind::Product)
        return familyOf(catalog, catalog.find(finding.subject));
    if (finding.kind == SubjectKind::Definition && finding.subject.starts_with("family:")) {
        const Code code = population.familyCode(std::string_view(finding.subject).substr(7));
        return code ? std::optional<Code>(code) : std::nullopt;
    }
    if (finding.kind != SubjectKind::Mapping)
        return std::nullopt;
    if (const auto link = LinkId::parse(finding.subject))
        return familyOf(catalog, catalog.find(link->source));
    const EntryPtr entry = entryOf(catalog, finding.subject);
    return entry ? homeOf(population, *entry) : std::nullopt;
}

} // namespace health

} // namespace shelf
