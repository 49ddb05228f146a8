// shelfctl check: is the workspace file whole.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

Result<Outcome> check(Context& context, const std::string& path, bool deep)
{
    const auto opened = openForReading(context, path);
    if (!opened)
        return opened.error();
    const auto report = (*opened)->check(deep, context.progress());
    if (!report)
        return report.error();
    Outcome outcome;
    outcome.document.set("ok", Json::boolean(report->ok()));
    outcome.document.set("problems", Json::strings(report->problems));
    for (const std::string& problem : report->problems)
        outcome.text += forTerminal(problem) + "\n";
    if (report->ok())
        outcome.text = "no problems found\n";
    else
        outcome.error =
            Error{ErrorKind::Refused, "PROBLEMS", path, report->problems.front(), "keep the file as it is and go back to a backup"};
    return outcome;
}

} // namespace

void addCheck(CommandTree& tree)
{
    struct Options {
        std::string workspace;
        bool deep = false;
    };
    auto options = std::make_shared<Options>();
    tree.add("check", "Check that a workspace file is whole", "shelfctl check shop.shelf --deep")
        .argument(options->workspace, "WS", "The workspace")
        .flag(options->deep, "--deep", "Also replay the journal and compare it with today's content")
        .run([options](Context& context) { return check(context, options->workspace, options->deep); });
}

} // namespace shelf::cli
