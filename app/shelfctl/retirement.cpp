#include "app/shelfctl/retirement.h"

#include "app/shelfctl/nearby_catalog.h"
#include "app/shelfctl/session.h"
#include "governance/offers/bundle_checks.h"
#include "governance/offers/touched.h"
#include "model/domain/text.h"

#include <algorithm>

namespace shelf::cli {

namespace {

constexpr size_t mostProducts = 100, mostNotes = 20;
constexpr int longestChain = 10; // of successors

// The product's mappings, and those of what replaces it where that is no longer sold itself.
Result<void> addWithSuccessors(NearbyCatalog& catalog, const std::string& sku)
{
    std::vector<std::string> waiting = {sku};
    for (int depth = 0; depth < longestChain && !waiting.empty(); ++depth) {
        std::vector<std::string> next;
        for (const std::string& one : waiting) {
            if (const auto added = catalog.addMappingsOf(one); !added)
                return added;
            const Snapshot snapshot = catalog.snapshot();
            const Row row = snapshot.find(one);
            const uint16_t successor = snapshot.links().typeOf("successor");
            if (row == noRow || successor == 0xffff)
                continue;
            for (const Link& link : snapshot.links().from(row))
                if (link.type == successor && !isSold(snapshot, link.target))
                    next.emplace_back(snapshot.sku(link.target));
        }
        waiting = std::move(next);
    }
    return {};
}

std::string quoted(const std::string& word)
{
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || std::string_view("-_./:%").find(c) != std::string_view::npos;
    };
    if (!word.empty() && std::all_of(word.begin(), word.end(), plain))
        return word;
    std::string text = "'";
    for (const char c : word)
        text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

std::string commandFor(const TouchedMapping& mapping, size_t successors, const std::string& path)
{
    const std::string fix = "shelfctl fix " + quoted(path) + " --rule ";
    if (mapping.part == "source")
        return fix + "link.source-retired";
    if (mapping.part == "step")
        return fix + "upgrade.step-retired";
    if (successors == 1 && mapping.kind == MappingKind::Link)
        return fix + "link.target-retired";
    if (successors == 1 && mapping.kind == MappingKind::Bundle)
        return fix + "bundle.component-retired";
    if (mapping.kind == MappingKind::Link)
        return "shelfctl link remove " + quoted(path) + " " + quoted(mapping.id);
    // What was never approved cannot be retired: it is changed.
    const bool approved = mapping.status == MappingStatus::Approved;
    return (approved ? "shelfctl review retire " : "shelfctl show ") + quoted(path) + " " + quoted(mapping.id);
}

} // namespace

Result<Json> touchesJson(Workspace& workspace, const std::vector<std::string>& skus, const std::string& path)
{
    NearbyCatalog catalog(workspace);
    const size_t count = std::min(skus.size(), mostProducts);
    for (size_t i = 0; i < count; ++i) {
        if (const auto added = catalog.addProduct(skus[i]); !added)
            return added.error();
        if (const auto added = addWithSuccessors(catalog, skus[i]); !added)
            return added.error();
    }
    const Snapshot snapshot = catalog.snapshot();
    Json touches = Json::array();
    for (size_t i = 0; i < count; ++i) {
        const Row row = snapshot.find(skus[i]);
        if (row == noRow)
            continue;
        Json successors = Json::array();
        for (const Row successor : successorsOf(snapshot, View::Working, row))
            successors.append(Json::string(snapshot.sku(successor)));
        for (const TouchedMapping& mapping : touchedMappings(snapshot, row)) {
            Json item = Json::object();
            item.set("sku", Json::string(skus[i]));
            item.set("id", Json::string(mapping.id));
            item.set("part", Json::string(mapping.part));
            item.set("status", Json::string(statusName(mapping.status)));
            item.set("successors", successors);
            item.set("command", Json::string(commandFor(mapping, successors.items().size(), path)));
            touches.append(std::move(item));
        }
    }
    return touches;
}

void noteTouches(const Context& context, const Json& touches, size_t products, const std::string& path)
{
    size_t told = 0;
    for (const Json& touch : touches.items()) {
        if (++told > mostNotes)
            break;
        const std::vector<std::string> successors = touch["successors"].toStrings();
        std::string what = "is named by " + touch["id"].text() + " (" + touch["part"].text() + ", " + touch["status"].text() + ")";
        if (!successors.empty())
            what += successors.size() == 1 ? "; its successor is " + successors.front() : "; its successors are " + join(successors, ", ");
        context.note(touch["sku"].text(), what + ": see `" + touch["command"].text() + "`");
    }
    if (touches.items().size() > mostNotes || products > mostProducts)
        context.note(path, "further mappings name what was retired; see `shelfctl validate " + quoted(path) + "`");
}

} // namespace shelf::cli
