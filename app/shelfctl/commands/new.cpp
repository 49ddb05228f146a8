// shelfctl new: makes a workspace, empty or with a sample shop.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "governance/review/review.h"
#if __has_include("model/io/sample.h")
#include "model/io/sample.h"
#define HAVE_SAMPLE
#endif

#include <unistd.h>

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    bool sample = false;
    bool sampleDefects = false;
};

void removeWorkspace(const std::string& path)
{
    for (const char* suffix : {"-wal", "-shm", "-journal", ""})
        ::unlink((path + suffix).c_str());
}

// The sample shop: part of its mappings goes through review as in a real one, by two people.
Result<void> fillSample(Workspace& workspace, const Context& context)
{
#ifdef HAVE_SAMPLE
    const auto made = makeSample(workspace);
    if (!made)
        return made.error();
#else
    (void)workspace;
    (void)context;
    return notYet("--sample", "no sample");
#endif
}

Result<Outcome> makeNew(Context& context, const Options& options)
{
    if (options.sampleDefects)
        return notYet("--sample-defects", "the sample in which every rule fires needs the rules");
    const auto path = newPath(options.workspace, "the workspace");
    if (!path)
        return path.error();
    OpenOptions open;
    open.clock = context.clock;
    auto workspace = Workspace::create(*path, open);
    if (!workspace)
        return workspace.error();
    if (options.sample) {
        const auto filled = fillSample(**workspace, context);
        if (!filled) {
            workspace->reset(); // closed before its files go
            removeWorkspace(*path);
            return filled.error();
        }
    }
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
        .flag(options->sample, "--sample", "With a tidy sample shop to try things on")
        .flag(options->sampleDefects, "--sample-defects", "With a shop in which every rule finds something")
        .run([options](Context& context) { return makeNew(context, *options); });
}

} // namespace shelf::cli
