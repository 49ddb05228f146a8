// shelfctl export: publishes a release of the approved mappings.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "governance/release/release.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace, folder;
    std::vector<std::string> formats;
    std::optional<std::string> acceptLargeChange, sign;
    bool recommendations = false, dryRun = false;
};

Result<ExportRequest> requestFrom(const Context& context, const Options& options)
{
    ExportRequest request;
    for (const std::string& format : options.formats)
        if (format != "jsonl" && format != "csv") // these two are in every release
            return notYet("--format", "\"" + forTerminal(format, 60) + "\" is no format that releases are written in");
    if (options.recommendations)
        return notYet("--recommendations", "recommendations are not exported yet");
    if (options.sign)
        return notYet("--sign", "releases are not signed yet");
    if (options.acceptLargeChange && trimmed(*options.acceptLargeChange).empty())
        return usageError("--accept-large-change", "the reason is empty", "say why so much changes at once");
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
    outcome.text = "release " + std::to_string(done.number) + (done.dryRun ? " would hold: " : " is in " + folder + ": ")
        + std::to_string(done.added) + " added, " + std::to_string(done.changed) + " changed, " + std::to_string(done.removed)
        + " removed\n";
    return outcome;
}

Result<Outcome> exportFolder(Context& context, const Options& options)
{
    const auto request = requestFrom(context, options);
    if (!request)
        return request.error();
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    const auto done = exportRelease(**opened, *request, context.progress());
    if (!done)
        return done.error();
    return outcomeOf(*done, request->folder);
}

} // namespace

void addExport(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("export", "Publish a release of the approved mappings", "shelfctl export shop.shelf releases/12 --as jan")
        .argument(options->workspace, "WS", "The workspace")
        .argument(options->folder, "DIR", "The folder to make; it must not exist")
        .repeated(options->formats, "--format", "FORMAT", "Also in this external format")
        .flag(options->recommendations, "--recommendations", "Also recommendations.jsonl for consumers that only look up")
        .option(options->acceptLargeChange, "--accept-large-change", "REASON", "Go on although much changes, and record why")
        .option(options->sign, "--sign", "KEYFILE", "Sign the manifest with this key")
        .flag(options->dryRun, "--dry-run", "Say what the release would hold, write nothing")
        .run([options](Context& context) { return exportFolder(context, *options); });
}

} // namespace shelf::cli
