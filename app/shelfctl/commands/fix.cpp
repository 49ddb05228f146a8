// shelfctl fix: mends findings whose fix needs no choice.
#include "governance/findings/fix.h"
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "governance/findings/workspace_findings.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    std::vector<std::string> rules, findings;
    bool dryRun = false;
};

constexpr size_t mostShown = 1000;

Result<std::vector<Finding>> wantedFindings(const FindingsReport& report, const Options& options)
{
    std::vector<Finding> wanted;
    for (const JudgedFinding& judged : report.findings)
        if ((options.findings.empty() && judged.waiver.empty()) // what somebody accepted is mended where it is named only
            || std::find(options.findings.begin(), options.findings.end(), judged.finding.id) != options.findings.end())
            wanted.push_back(judged.finding);
    for (const std::string& id : options.findings) {
        const auto found = std::find_if(wanted.begin(), wanted.end(), [&id](const Finding& finding) { return finding.id == id; });
        if (found == wanted.end())
            return rejected("UNKNOWN_FINDING", id, "there is no such finding now", "see `shelfctl validate`");
        if (found->fix.empty())
            return rejected("NO_FIX", id, "it has no fix without a choice: " + found->message,
                found->choices.empty() ? "mend it by hand" : "choose: " + join(found->choices, ", or "));
    }
    return wanted;
}

Json changesJson(const ChangeSet& changes)
{
    Json list = Json::array();
    for (const ChangeBlock& block : changes.blocks)
        for (size_t row = 0; row < block.rows() && list.items().size() < mostShown; ++row) {
            const Change change = block.row(row);
            for (const FieldChange& field : change.fields)
                list.append(Json::object({{"id", Json::string(change.key)}, {"field", Json::string(field.field)},
                    {"before", Json::string(field.before)}, {"after", Json::string(field.after)}}));
        }
    return list;
}

Result<Outcome> fix(Context& context, const Options& options)
{
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    const auto keeper = CatalogKeeper::load(workspace, {true, {}, context.progress()});
    if (!keeper)
        return keeper.error();
    const Snapshot& catalog = (*keeper)->snapshot();
    FindingsRequest request;
    request.rules = options.rules;
    request.remember = false;
    request.progress = context.progress();
    const auto report = findingsOf(workspace, catalog, request);
    if (!report)
        return report.error();
    const auto wanted = wantedFindings(*report, options);
    if (!wanted)
        return wanted.error();
    ValidationRequest run;
    run.now = workspace.clock()();
    run.timeZone = workspace.definitions().policy("time-zone");
    run.cancel = context.cancel;
    const RuleSet rules(catalog.definitions(), today(workspace.clock(), run.timeZone));
    auto plan = planFixes(workspace, catalog, rules, *wanted, run);
    if (!plan)
        return plan.error();
    Applied applied;
    if (!plan->changes.empty()) {
        plan->changes.header = headerFor(*author,
            "Fix "
                + (plan->fixed.size() == 1 ? plan->fixed.front().rule + " of " + plan->fixed.front().subject
                                           : counted(plan->fixed.size(), "finding")));
        const auto done = workspace.apply(plan->changes, {options.dryRun, context.progress(), {}});
        if (!done)
            return done.error();
        applied = *done;
    }
    Outcome outcome;
    outcome.document.set("fixed", Json::number(int64_t(plan->fixed.size())));
    outcome.document.set("left", Json::number(int64_t(plan->left.size())));
    outcome.document.set("changeset", changesetJson(applied.number));
    outcome.document.set("dry_run", Json::boolean(options.dryRun));
    Json ids = Json::array();
    for (size_t i = 0; i < plan->fixed.size() && i < mostShown; ++i)
        ids.append(Json::string(plan->fixed[i].id));
    outcome.document.set("findings", std::move(ids));
    if (options.dryRun)
        outcome.document.set("changes", changesJson(plan->changes));
    if (options.dryRun)
        for (const Finding& finding : plan->fixed)
            outcome.text += forTerminal(finding.subject, 80) + ": " + forTerminal(finding.fix, 300) + "\n";
    outcome.text += counted(plan->fixed.size(), "finding") + (options.dryRun ? " would be fixed" : " fixed")
        + (options.dryRun ? std::string() : changesetText(applied.number)) + "\n";
    const size_t without =
        static_cast<size_t>(std::count_if(wanted->begin(), wanted->end(), [](const Finding& finding) { return finding.fix.empty(); }));
    if (plan->fixed.empty() && without > 0)
        outcome.text +=
            counted(without, "finding has", "findings have") + " no fix without a choice; `shelfctl validate` says what to do\n";
    if (!plan->left.empty())
        outcome.text += counted(plan->left.size(), "more waits", "more wait") + " for another run: two fixes speak of one field\n";
    return outcome;
}

} // namespace

void addFix(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("fix", "Mend findings whose fix needs no choice", "shelfctl fix shop.shelf --rule attr.whitespace --dry-run")
        .argument(options->workspace, "WS", "The workspace")
        .repeated(options->rules, "--rule", "ID", "Only findings of this rule")
        .repeated(options->findings, "--finding", "ID", "Only this finding; a waived one is mended only so")
        .flag(options->dryRun, "--dry-run", "Show what would change, and change nothing")
        .run([options](Context& context) { return fix(context, *options); });
}

} // namespace shelf::cli
