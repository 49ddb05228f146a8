// shelfctl waive, waivers: accepts a finding until a date, and shows what is accepted.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/definition_edit.h"
#include "app/shelfctl/text_table.h"
#include "governance/findings/workspace_findings.h"
#include "model/domain/text.h"
#include "model/io/definitions_values.h"

namespace shelf::cli {

namespace {

struct WaiveOptions {
    std::string workspace, what;
    std::optional<std::string> subject, reason, reasonCode, until, grantedBy;
};

struct ListOptions {
    std::string workspace;
    bool expiring = false;
};

constexpr Days soon = 14; // rules.md: shown ahead of expiry

uint64_t hiddenBy(const Waiver& waiver, const std::vector<JudgedFinding>& findings)
{
    return static_cast<uint64_t>(
        std::count_if(findings.begin(), findings.end(), [&waiver](const JudgedFinding& judged) { return waiver.covers(judged.finding); }));
}

Result<WaiverRequest> requestFrom(const WaiveOptions& options, const std::string& person, Days now)
{
    WaiverRequest request;
    request.findingOrRule = options.what;
    request.subject = options.subject.value_or(std::string());
    request.reason = options.reason.value_or(std::string());
    request.reasonCode = options.reasonCode.value_or(std::string());
    request.grantedBy = options.grantedBy.value_or(std::string());
    request.askedBy = person;
    if (trimmed(request.reason).empty())
        return usageError("--reason", "a waiver needs a reason", "say why this may stay as it is for a while");
    if (trimmed(request.grantedBy).empty())
        return usageError("--granted-by", "a waiver is granted by somebody else", "name who granted it");
    const std::string date = options.until.value_or(std::string());
    const auto until = parseDate(DefinitionValues({}, now).resolvedDate(date).value_or(date));
    if (!until)
        return usageError("--until", options.until ? inQuotes(*options.until) + " is no date" : std::string("a waiver ends on a day"),
            "write YYYY-MM-DD, or today+14d");
    request.until = *until;
    return request;
}

Result<Outcome> waive(Context& context, const WaiveOptions& options)
{
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto request = requestFrom(options, *author, today(context.clock));
    if (!request)
        return request.error();
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    FindingsRequest all;
    all.remember = false;
    all.progress = context.progress();
    const auto report = findingsOf(workspace, all);
    if (!report)
        return report.error();
    std::vector<Finding> findings;
    for (const JudgedFinding& judged : report->findings)
        findings.push_back(judged.finding);
    const Days now = today(workspace.clock(), workspace.definitions().policy("time-zone"));
    const auto granted = grantWaiver(*request, workspace.definitions(), findings, now);
    if (!granted)
        return granted.error();
    const Waiver waiver = Waivers(Definitions({*granted})).all().front();
    const uint64_t hides = hiddenBy(waiver, report->findings);
    if (hides == 0)
        return rejected("UNKNOWN_FINDING", waiver.what(), "the rule finds nothing there now, so there is nothing to waive",
            "check the spelling of both, see `shelfctl validate --rule`");
    const auto applied = editDefinition(workspace,
        headerFor(*author,
            "Waive " + options.what + (request->subject.empty() ? "" : " on " + request->subject) + " until " + formatDate(request->until),
            Origin::Policy),
        ThingKind::Waiver, granted->key, [&](FieldMap& fields) -> Result<void> {
            fields = granted->fields;
            return {};
        });
    if (!applied)
        return applied.error();
    Outcome outcome;
    outcome.document.set("waiver", Json::string(waiver.key));
    outcome.document.set("hides", Json::number(int64_t(hides)));
    outcome.document.set("until", Json::string(formatDate(waiver.until)));
    outcome.document.set("renewal", Json::number(int64_t(waiver.renewal)));
    outcome.document.set("changeset", changesetJson(applied->number));
    outcome.text =
        waiver.key + " hides " + counted(hides, "finding") + " until " + formatDate(waiver.until) + changesetText(applied->number) + "\n";
    return outcome;
}

Json waiverJson(const Waiver& waiver, const Waivers& waivers, uint64_t hides, Days now)
{
    Json json = Json::object({{"waiver", Json::string(waiver.key)}});
    json.setIf("finding", waiver.finding);
    json.setIf("rule", waiver.rule);
    json.setIf("subject", waiver.subject);
    json.setIf("reason_code", waiver.reasonCode);
    json.set("reason", Json::string(waiver.reason));
    json.set("asked_by", Json::string(waiver.askedBy));
    json.set("granted_by", Json::string(waiver.grantedBy));
    json.set("from", Json::string(formatDate(waiver.from)));
    json.set("until", Json::string(formatDate(waiver.until)));
    json.set("days_left", Json::number(int64_t(waiver.until - now)));
    json.set("in_force", Json::boolean(waiver.inForce(now)));
    json.set("renewal", Json::number(int64_t(waiver.renewal)));
    json.set("renewed", Json::boolean(waivers.isRenewed(waiver)));
    json.set("hides", Json::number(int64_t(hides)));
    return json;
}

Result<Outcome> list(Context& context, const ListOptions& options)
{
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    FindingsRequest all;
    all.remember = false;
    all.progress = context.progress();
    const auto report = findingsOf(workspace, all);
    if (!report)
        return report.error();
    const Waivers waivers(workspace.definitions());
    const Days now = today(workspace.clock(), workspace.definitions().policy("time-zone"));
    std::vector<const Waiver*> shown;
    for (const Waiver& waiver : waivers.all())
        if (!options.expiring || (waiver.until - now <= soon && !waivers.isRenewed(waiver)))
            shown.push_back(&waiver);
    std::stable_sort(shown.begin(), shown.end(), [](const Waiver* a, const Waiver* b) { return a->until < b->until; });
    Outcome outcome;
    outcome.document = Json::array();
    for (const Waiver* waiver : shown) {
        const uint64_t hides = hiddenBy(*waiver, report->findings);
        outcome.document.append(waiverJson(*waiver, waivers, hides, now));
        const Days left = waiver->until - now;
        outcome.text += waiver->key + "  "
            + (left < 0         ? "expired " + formatDate(waiver->until)
                    : left == 0 ? "ends today"
                                : "ends in " + counted(static_cast<uint64_t>(left), "day"))
            + "  hides " + std::to_string(hides) + "  " + forTerminal(waiver->what(), 120) + "\n    " + forTerminal(waiver->reason, 200)
            + " (asked by " + forTerminal(waiver->askedBy, 60) + ", granted by " + forTerminal(waiver->grantedBy, 60)
            + (waiver->renewal > 0 ? ", renewal " + std::to_string(waiver->renewal) : "") + ")\n";
    }
    if (shown.empty())
        outcome.text = options.expiring ? "no waiver ends in the next 14 days\n" : "there are no waivers\n";
    return outcome;
}

} // namespace

void addWaive(CommandTree& tree)
{
    auto options = std::make_shared<WaiveOptions>();
    tree.add("waive", "Accept a finding, or a rule's findings on a subject, until a date",
            "shelfctl waive shop.shelf link.target-retired --subject 'link:CAM-1:*' --reason 'successor arrives in May' --until 2026-05-15 "
            "--granted-by ines --as mia")
        .argument(options->workspace, "WS", "The workspace")
        .argument(options->what, "FINDING|RULE", "The id of a finding, or of a rule")
        .option(options->subject, "--subject", "ID", "With a rule: whose findings, a SKU or an id; one * stands for anything")
        .option(options->reason, "--reason", "TEXT", "Why it may stay as it is for now")
        .option(options->reasonCode, "--reason-code", "CODE", "The kind of reason, as your team names it")
        .option(options->until, "--until", "DATE",
            "The last day on which it counts, as 2026-12-05 or today+14d: at most 90 days away, for errors 30")
        .option(options->grantedBy, "--granted-by", "NAME", "Who grants it: somebody else than who asks")
        .run([options](Context& context) { return waive(context, *options); });

    auto listOptions = std::make_shared<ListOptions>();
    tree.add("waivers", "List waivers, with what they hide and when they end", "shelfctl waivers shop.shelf --expiring")
        .argument(listOptions->workspace, "WS", "The workspace")
        .flag(listOptions->expiring, "--expiring", "Only those that end within 14 days or have ended, and were not renewed")
        .run([listOptions](Context& context) { return list(context, *listOptions); });
}

} // namespace shelf::cli
