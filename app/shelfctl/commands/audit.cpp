// shelfctl audit verify: proves that the journal is as it was written.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "governance/release/files.h"
#include "governance/release/manifest.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    std::vector<std::string> releases;
    bool accept = false;
};

// What a proof found: the first bad entry, where it is one.
struct Finding {
    std::optional<uint64_t> entry;
    std::string problem;
};

Result<std::string> manifestText(const std::string& folder)
{
    const FileHandle opened = openFolder(folder);
    const auto file = opened.valid() ? openRegular(opened.get(), std::string(manifestName))
                                     : Result<OpenedFile>(Error{ErrorKind::Rejected, "FOLDER", folder, "is no folder", {}});
    auto text = file ? readWhole(*file, folder, manifestLimit) : Result<std::string>(file.error());
    if (!text)
        return rejected(
            "MANIFEST", folder + "/" + std::string(manifestName), "there is no manifest that can be read", "name the folder of a release");
    return text;
}

// Whether the journal holds what the release says that it was made from.
Result<Finding> compareWithRelease(Workspace& workspace, const std::string& folder, uint64_t entries)
{
    const auto text = manifestText(folder);
    if (!text)
        return text.error();
    std::vector<std::string> problems;
    const Manifest manifest = parseManifest(*text, problems);
    if (!problems.empty())
        return rejected("MANIFEST", folder, "its manifest cannot be read: " + problems.front(), "check it with `shelfctl verify`");
    const std::string release = "release " + std::to_string(manifest.release);
    if (manifest.workspace != workspace.id())
        return rejected("MANIFEST", folder, release + " is of another workspace", "name a release of this workspace");
    if (manifest.journalNumber > entries)
        return Finding{entries + 1,
            release + " was made from a journal of " + counted(manifest.journalNumber, "entry", "entries") + ", this one ends with entry "
                + std::to_string(entries) + ": entries were cut off, or this is an older copy"};
    const auto hash = workspace.journalHash(manifest.journalNumber);
    if (!hash)
        return hash.error();
    if (*hash != manifest.journalHead)
        return Finding{manifest.journalNumber, release + " was made from another entry " + std::to_string(manifest.journalNumber)};
    return Finding{};
}

Result<Finding> findProblem(Workspace& workspace, const Options& options, const JournalReport& report)
{
    if (!report.ok())
        return Finding{report.firstBad, report.problem};
    for (const std::string& folder : options.releases) {
        if (trimmed(folder).empty())
            return usageError("--release", "the name of a folder is empty", "name the folder of a release");
        auto compared = compareWithRelease(workspace, folder, report.entries);
        if (!compared || !compared->problem.empty())
            return compared;
    }
    return Finding{};
}

Result<Outcome> verify(Context& context, const Options& options)
{
    const auto opened = openForReading(context, options.workspace, HeadNote::Leave);
    if (!opened)
        return opened.error();
    const auto report = (*opened)->verifyJournal(context.progress());
    if (!report)
        return report.error();
    const auto finding = findProblem(**opened, options, *report);
    if (!finding)
        return finding.error();
    Outcome outcome;
    Json& json = outcome.document;
    json.set("entries", Json::number(int64_t(report->entries)));
    json.set("head", Json::string(report->head));
    json.set("ok", Json::boolean(finding->problem.empty()));
    json.set("first_bad", changesetJson(finding->entry));
    if (finding->problem.empty()) {
        outcome.text = counted(report->entries, "journal entry", "journal entries") + " verified, head " + report->head + "\n";
        for (const std::string& folder : options.releases)
            outcome.text += "the release in " + forTerminal(folder, 200) + " was made from this journal\n";
        // The chain is whole, and it may well be that somebody has restored a backup: a warning, no fault.
        if (options.accept)
            (*opened)->acceptHead();
        else if (const auto warning = (*opened)->headWarning(); !warning.empty()) {
            json.set("warning", Json::string(warning));
            outcome.text += "note: " + warning + "; after restoring a backup, say so with --accept\n";
        }
        return outcome;
    }
    json.set("problem", Json::string(finding->problem));
    const std::string where = finding->entry ? "journal entry " + std::to_string(*finding->entry) : "journal";
    outcome.error =
        Error{ErrorKind::Refused, "JOURNAL", where, finding->problem, "compare with a backup: the file was changed by something else"};
    return outcome;
}

} // namespace

void addAudit(CommandTree& tree)
{
    tree.group("audit", "Prove what the journal says", "shelfctl audit verify shop.shelf");
    auto options = std::make_shared<Options>();
    tree.add("audit verify", "Verify the chain of the journal and four eyes",
            "shelfctl audit verify shop.shelf --release releases/12 --json")
        .argument(options->workspace, "WS", "The workspace")
        .repeated(
            options->releases, "--release", "DIR", "Also compare with what this release says of the journal; may be given several times")
        .flag(options->accept, "--accept", "Remember today's state as the right one, after a backup was restored")
        .run([options](Context& context) { return verify(context, *options); });
}

} // namespace shelf::cli
