// shelfctl coverage: what previews show over the whole catalog.
#include "governance/preview/coverage.h"
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/preview_request.h"
#include "app/shelfctl/preview_view.h"
#include "app/shelfctl/session.h"
#include "app/shelfctl/text_table.h"
#include "governance/release/release_catalog.h"
#include "model/domain/text.h"

#include <cmath>

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    ContextOptions context;
    std::optional<std::string> list, top;
};

constexpr uint64_t mostListed = 1'000'000;

Json number(uint64_t value)
{
    return Json::number(static_cast<int64_t>(value));
}

Json coverageJson(const CoverageReport& report, bool lists)
{
    Json json = Json::object({{"products", number(report.products)}, {"with_none", number(report.withNone)}});
    Json counts = Json::object();
    for (const auto& [shown, products] : report.byCount)
        counts.set(std::to_string(shown), number(products));
    json.set("by_count", std::move(counts));
    Json slots = Json::object();
    for (const auto& [slot, products] : report.bySlot)
        slots.set(slot, number(products));
    json.set("by_slot", std::move(slots));
    json.set("shown", number(report.shown));
    json.set("mappings", number(report.mappings));
    json.set("dead_mappings", number(report.deadMappings));
    Json targets = Json::array();
    for (const CoverageTarget& target : report.topTargets)
        targets.append(Json::object({{"id", Json::string(target.id)}, {"sources", number(target.sources)},
            {"share", Json::number(std::round(target.share * 1e6) / 1e6)}}));
    json.set("top_targets", std::move(targets));
    if (lists) {
        json.set("none", Json::strings(report.none));
        json.set("dead", Json::strings(report.dead));
    }
    return json;
}

std::string percent(uint64_t part, uint64_t whole)
{
    return whole ? Json::number(std::round(static_cast<double>(part) * 1000 / static_cast<double>(whole)) / 10).text() + " %" : "0 %";
}

std::string coverageText(const CoverageReport& report, const Context& context)
{
    std::string text = counted(report.products, "product") + " in " + forTerminal(report.channel, 80) + "; "
        + std::to_string(report.withNone) + " with nothing beside them (" + percent(report.withNone, report.products) + ")\n";
    TextTable counts({"shown", "products"}, context.out.isTerminal());
    for (const auto& [shown, products] : report.byCount)
        counts.add({std::to_string(shown), std::to_string(products)});
    text += counts.take();
    for (const auto& [slot, products] : report.bySlot)
        text += slot + ": beside " + counted(products, "product") + " (" + percent(products, report.products) + ")\n";
    text += "never shown: " + std::to_string(report.deadMappings) + " of " + counted(report.mappings, "mapping") + "\n";
    if (!report.topTargets.empty())
        text += "shown most, of those with anything beside them:\n";
    for (const CoverageTarget& target : report.topTargets)
        text += "  " + forTerminal(target.id, 80) + "  beside " + counted(target.sources, "product") + " ("
            + percent(target.sources, report.products - report.withNone) + ")\n";
    for (const auto& [title, names] : {std::pair("nothing beside:", &report.none), {"first of those never shown:", &report.dead}}) {
        if (!names->empty())
            text += std::string(title) + "\n";
        for (const std::string& name : *names)
            text += "  " + forTerminal(name) + "\n";
    }
    return text;
}

Result<Outcome> cover(Context& context, const Options& options)
{
    auto state = PreviewState::parse(options.context.state.value_or("draft"));
    if (!state)
        return usageError("--state", state.error().what, state.error().tryThis);
    auto request = requestFrom(options.context);
    if (!request)
        return request.error();
    const auto list = optionalNumber("--list", options.list, mostListed);
    if (!list)
        return list.error();
    const auto top = optionalNumber("--top", options.top, mostListed);
    if (!top)
        return top.error();
    const auto opened = openForReleases(context, options.workspace);
    if (!opened)
        return opened.error();
    StateCatalogs states(**opened, context.progress());
    const auto content = states.content(*state);
    if (!content)
        return content.error();
    const PreviewEngine engine(content->catalog, content->view);
    CoverageRequest coverage;
    coverage.context = *std::move(request);
    if (coverage.context.on.empty())
        coverage.context.on = content->on;
    coverage.list = list->value_or(0);
    coverage.top = top->value_or(coverage.top);
    coverage.progress = context.progress();
    const auto report = coverageOf(engine, content->view, coverage);
    if (!report)
        return report.error();
    Outcome outcome;
    outcome.document = coverageJson(*report, list->has_value());
    outcome.document.set("state", Json::string(content->state.text()));
    outcome.document.set("channel", Json::string(report->channel));
    outcome.document.set("on", Json::string(coverage.context.on));
    outcome.text = coverageText(*report, context);
    return outcome;
}

} // namespace

void addCoverage(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    auto command = tree.add("coverage", "Count what previews show over the whole catalog: products with nothing, mappings never shown",
        "shelfctl coverage shop.shelf --channel web --state approved --list 20");
    command.argument(options->workspace, "WS", "The workspace");
    addContext(command, options->context);
    command.choices({"draft", "approved", "release:N"})
        .option(options->list, "--list", "N", "Name the first N products with nothing and mappings never shown, too")
        .option(options->top, "--top", "N", "So many of the targets that are shown most; 10 where nothing is said")
        .run([options](Context& context) { return cover(context, *options); });
}

} // namespace shelf::cli
