#include "app/shelfctl/bundle_figures.h"

#include "governance/offers/bundle_checks.h"
#include "governance/offers/bundle_figures.h"
#include "governance/offers/labels.h"
#include "model/domain/decimal.h"

#include <cmath>

namespace shelf::cli {

namespace {

Json money(int64_t millionths)
{
    return Json::decimal(fromMillionths(millionths));
}

Json share(double value)
{
    return Json::number(std::round(value * 10000) / 10000);
}

Json sku(const Snapshot& catalog, Row row)
{
    return row == noRow ? Json() : Json::string(catalog.sku(row));
}

Json skus(const Snapshot& catalog, const std::vector<Row>& rows)
{
    Json json = Json::array();
    for (const Row row : rows)
        json.append(sku(catalog, row));
    return json;
}

void addRange(Json& json, const std::string& name, const std::optional<MoneyRange>& range)
{
    if (!range)
        return;
    json.set(name, money(range->low));
    if (range->high != range->low)
        json.set(name + "_max", money(range->high));
}

void addMargin(Json& json, const Snapshot& catalog, const BundleFigures& figures)
{
    if (!figures.margin)
        return;
    json.set("margin", share(*figures.margin));
    if (figures.bestMargin && share(*figures.bestMargin) != share(*figures.margin))
        json.set("margin_max", share(*figures.bestMargin));
    json.set("net_price", money(figures.worstNet));
    if (!figures.worstChoice.empty())
        json.set("worst_choice", skus(catalog, figures.worstChoice));
}

Json conflictsJson(const Snapshot& catalog, const std::vector<PartConflict>& conflicts)
{
    Json json = Json::array();
    for (const PartConflict& conflict : conflicts) {
        static constexpr std::string_view kinds[] = {"unavoidable", "never-fits", "combination"};
        Json item = Json::object();
        item.set("a", sku(catalog, conflict.a));
        item.set("b", sku(catalog, conflict.b));
        item.set("kind", Json::string(kinds[static_cast<size_t>(conflict.kind)]));
        item.set("because", Json::string(conflict.because));
        json.append(std::move(item));
    }
    return json;
}

Json claimsJson(const Snapshot& catalog, const std::vector<StockClaim>& claims)
{
    Json json = Json::array();
    for (const StockClaim& claim : claims) {
        Json item = Json::object();
        item.set("sku", sku(catalog, claim.part));
        if (claim.stock)
            item.set("stock", Json::number(*claim.stock));
        item.set("planned_here", Json::number(claim.own));
        item.set("planned_elsewhere", Json::number(claim.others));
        item.set("by", Json::strings(claim.by));
        json.append(std::move(item));
    }
    return json;
}

Json absentJson(const Snapshot& catalog, const std::vector<AbsentRequirement>& absent)
{
    Json json = Json::array();
    for (const AbsentRequirement& one : absent) {
        Json item = Json::object();
        item.set("sku", sku(catalog, one.part));
        item.set("requires", sku(catalog, one.needs));
        json.append(std::move(item));
    }
    return json;
}

} // namespace

Json bundleFiguresJson(const Snapshot& catalog, const Entry& bundle)
{
    const BundleFigures figures = bundleFigures(catalog, bundle);
    Json json = Json::object();
    addRange(json, "price", figures.price);
    addRange(json, "list_price", figures.list);
    addRange(json, "saving", figures.saving);
    if (figures.saving)
        json.set("saving_against", Json::string("today's prices of the parts"));
    addRange(json, "cost", figures.cost);
    addMargin(json, catalog, figures);
    if (figures.availability)
        json.set("availability", Json::number(*figures.availability));
    if (figures.scarcest != noRow)
        json.set("scarcest", sku(catalog, figures.scarcest));
    for (const auto& [key, rows] : {std::pair("price_missing", &figures.priceMissing), {"cost_missing", &figures.costMissing},
             {"stock_missing", &figures.stockMissing}})
        if (!rows->empty())
            json.set(key, skus(catalog, *rows));
    json.setIf("currency", figures.currency);
    if (!figures.currencies.empty())
        json.set("currencies", Json::strings(figures.currencies));
    const Compatibility compatibility(catalog, View::Working);
    json.set("conflicts", conflictsJson(catalog, partConflicts(compatibility, bundle.bundle())));
    json.set("requirements_absent", absentJson(catalog, absentRequirements(catalog, View::Working, bundle.bundle())));
    json.set("claims", claimsJson(catalog, stockClaims(catalog, View::Working, bundle)));
    return json;
}

std::string bundleNotes(const Snapshot& catalog, const Json& figures)
{
    std::string text;
    if (figures.contains("cost_missing"))
        text += "cost missing: the margin is not known\n";
    if (figures.contains("price_missing"))
        text += "price missing: what it saves is not known\n";
    if (figures.contains("currencies"))
        text += "its parts have prices in several currencies, which cannot be added up\n";
    for (const Json& item : figures["requirements_absent"].items())
        text += productLabel(catalog, catalog.find(item["sku"].text())) + " requires "
            + productLabel(catalog, catalog.find(item["requires"].text())) + ", which is not in it\n";
    return text;
}

} // namespace shelf::cli
