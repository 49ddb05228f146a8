#include "governance/findings/gate.h"

#include "governance/findings/workspace_findings.h"

#include <algorithm>
#include <set>

namespace shelf {

namespace {

constexpr size_t mostNamed = 20;

std::string counted(uint64_t count, const char* one, const char* many)
{
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

// Whether a finding is about what is released: a mapping, or products by way of their mappings (a circle of links). The findings are
// those of View::Leaving, so that the mappings are those that leave.
bool isAboutMappings(const Finding& finding)
{
    if (finding.kind == SubjectKind::Mapping)
        return true;
    const Rule* rule = builtInRule(finding.rule);
    return rule && rule->info().scope != RuleScope::Product && rule->info().scope != RuleScope::Workspace;
}

void stand(GateCondition& condition, const Finding& finding)
{
    if (condition.met)
        condition.first = finding.rule + " on " + finding.subject;
    condition.met = false;
    ++condition.count;
    if (condition.findings.size() < mostNamed)
        condition.findings.push_back(finding.id);
}

std::string shown(const GateCondition& condition)
{
    return condition.count > 1 ? condition.first + ", …" : condition.first;
}

void sayBlockers(GateCondition& condition)
{
    condition.says = condition.met ? "nothing that is released has a finding that must be fixed"
                                   : counted(condition.count, "finding", "findings") + " must be fixed first (" + shown(condition)
            + "): mend what is named, or hold it back";
}

void sayErrors(GateCondition& condition, bool all, bool first, const GateResult& gate)
{
    const std::string since = all ? "" : first ? " in what would be released" : " new since the last release";
    if (condition.met)
        condition.says = "no error"
            + (all          ? std::string(" is open")
                    : first ? " is in what would be released"
                            : " is new since the last release");
    else
        condition.says = counted(condition.count, "error", "errors") + (condition.count == 1 ? " is" : " are")
            + (since.empty() ? " open" : since) + " (" + shown(condition) + "): mend, or have waived by somebody else";
    if (gate.inherited > 0 && !all)
        condition.says += "; " + counted(gate.inherited, "inherited error does", "inherited errors do") + " not count";
}

} // namespace

GateResult evaluateGate(const Snapshot& catalog, const std::vector<JudgedFinding>& findings, const Judge& judge)
{
    const bool all = catalog.definitions().policy("gate") == "all";
    const bool first = !judge.hasBaseline(); // or the last release was made when what was wrong was not noted yet
    GateResult gate;
    GateCondition blockers{"no-blocker", true, {}, 0, {}, {}}, errors{all ? "no-error" : "no-new-error", true, {}, 0, {}, {}};
    std::set<std::string> waivers;
    for (const JudgedFinding& judged : findings) {
        const Finding& finding = judged.finding;
        const bool leaves = isAboutMappings(finding);
        if (!judged.waiver.empty()) {
            ++gate.waived;
            waivers.insert(judged.waiver);
            continue;
        }
        if (finding.severity == Severity::Blocker) {
            ++gate.blockers;
            if (leaves)
                stand(blockers, finding);
        } else if (finding.severity == Severity::Error) {
            ++gate.errors;
            const bool counts = all || (first ? leaves : judged.isNew);
            gate.newErrors += counts;
            gate.inherited += !counts;
            if (counts)
                stand(errors, finding);
        } else if (finding.severity == Severity::Warning) {
            ++gate.warnings;
        }
        if (finding.severity <= Severity::Error) {
            gate.errorHashes.push_back(findingHash(finding.id));
            if (!judged.isNew)
                gate.oldErrorHashes.push_back(gate.errorHashes.back());
        }
    }
    gate.inheritedBefore = judge.baseline().size();
    sayBlockers(blockers);
    sayErrors(errors, all, first, gate);
    gate.open = blockers.met && errors.met;
    gate.conditions = {std::move(blockers), std::move(errors)};
    gate.waivers.assign(waivers.begin(), waivers.end());
    return gate;
}

Result<GateResult> evaluateGate(Workspace& workspace, const Progress& progress)
{
    FindingsRequest request;
    request.view = View::Leaving;
    request.remember = false;
    request.progress = progress;
    auto report = findingsOf(workspace, request);
    if (!report)
        return report.error();
    return std::move(report->gate);
}

Json GateResult::json() const
{
    const auto number = [](uint64_t value) { return Json::number(static_cast<int64_t>(value)); };
    Json list = Json::array();
    for (const GateCondition& condition : conditions)
        list.append(Json::object({{"id", Json::string(condition.id)}, {"met", Json::boolean(condition.met)},
            {"says", Json::string(condition.says)}, {"count", number(condition.count)}, {"findings", Json::strings(condition.findings)}}));
    Json numbers = Json::object({{"blockers", number(blockers)}, {"errors", number(errors)}, {"new_errors", number(newErrors)},
        {"inherited_errors", number(inherited)}, {"errors_at_last_release", number(inheritedBefore)}, {"warnings", number(warnings)},
        {"waived", number(waived)}});
    return Json::object({{"open", Json::boolean(open)}, {"result", Json::string(open ? "open" : "closed")}, {"conditions", std::move(list)},
        {"waivers", Json::strings(waivers)}, {"numbers", std::move(numbers)}});
}

std::string GateResult::text() const
{
    std::string text = open ? "the gate is open\n" : "the gate is closed\n";
    for (const GateCondition& condition : conditions) {
        text += std::string("  ") + (condition.met ? "ok      " : "closed  ") + condition.says + "\n";
        for (const std::string& finding : condition.findings)
            text += "          " + finding + "\n";
    }
    return text;
}

} // namespace shelf
