#include "app/shelfctl/preview_view.h"

#include "app/shelfctl/session.h"
#include "model/domain/decimal.h"
#include "model/domain/text.h"

#include <algorithm>
#include <array>
#include <map>

namespace shelf::cli {

namespace {

void setPrice(Json& json, const Snapshot& catalog, Row row)
{
    if (row == noRow)
        return;
    const Code price = catalog.value("price", row);
    if (const Column* column = price ? catalog.column("price") : nullptr) {
        json.set("price", Json::decimal(column->values().json(price)));
        json.setIf("currency", catalog.text("currency", row));
    }
}

std::string priceText(const Snapshot& catalog, Row row)
{
    Json json = Json::object();
    setPrice(json, catalog, row);
    const std::string& currency = json["currency"].text();
    return json["price"].text() + (currency.empty() || json["price"].isNull() ? "" : " " + currency);
}

void setCommon(Json& json, const PreviewItem& item)
{
    json.set("id", Json::string(item.id));
    json.setIf("mapping", item.mapping);
    json.setIf("anchor", item.anchor);
    json.setIf("substitutes", item.substitutes);
    json.setIf("pulled_in_by", item.pulledInBy);
    if (item.uncertain)
        json.set("uncertain", Json::boolean(true));
}

Json itemJson(const PreviewItem& item, const Snapshot& catalog)
{
    Json json = Json::object();
    setCommon(json, item);
    if (item.target != noRow)
        json.setIf("name", catalog.text("name", item.target));
    setPrice(json, catalog, item.target);
    json.set("rank", Json::number(int64_t(item.rank)));
    json.set("tier", Json::string(tierName(item.tier)));
    json.set("score", Json::number(item.score));
    Json parts = Json::object();
    for (const ScoredPart& part : item.parts)
        parts.set(partName(part.part), Json::number(part.value));
    json.set("parts", std::move(parts));
    if (const auto evidence = parseJson(item.evidence.empty() ? "null" : item.evidence); evidence && !evidence->isNull())
        json.set("evidence", *evidence);
    json.set("reason", Json::string(item.reason));
    json.setIf("reason_note", item.reasonNote);
    if (!item.alsoBy.empty())
        json.set("also_by", Json::strings(item.alsoBy));
    return json;
}

Json excludedJson(const PreviewItem& item)
{
    Json json = Json::object();
    setCommon(json, item);
    json.setIf("slot", item.slot);
    if (!item.objections.empty()) {
        json.set("stage", Json::string(stageName(item.objections.front().stage)));
        json.set("because", Json::string(item.objections.front().because));
    }
    Json also = Json::array();
    for (size_t i = 1; i < item.objections.size(); ++i)
        also.append(Json::object(
            {{"stage", Json::string(stageName(item.objections[i].stage))}, {"because", Json::string(item.objections[i].because)}}));
    json.set("also", std::move(also));
    json.set("flip", flipJson(item.flip));
    json.setIf("flip_leads_to", item.flipLeadsTo);
    return json;
}

Json slotsJson(const std::vector<PreviewItem>& shown, const Snapshot& catalog)
{
    Json slots = Json::array();
    std::string slot;
    Json items;
    const auto close = [&] {
        if (!items.items().empty())
            slots.append(Json::object({{"slot", Json::string(slot)}, {"items", std::move(items)}}));
        items = Json::array();
    };
    for (const PreviewItem& item : shown) {
        if (item.slot != slot)
            close();
        slot = item.slot;
        items.append(itemJson(item, catalog));
    }
    close();
    return slots;
}

std::string productText(const Snapshot& catalog, const std::string& sku)
{
    const Row row = catalog.find(sku);
    if (row == noRow)
        return forTerminal(sku);
    std::string text = forTerminal(sku);
    if (const std::string_view name = catalog.text("name", row); !name.empty())
        text += "  " + forTerminal(name, 80);
    if (const std::string price = priceText(catalog, row); !price.empty())
        text += "  " + price;
    return text;
}

std::string rounded(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3f", value);
    return text.data();
}

std::string partsText(const PreviewItem& item)
{
    std::string text;
    double weights = 0;
    for (const ScoredPart& part : item.parts) {
        text += (text.empty() ? " = (" : " + ") + std::string(partName(part.part)) + " " + rounded(part.value) + " × "
            + Json::number(part.weight).text();
        weights += part.weight;
    }
    return text.empty() ? text : text + ") ÷ " + Json::number(weights).text();
}

std::string shownText(const PreviewItem& item, const Snapshot& catalog, bool several)
{
    std::string text = "  " + std::to_string(item.rank) + "  " + productText(catalog, item.id) + "\n";
    if (!item.reason.empty())
        text += "     " + forTerminal(item.reason) + "\n";
    text += "     " + std::string(tierName(item.tier)) + ", score " + rounded(item.score) + partsText(item) + "\n";
    text += "     by " + forTerminal(item.mapping) + (several ? ", beside " + forTerminal(item.anchor, 80) : "") + "\n";
    if (!item.substitutes.empty())
        text += "     in place of " + forTerminal(item.substitutes, 80) + "\n";
    if (!item.pulledInBy.empty())
        text += "     because " + forTerminal(item.pulledInBy, 80) + " requires it\n";
    if (item.uncertain)
        text += "     whether it fits is not known\n";
    if (!item.alsoBy.empty())
        text += "     also by " + forTerminal(join(item.alsoBy, ", ")) + "\n";
    if (!item.reasonNote.empty())
        text += "     " + forTerminal(item.reasonNote) + "\n";
    return text;
}

// What would bring it in. What changes every page of the shop is left to --why, which knows of something smaller.
std::string helpText(const PreviewItem& item)
{
    const auto isForAll = [](const FlipStep& step) { return step.subject.starts_with("policy:"); };
    std::vector<FlipStep> own = item.flip;
    if (std::erase_if(own, isForAll) > 0)
        return "      to show it: " + (own.empty() ? "see" : flipText(own) + "; for a place then, see") + " --why "
            + forTerminal(item.id, 80) + "\n";
    const bool isThere = item.objections.front().stage == Stage::Duplicates;
    return (isThere ? "      to show it by this one: " : "      to show it: ") + flipText(item.flip)
        + (item.flipLeadsTo.empty() ? "" : "; then " + item.flipLeadsTo + " takes it out") + "\n";
}

// At most so many of each stage.
std::string excludedText(const std::vector<PreviewItem>& excluded, size_t most)
{
    std::map<Stage, std::vector<const PreviewItem*>> byStage;
    for (const PreviewItem& item : excluded)
        if (!item.objections.empty())
            byStage[item.objections.front().stage].push_back(&item);
    std::string text;
    for (const auto& [stage, items] : byStage) {
        text += "  " + std::string(stageName(stage)) + " (" + std::to_string(items.size()) + ")\n";
        for (size_t place = 0; place < std::min(items.size(), most); ++place) {
            const PreviewItem* item = items[place];
            text += "    " + forTerminal(item->id, 80) + "  " + forTerminal(item->objections.front().because) + "\n";
            for (size_t i = 1; i < item->objections.size(); ++i)
                text += "      and " + std::string(stageName(item->objections[i].stage)) + ": " + forTerminal(item->objections[i].because)
                    + "\n";
            text += helpText(*item);
        }
        if (items.size() > most)
            text += "    and " + std::to_string(items.size() - most) + " more (--all names them)\n";
    }
    return text;
}

std::string contextText(const Preview& preview)
{
    const PreviewRequest& request = preview.request;
    std::vector<std::string> parts = {preview.state, request.on, request.channel};
    for (const auto& [name, value] : {std::pair("audience ", &request.audience), {"intent ", &request.intent},
             {"trigger ", &request.trigger}, {"language ", &request.language}})
        if (!value->empty())
            parts.push_back(name + *value);
    if (!request.owned.empty())
        parts.push_back("owns " + join(request.owned, ", "));
    if (request.optedOut)
        parts.emplace_back("opted out");
    std::erase(parts, std::string());
    return forTerminal(join(parts, ", "));
}

Json moveJson(const PreviewMove& move)
{
    Json json = Json::object({{"id", Json::string(move.id)}, {"mapping", Json::string(move.mapping)}});
    json.set("slot", Json::string(move.slotAfter.empty() ? move.slotBefore : move.slotAfter));
    if (!move.slotBefore.empty() && !move.slotAfter.empty() && move.slotBefore != move.slotAfter)
        json.set("from_slot", Json::string(move.slotBefore));
    if (move.rankBefore)
        json.set("from", Json::number(int64_t(move.rankBefore)));
    if (move.rankAfter)
        json.set("to", Json::number(int64_t(move.rankAfter)));
    json.setIf("because", move.because);
    if (move.cause)
        json.set("cause",
            Json::object({{"changeset", Json::number(int64_t(move.cause->number))}, {"author", Json::string(move.cause->author)},
                {"time", Json::string(move.cause->time)}, {"label", Json::string(move.cause->label)}}));
    return json;
}

std::string moveText(const char* sign, const PreviewMove& move)
{
    const auto place = [](const std::string& slot, uint32_t rank) { return slot + " " + std::to_string(rank); };
    std::string text = std::string("  ") + sign + " " + forTerminal(move.id, 80) + "  ";
    if (move.rankBefore && move.rankAfter)
        text += place(move.slotBefore, move.rankBefore) + " → " + place(move.slotAfter, move.rankAfter);
    else
        text += move.rankAfter ? place(move.slotAfter, move.rankAfter) : place(move.slotBefore, move.rankBefore);
    if (!move.because.empty())
        text += std::string("; ") + (move.rankAfter ? "there: " : "here: ") + forTerminal(move.because);
    if (move.cause)
        text += "; " + forTerminal(move.cause->text());
    return text + "\n";
}

} // namespace

Json contextJson(const PreviewRequest& request)
{
    Json json = Json::object();
    json.setIf("on", request.on);
    json.setIf("channel", request.channel);
    json.setIf("audience", request.audience);
    json.setIf("intent", request.intent);
    json.setIf("trigger", request.trigger);
    json.setIf("language", request.language);
    if (!request.owned.empty())
        json.set("owned", Json::strings(request.owned));
    json.set("opted_out", Json::boolean(request.optedOut));
    return json;
}

Json flipJson(const std::vector<FlipStep>& flip)
{
    Json list = Json::array();
    for (const FlipStep& step : flip)
        list.append(Json::object({{"subject", Json::string(step.subject)}, {"field", Json::string(step.field)},
            {"from", Json::string(step.from)}, {"to", Json::string(step.to)}}));
    return list;
}

std::string flipText(const std::vector<FlipStep>& flip)
{
    std::string text;
    for (const FlipStep& step : flip) {
        const auto shown = [](const std::string& value) { return value.empty() ? std::string("none") : forTerminal(value, 80); };
        text += (text.empty() ? "" : "; ") + forTerminal(step.subject, 120) + " " + step.field + " " + shown(step.from) + " → "
            + shown(step.to);
    }
    return text;
}

Json previewJson(const Preview& preview, const PreviewSettings& settings, const Snapshot& catalog)
{
    Json json = Json::object();
    json.set("anchors", Json::strings(preview.request.anchors));
    json.set("context", contextJson(preview.request));
    json.set("state", Json::string(preview.state));
    json.set("candidates", Json::number(int64_t(preview.candidates())));
    Json weights = Json::object();
    for (size_t i = 0; i < partCount; ++i)
        weights.set(partName(static_cast<ScorePart>(i)), Json::number(settings.weights[i]));
    json.set("weights", std::move(weights));
    json.set("slots", slotsJson(preview.shown, catalog));
    Json excluded = Json::array();
    for (const PreviewItem& item : preview.excluded)
        excluded.append(excludedJson(item));
    json.set("excluded", std::move(excluded));
    json.set("not_candidates",
        Json::object({{"incompatible", Json::number(int64_t(preview.incompatible))}, {"unknown", Json::number(int64_t(preview.unknown))}}));
    return json;
}

std::string previewText(const Preview& preview, const Snapshot& catalog, size_t mostExcluded)
{
    std::string text;
    for (const std::string& anchor : preview.request.anchors)
        text += productText(catalog, anchor) + "\n";
    text += contextText(preview) + "\n";
    std::string slot;
    for (const PreviewItem& item : preview.shown) {
        if (item.slot != slot)
            text += "\n" + (slot = item.slot) + "\n";
        text += shownText(item, catalog, preview.request.anchors.size() > 1);
    }
    if (preview.shown.empty())
        text += "\nnothing is shown\n";
    text += "\nshown " + std::to_string(preview.shown.size()) + " + excluded " + std::to_string(preview.excluded.size()) + " = "
        + counted(preview.candidates(), "candidate") + "\n" + excludedText(preview.excluded, mostExcluded);
    if (preview.incompatible || preview.unknown)
        text += "no candidates: " + std::to_string(preview.incompatible) + " that do not fit, " + std::to_string(preview.unknown)
            + " of which it is not known (`--why SKU` says why)\n";
    return text;
}

Json whyJson(const WhyAnswer& answer)
{
    Json json = Json::object(
        {{"sku", Json::string(answer.sku)}, {"answer", Json::string(whyName(answer.kind))}, {"because", Json::string(answer.because)}});
    if (!answer.details.empty())
        json.set("details", Json::strings(answer.details));
    json.set("flip", flipJson(answer.flip));
    json.setIf("flip_leads_to", answer.flipLeadsTo);
    return json;
}

std::string whyText(const WhyAnswer& answer)
{
    const char* said = answer.kind == WhyAnswer::Kind::Shown ? " is shown: "
        : answer.kind == WhyAnswer::Kind::Excluded           ? " is excluded: "
                                                             : " is no candidate: ";
    std::string text = forTerminal(answer.sku) + said + forTerminal(answer.because, 2000) + "\n";
    for (const std::string& detail : answer.details)
        text += "  " + forTerminal(detail, 2000) + "\n";
    if (!answer.flip.empty())
        text += "to show it: " + flipText(answer.flip)
            + (answer.flipLeadsTo.empty() ? "" : "; then " + answer.flipLeadsTo + " takes it out") + "\n";
    return text;
}

Json differenceJson(const PreviewDifference& difference)
{
    Json json = Json::object();
    for (const auto& [key, moves] : {std::pair("entered", &difference.entered), {"left", &difference.left}, {"moved", &difference.moved}}) {
        Json list = Json::array();
        for (const PreviewMove& move : *moves)
            list.append(moveJson(move));
        json.set(key, std::move(list));
    }
    return json;
}

std::string differenceText(const PreviewDifference& difference)
{
    if (difference.empty())
        return "  nothing differs\n";
    std::string text;
    for (const PreviewMove& move : difference.entered)
        text += moveText("+", move);
    for (const PreviewMove& move : difference.left)
        text += moveText("-", move);
    for (const PreviewMove& move : difference.moved)
        text += moveText("~", move);
    return text;
}

std::string optedOutText(const PreviewDifference& toAnonymous)
{
    if (toAnonymous.empty())
        return "a shopper who opted out sees the same\n";
    return "a shopper who opted out sees " + std::to_string(toAnonymous.entered.size()) + " more, "
        + std::to_string(toAnonymous.left.size()) + " fewer and " + std::to_string(toAnonymous.moved.size()) + " in another place:\n"
        + differenceText(toAnonymous);
}

} // namespace shelf::cli
