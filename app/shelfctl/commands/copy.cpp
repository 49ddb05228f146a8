// shelfctl copy: what a shopper is told about a mapping, in each language, channel and audience.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/mapping_view.h"
#include "app/shelfctl/nearby_catalog.h"
#include "app/shelfctl/session.h"
#include "app/shelfctl/text_table.h"
#include "governance/compatibility/compatibility.h"
#include "governance/copy/copy_template.h"
#include "governance/copy/reason_text.h"
#include "model/domain/text.h"

#include <algorithm>
#include <set>

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace, mapping;
    std::optional<std::string> source, target, language, channel, audience;
    bool optedOut = false;
};

// What is looked at, and what is shown beside it; bundles have no target.
struct Ends {
    std::string source, target;
};

Result<std::vector<Ends>> endsOf(const MappingState& mapping, const Options& options)
{
    const FieldMap content = mapping.working();
    const MappingKind kind = mappingKindOf(mapping.id).value_or(MappingKind::Link);
    if (options.source && (options.target || kind == MappingKind::Bundle))
        return std::vector<Ends>{{*options.source, kind == MappingKind::Bundle ? std::string() : *options.target}};
    if (options.source || options.target)
        return usageError(
            options.source ? "--target" : "--source", "only one end is named", "name both ends, the one looked at and the one shown");
    if (kind == MappingKind::Link)
        return std::vector<Ends>{{content.text("source"), content.text("target")}};
    std::vector<Ends> ends;
    if (kind == MappingKind::Bundle) {
        const Json components = content.json("components");
        if (!components.items().empty())
            return std::vector<Ends>{{components.items().front()["sku"].text(), {}}};
        const Json groups = content.json("groups");
        for (const Json& group : groups.items())
            for (const std::string& sku : group["of"].toStrings())
                return std::vector<Ends>{{sku, {}}};
    }
    if (kind == MappingKind::Upgrade) {
        const Json steps = content.json("steps");
        for (size_t i = 1; i < steps.items().size(); ++i)
            ends.push_back({steps.items()[i - 1]["sku"].text(), steps.items()[i]["sku"].text()});
        return ends;
    }
    return usageError("--source", "it is one mapping for many pairs of products", "name a pair with --source SKU --target SKU");
}

// Both ends with what their values refer to.
Result<void> addEnd(NearbyCatalog& catalog, Workspace& workspace, const std::string& sku)
{
    const auto product = workspace.product(sku);
    if (!product)
        return product.error();
    if (!*product)
        return unknownSku(workspace, sku);
    if (auto added = catalog.addProduct(**product); !added)
        return added;
    for (const auto& [field, json] : (*product)->fields) {
        const Attribute* attribute = workspace.definitions().attribute(field);
        if (attribute && attribute->type == AttributeType::Reference)
            if (auto added = catalog.addProduct((*product)->fields.text(field)); !added)
                return added;
    }
    return {};
}

Result<void> checkName(const Workspace& workspace, ThingKind kind, std::string_view option, const std::optional<std::string>& name)
{
    if (!name || name->empty() || workspace.definitions().has(kind, *name))
        return {};
    std::vector<std::string> names;
    for (const Thing* thing : workspace.definitions().all(kind))
        names.push_back(thing->key);
    const auto near = nearest(*name, names);
    return rejected(std::string(unknownNameCode(kind)), std::string(option),
        "there is no " + std::string(kindName(kind)) + " " + inQuotes(*name),
        near ? "did you mean '" + *near + "'?" : "use one of " + join(names, ", "));
}

// The contexts in which the texts may differ.
struct Contexts {
    std::vector<std::string> languages, channels, audiences; // "": none
};

void addLanguages(std::set<std::string>& languages, const std::vector<LocalText>& texts)
{
    for (const LocalText& text : texts)
        if (!text.language.empty())
            languages.insert(text.language);
}

Contexts contextsOf(const Workspace& workspace, const MappingState& mapping, const Options& options)
{
    const FieldMap content = mapping.working();
    const CopyTemplates templates(workspace.definitions());
    std::set<std::string> languages, audiences{std::string()};
    if (const std::string usual = workspace.definitions().policy("language"); !usual.empty())
        languages.insert(usual);
    addLanguages(languages, localTexts(content.json("reason")));
    const Json steps = content.json("steps");
    for (const Json& step : steps.items())
        addLanguages(languages, localTexts(step["benefit"]));
    const MappingKind kind = mappingKindOf(mapping.id).value_or(MappingKind::Link);
    if (const CopyTemplate* one = templates.of(copyType(kind, content.text("type")), content)) {
        addLanguages(languages, one->fallback);
        for (const CopyVariant& variant : one->variants) {
            addLanguages(languages, variant.texts);
            audiences.insert(variant.audience);
        }
    }
    if (languages.empty())
        languages.insert(std::string());
    std::vector<std::string> channels = content.strings("channels");
    if (channels.empty())
        for (const Thing* channel : workspace.definitions().all(ThingKind::Channel))
            channels.push_back(channel->key);
    const auto chosen = [](const std::optional<std::string>& one, std::vector<std::string> all) {
        return one ? std::vector<std::string>{*one} : all;
    };
    return {chosen(options.language, {languages.begin(), languages.end()}), chosen(options.channel, channels),
        options.audience || !options.optedOut ? chosen(options.audience, {audiences.begin(), audiences.end()})
                                              : std::vector<std::string>{""}};
}

struct Told {
    Ends ends;
    CopyContext context;
    ReasonText text;
};

Json toldJson(const Told& told)
{
    Json json = Json::object();
    json.setIf("source", told.ends.source);
    json.setIf("target", told.ends.target);
    json.set("language", Json::string(told.context.language));
    json.set("channel", Json::string(told.context.channel));
    json.set("audience", Json::string(told.context.audience));
    json.set("opted_out", Json::boolean(told.context.optedOut));
    json.set("text", Json::string(told.text.text));
    json.setIf("text_language", told.text.language);
    json.set("template", Json::string(told.text.templateCode));
    json.set("fell_back", Json::boolean(told.text.fellBack));
    json.set("missing", Json::strings(told.text.missing));
    json.setIf("why", told.text.why);
    return json;
}

// One line for all channels, and one for all audiences, in which the same is read.
std::string toldText(const std::vector<Told>& all, bool terminal)
{
    struct Line {
        const Told* told;
        std::vector<std::string> channels, audiences;
    };
    std::vector<Line> lines;
    const auto add = [](std::vector<std::string>& names, const std::string& name) {
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    };
    for (const Told& told : all) {
        const auto same = [&told](const Line& line) {
            const Told& other = *line.told;
            return other.ends.source == told.ends.source && other.ends.target == told.ends.target
                && other.context.language == told.context.language && other.text.text == told.text.text && other.text.why == told.text.why;
        };
        auto found = std::find_if(lines.begin(), lines.end(), same);
        if (found == lines.end())
            found = lines.insert(lines.end(), {&told, {}, {}});
        add(found->channels, told.context.channel);
        add(found->audiences, told.context.audience.empty() ? "everybody" : told.context.audience);
    }
    TextTable table({"BESIDE", "SHOWN", "LANGUAGE", "CHANNEL", "AUDIENCE", "TEXT", "FROM"}, terminal);
    for (const Line& line : lines) {
        const ReasonText& text = line.told->text;
        std::string from = text.templateCode.empty() ? std::string("its own words") : "template " + text.templateCode;
        if (!text.language.empty() && !line.told->context.language.empty() && text.language != line.told->context.language)
            from += ", in " + text.language;
        if (!text.why.empty())
            from += ", " + text.why;
        const bool forAll = line.audiences.front() == "everybody";
        table.add({line.told->ends.source, line.told->ends.target, line.told->context.language, join(line.channels, ", "),
            forAll ? std::string("everybody") : join(line.audiences, ", "), text.text, from});
    }
    return table.take();
}

// Nobody is told that two products fit which do not.
Result<void> checkPair(const Snapshot& catalog, const std::string& rule, Row source, Row target)
{
    const PairAnswer answer = Compatibility(catalog, View::Working).explain(source, target);
    const auto own = std::find_if(answer.rules.begin(), answer.rules.end(), [&](const RuleAnswer& one) { return one.rule->id == rule; });
    if (own != answer.rules.end() && own->answer == Fit::Compatible)
        return {};
    const std::string pair = std::string(catalog.sku(source)) + " and " + std::string(catalog.sku(target));
    return rejected("NO_PAIR", rule, pair + " are no pair of this rule" + (own == answer.rules.end() ? "" : ": " + answer.because),
        "see `shelfctl compat why WS " + std::string(catalog.sku(source)) + " " + std::string(catalog.sku(target)) + "`");
}

Result<std::vector<Told>> toldOf(Workspace& workspace, const MappingState& mapping, const std::vector<Ends>& ends, const Options& options)
{
    NearbyCatalog nearby(workspace);
    if (const auto added = nearby.addContent(mapping); !added)
        return added.error();
    for (const Ends& pair : ends)
        for (const std::string& sku : {pair.source, pair.target})
            if (!sku.empty())
                if (const auto added = addEnd(nearby, workspace, sku); !added)
                    return added.error();
    const Snapshot catalog = nearby.snapshot();
    const CopyWriter writer(catalog);
    const FieldMap content = mapping.working();
    const MappingKind kind = mappingKindOf(mapping.id).value_or(MappingKind::Link);
    const Contexts contexts = contextsOf(workspace, mapping, options);
    std::vector<Told> all;
    for (const Ends& pair : ends) {
        const Row source = catalog.find(pair.source), target = pair.target.empty() ? noRow : catalog.find(pair.target);
        if (kind == MappingKind::Compat && source != noRow && target != noRow)
            if (const auto given = checkPair(catalog, mapping.id, source, target); !given)
                return given.error();
        for (const std::string& language : contexts.languages)
            for (const std::string& channel : contexts.channels)
                for (const std::string& audience : contexts.audiences) {
                    const CopyContext one{language, channel, audience, options.optedOut};
                    all.push_back({pair, one, writer.reason(kind, content.text("type"), content, source, target, one)});
                }
    }
    return all;
}

Result<Outcome> copy(Context& context, const Options& options)
{
    if (options.language && !checkPolicy("language", *options.language))
        return usageError("--language", inQuotes(*options.language) + " is not a language", "use a code such as en, de or de-AT");
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    const auto mapping = requireMapping(workspace, options.mapping);
    if (!mapping)
        return mapping.error();
    for (const auto& [kind, option, name] :
        {std::tuple(ThingKind::Channel, "--channel", &options.channel), std::tuple(ThingKind::Audience, "--audience", &options.audience)})
        if (const auto known = checkName(workspace, kind, option, *name); !known)
            return known.error();
    const auto ends = endsOf(*mapping, options);
    if (!ends)
        return ends.error();
    const auto all = toldOf(workspace, *mapping, *ends, options);
    if (!all)
        return all.error();
    Outcome outcome;
    outcome.document.set("mapping", Json::string(mapping->id));
    Json texts = Json::array();
    for (const Told& told : *all)
        texts.append(toldJson(told));
    outcome.document.set("texts", std::move(texts));
    outcome.text = toldText(*all, context.out.isTerminal());
    return outcome;
}

} // namespace

void addCopy(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("copy", "Show what shoppers are told about a mapping, in each language, channel and audience",
            "shelfctl copy shop.shelf link:CAM-1:accessory:BAG-1 --language de")
        .argument(options->workspace, "WS", "The workspace")
        .argument(options->mapping, "MAPPING", "Its id; of rules for many products, a pair is named with --source and --target")
        .option(options->source, "--source", "SKU", "The product looked at, where it is not the mapping's own")
        .option(options->target, "--target", "SKU", "The product shown beside it")
        .option(options->language, "--language", "LANGUAGE", "In this language alone, as in de or de-AT")
        .option(options->channel, "--channel", "CHANNEL", "In this channel alone")
        .option(options->audience, "--audience", "AUDIENCE", "To this audience alone")
        .flag(options->optedOut, "--opted-out", "To shoppers who opted out of personal recommendations")
        .run([options](Context& context) { return copy(context, *options); });
}

} // namespace shelf::cli
