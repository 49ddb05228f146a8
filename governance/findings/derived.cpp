#include "governance/findings/derived.h"

#include "governance/rules/waivers.h"

#include <algorithm>
#include <map>
#include <set>

namespace shelf {

namespace {

constexpr std::string_view approvedWithError = "gov.approved-with-error", ruleFailed = "gov.rule-failed";

class Appending final : public FindingSink {
public:
    Appending(const RuleRun& run, std::vector<Finding>& into) : FindingSink(run), m_into(into) { }

protected:
    void take(Finding finding) override { m_into.push_back(std::move(finding)); }

private:
    std::vector<Finding>& m_into;
};

// Calls `body` with a sink for the findings of this rule, where it is there and switched on.
template <typename Body> void with(std::string_view id, const RuleSet& rules, const RunFrame& frame, std::vector<Finding>& into, Body body)
{
    static const Subjects everything;
    const ActiveRule* active = rules.find(id);
    if (!active || !active->settings.enabled())
        return;
    const RuleRun run(frame, *active->rule, active->settings, everything);
    Appending sink(run, into);
    body(sink);
}

std::string approvedMessage(const std::string& id, const std::vector<const Finding*>& found)
{
    std::string message = id + " is approved and has ";
    message += found.size() == 1 ? "an error: " : std::to_string(found.size()) + " errors, first: ";
    return message + found.front()->message;
}

// Mappings whose content that was approved is what was found wrong.
void addApproved(std::vector<Finding>& into, const RuleSet& rules, const RunFrame& frame)
{
    std::map<std::string, std::vector<const Finding*>> found;
    const Waivers waivers(frame.catalog.definitions()); // what is accepted is not said a second time
    for (const Finding& finding : into)
        if (finding.kind == SubjectKind::Mapping && finding.severity <= Severity::Error && finding.rule != approvedWithError
            && !waivers.covering(finding, frame.today))
            found[finding.subject].push_back(&finding);
    std::vector<Finding> made;
    with(approvedWithError, rules, frame, made, [&](FindingSink& sink) {
        for (const auto& [id, findings] : found) {
            if (const auto link = LinkId::parse(id)) {
                const Row source = frame.catalog.find(link->source);
                if (source == noRow)
                    continue;
                for (const Link& candidate : frame.catalog.links().from(source))
                    if (candidate.in(frame.view) && candidate.in(View::Approved) && frame.catalog.linkId(candidate) == id)
                        sink.link(candidate, approvedMessage(id, findings));
            } else if (const EntryPtr entry = frame.catalog.entry(id, frame.view); entry && entry->in(View::Approved)) {
                sink.entry(*entry, approvedMessage(id, findings));
            }
        }
    });
    std::move(made.begin(), made.end(), std::back_inserter(into));
}

void addFailures(std::vector<Finding>& into, const RuleSet& rules, const RunFrame& frame, const std::vector<RuleFailure>& failures)
{
    with(ruleFailed, rules, frame, into, [&](FindingSink& sink) {
        for (const RuleFailure& failure : failures)
            sink.definition(ThingKind::Rule, failure.rule,
                "rule " + failure.rule + " was switched off for this run: " + failure.because
                    + "; what it would have found is not known, narrow or mend it");
        for (const BadRule& bad : rules.bad())
            sink.definition(ThingKind::Rule, bad.id,
                "rule " + bad.id + (rules.find(bad.id) ? " runs as if nothing were set about it: " : " cannot run: ") + bad.error.where
                    + ": " + bad.error.what + "; " + bad.error.tryThis);
    });
}

} // namespace

std::vector<std::string_view> derivedRules()
{
    return {approvedWithError, ruleFailed};
}

bool needsAllRules(const std::vector<std::string>& rules)
{
    return std::any_of(rules.begin(), rules.end(), [](const std::string& rule) { return rule == approvedWithError || rule == ruleFailed; });
}

void addDerived(std::vector<Finding>& findings, const RuleSet& rules, const RunFrame& frame, const std::vector<RuleFailure>& failures)
{
    addApproved(findings, rules, frame);
    addFailures(findings, rules, frame, failures);
}

} // namespace shelf
