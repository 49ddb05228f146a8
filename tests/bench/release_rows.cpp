// Releases: formatting and writing one, and verifying it, against `sha256sum` over the same bytes written and synced.
#include "governance/release/release.h"
#include "governance/review/review.h"
#include "governance/rules/registry.h"
#include "model/io/import.h"
#include "tests/bench/bench.h"

#include <filesystem>

namespace shelf::bench {

namespace {

constexpr const char* workspaceName = "release.shelf";

Result<void> reviewAll(Workspace& workspace, ReviewVerb verb)
{
    ReviewRequest request;
    request.verb = verb;
    request.all = true;
    request.author = "bench";
    auto done = review(workspace, request);
    return done ? Result<void>() : done.error();
}

// The seeded defects are to be found, and not to stop the release that is timed.
Result<void> lowerErrors(Workspace& workspace)
{
    ChangeSet changes;
    changes.header.author = "bench";
    for (const Rule* rule : builtInRules())
        if (rule->info().severity == Severity::Error)
            changes.add({ThingKind::Rule, std::string(rule->info().id), ChangeOp::Create, 0, {{"severity", {}, "\"warning\""}}});
    const auto applied = workspace.apply(changes);
    return applied ? Result<void>() : applied.error();
}

// The reference links, all approved, in a workspace of their own.
Result<void> makeApproved(Bench& bench)
{
    auto links = bench.linksFile();
    if (!links)
        return links.error();
    auto reference = bench.workspaceFile();
    if (!reference)
        return reference.error();
    bench.forget(workspaceName);
    const std::string path = bench.file(workspaceName);
    const std::vector<std::vector<std::string>> steps = {
        {bench.shelfctl(), "backup", *reference, path},
        {bench.shelfctl(), "import", path, *links, "--what", "links", "--as", "bench"},
        {bench.shelfctl(), "policy", path, "four-eyes", "solo", "--as", "bench"},
    };
    for (const auto& step : steps)
        if (auto done = runProgram(step); !done)
            return done.error();
    auto opened = Workspace::open(path);
    if (!opened)
        return opened.error();
    if (auto lowered = lowerErrors(**opened); !lowered)
        return lowered;
    for (const ReviewVerb verb : {ReviewVerb::Submit, ReviewVerb::Approve})
        if (auto done = reviewAll(**opened, verb); !done)
            return done.error();
    return {};
}

Round peerHash(const std::string& command)
{
    return [command]() -> Result<double> {
        auto run = runProgram({"sh", "-c", command});
        if (!run)
            return run.error();
        return run->seconds;
    };
}

} // namespace

Result<std::vector<Figure>> measureRelease(Bench& bench)
{
    bench.say("release: importing and approving links");
    if (auto made = makeApproved(bench); !made)
        return made.error();
    const bool peer = findProgram("sha256sum") && findProgram("sync");
    const std::string folder = bench.file("release"), lines = folder + "/mappings.jsonl", copy = bench.file("copy");
    auto opened = Workspace::open(bench.file(workspaceName));
    if (!opened)
        return opened.error();
    uint64_t records = 0;
    const Round writeOne = [&]() -> Result<double> {
        bench.forget("release");
        return timed([&]() -> Result<void> {
            ExportRequest request;
            request.folder = folder;
            request.author = "bench";
            auto exported = exportRelease(**opened, request);
            if (!exported)
                return exported.error();
            records = 0;
            for (const ReleaseFile& file : exported->files)
                if (file.name == "mappings.jsonl")
                    records = file.records;
            return {};
        });
    };
    const std::string all = "cat '" + folder + "'/* > '" + copy + "' && sync '" + copy + "' && sha256sum '" + copy + "'";
    const auto written = inTurn(bench.rounds(), writeOne, peer ? peerHash(all) : Round());
    if (!written)
        return written.error();
    const Round verifyOne = [&] {
        return timed([&]() -> Result<void> {
            auto report = verifyRelease(folder);
            if (!report)
                return report.error();
            if (!report->ok())
                return Error{ErrorKind::Rejected, "RELEASE", folder, report->problems.front(), "report it"};
            return {};
        });
    };
    const auto verified = inTurn(bench.rounds(), verifyOne, peer ? peerHash("sha256sum '" + folder + "'/*") : Round());
    if (!verified)
        return verified.error();

    std::error_code ignored;
    uint64_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder, ignored))
        bytes += file.file_size(ignored);
    const double megabytes = static_cast<double>(bytes) / 1e6;
    std::vector<Figure> figures = {
        {"release", megabytes / written->ours, "MB/s", true, {}, {}, 0.5, "the whole export of " + std::to_string(records) + " mappings"},
        {"release-lines", static_cast<double>(records) / written->ours, "lines/s", true, "goal", 3e6, 1.0,
            "the whole export; a line has " + std::to_string(records ? std::filesystem::file_size(lines, ignored) / records : 0)
                + " bytes"},
        {"release-verify", megabytes / verified->ours, "MB/s", true, {}, {}, 0.5, {}},
    };
    if (peer) {
        figures[0].peer = "cat, sync, sha256sum";
        figures[0].peerValue = megabytes / written->peers;
        figures[2].peer = "sha256sum";
        figures[2].peerValue = megabytes / verified->peers;
    }
    opened->reset();
    for (const char* name : {"release", "copy", workspaceName})
        bench.forget(name);
    return figures;
}

} // namespace shelf::bench
