// shelfctl new: makes a workspace, empty or with a sample shop.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "governance/sample/sample_shop.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    bool sample = false;
    bool sampleDefects = false;
};

Result<void> makeEmpty(const std::string& path, const Clock& clock)
{
    const auto workspace = Workspace::create(path, {false, clock});
    return workspace ? Result<void>() : workspace.error();
}

Result<Outcome> makeNew(Context& context, const Options& options)
{
    if (options.sample && options.sampleDefects)
        return usageError("--sample-defects", "one workspace holds one sample", "leave --sample or --sample-defects out");
    const auto path = newPath(options.workspace, "the workspace");
    if (!path)
        return path.error();
    const auto made = options.sample ? makeSampleShop(*path, context.clock, Sample::Tidy)
        : options.sampleDefects      ? makeSampleShop(*path, context.clock, Sample::Defects)
                                     : makeEmpty(*path, context.clock);
    if (!made)
        return made.error();
    Outcome outcome;
    outcome.document.set("workspace", Json::string(*path));
    outcome.text = *path + " is ready\n";
    return outcome;
}

} // namespace

void addNew(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("new", "Make a workspace; never overwrites one", "shelfctl new shop.shelf --sample")
        .argument(options->workspace, "WS", "The file to make")
        .flag(options->sample, "--sample", "With a tidy sample shop, a week of work behind it and a dozen findings to act on")
        .flag(options->sampleDefects, "--sample-defects", "With a small, untidy shop in which every rule finds something")
        .run([options](Context& context) { return makeNew(context, *options); });
}

} // namespace shelf::cli
