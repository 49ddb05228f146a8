// shelfctl apply: brings definitions in from YAML files, as one change set.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "governance/rules/registry.h"
#include "model/domain/text.h"
#include "model/io/definitions_file.h"

namespace shelf::cli {

namespace {

// A rule that cannot run is kept, so that it can be mended; the others go on. Whoever brought it in hears of it at once.
void noteBadRules(const Context& context, const Workspace& workspace, Outcome& outcome)
{
    const Definitions& definitions = workspace.definitions();
    const RuleSet rules(definitions, today(workspace.clock(), definitions.policy("time-zone")));
    Json problems = Json::array();
    for (const BadRule& bad : rules.bad()) {
        context.note(bad.error.where, bad.error.what + "; " + bad.error.tryThis);
        problems.append(Json::object({{"id", Json::string(bad.id)}, {"where", Json::string(bad.error.where)},
            {"what", Json::string(bad.error.what)}, {"try", Json::string(bad.error.tryThis)}}));
    }
    if (!problems.items().empty())
        outcome.document.set("rule_problems", std::move(problems));
}

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
    noteBadRules(context, **opened, outcome);
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
