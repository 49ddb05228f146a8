// shelfctl check: is the workspace file whole.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    bool deep = false;
    std::vector<std::string> archives;
};

Result<Outcome> check(Context& context, const Options& options)
{
    const std::string& path = options.workspace;
    if (!options.archives.empty() && !options.deep)
        return usageError("--archive", "archives are only read by a deep check", "add --deep");
    for (const std::string& archive : options.archives)
        if (trimmed(archive).empty())
            return usageError("--archive", "the name of an archive is empty", "name a file that `shelfctl compact` wrote");
    const auto opened = openForReading(context, path);
    if (!opened)
        return opened.error();
    const auto report = (*opened)->check(options.deep, context.progress(), options.archives);
    if (!report)
        return report.error();
    Outcome outcome;
    outcome.document.set("ok", Json::boolean(report->ok()));
    outcome.document.set("problems", Json::strings(report->problems));
    for (const std::string& problem : report->problems)
        outcome.text += forTerminal(problem) + "\n";
    if (!report->archived.empty()) {
        outcome.document.set("archived", numbersJson(report->archived));
        outcome.text += counted(report->archived.size(), "feed is", "feeds are")
            + " archived and could not be replayed: prices, stock and attributes were not compared; name the archives with --archive\n";
    }
    if (report->ok())
        outcome.text += "no problems found\n";
    else
        outcome.error =
            Error{ErrorKind::Refused, "PROBLEMS", path, report->problems.front(), "keep the file as it is and go back to a backup"};
    return outcome;
}

} // namespace

void addCheck(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("check", "Check that a workspace file is whole", "shelfctl check shop.shelf --deep")
        .argument(options->workspace, "WS", "The workspace")
        .flag(options->deep, "--deep", "Also replay the journal and compare it with today's content")
        .repeated(options->archives, "--archive", "FILE", "An archive that compact moved feeds into; may be given several times")
        .run([options](Context& context) { return check(context, *options); });
}

} // namespace shelf::cli
