// shelfctl validate: runs the rules and says whether the gate is open.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "app/shelfctl/written_file.h"
#include "governance/findings/reports.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    std::vector<std::string> rules, skus;
    std::optional<std::string> changedIn, format, out, state;
    bool onlyNew = false, gate = false, remember = false;
};

Result<std::string> rendered(const std::string& format, const FindingsReport& report, const Json& document, const Definitions& definitions)
{
    if (format == "json")
        return document.write() + "\n";
    if (format == "sarif")
        return findingsSarif(report, definitions).writeIndented() + "\n";
    if (format == "csv")
        return findingsCsv(report);
    return findingsText(report);
}

Result<void> checkFormat(const std::string& format)
{
    for (const char* known : {"text", "json", "csv", "sarif"})
        if (format == known)
            return {};
    return usageError("--format", "there is no format \"" + forTerminal(format, 60) + "\" for findings", "use text, json, csv or sarif");
}

Result<View> viewOf(const std::optional<std::string>& state)
{
    if (!state || *state == "draft")
        return View::Working;
    if (*state == "approved")
        return View::Approved;
    return usageError("--state", "there is no state \"" + forTerminal(*state, 60) + "\"", "use draft or approved");
}

Error closedGate(const GateResult& gate)
{
    std::string what = "the gate is closed";
    for (const GateCondition& condition : gate.conditions)
        if (!condition.met)
            what += (what.ends_with("closed") ? ": " : "; and ") + condition.says;
    return {ErrorKind::Refused, "GATE_CLOSED", "validate", std::move(what),
        "mend what it names, or have findings waived (`shelfctl waive --help`)"};
}

Result<Outcome> validate(Context& context, const Options& options)
{
    const auto changedIn = optionalNumber("--changed-in", options.changedIn, INT64_MAX);
    if (!changedIn)
        return changedIn.error();
    const auto view = viewOf(options.state);
    if (!view)
        return view.error();
    const std::string format = options.format.value_or(context.options.json ? "json" : "text");
    if (const auto known = checkFormat(format); !known)
        return known.error();
    if (options.out && trimmed(*options.out).empty())
        return usageError("--out", "the name of the file is empty", "name a file to write to");
    if (options.out) // before the workspace is open: closing another descriptor of it would give up its locks
        if (const auto safe = refuseWorkspaceFile("--out", *options.out); !safe)
            return safe.error();
    const auto opened = options.remember ? openForWriting(context, options.workspace) : openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    FindingsRequest request;
    request.view = *view;
    request.rules = options.rules;
    request.subjects = options.skus;
    request.changedIn = *changedIn;
    request.onlyNew = options.onlyNew;
    request.remember = options.remember;
    request.progress = context.progress();
    const auto report = findingsOf(**opened, request);
    if (!report)
        return report.error();
    Outcome outcome;
    outcome.document = findingsJson(*report);
    const auto text = rendered(format, *report, outcome.document, (*opened)->definitions());
    if (!text)
        return text.error();
    if (options.out) {
        if (const auto written = writeWholeFile(*options.out, *text); !written)
            return written.error();
    } else {
        outcome.text = *text;
    }
    if (context.options.json && format == "sarif")
        outcome.document = findingsSarif(*report, (*opened)->definitions());
    if (options.gate && !report->gate.open)
        outcome.error = closedGate(report->gate);
    return outcome;
}

} // namespace

void addValidate(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("validate", "Run the rules and say whether the gate is open", "shelfctl validate shop.shelf --gate --json")
        .argument(options->workspace, "WS", "The workspace")
        .repeated(options->rules, "--rule", "ID", "Only this rule")
        .repeated(options->skus, "--sku", "SKU", "Only this product or mapping")
        .option(options->changedIn, "--changed-in", "CS", "Only what this change set can have affected")
        .flag(options->onlyNew, "--new", "Only findings that are new since the last release")
        .flag(options->remember, "--remember",
            "Note in the workspace what is found: when it was first seen, that it is gone, that it came back")
        .flag(options->gate, "--gate", "Exit 1 where the gate is closed")
        .option(options->state, "--state", "STATE", "What of the mappings is looked at: drafts too, or only what releases carry")
        .choices({"draft", "approved"})
        .option(options->format, "--format", "FORMAT", "How findings are told")
        .choices({"text", "json", "csv", "sarif"})
        .option(options->out, "--out", "FILE", "Write the report to this file")
        .run([options](Context& context) { return validate(context, *options); });
}

} // namespace shelf::cli
