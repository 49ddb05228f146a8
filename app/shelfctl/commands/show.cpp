// shelfctl show: one product or one mapping, with everything known about it.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/computed_links.h"
#include "app/shelfctl/known_findings.h"
#include "app/shelfctl/mapping_view.h"
#include "app/shelfctl/session.h"
#include "governance/release/delivery.h"
#include "model/domain/mapping.h"
#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/domain/value.h"
#include "model/query/product_query.h"
#include "model/query/product_row.h"

#include <algorithm>

namespace shelf::cli {

namespace {

Json completenessJson(Workspace& workspace, const Thing& product)
{
    Json json = Json::object();
    for (const auto& [channel, share] : completenessOf(workspace.definitions(), product))
        json.set(channel, Json::number(share));
    return json;
}

// What the systems that serve it have said of a mapping.
Result<void> addReceipts(Workspace& workspace, const std::string& id, Json& json)
{
    const auto book = ReceiptBook::load(workspace);
    if (!book)
        return book.error();
    auto receipts = book->of(workspace, id);
    if (!receipts)
        return receipts.error();
    json.set("receipts", std::move(*receipts));
    return {};
}

Result<Json> mappingsJson(Workspace& workspace, const std::string& sku)
{
    const auto book = ReceiptBook::load(workspace);
    if (!book)
        return book.error();
    const auto ids = workspace.mappingsNaming(sku);
    if (!ids)
        return ids.error();
    Json json = Json::array();
    for (const std::string& id : *ids) {
        const auto mapping = workspace.mapping(id);
        if (!mapping)
            return mapping.error();
        if (!*mapping)
            continue;
        Json entry = Json::object();
        entry.set("id", Json::string(id));
        if (const auto kind = mappingKindOf(id))
            entry.set("kind", Json::string(mappingKindName(*kind)));
        entry.set("status", Json::string(statusName((*mapping)->status())));
        if ((*mapping)->hold.isObject())
            entry.set("held", (*mapping)->hold["reason"]);
        auto receipts = book->of(workspace, id);
        if (!receipts)
            return receipts.error();
        const auto& items = receipts->items();
        const auto answered = std::find_if(items.begin(), items.end(), [](const Json& receipt) { return receipt.contains("result"); });
        if (!items.empty())
            entry.set("receipt", answered == items.end() ? items.front() : *answered);
        json.append(std::move(entry));
    }
    return json;
}

Json productJson(Workspace& workspace, const Thing& stored, const Thing& product)
{
    Json json = Json::object();
    json.set("sku", Json::string(product.key));
    for (const CoreField& field : coreFields()) {
        if (product.fields.has(field.name))
            json.set(field.name, product.fields.json(field.name));
        if (field.name == "categories") // the primary one, for readers that want just one
            if (const auto categories = product.fields.strings("categories"); !categories.empty())
                json.set("category", Json::string(categories.front()));
    }
    Json values = Json::object(), inherited = Json::array();
    for (const auto& [field, value] : product.fields) {
        if (!coreField(field))
            values.set(field, product.fields.json(field));
        if (!stored.fields.has(field))
            inherited.append(Json::string(field));
    }
    json.set("values", std::move(values));
    if (!inherited.items().empty())
        json.set("inherited", std::move(inherited));
    json.set("revision", Json::number(int64_t(stored.revision)));
    json.set("completeness", completenessJson(workspace, product));
    return json;
}

std::string productText(const Json& product)
{
    std::string text;
    const auto line = [&text](const std::string& name, const std::string& value) {
        text += forTerminal(name, 40) + std::string(name.size() < 18 ? 18 - name.size() : 1, ' ') + forTerminal(value, 1000) + "\n";
    };
    for (const auto& [key, value] : product.members()) {
        if (key == "values" || key == "completeness") {
            for (const auto& [name, inner] : value.members())
                line(key == "values" ? name : "ready for " + name,
                    key == "values" ? valueToText(inner.write()) : std::to_string(int(inner.toDouble() * 100)) + " %");
        } else if (key == "mappings") {
            for (const Json& mapping : value.items())
                line("mapping",
                    mapping["id"].text() + " (" + mapping["status"].text() + (mapping.contains("held") ? ", held back" : "")
                        + (mapping["receipt"]["result"].text() == "rejected" ? ", rejected where it is served" : "") + ")");
        } else if (key == "categories") {
            if (value.items().size() > 1) // the first one has a line of its own
                line(key, valueToText(value.write()));
        } else if (key != "findings") {
            line(key, valueToText(value.write()));
        }
    }
    return text;
}

Result<void> addFindings(const Context& context, Workspace& workspace, const std::string& subject, Outcome& outcome)
{
    auto near = findingsNear(context, workspace, subject);
    if (!near)
        return near.error();
    outcome.text += findingLines(*near);
    if (near->partial)
        outcome.document.set("findings_partial", Json::boolean(true));
    outcome.document.set("findings", std::move(near->findings));
    return {};
}

Result<Outcome> showProduct(const Context& context, Workspace& workspace, const Thing& stored)
{
    ParentValues parents(workspace);
    Outcome outcome;
    outcome.document = productJson(workspace, stored, parents.merged(stored));
    auto mappings = mappingsJson(workspace, stored.key);
    if (!mappings)
        return mappings.error();
    outcome.document.set("mappings", std::move(*mappings));
    outcome.text = productText(outcome.document);
    if (const auto added = addFindings(context, workspace, stored.key, outcome); !added)
        return added.error();
    return outcome;
}

struct Options {
    std::string workspace, name;
    std::optional<std::string> asOf;
};

// The change set that a moment names: the last one made by then.
Result<uint64_t> numberAt(Workspace& workspace, const std::string& text)
{
    constexpr int64_t day = 86400000;
    const auto moment = momentFrom("--as-of", text);
    if (!moment)
        return moment.error();
    if (moment->number)
        return *moment->number;
    return workspace.changeSetAt(formatTimeMillis(moment->milliseconds + (moment->wholeDay ? day - 1 : 0)));
}

template <typename T> Result<Outcome> notThere(const Options& options, const AsOf<T>& past)
{
    return rejected("NOT_THERE", options.name, "it did not exist after change set " + std::to_string(past.number),
        "look at `shelfctl history " + forTerminal(options.workspace, 200) + "`");
}

// What is common to both kinds: which change set it is, and what is uncertain.
template <typename T> void addMoment(Outcome& outcome, const AsOf<T>& past)
{
    outcome.document.set("as_of", Json::number(int64_t(past.number)));
    if (past.archived.empty())
        return;
    Json archived = Json::array();
    for (auto number = past.archived.rbegin(); number != past.archived.rend(); ++number)
        archived.append(Json::number(int64_t(*number)));
    outcome.document.set("archived", std::move(archived));
    outcome.text += "note: " + counted(past.archived.size(), "later feed is", "later feeds are")
        + " archived: prices, stock and what feeds master may be those of after them\n";
}

// A product as it was, with its own values: what its parent had then is another question.
Result<Outcome> showPast(Workspace& workspace, const Options& options)
{
    const auto number = numberAt(workspace, *options.asOf);
    if (!number)
        return number.error();
    Outcome outcome;
    if (options.name.size() <= maxSkuBytes) {
        const auto past = workspace.productAsOf(options.name, *number);
        if (!past)
            return past.error();
        if (past->thing) {
            outcome.document = productJson(workspace, *past->thing, *past->thing);
            outcome.text = productText(outcome.document);
            addMoment(outcome, *past);
            return outcome;
        }
        if (!mappingKindOf(options.name))
            return notThere(options, *past);
    }
    const auto past = workspace.mappingAsOf(options.name, *number);
    if (!past)
        return past.error();
    if (!past->thing)
        return notThere(options, *past);
    outcome.document = mappingJson(workspace, *past->thing);
    outcome.text = mappingText(outcome.document);
    addMoment(outcome, *past);
    return outcome;
}

Result<Outcome> show(Context& context, const Options& options)
{
    const std::string& path = options.workspace;
    const std::string& name = options.name;
    if (trimmed(name).empty())
        return usageError("show", "the SKU is empty", "name a SKU or the id of a mapping");
    const auto opened = openForReading(context, path);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    if (options.asOf)
        return showPast(workspace, options);
    if (name.size() <= maxSkuBytes) {
        const auto product = workspace.product(name);
        if (!product)
            return product.error();
        if (*product)
            return showProduct(context, workspace, **product);
    }
    if (!mappingKindOf(name))
        return unknownSku(workspace, name);
    const auto mapping = requireMapping(workspace, name);
    if (!mapping)
        return mapping.error();
    Outcome outcome;
    outcome.document = mappingJson(workspace, *mapping);
    if (auto added = addReceipts(workspace, name, outcome.document); !added)
        return added.error();
    if (auto added = addReach(context, workspace, *mapping, outcome.document); !added)
        return added.error();
    outcome.text = mappingText(outcome.document);
    if (const auto added = addFindings(context, workspace, name, outcome); !added)
        return added.error();
    return outcome;
}

} // namespace

void addShow(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("show", "Show one product or one mapping", "shelfctl show shop.shelf CAM-1 --as-of 2026-01-31")
        .argument(options->workspace, "WS", "The workspace")
        .argument(options->name, "SKU|MAPPING", "A SKU, or an id such as link:CAM-1:accessory:BAG-1")
        .option(options->asOf, "--as-of", "CS|DATE", "As it was after this change set, or at the end of this day (UTC), or at this time")
        .run([options](Context& context) { return show(context, *options); });
}

} // namespace shelf::cli
