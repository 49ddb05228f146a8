// The sections of the report about bundles, upgrade paths and waivers.
#include "governance/health/report_parts.h"
#include "governance/offers/bundle_figures.h"
#include "governance/offers/ladder_figures.h"
#include "model/domain/decimal.h"

#include <algorithm>
#include <cmath>

namespace shelf::health {

namespace {

constexpr size_t mostOffers = 40, mostSteps = 8, mostWaivers = 60;

std::vector<EntryPtr> workedOn(const Snapshot& catalog, MappingKind kind)
{
    std::vector<EntryPtr> entries;
    for (const EntryPtr& entry : catalog.entriesOf(kind))
        if (entry->in(View::Working))
            entries.push_back(entry);
    return entries;
}

// A label may be given per language: English, else the first.
std::string labelOf(const Entry& entry)
{
    const Json label = entry.content.json("label");
    if (label.isString())
        return label.text();
    if (const Json* english = label.find("en"))
        return english->text();
    return label.members().empty() ? std::string() : label.members().front().second.text();
}

std::string nameOf(const Entry& entry)
{
    const std::string label = labelOf(entry);
    return "<code>" + html(entry.id, 120) + "</code>" + (label.empty() ? "" : "<br>" + html(label, 120));
}

std::string statusOf(const Entry& entry)
{
    std::string status(statusName(entry.status));
    std::replace(status.begin(), status.end(), '_', ' ');
    return (entry.flags & Held) ? status + ", held back" : status;
}

std::string rangeText(const std::optional<MoneyRange>& range, const std::string& currency)
{
    if (!range)
        return "not known";
    if (range->low == range->high)
        return html(moneyText(range->low, currency));
    return html(moneyText(range->low, {})) + " – " + html(moneyText(range->high, currency));
}

std::string stepsText(const Snapshot& catalog, const Entry& ladder)
{
    const auto steps = ladderFigures(catalog, ladder, defaultLadderOptions());
    std::string text;
    for (size_t i = 0; i < steps.size() && i < mostSteps; ++i) {
        const StepFigures& step = steps[i];
        if (step.row == noRow)
            continue;
        const std::string_view name = catalog.text("name", step.row);
        text += (text.empty() ? "" : " → ") + html(name.empty() ? catalog.sku(step.row) : name, 60);
        if (step.price)
            text += " " + html(moneyText(*step.price, step.currency));
        if (step.percent)
            text +=
                " (" + std::string(*step.percent < 0 ? "−" : "+") + shortestDecimal(std::round(std::abs(*step.percent) * 10) / 10) + " %)";
        if (step.retired)
            text += " (retired)";
    }
    return text + (steps.size() > mostSteps ? " → and " + std::to_string(steps.size() - mostSteps) + " more" : "");
}

std::string subjectOf(const Waiver& waiver)
{
    if (!waiver.finding.empty())
        return "finding <code>" + html(waiver.finding, 120) + "</code>";
    return "<code>" + html(waiver.rule, 100) + "</code>"
        + (waiver.subject.empty() ? "" : " on <code>" + html(waiver.subject, 160) + "</code>");
}

} // namespace

std::string bundlesAtAGlance(const HealthReport& report)
{
    const auto bundles = workedOn(report.catalog, MappingKind::Bundle);
    const BundleCalculator calculator(report.catalog);
    Table table({"Bundle", "Status", "Price", "Saving", "Margin", "Can be built"}, 2);
    for (size_t i = 0; i < bundles.size() && i < mostOffers; ++i) {
        const BundleFigures figures = calculator.figures(*bundles[i]);
        table.add({nameOf(*bundles[i]), statusOf(*bundles[i]), rangeText(figures.price, figures.currency),
            rangeText(figures.saving, figures.currency),
            figures.margin ? shortestDecimal(std::round(*figures.margin * 1000) / 10) + " %" : "not known",
            figures.availability ? std::to_string(*figures.availability) : "not known"});
    }
    return section("Bundles", "At today's prices; the margin is that of the worst choice, without tax.",
        table.text() + andMore(bundles.size(), mostOffers, "bundles"));
}

std::string laddersAtAGlance(const HealthReport& report)
{
    const auto ladders = workedOn(report.catalog, MappingKind::Upgrade);
    Table table({"Upgrade path", "Status", "Steps"}, 3);
    for (size_t i = 0; i < ladders.size() && i < mostOffers; ++i)
        table.add({nameOf(*ladders[i]), statusOf(*ladders[i]), stepsText(report.catalog, *ladders[i])});
    return section("Upgrade paths", "", table.text() + andMore(ladders.size(), mostOffers, "upgrade paths"));
}

std::string waiversInForce(const HealthReport& report)
{
    const Waivers waivers(report.catalog.definitions());
    std::vector<const Waiver*> list;
    for (const Waiver& waiver : waivers.all())
        if (waiver.inForce(report.today))
            list.push_back(&waiver);
    std::stable_sort(list.begin(), list.end(), [](const Waiver* a, const Waiver* b) { return a->until < b->until; });
    Table table({"What is accepted", "Why", "Granted by", "Until", "Days left", "Hides"}, 4);
    for (size_t i = 0; i < list.size() && i < mostWaivers; ++i) {
        const Waiver& waiver = *list[i];
        const auto hides = std::count_if(report.findings.findings.begin(), report.findings.findings.end(),
            [&](const JudgedFinding& judged) { return judged.waiver == waiver.key; });
        table.add({subjectOf(waiver), html(waiver.reason), html(waiver.grantedBy, 80), "<strong>" + formatDate(waiver.until) + "</strong>",
            std::to_string(waiver.until - report.today), std::to_string(hides)});
    }
    return section("Accepted until", "Findings that somebody answers for until a date; the next to end first.",
        table.text() + andMore(list.size(), mostWaivers, "of them"));
}

} // namespace shelf::health
