// shelfctl facets: which values an attribute has, and how often.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "app/shelfctl/text_table.h"
#include "model/query/product_query.h"

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace, attribute;
    std::optional<std::string> where;
};

Result<Outcome> facets(Context& context, const Options& options)
{
    const auto where = expressionText(options.where);
    if (!where)
        return where.error();
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    const auto counts = facet(**opened, options.attribute, *where, context.progress());
    if (!counts)
        return counts.error();
    Outcome outcome;
    outcome.document = Json::array();
    TextTable table({"value", "count"}, context.out.isTerminal());
    for (const FacetCount& one : *counts) {
        Json entry = Json::object();
        entry.set("value", Json::string(one.value));
        entry.set("count", Json::number(int64_t(one.count)));
        outcome.document.append(std::move(entry));
        table.add({one.value, std::to_string(one.count)});
    }
    outcome.text = table.take();
    return outcome;
}

} // namespace

void addFacets(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("facets", "Count the values of an attribute, most frequent first",
            "shelfctl facets shop.shelf socket --where 'family = \"cpu\"'")
        .argument(options->workspace, "WS", "The workspace")
        .argument(options->attribute, "ATTR", "A field, an attribute's code, or its label in brackets")
        .option(options->where, "--where", "EXPR", "Only products that satisfy this expression")
        .run([options](Context& context) { return facets(context, *options); });
}

} // namespace shelf::cli
