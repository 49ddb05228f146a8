// shelfctl new: makes a workspace, empty or with a sample shop.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "governance/review/review.h"
#include "model/io/sample.h"

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

Result<void> reviewSample(Workspace& workspace, ReviewVerb verb, std::vector<std::string> ids, const std::string& comment = {})
{
    ReviewRequest request;
    request.verb = verb;
    request.ids = std::move(ids);
    request.author = verb == ReviewVerb::Submit ? sampleAuthor : sampleReviewer;
    request.comment = comment;
    if (request.ids.empty())
        return {};
    const auto done = review(workspace, request);
    if (!done)
        return done.error();
    if (!done->refused.empty())
        return rejected("SAMPLE", done->refused.front().id, done->refused.front().because, "make the workspace without --sample");
    return {};
}

// The sample shop; part of its mappings goes through review as in a real one, by two people.
Result<void> fillSample(Workspace& workspace)
{
    if (const auto made = makeSample(workspace); !made)
        return made.error();
    const auto plan = sampleReview(workspace);
    if (!plan)
        return plan.error();
    std::vector<std::string> submitted = plan->approved;
    submitted.insert(submitted.end(), plan->inReview.begin(), plan->inReview.end());
    for (const auto& [id, comment] : plan->rejected)
        submitted.push_back(id);
    if (const auto done = reviewSample(workspace, ReviewVerb::Submit, submitted); !done)
        return done;
    for (const auto& [id, comment] : plan->rejected)
        if (const auto done = reviewSample(workspace, ReviewVerb::Reject, {id}, comment); !done)
            return done;
    return reviewSample(workspace, ReviewVerb::Approve, plan->approved);
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
        const auto filled = fillSample(**workspace);
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
