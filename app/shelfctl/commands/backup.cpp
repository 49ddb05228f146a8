// shelfctl backup: a consistent copy of a workspace, also while others write.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"

#include <sys/stat.h>

namespace shelf::cli {

namespace {

Result<Outcome> backup(Context& context, const std::string& path, const std::string& file)
{
    const auto target = newPath(file, "the backup");
    if (!target)
        return target.error();
    const auto opened = openForReading(context, path);
    if (!opened)
        return opened.error();
    struct stat entry = {};
    if (::lstat(target->c_str(), &entry) == 0)
        return rejected("EXISTS", file, "there is something of this name already", "name a new file; a backup never overwrites");
    if (const auto done = (*opened)->backupTo(*target, context.progress()); !done)
        return done.error();
    const uint64_t bytes = ::stat(target->c_str(), &entry) == 0 ? static_cast<uint64_t>(entry.st_size) : 0;
    Outcome outcome;
    outcome.document.set("backup", Json::string(*target));
    outcome.document.set("bytes", Json::number(int64_t(bytes)));
    outcome.text = *target + " holds " + std::to_string(bytes) + " bytes\n";
    return outcome;
}

} // namespace

void addBackup(CommandTree& tree)
{
    struct Options {
        std::string workspace, file;
    };
    auto options = std::make_shared<Options>();
    tree.add("backup", "Copy a workspace, also while others write to it", "shelfctl backup shop.shelf /backups/shop-2026-01-31.shelf")
        .argument(options->workspace, "WS", "The workspace")
        .argument(options->file, "FILE", "The file to make; it must not exist")
        .run([options](Context& context) { return backup(context, options->workspace, options->file); });
}

} // namespace shelf::cli
