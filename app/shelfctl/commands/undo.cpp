// shelfctl undo, redo: taking a change set back, and bringing it again.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"
#include "model/domain/text.h"

namespace shelf::cli {

namespace {

Json conflictsJson(const std::vector<Conflict>& conflicts)
{
    Json list = Json::array();
    for (const Conflict& conflict : conflicts) {
        Json entry = Json::object();
        entry.set("kind", Json::string(conflict.kind));
        entry.set("id", Json::string(conflict.key));
        entry.setIf("field", conflict.field);
        entry.set("because", Json::string(conflict.because));
        const auto value = [&entry](const char* key, const std::string& json) {
            if (const auto parsed = json.empty() ? Result<Json>(Json()) : parseJson(json); parsed && !parsed->isNull())
                entry.set(key, *parsed);
        };
        value("expected", conflict.expected);
        value("now", conflict.actual);
        if (conflict.changeSet)
            entry.set("changeset", changesetJson(conflict.changeSet));
        entry.setIf("author", conflict.author);
        entry.setIf("time", conflict.time);
        entry.setIf("label", conflict.label);
        list.append(std::move(entry));
    }
    return list;
}

struct Request {
    std::string workspace;
    std::optional<std::string> changeset;
    bool dryRun = false;
};

std::string conflictLine(const Conflict& conflict)
{
    const std::string field = conflict.field.empty() ? "" : " " + forTerminal(conflict.field, 60);
    return "in the way: " + forTerminal(conflict.key, 200) + field + ": " + forTerminal(conflict.because) + "\n";
}

// What a change set is called in the history, as "change set 12 (Set price of CAM-1, mia)".
std::string named(Workspace& workspace, uint64_t number)
{
    std::string text = "change set " + std::to_string(number);
    const auto entries = workspace.history({number - 1, {}, {}, {}, {}, 0, nullptr});
    if (entries && !entries->empty() && entries->back().header.number == number) {
        const ChangeSetHeader& header = entries->back().header;
        text += " (" + forTerminal(header.label, 120) + ", " + forTerminal(header.author, 60) + ")";
    }
    return text;
}

Outcome outcomeOf(Workspace& workspace, const UndoOutcome& done, const char* key, const Request& request)
{
    Outcome outcome;
    Json& json = outcome.document;
    json.set(key, changesetJson(done.undone));
    json.set("changeset", changesetJson(done.number));
    json.set("conflicts", conflictsJson(done.conflicts));
    if (request.dryRun)
        json.set("dry_run", Json::boolean(true));
    const bool passedOver = !done.skipped.empty() && !request.changeset;
    if (passedOver) {
        json.set("skipped", numbersJson(done.skipped));
        if (!done.archived.empty())
            json.set("archived", numbersJson(done.archived));
        const size_t archived = done.archived.size(), decisions = done.skipped.size() - archived;
        if (decisions > 0)
            outcome.text += counted(decisions, "newer change set") + " passed over: decisions are never undone\n";
        if (archived > 0)
            outcome.text += counted(archived, "newer feed") + " passed over: what is in an archive stays as it is\n";
    }
    if (!done.conflicts.empty()) {
        constexpr size_t most = 1000; // that are looked for
        const Conflict& first = done.conflicts.front();
        for (const Conflict& conflict : done.conflicts)
            outcome.text += conflictLine(conflict);
        if (done.conflicts.size() >= most)
            outcome.text += "and there may be more\n";
        outcome.error = Error{ErrorKind::Refused, "CONFLICT", first.key, first.because, "undo what came later first"};
    } else if (!done.undone) {
        outcome.text += request.changeset
            ? "change set " + *request.changeset + " has nothing left to take back: decisions stay, and its effect is gone already\n"
            : std::string("there is nothing to ") + (std::string_view(key) == "undone" ? "undo" : "redo") + "\n";
    } else if (request.dryRun) {
        outcome.text += named(workspace, *done.undone) + " can be " + key + "; a dry run, nothing is changed\n";
    } else {
        outcome.text += named(workspace, *done.undone) + " is " + key + changesetText(done.number) + "\n";
    }
    return outcome;
}

Result<Outcome> takeBack(Context& context, const Request& request, bool undoes)
{
    const char* command = undoes ? "undo" : "redo";
    const auto number = optionalNumber(command, request.changeset, INT64_MAX);
    if (!number)
        return number.error();
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, request.workspace);
    if (!opened)
        return opened.error();
    const ApplyOptions options{request.dryRun, context.progress()};
    const auto done = undoes ? (*opened)->undo(*author, *number, options) : (*opened)->redo(*author, *number, options);
    if (!done)
        return done.error();
    return outcomeOf(**opened, *done, undoes ? "undone" : "redone", request);
}

} // namespace

void addUndo(CommandTree& tree)
{
    const auto add = [&tree](bool undoes, const char* name, const char* summary, const char* example) {
        auto request = std::make_shared<Request>();
        tree.add(name, summary, example)
            .argument(request->workspace, "WS", "The workspace")
            .optionalArgument(request->changeset, "CHANGESET", "Its number, from `shelfctl history`")
            .flag(request->dryRun, "--dry-run", "Say whether it can be done and what is in the way, change nothing")
            .run([request, undoes](Context& context) { return takeBack(context, *request, undoes); });
    };
    add(true, "undo", "Take back the newest change set, or the one named", "shelfctl undo shop.shelf 12 --dry-run");
    add(false, "redo", "Bring back what was undone last, or the undone change set named", "shelfctl redo shop.shelf");
}

} // namespace shelf::cli
