// shelfctl upgrade list, show, suggest.
#include "app/shelfctl/coded_mappings.h"
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/mapping_view.h"
#include "app/shelfctl/nearby_catalog.h"
#include "app/shelfctl/session.h"
#include "app/shelfctl/upgrade_figures.h"
#include "governance/offers/ladder_suggest.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

constexpr uint64_t mostSteps = 12, mostLadders = 1000;

struct Options {
    std::string workspace, code;
    std::optional<std::string> status;
};

Result<Outcome> show(Context& context, const Options& options)
{
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    const auto path = findCoded(**opened, MappingKind::Upgrade, options.code);
    if (!path)
        return path.error();
    const auto catalog = catalogAround(**opened, *path);
    if (!catalog)
        return catalog.error();
    Outcome outcome;
    outcome.document = mappingJson(**opened, *path);
    if (const EntryPtr entry = catalog->entry(path->id, View::Working))
        outcome.document.set("steps", stepsJson(*catalog, *entry));
    outcome.text = mappingText(outcome.document);
    return outcome;
}

struct SuggestCommand {
    std::string workspace, family;
    std::optional<std::string> by, keys, steps, limit;
    bool draft = false;
};

Result<SuggestOptions> suggestOptions(Workspace& workspace, const SuggestCommand& command)
{
    SuggestOptions options;
    options.by = nameList(command.by.value_or(""));
    options.keys = nameList(command.keys.value_or(""));
    const auto steps = optionalNumber("--steps", command.steps, mostSteps);
    if (!steps)
        return steps.error();
    const auto limit = optionalNumber("--limit", command.limit, mostLadders);
    if (!limit)
        return limit.error();
    options.steps = steps->value_or(options.steps);
    options.limit = limit->value_or(options.limit);
    if (options.steps < 2)
        return usageError("--steps", "a path of fewer than two steps leads nowhere", "use 2 or more");
    const auto scanned = workspace.forEachMapping("upgrade:", [&](const MappingState& mapping) {
        options.taken.insert(mapping.id);
        return true;
    });
    if (!scanned)
        return scanned.error();
    return options;
}

// The family's products with their parents, and the paths that they may be on already.
Result<Snapshot> familyCatalog(Workspace& workspace, const std::string& family)
{
    NearbyCatalog catalog(workspace);
    std::vector<Thing> products;
    const auto scanned = workspace.forEachProductOf(family, [&](const Thing& product) {
        products.push_back(product);
        return true;
    });
    if (!scanned)
        return scanned.error();
    for (const Thing& product : products)
        if (const auto added = catalog.addProduct(product); !added)
            return added.error();
    if (const auto added = catalog.addMappings("upgrade:"); !added)
        return added.error();
    return catalog.snapshot();
}

Result<Applied> createDrafts(Workspace& workspace, const Snapshot& catalog, const LadderSuggestions& found, const std::string& author,
    const std::string& family, const Progress& progress)
{
    ChangeSet changes;
    changes.header = headerFor(author, "Draft " + counted(found.ladders.size(), "upgrade path") + " of " + family);
    for (const SuggestedLadder& ladder : found.ladders) {
        Change change{ThingKind::Mapping, ladder.id, ChangeOp::Create, 0, {}};
        for (const auto& [field, json] : ladderContent(catalog, ladder, found.keys, author))
            change.fields.push_back({field, {}, json});
        changes.add(std::move(change));
    }
    return workspace.apply(changes, {false, progress});
}

Result<Outcome> suggest(Context& context, const SuggestCommand& command)
{
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = command.draft ? openForWriting(context, command.workspace) : openForReading(context, command.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    const auto options = suggestOptions(workspace, command);
    if (!options)
        return options.error();
    const auto catalog = familyCatalog(workspace, command.family);
    if (!catalog)
        return catalog.error();
    const auto found = suggestLadders(*catalog, command.family, *options);
    if (!found)
        return found.error();
    std::optional<uint64_t> number;
    if (command.draft && !found->ladders.empty()) {
        const auto applied = createDrafts(workspace, *catalog, *found, *author, command.family, context.progress());
        if (!applied)
            return applied.error();
        number = applied->number;
    }
    Outcome outcome;
    outcome.document = suggestionsJson(*catalog, *found);
    outcome.document.set("changeset", changesetJson(number));
    outcome.text = suggestionsText(*catalog, *found, command.family);
    if (command.draft)
        outcome.text += counted(found->ladders.size(), "draft") + " made" + changesetText(number) + "\n";
    return outcome;
}

} // namespace

void addUpgrade(CommandTree& tree)
{
    tree.group("upgrade", "List and show upgrade paths, and have them drafted", "shelfctl upgrade list shop.shelf");
    auto listing = std::make_shared<Options>();
    tree.add("upgrade list", "List upgrade paths", "shelfctl upgrade list shop.shelf --status approved")
        .argument(listing->workspace, "WS", "The workspace")
        .option(listing->status, "--status", "STATUS", "Only those with this status")
        .choices({"draft", "in_review", "approved", "rejected", "retired"})
        .run([listing](Context& context) { return listCoded(context, listing->workspace, MappingKind::Upgrade, listing->status); });
    auto shown = std::make_shared<Options>();
    tree.add("upgrade show", "Show an upgrade path with the price of each step and what gets worse",
            "shelfctl upgrade show shop.shelf mirrorless")
        .argument(shown->workspace, "WS", "The workspace")
        .argument(shown->code, "CODE", "The path's code or id")
        .run([shown](Context& context) { return show(context, *shown); });
    auto suggested = std::make_shared<SuggestCommand>();
    tree.add("upgrade suggest", "Draft upgrade paths of a family by price and by what gets better",
            "shelfctl upgrade suggest shop.shelf camera --keys resolution --limit 5 --draft")
        .argument(suggested->workspace, "WS", "The workspace")
        .argument(suggested->family, "FAMILY", "The family's code")
        .option(suggested->by, "--by", "ATTR,..", "Steps of one path agree in these fields (default: brand, else the name's first word)")
        .option(suggested->keys, "--keys", "ATTR,..", "No step is worse in these numbers (default: those that grow with the price)")
        .option(suggested->steps, "--steps", "N", "How many steps a path has where so many can be found (default 3)")
        .option(suggested->limit, "--limit", "N", "At most so many paths (default 10)")
        .flag(suggested->draft, "--draft", "Make drafts of them, in one change set")
        .run([suggested](Context& context) { return suggest(context, *suggested); });
}

} // namespace shelf::cli
