// shelfctl rules: the rules there are, what they mean, what a workspace has set about them.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/definition_edit.h"
#include "app/shelfctl/text_table.h"
#include "governance/findings/reports.h"
#include "governance/findings/trial.h"
#include "model/domain/shape.h"
#include "model/domain/text.h"

#include <set>

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace, id, file;
    std::optional<std::string> maybeWorkspace, family, category, channel, against;
    std::vector<std::string> assignments;
};

constexpr size_t sampled = 10; // findings that `try` shows of a rule

Json ruleJson(const Rule& rule, bool enabled, std::optional<Severity> severity = {})
{
    const RuleInfo& info = rule.info();
    return Json::object({{"id", Json::string(info.id)}, {"title", Json::string(info.title)},
        {"severity", Json::string(severityName(severity.value_or(info.severity)))}, {"scope", Json::string(ruleScopeName(info.scope))},
        {"dimension", Json::string(dimensionName(info.dimension))}, {"fixable", Json::boolean(!info.fix.empty())},
        {"enabled", Json::boolean(enabled)}});
}

// Parameters that the workspace sets otherwise than the rule itself.
Json parametersSet(const ActiveRule& active)
{
    Json set = Json::object();
    for (const Parameter& parameter : active.rule->info().parameters) {
        const Json value = active.settings.parameter(parameter.name);
        const auto own = parseJson(parameter.value);
        if (own && value.write() != own->write())
            set.set(std::string(parameter.name), value);
    }
    return set;
}

std::string ruleLine(const Json& rule)
{
    std::string set;
    for (const auto& [name, value] : rule["parameters"].members())
        set += (set.empty() ? "  [" : ", ") + name + " = " + (value.isString() ? value.text() : value.write());
    if (!set.empty())
        set += "]";
    const std::string& id = rule["id"].text();
    const std::string& severity = rule["severity"].text();
    return (rule["enabled"].toBool() ? "  " : "- ") + id + std::string(id.size() < 32 ? 32 - id.size() : 1, ' ') + severity
        + std::string(severity.size() < 9 ? 9 - severity.size() : 1, ' ') + (rule["fixable"].toBool() ? "fix  " : "     ")
        + forTerminal(rule["title"].text(), 100) + forTerminal(set, 120) + "\n";
}

Result<Outcome> listRules(Context& context, const Options& options)
{
    Outcome outcome;
    outcome.document = Json::array();
    const auto add = [&outcome](Json rule) {
        outcome.text += ruleLine(rule);
        outcome.document.append(std::move(rule));
    };
    if (!options.maybeWorkspace) {
        for (const Rule* rule : builtInRules())
            add(ruleJson(*rule, true));
        return outcome;
    }
    const auto opened = openForReading(context, *options.maybeWorkspace);
    if (!opened)
        return opened.error();
    const RuleSet rules((*opened)->definitions(), today((*opened)->clock(), (*opened)->definitions().policy("time-zone")));
    for (const ActiveRule& active : rules.rules()) {
        Json rule = ruleJson(*active.rule, active.settings.enabled(), active.settings.severity(Snapshot(), noRow, {}));
        if (Json set = parametersSet(active); !set.members().empty())
            rule.set("parameters", std::move(set));
        add(std::move(rule));
    }
    for (const BadRule& bad : rules.bad()) {
        if (rules.find(bad.id))
            continue;
        add(Json::object({{"id", Json::string(bad.id)}, {"title", Json::string("cannot run: " + bad.error.what)},
            {"severity", Json::string("error")}, {"scope", Json::string("")}, {"dimension", Json::string("")},
            {"fixable", Json::boolean(false)}, {"enabled", Json::boolean(false)}}));
    }
    return outcome;
}

std::string indented(std::string_view text)
{
    std::string out;
    for (const std::string_view line : split(text, '\n'))
        if (!line.empty())
            out.append("    ").append(line).append("\n");
    return out;
}

Result<Outcome> showRule(Context& context, const Options& options)
{
    std::optional<RuleSet> own;
    if (options.against) {
        const auto opened = openForReading(context, *options.against);
        if (!opened)
            return opened.error();
        own.emplace((*opened)->definitions(), today((*opened)->clock(), (*opened)->definitions().policy("time-zone")));
    }
    const ActiveRule* active = own ? own->find(options.id) : nullptr;
    const Rule* rule = active ? active->rule : builtInRule(options.id);
    if (!rule && !own && options.id.starts_with("user."))
        return rejected("UNKNOWN_RULE", options.id, "this is a rule of a workspace", "name the workspace with --in");
    if (!rule)
        return unknownRule(options.id);
    const RuleInfo& info = rule->info();
    Outcome outcome;
    outcome.document = ruleJson(*rule, true);
    Json& json = outcome.document;
    json.set("why", Json::string(info.why));
    json.set("version", Json::number(int64_t(info.version)));
    Json parameters = Json::array();
    std::string text = std::string(info.id) + ": " + std::string(info.title) + "\n\n" + std::string(info.why) + "\n\n" + "severity   "
        + std::string(severityName(info.severity)) + "\nscope      " + std::string(ruleScopeName(info.scope)) + "\ndimension  "
        + std::string(dimensionName(info.dimension)) + "\n";
    for (const Parameter& parameter : info.parameters) {
        const auto value = parseJson(parameter.value);
        Json one = Json::object(
            {{"name", Json::string(parameter.name)}, {"default", value ? *value : Json()}, {"help", Json::string(parameter.help)}});
        text += "parameter  " + std::string(parameter.name) + " = " + std::string(parameter.value);
        if (const Json now = active ? active->settings.parameter(parameter.name) : Json();
            value && active && now.write() != value->write()) {
            text += ", here " + now.write();
            one.set("value", now);
        }
        parameters.append(std::move(one));
        text += ": " + std::string(parameter.help) + "\n";
    }
    json.set("parameters", std::move(parameters));
    json.set("fix", info.fix.empty() ? Json() : Json::string(info.fix));
    text += "fix        " + (info.fix.empty() ? std::string("none that needs no choice") : std::string(info.fix)) + "\n";
    const auto example = [&](const char* key, const char* title, std::string_view yaml) {
        if (yaml.empty())
            return;
        json.set(key, Json::string(yaml));
        text += std::string("\n") + title + "\n" + indented(yaml);
    };
    example("violating", "Found wrong:", info.violating);
    example("passing", "Right:", info.passing);
    example("edge", info.edgeViolates ? "Found wrong, too:" : "Right, too:", info.edge);
    if (text.find("#! ") != std::string::npos)
        text +=
            "\nLines with #! say what happens besides: approve: it is submitted, and approved by another person; then: what follows is\n"
            "done later; days-ago N: so long ago; csv FAMILY: an imported file.\n";
    outcome.text = std::move(text);
    return outcome;
}

// What is wrong with the rules of a file, one by one: the others can be used.
Json problemsOf(const RuleSet& rules, const std::vector<std::string>& ids, std::string& text)
{
    Json problems = Json::array();
    for (const BadRule& bad : rules.bad()) {
        if (std::find(ids.begin(), ids.end(), bad.id) == ids.end())
            continue;
        problems.append(Json::object({{"id", Json::string(bad.id)}, {"where", Json::string(bad.error.where)},
            {"what", Json::string(bad.error.what)}, {"try", Json::string(bad.error.tryThis)}}));
        text += bad.error.where + ": " + bad.error.what + "; " + bad.error.tryThis + "\n";
    }
    return problems;
}

std::optional<Error> problemError(const std::string& file, const Json& problems)
{
    if (problems.items().empty())
        return std::nullopt;
    const Json& first = problems.items().front();
    std::string what = first["where"].text() + ": " + first["what"].text();
    if (problems.items().size() > 1)
        what += " (and " + std::to_string(problems.items().size() - 1) + " more)";
    return rejected("RULE", file, std::move(what), first["try"].text());
}

Result<Definitions> baseDefinitions(const Context& context, const std::optional<std::string>& workspace)
{
    if (!workspace)
        return Definitions(builtInDefinitions());
    const auto opened = openForReading(context, *workspace);
    if (!opened)
        return opened.error();
    return (*opened)->definitions();
}

Result<Outcome> checkRules(Context& context, const Options& options)
{
    const auto base = baseDefinitions(context, options.against);
    if (!base)
        return base.error();
    const auto trial = tryDefinitions(*base, {options.file}, context.clock);
    if (!trial)
        return trial.error();
    const RuleSet rules(trial->definitions, today(context.clock, trial->definitions.policy("time-zone")));
    Outcome outcome;
    Json problems = problemsOf(rules, trial->rules, outcome.text);
    outcome.error = problemError(options.file, problems);
    outcome.document.set("rules", Json::strings(trial->rules));
    outcome.document.set("ok", Json::boolean(problems.items().empty()));
    outcome.document.set("problems", std::move(problems));
    outcome.text += counted(trial->rules.size(), "rule") + (outcome.error ? " read, not all of them can run\n" : " can run\n");
    return outcome;
}

Result<Outcome> tryRules(Context& context, const Options& options)
{
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    const auto trial = tryDefinitions(workspace.definitions(), {options.file}, context.clock);
    if (!trial)
        return trial.error();
    ValidationRequest request;
    request.now = context.clock();
    request.timeZone = workspace.definitions().policy("time-zone");
    request.cancel = context.cancel;
    const RuleSet rules(trial->definitions, today(context.clock, request.timeZone));
    const auto keeper = CatalogKeeper::load(workspace, {true, {}, context.progress()});
    if (!keeper)
        return keeper.error();
    Outcome outcome;
    Json problems = problemsOf(rules, trial->rules, outcome.text), tried = Json::array();
    outcome.error = problemError(options.file, problems);
    for (const std::string& id : trial->rules) {
        const ActiveRule* active = rules.find(id);
        if (!active)
            continue;
        request.rules = {id};
        const Validation found = validate((*keeper)->snapshot(), rules, request);
        Json sample = Json::array();
        outcome.text +=
            id + ": " + counted(found.findings.size(), "finding") + (active->settings.enabled() ? "\n" : " (it is switched off)\n");
        for (size_t i = 0; i < found.findings.size() && i < sampled; ++i) {
            sample.append(findingJson({found.findings[i], {}, {}, 0, false}));
            outcome.text += "    " + forTerminal(found.findings[i].message, 300) + "\n";
        }
        if (found.findings.size() > sampled)
            outcome.text += "    … and " + std::to_string(found.findings.size() - sampled) + " more\n";
        tried.append(Json::object(
            {{"id", Json::string(id)}, {"count", Json::number(int64_t(found.findings.size()))}, {"sample", std::move(sample)}}));
    }
    outcome.document.set("rules", std::move(tried));
    outcome.document.set("problems", std::move(problems));
    if (trial->rules.empty())
        outcome.text += "there is no rule in this file that the workspace does not have already\n";
    return outcome;
}

// --- changing what is set ---------------------------------------------------------------------------------------------------

// For whom something is set.
Json narrowing(const Options& options)
{
    Json json = Json::object();
    if (options.family)
        json.set("families", Json::strings(nameList(*options.family)));
    if (options.category)
        json.set("categories", Json::strings(nameList(*options.category)));
    if (options.channel)
        json.set("channels", Json::strings(nameList(*options.channel)));
    return json;
}

Result<void> checkNarrowing(const Definitions& definitions, const Json& narrow)
{
    const std::pair<const char*, ThingKind> kinds[] = {
        {"families", ThingKind::Family}, {"categories", ThingKind::Category}, {"channels", ThingKind::Channel}};
    for (const auto& [key, kind] : kinds)
        for (const std::string& name : narrow[key].toStrings())
            if (!definitions.has(kind, name)) {
                std::vector<std::string> names;
                for (const Thing* thing : definitions.all(kind))
                    names.push_back(thing->key);
                std::string what = "there is no ";
                what.append(kindName(kind)).append(" of this name");
                return rejected(std::string(unknownNameCode(kind)), name, std::move(what), didYouMean(name, names, "define it first"));
            }
    return {};
}

// Where in the fields something is set: at the top for all, in an override for some.
void setIn(FieldMap& fields, const Json& narrow, const std::function<void(Json& setting)>& set)
{
    if (narrow.members().empty()) {
        Json top = Json::object();
        for (const char* key : {"enabled", "severity", "parameters"})
            if (fields.has(key))
                top.set(key, fields.json(key));
        set(top);
        for (const auto& [key, value] : top.members())
            fields.set(key, value.write());
        return;
    }
    Json overrides = fields.json("overrides");
    if (!overrides.isArray())
        overrides = Json::array();
    const auto sameScope = [&narrow](const Json& setting) {
        for (const char* key : {"families", "categories", "channels"})
            if (!(setting[key].toStrings() == narrow[key].toStrings()))
                return false;
        return true;
    };
    auto found = std::find_if(overrides.items().begin(), overrides.items().end(), sameScope);
    if (found == overrides.items().end()) {
        overrides.append(narrow);
        found = overrides.items().end() - 1;
    }
    set(*found);
    fields.set("overrides", overrides.write());
}

Result<Outcome> changeRule(
    Context& context, const Options& options, const std::string& label, const std::function<Result<void>(const Rule*, Json&)>& set)
{
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    const Rule* rule = builtInRule(options.id);
    if (!rule && !workspace.definitions().has(ThingKind::Rule, options.id))
        return unknownRule(options.id);
    const Json narrow = narrowing(options);
    if (const auto known = checkNarrowing(workspace.definitions(), narrow); !known)
        return known.error();
    const auto applied = editDefinition(workspace, headerFor(*author, label), ThingKind::Rule, options.id, [&](FieldMap& fields) {
        Result<void> done;
        setIn(fields, narrow, [&](Json& setting) { done = set(rule, setting); });
        return done && rule ? checkRuleSettings(rule->info(), fields) : done;
    });
    if (!applied)
        return applied.error();
    Outcome outcome;
    outcome.document.set("id", Json::string(options.id));
    outcome.document.set("changeset", changesetJson(applied->number));
    outcome.text = label + changesetText(applied->number) + "\n";
    return outcome;
}

Result<Outcome> enableRule(Context& context, const Options& options, bool enabled)
{
    return changeRule(context, options, std::string(enabled ? "Enable" : "Disable") + " rule " + options.id,
        [enabled](const Rule*, Json& setting) -> Result<void> {
            setting.set("enabled", Json::boolean(enabled));
            return {};
        });
}

// A parameter's value as it was typed, by the type of its default.
Result<Json> typedValue(const RuleInfo& info, const std::string& name, const std::string& text)
{
    for (const Parameter& parameter : info.parameters) {
        if (parameter.name != name)
            continue;
        const auto like = parseJson(parameter.value);
        if (like && like->isArray())
            return Json::strings(splitList(text));
        if (like && like->isNumber() && text.ends_with('%')) // a share: 5 % is 0.05
            if (auto value = parseJson(trimmed(std::string_view(text).substr(0, text.size() - 1))); value && value->isNumber())
                return Json::number(value->toDouble() / 100);
        if (like && (like->isNumber() || like->isBool()))
            if (auto value = parseJson(text); value && value->type() == like->type())
                return *std::move(value);
        return Json::string(text); // checkRuleSettings says what is wrong with it
    }
    return Json::string(text);
}

Result<Outcome> setRule(Context& context, const Options& options)
{
    if (options.assignments.empty())
        return usageError("rules set", "nothing is set", "write PARAM=VALUE, or severity=warning");
    const auto set = [&options](const Rule* rule, Json& setting) -> Result<void> {
        for (const std::string& assignment : options.assignments) {
            const size_t equals = assignment.find('=');
            if (equals == std::string::npos || equals == 0)
                return usageError("rules set", inQuotes(assignment) + " sets nothing", "write PARAM=VALUE");
            const std::string name = assignment.substr(0, equals), text = assignment.substr(equals + 1);
            if (name == "severity") {
                if (!severityFromName(text))
                    return usageError("rules set", inQuotes(text) + " is no severity", "use blocker, error, warning or info");
                setting.set("severity", Json::string(text));
                continue;
            }
            if (!rule)
                return usageError("rules set", "a rule of your own has no parameter " + inQuotes(name),
                    "set its severity, or apply its definition again");
            auto value = typedValue(rule->info(), name, text);
            if (!value)
                return value.error();
            Json parameters = setting["parameters"].isObject() ? setting["parameters"] : Json::object();
            parameters.set(name, *std::move(value));
            setting.set("parameters", std::move(parameters));
        }
        return {};
    };
    return changeRule(context, options, "Set " + join(options.assignments, ", ") + " of rule " + options.id, set);
}

void addSwitch(CommandTree& tree, const char* path, const char* summary, bool enabled)
{
    auto options = std::make_shared<Options>();
    tree.add(path, summary, std::string("shelfctl ") + path + " shop.shelf link.too-few --family bag")
        .argument(options->workspace, "WS", "The workspace")
        .argument(options->id, "ID", "The rule")
        .option(options->family, "--family", "F,..", "Only for these families")
        .option(options->category, "--category", "C,..", "Only for these categories and what is below them")
        .option(options->channel, "--channel", "C,..", "Only for these channels")
        .run([options, enabled](Context& context) { return enableRule(context, *options, enabled); });
}

} // namespace

void addRules(CommandTree& tree)
{
    tree.group("rules", "The governance rules: what they mean, and what is set about them", "shelfctl rules list shop.shelf");
    auto listed = std::make_shared<Options>();
    tree.add("rules list", "List all rules, with what a workspace has set", "shelfctl rules list shop.shelf --json")
        .optionalArgument(listed->maybeWorkspace, "WS", "The workspace; without one, the built-in rules")
        .run([listed](Context& context) { return listRules(context, *listed); });
    auto shown = std::make_shared<Options>();
    tree.add("rules show", "Explain a rule: why, parameters, examples, fix", "shelfctl rules show link.requires-cycle")
        .argument(shown->id, "ID", "The rule")
        .option(shown->against, "--in", "WS", "The workspace, for a rule of its own")
        .run([shown](Context& context) { return showRule(context, *shown); });
    auto checked = std::make_shared<Options>();
    tree.add("rules check", "Say whether the rules of a file can run", "shelfctl rules check rules.yaml --against shop.shelf")
        .argument(checked->file, "FILE.yaml", "The file")
        .option(checked->against, "--against", "WS", "The workspace whose attributes and families the rules speak of")
        .run([checked](Context& context) { return checkRules(context, *checked); });
    auto tried = std::make_shared<Options>();
    tree.add("rules try", "Count what the rules of a file would find, before they are kept", "shelfctl rules try shop.shelf rules.yaml")
        .argument(tried->workspace, "WS", "The workspace")
        .argument(tried->file, "FILE.yaml", "The file")
        .run([tried](Context& context) { return tryRules(context, *tried); });
    addSwitch(tree, "rules enable", "Switch a rule on", true);
    addSwitch(tree, "rules disable", "Switch a rule off", false);
    auto set = std::make_shared<Options>();
    tree.add(
            "rules set", "Set a rule's parameters or severity", "shelfctl rules set shop.shelf link.too-many-in-slot max=4 --family camera")
        .argument(set->workspace, "WS", "The workspace")
        .argument(set->id, "ID", "The rule")
        .arguments(set->assignments, "PARAM=VALUE", "What to set; severity=warning sets the severity; lists are joined with |")
        .option(set->family, "--family", "F,..", "Only for these families")
        .option(set->category, "--category", "C,..", "Only for these categories and what is below them")
        .option(set->channel, "--channel", "C,..", "Only for these channels")
        .run([set](Context& context) { return setRule(context, *set); });
}

} // namespace shelf::cli
