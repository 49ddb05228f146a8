#include "governance/health/health.h"

#include "governance/health/population.h"
#include "model/domain/text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace shelf {

using namespace health;

namespace {

std::string familyLabel(const Definitions& definitions, const std::string& code)
{
    const Thing* thing = definitions.find(ThingKind::Family, code);
    const std::string label = thing ? thing->fields.text("label") : std::string();
    return label.empty() ? code : label;
}

void count(FindingCounts& counts, const JudgedFinding& judged)
{
    ++(judged.waiver.empty() ? counts.open.at(static_cast<size_t>(judged.finding.severity)) : counts.waived);
}

// A score with everything that stands beside it, of one scope after the other.
class Assembling {
public:
    Assembling(const Snapshot& catalog, const FindingsReport& report, Days today)
        : m_population(catalog), m_measures(measure(m_population, report.findings, today)), m_findings(m_population.families() + 2U),
          m_nothing(m_findings.size()), m_few(m_findings.size())
    {
        for (const JudgedFinding& judged : report.findings) {
            count(m_findings.back(), judged);
            if (const auto home = homeOf(m_population, judged.finding))
                count(m_findings[*home], judged);
        }
        for (Row row = 0; row < m_population.rows(); ++row) {
            if (!m_population.has(row))
                continue;
            const unsigned shown = m_measures.shown[row];
            for (const size_t scope : {size_t(m_population.family(row)), m_findings.size() - 1}) {
                m_nothing[scope] += shown == 0;
                m_few[scope] += shown > 0 && shown < enoughShown;
            }
        }
    }

    const Population& population() const { return m_population; }
    const Measures& measures() const { return m_measures; }
    Code everything() const { return m_population.families() + 1; }

    ScopeHealth scope(Code code) const
    {
        const Sums& sums = m_measures.scopes[code];
        ScopeHealth health;
        health.products = sums.products;
        health.parts = sums.parts();
        health.score = healthScore(health.parts);
        health.findings = m_findings[code];
        health.showNothing = m_nothing[code];
        health.showFew = m_few[code];
        health.approved = sums.approved;
        health.overdue = sums.overdue;
        const Completeness& completeness = m_measures.completeness;
        for (size_t i = 0; i < completeness.channels.size(); ++i) {
            Completeness::Share share;
            for (Code family = 0; family < completeness.byChannel.size(); ++family)
                if (code == everything() || code == family) {
                    share.sum += completeness.byChannel[family][i].sum;
                    share.products += completeness.byChannel[family][i].products;
                }
            if (share.products)
                health.channels.push_back({completeness.channels[i], share.sum / double(share.products), share.products});
        }
        if (code == everything())
            return health;
        health.family = m_population.familyName(code);
        health.label = familyLabel(m_population.catalog().definitions(), health.family);
        health.required = completeness.required[code];
        return health;
    }

    std::vector<Health::Worst> worst(Code scope, size_t most) const
    {
        std::vector<Health::Worst> rows;
        for (Row row = 0; row < m_population.rows(); ++row)
            if (m_population.has(row) && (scope == everything() || m_population.family(row) == scope) && m_measures.soundness[row] < 1)
                rows.push_back({row, m_measures.soundness[row]});
        const auto worse = [this](const Health::Worst& a, const Health::Worst& b) {
            return a.soundness != b.soundness ? a.soundness < b.soundness
                                              : m_population.catalog().sku(a.row) < m_population.catalog().sku(b.row);
        };
        const auto kept = rows.begin() + static_cast<std::ptrdiff_t>(std::min(most, rows.size()));
        std::partial_sort(rows.begin(), kept, rows.end(), worse);
        rows.erase(kept, rows.end());
        return rows;
    }

private:
    Population m_population;
    Measures m_measures;
    std::vector<FindingCounts> m_findings; // by scope
    std::vector<uint64_t> m_nothing, m_few; // by scope
};

void countDimensions(Health& health, const RuleSet& rules, const std::vector<JudgedFinding>& findings)
{
    for (const JudgedFinding& judged : findings)
        if (const ActiveRule* rule = rules.find(judged.finding.rule); rule && judged.waiver.empty())
            ++health.dimensions.at(static_cast<size_t>(rule->rule->info().dimension)).at(static_cast<size_t>(judged.finding.severity));
}

Result<HealthTrend> trendOf(Workspace& workspace, const FindingsReport& report)
{
    HealthTrend trend;
    const auto releases = workspace.releases();
    if (!releases)
        return releases.error();
    for (const ReleaseRow& release : *releases)
        if (release.state == "published") {
            trend.release = release.number;
            trend.since = release.created;
        }
    const auto read = workspace.forEachFindingRecord(
        [&trend](const FindingRecord& record) { trend.fixed += !record.fixed.empty() && record.fixed > trend.since; });
    if (!read)
        return read.error();
    for (const JudgedFinding& judged : report.findings) {
        trend.appeared += judged.isNew;
        trend.cameBack += judged.timesBack > 0;
    }
    if (trend.release) {
        const auto baseline = workspace.baseline(trend.release);
        if (!baseline)
            return baseline.error();
        if (*baseline)
            trend.errorsThen = (*baseline)->size();
    }
    trend.errorsNow = report.gate.errorHashes.size();
    return trend;
}

Result<Code> scopeOf(const Population& population, const std::optional<std::string>& family)
{
    if (!family)
        return population.families() + 1;
    if (const Code code = population.familyCode(*family))
        return code;
    const Definitions& definitions = population.catalog().definitions();
    std::vector<std::string> names;
    for (const Thing* thing : definitions.all(ThingKind::Family))
        names.push_back(thing->key);
    const bool known = definitions.has(ThingKind::Family, *family);
    const auto near = nearest(*family, names);
    return Error{ErrorKind::Rejected, "UNKNOWN_FAMILY", "--family " + forTerminal(*family, 80),
        known ? "no product is in this family" : "there is no such family",
        near && !known ? "did you mean " + forTerminal(*near, 80) + "?" : "leave it out to see all families"};
}

} // namespace

Result<Health> healthOf(Workspace& workspace, const Snapshot& catalog, const FindingsReport& report, const HealthRequest& request)
{
    const Days day = today(workspace.clock(), catalog.definitions().policy("time-zone"));
    const Assembling assembling(catalog, report, day);
    const auto scope = scopeOf(assembling.population(), request.family);
    if (!scope)
        return scope.error();
    auto trend = trendOf(workspace, report);
    if (!trend)
        return trend.error();
    Health health;
    health.all = assembling.scope(assembling.everything());
    for (Code code = 0; code <= assembling.population().families(); ++code)
        if (assembling.measures().scopes[code].products)
            health.families.push_back(assembling.scope(code));
    std::sort(
        health.families.begin(), health.families.end(), [](const ScopeHealth& a, const ScopeHealth& b) { return a.family < b.family; });
    countDimensions(health, RuleSet(catalog.definitions(), day), report.findings);
    health.trend = std::move(*trend);
    health.actions = actionsFor(assembling.population(), assembling.measures(), *scope);
    if (health.actions.size() > request.actions)
        health.actions.resize(request.actions);
    health.worst = assembling.worst(*scope, request.worst);
    return health;
}

std::string gainText(double points)
{
    if (points < 0.005)
        return "under +0.01";
    char text[32];
    (void)std::snprintf(text, sizeof text, points < 0.095 ? "+%.2f" : "+%.1f", points);
    return text;
}

} // namespace shelf
