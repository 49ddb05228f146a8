// shelfctl health: how good the catalog is, family by family, and what would raise that most.
#include "governance/health/health.h"
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "app/shelfctl/text_table.h"
#include "model/domain/decimal.h"
#include "model/domain/text.h"

#include <cmath>

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    std::optional<std::string> family, top;
};

std::string percent(double share)
{
    return std::to_string(std::lround(std::floor(share * 100 + 1e-9))) + " %"; // 100 % is all of it
}

std::string points(double score)
{
    return shortestDecimal(std::floor(score * 10 + 1e-6) / 10);
}

std::vector<std::string> rowOf(const std::string& name, const ScopeHealth& scope)
{
    std::vector<std::string> row = {name, std::to_string(scope.products), points(scope.score), percent(scope.parts.completeness),
        percent(scope.parts.findings), percent(scope.parts.coverage), percent(scope.parts.review)};
    for (const uint64_t count : scope.findings.open)
        row.push_back(std::to_string(count));
    row.push_back(std::to_string(scope.findings.waived));
    return row;
}

std::string familyTable(const Health& health, const std::optional<std::string>& only)
{
    TextTable table(
        {"family", "products", "score", "complete", "findings", "coverage", "review", "blockers", "errors", "warnings", "info", "waived"},
        false);
    for (const ScopeHealth& family : health.families)
        if (!only || family.family == *only)
            table.add(rowOf(family.family.empty() ? "(none)" : family.family, family));
    if (!only)
        table.add(rowOf("ALL", health.all));
    return table.take();
}

std::string dimensionTable(const Health& health)
{
    TextTable table({"findings by dimension", "blockers", "errors", "warnings", "info"}, false);
    for (size_t i = 0; i < health.dimensions.size(); ++i) {
        std::vector<std::string> row = {std::string(dimensionName(static_cast<Dimension>(i)))};
        for (const uint64_t count : health.dimensions.at(i))
            row.push_back(std::to_string(count));
        table.add(row);
    }
    return table.take();
}

std::string trendText(const HealthTrend& trend)
{
    if (!trend.release)
        return "no release yet: " + counted(trend.fixed, "finding") + " fixed so far, " + std::to_string(trend.cameBack) + " came back\n";
    std::string text = "since release " + std::to_string(trend.release) + " (" + trend.since.substr(0, 10)
        + "): " + std::to_string(trend.appeared) + " new, " + std::to_string(trend.fixed) + " fixed, " + std::to_string(trend.cameBack)
        + " came back";
    if (trend.errorsThen)
        text += "; errors then " + std::to_string(*trend.errorsThen) + ", now " + std::to_string(trend.errorsNow);
    return text + "\n";
}

std::string actionsText(const Health& health, const std::string& of)
{
    if (health.actions.empty())
        return "nothing would raise " + of + ": all there is to measure is in order\n";
    std::string text = "what would raise " + of + " most, in points:\n";
    for (const HealthAction& action : health.actions) {
        const std::string gain = (action.upTo ? "up to " : "") + gainText(action.gain);
        text += "  " + gain + std::string(gain.size() < 13 ? 13 - gain.size() : 1, ' ') + forTerminal(action.what, 200) + "\n";
    }
    return text;
}

std::string healthText(const Health& health, const FindingsReport& report, const std::optional<std::string>& family)
{
    if (health.all.products == 0)
        return "there are no products on sale, so there is nothing to score\n";
    std::string text = familyTable(health, family) + "\n";
    if (!family) {
        text += dimensionTable(health) + "\n" + trendText(health.trend);
        text += report.gate.open ? "the gate is open\n\n" : "the gate is closed, `shelfctl validate --gate` says why\n\n";
    }
    return text + actionsText(health, family ? "the score of " + forTerminal(*family, 80) : "the score");
}

// The one family that was asked for; figures of the whole catalog stay out.
Json familyJson(Json document, const std::string& family)
{
    Json answer = Json::object();
    for (const Json& entry : document["families"].items())
        if (entry["family"].text() == family)
            answer = entry;
    answer.set("weights", document["weights"]);
    answer.set("raise", document["raise"]);
    return answer;
}

Result<Outcome> showHealth(Context& context, const Options& options)
{
    const auto top = optionalNumber("--top", options.top, 1000);
    if (!top)
        return top.error();
    const auto opened = openForReading(context, options.workspace);
    if (!opened)
        return opened.error();
    CatalogRequest load;
    load.progress = context.progress();
    const auto keeper = CatalogKeeper::load(**opened, load);
    if (!keeper)
        return keeper.error();
    FindingsRequest findings;
    findings.progress = load.progress;
    const auto report = findingsOf(**opened, (*keeper)->snapshot(), findings);
    if (!report)
        return report.error();
    HealthRequest request;
    request.family = options.family;
    request.actions = top->value_or(10);
    auto health = healthOf(**opened, (*keeper)->snapshot(), *report, request);
    if (!health)
        return health.error();
    for (HealthAction& action : health->actions)
        action.command = commandOf(action, options.workspace);
    Outcome outcome;
    outcome.document = healthJson(*health);
    if (options.family)
        outcome.document = familyJson(std::move(outcome.document), *options.family);
    outcome.text = healthText(*health, *report, options.family);
    return outcome;
}

} // namespace

void addHealth(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("health", "Score the catalog by family, and say what would raise it most", "shelfctl health shop.shelf --family camera")
        .argument(options->workspace, "WS", "The workspace")
        .option(options->family, "--family", "CODE", "Only this family")
        .option(options->top, "--top", "N", "How many things that would raise the score are listed; 10 where it is left out")
        .run([options](Context& context) { return showHealth(context, *options); });
}

} // namespace shelf::cli
