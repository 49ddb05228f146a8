// shelfctl compact: gives unused space of the file back.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"

namespace shelf::cli {

namespace {

Result<Outcome> compact(Context& context, const std::string& path)
{
    const auto opened = openForWriting(context, path);
    if (!opened)
        return opened.error();
    const uint64_t before = (*opened)->fileBytes();
    if (const auto done = (*opened)->compact(); !done)
        return done.error();
    const uint64_t after = (*opened)->fileBytes();
    Outcome outcome;
    outcome.document.set("bytes_before", Json::number(int64_t(before)));
    outcome.document.set("bytes", Json::number(int64_t(after)));
    outcome.text = std::to_string(before) + " bytes before, " + std::to_string(after) + " now\n";
    return outcome;
}

} // namespace

void addCompact(CommandTree& tree)
{
    auto path = std::make_shared<std::string>();
    tree.add("compact", "Give unused space of a workspace file back", "shelfctl compact shop.shelf")
        .argument(*path, "WS", "The workspace")
        .run([path](Context& context) { return compact(context, *path); });
}

} // namespace shelf::cli
