// shelfctl apply: brings definitions in from YAML files, as one change set.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "model/domain/text.h"
#include "model/io/definitions_file.h"

namespace shelf::cli {

namespace {

Result<Outcome> apply(Context& context, const std::string& path, const std::vector<std::string>& files)
{
    for (const std::string& file : files)
        if (trimmed(file).empty())
            return usageError("apply", "the name of a file is empty", "name YAML files with definitions");
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, path);
    if (!opened)
        return opened.error();
    const auto done = applyDefinitionFiles(**opened, files, *author, context.progress());
    if (!done)
        return done.error();
    Outcome outcome;
    Json& json = outcome.document;
    json.set("added", Json::number(int64_t(done->added)));
    json.set("changed", Json::number(int64_t(done->changed)));
    json.set("unchanged", Json::number(int64_t(done->unchanged)));
    json.set("changeset", changesetJson(done->number));
    outcome.text = std::to_string(done->added) + " added, " + std::to_string(done->changed) + " changed, " + std::to_string(done->unchanged)
        + " unchanged" + changesetText(done->number) + "\n";
    return outcome;
}

} // namespace

void addApply(CommandTree& tree)
{
    struct Options {
        std::string workspace;
        std::vector<std::string> files;
    };
    auto options = std::make_shared<Options>();
    tree.add("apply", "Bring in definitions from YAML files, as one change set",
            "shelfctl apply shop.shelf families.yaml links.yaml --as mia")
        .argument(options->workspace, "WS", "The workspace")
        .arguments(options->files, "FILE", "Files with definitions, in any order")
        .run([options](Context& context) { return apply(context, options->workspace, options->files); });
}

} // namespace shelf::cli
