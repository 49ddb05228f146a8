#include "governance/review/reach.h"

#include "governance/compatibility/compatibility.h"
#include "governance/linkrules/frozen_links.h"
#include "model/catalog/entry_parse.h"
#include "model/domain/hash.h"
#include "model/domain/mapping.h"
#include "model/query/catalog_keeper.h"

#include <algorithm>
#include <set>

namespace shelf {

namespace {

std::optional<std::set<std::string>> fieldsOf(const Definitions& definitions, const std::vector<MappingState>& drafts, Days day)
{
    std::set<std::string> fields = {"categories", "family", "parent"};
    for (const MappingState& draft : drafts) {
        const Json where = draft.working().json("where");
        for (const Json& condition : where.items())
            for (const char* side : {"left", "right"})
                fields.insert(condition[side].text());
        if (mappingKindOf(draft.id) == MappingKind::LinkRule)
            for (std::string& field : fieldsReadBy(definitions, draft.working(), day))
                fields.insert(std::move(field));
    }
    return fields.contains("*") ? std::nullopt : std::optional(std::move(fields));
}

Json pairsJson(uint64_t pairs)
{
    return Json::object({{"pairs", Json::number(static_cast<int64_t>(pairs))}});
}

Reach reachOf(const Snapshot& catalog, const Compatibility& compatibility, const Entry& entry, Days day)
{
    Reach reach;
    if (entry.kind == MappingKind::Compat) {
        reach.json = pairsJson(compatibility.count(entry).compatible).write();
        return reach;
    }
    // Drafts of links are none yet: what is approved keeps its pair.
    const auto links = computeLinks(catalog, entry, View::Approved, day);
    if (!links) {
        const Error& error = links.error();
        reach.refusal = error.where + ": " + error.what + "; " + error.tryThis;
        return reach;
    }
    reach.frozen = frozenContent(catalog, *links);
    Json json = pairsJson(links->links.size() + links->stored); // a link that is stored later is no drift
    json.set("sha256", Json::string(sha256Hex(reach.frozen)));
    reach.json = json.write();
    return reach;
}

} // namespace

bool isComputed(std::string_view mapping)
{
    const auto kind = mappingKindOf(mapping);
    return kind == MappingKind::Compat || kind == MappingKind::LinkRule;
}

Result<std::vector<Reach>> reachesOf(Workspace& workspace, const std::vector<MappingState>& drafts, const Progress& progress)
{
    const Definitions& definitions = workspace.definitions();
    const Days day = today(workspace.clock(), definitions.policy("time-zone"));
    CatalogRequest request;
    request.fields = fieldsOf(definitions, drafts, day);
    request.mappings = std::any_of(drafts.begin(), drafts.end(),
        [](const MappingState& draft) { return mappingKindOf(draft.id) == MappingKind::LinkRule; }); // which stored links win
    request.progress = progress;
    const auto keeper = CatalogKeeper::load(workspace, request);
    if (!keeper)
        return keeper.error();
    const Snapshot& catalog = (*keeper)->snapshot();
    const Compatibility compatibility(catalog, View::Working);
    std::vector<Reach> reaches;
    for (const MappingState& draft : drafts) {
        Entry entry;
        entry.id = draft.id;
        entry.kind = *mappingKindOf(draft.id);
        entry.content = draft.working();
        parseEntry(entry, [&](std::string_view sku) { return catalog.find(sku); });
        reaches.push_back(reachOf(catalog, compatibility, entry, day));
    }
    return reaches;
}

} // namespace shelf
