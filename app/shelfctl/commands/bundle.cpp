// shelfctl bundle list, show.
#include "app/shelfctl/bundle_figures.h"
#include "app/shelfctl/coded_mappings.h"
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/mapping_view.h"
#include "app/shelfctl/nearby_catalog.h"
#include "app/shelfctl/session.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace, code;
    std::optional<std::string> status;
};

Result<Outcome> show(Context& context, const Options& options)
{
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    const auto bundle = findCoded(**opened, MappingKind::Bundle, options.code);
    if (!bundle)
        return bundle.error();
    const auto catalog = catalogAround(**opened, *bundle);
    if (!catalog)
        return catalog.error();
    Outcome outcome;
    Json& json = outcome.document;
    json = mappingJson(**opened, *bundle);
    if (const Json* policy = json.find("price")) { // `price` is the amount that follows from it
        const Json stated = *policy;
        json.remove("price");
        json.set("price_policy", stated);
    }
    const EntryPtr entry = catalog->entry(bundle->id, View::Working);
    const Json figures = entry ? bundleFiguresJson(*catalog, *entry) : Json::object();
    for (const auto& [key, value] : figures.members())
        json.set(key, value);
    Json shown = json;
    shown.remove("requirements_absent"); // said in sentences
    outcome.text = mappingText(shown) + bundleNotes(*catalog, json);
    return outcome;
}

} // namespace

void addBundle(CommandTree& tree)
{
    tree.group("bundle", "List and show bundles", "shelfctl bundle list shop.shelf");
    auto listing = std::make_shared<Options>();
    tree.add("bundle list", "List bundles", "shelfctl bundle list shop.shelf --status draft")
        .argument(listing->workspace, "WS", "The workspace")
        .option(listing->status, "--status", "STATUS", "Only those with this status")
        .choices({"draft", "in_review", "approved", "rejected", "retired"})
        .run([listing](Context& context) { return listCoded(context, listing->workspace, MappingKind::Bundle, listing->status); });
    auto shown = std::make_shared<Options>();
    tree.add("bundle show", "Show a bundle with its price, cost, margin, saving, availability and conflicts",
            "shelfctl bundle show shop.shelf vlog-kit")
        .argument(shown->workspace, "WS", "The workspace")
        .argument(shown->code, "CODE", "The bundle's code or id")
        .run([shown](Context& context) { return show(context, *shown); });
}

} // namespace shelf::cli
