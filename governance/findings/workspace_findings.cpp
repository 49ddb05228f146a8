#include "governance/findings/workspace_findings.h"

#include "governance/findings/gate_scenarios.h"

#include <algorithm>
#include <chrono>
#include <unordered_set>

namespace shelf {

namespace {

bool readsMappings(const RuleInfo& info)
{
    return info.reads.links || info.reads.entries || info.unit == Unit::Link || info.unit == Unit::Entry;
}

ValidationRequest requestFor(Workspace& workspace, View view, const Progress& progress)
{
    ValidationRequest request;
    request.view = view;
    request.now = workspace.clock()();
    request.timeZone = workspace.definitions().policy("time-zone");
    request.cancel = progress.cancel;
    return request;
}

Result<void> checkRules(const RuleSet& rules, const std::vector<std::string>& wanted)
{
    for (const std::string& id : wanted) {
        if (rules.find(id))
            continue;
        for (const BadRule& bad : rules.bad())
            if (bad.id == id)
                return bad.error;
        return unknownRule(id);
    }
    return {};
}

// What a change set named, as the catalog's changes.
Result<CatalogChanges> changesOf(Workspace& workspace, uint64_t number)
{
    CatalogChanges changes;
    const auto read = workspace.readChangeSet(number, [&changes](const ChangeBlock& block) -> Result<void> {
        for (size_t row = 0; row < block.rows(); ++row) {
            if (block.kind == ThingKind::Product)
                changes.products.emplace_back(block.keys.at(row));
            else if (block.kind == ThingKind::Mapping)
                changes.mappings.emplace_back(block.keys.at(row));
            else
                changes.everything = true;
        }
        return {};
    });
    if (!read)
        return read.error();
    return changes;
}

Result<Subjects> subjectsOf(Workspace& workspace, const Snapshot& catalog, const FindingsRequest& request)
{
    if (!request.subjects.empty())
        return subjectsNamed(catalog, request.subjects);
    if (!request.changedIn)
        return Subjects();
    const auto changes = changesOf(workspace, *request.changedIn);
    if (!changes)
        return changes.error();
    return changes->everything ? Subjects() : neighbourhood(catalog, catalog, *changes);
}

Error cancelled()
{
    return {ErrorKind::Cancelled, "CANCELLED", "validate", "cancelled", "run it again"};
}

// Both runs of a report: the one asked for, and that of what a release would carry, for the gate. What rules find that read no
// mappings is the same in both and found once.
class Runs {
public:
    Runs(Workspace& workspace, const Snapshot& catalog, const FindingsRequest& request)
        : m_workspace(workspace), m_catalog(catalog), m_request(request),
          m_validation(requestFor(workspace, request.view, request.progress)),
          m_rules(catalog.definitions(), shelf::today(workspace.clock(), m_validation.timeZone))
    {
    }

    Result<FindingsReport> run()
    {
        if (const auto known = checkRules(m_rules, m_request.rules); !known)
            return known.error();
        auto subjects = subjectsOf(m_workspace, m_catalog, m_request);
        if (!subjects)
            return subjects.error();
        const bool whole = m_request.rules.empty() && subjects->everything;
        m_validation.rules = m_request.rules;
        m_validation.subjects = std::move(*subjects);
        const auto start = std::chrono::steady_clock::now();
        Validation asked = validate(m_catalog, m_rules, m_validation);
        FindingsReport report;
        report.milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
        report.checked = asked.checked;
        auto released = leavingFindings(asked, whole);
        if (m_request.progress.cancelled())
            return cancelled();
        // Of one view alone: what is found in drafts would otherwise be fixed, and come back, with each run of another view.
        if (whole && m_request.remember && m_request.view == View::Working)
            remember(asked.findings); // where it cannot be written, the findings are as true
        auto judge = Judge::prepare(m_workspace);
        if (!judge)
            return judge.error();
        std::vector<JudgedFinding> judged;
        std::unordered_set<uint64_t> leaving;
        for (Finding& finding : released) {
            leaving.insert(findingHash(finding.id));
            judged.push_back(judge->judge(std::move(finding), true));
        }
        report.gate = evaluateGate(m_catalog, judged, *judge);
        if (const auto added = addScenarioCondition(report.gate, m_workspace, m_catalog, m_request.progress); !added)
            return added.error();
        for (Finding& finding : asked.findings) {
            const bool leaves = leaving.contains(findingHash(finding.id));
            JudgedFinding one = judge->judge(std::move(finding), leaves);
            if (!m_request.onlyNew || one.isNew)
                report.findings.push_back(std::move(one));
        }
        return report;
    }

private:
    std::vector<Finding> leavingFindings(const Validation& asked, bool whole)
    {
        if (whole && m_request.view == View::Leaving)
            return asked.findings;
        ValidationRequest request = requestFor(m_workspace, View::Leaving, m_request.progress);
        if (!whole)
            return validate(m_catalog, m_rules, request).findings;
        std::vector<Finding> findings;
        for (const ActiveRule& active : m_rules.rules())
            if (readsMappings(active.rule->info()))
                request.rules.emplace_back(active.rule->info().id);
        const std::vector<std::string> twice = request.rules;
        findings = validate(m_catalog, m_rules, request).findings;
        for (const Finding& finding : asked.findings)
            if (std::find(twice.begin(), twice.end(), finding.rule) == twice.end())
                findings.push_back(finding);
        return findings;
    }

    void remember(const std::vector<Finding>& findings)
    {
        std::vector<SeenFinding> seen;
        seen.reserve(findings.size());
        for (const Finding& finding : findings)
            seen.push_back({findingHash(finding.id), finding.rule, finding.subject});
        (void)m_workspace.noteFindings(seen).ok();
    }

    Workspace& m_workspace;
    const Snapshot& m_catalog;
    const FindingsRequest& m_request;
    ValidationRequest m_validation;
    RuleSet m_rules;
};

} // namespace

FindingCounts countFindings(const std::vector<JudgedFinding>& findings)
{
    FindingCounts counts;
    for (const JudgedFinding& judged : findings)
        ++(judged.waiver.empty() ? counts.open.at(static_cast<size_t>(judged.finding.severity)) : counts.waived);
    return counts;
}

bool isAboutReleased(const Snapshot& catalog, const Finding& finding)
{
    if (finding.kind != SubjectKind::Mapping)
        return true;
    if (const auto parsed = LinkId::parse(finding.subject)) {
        const Row source = catalog.find(parsed->source);
        if (source != noRow)
            for (const Link& link : catalog.links().from(source))
                if (link.in(View::Working) && link.in(View::Leaving) && catalog.linkId(link) == finding.subject)
                    return true;
        return false;
    }
    const EntryPtr entry = catalog.entry(finding.subject, View::Working);
    return entry && entry->in(View::Leaving);
}

Result<Judge> Judge::prepare(Workspace& workspace)
{
    Judge judge;
    judge.m_waivers = Waivers(workspace.definitions());
    judge.m_today = shelf::today(workspace.clock(), workspace.definitions().policy("time-zone"));
    judge.m_now = formatTime(workspace.clock()());
    const auto releases = workspace.releases();
    if (!releases)
        return releases.error();
    for (const ReleaseRow& release : *releases)
        if (release.state == "published") {
            judge.m_release = release.number;
            judge.m_releaseTime = release.created;
        }
    if (judge.m_release > 0) {
        auto baseline = workspace.baseline(judge.m_release);
        if (!baseline)
            return baseline.error();
        judge.m_hasBaseline = baseline->has_value();
        if (*baseline)
            judge.m_baseline = std::move(**baseline);
    }
    const auto read = workspace.forEachFindingRecord([&judge](const FindingRecord& record) {
        judge.m_seen.emplace(record.hash, Seen{record.firstSeen, record.timesBack});
    });
    if (!read)
        return read.error();
    return judge;
}

JudgedFinding Judge::judge(Finding finding, bool leaves) const
{
    JudgedFinding judged;
    judged.leaves = leaves;
    const uint64_t hash = findingHash(finding.id);
    const auto seen = m_seen.find(hash);
    judged.firstSeen = seen == m_seen.end() ? m_now : seen->second.first;
    judged.timesBack = seen == m_seen.end() ? 0 : seen->second.timesBack;
    if (m_release > 0) {
        const bool byBaseline = leaves && m_hasBaseline && finding.severity <= Severity::Error;
        judged.isNew = byBaseline ? !std::binary_search(m_baseline.begin(), m_baseline.end(), hash)
                                  : seen != m_seen.end() && judged.firstSeen > m_releaseTime;
    }
    if (const Waiver* waiver = m_waivers.covering(finding, m_today)) {
        judged.waiver = waiver->key;
        judged.isNew = false;
    }
    judged.finding = std::move(finding);
    return judged;
}

Result<FindingsReport> findingsOf(Workspace& workspace, const Snapshot& catalog, const FindingsRequest& request)
{
    return Runs(workspace, catalog, request).run();
}

Result<FindingsReport> findingsOf(Workspace& workspace, const FindingsRequest& request)
{
    CatalogRequest load;
    load.progress = request.progress;
    const auto keeper = CatalogKeeper::load(workspace, load);
    if (!keeper)
        return keeper.error();
    return findingsOf(workspace, (*keeper)->snapshot(), request);
}

} // namespace shelf
