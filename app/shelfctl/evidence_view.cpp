#include "app/shelfctl/evidence_view.h"

#include "app/shelfctl/session.h"
#include "governance/evidence/proposals.h"
#include "model/domain/text.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace shelf::cli {

namespace {

constexpr double onceInAThousand = 10.83; // of a chi-square distribution with one degree of freedom

std::string formatted(const char* format, double value)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

void setCount(Json& json, const char* key, const std::optional<uint64_t>& count)
{
    if (count)
        json.set(key, Json::number(static_cast<int64_t>(*count)));
}

void setFigures(Json& json, const PairCounts& counts)
{
    const PairStatistics figures = pairStatistics(counts);
    json.set("expected", Json::number(figures.expected));
    json.set("support", Json::number(figures.support));
    json.set("confidence", Json::number(figures.confidence));
    json.set("confidence_low", Json::number(figures.confidenceLow));
    json.set("confidence_high", Json::number(figures.confidenceHigh));
    json.set("lift", Json::number(figures.lift));
    json.set("shrunk_lift", Json::number(figures.shrunkLift));
    json.set("llr", Json::number(std::round(figures.logLikelihood * 1e6) / 1e6)); // log() differs in its last digits
}

std::string shown(const std::string& sku)
{
    return forTerminal(sku, 120);
}

std::string ordersText(const std::optional<uint64_t>& count, uint64_t cell)
{
    return count ? counted(*count, "order") : "fewer than " + counted(cell, "order");
}

uint64_t smallestCell(const PairEvidence& evidence)
{
    uint64_t cell = 0;
    for (const PairInSet& one : evidence.sets)
        cell += one.set.smallestCell; // each may hide one less
    return cell;
}

std::string figuresText(const std::string& a, const std::string& c, const PairCounts& counts)
{
    const PairStatistics figures = pairStatistics(counts);
    const std::string k = formatted("%.0f", shrinkage);
    std::string text;
    const auto line = [&text](const std::string& name, const std::string& value, const std::string& words) {
        text += "  " + name + std::string(name.size() < 13 ? 13 - name.size() : 1, ' ') + value
            + std::string(value.size() < 10 ? 10 - value.size() : 1, ' ') + words + "\n";
    };
    line("expected", factorText(figures.expected), "orders with both, if neither had to do with the other");
    line("support", percentText(figures.support), "of all orders hold both");
    line("confidence", percentText(figures.confidence),
        "of the orders with " + a + " hold " + c + ", too; between " + percentText(figures.confidenceLow) + " and "
            + percentText(figures.confidenceHigh) + " (95 %)");
    line("lift", factorText(figures.lift), "times as often as chance has it");
    line("shrunk lift", factorText(figures.shrunkLift), "the same, drawn to 1 as if " + k + " orders more were chance");
    line("llr", factorText(figures.logLikelihood),
        figures.logLikelihood > onceInAThousand ? "more than chance gives once in a thousand pairs (10.83)"
                                                : "no more than chance may give (10.83 comes once in a thousand pairs)");
    return text;
}

} // namespace

std::string percentText(double share)
{
    const double percent = share * 100;
    return formatted(percent == 0 || percent >= 0.1 ? "%.1f %%" : "%.2g %%", percent);
}

std::string factorText(double factor)
{
    return formatted(factor >= 100 ? "%.0f" : factor >= 10 ? "%.1f" : "%.2f", factor);
}

Json pairJson(const std::string& a, const std::string& c, const PairEvidence& evidence)
{
    Json json = Json::object(), sets = Json::array();
    json.set("sku", Json::string(a));
    json.set("other", Json::string(c));
    json.set("n", Json::number(static_cast<int64_t>(evidence.orders)));
    setCount(json, "n_a", evidence.a);
    setCount(json, "n_c", evidence.c);
    setCount(json, "n_ac", evidence.both);
    if (evidence.complete())
        setFigures(json, evidence.counts());
    json.set("at_least", Json::boolean(evidence.atLeast));
    for (const PairInSet& one : evidence.sets) {
        Json set = Json::object();
        set.set("dataset", Json::string(one.set.name));
        set.set("date", Json::string(one.set.date()));
        set.set("n", Json::number(static_cast<int64_t>(one.set.orders)));
        setCount(set, "n_a", one.a);
        setCount(set, "n_c", one.c);
        setCount(set, "n_ac", one.both);
        set.set("smallest_cell", Json::number(static_cast<int64_t>(one.set.smallestCell)));
        if (one.a && one.c && one.both)
            setFigures(set, {one.set.orders, *one.a, *one.c, *one.both});
        sets.append(std::move(set));
    }
    json.set("datasets", std::move(sets));
    return json;
}

std::string pairText(const std::string& first, const std::string& second, const PairEvidence& evidence)
{
    const std::string a = shown(first), c = shown(second);
    const uint64_t cell = smallestCell(evidence);
    std::string text;
    if (!evidence.complete()) {
        text = a + " and " + c + ": bought together in " + ordersText(evidence.both, cell) + " of " + std::to_string(evidence.orders)
            + ", so no figure is kept\n";
    } else {
        const PairCounts counts = evidence.counts();
        const PairStatistics figures = pairStatistics(counts);
        const std::string often = figures.lift >= 1.05 ? factorText(figures.lift) + " × more often than chance"
            : figures.lift > 0.95                      ? "as often as chance has it"
                                                       : "less often than chance (" + factorText(figures.lift) + " ×)";
        text = a + " and " + c + ": bought together " + often + " (" + counted(counts.nAC, "order") + " of " + std::to_string(counts.n)
            + (evidence.atLeast ? ", at least" : "") + ")\n" + figuresText(a, c, counts);
    }
    text += "  " + a + " is in " + ordersText(evidence.a, cell) + ", " + c + " in " + ordersText(evidence.c, cell) + "\n";
    for (const PairInSet& one : evidence.sets) {
        text += "  data set " + shown(one.set.name) + " (" + one.set.date() + "): both in " + ordersText(one.both, one.set.smallestCell)
            + " of " + std::to_string(one.set.orders);
        if (one.a && one.c && one.both)
            text += ", lift " + factorText(pairStatistics({one.set.orders, *one.a, *one.c, *one.both}).lift);
        text += "\n";
    }
    return text;
}

std::string dataSetLine(const DataSet& set)
{
    return shown(set.name) + "  " + counted(set.orders, "order") + ", " + counted(set.lines, "line") + ", "
        + counted(set.products, "product") + ", " + counted(set.pairs, "pair") + " in at least " + counted(set.smallestCell, "order")
        + (set.lastDay.empty() ? "" : ", " + set.firstDay + " to " + set.lastDay) + ", imported " + set.imported;
}

std::string evidenceText(const Json& list)
{
    if (list.items().empty())
        return "  no evidence\n";
    std::string text;
    size_t number = 0;
    for (const Json& one : list.items()) {
        text += "  " + std::to_string(++number) + ". " + forTerminal(one["origin"].text(), 40);
        if (!one["date"].text().empty())
            text += ", " + forTerminal(one["date"].text(), 40);
        if (!one["person"].text().empty())
            text += ", by " + forTerminal(one["person"].text(), 80);
        if (one["n"].isNumber())
            text += ", bought together in " + one["n"].text() + " orders";
        if (one["lift"].isNumber())
            text += ", " + factorText(one["lift"].toDouble()) + " × as often as chance";
        if (!one["data_set"].text().empty())
            text += ", data set " + forTerminal(one["data_set"].text(), 120);
        for (const char* key : {"document", "note"})
            if (!one[key].text().empty())
                text += std::string(", ") + forTerminal(one[key].text(), 400);
        text += "\n";
    }
    return text;
}

} // namespace shelf::cli
