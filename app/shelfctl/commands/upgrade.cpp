// shelfctl upgrade list, show.
#include "app/shelfctl/coded_mappings.h"
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/mapping_view.h"
#include "app/shelfctl/session.h"
#include "model/query/product_row.h"

#include <cmath>

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace, code;
    std::optional<std::string> status;
};

// How much dearer a step is than the one before, in percent with two decimals; only where both are in one currency.
void addStepPercent(Json& step, const Json& before)
{
    const double price = step["price"].toDouble(), base = before["price"].toDouble();
    if (step.contains("price") && before.contains("price") && base > 0 && step["currency"] == before["currency"])
        step.set("step_percent", Json::number(std::round((price / base - 1) * 10000) / 100));
}

Result<Json> pricedSteps(Workspace& workspace, const FieldMap& content)
{
    ParentValues parents(workspace);
    Json steps = content.json("steps");
    for (size_t i = 0; i < steps.items().size(); ++i) {
        Json& step = steps.items()[i];
        const auto product = workspace.product(step["sku"].text());
        if (!product)
            return product.error();
        if (*product) {
            const Thing merged = parents.merged(**product);
            for (const char* field : {"price", "currency", "lifecycle"})
                if (merged.fields.has(field))
                    step.set(field, merged.fields.json(field));
        }
        if (i > 0)
            addStepPercent(step, steps.items()[i - 1]);
    }
    return steps;
}

Result<Outcome> show(Context& context, const Options& options)
{
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    const auto path = findCoded(**opened, MappingKind::Upgrade, options.code);
    if (!path)
        return path.error();
    auto steps = pricedSteps(**opened, path->working());
    if (!steps)
        return steps.error();
    Outcome outcome;
    outcome.document = mappingJson(**opened, *path);
    outcome.document.set("steps", std::move(*steps));
    outcome.text = mappingText(outcome.document);
    return outcome;
}

} // namespace

void addUpgrade(CommandTree& tree)
{
    tree.group("upgrade", "List and show upgrade paths", "shelfctl upgrade list shop.shelf");
    auto listing = std::make_shared<Options>();
    tree.add("upgrade list", "List upgrade paths", "shelfctl upgrade list shop.shelf --status approved")
        .argument(listing->workspace, "WS", "The workspace")
        .option(listing->status, "--status", "STATUS", "Only those with this status")
        .choices({"draft", "in_review", "approved", "rejected", "retired"})
        .run([listing](Context& context) { return listCoded(context, listing->workspace, MappingKind::Upgrade, listing->status); });
    auto shown = std::make_shared<Options>();
    tree.add("upgrade show", "Show an upgrade path with the price of each step", "shelfctl upgrade show shop.shelf mirrorless")
        .argument(shown->workspace, "WS", "The workspace")
        .argument(shown->code, "CODE", "The path's code or id")
        .run([shown](Context& context) { return show(context, *shown); });
}

} // namespace shelf::cli
