// shelfctl compat list, count, why: what the compatibility rules say of pairs of products.
#include "app/shelfctl/coded_mappings.h"
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/mapping_view.h"
#include "app/shelfctl/session.h"
#include "governance/compatibility/compatibility.h"
#include "model/catalog/entry_parse.h"
#include "model/domain/text.h"
#include "model/query/catalog_keeper.h"

#include <array>
#include <set>

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace, code, other;
    std::optional<std::string> status, state;
};

Result<View> viewOption(const std::optional<std::string>& state)
{
    if (!state || *state == "draft")
        return View::Working;
    if (*state == "approved")
        return View::Approved;
    return usageError("--state", "there is no state " + inQuotes(*state), "use draft or approved");
}

std::string conditionText(const Json& condition)
{
    return condition["left"].text() + " " + condition["op"].text() + " " + condition["right"].text();
}

std::string ruleLine(const MappingState& rule)
{
    const FieldMap& content = rule.working();
    std::string line = forTerminal(rule.id, 200) + "  " + std::string(statusName(rule.status())) + "  " + content.text("left") + " and "
        + content.text("right") + (content.text("effect") == "allows" ? ", allows: " : ": ");
    const Json where = content.json("where");
    for (size_t i = 0; i < where.items().size(); ++i)
        line += (i ? ", " : "") + conditionText(where.items()[i]);
    if (rule.hold.isObject())
        line += "  held back: " + forTerminal(rule.hold["reason"].text(), 120);
    return line + "\n";
}

Result<Outcome> list(Context& context, const Options& options)
{
    if (context.options.json)
        return listCoded(context, options.workspace, MappingKind::Compat, options.status);
    const auto status = statusOption(options.status);
    if (!status)
        return status.error();
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    Outcome outcome;
    const auto scanned = (*opened)->forEachMapping("compat:", [&](const MappingState& rule) {
        if (!*status || rule.status() == **status)
            outcome.text += ruleLine(rule);
        return true;
    });
    if (!scanned)
        return scanned.error();
    return outcome;
}

// What the conditions of a rule read, and what says on which side a product stands.
void addFields(const FieldMap& content, std::set<std::string>& fields)
{
    const Json where = content.json("where");
    for (const Json& condition : where.items())
        for (const char* side : {"left", "right"})
            fields.insert(condition[side].text());
}

CatalogRequest requestFor(const Context& context, bool mappings)
{
    CatalogRequest request;
    request.mappings = mappings;
    request.fields = std::set<std::string>{"name", "family", "categories", "parent"};
    request.progress = context.progress();
    return request;
}

Result<Outcome> count(Context& context, const Options& options)
{
    const auto view = viewOption(options.state);
    if (!view)
        return view.error();
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    const auto rule = findCoded(**opened, MappingKind::Compat, options.code);
    if (!rule)
        return rule.error();
    if (*view == View::Approved && !rule->isLive())
        return rejected("NOT_APPROVED", rule->id, "it has no approved version", "leave out --state to count what its draft gives");
    Entry entry;
    entry.id = rule->id;
    entry.kind = MappingKind::Compat;
    entry.content = *view == View::Approved ? rule->approved.content : rule->working();
    CatalogRequest request = requestFor(context, false);
    addFields(entry.content, *request.fields);
    const auto keeper = CatalogKeeper::load(**opened, request);
    if (!keeper)
        return keeper.error();
    const Snapshot catalog = (*keeper)->snapshot();
    parseEntry(entry, [&](std::string_view sku) { return catalog.find(sku); });
    const PairCount pairs = Compatibility(catalog, *view).count(entry);
    Outcome outcome;
    Json& json = outcome.document;
    json.set("id", Json::string(entry.id));
    json.set("left", Json::string(entry.compat().left));
    json.set("right", Json::string(entry.compat().right));
    json.set("compatible", Json::number(int64_t(pairs.compatible)));
    json.set("incompatible", Json::number(int64_t(pairs.incompatible)));
    json.set("unknown", Json::number(int64_t(pairs.unknown)));
    json.set("pairs", Json::number(int64_t(pairs.total())));
    outcome.text = std::to_string(pairs.compatible) + " compatible, " + std::to_string(pairs.incompatible) + " incompatible, "
        + std::to_string(pairs.unknown) + " unknown, of " + counted(pairs.total(), "pair") + " of " + entry.compat().left + " and "
        + entry.compat().right + "\n";
    return outcome;
}

std::string_view operatorName(CompatOperator op)
{
    constexpr std::array<std::string_view, 7> names = {"equal", "overlaps", "contains", "at-most", "at-least", "within", "table"};
    return names[static_cast<size_t>(op)];
}

Json conditionJson(const ConditionAnswer& answer)
{
    Json json = Json::object();
    json.set("left", Json::string(answer.condition->left));
    json.set("op", Json::string(operatorName(answer.condition->op)));
    json.set("right", Json::string(answer.condition->right));
    json.setIf("left_value", answer.leftValue);
    json.setIf("right_value", answer.rightValue);
    json.set("holds", Json::boolean(answer.answer == Fit::Compatible));
    json.set("answer", Json::string(fitName(answer.answer)));
    return json;
}

Json ruleJson(const Snapshot& catalog, const RuleAnswer& answer)
{
    Json json = Json::object(), conditions = Json::array();
    json.set("id", Json::string(answer.rule->id));
    json.set("answer", Json::string(fitName(answer.answer)));
    json.set("effect", Json::string(answer.rule->compat().allows ? "allows" : "must"));
    if (answer.rule->compat().with != noRow)
        json.set("with", Json::string(catalog.sku(answer.rule->compat().with)));
    json.set("left", Json::string(catalog.sku(answer.left)));
    json.set("right", Json::string(catalog.sku(answer.right)));
    for (const ConditionAnswer& condition : answer.conditions)
        conditions.append(conditionJson(condition));
    json.set("conditions", std::move(conditions));
    return json;
}

std::string ruleText(const Snapshot& catalog, const RuleAnswer& answer)
{
    std::string text = "  " + forTerminal(answer.rule->id, 200) + (answer.rule->compat().allows ? " (allows)" : "") + ": "
        + std::string(fitName(answer.answer)) + "\n";
    const auto shown = [](const std::string& value) { return value.empty() ? std::string("(missing)") : forTerminal(value, 100); };
    for (const ConditionAnswer& condition : answer.conditions)
        text += "    " + condition.condition->left + " of " + forTerminal(catalog.sku(answer.left), 80) + ": " + shown(condition.leftValue)
            + "   " + std::string(operatorName(condition.condition->op)) + "   " + condition.condition->right + " of "
            + forTerminal(catalog.sku(answer.right), 80) + ": " + shown(condition.rightValue) + "   "
            + (condition.answer == Fit::Compatible          ? "holds"
                    : condition.answer == Fit::Incompatible ? "does not hold"
                                                            : "cannot be said")
            + "\n";
    return text;
}

Outcome whyOutcome(const Snapshot& catalog, const PairAnswer& answer)
{
    Outcome outcome;
    Json& json = outcome.document;
    Json rules = Json::array();
    for (const RuleAnswer& rule : answer.rules)
        rules.append(ruleJson(catalog, rule));
    json.set("answer", Json::string(fitName(answer.answer)));
    json.setIf("because", answer.because);
    json.set("rules", std::move(rules));
    json.set("exceptions", Json::strings(answer.exceptions));
    outcome.text = std::string(fitName(answer.answer)) + ": " + forTerminal(answer.because, 1000) + "\n";
    for (const RuleAnswer& rule : answer.rules)
        outcome.text += ruleText(catalog, rule);
    for (const std::string& exception : answer.exceptions)
        outcome.text += "  exception: " + forTerminal(exception, 400) + "\n";
    return outcome;
}

Result<Outcome> why(Context& context, const Options& options)
{
    const auto view = viewOption(options.state);
    if (!view)
        return view.error();
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    for (const std::string* sku : {&options.code, &options.other}) {
        const auto product = (*opened)->product(*sku);
        if (!product)
            return product.error();
        if (!*product)
            return unknownSku(**opened, *sku);
    }
    if (options.code == options.other)
        return usageError("compat why", "both SKUs are the same", "name two products");
    CatalogRequest request = requestFor(context, true);
    const auto scanned = (*opened)->forEachMapping("compat:", [&](const MappingState& rule) {
        addFields(rule.working(), *request.fields);
        addFields(rule.approved.content, *request.fields);
        return true;
    });
    if (!scanned)
        return scanned.error();
    const auto keeper = CatalogKeeper::load(**opened, request);
    if (!keeper)
        return keeper.error();
    const Snapshot catalog = (*keeper)->snapshot();
    return whyOutcome(catalog, Compatibility(catalog, *view).explain(catalog.find(options.code), catalog.find(options.other)));
}

} // namespace

void addCompat(CommandTree& tree)
{
    tree.group("compat", "Ask the compatibility rules which products fit together", "shelfctl compat why shop.shelf CAM-1 LENS-1");
    auto listing = std::make_shared<Options>();
    tree.add("compat list", "List compatibility rules", "shelfctl compat list shop.shelf --status approved")
        .argument(listing->workspace, "WS", "The workspace")
        .option(listing->status, "--status", "STATUS", "Only those with this status")
        .choices({"draft", "in_review", "approved", "rejected", "retired"})
        .run([listing](Context& context) { return list(context, *listing); });
    auto counting = std::make_shared<Options>();
    tree.add("compat count", "Count the pairs of products that a rule calls compatible, incompatible and unknown",
            "shelfctl compat count shop.shelf camera-lens")
        .argument(counting->workspace, "WS", "The workspace")
        .argument(counting->code, "CODE", "The rule's code or id")
        .option(counting->state, "--state", "STATE", "Its draft, where it has one, or its approved version")
        .choices({"draft", "approved"})
        .run([counting](Context& context) { return count(context, *counting); });
    auto asking = std::make_shared<Options>();
    tree.add("compat why", "Say why two products fit together or don't: every rule about them, with the values it compares",
            "shelfctl compat why shop.shelf CAM-1 LENS-1")
        .argument(asking->workspace, "WS", "The workspace")
        .argument(asking->code, "SKU", "One product")
        .argument(asking->other, "OTHER", "The other one")
        .option(asking->state, "--state", "STATE", "What drafts say, or what is approved")
        .choices({"draft", "approved"})
        .run([asking](Context& context) { return why(context, *asking); });
    addCompatSuggest(tree);
}

} // namespace shelf::cli
