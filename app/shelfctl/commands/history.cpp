// shelfctl history: what was done, by whom, newest first; with the releases that came of it.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "model/domain/text.h"

#include <algorithm>

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace;
    std::optional<std::string> thing, since, by, limit;
    bool changes = false;
};

constexpr size_t mostDetails = 1000; // changes shown of one change set

Result<Workspace::HistoryFilter> filterFrom(const Options& options)
{
    Workspace::HistoryFilter filter;
    const auto limit = optionalNumber("--limit", options.limit);
    if (!limit)
        return limit.error();
    filter.limit = *limit;
    if (options.thing && trimmed(*options.thing).empty())
        return usageError("history", "the SKU is empty", "name a SKU or the id of a mapping, or leave it out");
    filter.thing = options.thing.value_or("");
    filter.author = options.by.value_or("");
    filter.details = options.changes ? mostDetails : 0;
    if (!options.since)
        return filter;
    const auto since = momentFrom("--since", *options.since);
    if (!since)
        return since.error();
    if (since->number)
        filter.since = *since->number;
    else
        filter.sinceTime = formatTimeMillis(since->milliseconds);
    return filter;
}

Json valueJson(const std::string& json)
{
    const auto parsed = parseJson(json);
    return parsed ? *parsed : Json::string(json);
}

const char* opName(ChangeOp op)
{
    return op == ChangeOp::Create ? "added" : op == ChangeOp::Delete ? "removed" : "changed";
}

Json detailsJson(const std::vector<Change>& changes)
{
    Json list = Json::array();
    for (const Change& change : changes) {
        Json entry = Json::object(), fields = Json::array();
        entry.set("kind", Json::string(kindName(change.kind)));
        entry.set("id", Json::string(change.key));
        entry.set("op", Json::string(opName(change.op)));
        for (const FieldChange& field : change.fields) {
            Json item = Json::object();
            item.set("field", Json::string(field.field));
            if (!field.before.empty())
                item.set("before", valueJson(field.before));
            if (!field.after.empty())
                item.set("after", valueJson(field.after));
            fields.append(std::move(item));
        }
        entry.set("fields", std::move(fields));
        list.append(std::move(entry));
    }
    return list;
}

std::string detailsText(const Json& details)
{
    const auto value = [](const Json& item, const char* key) {
        return item.contains(key) ? forTerminal(item[key].isString() ? item[key].text() : item[key].write(), 60) : std::string("nothing");
    };
    std::string text;
    for (const Json& entry : details.items()) {
        text += "    " + entry["op"].text() + " " + entry["kind"].text() + " " + forTerminal(entry["id"].text(), 200) + "\n";
        for (const Json& field : entry["fields"].items())
            text +=
                "        " + forTerminal(field["field"].text(), 60) + ": " + value(field, "before") + " -> " + value(field, "after") + "\n";
    }
    return text;
}

Json entryJson(const HistoryEntry& entry)
{
    Json json = Json::object();
    json.set("changeset", Json::number(int64_t(entry.header.number)));
    json.set("time", Json::string(entry.header.time));
    json.set("author", Json::string(entry.header.author));
    json.set("label", Json::string(entry.header.label));
    json.set("changes", Json::number(int64_t(entry.changes)));
    json.set("origin", Json::string(originName(entry.header.origin)));
    if (entry.header.undoes)
        json.set("undoes", Json::number(int64_t(*entry.header.undoes)));
    json.setIf("hash", entry.hash);
    json.setIf("archive", entry.archive);
    if (!entry.details.empty())
        json.set("details", detailsJson(entry.details));
    return json;
}

Json releaseJson(const ReleaseRow& release)
{
    int64_t changes = 0;
    if (const auto summary = parseJson(release.summary))
        for (const char* key : {"added", "changed", "removed"})
            changes += (*summary)[key].toInteger();
    Json json = Json::object();
    json.set("release", Json::number(int64_t(release.number)));
    json.set("id", Json::string("release:" + std::to_string(release.number)));
    json.set("time", Json::string(release.created));
    json.set("author", Json::string(release.author));
    json.set("label", Json::string("Release " + std::to_string(release.number)));
    json.set("changes", Json::number(changes));
    return json;
}

bool isShown(const ReleaseRow& release, const Workspace::HistoryFilter& filter)
{
    const auto milliseconds = parseTime(release.created);
    const auto from = filter.sinceTime.empty() ? std::nullopt : parseTime(filter.sinceTime);
    return release.state == "published" && filter.thing.empty() && !(filter.since && release.journalNumber < *filter.since)
        && !(from && milliseconds && *milliseconds < *from) && (filter.author.empty() || folded(filter.author) == folded(release.author));
}

// Clocks go wrong: the order is that of the journal, and a release stands after the last change set it contains.
Json merged(const std::vector<HistoryEntry>& entries, std::vector<ReleaseRow> releases)
{
    std::reverse(releases.begin(), releases.end());
    Json list = Json::array();
    auto release = releases.begin();
    for (const HistoryEntry& entry : entries) {
        for (; release != releases.end() && release->journalNumber >= entry.header.number; ++release)
            list.append(releaseJson(*release));
        list.append(entryJson(entry));
    }
    for (; release != releases.end(); ++release)
        list.append(releaseJson(*release));
    return list;
}

// Nothing to show for a name that nothing has is a mistake in the name.
Result<void> checkKnown(Workspace& workspace, const std::string& thing)
{
    const auto product = workspace.product(thing);
    if (!product)
        return product.error();
    const auto mapping = workspace.mapping(thing);
    if (!mapping)
        return mapping.error();
    if (*product || *mapping)
        return {};
    return unknownSku(workspace, thing);
}

Result<Outcome> history(Context& context, const Options& options)
{
    auto filter = filterFrom(options);
    if (!filter)
        return filter.error();
    std::vector<uint64_t> archived;
    filter->archived = &archived;
    const auto opened = openForReleases(context, options.workspace);
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    const auto entries = workspace.history(*filter);
    if (!entries)
        return entries.error();
    auto releases = workspace.releases();
    if (!releases)
        return releases.error();
    std::erase_if(*releases, [&](const ReleaseRow& release) { return !isShown(release, *filter); });
    if (entries->empty() && !filter->thing.empty())
        if (const auto known = checkKnown(workspace, filter->thing); !known)
            return known.error();
    Outcome outcome;
    outcome.document = merged(*entries, std::move(*releases));
    if (filter->limit && outcome.document.items().size() > *filter->limit)
        outcome.document.items().resize(*filter->limit);
    for (const Json& entry : outcome.document.items())
        outcome.text += (entry.contains("changeset") ? entry["changeset"].text() : entry["id"].text()) + "  " + entry["time"].text() + "  "
            + forTerminal(entry["author"].text(), 40) + "  " + forTerminal(entry["label"].text(), 120) + " ("
            + counted(static_cast<uint64_t>(entry["changes"].toInteger()), "change") + ")"
            + (entry.contains("archive") ? " archived in " + forTerminal(entry["archive"].text(), 120) : std::string()) + "\n"
            + detailsText(entry["details"]);
    if (!archived.empty())
        context.note(options.workspace,
            counted(archived.size(), "archived feed was", "archived feeds were")
                + " not looked at; `shelfctl history` without a name lists them");
    return outcome;
}

} // namespace

void addHistory(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("history", "List what was done, newest first", "shelfctl history shop.shelf --since 2026-01-01 --by mia")
        .argument(options->workspace, "WS", "The workspace")
        .optionalArgument(options->thing, "SKU|MAPPING", "Only what changed this product or mapping")
        .option(options->since, "--since", "CS|DATE", "After this change set, or from this date on")
        .option(options->by, "--by", "USER", "Only what this person did")
        .option(options->limit, "--limit", "N", "At most this many")
        .flag(options->changes, "--changes", "With what was changed: before and after")
        .run([options](Context& context) { return history(context, *options); });
}

} // namespace shelf::cli
