// shelfctl release mark, receipt: what became of a release where it is served.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "governance/release/delivery.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace, number, state, file;
    std::optional<std::string> at;
};

Outcome outcomeOf(const DeliveryOutcome& done)
{
    Outcome outcome;
    outcome.document.set("release", Json::number(int64_t(done.release)));
    outcome.document.set("changed", Json::boolean(done.changed));
    addDelivery(outcome.document, done.delivery);
    outcome.text = "release " + std::to_string(done.release) + " is " + done.delivery.state + " since " + done.delivery.at
        + (done.changed ? "" : ", nothing to change") + "\n";
    return outcome;
}

Result<Outcome> mark(Context& context, const Options& options)
{
    const auto number = wholeNumber("release mark", options.number, INT64_MAX);
    if (!number)
        return number.error();
    if (options.at && trimmed(*options.at).empty())
        return usageError("--at", "the time is empty", "write it as 2026-11-15T08:00:00Z");
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    const auto done = markRelease(**opened, *number, options.state, options.at.value_or(""), *author);
    if (!done)
        return done.error();
    return outcomeOf(*done);
}

Result<Outcome> receipt(Context& context, const Options& options)
{
    if (trimmed(options.file).empty())
        return usageError("release receipt", "the name of the file is empty", "name the file with the receipt");
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    const auto done = importReceipt(**opened, options.file, *author, context.progress());
    if (!done)
        return done.error();
    Outcome outcome = outcomeOf(*done);
    outcome.document.set("accepted", Json::number(int64_t(done->accepted)));
    outcome.document.set("rejected", Json::number(int64_t(done->rejected)));
    outcome.text += counted(done->accepted, "mapping") + " accepted by name, " + counted(done->rejected, "mapping") + " rejected\n";
    return outcome;
}

} // namespace

void addReceipt(CommandTree& tree)
{
    auto marking = std::make_shared<Options>();
    tree.add("release mark", "Note that a release was sent, or is live",
            "shelfctl release mark shop.shelf 12 live --at 2026-11-15T08:00:00Z")
        .argument(marking->workspace, "WS", "The workspace")
        .argument(marking->number, "N", "The number of the release")
        .argument(marking->state, "STATE", "sent or live")
        .option(marking->at, "--at", "TIME", "Since when; now where it is left out")
        .run([marking](Context& context) { return mark(context, *marking); });
    auto answering = std::make_shared<Options>();
    tree.add("release receipt", "Take in a serving system's answer to a release", "shelfctl release receipt shop.shelf receipt-12.jsonl")
        .argument(answering->workspace, "WS", "The workspace")
        .argument(answering->file, "FILE", "JSON Lines: the release and its state, then a line for each mapping")
        .run([answering](Context& context) { return receipt(context, *answering); });
}

} // namespace shelf::cli
