// shelfctl stats: how much of everything a workspace holds.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/known_findings.h"
#include "app/shelfctl/session.h"
#include "model/domain/mapping.h"

#include <array>
#include <map>

namespace shelf::cli {

namespace {

struct MappingTally {
    std::map<MappingKind, int64_t> byKind;
    std::map<std::string, int64_t, std::less<>> byStatus;
};

Result<MappingTally> tallyMappings(Workspace& workspace)
{
    MappingTally tally;
    const auto scanned = workspace.forEachMapping("", [&tally](const MappingState& mapping) {
        if (const auto kind = mappingKindOf(mapping.id))
            ++tally.byKind[*kind];
        ++tally.byStatus[std::string(statusName(mapping.status()))];
        return true;
    });
    if (!scanned)
        return scanned.error();
    return tally;
}

Result<int64_t> publishedReleases(Workspace& workspace)
{
    const auto releases = workspace.releases();
    if (!releases)
        return releases.error();
    int64_t published = 0;
    for (const ReleaseRow& release : *releases)
        published += release.state == "published";
    return published;
}

std::string readable(const Json& json, const std::string& prefix = {})
{
    std::string text;
    for (const auto& [key, value] : json.members()) {
        const std::string name = prefix.empty() ? key : prefix + " " + key;
        if (value.isObject())
            text += readable(value, name);
        else
            text += name + std::string(name.size() < 22 ? 22 - name.size() : 1, ' ') + (value.isNull() ? "not known" : value.text()) + "\n";
    }
    return text;
}

Result<Outcome> stats(Context& context, const std::string& path)
{
    auto opened = openForReleases(context, path);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    const auto products = workspace.productCount();
    if (!products)
        return products.error();
    auto mappings = tallyMappings(workspace);
    if (!mappings)
        return mappings.error();
    const auto head = workspace.journalHead();
    if (!head)
        return head.error();
    const auto releases = publishedReleases(workspace);
    if (!releases)
        return releases.error();
    const auto known = countKnownFindings(context, workspace);
    if (!known)
        return known.error();
    const bool isKnown = known->from != KnownCounts::From::Nothing;

    const auto count = [](size_t number) { return Json::number(static_cast<int64_t>(number)); };
    Outcome outcome;
    Json& json = outcome.document;
    json.set("products", count(*products));
    json.set("families", count(workspace.definitions().all(ThingKind::Family).size()));
    json.set("categories", count(workspace.definitions().all(ThingKind::Category).size()));
    static constexpr std::array<std::pair<const char*, MappingKind>, 5> kinds = {
        {{"links", MappingKind::Link}, {"link_rules", MappingKind::LinkRule}, {"compat", MappingKind::Compat},
            {"bundles", MappingKind::Bundle}, {"upgrades", MappingKind::Upgrade}}};
    for (const auto& [name, kind] : kinds)
        json.set(name, Json::number(mappings->byKind[kind]));
    Json findings = Json::object(), statuses = Json::object(), journal = Json::object();
    for (size_t i = 0; i < known->counts.open.size(); ++i)
        findings.set(severityName(static_cast<Severity>(i)), isKnown ? count(known->counts.open.at(i)) : Json());
    findings.set("waived", isKnown ? count(known->counts.waived) : Json());
    for (const char* status : {"draft", "in_review", "approved", "rejected", "retired"})
        statuses.set(status, Json::number(mappings->byStatus[status]));
    journal.set("entries", Json::number(static_cast<int64_t>(workspace.journalEntries())));
    journal.set("head", Json::string(*head));
    json.set("findings", std::move(findings));
    if (known->from != KnownCounts::From::Run)
        json.set("findings_from", Json::string(isKnown ? "history" : "nothing"));
    json.set("mappings", std::move(statuses));
    json.set("journal", std::move(journal));
    json.set("releases", Json::number(*releases));
    outcome.text = readable(json);
    if (known->from != KnownCounts::From::Run)
        outcome.text += isKnown ? "note: in a workspace of this size findings are those of the last `shelfctl validate`\n"
                                : "note: findings are not known before `shelfctl validate` has run; the workspace is large\n";
    return outcome;
}

} // namespace

void addStats(CommandTree& tree)
{
    auto path = std::make_shared<std::string>();
    tree.add("stats", "Count what a workspace holds", "shelfctl stats shop.shelf --json")
        .argument(*path, "WS", "The workspace")
        .run([path](Context& context) { return stats(context, *path); });
}

} // namespace shelf::cli
