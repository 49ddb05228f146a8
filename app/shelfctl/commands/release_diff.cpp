// shelfctl release diff: what two releases say differently.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "governance/release/diff.h"
#include "model/domain/text.h"

#include <algorithm>

namespace shelf::cli {

namespace {

struct Options {
    std::string workspace, before, after;
};

// Digits are the number of a release of the workspace, anything else is a folder.
Result<ReleaseLines> open(Workspace& workspace, const std::string& name, const Progress& progress)
{
    if (trimmed(name).empty())
        return usageError("release diff", "the name of a release is empty", "give its number or its folder");
    if (!std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return linesOfFolder(name, progress);
    const auto number = wholeNumber("release diff", name, INT64_MAX);
    if (!number)
        return number.error();
    return linesOfRelease(workspace, *number, progress);
}

Json fieldsJson(const MappingDifference& difference)
{
    Json fields = Json::array();
    for (const FieldDifference& field : difference.fields) {
        Json entry = Json::object();
        entry.set("field", Json::string(field.field));
        if (!field.before.isNull())
            entry.set("before", field.before);
        if (!field.after.isNull())
            entry.set("after", field.after);
        fields.append(std::move(entry));
    }
    return fields;
}

std::string valueText(const Json& value)
{
    if (value.isNull())
        return "nothing";
    return forTerminal(value.isString() || value.isNumber() ? value.text() : value.write(), 200);
}

// Gathers what the answer holds: lists apart for JSON, lines in order of ids for people.
class Gatherer {
public:
    explicit Gatherer(bool json) : m_json(json) { }
    void take(const MappingDifference& difference)
    {
        const auto what = difference.what;
        if (m_json && what == MappingDifference::What::Changed)
            m_changed.append(Json::object({{"id", Json::string(difference.id)}, {"fields", fieldsJson(difference)}}));
        else if (m_json)
            (what == MappingDifference::What::Added ? m_added : m_removed).append(Json::string(difference.id));
        else
            takeText(difference);
    }
    Outcome outcome(const ReleaseLines& before, const ReleaseLines& after, const DiffCounts& counts)
    {
        const auto number = [](uint64_t value) { return Json::number(int64_t(value)); };
        Outcome outcome;
        Json& json = outcome.document;
        json.set("from", number(before.release));
        json.set("to", number(after.release));
        json.set("counts",
            Json::object({{"added", number(counts.added)}, {"changed", number(counts.changed)}, {"removed", number(counts.removed)}}));
        json.set("added", std::move(m_added));
        json.set("changed", std::move(m_changed));
        json.set("removed", std::move(m_removed));
        outcome.text = std::move(m_text) + "release " + std::to_string(before.release) + " to " + std::to_string(after.release) + ": "
            + std::to_string(counts.added) + " added, " + std::to_string(counts.changed) + " changed, " + std::to_string(counts.removed)
            + " removed\n";
        return outcome;
    }

private:
    void takeText(const MappingDifference& difference)
    {
        static constexpr char signs[] = {'+', '~', '-'};
        m_text += signs[static_cast<size_t>(difference.what)];
        m_text += " " + forTerminal(difference.id, 300) + "\n";
        for (const FieldDifference& field : difference.fields)
            m_text += "    " + field.field + ": " + valueText(field.before) + " -> " + valueText(field.after) + "\n";
    }

    bool m_json;
    Json m_added = Json::array(), m_changed = Json::array(), m_removed = Json::array();
    std::string m_text;
};

Result<Outcome> diff(Context& context, const Options& options)
{
    const auto opened = openForReleases(context, options.workspace);
    if (!opened)
        return opened.error();
    const Progress progress = context.progress();
    const auto before = open(**opened, options.before, progress);
    if (!before)
        return before.error();
    const auto after = open(**opened, options.after, progress);
    if (!after)
        return after.error();
    Gatherer gatherer(context.options.json);
    const auto counts = diffReleases(
        *before, *after,
        [&](const MappingDifference& difference) {
            gatherer.take(difference);
            return true;
        },
        progress);
    if (!counts)
        return counts.error();
    return gatherer.outcome(*before, *after, *counts);
}

} // namespace

void addReleaseDiff(CommandTree& tree)
{
    auto options = std::make_shared<Options>();
    tree.add("release diff", "Compare two releases mapping by mapping", "shelfctl release diff shop.shelf 11 12")
        .argument(options->workspace, "WS", "The workspace")
        .argument(options->before, "A", "The number of a release, or a release folder")
        .argument(options->after, "B", "The number of a release, or a release folder")
        .run([options](Context& context) { return diff(context, *options); });
}

} // namespace shelf::cli
