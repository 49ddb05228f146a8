#include "governance/health/population.h"

#include <algorithm>

namespace shelf {

double healthScore(const HealthParts& parts)
{
    const HealthParts& w = healthWeights;
    return 100
        * (w.completeness * parts.completeness + w.findings * parts.findings + w.coverage * parts.coverage + w.review * parts.review);
}

namespace health {

Population::Population(const Snapshot& catalog)
    : m_catalog(catalog), m_column(m_catalog.column("family")), m_families(m_column ? m_column->valueCount() : 0),
      m_family(m_catalog.rows(), outside)
{
    for (Row row = 0; row < m_catalog.rows(); ++row)
        if (m_catalog.exists(row) && !m_catalog.isRetired(row))
            m_family[row] = m_catalog.value(m_column, row);
    for (const View view : {View::Working, View::Approved}) // the draft says what family it is of, where there is one
        for (const EntryPtr& entry : m_catalog.entries())
            if (entry->in(view) && (entry->kind == MappingKind::Bundle || entry->kind == MappingKind::Upgrade))
                addOffer(*entry);
}

void Population::addOffer(const Entry& entry)
{
    const Row item = items();
    if (m_offers.try_emplace(entry.id, item).second)
        m_offerFamily.push_back(homeOf(*this, entry).value_or(m_families + 1));
}

Row Population::offer(std::string_view id) const
{
    const auto found = m_offers.find(id);
    return found == m_offers.end() ? noRow : found->second;
}

Code Population::scopeOf(Row item) const
{
    return item < rows() ? m_family[item] : m_offerFamily[item - rows()];
}

std::string Population::familyName(Code family) const
{
    return family && m_column ? std::string(m_column->values().text(family)) : std::string();
}

Code Population::familyCode(std::string_view name) const
{
    const Code code = m_column && !name.empty() ? m_column->values().findText(name) : 0;
    return code <= m_families ? code : 0;
}

HealthParts Sums::parts() const
{
    HealthParts parts;
    if (products) {
        const auto all = static_cast<double>(products);
        parts.completeness = complete / all;
        parts.coverage = covered / all;
    }
    if (items)
        parts.findings = sound / static_cast<double>(items);
    parts.findings *= shared;
    if (approved)
        parts.review = static_cast<double>(approved - overdue) / static_cast<double>(approved);
    return parts;
}

namespace {

std::set<std::string, std::less<>> brokenMappings(const std::vector<JudgedFinding>& findings)
{
    std::set<std::string, std::less<>> ids;
    for (const JudgedFinding& judged : findings)
        if (judged.finding.kind == SubjectKind::Mapping && judged.finding.severity <= Severity::Error && judged.waiver.empty())
            ids.insert(judged.finding.subject);
    return ids;
}

void addRow(Sums& sums, double complete, uint8_t shown)
{
    ++sums.products;
    sums.complete += complete;
    sums.covered += double(std::min<unsigned>(shown, enoughShown)) / enoughShown;
}

void addItem(Sums& sums, double sound)
{
    ++sums.items;
    sums.sound += sound;
}

} // namespace

Measures measure(const Population& population, const std::vector<JudgedFinding>& findings, Days today)
{
    Measures measures;
    measures.completeness = measureCompleteness(population);
    measures.shown = countShown(population, brokenMappings(findings), today);
    measures.burden = weigh(population, findings);
    measures.soundness.assign(population.items(), 1);
    for (const auto& weight : measures.burden.items)
        measures.soundness[weight.item] *= weight.factor;
    measures.scopes.resize(size_t(population.families()) + 2);
    Sums& all = measures.scopes.back();
    for (Row row = 0; row < population.rows(); ++row)
        if (population.has(row))
            for (Sums* sums : {&all, &measures.scopes[population.family(row)]})
                addRow(*sums, measures.completeness.shares[row], measures.shown[row]);
    for (Row item = 0; item < population.items(); ++item)
        if (item >= population.rows() || population.has(item)) {
            addItem(all, measures.soundness[item]);
            if (const Code family = population.scopeOf(item); family <= population.families())
                addItem(measures.scopes[family], measures.soundness[item]);
        }
    for (const auto& shared : measures.burden.shared) {
        all.shared *= shared.factor;
        for (const Code family : shared.families)
            measures.scopes[family].shared *= shared.factor;
    }
    const auto reviews = countReviews(population, today);
    for (size_t i = 0; i < reviews.size(); ++i) {
        measures.scopes[i].approved = reviews[i].approved;
        measures.scopes[i].overdue = reviews[i].overdue;
    }
    return measures;
}

} // namespace health

} // namespace shelf
