// shelfctl propose: links proposed from orders, declined in bulk, listed.
#include "governance/evidence/proposals.h"

#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/evidence_view.h"
#include "app/shelfctl/mapping_view.h"
#include "app/shelfctl/session.h"
#include "governance/compatibility/compatibility.h"
#include "model/domain/decimal.h"
#include "model/domain/text.h"
#include "model/query/catalog_keeper.h"

#include <algorithm>

namespace shelf::cli {

namespace {

constexpr size_t shownProposals = 1000;
constexpr size_t shownLines = 20;

struct Options {
    std::string workspace;
    std::optional<std::string> minCount, minLift, top, type, reason, status;
    std::vector<std::string> decline;
    bool dryRun = false, all = false, list = false;
};

bool declines(const Options& options)
{
    return options.all || !options.decline.empty();
}

Result<void> checkOptions(const Options& options)
{
    const bool proposes = options.minCount || options.minLift || options.top || options.type || options.dryRun;
    if (options.list && (declines(options) || options.reason || proposes))
        return usageError("--list", "it stands alone, or with --status", "leave the rest out");
    if (options.status && !options.list)
        return usageError("--status", "it narrows a list", "add --list");
    if (declines(options) && proposes)
        return usageError("propose", "what is declined is not proposed at the same time", "do one after the other");
    if (options.all && !options.decline.empty())
        return usageError("propose", "--all and --decline ID do not go together", "use one of the two");
    if (declines(options) && trimmed(options.reason.value_or("")).empty())
        return usageError("propose", "a proposal is declined without a reason", "say why with --reason, for whoever asks later");
    if (options.reason && !declines(options))
        return usageError("--reason", "it says why proposals are declined", "add --decline ID or --all");
    return {};
}

Result<ProposalOptions> proposalOptions(const Options& options)
{
    ProposalOptions wanted;
    const auto count = optionalNumber("--min-count", options.minCount, 1000000000);
    if (!count)
        return count.error();
    const auto top = optionalNumber("--top", options.top, 100000);
    if (!top)
        return top.error();
    if (options.minLift) {
        const auto number = canonicalDecimal(*options.minLift);
        const auto lift = number ? toDouble(*number) : std::nullopt;
        if (!lift || *lift < 1)
            return usageError("--min-lift", inQuotes(*options.minLift) + " is no number of 1 or more", "write it as 1.5");
        wanted.minLift = *lift;
    }
    wanted.minCount = count->value_or(wanted.minCount);
    wanted.top = static_cast<size_t>(top->value_or(wanted.top));
    wanted.type = options.type.value_or(wanted.type);
    return wanted;
}

Json proposalJson(const Proposal& proposal)
{
    Json json = Json::object();
    json.set("id", Json::string(proposal.id.text()));
    json.set("source", Json::string(proposal.id.source));
    json.set("type", Json::string(proposal.id.type));
    json.set("target", Json::string(proposal.id.target));
    json.set("evidence", proposal.content.json("evidence").items().front());
    return json;
}

Json passedOverJson(const PassedOver& over)
{
    Json json = Json::object();
    for (const auto& [key, count] : {std::pair("linked", over.linked), {"requires", over.required}, {"incompatible", over.incompatible},
             {"never_recommend", over.neverRecommend}, {"retired", over.retired}, {"same_product", over.sameProduct}, {"gone", over.gone}})
        json.set(key, Json::number(static_cast<int64_t>(count)));
    return json;
}

std::string passedOverText(const PassedOver& over)
{
    std::vector<std::string> parts;
    for (const auto& [count, words] :
        {std::pair(over.linked, "linked or declined already"), {over.required, "with one that requires the other"},
            {over.incompatible, "that do not fit together"}, {over.neverRecommend, "never to be recommended"},
            {over.retired, "with a retired product"}, {over.sameProduct, "of one product"}, {over.gone, "with a product that is gone"}})
        if (count > 0)
            parts.push_back(std::to_string(count) + " " + words);
    return parts.empty() ? std::string() : "passed over: " + join(parts, ", ") + "\n";
}

Result<Applied> addDrafts(Workspace& workspace, const Proposals& found, const std::string& author, bool dryRun)
{
    if (found.proposals.empty())
        return Applied();
    ChangeSet changes;
    changes.header = headerFor(author, "Propose " + counted(found.proposals.size(), "link") + " from orders");
    for (const Proposal& proposal : found.proposals) {
        Change change{ThingKind::Mapping, proposal.id.text(), ChangeOp::Create, 0, {}};
        for (const auto& [field, json] : proposal.content)
            change.fields.push_back({field, {}, json});
        changes.add(std::move(change));
    }
    ApplyOptions options;
    options.dryRun = dryRun;
    return workspace.apply(changes, options);
}

Outcome proposalsOutcome(const Proposals& found, const Applied& applied, bool dryRun)
{
    Outcome outcome;
    Json list = Json::array();
    for (size_t i = 0; i < found.proposals.size() && i < shownProposals; ++i)
        list.append(proposalJson(found.proposals[i]));
    outcome.document.set("proposed", Json::number(static_cast<int64_t>(found.proposals.size())));
    outcome.document.set("pairs", Json::number(static_cast<int64_t>(found.pairs)));
    outcome.document.set("passed_over", passedOverJson(found.passedOver));
    outcome.document.set("proposals", std::move(list));
    outcome.document.set("dry_run", Json::boolean(dryRun));
    outcome.document.set("changeset", changesetJson(applied.number));
    for (size_t i = 0; i < found.proposals.size() && i < shownLines; ++i) {
        const Proposal& proposal = found.proposals[i];
        outcome.text += forTerminal(proposal.id.text(), 300) + "  " + counted(proposal.counts.nAC, "order") + ", lift "
            + factorText(proposal.figures.lift) + ", " + percentText(proposal.figures.confidence) + " of the orders with "
            + forTerminal(proposal.id.source, 80) + "\n";
    }
    if (found.proposals.size() > shownLines)
        outcome.text += "… and " + std::to_string(found.proposals.size() - shownLines) + " more\n";
    outcome.text += passedOverText(found.passedOver) + counted(found.proposals.size(), "link") + " proposed of "
        + counted(found.pairs, "pair") + " with enough evidence"
        + (dryRun ? std::string("; a dry run, nothing is changed") : changesetText(applied.number)) + "\n";
    return outcome;
}

Result<Outcome> propose(Context& context, const Options& options)
{
    auto wanted = proposalOptions(options);
    if (!wanted)
        return wanted.error();
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    if (dataSets(workspace.definitions()).empty())
        return rejected(
            "NO_DATA_SET", "propose", "there are no orders in this workspace", "bring some in with `import WS FILE --what orders`");
    CatalogRequest request;
    request.progress = context.progress();
    const auto keeper = CatalogKeeper::load(workspace, request);
    if (!keeper)
        return keeper.error();
    const Snapshot catalog = (*keeper)->snapshot();
    const Compatibility compatibility(catalog, View::Working);
    wanted->owner = *author;
    wanted->incompatible = [&compatibility](Row a, Row b) { return compatibility.fit(a, b) == Fit::Incompatible; };
    const auto found = proposeLinks(workspace, catalog, *wanted, context.progress());
    if (!found)
        return found.error();
    const auto applied = addDrafts(workspace, *found, *author, options.dryRun);
    if (!applied)
        return applied.error();
    return proposalsOutcome(*found, *applied, options.dryRun);
}

bool isMined(const MappingState& mapping)
{
    return mapping.working().get("origin") == "\"mined\"";
}

// What keeps a proposal from being declined; empty: nothing.
std::string whyNotDeclined(const MappingState& mapping)
{
    if (!isMined(mapping))
        return "it was not proposed from orders; use `shelfctl review reject` or `retire`";
    if (!mapping.hasDraft || mapping.draftRetires)
        return "it is " + std::string(statusName(mapping.status())) + "; use `shelfctl review retire` for what is approved";
    if (mapping.status() == MappingStatus::Rejected)
        return "it is declined already";
    return {};
}

// Into review and rejected, with the reason: a mapping that is there and rejected is never proposed again.
void addDeclination(ChangeSet& submits, ChangeSet& rejects, const MappingState& mapping, const std::string& reason)
{
    uint64_t revision = mapping.revision;
    if (mapping.status() == MappingStatus::Draft)
        submits.add({ThingKind::Mapping, mapping.id, ChangeOp::Edit, revision++, {{"@status", {}, "\"in_review\""}}});
    rejects.add({ThingKind::Mapping, mapping.id, ChangeOp::Edit, revision,
        {{"@status", {}, "\"rejected\""}, {"@comment", {}, jsonString(reason)}}});
}

Result<std::vector<MappingState>> proposalsToDecline(Workspace& workspace, const Options& options)
{
    std::vector<MappingState> mappings;
    for (const std::string& id : options.decline) {
        auto mapping = requireMapping(workspace, id);
        if (!mapping)
            return mapping.error();
        const bool twice = std::any_of(mappings.begin(), mappings.end(), [&id](const MappingState& other) { return other.id == id; });
        if (!twice)
            mappings.push_back(*std::move(mapping));
    }
    if (options.all) {
        auto read = workspace.forEachMapping("link:", [&mappings](const MappingState& mapping) {
            if (whyNotDeclined(mapping).empty())
                mappings.push_back(mapping);
            return true;
        });
        if (!read)
            return read.error();
    }
    return mappings;
}

Result<Outcome> decline(Context& context, const Options& options)
{
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    const auto mappings = proposalsToDecline(**opened, options);
    if (!mappings)
        return mappings.error();
    ChangeSet submits, rejects;
    Json done = Json::array(), refused = Json::array();
    std::optional<Error> error;
    for (const MappingState& mapping : *mappings) {
        const std::string because = whyNotDeclined(mapping);
        if (because.empty()) {
            addDeclination(submits, rejects, mapping, *options.reason);
            done.append(Json::string(mapping.id));
            continue;
        }
        Json one = Json::object();
        one.set("id", Json::string(mapping.id));
        one.set("because", Json::string(because));
        refused.append(std::move(one));
        if (!error)
            error = Error{ErrorKind::Refused, "SOME_REFUSED", mapping.id, because, "the others were done"};
    }
    if (error && done.items().empty())
        error = Error{ErrorKind::Rejected, "ALL_REFUSED", error->where, error->what, "nothing was changed"};
    ChangeSet changes = std::move(submits);
    changes.header = headerFor(*author, "Decline " + counted(done.items().size(), "proposal"), Origin::Review);
    for (ChangeBlock& block : rejects.blocks)
        changes.blocks.push_back(std::move(block));
    Applied applied;
    if (!changes.empty()) {
        const auto declined = (*opened)->apply(changes);
        if (!declined)
            return declined.error();
        applied = *declined;
    }
    Outcome outcome;
    outcome.text = counted(done.items().size(), "proposal") + " declined" + changesetText(applied.number) + "\n";
    outcome.document.set("declined", std::move(done));
    outcome.document.set("refused", std::move(refused));
    outcome.document.set("changeset", changesetJson(applied.number));
    outcome.error = std::move(error);
    return outcome;
}

Result<Outcome> list(Context& context, const Options& options)
{
    const auto status = statusOption(options.status);
    if (!status)
        return status.error();
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    return listMappings(context, **opened,
        "link:", [&status](const MappingState& mapping) { return isMined(mapping) && (!*status || mapping.status() == **status); });
}

Result<Outcome> run(Context& context, const Options& options)
{
    if (auto good = checkOptions(options); !good)
        return good.error();
    return options.list ? list(context, options) : declines(options) ? decline(context, options) : propose(context, options);
}

} // namespace

void addPropose(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("propose", "Propose links from orders as drafts, the most telling first; what was declined is not proposed again",
            "shelfctl propose shop.shelf --min-count 50 --top 200 --dry-run")
        .argument(options->workspace, "WS", "The workspace")
        .option(options->minCount, "--min-count", "N", "Only pairs in at least N orders (30)")
        .option(options->minLift, "--min-lift", "X", "Only where the lift is above X for sure: the lower end of its interval (1)")
        .option(options->top, "--top", "N", "At most N links (100)")
        .option(options->type, "--type", "T", "The type of the links (cross-sell)")
        .flag(options->dryRun, "--dry-run", "Say what would be proposed, change nothing")
        .repeated(options->decline, "--decline", "ID", "Decline this proposal instead")
        .flag(options->all, "--all", "Decline all proposals that are drafts or in review")
        .option(options->reason, "--reason", "TEXT", "Why they are declined")
        .flag(options->list, "--list", "List what was proposed, with its status")
        .option(options->status, "--status", "STATUS", "Of a list: only those with this status")
        .choices({"draft", "in_review", "approved", "rejected", "retired"})
        .run([options](Context& context) { return run(context, *options); });
}

} // namespace shelf::cli
