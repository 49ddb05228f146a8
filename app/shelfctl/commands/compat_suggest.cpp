// shelfctl compat suggest: proposes conditions between two families, and writes the rule that one of them makes.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "governance/compatibility/suggest.h"
#include "model/domain/text.h"
#include "model/io/yaml_writer.h"
#include "model/query/catalog_keeper.h"

#include <array>
#include <cmath>

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace, left, right;
    std::optional<std::string> limit, draft, choose, state;
};

std::string_view operatorName(CompatOperator op)
{
    constexpr std::array<std::string_view, 7> names = {"equal", "overlaps", "contains", "at-most", "at-least", "within", "table"};
    return names[static_cast<size_t>(op)];
}

Json conditionJson(const Suggestion& suggestion)
{
    Json json = Json::object();
    json.set("left", Json::string(suggestion.condition.left));
    json.set("op", Json::string(operatorName(suggestion.condition.op)));
    json.set("right", Json::string(suggestion.condition.right));
    if (suggestion.condition.op == CompatOperator::Table) {
        Json table = Json::object();
        for (const auto& [value, matches] : suggestion.condition.table)
            table.set(value, Json::strings(matches));
        json.set("table", std::move(table));
    }
    return json;
}

// A text inside brackets or braces of YAML.
std::string flow(const std::string& text)
{
    if (isSafePlain(text) && text.find_first_of(",[]{}:#&*!|>'\"%@`?") == std::string::npos)
        return text;
    std::string quoted;
    appendQuotedYaml(quoted, text);
    return quoted;
}

std::string flowList(const std::vector<std::string>& texts)
{
    std::string list = "[";
    for (const std::string& text : texts)
        list.append(list.size() > 1 ? ", " : "").append(flow(text));
    return list + "]";
}

std::string yamlItem(const Suggestion& suggestion, const std::string& code)
{
    const CompatCondition& condition = suggestion.condition;
    std::string yaml = "  - { code: " + flow(code) + ", between: [" + flow(suggestion.left) + ", " + flow(suggestion.right) + "],\n"
        + "      where: [ { left: " + condition.left + ", op: " + std::string(operatorName(condition.op)) + ", right: " + condition.right;
    if (condition.op == CompatOperator::Table) {
        yaml += ", table: {";
        for (size_t i = 0; i < condition.table.size(); ++i)
            yaml += (i ? ",\n          " : " ") + flow(condition.table[i].first) + ": " + flowList(condition.table[i].second);
        yaml += " }";
    }
    return yaml + " } ] }\n";
}

std::string codeOf(const Suggestion& suggestion)
{
    return codeFor(suggestion.left + "-" + suggestion.right + "-" + suggestion.condition.left);
}

double rounded(double share)
{
    return std::round(share * 1000) / 1000;
}

Json number(uint64_t value)
{
    return Json::number(int64_t(value));
}

Json suggestionJson(const Suggestion& suggestion)
{
    Json json = Json::object();
    json.set("between", Json::strings({suggestion.left, suggestion.right}));
    json.set("condition", conditionJson(suggestion));
    json.set("score", Json::number(rounded(suggestion.score)));
    json.set("from", Json::string(suggestion.fromLinks ? "links" : "values"));
    json.set("pairs",
        Json::object({{"compatible", number(suggestion.pairs.compatible)}, {"incompatible", number(suggestion.pairs.incompatible)},
            {"unknown", number(suggestion.pairs.unknown)}}));
    json.set("linked",
        Json::object({{"held", number(suggestion.held)}, {"broken", number(suggestion.broken)}, {"missing", number(suggestion.missing)}}));
    json.set("exceptions", Json::strings(suggestion.exceptions));
    if (!suggestion.evidence.empty()) {
        Json evidence = Json::object();
        for (const auto& [value, partners] : suggestion.evidence) {
            Json counts = Json::object();
            for (const auto& [partner, count] : partners)
                counts.set(partner, number(count));
            evidence.set(value, std::move(counts));
        }
        json.set("evidence", std::move(evidence));
    }
    json.set("yaml", Json::string("compatibility:\n" + yamlItem(suggestion, codeOf(suggestion))));
    return json;
}

std::string percent(double share)
{
    return std::to_string(static_cast<int>(std::lround(share * 100))) + " %";
}

// Comments of a definitions file say what speaks for it, so that the whole answer can be pasted.
std::string suggestionText(const Suggestion& suggestion, size_t place)
{
    const uint64_t known = suggestion.pairs.compatible + suggestion.pairs.incompatible;
    std::string text = "  # " + std::to_string(place) + ". score " + Json::number(rounded(suggestion.score)).text() + ": "
        + std::to_string(suggestion.pairs.compatible) + " of " + std::to_string(suggestion.pairs.total()) + " pairs would be compatible ("
        + percent(known ? static_cast<double>(suggestion.pairs.compatible) / static_cast<double>(known) : 0)
        + " of those without missing values)\n";
    if (suggestion.held + suggestion.broken + suggestion.missing > 0)
        text += "  #    links: " + std::to_string(suggestion.held) + " hold, " + std::to_string(suggestion.broken) + " don't, "
            + std::to_string(suggestion.missing) + " lack a value\n";
    for (const std::string& exception : suggestion.exceptions)
        text += "  #    exception: " + forTerminal(exception, 300) + "\n";
    return text + yamlItem(suggestion, codeOf(suggestion));
}

Result<SuggestOutcome> suggestFor(Context& context, Workspace& workspace, const Options& options, size_t most)
{
    for (const std::string* family : {&options.left, &options.right})
        if (!workspace.definitions().family(*family)) {
            std::vector<std::string> families;
            for (const Thing* thing : workspace.definitions().all(ThingKind::Family))
                families.push_back(thing->key);
            const auto near = nearest(*family, families);
            return rejected("UNKNOWN_FAMILY", "compat suggest", "there is no family " + inQuotes(*family),
                near ? "did you mean " + *near + "?" : "the families are " + forTerminal(join(families, ", "), 200));
        }
    SuggestRequest request{options.left, options.right, View::Approved, most};
    if (options.state && *options.state != "approved" && *options.state != "draft")
        return usageError("--state", "there is no state " + inQuotes(*options.state), "use draft or approved");
    if (options.state && *options.state == "draft")
        request.view = View::Working;
    const auto keeper = CatalogKeeper::load(workspace, {.progress = context.progress()});
    if (!keeper)
        return keeper.error();
    return suggestConditions((*keeper)->snapshot(), request);
}

Result<std::optional<uint64_t>> makeDraft(
    Workspace& workspace, const std::string& author, const std::string& code, const Suggestion& suggestion)
{
    const std::string id = codedId(MappingKind::Compat, code);
    if (auto good = checkMappingId(id); !good)
        return good.error();
    const auto there = workspace.mapping(id);
    if (!there)
        return there.error();
    if (*there)
        return rejected("EXISTS", id, "there is such a rule already", "give another code");
    Json where = Json::array();
    where.append(conditionJson(suggestion));
    ChangeSet changes;
    changes.header.author = author;
    changes.header.label = "Suggest " + id;
    Change change{ThingKind::Mapping, id, ChangeOp::Create, 0, {}};
    change.fields.push_back({"left", {}, jsonString(suggestion.left)});
    change.fields.push_back({"owner", {}, jsonString(author)});
    change.fields.push_back({"right", {}, jsonString(suggestion.right)});
    change.fields.push_back({"where", {}, where.write()});
    changes.add(std::move(change));
    const auto applied = workspace.apply(changes);
    if (!applied)
        return applied.error();
    return applied->number;
}

Result<Outcome> suggest(Context& context, const Options& options)
{
    const auto most = optionalNumber("--limit", options.limit, 1000);
    if (!most)
        return most.error();
    const auto choice = optionalNumber("--choose", options.choose, 1000);
    if (!choice)
        return choice.error();
    if (options.choose && (!options.draft || **choice == 0))
        return usageError("--choose", options.draft ? "suggestions are counted from 1" : "it says which suggestion --draft takes",
            "give it as --draft CODE --choose 2");
    const auto opened = options.draft ? openForWriting(context, options.workspace) : openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    const size_t place = choice->value_or(1);
    auto found = suggestFor(context, **opened, options, std::max<size_t>(most->value_or(5), options.draft ? place : 1));
    if (!found)
        return found.error();
    Outcome outcome;
    Json& json = outcome.document;
    Json suggestions = Json::array();
    json.set("left", Json::string(options.left));
    json.set("right", Json::string(options.right));
    json.set("links", number(found->links));
    std::string text = found->suggestions.empty() ? std::string() : "compatibility:\n";
    for (const Suggestion& suggestion : found->suggestions) {
        text += suggestionText(suggestion, suggestions.items().size() + 1);
        suggestions.append(suggestionJson(suggestion));
    }
    json.set("suggestions", std::move(suggestions));
    if (options.draft) {
        if (place > found->suggestions.size())
            return rejected("NO_SUGGESTION", "compat suggest", "there are " + counted(found->suggestions.size(), "suggestion"),
                found->suggestions.empty() ? "link some products of the two families first, or write the rule by hand" : "choose another");
        const auto author = context.person();
        if (!author)
            return author.error();
        const auto number = makeDraft(**opened, *author, *options.draft, found->suggestions[place - 1]);
        if (!number)
            return number.error();
        json.set("id", Json::string(codedId(MappingKind::Compat, *options.draft)));
        json.set("changeset", changesetJson(*number));
        text = "drafted " + codedId(MappingKind::Compat, *options.draft) + changesetText(*number) + "\n"
            + suggestionText(found->suggestions[place - 1], place);
    }
    outcome.text = text.empty() ? "nothing corresponds in the values of " + options.left + " and " + options.right + ", and "
            + counted(found->links, "approved link") + " between them say too little; approve some links, or write the rule by hand\n"
                                : std::move(text);
    return outcome;
}

} // namespace

void addCompatSuggest(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("compat suggest", "Propose conditions between two families, from values that correspond and from approved links",
            "shelfctl compat suggest shop.shelf cpu motherboard --draft cpu-board")
        .argument(options->workspace, "WS", "The workspace")
        .argument(options->left, "FAMILY", "One family")
        .argument(options->right, "OTHER", "The other one")
        .option(options->limit, "--limit", "N", "At most so many; 5 where nothing is said")
        .option(options->state, "--state", "STATE", "Learn from approved links, as usual, or from drafts too")
        .choices({"approved", "draft"})
        .option(options->draft, "--draft", "CODE", "Make a draft rule with this code from the best one")
        .option(options->choose, "--choose", "N", "With --draft: from this one instead")
        .run([options](Context& context) { return suggest(context, *options); });
}

} // namespace shelf::cli
