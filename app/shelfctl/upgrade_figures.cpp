#include "app/shelfctl/upgrade_figures.h"

#include "governance/offers/labels.h"
#include "governance/offers/money.h"
#include "model/domain/decimal.h"
#include "model/domain/text.h"

#include <cmath>

namespace shelf::cli {

namespace {

Json percentJson(double percent)
{
    return Json::number(std::round(percent * 100) / 100);
}

void addTurns(Json& step, const char* key, const std::vector<AttributeStep>& turns, bool onlyUnproven)
{
    Json list = Json::array();
    for (const AttributeStep& turn : turns) {
        if (onlyUnproven && (turn.turn == AttributeTurn::Better || turn.turn == AttributeTurn::Different))
            continue;
        Json item = Json::object();
        item.set("attribute", Json::string(turn.attribute));
        item.setIf("before", turn.before);
        item.setIf("after", turn.after);
        list.append(std::move(item));
    }
    if (!list.items().empty())
        step.set(key, std::move(list));
}

std::string padded(std::string text, size_t width)
{
    size_t characters = 0;
    for (const char c : text)
        characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (characters < width)
        text.append(width - characters, ' ');
    return text;
}

} // namespace

Json stepsJson(const Snapshot& catalog, const Entry& ladder)
{
    const std::vector<StepFigures> figures = ladderFigures(catalog, ladder, defaultLadderOptions());
    Json steps = ladder.content.json("steps");
    for (size_t i = 0; i < steps.items().size() && i < figures.size(); ++i) {
        Json& step = steps.items()[i];
        const StepFigures& figure = figures[i];
        if (figure.row == noRow)
            continue;
        if (figure.price)
            step.set("price", Json::decimal(fromMillionths(*figure.price)));
        step.setIf("currency", figure.price ? figure.currency : std::string());
        step.setIf("lifecycle", catalog.lifecycle(figure.row));
        if (figure.percent)
            step.set("step_percent", percentJson(*figure.percent));
        if (figure.percent && i > 0 && figure.after + 1 != i) // a retired one lies between
            step.set("after", Json::string(catalog.sku(figures[figure.after].row)));
        addTurns(step, "worse", figure.worse, false);
        addTurns(step, "not_borne_out", figure.evidence, true);
    }
    return steps;
}

Json suggestionsJson(const Snapshot& catalog, const LadderSuggestions& found)
{
    Json json = Json::object();
    json.set("considered", Json::number(int64_t(found.considered)));
    json.set("left_out", Json::number(int64_t(found.leftOut)));
    json.set("keys", Json::strings(found.keys));
    json.setIf("by", found.grouping);
    Json ladders = Json::array();
    for (const SuggestedLadder& ladder : found.ladders) {
        Json item = Json::object();
        item.set("id", Json::string(ladder.id));
        item.set("label", Json::string(ladder.label));
        Json steps = Json::array();
        for (const SuggestedStep& step : ladder.steps) {
            Json one = Json::object();
            one.set("sku", Json::string(catalog.sku(step.row)));
            one.setIf("name", catalog.text("name", step.row));
            one.set("level", Json::string(step.level));
            one.set("price", Json::decimal(fromMillionths(step.price)));
            one.set("currency", Json::string(ladder.currency));
            if (step.percent)
                one.set("step_percent", percentJson(*step.percent));
            one.setIf("benefit", step.benefit);
            if (!step.evidence.empty())
                one.set("evidence", Json::strings(step.evidence));
            steps.append(std::move(one));
        }
        item.set("steps", std::move(steps));
        ladders.append(std::move(item));
    }
    json.set("ladders", std::move(ladders));
    return json;
}

std::string suggestionsText(const Snapshot& catalog, const LadderSuggestions& found, std::string_view family)
{
    std::string text = std::to_string(found.considered) + " products of " + std::string(family) + " looked at, "
        + std::to_string(found.leftOut) + " left out (not sold, without a price or a key value, or on a path already)\n";
    if (found.keys.empty())
        return text + "no number of this family grows with the price: say with --keys what matters\n";
    text += "key attributes: " + join(found.keys, ", ") + (found.grouping.empty() ? "" : "; by " + found.grouping) + "\n";
    if (found.ladders.empty())
        text += "no two of them make a step: try fewer --keys, or another --by\n";
    for (const SuggestedLadder& ladder : found.ladders) {
        text += "\n" + forTerminal(ladder.id, 200) + "  " + forTerminal(ladder.label, 120) + "\n";
        for (const SuggestedStep& step : ladder.steps) {
            std::string percent = step.percent ? "+" + percentText(std::round(*step.percent)) : std::string();
            text += "  " + padded(step.level, 8) + padded(moneyText(step.price, ladder.currency), 14) + padded(std::move(percent), 7)
                + forTerminal(productLabel(catalog, step.row), 120) + "\n";
            if (!step.benefit.empty())
                text += std::string(31, ' ') + forTerminal(step.benefit, 200) + "\n";
        }
    }
    return text;
}

} // namespace shelf::cli
