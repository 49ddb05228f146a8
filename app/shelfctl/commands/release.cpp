// shelfctl release list: the releases of a workspace.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

Json releaseJson(const ReleaseRow& release)
{
    Json json = Json::object();
    json.set("release", Json::number(int64_t(release.number)));
    json.set("state", Json::string(release.state));
    json.set("created", Json::string(release.created));
    json.set("author", Json::string(release.author));
    json.set("folder", Json::string(release.folder));
    json.setIf("content_sha256", release.contentSha256);
    json.setIf("manifest_sha256", release.manifestSha256);
    json.set("changeset", Json::number(int64_t(release.journalNumber)));
    if (const auto summary = parseJson(release.summary); summary && summary->isObject())
        for (const auto& [key, value] : summary->members())
            if (!json.contains(key))
                json.set(key, value);
    return json;
}

Result<Outcome> list(Context& context, const std::string& path)
{
    const auto opened = openForReleases(context, path);
    if (!opened)
        return opened.error();
    const auto releases = (*opened)->releases();
    if (!releases)
        return releases.error();
    Outcome outcome;
    outcome.document = Json::array();
    for (auto release = releases->rbegin(); release != releases->rend(); ++release) {
        outcome.document.append(releaseJson(*release));
        outcome.text += std::to_string(release->number) + "  " + release->created + "  " + release->state + "  "
            + forTerminal(release->author, 40) + "  " + forTerminal(release->folder, 200) + "\n";
    }
    return outcome;
}

} // namespace

void addRelease(CommandTree& tree)
{
    tree.group("release", "List releases", "shelfctl release list shop.shelf");
    auto path = std::make_shared<std::string>();
    tree.add("release list", "List the releases of a workspace, newest first", "shelfctl release list shop.shelf --json")
        .argument(*path, "WS", "The workspace")
        .run([path](Context& context) { return list(context, *path); });
}

} // namespace shelf::cli
