// shelfctl report: the health of a workspace as a page to send to colleagues.
#include "governance/health/report.h"
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "app/shelfctl/written_file.h"
#include "model/domain/text.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace, file;
};

Error writeError(const std::string& file, int reason)
{
    return {ErrorKind::System, "OUT", file, std::string("it could not be written: ") + std::strerror(reason),
        "check the folder and the disk, or name another file"};
}

bool isReport(const std::string& path)
{
    static constexpr std::string_view begin = "<!DOCTYPE html>";
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return false;
    char text[begin.size()];
    const ssize_t count = ::read(file, text, sizeof text);
    ::close(file);
    return count == 0 || (count == static_cast<ssize_t>(begin.size()) && std::string_view(text, begin.size()) == begin);
}

// A report takes the place of a report, and of nothing else that somebody may need.
Result<void> checkTarget(const std::string& path)
{
    if (const auto safe = refuseWorkspaceFile("FILE", path); !safe)
        return safe;
    struct stat entry = {};
    if (::stat(path.c_str(), &entry) != 0)
        return errno == ENOENT ? Result<void>() : Result<void>(writeError(path, errno));
    if (!S_ISREG(entry.st_mode))
        return rejected("NOT_A_FILE", path, "it is no regular file", "name a file for the report");
    if (!isReport(path))
        return rejected("EXISTS", path, "it is there already and is no report", "name another file");
    return {};
}

// The file's name without its folder and ending: readers elsewhere do not have the path.
std::string nameOf(const std::string& path)
{
    const std::filesystem::path file(path);
    return file.filename().string();
}

Result<Outcome> writeReport(Context& context, const Options& options)
{
    const auto path = newPath(options.file, "the report");
    if (!path)
        return path.error();
    if (const auto safe = checkTarget(*path); !safe) // before the workspace is open: closing a descriptor of it gives up its locks
        return safe.error();
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    FindingsRequest request;
    request.progress = context.progress();
    CatalogRequest load;
    load.progress = request.progress;
    const auto keeper = CatalogKeeper::load(workspace, load);
    if (!keeper)
        return keeper.error();
    const Snapshot& catalog = (*keeper)->snapshot();
    const auto findings = findingsOf(workspace, catalog, request);
    if (!findings)
        return findings.error();
    HealthRequest ask;
    ask.actions = 12;
    const auto health = healthOf(workspace, catalog, *findings, ask);
    if (!health)
        return health.error();
    const std::string page = healthReportHtml({catalog, *health, *findings, nameOf(workspace.path()), workspace.clock()(),
        today(workspace.clock(), workspace.definitions().policy("time-zone"))});
    if (context.cancel && context.cancel->load())
        return Error{ErrorKind::Cancelled, "CANCELLED", "report", "cancelled", "run it again"};
    if (const auto written = writeWholeFile(*path, page); !written)
        return written.error();
    Outcome outcome;
    outcome.document = Json::object({{"file", Json::string(*path)}, {"bytes", Json::number(static_cast<int64_t>(page.size()))}});
    if (health->all.products)
        outcome.document.set("score", healthJson(*health)["score"]);
    outcome.text = forTerminal(*path, 1000) + " is written\n";
    return outcome;
}

} // namespace

void addReport(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("report", "Write the health of the catalog as a page to send to colleagues", "shelfctl report shop.shelf health.html")
        .argument(options->workspace, "WS", "The workspace")
        .argument(options->file, "FILE", "The HTML page to write; an earlier page there is replaced, nothing else")
        .run([options](Context& context) { return writeReport(context, *options); });
}

} // namespace shelf::cli
