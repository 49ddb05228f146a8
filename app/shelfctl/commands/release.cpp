// shelfctl release list, show: the releases of a workspace and what became of them.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "governance/release/delivery.h"
#include "governance/release/stored_release.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

Json releaseJson(const ReleaseRow& release)
{
    Json json = Json::object();
    json.set("release", Json::number(int64_t(release.number)));
    json.set("state", Json::string(release.state));
    if (release.state == "published")
        addDelivery(json, deliveryOf(release));
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

std::string stateText(const ReleaseRow& release)
{
    if (release.state != "published")
        return release.state;
    const Delivery delivery = deliveryOf(release);
    std::string text = delivery.state;
    if (delivery.state == "partly")
        text += " (" + std::to_string(delivery.rejected) + " rejected)";
    if (delivery.state == "live")
        text += " since " + delivery.liveSince + (delivery.rejected ? " (" + std::to_string(delivery.rejected) + " rejected)" : "");
    return text;
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
        Json json = releaseJson(*release);
        const int64_t rollbackOf = json["rollback_of"].toInteger();
        outcome.document.append(std::move(json));
        outcome.text += std::to_string(release->number) + "  " + release->created + "  " + stateText(*release) + "  "
            + (rollbackOf ? "rollback of " + std::to_string(rollbackOf) + "  " : "") + forTerminal(release->author, 40) + "  "
            + forTerminal(release->folder, 200) + "\n";
    }
    return outcome;
}

void addManifest(Json& json, const Manifest& manifest)
{
    Json held = Json::array();
    for (const HeldMapping& mapping : manifest.held) {
        Json entry = Json::object({{"id", Json::string(mapping.id)}, {"reason", Json::string(mapping.reason)}});
        if (mapping.previous)
            entry.set("previous", Json::boolean(true));
        held.append(std::move(entry));
    }
    json.set("held", std::move(held));
    Json files = Json::array();
    for (const ReleaseFile& file : manifest.files)
        files.append(Json::object({{"name", Json::string(file.name)}, {"records", Json::number(int64_t(file.records))},
            {"bytes", Json::number(int64_t(file.bytes))}, {"sha256", Json::string(file.sha256)}}));
    json.set("files", std::move(files));
    json.set("gate", manifest.gate);
    json.setIf("included_held", manifest.includedHeld);
    json.set("four_eyes", Json::string(manifest.fourEyes));
    json.set("expires", Json::string(manifest.expires));
}

std::string showText(const ReleaseRow& release, const Json& json)
{
    std::string text;
    const auto line = [&text](const std::string& name, const std::string& value) {
        if (!value.empty())
            text += name + std::string(name.size() < 12 ? 12 - name.size() : 1, ' ') + forTerminal(value, 1000) + "\n";
    };
    line("release", std::to_string(release.number));
    line("state", stateText(release));
    line("created", release.created + " by " + release.author);
    line("folder", release.folder + (json.contains("files") ? "" : " (gone or changed)"));
    if (json.contains("rollback_of"))
        line("rollback of", json["rollback_of"].text());
    line("changes", json["added"].text() + " added, " + json["changed"].text() + " changed, " + json["removed"].text() + " removed");
    line("large change", json["accepted_large_change"].text());
    line("expires", json["expires"].text());
    for (const Json& held : json["held"].items())
        line("held back",
            held["id"].text() + (held["previous"].toBool() ? " (its previous version left)" : "") + ": " + held["reason"].text());
    for (const Json& step : json["delivery_history"].items())
        line("was", step["state"].text() + " at " + step["at"].text() + ", noted by " + step["by"].text());
    return text;
}

Result<Outcome> show(Context& context, const std::string& path, const std::string& number)
{
    const auto wanted = wholeNumber("release show", number, INT64_MAX);
    if (!wanted)
        return wanted.error();
    const auto opened = openForReleases(context, path);
    if (!opened)
        return opened.error();
    const auto release = publishedRelease(**opened, *wanted);
    if (!release)
        return release.error();
    Outcome outcome;
    outcome.document = releaseJson(*release);
    if (const auto manifest = storedManifest(*release))
        addManifest(outcome.document, *manifest);
    outcome.document.set("delivery_history", deliveryOf(*release).history);
    outcome.text = showText(*release, outcome.document);
    return outcome;
}

} // namespace

void addRelease(CommandTree& tree)
{
    tree.group("release", "List, show, compare, roll back releases, and note what became of them", "shelfctl release list shop.shelf");
    auto path = std::make_shared<std::string>();
    tree.add("release list", "List the releases of a workspace, newest first", "shelfctl release list shop.shelf --json")
        .argument(*path, "WS", "The workspace")
        .run([path](Context& context) { return list(context, *path); });
    struct Options {
        std::string workspace, number;
    };
    auto options = std::make_shared<Options>();
    tree.add("release show", "Show one release: its files, what it held back, where it stands", "shelfctl release show shop.shelf 12")
        .argument(options->workspace, "WS", "The workspace")
        .argument(options->number, "N", "Its number")
        .run([options](Context& context) { return show(context, options->workspace, options->number); });
}

} // namespace shelf::cli
