#include "app/shelfctl/known_findings.h"

#include "app/shelfctl/nearby_catalog.h"
#include "governance/findings/reports.h"
#include "model/domain/text.h"

#include <cstdio>

namespace shelf::cli {

namespace {

ValidationRequest requestFor(const Context& context, Workspace& workspace)
{
    ValidationRequest request;
    request.now = workspace.clock()();
    request.timeZone = workspace.definitions().policy("time-zone");
    request.cancel = context.cancel;
    return request;
}

Days dayOf(Workspace& workspace)
{
    return today(workspace.clock(), workspace.definitions().policy("time-zone"));
}

Error cancelled()
{
    return {ErrorKind::Cancelled, "CANCELLED", "findings", "cancelled", "run it again"};
}

Result<FindingCounts> countByRunning(const Context& context, Workspace& workspace)
{
    CatalogRequest load;
    load.progress = context.progress();
    const auto keeper = CatalogKeeper::load(workspace, load);
    if (!keeper)
        return keeper.error();
    const Snapshot& catalog = (*keeper)->snapshot();
    const Days day = dayOf(workspace);
    const Validation found = validate(catalog, RuleSet(catalog.definitions(), day), requestFor(context, workspace));
    if (found.cancelled)
        return cancelled();
    const Waivers waivers(catalog.definitions());
    FindingCounts counts;
    for (const Finding& finding : found.findings)
        ++(waivers.covering(finding, day) ? counts.waived : counts.open.at(static_cast<size_t>(finding.severity)));
    return counts;
}

// What the last run of all rules left open; `any`: whether there is any record at all.
Result<FindingCounts> countHistory(Workspace& workspace, bool& any)
{
    const Days day = dayOf(workspace);
    const RuleSet rules(workspace.definitions(), day);
    const Waivers waivers(workspace.definitions());
    const Snapshot nothing;
    FindingCounts counts;
    const auto read = workspace.forEachFindingRecord([&](const FindingRecord& record) {
        any = true;
        const ActiveRule* rule = rules.find(record.rule);
        if (!record.fixed.empty() || !rule)
            return;
        Finding finding;
        char hash[20];
        (void)std::snprintf(hash, sizeof hash, "~%016llx", static_cast<unsigned long long>(record.hash));
        finding.id = record.rule + hash;
        finding.rule = record.rule;
        finding.subject = record.subject;
        finding.severity = rule->settings.severity(nothing, noRow, {}).value_or(rule->rule->info().severity);
        ++(waivers.covering(finding, day) ? counts.waived : counts.open.at(static_cast<size_t>(finding.severity)));
    });
    if (!read)
        return read.error();
    return counts;
}

// Rules that need no more of the catalog than what is near their subject. Since when something is a draft is not known there.
std::vector<std::string> nearRules(const RuleSet& rules)
{
    std::vector<std::string> ids;
    for (const ActiveRule& active : rules.rules()) {
        const RuleInfo& info = active.rule->info();
        if (info.unit != Unit::Catalog && info.id != "gov.approved-with-error" && info.id != "gov.draft-abandoned")
            ids.emplace_back(info.id);
    }
    return ids;
}

// A product with the links that start at it, or a mapping with the products that it names. What leads to a product is left out: finding
// that takes seconds among millions of links.
Result<Snapshot> around(Workspace& workspace, const std::string& subject, bool isMapping)
{
    NearbyCatalog near(workspace);
    std::string source = subject;
    if (isMapping) {
        const auto mapping = workspace.mapping(subject);
        if (!mapping)
            return mapping.error();
        if (!*mapping)
            return near.snapshot();
        if (const auto added = near.addMapping(**mapping); !added)
            return added.error();
        const auto link = LinkId::parse(subject);
        source = link ? link->source : std::string();
    } else if (const auto added = near.addProduct(subject); !added) {
        return added.error();
    }
    if (!source.empty())
        if (const auto added = near.addMappings("link:" + percentEncoded(source) + ":"); !added)
            return added.error();
    if (const auto added = near.addMappings("compat:"); !added)
        return added.error();
    return near.snapshot();
}

// Of the subject, over a catalog that has it; nothing where what is left of it is retired.
std::vector<Finding> foundIn(const Snapshot& catalog, const RuleSet& rules, ValidationRequest request, const std::string& subject)
{
    auto subjects = subjectsNamed(catalog, {subject});
    if (!subjects)
        return {};
    request.subjects = std::move(*subjects);
    return validate(catalog, rules, request).findings;
}

Result<NearFindings> nearByRunning(const Context& context, Workspace& workspace, const std::string& subject)
{
    CatalogRequest load;
    load.progress = context.progress();
    const auto keeper = CatalogKeeper::load(workspace, load);
    if (!keeper)
        return keeper.error();
    const auto judge = Judge::prepare(workspace);
    if (!judge)
        return judge.error();
    const Snapshot& catalog = (*keeper)->snapshot();
    NearFindings near;
    const RuleSet rules(catalog.definitions(), judge->today());
    for (Finding& finding : foundIn(catalog, rules, requestFor(context, workspace), subject)) {
        const bool leaves = isAboutReleased(catalog, finding);
        near.findings.append(findingJson(judge->judge(std::move(finding), leaves)));
    }
    if (context.cancel && context.cancel->load())
        return cancelled();
    return near;
}

Result<NearFindings> nearOfLarge(const Context& context, Workspace& workspace, const std::string& subject, bool isMapping)
{
    const auto catalog = around(workspace, subject, isMapping);
    if (!catalog)
        return catalog.error();
    const Days day = dayOf(workspace);
    const RuleSet rules(workspace.definitions(), day);
    const Waivers waivers(workspace.definitions());
    ValidationRequest request = requestFor(context, workspace);
    request.rules = nearRules(rules);
    NearFindings near;
    near.partial = true;
    for (Finding& finding : foundIn(*catalog, rules, request, subject)) {
        JudgedFinding judged;
        if (const Waiver* waiver = waivers.covering(finding, day))
            judged.waiver = waiver->key;
        judged.finding = std::move(finding);
        Json json = findingJson(judged);
        json.remove("first_seen");
        json.remove("new");
        near.findings.append(std::move(json));
    }
    return near;
}

} // namespace

Result<KnownCounts> countKnownFindings(const Context& context, Workspace& workspace)
{
    KnownCounts known;
    if (workspace.fileBytes() > mostBytesToRun) {
        bool any = false;
        const auto counts = countHistory(workspace, any);
        if (!counts)
            return counts.error();
        known.counts = *counts;
        known.from = any ? KnownCounts::From::History : KnownCounts::From::Nothing;
        return known;
    }
    const auto counts = countByRunning(context, workspace);
    if (!counts)
        return counts.error();
    known.counts = *counts;
    return known;
}

Result<NearFindings> findingsNear(const Context& context, Workspace& workspace, const std::string& subject)
{
    if (workspace.fileBytes() <= mostBytesToRun)
        return nearByRunning(context, workspace, subject);
    const auto product = workspace.product(subject);
    return nearOfLarge(context, workspace, subject, !product || !*product);
}

std::string findingLines(const NearFindings& near)
{
    std::string text;
    for (const Json& finding : near.findings.items()) {
        const std::string severity = finding["severity"].text() + (finding["waived"].toBool() ? " (waived)" : "");
        text += severity + std::string(severity.size() < 18 ? 18 - severity.size() : 1, ' ') + finding["rule"].text() + ": "
            + forTerminal(finding["message"].text(), 1000) + "\n";
    }
    if (near.partial)
        text += "note: in a workspace of this size what takes the whole catalog to know is left to `shelfctl validate`\n";
    return text;
}

} // namespace shelf::cli
