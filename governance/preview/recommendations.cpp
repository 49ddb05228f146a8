#include "governance/preview/recommendations.h"

#include "model/domain/mapping.h"
#include "model/domain/text.h"

#include <algorithm>
#include <future>
#include <set>

namespace shelf {

namespace {

constexpr size_t blockProducts = 2048; // made by one thread in one go
constexpr size_t deepest = 8;

// What a line is made of, whoever gives it.
struct LineItem {
    std::string_view slot, id, mapping, reason;
};

class LineWriter {
public:
    LineWriter(std::string& out, std::string_view channel, std::string_view product) : m_out(out)
    {
        m_out += "{\"channel\":";
        appendJsonString(m_out, channel);
        m_out += ",\"product\":";
        appendJsonString(m_out, product);
        m_out += ",\"slots\":[";
    }
    void add(const LineItem& item)
    {
        if (m_slot != item.slot) {
            m_out += m_slot.empty() ? "{\"slot\":" : "]},{\"slot\":";
            m_slot = item.slot;
            appendJsonString(m_out, item.slot);
            m_out += ",\"items\":[";
        } else {
            m_out += ',';
        }
        m_out += "{\"id\":";
        appendJsonString(m_out, item.id);
        m_out += ",\"mapping\":";
        appendJsonString(m_out, item.mapping);
        if (!item.reason.empty()) {
            m_out += ",\"reason\":";
            appendJsonString(m_out, item.reason);
        }
        m_out += '}';
    }
    void finish() { m_out += "]}]}\n"; }

private:
    std::string& m_out;
    std::string m_slot;
};

struct Block {
    std::string lines;
    uint64_t count = 0;
};

// The lines of one channel.
class Channel {
public:
    Channel(const PreviewEngine& engine, std::string name, std::shared_ptr<const PreviewEngine::Prepared> prepared,
        const std::vector<Row>& products)
        : m_engine(engine), m_catalog(engine.catalog()), m_name(std::move(name)), m_prepared(std::move(prepared)), m_products(products)
    {
    }

    Block block(size_t begin, const Progress& progress) const
    {
        Block block;
        const auto scratch = m_engine.scratch();
        std::vector<PreviewEngine::ShownItem> shown;
        for (size_t i = begin; i < std::min(begin + blockProducts, m_products.size()) && !progress.cancelled(); ++i) {
            if (!m_catalog.soldIn(m_products[i], m_name))
                continue; // nobody looks at it there; what is retired may still be looked at
            m_engine.shown(*m_prepared, m_products[i], *scratch, shown);
            if (shown.empty())
                continue;
            LineWriter writer(block.lines, m_name, m_catalog.sku(m_products[i]));
            for (size_t place = 0; place < shown.size(); ++place) {
                const PreviewEngine::ShownItem& item = shown[place];
                const std::string mapping = item.link ? m_catalog.linkId(*item.link) : item.entry->id;
                const std::string_view id = item.target == noRow ? std::string_view(item.entry->id) : m_catalog.sku(item.target);
                writer.add({m_engine.slotNames()[item.slot], id, mapping, m_engine.reason(*scratch, place)});
            }
            writer.finish();
            ++block.count;
        }
        return block;
    }

private:
    const PreviewEngine& m_engine;
    const Snapshot& m_catalog;
    const std::string m_name;
    const std::shared_ptr<const PreviewEngine::Prepared> m_prepared;
    const std::vector<Row>& m_products;
};

Error cancelled()
{
    return {ErrorKind::Cancelled, "CANCELLED", "recommendations", "cancelled; nothing was written", "start again when you are ready"};
}

} // namespace

Result<void> forEachRecommendation(const PreviewEngine& engine, const std::string& on, const LinesVisitor& visit, const Progress& progress)
{
    const Snapshot& catalog = engine.catalog();
    // Later places may be missing from the order of SKUs.
    std::vector<Row> products;
    for (Row row = 0; row < catalog.rows(); ++row)
        if (catalog.exists(row))
            products.push_back(row);
    std::sort(products.begin(), products.end(), [&catalog](Row a, Row b) { return catalog.sku(a) < catalog.sku(b); });
    const auto channels = catalog.definitions().all(ThingKind::Channel);
    const uint64_t total = products.size() * channels.size();
    uint64_t before = 0;
    Progress quiet; // the other thread tells nobody how far it is
    quiet.cancel = progress.cancel;
    for (const Thing* channel : channels) {
        PreviewRequest request;
        request.on = on;
        request.channel = channel->key;
        request.optedOut = true;
        auto prepared = engine.prepare(request);
        if (!prepared)
            return prepared.error();
        const Channel lines(engine, channel->key, *std::move(prepared), products);
        for (size_t begin = 0; begin < products.size(); begin += 2 * blockProducts) {
            auto second = std::async(std::launch::async, [&] { return lines.block(begin + blockProducts, quiet); });
            const Block first = lines.block(begin, quiet);
            if (!first.lines.empty())
                visit(first.lines, first.count);
            const Block next = second.get();
            if (!next.lines.empty())
                visit(next.lines, next.count);
            if (progress.cancelled())
                return cancelled();
            if (progress.report)
                progress.report("recommendations", before + begin, total);
        }
        before += products.size();
    }
    return {};
}

std::string recommendationLine(const Preview& preview)
{
    std::string line;
    if (preview.shown.empty() || preview.request.anchors.empty())
        return line;
    LineWriter writer(line, preview.request.channel, preview.request.anchors.front());
    for (const PreviewItem& item : preview.shown)
        writer.add({item.slot, item.id, item.mapping, item.reason});
    writer.finish();
    return line;
}

namespace {

// Whether an object has just these keys in this order; those from `optional` on may be missing.
bool hasKeys(const Json& object, std::initializer_list<std::string_view> keys, size_t optional)
{
    const Json::Object& members = object.members();
    if (!object.isObject() || members.size() > keys.size() || members.size() < optional)
        return false;
    return std::equal(
        members.begin(), members.end(), keys.begin(), [](const Json::Member& member, std::string_view key) { return member.first == key; });
}

std::optional<std::string> checkItem(const Json& item, std::set<std::string>& seen)
{
    if (!hasKeys(item, {"id", "mapping", "reason"}, 2))
        return "has an item with other keys than id, mapping and reason";
    for (const auto& [key, value] : item.members())
        if (!value.isString() || value.text().empty())
            return "has an item whose " + key + " is no text";
    if (!mappingKindOf(item["mapping"].text()))
        return "has an item that names no mapping: " + forTerminal(item["mapping"].text(), 80);
    if (!seen.insert(item["id"].text()).second)
        return "shows " + forTerminal(item["id"].text(), 80) + " twice";
    return std::nullopt;
}

std::optional<std::string> checkSlots(const Json& slots)
{
    if (!slots.isArray() || slots.items().empty())
        return "shows nothing";
    std::set<std::string> names, ids;
    for (const Json& slot : slots.items()) {
        if (!hasKeys(slot, {"slot", "items"}, 2) || !slot["slot"].isString() || slot["items"].items().empty())
            return "has a slot without name or items";
        if (!names.insert(slot["slot"].text()).second)
            return "has the slot " + forTerminal(slot["slot"].text(), 80) + " twice";
        for (const Json& item : slot["items"].items())
            if (auto wrong = checkItem(item, ids))
                return wrong;
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> RecommendationChecker::check(std::string_view line)
{
    const auto json = parseJson(line, {.depth = deepest, .bytes = size_t(32) << 20});
    if (!json)
        return "is not JSON: " + json.error().what;
    if (!hasKeys(*json, {"channel", "product", "slots"}, 3) || !(*json)["channel"].isString() || !(*json)["product"].isString())
        return "has other keys than channel, product and slots";
    if (json->write() != line)
        return "is not canonical JSON";
    std::pair now((*json)["channel"].text(), (*json)["product"].text());
    const std::pair last(m_channel, m_product);
    if (now <= last)
        return now == last ? "is about the same channel and product as the line before it"
                           : "is out of order: its channel and product sort before those of the line before it";
    m_channel = std::move(now.first);
    m_product = std::move(now.second);
    return checkSlots((*json)["slots"]);
}

} // namespace shelf
