#include "governance/findings/validator.h"

#include "governance/findings/derived.h"
#include "governance/findings/finding_index.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <iterator>
#include <numeric>
#include <thread>
#include <tuple>

namespace shelf {

namespace {

class Collector final : public FindingSink {
public:
    explicit Collector(const RuleRun& run) : FindingSink(run) { }
    std::vector<Finding> findings;
    std::vector<uint32_t> approvedErrors; // places in `findings`, ascending

protected:
    void take(Finding finding) override
    {
        if (isApprovedError())
            approvedErrors.push_back(static_cast<uint32_t>(findings.size()));
        findings.push_back(std::move(finding));
    }
};

// One rule's findings by subject; each defect once, though the rule may have reached it twice. Moved once: findings are large.
std::vector<Finding> inOrder(std::vector<Finding> findings)
{
    std::vector<uint32_t> order(findings.size());
    std::iota(order.begin(), order.end(), uint32_t(0));
    const auto key = [&findings](uint32_t place) {
        const Finding& finding = findings[place];
        return std::tie(finding.subject, finding.detail, finding.id);
    };
    std::sort(order.begin(), order.end(), [&key](uint32_t a, uint32_t b) { return key(a) < key(b); });
    std::vector<Finding> sorted;
    sorted.reserve(findings.size());
    for (const uint32_t place : order)
        if (sorted.empty() || sorted.back().id != findings[place].id)
            sorted.push_back(std::move(findings[place]));
    return sorted;
}

// Worst first, then by rule and subject.
std::vector<Finding> worstFirst(std::map<std::string, std::vector<Finding>> byRule)
{
    std::vector<Finding> all;
    size_t count = 0;
    for (auto& [rule, findings] : byRule) {
        findings = inOrder(std::move(findings));
        count += findings.size();
    }
    all.reserve(count);
    for (const Severity severity : {Severity::Blocker, Severity::Error, Severity::Warning, Severity::Info})
        for (auto& [rule, findings] : byRule)
            for (Finding& finding : findings)
                if (finding.severity == severity && !finding.id.empty())
                    all.push_back(std::move(finding));
    return all;
}

// What one rule found; with what went wrong where it did.
struct Ran {
    std::vector<Finding> findings;
    std::vector<uint32_t> approvedErrors; // places in `findings`
    std::string failure;
};

Ran runRule(const RunFrame& frame, const ActiveRule& active, const Subjects& subjects, double seconds)
{
    Ran ran;
    auto deadline = RuleRun::Deadline::max();
    if (seconds > 0)
        deadline = std::chrono::steady_clock::now()
            + std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(seconds));
    const RuleRun run(frame, *active.rule, active.settings, subjects, deadline);
    Collector collector(run);
    try {
        active.rule->check(run, collector);
        if (run.isLate())
            ran.failure = "it took longer than " + std::to_string(static_cast<int>(seconds)) + " seconds";
        else {
            ran.findings = std::move(collector.findings);
            ran.approvedErrors = std::move(collector.approvedErrors);
        }
    } catch (const std::exception& error) {
        ran.failure = error.what();
    }
    return ran;
}

// Ids of everything that the subjects stand for.
std::set<std::string, std::less<>> namesOf(const Snapshot& catalog, const Subjects& subjects)
{
    std::set<std::string, std::less<>> names;
    for (const Row row : subjects.products)
        names.emplace(catalog.sku(row));
    for (const Link& link : subjects.links)
        names.insert(catalog.linkId(link));
    for (const EntryPtr& entry : subjects.entries)
        names.insert(entry->id);
    return names;
}

bool speaksOf(const Finding& finding, const std::set<std::string, std::less<>>& names)
{
    if (names.contains(finding.subject))
        return true;
    return std::any_of(finding.others.begin(), finding.others.end(), [&](const std::string& other) { return names.contains(other); });
}

uint64_t countSubjects(const Snapshot& catalog, const ValidationRequest& request)
{
    if (!request.subjects.everything)
        return request.subjects.products.size() + request.subjects.links.size() + request.subjects.entries.size();
    uint64_t count = catalog.productCount();
    for (Row row = 0; row < catalog.rows(); ++row)
        for (const Link& link : catalog.links().from(row))
            count += link.in(request.view);
    for (const EntryPtr& entry : catalog.entries())
        count += entry->in(request.view);
    return count;
}

bool isWanted(const std::vector<std::string>& wanted, std::string_view id)
{
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), id) != wanted.end();
}

Days dayOfRequest(const ValidationRequest& request)
{
    return today([&request] { return request.now; }, request.timeZone);
}

// Runs these rules, each by itself, on some threads.
std::vector<Ran> runAll(
    const RunFrame& frame, const std::vector<const ActiveRule*>& rules, const Subjects& subjects, int threads, double seconds)
{
    static const Subjects everything;
    std::vector<Ran> results(rules.size());
    std::atomic<size_t> next = 0;
    const auto work = [&] {
        for (size_t i = next++; i < rules.size(); i = next++) {
            const bool whole = rules[i]->rule->info().unit == Unit::Catalog;
            results[i] = runRule(frame, *rules[i], whole ? everything : subjects, seconds);
        }
    };
    std::vector<std::jthread> helpers;
    const auto count = std::min(static_cast<size_t>(std::max(1, threads)), rules.size());
    for (size_t i = 1; i < count; ++i)
        helpers.emplace_back(work);
    work();
    helpers.clear();
    return results;
}

} // namespace

Validation validate(const Snapshot& catalog, const RuleSet& rules, const ValidationRequest& request)
{
    const RunFrame frame(catalog, request.view, dayOfRequest(request), request.now, request.cancel);
    const bool derived = needsAllRules(request.rules);
    std::vector<const ActiveRule*> wanted;
    for (const ActiveRule& active : rules.rules())
        if (active.settings.enabled() && (derived || isWanted(request.rules, active.rule->info().id)))
            wanted.push_back(&active);
    auto results = runAll(frame, wanted, request.subjects, request.threads, request.ruleSeconds);
    Validation validation;
    const auto names = request.subjects.everything ? decltype(namesOf(catalog, request.subjects))() : namesOf(catalog, request.subjects);
    std::vector<RuleFailure> failures;
    std::vector<const Finding*> approvedErrors;
    std::map<std::string, std::vector<Finding>> byRule;
    for (size_t i = 0; i < results.size(); ++i) {
        const RuleInfo& info = wanted[i]->rule->info();
        if (!results[i].failure.empty())
            failures.push_back({std::string(info.id), results[i].failure});
        const bool narrow = !request.subjects.everything && info.unit == Unit::Catalog;
        for (const uint32_t place : results[i].approvedErrors)
            if (const Finding& finding = results[i].findings[place]; !narrow || speaksOf(finding, names))
                approvedErrors.push_back(&finding);
    }
    const auto take = [&](std::vector<Finding> findings) {
        for (Finding& finding : findings)
            if (isWanted(request.rules, finding.rule))
                byRule[finding.rule].push_back(std::move(finding));
    };
    take(approvedWithError(std::move(approvedErrors), rules, frame));
    take(rulesFailed(failures, rules, frame));
    for (size_t i = 0; i < results.size(); ++i) {
        const RuleInfo& info = wanted[i]->rule->info();
        if (!isWanted(request.rules, info.id))
            continue;
        if (!request.subjects.everything && info.unit == Unit::Catalog)
            std::erase_if(results[i].findings, [&](const Finding& finding) { return !speaksOf(finding, names); });
        auto& findings = byRule[std::string(info.id)];
        findings.insert(
            findings.end(), std::make_move_iterator(results[i].findings.begin()), std::make_move_iterator(results[i].findings.end()));
    }
    validation.findings = worstFirst(std::move(byRule));
    validation.checked = countSubjects(catalog, request);
    validation.cancelled = request.cancel && request.cancel->load();
    return validation;
}

namespace {

// Whether an edit of these fields, or of mappings, can change what a rule finds.
bool isTouched(const ActiveRule& active, const CatalogChanges& changes, bool links, bool entries)
{
    const RuleReads& reads = active.rule->info().reads;
    if ((links && reads.links) || (entries && reads.entries))
        return true;
    if (links || entries) {
        const RuleScope scope = active.rule->info().scope;
        if ((links && scope == RuleScope::Link) || (entries && scope != RuleScope::Product && scope != RuleScope::Link))
            return true;
    }
    for (const std::string& field : changes.fields) {
        if (active.settings.hasNarrow() && (field == "family" || field == "categories" || field == "channels"))
            return true;
        if (field == "parent") // what is inherited changes
            return true;
        for (const std::string_view read : reads.fields)
            if (read == field || (read == "*" && !coreField(field)))
                return true;
    }
    return false;
}

} // namespace

struct Validator::Impl {
    ValidationRequest request;
    std::optional<Snapshot> catalog;
    std::optional<RuleSet> rules;
    Days day = 0;
    FindingIndex index;
    std::map<std::string, std::string> failures;
    std::set<std::string> waiting; // ids of rules over everything that an edit since may have affected

    void take(const std::string& rule, Ran&& ran)
    {
        if (ran.failure.empty())
            failures.erase(rule);
        else
            failures[rule] = ran.failure;
        auto approved = ran.approvedErrors.begin();
        for (size_t place = 0; place < ran.findings.size(); ++place) {
            const bool isApproved = approved != ran.approvedErrors.end() && *approved == place;
            approved += isApproved;
            index.put(std::move(ran.findings[place]), isApproved);
        }
    }

    // Findings made of other findings: anew for the mappings that were looked at, and those whose errors changed.
    void remakeDerived(const RunFrame& frame, FindingIndex::Names mappings)
    {
        const auto changed = index.takeErrorsChanged();
        mappings.insert(changed.begin(), changed.end());
        std::vector<const Finding*> errors;
        for (const std::string& mapping : mappings) {
            const auto its = index.approvedErrors(mapping);
            errors.insert(errors.end(), its.begin(), its.end());
        }
        std::vector<RuleFailure> failed;
        for (const auto& [rule, because] : failures)
            failed.push_back({rule, because});
        auto made = approvedWithError(std::move(errors), *rules, frame);
        auto alsoMade = rulesFailed(failed, *rules, frame);
        index.forget(std::string(approvedWithErrorRule), mappings);
        index.forgetRule(std::string(ruleFailedRule));
        for (auto* findings : {&made, &alsoMade})
            for (Finding& finding : *findings)
                index.put(std::move(finding), false);
        index.takeErrorsChanged();
    }

    void lookNear(const Snapshot& after, const CatalogChanges& changes)
    {
        const Subjects near = neighbourhood(*catalog, after, changes);
        auto names = namesOf(after, near);
        const auto gone = namesOf(*catalog, neighbourhood(after, *catalog, changes));
        names.insert(gone.begin(), gone.end());
        names.insert(changes.products.begin(), changes.products.end());
        names.insert(changes.mappings.begin(), changes.mappings.end());
        bool links = false, entries = false;
        for (const std::string& id : changes.mappings)
            (mappingKindOf(id) == MappingKind::Link ? links : entries) = true;
        const RunFrame frame(after, request.view, day, request.now, request.cancel);
        for (const ActiveRule& active : rules->rules()) {
            if (!active.settings.enabled() || !isTouched(active, changes, links, entries))
                continue;
            const RuleInfo& info = active.rule->info();
            const std::string rule(info.id);
            if (info.unit == Unit::Catalog) {
                waiting.insert(rule);
                continue;
            }
            Ran ran = runRule(frame, active, near, request.ruleSeconds);
            index.forget(rule, names);
            take(rule, std::move(ran));
        }
        catalog = after;
        remakeDerived(frame, std::move(names));
    }

    void settle(const std::string& rule)
    {
        const RunFrame frame(*catalog, request.view, day, request.now, request.cancel);
        for (const ActiveRule& active : rules->rules())
            if (active.rule->info().id == rule) {
                Ran ran = runRule(frame, active, {}, request.ruleSeconds);
                index.forgetRule(rule);
                take(rule, std::move(ran));
            }
        waiting.erase(rule);
        remakeDerived(frame, {});
    }
};

Validator::Validator(ValidationRequest request) : m_impl(std::make_unique<Impl>())
{
    request.rules.clear();
    request.subjects = {};
    m_impl->request = std::move(request);
}

Validator::~Validator() = default;

const std::map<std::string, Finding>& Validator::findings() const
{
    return m_impl->index.all();
}

Validator::Delta Validator::validateAll(const Snapshot& catalog)
{
    Impl& m = *m_impl;
    m.index.forgetAll();
    m.failures.clear();
    m.waiting.clear();
    m.catalog = catalog;
    m.day = dayOfRequest(m.request);
    m.rules.emplace(catalog.definitions(), m.day);
    const RunFrame frame(catalog, m.request.view, m.day, m.request.now, m.request.cancel);
    std::vector<const ActiveRule*> wanted;
    for (const ActiveRule& active : m.rules->rules())
        if (active.settings.enabled())
            wanted.push_back(&active);
    auto results = runAll(frame, wanted, {}, m.request.threads, m.request.ruleSeconds);
    for (size_t i = 0; i < results.size(); ++i)
        m.take(std::string(wanted[i]->rule->info().id), std::move(results[i]));
    m.remakeDerived(frame, {});
    return m.index.takeDelta();
}

Validator::Delta Validator::updateNear(const Snapshot& catalog, const CatalogChanges& changes, int64_t now)
{
    Impl& m = *m_impl;
    m.request.now = now;
    if (!m.catalog || changes.everything || dayOfRequest(m.request) != m.day)
        return validateAll(catalog);
    if (!changes.empty())
        m.lookNear(catalog, changes);
    return m.index.takeDelta();
}

std::optional<Validator::Delta> Validator::settleOne()
{
    Impl& m = *m_impl;
    if (m.waiting.empty())
        return std::nullopt;
    m.settle(*m.waiting.begin());
    return m.index.takeDelta();
}

Validator::Delta Validator::update(const Snapshot& catalog, const CatalogChanges& changes, int64_t now)
{
    Impl& m = *m_impl;
    m.request.now = now;
    if (!m.catalog || changes.everything || dayOfRequest(m.request) != m.day)
        return validateAll(catalog);
    if (!changes.empty())
        m.lookNear(catalog, changes);
    while (!m.waiting.empty())
        m.settle(*m.waiting.begin());
    return m.index.takeDelta();
}

} // namespace shelf
