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
        list.append(std::move(entry));
    }
    return list;
}

Outcome outcomeOf(const UndoOutcome& done, const char* key)
{
    Outcome outcome;
    Json& json = outcome.document;
    json.set(key, changesetJson(done.undone));
    json.set("changeset", changesetJson(done.number));
    json.set("conflicts", conflictsJson(done.conflicts));
    if (!done.skipped.empty()) {
        Json skipped = Json::array();
        for (const uint64_t number : done.skipped)
            skipped.append(Json::number(int64_t(number)));
        json.set("skipped", std::move(skipped));
        outcome.text += counted(done.skipped.size(), "newer change set") + " passed over: decisions are never undone\n";
    }
    if (!done.conflicts.empty()) {
        const Conflict& first = done.conflicts.front();
        for (const Conflict& conflict : done.conflicts)
            outcome.text +=
                "in the way: " + forTerminal(conflict.key, 200) + " " + conflict.field + ": " + forTerminal(conflict.because) + "\n";
        outcome.error = Error{ErrorKind::Refused, "CONFLICT", first.key, first.because, "undo what came later first"};
    } else if (!done.undone) {
        outcome.text += std::string("there is nothing to ") + (std::string_view(key) == "undone" ? "undo" : "redo") + "\n";
    } else {
        outcome.text += "change set " + std::to_string(*done.undone) + " is " + key + changesetText(done.number) + "\n";
    }
    return outcome;
}

Result<Outcome> undo(Context& context, const std::string& path, const std::optional<std::string>& changeset)
{
    const auto number = optionalNumber("undo", changeset, INT64_MAX);
    if (!number)
        return number.error();
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, path);
    if (!opened)
        return opened.error();
    const auto done = (*opened)->undo(*author, *number, {false, context.progress()});
    if (!done)
        return done.error();
    return outcomeOf(*done, "undone");
}

Result<Outcome> redo(Context& context, const std::string& path)
{
    const auto author = context.person();
    if (!author)
        return author.error();
    const auto opened = openForWriting(context, path);
    if (!opened)
        return opened.error();
    const auto done = (*opened)->redo(*author, {false, context.progress()});
    if (!done)
        return done.error();
    return outcomeOf(*done, "redone");
}

} // namespace

void addUndo(CommandTree& tree)
{
    struct Options {
        std::string workspace;
        std::optional<std::string> changeset;
    };
    auto options = std::make_shared<Options>();
    tree.add("undo", "Take back the newest change set, or the one named", "shelfctl undo shop.shelf 12")
        .argument(options->workspace, "WS", "The workspace")
        .optionalArgument(options->changeset, "CHANGESET", "Its number, from `shelfctl history`")
        .run([options](Context& context) { return undo(context, options->workspace, options->changeset); });
    auto again = std::make_shared<std::string>();
    tree.add("redo", "Bring back what was undone last", "shelfctl redo shop.shelf")
        .argument(*again, "WS", "The workspace")
        .run([again](Context& context) { return redo(context, *again); });
}

} // namespace shelf::cli
