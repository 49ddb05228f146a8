// shelfctl policy: shows the policies of a workspace, or sets one.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/definition_edit.h"
#include "model/domain/definitions.h"
#include "model/domain/shape.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    std::optional<std::string> name, value;
};

Outcome policiesOf(const Workspace& workspace)
{
    Outcome outcome;
    Json policies = Json::object();
    for (const PolicyInfo& info : policyInfos()) {
        const std::string name(info.name), value = workspace.definitions().policy(info.name);
        policies.set(name, Json::string(value));
        outcome.text += name + std::string(name.size() < 16 ? 16 - name.size() : 1, ' ') + forTerminal(value, 60) + "\n";
    }
    outcome.document.set("policies", std::move(policies));
    return outcome;
}

Result<Applied> setPolicy(Workspace& workspace, const std::string& author, const std::string& name, const std::string& value)
{
    if (workspace.definitions().policy(name) == value)
        return Applied();
    return editDefinition(workspace, headerFor(author, "Set policy " + name + " to " + value, Origin::Policy), ThingKind::Policy, name,
        [&value](FieldMap& fields) -> Result<void> {
            fields.setText("value", value);
            return {};
        });
}

Result<Outcome> policy(Context& context, const Options& options)
{
    if (!options.name) {
        const auto opened = openForReading(context, options.workspace);
        if (!opened)
            return opened.error();
        return policiesOf(**opened);
    }
    if (!options.value)
        return usageError("policy", "no value is given for " + *options.name, "write `shelfctl policy WS NAME VALUE`");
    if (const auto known = checkPolicy(*options.name, *options.value); !known)
        return known.error();
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    if (*options.name == "default-channel" && !options.value->empty()
        && !(*opened)->definitions().has(ThingKind::Channel, *options.value)) {
        std::vector<std::string> channels;
        for (const Thing* channel : (*opened)->definitions().all(ThingKind::Channel))
            channels.push_back(channel->key);
        return rejected("POLICY", "policy default-channel", "there is no channel " + inQuotes(*options.value, 60),
            didYouMean(*options.value, channels, "use one of " + join(channels, ", ")));
    }
    const auto applied = setPolicy(**opened, *author, *options.name, *options.value);
    if (!applied)
        return applied.error();
    Outcome outcome = policiesOf(**opened);
    outcome.document.set("changeset", changesetJson(applied->number));
    outcome.text = *options.name + " is " + (options.value->empty() ? "empty" : *options.value) + changesetText(applied->number) + "\n";
    return outcome;
}

} // namespace

void addPolicy(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    std::vector<std::string> names;
    for (const PolicyInfo& info : policyInfos())
        names.emplace_back(info.name);
    tree.add("policy", "Show the policies of a workspace, or set one", "shelfctl policy shop.shelf four-eyes solo --as mia")
        .argument(options->workspace, "WS", "The workspace")
        .optionalArgument(options->name, "NAME", "The policy")
        .choices(std::move(names))
        .optionalArgument(options->value, "VALUE", "Its new value")
        .run([options](Context& context) { return policy(context, *options); });
}

} // namespace shelf::cli
