// shelfctl audit verify: proves that the journal is as it was written.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"

namespace shelf::cli {

namespace {

Result<Outcome> verify(Context& context, const std::string& path)
{
    const auto opened = openForReading(context, path);
    if (!opened)
        return opened.error();
    const auto report = (*opened)->verifyJournal(context.progress());
    if (!report)
        return report.error();
    Outcome outcome;
    Json& json = outcome.document;
    json.set("entries", Json::number(int64_t(report->entries)));
    json.set("head", Json::string(report->head));
    json.set("ok", Json::boolean(report->ok()));
    json.set("first_bad", changesetJson(report->firstBad));
    if (report->ok()) {
        outcome.text = counted(report->entries, "journal entry", "journal entries") + " verified, head " + report->head + "\n";
        return outcome;
    }
    json.set("problem", Json::string(report->problem));
    const std::string where = report->firstBad ? "journal entry " + std::to_string(*report->firstBad) : "journal";
    outcome.error =
        Error{ErrorKind::Refused, "JOURNAL", where, report->problem, "compare with a backup: the file was changed by something else"};
    return outcome;
}

} // namespace

void addAudit(CommandTree& tree)
{
    tree.group("audit", "Prove what the journal says", "shelfctl audit verify shop.shelf");
    auto path = std::make_shared<std::string>();
    tree.add("audit verify", "Verify the chain of the journal and four eyes", "shelfctl audit verify shop.shelf --json")
        .argument(*path, "WS", "The workspace")
        .run([path](Context& context) { return verify(context, *path); });
}

} // namespace shelf::cli
