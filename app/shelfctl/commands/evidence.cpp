// shelfctl evidence: what orders say of two products, what speaks for a mapping, and which data sets there are.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/evidence_view.h"
#include "app/shelfctl/mapping_view.h"
#include "app/shelfctl/session.h"
#include "governance/evidence/data_sets.h"
#include "model/domain/date.h"
#include "model/domain/mapping.h"
#include "model/domain/product.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    std::optional<std::string> one, other;
    std::optional<std::string> add, by, date, document, note, remove, forget;
};

Result<void> checkSkuIsThere(Workspace& workspace, const std::string& sku)
{
    if (sku.empty() || sku.size() > maxSkuBytes)
        return unknownSku(workspace, sku);
    const auto product = workspace.product(sku);
    if (!product)
        return product.error();
    return *product ? Result<void>() : Result<void>(unknownSku(workspace, sku));
}

Result<Outcome> ofPair(Workspace& workspace, const std::string& a, const std::string& c)
{
    for (const std::string& sku : {a, c})
        if (auto there = checkSkuIsThere(workspace, sku); !there)
            return there.error();
    if (a == c)
        return usageError("evidence", "both SKUs are the same", "name two products");
    const auto evidence = pairEvidence(workspace, a, c);
    if (!evidence)
        return evidence.error();
    if (evidence->sets.empty())
        return rejected(
            "NO_DATA_SET", "evidence", "there are no orders in this workspace", "bring some in with `import WS FILE --what orders`");
    Outcome outcome;
    outcome.document = pairJson(a, c, *evidence);
    outcome.text = pairText(a, c, *evidence);
    return outcome;
}

Result<Outcome> listSets(Workspace& workspace)
{
    Outcome outcome;
    outcome.document = Json::array();
    for (const DataSet& set : dataSets(workspace.definitions())) {
        outcome.document.append(dataSetJson(set));
        outcome.text += dataSetLine(set) + "\n";
    }
    if (outcome.text.empty())
        outcome.text = "no orders were imported yet; bring some in with `import WS FILE --what orders`\n";
    return outcome;
}

// The new list of a mapping's evidence; nothing where it stays as it is.
Result<std::optional<Json>> changedEvidence(const Context& context, const Options& options, const Json& now, const std::string& author)
{
    Json list = now.isArray() ? now : Json::array();
    if (options.remove) {
        const auto place = wholeNumber("--remove", *options.remove, 1000000);
        if (!place)
            return place.error();
        if (*place < 1 || *place > list.items().size())
            return rejected("NO_EVIDENCE", "--remove " + *options.remove, "there is no evidence of this number",
                list.items().empty() ? "it has none" : "use 1 to " + std::to_string(list.items().size()));
        list.items().erase(list.items().begin() + static_cast<std::ptrdiff_t>(*place - 1));
        return std::optional(std::move(list));
    }
    Json one = Json::object();
    one.set("origin", Json::string(*options.add));
    one.set("date", Json::string(options.date.value_or(formatDate(today(context.clock)))));
    one.set("person", Json::string(options.by.value_or(author)));
    one.setIf("document", options.document.value_or(""));
    one.setIf("note", options.note.value_or(""));
    for (const Json& known : list.items())
        if (known == one)
            return std::optional<Json>();
    list.append(std::move(one));
    return std::optional(std::move(list));
}

Result<void> checkAddition(const Options& options)
{
    const bool details = options.by || options.date || options.document || options.note;
    if (options.add && options.remove)
        return usageError("evidence", "--add and --remove do not go together", "do one after the other");
    if (details && !options.add)
        return usageError("evidence", "--by, --date, --document and --note say more about evidence that is added", "add --add ORIGIN");
    if (options.add && *options.add == "mined")
        return usageError("--add mined", "what orders say is counted, not typed", "use `import --what orders` and `propose`");
    if (options.date && !parseDate(*options.date))
        return usageError("--date", inQuotes(*options.date) + " is no date", "write it as 2026-11-15");
    return {};
}

Result<Outcome> ofMapping(Context& context, const Options& options)
{
    if (auto good = checkAddition(options); !good)
        return good.error();
    const bool changes = options.add || options.remove;
    const auto author = changes ? context.person() : Result<std::string>(std::string());
    if (!author)
        return author.error();
    const auto opened = changes ? openForWriting(context, options.workspace) : openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    auto mapping = requireMapping(workspace, *options.one);
    if (!mapping)
        return mapping.error();
    Applied applied;
    Json list = mapping->working().json("evidence");
    if (changes) {
        auto after = changedEvidence(context, options, list, *author);
        if (!after)
            return after.error();
        if (*after) {
            ChangeSet set;
            set.header = headerFor(*author, (options.add ? "Add evidence to " : "Take evidence from ") + mapping->id);
            list = **std::move(after);
            FieldMap content = mapping->working();
            content.set("evidence", list.items().empty() ? std::string() : list.write());
            if (const auto good = checkContent(mapping->id, content); options.add && !good)
                return good.error();
            set.add({ThingKind::Mapping, mapping->id, ChangeOp::Edit, mapping->revision,
                {{"evidence", std::string(mapping->working().get("evidence")), list.items().empty() ? std::string() : list.write()}}});
            const auto done = workspace.apply(set);
            if (!done)
                return done.error();
            applied = *done;
        }
    }
    Outcome outcome;
    outcome.document.set("id", Json::string(mapping->id));
    outcome.document.set("evidence", list.isArray() ? list : Json::array());
    if (changes)
        outcome.document.set("changeset", changesetJson(applied.number));
    outcome.text = forTerminal(mapping->id, 400) + (changes ? changesetText(applied.number) : "") + "\n" + evidenceText(list);
    return outcome;
}

// Takes a data set away; undo brings it back.
Result<Outcome> forget(Context& context, const Options& options)
{
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    const Thing* set = (*opened)->definitions().find(ThingKind::DataSet, *options.forget);
    if (!set) {
        std::vector<std::string> names;
        for (const Thing* thing : (*opened)->definitions().all(ThingKind::DataSet))
            names.push_back(thing->key);
        const auto near = nearest(*options.forget, names);
        return rejected("UNKNOWN_DATA_SET", forTerminal(*options.forget, 120), "there is no data set of this name",
            near ? "did you mean " + *near + "?" : "list them with `shelfctl evidence WS`");
    }
    Thing none{set->kind, set->key, 0, 0, {}};
    ChangeSet changes;
    changes.header = headerFor(*author, "Take away the data set " + set->key);
    changes.add(*difference(*set, none));
    const auto done = (*opened)->apply(changes);
    if (!done)
        return done.error();
    Outcome outcome;
    outcome.document.set("dataset", Json::string(*options.forget));
    outcome.document.set("changeset", changesetJson(done->number));
    outcome.text = forTerminal(*options.forget, 200) + " counts no more" + changesetText(done->number) + "\n";
    return outcome;
}

Result<Outcome> evidence(Context& context, const Options& options)
{
    const bool mapping = options.one && !options.other && mappingKindOf(*options.one);
    const bool editing = options.add || options.remove || options.by || options.date || options.document || options.note;
    if (options.forget) {
        if (options.one || editing)
            return usageError("--forget", "it stands alone", "leave the rest out");
        return forget(context, options);
    }
    if (editing && !mapping)
        return usageError("evidence", "evidence is added to mappings", "name one, such as link:CAM-1:accessory:BAG-1");
    if (mapping)
        return ofMapping(context, options);
    if (options.one && !options.other)
        return usageError("evidence", inQuotes(*options.one, 120) + " is neither two products nor a mapping",
            "name two SKUs, the id of a mapping, or nothing to list the data sets");
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    return options.one ? ofPair(**opened, *options.one, *options.other) : listSets(**opened);
}

} // namespace

void addEvidence(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("evidence", "Say what orders tell of two products, or what speaks for a mapping; alone: list the data sets",
            "shelfctl evidence shop.shelf CAM-1 BAG-1")
        .argument(options->workspace, "WS", "The workspace")
        .optionalArgument(options->one, "SKU|MAPPING", "A product, or the id of a mapping")
        .optionalArgument(options->other, "SKU", "The other product")
        .option(options->add, "--add", "ORIGIN", "Add evidence to the mapping: a draft")
        .choices({"test", "spec", "supplier", "curated", "rule"})
        .option(options->by, "--by", "PERSON", "Who found it (by default the acting person)")
        .option(options->date, "--date", "DATE", "When (by default today)")
        .option(options->document, "--document", "URL", "Where it can be read")
        .option(options->note, "--note", "TEXT", "What was found")
        .option(options->remove, "--remove", "N", "Take the mapping's evidence number N away: a draft")
        .option(options->forget, "--forget", "DATASET", "Take a data set away")
        .run([options](Context& context) { return evidence(context, *options); });
}

} // namespace shelf::cli
