#include "governance/release/manifest.h"

#include "model/domain/date.h"
#include "model/domain/text.h"

#include <algorithm>
#include <set>

namespace shelf {

namespace {

constexpr std::string_view formatName = "shelfwright-release";
constexpr int64_t formatVersion = 1;

Json number(uint64_t value)
{
    return Json::number(static_cast<int64_t>(value));
}

// Takes one member after the other and notes what is wrong with it.
class Taker {
public:
    Taker(const Json& object, std::string where, std::vector<std::string>& problems)
        : m_object(object), m_where(std::move(where)), m_problems(problems)
    {
    }

    uint64_t count(std::string_view key)
    {
        const int64_t value = m_object[key].isNumber() ? m_object[key].toInteger(-1) : -1;
        if (value < 0)
            wrong(key, "a whole number from 0");
        return value < 0 ? 0 : static_cast<uint64_t>(value);
    }

    std::string text(std::string_view key, bool required = true)
    {
        const Json& value = m_object[key];
        if (!value.isString() && (required || m_object.contains(key)))
            wrong(key, "a text");
        return value.isString() ? value.text() : std::string();
    }

    std::string sha256(std::string_view key)
    {
        std::string value = m_object[key].isString() ? m_object[key].text() : std::string();
        if (!isSha256(value))
            wrong(key, "a SHA-256 in lower-case hex");
        return value;
    }

    std::string time(std::string_view key)
    {
        std::string value = m_object[key].isString() ? m_object[key].text() : std::string();
        if (!parseTime(value))
            wrong(key, "a time in UTC");
        return value;
    }

    const Json::Array& list(std::string_view key, bool required = true)
    {
        if (!m_object[key].isArray() && (required || m_object.contains(key)))
            wrong(key, "a list");
        return m_object[key].items();
    }

    const Json& object(std::string_view key)
    {
        if (!m_object[key].isObject())
            wrong(key, "an object");
        return m_object[key];
    }

    void wrong(std::string_view key, std::string_view expected)
    {
        m_problems.push_back(
            m_where + ": " + std::string(key) + (m_object.contains(key) ? " is not " : " is missing; expected ") + std::string(expected));
    }

private:
    const Json& m_object;
    std::string m_where;
    std::vector<std::string>& m_problems;
};

Json countsJson(const ReleaseCounts& counts)
{
    return Json::object({{"link", number(counts.links)}, {"compat", number(counts.compat)}, {"bundle", number(counts.bundles)},
        {"upgrade", number(counts.upgrades)}});
}

Json heldJson(const std::vector<HeldMapping>& held)
{
    Json list = Json::array();
    for (const HeldMapping& mapping : held) {
        Json item = Json::object({{"id", Json::string(mapping.id)}, {"reason", Json::string(mapping.reason)}});
        if (mapping.previous)
            item.set("previous", Json::boolean(true));
        list.append(std::move(item));
    }
    return list;
}

Json filesJson(const std::vector<ReleaseFile>& files)
{
    Json list = Json::array();
    for (const ReleaseFile& file : files)
        list.append(Json::object({{"name", Json::string(file.name)}, {"records", number(file.records)}, {"bytes", number(file.bytes)},
            {"sha256", Json::string(file.sha256)}}));
    return list;
}

void takeFiles(const Json::Array& items, Manifest& manifest, std::vector<std::string>& problems)
{
    if (items.size() > maxReleaseFiles) {
        problems.push_back(
            "manifest.json: lists " + std::to_string(items.size()) + " files; a release has at most " + std::to_string(maxReleaseFiles));
        return;
    }
    std::set<std::string> seen;
    for (size_t i = 0; i < items.size(); ++i) {
        Taker taker(items[i], "manifest.json: file " + std::to_string(i + 1), problems);
        ReleaseFile file;
        file.name = taker.text("name");
        file.records = taker.count("records");
        file.bytes = taker.count("bytes");
        file.sha256 = taker.sha256("sha256");
        if (!isPlainFileName(file.name) || file.name == manifestName || file.name == signatureName || file.name == secondSignatureName)
            problems.push_back("manifest.json: file " + std::to_string(i + 1) + ": '" + forTerminal(file.name, 80)
                + "' is no name for a file of a release");
        else if (!seen.insert(file.name).second)
            problems.push_back("manifest.json: lists '" + file.name + "' more than once");
        else
            manifest.files.push_back(std::move(file));
    }
}

void takeHeld(const Json::Array& items, Manifest& manifest, std::vector<std::string>& problems)
{
    for (size_t i = 0; i < items.size() && problems.size() < 100; ++i) {
        Taker taker(items[i], "manifest.json: held " + std::to_string(i + 1), problems);
        manifest.held.push_back({taker.text("id"), taker.text("reason"), items[i]["previous"].toBool()});
    }
}

} // namespace

const ReleaseFile* Manifest::file(std::string_view name) const
{
    const auto found = std::find_if(files.begin(), files.end(), [&](const ReleaseFile& each) { return each.name == name; });
    return found == files.end() ? nullptr : &*found;
}

std::string writeManifest(const Manifest& manifest)
{
    Json json = Json::object();
    json.set("format", Json::string(formatName));
    json.set("format_version", Json::number(formatVersion));
    json.set("release", number(manifest.release));
    if (manifest.previous)
        json.set("previous",
            Json::object(
                {{"number", number(manifest.previous->number)}, {"manifest_sha256", Json::string(manifest.previous->manifestSha256)}}));
    if (manifest.rollbackOf)
        json.set("rollback_of", number(*manifest.rollbackOf));
    json.set("workspace", Json::string(manifest.workspace));
    json.set("created", Json::string(manifest.created));
    json.set("tool", Json::string(manifest.tool));
    json.set("journal_head", Json::string(manifest.journalHead));
    json.set("journal_seq", number(manifest.journalNumber));
    json.set("counts", countsJson(manifest.counts));
    json.set("added", number(manifest.added));
    json.set("changed", number(manifest.changed));
    json.set("removed", number(manifest.removed));
    json.set("gate", manifest.gate);
    json.set("held", heldJson(manifest.held));
    if (!manifest.notExpanded.empty())
        json.set("not_expanded", Json::strings(manifest.notExpanded));
    json.set("four_eyes", Json::string(manifest.fourEyes));
    json.set("preview_settings", Json::string(manifest.previewSettings));
    json.setIf("included_held", manifest.includedHeld);
    json.setIf("accepted_large_change", manifest.largeChange);
    json.setIf("no_delta", manifest.noDelta);
    json.set("files", filesJson(manifest.files));
    json.set("expires", Json::string(manifest.expires));
    return json.writeIndented() + "\n";
}

Manifest parseManifest(std::string_view text, std::vector<std::string>& problems)
{
    Manifest manifest;
    const auto parsed = parseJson(text, {.depth = 64, .bytes = manifestLimit});
    if (!parsed || !parsed->isObject()) {
        problems.push_back("manifest.json is not a JSON object" + (parsed ? std::string() : ": " + parsed.error().what));
        return manifest;
    }
    const Json& json = *parsed;
    if (json["format"].text() != formatName || !json["format"].isString()) {
        problems.push_back("manifest.json is of another format than shelfwright-release");
        return manifest;
    }
    if (!json["format_version"].isNumber() || json["format_version"].toInteger() != formatVersion) {
        problems.push_back("manifest.json has a format_version that this program does not know; it knows 1");
        return manifest;
    }
    Taker taker(json, "manifest.json", problems);
    manifest.release = taker.count("release");
    if (json.contains("previous")) {
        Taker previous(taker.object("previous"), "manifest.json: previous", problems);
        manifest.previous = PreviousRelease{previous.count("number"), previous.sha256("manifest_sha256")};
        if (manifest.previous->number >= manifest.release)
            problems.push_back("manifest.json: the previous release's number is not lower than this one's");
    }
    if (json.contains("rollback_of")) {
        manifest.rollbackOf = taker.count("rollback_of");
        if (*manifest.rollbackOf == 0 || *manifest.rollbackOf >= manifest.release)
            problems.push_back("manifest.json: rollback_of is no earlier release");
    }
    manifest.workspace = taker.text("workspace");
    manifest.created = taker.time("created");
    manifest.tool = taker.text("tool");
    manifest.journalHead = taker.sha256("journal_head");
    manifest.journalNumber = taker.count("journal_seq");
    Taker counts(taker.object("counts"), "manifest.json: counts", problems);
    manifest.counts = {counts.count("link"), counts.count("compat"), counts.count("bundle"), counts.count("upgrade")};
    manifest.added = taker.count("added");
    manifest.changed = taker.count("changed");
    manifest.removed = taker.count("removed");
    manifest.gate = taker.object("gate");
    takeHeld(taker.list("held"), manifest, problems);
    for (const Json& id : taker.list("not_expanded", false))
        manifest.notExpanded.push_back(id.text());
    manifest.fourEyes = taker.text("four_eyes");
    manifest.previewSettings = taker.sha256("preview_settings");
    manifest.includedHeld = taker.text("included_held", false);
    manifest.largeChange = taker.text("accepted_large_change", false);
    manifest.noDelta = taker.text("no_delta", false);
    takeFiles(taker.list("files"), manifest, problems);
    manifest.expires = taker.time("expires");
    return manifest;
}

bool isPlainFileName(std::string_view name)
{
    if (name.empty() || name.size() > 255 || name.front() == '.')
        return false;
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == ' ';
    });
}

bool isSha256(std::string_view text)
{
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

} // namespace shelf
