// The sections of the report about findings.
#include "governance/health/report_parts.h"
#include "governance/rules/registry.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace shelf::health {

namespace {

constexpr size_t mostRules = 120, mostWorst = 15, mostMessages = 3;

struct RuleCounts {
    uint64_t fresh = 0, inherited = 0, waived = 0;
    uint64_t all() const { return fresh + inherited + waived; }
};

std::string messagesOf(const std::vector<const JudgedFinding*>& findings)
{
    std::string text;
    for (size_t i = 0; i < findings.size() && i < mostMessages; ++i)
        text += "<div>" + severityMark(findings[i]->finding.severity) + " " + html(findings[i]->finding.message)
            + (findings[i]->waiver.empty() ? "" : " (accepted for now)") + "</div>";
    if (findings.size() > mostMessages)
        text += "<div class=\"muted\">… and " + std::to_string(findings.size() - mostMessages) + " more</div>";
    return text;
}

} // namespace

std::string findingsByRule(const HealthReport& report)
{
    std::map<std::pair<Severity, std::string>, RuleCounts> rules;
    for (const JudgedFinding& judged : report.findings.findings) {
        RuleCounts& counts = rules[{judged.finding.severity, judged.finding.rule}];
        ++(!judged.waiver.empty() ? counts.waived : judged.isNew ? counts.fresh : counts.inherited);
    }
    std::vector<std::pair<std::pair<Severity, std::string>, RuleCounts>> rows(rules.begin(), rules.end());
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return std::make_tuple(a.first.first, b.second.all()) < std::make_tuple(b.first.first, a.second.all());
    });
    const RuleSet known(report.catalog.definitions(), report.today);
    const bool released = report.health.trend.release > 0;
    Table table({"Severity", "Rule", "What is wrong", "New", released ? "Inherited" : "Open", "Accepted for now"}, 3);
    for (size_t i = 0; i < rows.size() && i < mostRules; ++i) {
        const auto& [key, counts] = rows[i];
        const ActiveRule* rule = known.find(key.second);
        table.add({severityMark(key.first), "<code>" + html(key.second, 100) + "</code>", rule ? html(rule->rule->info().title) : "",
            released ? std::to_string(counts.fresh) : "–", std::to_string(counts.inherited), std::to_string(counts.waived)});
    }
    const std::string body = table.text() + andMore(rows.size(), mostRules, "rules");
    return section("Findings by rule", released ? "New: since release " + std::to_string(report.health.trend.release) + "." : "",
        body.empty() ? "<p>No problems were found.</p>\n" : body);
}

std::string worstProducts(const HealthReport& report)
{
    const Snapshot& catalog = report.catalog;
    std::unordered_map<std::string_view, std::vector<const JudgedFinding*>> found;
    for (const Health::Worst& worst : report.health.worst)
        found[catalog.sku(worst.row)];
    const auto note = [&found](std::string_view sku, const JudgedFinding& judged) {
        if (const auto place = found.find(sku); place != found.end())
            place->second.push_back(&judged);
    };
    for (const JudgedFinding& judged : report.findings.findings) {
        const std::string& subject = judged.finding.subject;
        if (judged.finding.kind == SubjectKind::Product)
            note(subject, judged);
        if (judged.finding.kind != SubjectKind::Mapping)
            continue;
        if (const auto link = LinkId::parse(subject)) {
            note(link->source, judged);
            if (const Row source = catalog.find(link->source); source == noRow || catalog.isRetired(source))
                note(link->target, judged); // as it weighs
        }
    }
    Table table({"Product", "Family", "Findings"}, 3);
    for (const Health::Worst& worst : report.health.worst)
        table.add({"<code>" + html(catalog.sku(worst.row), 100) + "</code><br>" + html(catalog.text("name", worst.row), 120),
            html(catalog.family(worst.row), 80), messagesOf(found[catalog.sku(worst.row)])});
    return section("Products that need help most", "By the weight of what is wrong with them and with their links.", table.text());
}

std::string worstMappings(const HealthReport& report)
{
    struct Found {
        std::string_view id;
        double soundness = 1;
    };
    std::unordered_map<std::string_view, double> soundness;
    for (const JudgedFinding& judged : report.findings.findings)
        if (judged.finding.kind == SubjectKind::Mapping)
            soundness.try_emplace(judged.finding.subject, 1.0).first->second *=
                1 - findingWeight(judged.finding.severity, !judged.waiver.empty());
    std::vector<Found> worst;
    for (const auto& [id, value] : soundness)
        worst.push_back({id, value});
    const size_t shown = std::min(mostWorst, worst.size());
    std::partial_sort(worst.begin(), worst.begin() + static_cast<std::ptrdiff_t>(shown), worst.end(),
        [](const Found& a, const Found& b) { return std::tie(a.soundness, a.id) < std::tie(b.soundness, b.id); });
    std::map<std::string_view, std::vector<const JudgedFinding*>> found;
    for (size_t i = 0; i < shown; ++i)
        found[worst[i].id];
    for (const JudgedFinding& judged : report.findings.findings)
        if (judged.finding.kind == SubjectKind::Mapping)
            if (const auto place = found.find(judged.finding.subject); place != found.end())
                place->second.push_back(&judged);
    Table table({"Mapping", "Findings"}, 2);
    for (size_t i = 0; i < shown; ++i)
        table.add({"<code>" + html(worst[i].id, 200) + "</code>", messagesOf(found[worst[i].id])});
    return section("Mappings that need help most", "", table.text() + andMore(worst.size(), shown, "mappings with findings"));
}

} // namespace shelf::health
