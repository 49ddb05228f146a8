#include "governance/health/health.h"

#include <cmath>

namespace shelf {

namespace {

Json whole(uint64_t value)
{
    return Json::number(static_cast<int64_t>(value));
}

Json rounded(double value)
{
    return Json::number(std::round(value * 10000) / 10000);
}

Json partsJson(const HealthParts& parts)
{
    return Json::object({{"completeness", rounded(parts.completeness)}, {"findings", rounded(parts.findings)},
        {"coverage", rounded(parts.coverage)}, {"review", rounded(parts.review)}});
}

Json countsJson(const FindingCounts& counts)
{
    Json json = Json::object();
    for (size_t i = 0; i < counts.open.size(); ++i)
        json.set(severityName(static_cast<Severity>(i)), whole(counts.open.at(i)));
    json.set("waived", whole(counts.waived));
    return json;
}

void setScope(Json& json, const ScopeHealth& scope)
{
    json.set("products", whole(scope.products));
    if (scope.products) {
        json.set("score", rounded(scope.score));
        json.set("parts", partsJson(scope.parts));
    }
    Json channels = Json::object();
    for (const ScopeHealth::Channel& channel : scope.channels)
        channels.set(channel.code, rounded(channel.share));
    json.set("completeness", std::move(channels));
    json.set("findings", countsJson(scope.findings));
    json.set("shown",
        Json::object({{"nothing", whole(scope.showNothing)}, {"few", whole(scope.showFew)},
            {"enough", whole(scope.products - scope.showNothing - scope.showFew)}}));
    json.set("review", Json::object({{"approved", whole(scope.approved)}, {"overdue", whole(scope.overdue)}}));
}

Json dimensionsJson(const Health& health)
{
    Json json = Json::object();
    for (size_t i = 0; i < health.dimensions.size(); ++i) {
        Json counts = Json::object();
        for (size_t severity = 0; severity < 4; ++severity)
            counts.set(severityName(static_cast<Severity>(severity)), whole(health.dimensions.at(i).at(severity)));
        json.set(dimensionName(static_cast<Dimension>(i)), std::move(counts));
    }
    return json;
}

Json trendJson(const HealthTrend& trend)
{
    Json json = Json::object();
    if (trend.release) {
        json.set("release", whole(trend.release));
        json.set("since", Json::string(trend.since));
        json.set("new", whole(trend.appeared));
    }
    json.set("fixed", whole(trend.fixed));
    json.set("came_back", whole(trend.cameBack));
    if (trend.errorsThen)
        json.set("errors_then", whole(*trend.errorsThen));
    json.set("errors_now", whole(trend.errorsNow));
    return json;
}

Json actionJson(const HealthAction& action)
{
    Json json = Json::object({{"kind", Json::string(actionName(action.kind))}, {"what", Json::string(action.what)},
        {"gain", rounded(action.gain)}, {"count", whole(action.count)}});
    if (action.upTo)
        json.set("up_to", Json::boolean(true));
    json.setIf("family", action.family);
    json.setIf("attribute", action.attribute);
    json.setIf("rule", action.rule);
    json.setIf("command", action.command);
    return json;
}

} // namespace

Json healthJson(const Health& health)
{
    Json json = Json::object();
    setScope(json, health.all);
    json.set("weights", partsJson(healthWeights));
    Json families = Json::array();
    for (const ScopeHealth& family : health.families) {
        Json entry = Json::object({{"family", Json::string(family.family)}});
        entry.setIf("label", family.label);
        setScope(entry, family);
        families.append(std::move(entry));
    }
    json.set("families", std::move(families));
    json.set("dimensions", dimensionsJson(health));
    json.set("trend", trendJson(health.trend));
    Json raise = Json::array();
    for (const HealthAction& action : health.actions)
        raise.append(actionJson(action));
    json.set("raise", std::move(raise));
    return json;
}

} // namespace shelf
