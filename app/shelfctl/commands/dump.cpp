// shelfctl dump: writes the working content out as definitions.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "model/io/definitions_file.h"

namespace shelf::cli {

namespace {

Result<Outcome> dump(Context& context, const std::string& path, const std::string& folder)
{
    const auto target = newPath(folder, "the folder");
    if (!target)
        return target.error();
    const auto opened = openForReading(context, path);
    if (!opened)
        return opened.error();
    const auto files = dumpDefinitions(**opened, *target, context.progress());
    if (!files)
        return files.error();
    Outcome outcome;
    outcome.document.set("folder", Json::string(*target));
    outcome.document.set("files", Json::strings(*files));
    outcome.text = counted(files->size(), "file") + " written to " + *target + "\n";
    return outcome;
}

} // namespace

void addDump(CommandTree& tree)
{
    struct Options {
        std::string workspace, folder;
    };
    auto options = std::make_shared<Options>();
    tree.add("dump", "Write the working content as definitions, one file a kind", "shelfctl dump shop.shelf definitions")
        .argument(options->workspace, "WS", "The workspace")
        .argument(options->folder, "DIR", "A folder that does not exist, or is empty")
        .run([options](Context& context) { return dump(context, options->workspace, options->folder); });
}

} // namespace shelf::cli
