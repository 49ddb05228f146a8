#include "governance/findings/reports.h"

#include "model/domain/text.h"
#include "model/io/delimited_writer.h"

#include <map>

namespace shelf {

namespace {

constexpr size_t mostShown = 300;

Json number(uint64_t value)
{
    return Json::number(static_cast<int64_t>(value));
}

Json countsJson(const FindingCounts& counts)
{
    Json json = Json::object();
    for (size_t i = 0; i < counts.open.size(); ++i)
        json.set(severityName(static_cast<Severity>(i)), number(counts.open.at(i)));
    json.set("waived", number(counts.waived));
    return json;
}

std::string padded(std::string_view text, size_t width)
{
    return std::string(text) + std::string(text.size() < width ? width - text.size() : 1, ' ');
}

std::string subjectOf(const Finding& finding)
{
    return finding.kind == SubjectKind::Workspace ? "(workspace)" : forTerminal(finding.subject, 120);
}

std::string_view levelOf(Severity severity)
{
    switch (severity) {
    case Severity::Blocker:
    case Severity::Error:
        return "error";
    case Severity::Warning:
        return "warning";
    case Severity::Info:
        break;
    }
    return "note";
}

Json message(std::string_view text)
{
    return Json::object({{"text", Json::string(text)}});
}

Json sarifRule(const RuleInfo& info)
{
    return Json::object({{"id", Json::string(info.id)}, {"shortDescription", message(info.title)}, {"fullDescription", message(info.why)},
        {"defaultConfiguration", Json::object({{"level", Json::string(levelOf(info.severity))}})},
        {"properties",
            Json::object({{"severity", Json::string(severityName(info.severity))},
                {"dimension", Json::string(dimensionName(info.dimension))}, {"scope", Json::string(ruleScopeName(info.scope))}})}});
}

Json sarifResult(const JudgedFinding& judged, int64_t ruleIndex, const Waivers& waivers)
{
    const Finding& finding = judged.finding;
    std::string name(subjectKindName(finding.kind));
    name.append(":").append(finding.subject);
    Json location = Json::object({{"logicalLocations",
        Json::array({Json::object({{"fullyQualifiedName", Json::string(name)}, {"kind", Json::string(subjectKindName(finding.kind))}})})}});
    Json result = Json::object({{"ruleId", Json::string(finding.rule)}, {"ruleIndex", Json::number(ruleIndex)},
        {"level", Json::string(levelOf(finding.severity))}, {"message", message(finding.message)}, {"locations", Json::array({location})},
        {"partialFingerprints", Json::object({{"shelfwrightFinding/v1", Json::string(finding.id)}})},
        {"baselineState", Json::string(judged.isNew ? "new" : "unchanged")},
        {"properties",
            Json::object({{"severity", Json::string(severityName(finding.severity))}, {"firstSeen", Json::string(judged.firstSeen)}})}});
    if (!judged.waiver.empty()) {
        Json suppression = Json::object({{"kind", Json::string("external")}, {"status", Json::string("accepted")}});
        if (const Waiver* waiver = waivers.find(judged.waiver))
            suppression.set("justification",
                Json::string(waiver->reason + " (granted by " + waiver->grantedBy + " until " + formatDate(waiver->until) + ")"));
        result.set("suppressions", Json::array({std::move(suppression)}));
    }
    return result;
}

// Where there are too many to be read, how many of each rule come first.
std::string countsByRule(const std::vector<JudgedFinding>& findings)
{
    std::map<std::pair<Severity, std::string>, uint64_t> counts;
    for (const JudgedFinding& judged : findings)
        ++counts[{judged.finding.severity, judged.finding.rule}];
    std::string text;
    for (const auto& [key, count] : counts)
        text += padded(severityName(key.first), 9) + padded(key.second, 30) + std::to_string(count) + "\n";
    return text + "\n";
}

} // namespace

Json findingJson(const JudgedFinding& judged)
{
    const Finding& finding = judged.finding;
    Json json = Json::object(
        {{"id", Json::string(finding.id)}, {"rule", Json::string(finding.rule)}, {"severity", Json::string(severityName(finding.severity))},
            {"subject", Json::object({{"kind", Json::string(subjectKindName(finding.kind))}, {"id", Json::string(finding.subject)}})},
            {"message", Json::string(finding.message)}});
    json.set("fix", finding.fix.empty() ? Json() : Json::string(finding.fix));
    if (!finding.detail.empty())
        json.set("detail", Json::string(finding.detail));
    if (!finding.others.empty())
        json.set("others", Json::strings(finding.others));
    if (!finding.choices.empty())
        json.set("choices", Json::strings(finding.choices));
    json.set("waived", Json::boolean(!judged.waiver.empty()));
    json.setIf("waiver", judged.waiver);
    json.set("first_seen", Json::string(judged.firstSeen));
    if (judged.timesBack > 0)
        json.set("times_back", number(judged.timesBack));
    json.set("new", Json::boolean(judged.isNew));
    json.set("released", Json::boolean(judged.leaves));
    return json;
}

Json findingsJson(const FindingsReport& report)
{
    Json findings = Json::array();
    findings.items().reserve(report.findings.size());
    for (const JudgedFinding& judged : report.findings)
        findings.append(findingJson(judged));
    return Json::object({{"checked", number(report.checked)}, {"elapsed_ms", Json::number(report.milliseconds)},
        {"counts", countsJson(countFindings(report.findings))}, {"findings", std::move(findings)}, {"gate", report.gate.json()}});
}

std::string findingsText(const FindingsReport& report)
{
    constexpr size_t many = 40;
    std::string text = report.findings.size() > many ? countsByRule(report.findings) : std::string();
    size_t shown = 0;
    for (const JudgedFinding& judged : report.findings) {
        if (shown++ == mostShown) {
            text +=
                "… and " + std::to_string(report.findings.size() - mostShown) + " more; --format csv lists all, --rule and --sku narrow\n";
            break;
        }
        const Finding& finding = judged.finding;
        text += padded(severityName(finding.severity), 9) + padded(finding.rule, 30) + subjectOf(finding);
        if (judged.isNew)
            text += "  (new)";
        if (!judged.leaves && finding.kind == SubjectKind::Mapping)
            text += "  (not released)";
        if (!judged.waiver.empty())
            text += "  (waived: " + judged.waiver + ")";
        text += "\n         " + forTerminal(finding.message, 600) + "\n";
        if (!finding.fix.empty())
            text += "         fix: " + forTerminal(finding.fix, 200) + "   [" + finding.id + "]\n";
        else
            text += "         [" + finding.id + "]\n";
    }
    const FindingCounts counts = countFindings(report.findings);
    text += std::to_string(report.checked) + " checked: ";
    for (size_t i = 0; i < counts.open.size(); ++i) {
        const std::string name(severityName(static_cast<Severity>(i)));
        const bool plural = counts.open.at(i) != 1 && name != "info";
        text += std::to_string(counts.open.at(i)) + " " + name + (plural ? "s, " : ", ");
    }
    text += std::to_string(counts.waived) + " waived; ";
    return text + report.gate.text();
}

std::string findingsCsv(const FindingsReport& report)
{
    std::string text;
    DelimitedWriter writer(text, {});
    for (const char* header : {"id", "rule", "severity", "kind", "subject", "message", "fix", "waived", "first_seen", "new"})
        writer.plain(header);
    writer.endRow();
    for (const JudgedFinding& judged : report.findings) {
        const Finding& finding = judged.finding;
        writer.text(finding.id);
        writer.text(finding.rule);
        writer.text(severityName(finding.severity));
        writer.text(subjectKindName(finding.kind));
        writer.text(finding.subject);
        writer.text(finding.message);
        writer.text(finding.fix);
        writer.text(judged.waiver);
        writer.text(judged.firstSeen);
        writer.plain(judged.isNew ? "true" : "false");
        writer.endRow();
    }
    return text;
}

Json findingsSarif(const FindingsReport& report, const Definitions& definitions)
{
    const Waivers waivers(definitions);
    const RuleSet rules(definitions, 0);
    std::map<std::string, int64_t> places;
    Json descriptors = Json::array(), results = Json::array();
    for (const ActiveRule& active : rules.rules()) {
        places.emplace(active.rule->info().id, static_cast<int64_t>(places.size()));
        descriptors.append(sarifRule(active.rule->info()));
    }
    for (const JudgedFinding& judged : report.findings)
        if (const auto place = places.find(judged.finding.rule); place != places.end())
            results.append(sarifResult(judged, place->second, waivers));
    Json driver =
        Json::object({{"name", Json::string("Shelfwright")}, {"version", Json::string(SHELF_VERSION)}, {"rules", std::move(descriptors)}});
    Json run = Json::object({{"tool", Json::object({{"driver", std::move(driver)}})}, {"results", std::move(results)}});
    return Json::object({{"$schema", Json::string("https://json.schemastore.org/sarif-2.1.0.json")}, {"version", Json::string("2.1.0")},
        {"runs", Json::array({std::move(run)})}});
}

} // namespace shelf
