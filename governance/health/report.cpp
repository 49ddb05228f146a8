#include "governance/health/report.h"

#include "governance/health/report_parts.h"

#include <algorithm>

namespace shelf {

using namespace health;

namespace {

constexpr size_t mostFamilies = 60, mostChannels = 8;

std::string familyName(const ScopeHealth& family)
{
    return family.family.empty() ? "<em>no family</em>" : html(family.label, 80);
}

std::string head(const HealthReport& report)
{
    const ScopeHealth& all = report.health.all;
    std::string text = "<h1>Health of " + html(report.workspace, 200) + "</h1>\n<p class=\"muted\">" + formatDate(report.today) + " · "
        + countedOf(all.products, "product", "products") + " on sale or planned · "
        + countedOf(all.approved, "approved mapping", "approved mappings") + "</p>\n";
    if (!all.products)
        return text + "<section><p>There are no products on sale, so there is nothing to score.</p></section>\n";
    text += "<section>\n<div><span class=\"score\">" + pointsOf(all.score) + "</span> of 100</div>\n<div class=\"parts\">";
    const auto part = [&text](const char* name, double share, double weight) {
        text += "<div><div class=\"muted\">" + std::string(name) + ", counts " + percentOf(weight) + "</div>"
            + bar(share, percentOf(share), kindOfScore(share * 100)) + "</div>\n";
    };
    part("Completeness", all.parts.completeness, healthWeights.completeness);
    part("Findings", all.parts.findings, healthWeights.findings);
    part("Coverage", all.parts.coverage, healthWeights.coverage);
    part("Reviews", all.parts.review, healthWeights.review);
    return text + "</div>\n</section>\n";
}

std::string releaseCheck(const HealthReport& report)
{
    const GateResult& gate = report.findings.gate;
    std::string body = gate.open ? "<p class=\"check open\"><strong>Open.</strong> A release may leave.</p>\n"
                                 : "<p class=\"check closed\"><strong>Closed.</strong> A release may not leave yet.</p>\n";
    body += "<ul>\n";
    for (const GateCondition& condition : gate.conditions)
        body += "<li>" + std::string(condition.met ? "met: " : "<strong>not met:</strong> ") + html(condition.says, 400) + "</li>\n";
    body += "</ul>\n<p>";
    const HealthTrend& trend = report.health.trend;
    if (trend.release) {
        body += "Since release " + std::to_string(trend.release) + " (" + html(trend.since.substr(0, 10))
            + "): " + std::to_string(trend.appeared) + " new, " + std::to_string(trend.fixed) + " fixed, " + std::to_string(trend.cameBack)
            + " came back.";
        if (trend.errorsThen)
            body += " Errors then " + std::to_string(*trend.errorsThen) + ", now " + std::to_string(trend.errorsNow) + ".";
    } else {
        body += "There was no release yet. " + std::to_string(trend.fixed) + " findings were fixed so far, "
            + std::to_string(trend.cameBack) + " came back.";
    }
    return section("Release check", "", body + "</p>\n");
}

std::string whatToDo(const HealthReport& report)
{
    std::string body;
    for (const HealthAction& action : report.health.actions)
        body += "<li><strong>" + std::string(action.upTo ? "up to " : "") + gainText(action.gain) + "</strong> " + html(action.what)
            + "<br><code class=\"muted\">" + html(commandOf(action, report.workspace), 400) + "</code></li>\n";
    return body.empty() ? body : section("What would raise the score most", "In points, each by itself.", "<ol>\n" + body + "</ol>\n");
}

// The lowest scores first: what needs somebody stands on top.
std::vector<const ScopeHealth*> familiesWorstFirst(const Health& health)
{
    std::vector<const ScopeHealth*> families;
    for (const ScopeHealth& family : health.families)
        families.push_back(&family);
    std::stable_sort(families.begin(), families.end(), [](const auto* a, const auto* b) { return a->score < b->score; });
    return families;
}

std::string byFamily(const HealthReport& report)
{
    const auto families = familiesWorstFirst(report.health);
    Table table(
        {"Family", "Score, of 100", "Products", "Complete", "Findings", "Coverage", "Reviews", "Must fix", "Errors", "Warnings"}, 2);
    for (size_t i = 0; i < families.size() && i < mostFamilies; ++i) {
        const ScopeHealth& f = *families[i];
        table.add({familyName(f), bar(f.score / 100, pointsOf(f.score), kindOfScore(f.score)), std::to_string(f.products),
            percentOf(f.parts.completeness), percentOf(f.parts.findings), percentOf(f.parts.coverage), percentOf(f.parts.review),
            std::to_string(f.findings.open[0]), std::to_string(f.findings.open[1]), std::to_string(f.findings.open[2])});
    }
    return section("By family", "The lowest score first.", table.text() + andMore(families.size(), mostFamilies, "families"));
}

std::string completeness(const HealthReport& report)
{
    std::vector<std::string> headers = {"Family", "Required attributes"}, channels;
    for (const ScopeHealth::Channel& channel : report.health.all.channels) {
        if (channels.size() == mostChannels)
            break;
        const Thing* thing = report.catalog.definitions().find(ThingKind::Channel, channel.code);
        const std::string label = thing ? thing->fields.text("label") : std::string();
        channels.push_back(channel.code);
        headers.push_back("Ready for " + html(label.empty() ? channel.code : label, 40));
    }
    Table table(headers, 2);
    for (size_t i = 0; i < report.health.families.size() && i < mostFamilies; ++i) {
        const ScopeHealth& family = report.health.families[i];
        std::vector<std::string> row = {familyName(family), family.required ? std::to_string(family.required) : "none yet"};
        for (const std::string& channel : channels) {
            const auto found = std::find_if(
                family.channels.begin(), family.channels.end(), [&](const ScopeHealth::Channel& c) { return c.code == channel; });
            row.push_back(found == family.channels.end() ? "not sold there"
                                                         : bar(found->share, percentOf(found->share), kindOfScore(found->share * 100)));
        }
        table.add(row);
    }
    return section("Completeness", "Share of the attributes that a channel requires that are filled, over the products sold there.",
        table.text() + andMore(report.health.families.size(), mostFamilies, "families")
            + andMore(report.health.all.channels.size(), mostChannels, "channels"));
}

std::string coverage(const HealthReport& report)
{
    Table table({"Family", "Show 3 or more", "Fewer than 3", "Nothing", "Products"}, 1);
    for (size_t i = 0; i < report.health.families.size() && i < mostFamilies; ++i) {
        const ScopeHealth& family = report.health.families[i];
        const uint64_t enough = family.products - family.showNothing - family.showFew;
        const double share = double(enough) / double(family.products);
        table.add({familyName(family), bar(share, percentOf(share), "plain"), std::to_string(family.showFew),
            std::to_string(family.showNothing), std::to_string(family.products)});
    }
    return section("Coverage", "How many mappings a product's page has to show.",
        table.text() + andMore(report.health.families.size(), mostFamilies, "families"));
}

std::string howItIsMade()
{
    return section("How the score is made", "",
        "<p>score = 100 × (0.30 × completeness + 0.35 × findings + 0.20 × coverage + 0.15 × reviews). Completeness is the share of the "
        "required attributes that are filled. Findings is what is left of 1 for each product when every finding takes its share: one that "
        "must be fixed 80 %, an error 40 %, a warning 10 %, an info 1 %, half of that where it is accepted until a date. Coverage is full "
        "where a product's page has three mappings to show. Reviews is the share of the approved mappings that were reviewed in time. "
        "Retired products do not count.</p>\n");
}

} // namespace

std::string healthReportHtml(const HealthReport& report)
{
    std::string page =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" content=\"Shelfwright\">\n<title>Health of "
        + html(report.workspace, 200) + "</title>\n<style>\n";
    page.append(styleSheet()).append("</style>\n</head>\n<body>\n<main>\n");
    page += head(report) + releaseCheck(report);
    if (report.health.all.products)
        page += whatToDo(report) + byFamily(report);
    page += findingsByRule(report) + worstProducts(report) + worstMappings(report);
    if (report.health.all.products)
        page += completeness(report) + coverage(report);
    page += bundlesAtAGlance(report) + laddersAtAGlance(report) + waiversInForce(report) + howItIsMade();
    return page + "</main>\n</body>\n</html>\n";
}

} // namespace shelf
