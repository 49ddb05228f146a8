// shelfctl delta apply: makes the new mappings.jsonl from the old release and the new one's delta.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "governance/release/release.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string older, newer, out;
};

Result<Outcome> apply(const Options& options)
{
    if (trimmed(options.older).empty() || trimmed(options.newer).empty())
        return usageError("delta apply", "the name of a folder is empty", "name the folders of two releases");
    const auto target = newPath(options.out, "the file");
    if (!target)
        return target.error();
    const auto done = applyDelta(options.older, options.newer, *target);
    if (!done)
        return done.error();
    Outcome outcome;
    outcome.document.set("from", Json::number(int64_t(done->from)));
    outcome.document.set("to", Json::number(int64_t(done->to)));
    outcome.document.set("records", Json::number(int64_t(done->records)));
    outcome.text = *target + " holds the " + counted(done->records, "record") + " of release " + std::to_string(done->to) + "\n";
    return outcome;
}

} // namespace

void addDelta(CommandTree& tree)
{
    tree.group("delta", "Work with the difference between two releases", "shelfctl delta apply releases/11 releases/12 mappings.jsonl");
    auto options = std::make_shared<Options>();
    tree.add("delta apply", "Apply a release's delta to the release before it",
            "shelfctl delta apply releases/11 releases/12 mappings.jsonl")
        .argument(options->older, "OLD", "The folder of the older release")
        .argument(options->newer, "NEW", "The folder of the newer release")
        .argument(options->out, "OUT", "The file to write; it must not exist")
        .run([options](Context&) { return apply(*options); });
}

} // namespace shelf::cli
