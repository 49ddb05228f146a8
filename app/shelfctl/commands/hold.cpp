// shelfctl hold, unhold: keeping mappings out of releases at once, and letting them go again.
#include "governance/review/hold.h"

#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    std::vector<std::string> ids;
    std::optional<std::string> reason;
    bool previous = false, end = false;
};

Result<Outcome> run(Context& context, const Options& options)
{
    HoldRequest request;
    for (const std::string& id : options.ids) {
        if (trimmed(id).empty())
            return usageError("hold", "the id of a mapping is empty", "list them with `shelfctl review list`");
        request.ids.push_back(id);
    }
    if (!options.end && !options.reason)
        return usageError("--reason", "no reason is given", "say why, for those who wonder where it went");
    const auto author = context.person();
    if (!author)
        return author.error();
    request.author = *author;
    request.reason = options.reason.value_or("");
    request.previous = options.previous;
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    const auto done = options.end ? unhold(**opened, request) : hold(**opened, request);
    if (!done)
        return done.error();
    Outcome outcome;
    outcome.document.set("changeset", changesetJson(done->number));
    outcome.text = counted(done->changes, "mapping") + (options.end ? " let go" : " held back") + changesetText(done->number) + "\n";
    return outcome;
}

} // namespace

void addHold(CommandTree& tree)
{
    auto holding = std::make_shared<Options>();
    tree.add("hold", "Hold mappings back from releases, at once and without a review",
            "shelfctl hold shop.shelf link:CAM-1:accessory:BAG-1 --reason 'Recalled' --as jan")
        .argument(holding->workspace, "WS", "The workspace")
        .arguments(holding->ids, "ID", "Mappings")
        .option(holding->reason, "--reason", "REASON", "Why; it is shown, and is in the manifest of every release that misses them")
        .flag(holding->previous, "--previous", "Send out the approved version before the newest instead")
        .run([holding](Context& context) { return run(context, *holding); });
    auto ending = std::make_shared<Options>();
    ending->end = true;
    tree.add("unhold", "Let mappings that are held back go out again", "shelfctl unhold shop.shelf link:CAM-1:accessory:BAG-1 --as jan")
        .argument(ending->workspace, "WS", "The workspace")
        .arguments(ending->ids, "ID", "Mappings")
        .run([ending](Context& context) { return run(context, *ending); });
}

} // namespace shelf::cli
