// shelfctl export, release rollback: publishing a release of the approved mappings, or of an earlier one's.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "app/shelfctl/signing.h"
#include "governance/release/release.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace, folder, number;
    std::vector<std::string> formats;
    std::optional<std::string> acceptLargeChange, includeHeld;
    SigningOptions signing;
    bool recommendations = false, dryRun = false;
};

Result<void> checkReason(std::string_view option, const std::optional<std::string>& reason, const char* tryThis)
{
    if (reason && trimmed(*reason).empty())
        return usageError(std::string(option), "the reason is empty", tryThis);
    return {};
}

Result<ExportRequest> requestFrom(const Context& context, const Options& options)
{
    ExportRequest request;
    for (const std::string& format : options.formats)
        if (format != "jsonl" && format != "csv") // these two are in every release
            return notYet("--format", "\"" + forTerminal(format, 60) + "\" is no format that releases are written in");
    if (auto given = checkReason("--accept-large-change", options.acceptLargeChange, "say why so much changes at once"); !given)
        return given.error();
    if (auto given = checkReason("--include-held", options.includeHeld, "say why what is held back is to leave"); !given)
        return given.error();
    const auto folder = newPath(options.folder, "the folder");
    if (!folder)
        return folder.error();
    const auto author = context.person();
    if (!author)
        return author.error();
    request.folder = *folder;
    request.author = *author;
    request.acceptLargeChange = options.acceptLargeChange.value_or("");
    request.dryRun = options.dryRun;
    request.recommendations = options.recommendations;
    return request;
}

Outcome outcomeOf(const ExportOutcome& done, const std::string& folder)
{
    Outcome outcome;
    Json& json = outcome.document;
    json.set("release", Json::number(int64_t(done.number)));
    Json files = Json::array();
    for (const ReleaseFile& file : done.files) {
        Json entry = Json::object();
        entry.set("name", Json::string(file.name));
        entry.set("records", Json::number(int64_t(file.records)));
        entry.set("bytes", Json::number(int64_t(file.bytes)));
        entry.set("sha256", Json::string(file.sha256));
        files.append(std::move(entry));
    }
    json.set("files", std::move(files));
    json.set("added", Json::number(int64_t(done.added)));
    json.set("changed", Json::number(int64_t(done.changed)));
    json.set("removed", Json::number(int64_t(done.removed)));
    json.set("gate", done.gate);
    json.set("folder", Json::string(folder));
    json.set("dry_run", Json::boolean(done.dryRun));
    if (!done.signatures.empty())
        json.set("signatures", Json::strings(done.signatures));
    if (done.rollbackOf)
        json.set("rollback_of", Json::number(int64_t(*done.rollbackOf)));
    const std::string name = done.number ? "release " + std::to_string(done.number) : std::string("a release");
    outcome.text = name + (done.rollbackOf ? ", release " + std::to_string(*done.rollbackOf) + " once more," : "")
        + (done.dryRun ? " would hold: " : " is in " + folder + ": ") + std::to_string(done.added) + " added, "
        + std::to_string(done.changed) + " changed, " + std::to_string(done.removed) + " removed\n";
    return outcome;
}

// `publish` makes the release from the workspace and the request, which holds the keys while it runs.
template <typename Publish> Result<Outcome> published(Context& context, const Options& options, Publish publish)
{
    auto request = requestFrom(context, options);
    if (!request)
        return request.error();
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    const auto keys = loadKeys(context, options.signing, (*opened)->path());
    if (!keys)
        return keys.error();
    for (const SigningKey& key : *keys)
        request->keys.push_back(&key);
    Json gate;
    request->gate = &gate;
    const auto done = publish(**opened, *request);
    if (!done) {
        if (done.error().code != "GATE_CLOSED")
            return done.error();
        Outcome closed; // what is in the way belongs to the answer
        closed.document.set("gate", std::move(gate));
        closed.error = done.error();
        return closed;
    }
    return outcomeOf(*done, request->folder);
}

Result<Outcome> exportFolder(Context& context, const Options& options)
{
    return published(context, options,
        [&](Workspace& workspace, const ExportRequest& request) { return exportRelease(workspace, request, context.progress()); });
}

Result<Outcome> rollBack(Context& context, const Options& options)
{
    const auto number = wholeNumber("release rollback", options.number, INT64_MAX);
    if (!number)
        return number.error();
    return published(context, options, [&](Workspace& workspace, const ExportRequest& request) {
        return rollbackRelease(workspace, {*number, options.includeHeld.value_or(""), request}, context.progress());
    });
}

} // namespace

void addExport(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    auto command = tree.add("export", "Publish a release of the approved mappings", "shelfctl export shop.shelf releases/12 --as jan");
    command.argument(options->workspace, "WS", "The workspace")
        .argument(options->folder, "DIR", "The folder to make; it must not exist")
        .repeated(options->formats, "--format", "FORMAT", "Also in this external format")
        .flag(options->recommendations, "--recommendations", "Also recommendations.jsonl for consumers that only look up")
        .option(options->acceptLargeChange, "--accept-large-change", "REASON", "Go on although much changes, and record why")
        .flag(options->dryRun, "--dry-run", "Say what the release would hold, write nothing");
    addSigning(command, options->signing);
    command.run([options](Context& context) { return exportFolder(context, *options); });
}

void addRollback(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    auto command = tree.add("release rollback", "Publish the content of an earlier release once more, under a new number",
        "shelfctl release rollback shop.shelf 11 releases/13 --as jan");
    command.argument(options->workspace, "WS", "The workspace")
        .argument(options->number, "N", "The number of the release to go back to")
        .argument(options->folder, "DIR", "The folder to make; it must not exist")
        .option(options->acceptLargeChange, "--accept-large-change", "REASON", "Go on although much changes, and record why")
        .flag(options->recommendations, "--recommendations", "Also recommendations.jsonl for consumers that only look up")
        .option(options->includeHeld, "--include-held", "REASON", "Send out what is held back now too, and record why")
        .flag(options->dryRun, "--dry-run", "Say what the release would hold, write nothing");
    addSigning(command, options->signing);
    command.run([options](Context& context) { return rollBack(context, *options); });
}

} // namespace shelf::cli
