// shelfctl compact: gives unused space of the file back.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "model/domain/date.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    std::optional<std::string> archive, before;
};

Result<Workspace::ArchiveLimit> limitFrom(const Options& options)
{
    Workspace::ArchiveLimit limit;
    if (!options.before)
        return limit;
    const auto moment = momentFrom("--before", *options.before);
    if (!moment)
        return moment.error();
    if (moment->number)
        limit.before = *moment->number;
    else
        limit.beforeTime = formatTimeMillis(moment->milliseconds);
    return limit;
}

Result<void> archiveFeeds(Context& context, Workspace& workspace, const Options& options, const std::string& author, Outcome& outcome)
{
    const auto file = newPath(*options.archive, "--archive-feeds");
    if (!file)
        return file.error();
    const auto limit = limitFrom(options);
    if (!limit)
        return limit.error();
    const auto done = workspace.archiveFeeds(*file, author, *limit, context.progress());
    if (!done)
        return done.error();
    outcome.document.set("archived", Json::number(int64_t(done->entries)));
    outcome.document.set("changeset", changesetJson(done->number));
    if (done->entries == 0) {
        outcome.text = "there is no feed to archive\n";
        return {};
    }
    outcome.document.set("archive", Json::string(*file));
    outcome.document.set("archive_bytes", Json::number(int64_t(done->bytes)));
    outcome.text = counted(done->entries, "feed") + " moved into " + forTerminal(*file, 400) + changesetText(done->number)
        + "; keep that file: a deep check and the history of prices need it\n";
    return {};
}

Result<Outcome> compact(Context& context, const Options& options)
{
    if (options.archive && trimmed(*options.archive).empty())
        return usageError("--archive-feeds", "the name of the archive is empty", "name a new file");
    if (options.before && !options.archive)
        return usageError("--before", "it says which feeds to archive", "add --archive-feeds FILE");
    const auto author = options.archive ? context.person() : Result<std::string>(std::string());
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    const uint64_t before = workspace.fileBytes();
    Outcome outcome;
    if (options.archive)
        if (const auto archived = archiveFeeds(context, workspace, options, *author, outcome); !archived)
            return archived.error();
    if (const auto done = workspace.compact(); !done)
        return done.error();
    const uint64_t after = workspace.fileBytes();
    outcome.document.set("bytes_before", Json::number(int64_t(before)));
    outcome.document.set("bytes", Json::number(int64_t(after)));
    outcome.text += std::to_string(before) + " bytes before, " + std::to_string(after) + " now\n";
    return outcome;
}

} // namespace

void addCompact(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("compact", "Give unused space of a workspace file back, and move what feeds left behind into an archive",
            "shelfctl compact shop.shelf --archive-feeds feeds-2026.archive --before 2026-07-01")
        .argument(options->workspace, "WS", "The workspace")
        .option(options->archive, "--archive-feeds", "FILE", "Move the contents of feeds into this new file; the history still lists them")
        .option(options->before, "--before", "CS|DATE", "Only feeds before this change set or date")
        .run([options](Context& context) { return compact(context, *options); });
}

} // namespace shelf::cli
