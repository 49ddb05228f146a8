#include "governance/rules/waivers.h"

#include "governance/rules/registry.h"
#include "model/domain/hash.h"
#include "model/domain/shape.h"
#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr Days mostDaysOfErrors = 30, mostDays = 90, renewableFor = 30; // rules.md; the last is ours
constexpr int mostRenewals = 2;

// One '*' may stand for anything.
bool matches(std::string_view pattern, std::string_view text)
{
    const size_t star = pattern.find('*');
    if (star == std::string_view::npos)
        return pattern == text;
    const std::string_view head = pattern.substr(0, star), tail = pattern.substr(star + 1);
    return text.size() >= head.size() + tail.size() && text.starts_with(head) && text.ends_with(tail);
}

Waiver fromThing(const Thing& thing)
{
    const FieldMap& fields = thing.fields;
    Waiver waiver;
    waiver.key = thing.key;
    waiver.finding = fields.text("finding");
    waiver.rule = fields.text("rule");
    waiver.subject = fields.text("subject");
    waiver.reasonCode = fields.text("reason_code");
    waiver.reason = fields.text("reason");
    waiver.askedBy = fields.text("asked_by");
    waiver.grantedBy = fields.text("granted_by");
    waiver.from = parseDate(fields.text("from")).value_or(0);
    waiver.until = parseDate(fields.text("until")).value_or(0);
    waiver.renews = fields.text("renews");
    waiver.renewal = static_cast<int>(fields.number("renewal").value_or(0));
    return waiver;
}

bool sameName(std::string_view a, std::string_view b)
{
    return folded(trimmed(a)) == folded(trimmed(b));
}

Error refused(std::string code, const std::string& where, std::string what, std::string tryThis)
{
    return {ErrorKind::Refused, std::move(code), where, std::move(what), std::move(tryThis)};
}

// What is asked for, as a waiver without dates and names; with the worst severity it would hide.
struct Target {
    Waiver waiver;
    Severity worst = Severity::Info;
};

Result<Target> targetOf(const WaiverRequest& request, const Definitions& definitions, const std::vector<Finding>& findings, Days today)
{
    Target target;
    const std::string& name = request.findingOrRule;
    const bool isFinding = findingHash(name) != 0;
    if (isFinding) {
        target.waiver.finding = name;
        if (!request.subject.empty())
            return Error{ErrorKind::Rejected, "WAIVER", name, "a finding has its subject already", "leave --subject out, or name a rule"};
    } else {
        const RuleSet rules(definitions, today);
        if (const ActiveRule* active = rules.find(name))
            target.worst = std::min(active->rule->info().severity, active->settings.worstSeverity());
        else if (!definitions.has(ThingKind::Rule, name)) // one that cannot run is there all the same
            return unknownRule(name);
        else
            target.worst = Severity::Error;
        target.waiver.rule = name;
        target.waiver.subject = request.subject;
        if (trimmed(request.subject).empty())
            return Error{ErrorKind::Rejected, "WAIVER", name, "a rule is waived for a subject only",
                "name it with --subject, a SKU or an id; one * may stand for anything"};
    }
    bool any = false;
    for (const Finding& finding : findings) {
        const bool meant = isFinding ? finding.id == name : finding.rule == name && matches(request.subject, finding.subject);
        if (meant) {
            any = true;
            target.worst = std::min(target.worst, finding.severity);
        }
    }
    if (isFinding && !any)
        return Error{ErrorKind::Rejected, "UNKNOWN_FINDING", name, "there is no such finding now", "see `shelfctl validate`"};
    return target;
}

} // namespace

bool Waiver::covers(const Finding& found) const
{
    if (found.severity == Severity::Blocker)
        return false;
    return finding.empty() ? found.rule == rule && matches(subject, found.subject) : found.id == finding;
}

std::string Waiver::what() const
{
    return finding.empty() ? rule + " on " + subject : finding;
}

Waivers::Waivers(const Definitions& definitions)
{
    for (const Thing* thing : definitions.all(ThingKind::Waiver))
        m_all.push_back(fromThing(*thing));
}

const Waiver* Waivers::covering(const Finding& finding, Days today) const
{
    const auto found =
        std::find_if(m_all.begin(), m_all.end(), [&](const Waiver& waiver) { return waiver.inForce(today) && waiver.covers(finding); });
    return found == m_all.end() ? nullptr : &*found;
}

const Waiver* Waivers::find(std::string_view key) const
{
    const auto found = std::find_if(m_all.begin(), m_all.end(), [key](const Waiver& waiver) { return waiver.key == key; });
    return found == m_all.end() ? nullptr : &*found;
}

bool Waivers::isRenewed(const Waiver& waiver) const
{
    return std::any_of(m_all.begin(), m_all.end(), [&](const Waiver& other) { return other.renews == waiver.key; });
}

Result<Thing> grantWaiver(const WaiverRequest& request, const Definitions& definitions, const std::vector<Finding>& findings, Days today)
{
    const Waivers waivers(definitions);
    auto target = targetOf(request, definitions, findings, today);
    if (!target)
        return target.error();
    const std::string& where = request.findingOrRule;
    if (target->worst == Severity::Blocker)
        return refused("BLOCKER", where, "a blocker cannot be waived", "mend it, or hold the mapping back");
    const Days most = target->worst == Severity::Error ? mostDaysOfErrors : mostDays;
    if (request.until < today)
        return Error{ErrorKind::Rejected, "WAIVER", where, formatDate(request.until) + " is over", "name a day from today on"};
    if (request.until - today > most)
        return refused("TOO_LONG", where,
            std::string(target->worst == Severity::Error ? "an error" : "a finding") + " is waived for at most " + std::to_string(most)
                + " days",
            "use --until " + formatDate(today + most) + " or earlier");
    const Waiver* last = nullptr;
    for (const Waiver& waiver : waivers.all())
        if (waiver.finding == target->waiver.finding && waiver.rule == target->waiver.rule && waiver.subject == target->waiver.subject
            && waiver.until + renewableFor >= today && (!last || last->until < waiver.until))
            last = &waiver;
    FieldMap fields;
    if (last) {
        if (last->renewal >= mostRenewals)
            return refused("RENEWED_TWICE", where, "its waiver has been renewed twice already", "mend what was found");
        if (sameName(last->reason, request.reason))
            return refused("SAME_REASON", where, "a renewal needs a new reason", "say why it is still needed");
        if (sameName(last->grantedBy, request.grantedBy))
            return refused("SAME_PERSON", where, last->grantedBy + " granted the waiver before it", "let somebody else grant it");
        fields.setText("renews", last->key);
        fields.set("renewal", std::to_string(last->renewal + 1));
    }
    fields.setText("finding", target->waiver.finding);
    fields.setText("rule", target->waiver.rule);
    fields.setText("subject", target->waiver.subject);
    fields.setText("reason_code", request.reasonCode);
    fields.setText("reason", request.reason);
    fields.setText("asked_by", request.askedBy);
    fields.setText("granted_by", request.grantedBy);
    fields.setText("from", formatDate(today));
    fields.setText("until", formatDate(request.until));
    std::string date = formatDate(today);
    date.erase(std::remove(date.begin(), date.end(), '-'), date.end());
    const std::string key = "w-" + date + "-" + sha256Hex(fields.toJson()).substr(0, 8);
    if (waivers.find(key))
        return Error{ErrorKind::Rejected, "EXISTS", where, "this waiver is there already", "nothing needs to be done"};
    if (const auto checked = checkDefinition(ThingKind::Waiver, key, fields); !checked)
        return checked.error();
    return Thing{ThingKind::Waiver, key, 0, 0, std::move(fields)};
}

} // namespace shelf
