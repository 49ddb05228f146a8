#include "governance/findings/derived.h"

#include "governance/rules/waivers.h"

#include <algorithm>
#include <tuple>

namespace shelf {

namespace {

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

void report(const std::string& id, const std::vector<const Finding*>& found, const RunFrame& frame, FindingSink& sink)
{
    if (const auto link = LinkId::parse(id)) {
        const Row source = frame.catalog.find(link->source);
        if (source == noRow)
            return;
        for (const Link& candidate : frame.catalog.links().from(source))
            if (candidate.in(frame.view) && candidate.in(View::Approved) && frame.catalog.sku(candidate.target) == link->target
                && frame.catalog.linkId(candidate) == id)
                sink.link(candidate, approvedMessage(id, found));
    } else if (const EntryPtr entry = frame.catalog.entry(id, frame.view); entry && entry->in(View::Approved)) {
        sink.entry(*entry, approvedMessage(id, found));
    }
}

} // namespace

bool needsAllRules(const std::vector<std::string>& rules)
{
    return std::any_of(
        rules.begin(), rules.end(), [](const std::string& rule) { return rule == approvedWithErrorRule || rule == ruleFailedRule; });
}

std::vector<Finding> approvedWithError(std::vector<const Finding*> errors, const RuleSet& rules, const RunFrame& frame)
{
    const Waivers waivers(frame.catalog.definitions()); // what is accepted is not said a second time
    if (!waivers.all().empty())
        std::erase_if(errors, [&](const Finding* error) { return waivers.covering(*error, frame.today) != nullptr; });
    std::vector<Finding> made;
    // The message names the first, so their order must not depend on how they were found.
    std::sort(errors.begin(), errors.end(),
        [](const Finding* a, const Finding* b) { return std::tie(a->subject, a->rule, a->id) < std::tie(b->subject, b->rule, b->id); });
    with(approvedWithErrorRule, rules, frame, made, [&](FindingSink& sink) {
        std::vector<const Finding*> found;
        for (size_t begin = 0, end = 0; begin < errors.size(); begin = end) {
            found.clear();
            for (; end < errors.size() && errors[end]->subject == errors[begin]->subject; ++end)
                if (found.empty() || found.back()->id != errors[end]->id) // a rule may reach one defect twice
                    found.push_back(errors[end]);
            report(errors[begin]->subject, found, frame, sink);
        }
    });
    return made;
}

std::vector<Finding> rulesFailed(const std::vector<RuleFailure>& failures, const RuleSet& rules, const RunFrame& frame)
{
    std::vector<Finding> made;
    with(ruleFailedRule, rules, frame, made, [&](FindingSink& sink) {
        for (const RuleFailure& failure : failures)
            sink.definition(ThingKind::Rule, failure.rule,
                "rule " + failure.rule + " was switched off for this run: " + failure.because
                    + "; what it would have found is not known, narrow or mend it");
        for (const BadRule& bad : rules.bad())
            sink.definition(ThingKind::Rule, bad.id,
                "rule " + bad.id + (rules.find(bad.id) ? " runs as if nothing were set about it: " : " cannot run: ") + bad.error.where
                    + ": " + bad.error.what + "; " + bad.error.tryThis);
    });
    return made;
}

} // namespace shelf
