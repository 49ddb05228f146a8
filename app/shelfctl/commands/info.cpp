// shelfctl info: what a workspace file is.
#include "app/shelfctl/commands/commands.h"
#include "app/shelfctl/session.h"

namespace shelf::cli {

namespace {

Result<Outcome> info(Context& context, const std::string& path)
{
    const auto workspace = openForReading(context, path);
    if (!workspace)
        return workspace.error();
    const auto products = (*workspace)->productCount();
    if (!products)
        return products.error();
    const auto head = (*workspace)->journalHead();
    if (!head)
        return head.error();
    Outcome outcome;
    Json& json = outcome.document;
    json.set("workspace", Json::string((*workspace)->path()));
    json.set("id", Json::string((*workspace)->id()));
    json.set("schema", Json::number(int64_t((*workspace)->schemaVersion())));
    json.set("bytes", Json::number(int64_t((*workspace)->fileBytes())));
    json.set("products", Json::number(int64_t(*products)));
    json.set("entries", Json::number(int64_t((*workspace)->journalEntries())));
    json.set("head", Json::string(*head));
    json.set("four_eyes", Json::string((*workspace)->definitions().policy("four-eyes")));
    json.set("tool", Json::string(SHELF_VERSION));
    for (const auto& [key, value] : json.members())
        outcome.text += key + std::string(key.size() < 12 ? 12 - key.size() : 1, ' ') + value.text() + "\n";
    return outcome;
}

} // namespace

void addInfo(CommandTree& tree)
{
    auto path = std::make_shared<std::string>();
    tree.add("info", "Say what a workspace file is: id, schema, size", "shelfctl info shop.shelf")
        .argument(*path, "WS", "The workspace")
        .run([path](Context& context) { return info(context, *path); });
}

} // namespace shelf::cli
