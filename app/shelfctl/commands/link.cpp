// shelfctl link add, remove, list.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/computed_links.h"
#include "app/shelfctl/link_edit.h"
#include "app/shelfctl/mapping_view.h"
#include "app/shelfctl/session.h"
#include "model/domain/mapping.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

Result<Outcome> add(Context& context, const std::string& path, const LinkOptions& options)
{
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, path);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    auto edit = linkEdit(workspace, options, *author);
    if (!edit)
        return edit.error();
    Applied applied;
    if (edit->change) {
        ChangeSet changes;
        changes.header = headerFor(*author, (edit->isNew ? "Add " : "Edit ") + edit->id);
        changes.add(std::move(*edit->change));
        const auto done = workspace.apply(changes);
        if (!done)
            return done.error();
        applied = *done;
    }
    Outcome outcome;
    outcome.document.set("id", Json::string(edit->id));
    outcome.document.set("changeset", changesetJson(applied.number));
    outcome.text = forTerminal(edit->id, 1000) + changesetText(applied.number) + "\n";
    return outcome;
}

// What was never approved goes; what was is proposed to retire.
Result<std::optional<Change>> removal(const MappingState& link)
{
    Change change;
    change.kind = ThingKind::Mapping;
    change.key = link.id;
    change.baseRevision = link.revision;
    if (link.approved.number == 0) {
        change.op = ChangeOp::Delete;
        for (const auto& [field, value] : link.working())
            change.fields.push_back({field, value, {}});
        return std::optional<Change>(std::move(change));
    }
    if (link.workingRetired())
        return std::optional<Change>(); // retired, or proposed to be
    change.fields.push_back({"@retire", {}, "true"});
    return std::optional<Change>(std::move(change));
}

Result<Outcome> remove(Context& context, const std::string& path, const std::string& id)
{
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, path);
    if (!opened)
        return opened.error();
    const auto link = requireMapping(**opened, id);
    if (!link)
        return link.error();
    if (mappingKindOf(id) != MappingKind::Link)
        return rejected("NOT_A_LINK", id, "this is no link", "use `shelfctl review retire` for other mappings");
    auto change = removal(*link);
    if (!change)
        return change.error();
    Applied applied;
    if (*change) {
        ChangeSet changes;
        changes.header = headerFor(*author, "Remove " + id);
        changes.add(std::move(**change));
        const auto done = (*opened)->apply(changes);
        if (!done)
            return done.error();
        applied = *done;
    }
    Outcome outcome;
    outcome.document.set("id", Json::string(id));
    outcome.document.set("changeset", changesetJson(applied.number));
    outcome.text =
        forTerminal(id, 1000) + (link->approved.number ? " is proposed to retire" : " is removed") + changesetText(applied.number) + "\n";
    return outcome;
}

struct ListOptions {
    std::string workspace;
    std::optional<std::string> source, type, status;
    bool computed = false;
};

// Which links are asked for. A type may be named by its inverse: then the source is what the link leads to.
struct LinkFilter {
    std::string source, type;
    bool inverse = false;
    std::optional<MappingStatus> status;

    bool accepts(const Definitions& definitions, const MappingState& mapping, MappingStatus itsStatus) const
    {
        const auto link = LinkId::parse(mapping.id);
        if (!link || (!type.empty() && link->type != type) || (status && itsStatus != *status))
            return false;
        if (source.empty())
            return true;
        const LinkType* known = definitions.linkType(link->type);
        const bool bothWays = known && known->symmetric;
        return (link->source == source && (bothWays || !inverse)) || (link->target == source && (bothWays || inverse));
    }
};

Result<LinkFilter> filterFrom(const Definitions& definitions, const ListOptions& options)
{
    LinkFilter filter;
    filter.source = options.source.value_or("");
    const auto status = statusOption(options.status);
    if (!status)
        return status.error();
    filter.status = *status;
    if (options.type) {
        const auto known = knownLinkType(definitions, *options.type);
        if (!known)
            return known.error();
        filter.type = (*known)->code;
        filter.inverse = filter.type != *options.type;
    }
    return filter;
}

Result<Outcome> list(Context& context, const ListOptions& options)
{
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    const auto filter = filterFrom(workspace.definitions(), options);
    if (!filter)
        return filter.error();
    if (options.computed)
        return listComputedLinks(context, workspace, [&](const MappingState& rule, std::string_view id) {
            MappingState link;
            link.id = std::string(id);
            return filter->accepts(workspace.definitions(), link, rule.status());
        });
    return listMappings(context, workspace,
        "link:", [&](const MappingState& mapping) { return filter->accepts(workspace.definitions(), mapping, mapping.status()); });
}

void addLinkAdd(CommandTree& tree)
{
    struct Options {
        std::string workspace;
        LinkOptions link;
    };
    auto options = std::make_shared<Options>();
    LinkOptions& link = options->link;
    tree.add("link add", "Link two products; an existing link is edited",
            "shelfctl link add shop.shelf CAM-1 accessory BAG-1 --reason 'Fits the body with its lens' --rank 1")
        .argument(options->workspace, "WS", "The workspace")
        .argument(link.source, "SOURCE", "The SKU it goes from")
        .argument(link.type, "TYPE", "A link type, such as requires, accessory or successor")
        .argument(link.target, "TARGET", "The SKU it goes to")
        .option(link.rank, "--rank", "N", "Order within the slot; lower is earlier")
        .option(link.reason, "--reason", "TEXT", "What a shopper is told")
        .option(link.from, "--from", "DATE", "Valid from this date or time on")
        .option(link.to, "--to", "DATE", "Valid up to this date or time")
        .option(link.channels, "--channels", "A,B", "Only in these channels")
        .option(link.audiences, "--audiences", "A,B", "Only for these audiences")
        .option(link.intents, "--intents", "A,B", "Only with these intents")
        .option(link.triggers, "--triggers", "A,B", "Only on these triggers")
        .option(link.every, "--every", "MM-DD..MM-DD", "Only in this part of each year")
        .option(link.intervalDays, "--interval-days", "N", "Bought again after so many days")
        .flag(link.pin, "--pin", "Before all that are not pinned")
        .option(link.boost, "--boost", "B", "-1 to 1: moves it within its tier")
        .option(link.owner, "--owner", "USER", "Who answers for it (a new link: the acting person)")
        .option(link.variant, "--variant", "V", "Tells apart two links of one pair")
        .run([options](Context& context) { return add(context, options->workspace, options->link); });
}

} // namespace

void addLink(CommandTree& tree)
{
    tree.group("link", "Add, remove and list links between products", "shelfctl link list shop.shelf --source CAM-1");
    addLinkAdd(tree);
    struct RemoveOptions {
        std::string workspace, id;
    };
    auto removal = std::make_shared<RemoveOptions>();
    tree.add("link remove", "Remove a draft link, or propose an approved one to retire",
            "shelfctl link remove shop.shelf link:CAM-1:accessory:BAG-1")
        .argument(removal->workspace, "WS", "The workspace")
        .argument(removal->id, "ID", "The link's id")
        .run([removal](Context& context) { return remove(context, removal->workspace, removal->id); });
    auto listing = std::make_shared<ListOptions>();
    tree.add("link list", "List links", "shelfctl link list shop.shelf --type accessory --status draft")
        .argument(listing->workspace, "WS", "The workspace")
        .option(listing->source, "--source", "SKU", "Only links from this product")
        .option(listing->type, "--type", "TYPE", "Only links of this type")
        .option(listing->status, "--status", "STATUS", "Only those with this status")
        .choices({"draft", "in_review", "approved", "rejected", "retired"})
        .flag(listing->computed, "--computed", "The links that link rules give today, instead of those that are stored")
        .run([listing](Context& context) { return list(context, *listing); });
}

} // namespace shelf::cli
