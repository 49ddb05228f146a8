#include "app/shelfctl/computed_links.h"

#include "app/shelfctl/text_table.h"
#include "governance/compatibility/compatibility.h"
#include "governance/linkrules/link_rule.h"
#include "governance/review/reach.h"
#include "model/domain/text.h"
#include "model/query/catalog_keeper.h"

#include <map>

namespace shelf::cli {

namespace {

Days todayOf(Workspace& workspace)
{
    return today(workspace.clock(), workspace.definitions().policy("time-zone"));
}

Result<Snapshot> catalogOf(Context& context, Workspace& workspace)
{
    const auto keeper = CatalogKeeper::load(workspace, {.progress = context.progress()});
    if (!keeper)
        return keeper.error();
    return (*keeper)->snapshot();
}

Json linkJson(const Snapshot& catalog, const std::string& id, const std::string& type, const ComputedLink& link, const MappingState& rule)
{
    Json json = Json::object();
    json.set("id", Json::string(id));
    json.set("kind", Json::string("link"));
    json.set("status", Json::string(statusName(rule.status())));
    json.set("source", Json::string(catalog.sku(link.source)));
    json.set("type", Json::string(type));
    json.set("target", Json::string(catalog.sku(link.target)));
    json.set("rank", Json::number(int64_t(link.rank)));
    json.set("origin", Json::string(rule.id));
    return json;
}

} // namespace

Result<Outcome> listComputedLinks(Context& context, Workspace& workspace, const ComputedFilter& keep)
{
    std::map<std::string, Json> found; // of two rules that give one link, the first has it
    std::vector<MappingState> rules;
    const auto scanned = workspace.forEachMapping("linkrule:", [&](const MappingState& rule) {
        if (!rule.workingRetired())
            rules.push_back(rule);
        return true;
    });
    if (!scanned)
        return scanned.error();
    const auto catalog = rules.empty() ? Result<Snapshot>(Snapshot()) : catalogOf(context, workspace);
    if (!catalog)
        return catalog.error();
    for (const MappingState& rule : rules) {
        const EntryPtr entry = catalog->entry(rule.id, View::Working);
        if (!entry)
            continue;
        const auto links = computeLinks(*catalog, *entry, View::Working, todayOf(workspace));
        if (!links)
            return links.error();
        for (const ComputedLink& link : links->links) {
            std::string id = LinkId{std::string(catalog->sku(link.source)), links->type, std::string(catalog->sku(link.target)), {}}.text();
            if (keep(rule, id))
                found.try_emplace(id, linkJson(*catalog, id, links->type, link, rule));
        }
    }
    Outcome outcome;
    outcome.document = Json::array();
    TextTable table({"link", "rank", "from"}, context.out.isTerminal());
    for (auto& [id, json] : found) {
        table.add({id, json["rank"].text(), json["origin"].text()});
        outcome.document.append(std::move(json));
    }
    outcome.text = table.take();
    return outcome;
}

Result<void> addReach(Context& context, Workspace& workspace, const MappingState& rule, Json& json)
{
    if (!isComputed(rule.id) || rule.workingRetired())
        return {};
    const auto reaches = reachesOf(workspace, {rule}, context.progress());
    if (!reaches)
        return reaches.error();
    const Reach& now = reaches->front();
    Json reach = Json::object();
    if (const auto today = parseJson(now.json.empty() ? "null" : now.json); today && today->isObject())
        reach.set("today", (*today)["pairs"]);
    reach.setIf("problem", now.refusal);
    if (const auto approved = parseJson(rule.approved.reach.empty() ? "null" : rule.approved.reach); approved && approved->isObject())
        reach.set("approved", (*approved)["pairs"]);
    json.set("reach", std::move(reach));
    return {};
}

} // namespace shelf::cli
