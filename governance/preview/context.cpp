#include "governance/preview/context.h"

#include "model/domain/shape.h"
#include "model/domain/text.h"

#include <QByteArray>
#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <atomic>

namespace shelf {

namespace {

constexpr int64_t second = 1000;
constexpr size_t dateBytes = 10;

std::optional<QTimeZone> zoneOf(const std::string& name)
{
    if (name.empty() || name == "UTC")
        return std::nullopt;
    QTimeZone zone(QByteArray::fromStdString(name));
    return zone.isValid() ? std::optional(std::move(zone)) : std::nullopt;
}

// Milliseconds of a local wall time that is `local` milliseconds after 1970-01-01T00:00 there.
int64_t fromLocal(int64_t local, const std::optional<QTimeZone>& zone)
{
    if (!zone)
        return local;
    const QDateTime wall = QDateTime::fromMSecsSinceEpoch(local, Qt::UTC);
    return QDateTime(wall.date(), wall.time(), *zone).toMSecsSinceEpoch();
}

Days localDay(int64_t utc, const std::optional<QTimeZone>& zone)
{
    const int64_t local = zone ? utc + int64_t(zone->offsetFromUtc(QDateTime::fromMSecsSinceEpoch(utc, Qt::UTC))) * second : utc;
    constexpr int64_t day = 86400 * second;
    return static_cast<Days>(local >= 0 ? local / day : -((-local + day - 1) / day));
}

// A date and time, which may have no offset.
std::optional<int64_t> instantOf(std::string_view text, const std::optional<QTimeZone>& zone)
{
    if (const auto utc = parseTime(text))
        return utc;
    const auto local = parseTime(std::string(text) + "Z");
    return local ? std::optional(fromLocal(*local, zone)) : std::nullopt;
}

std::string_view unquoted(std::string_view json)
{
    return json.size() >= 2 && json.front() == '"' ? json.substr(1, json.size() - 2) : std::string_view();
}

Error unknown(ThingKind kind, std::string_view option, std::string_view code, const Definitions& definitions)
{
    std::vector<std::string> known;
    for (const Thing* thing : definitions.all(kind))
        known.push_back(thing->key);
    std::string what = "there is no ";
    what.append(kindName(kind)).append(" ").append(inQuotes(code));
    return {ErrorKind::Rejected, std::string(unknownNameCode(kind)), std::string(option), std::move(what),
        didYouMean(code, known, known.empty() ? "the workspace has none yet" : "use one of " + join(known, ", "))};
}

Error unknownProduct(const Snapshot& catalog, std::string_view option, std::string_view sku)
{
    const auto like = catalog.search(folded(sku), 1);
    return {ErrorKind::Rejected, "UNKNOWN_SKU", std::string(option), "there is no product " + inQuotes(sku, 120),
        like.empty() ? "list products with `shelfctl products`" : "did you mean '" + std::string(catalog.sku(like.front())) + "'?"};
}

Result<void> checkNames(const Definitions& definitions, const PreviewRequest& request)
{
    const std::tuple<ThingKind, std::string_view, const std::string&> names[] = {{ThingKind::Channel, "channel", request.channel},
        {ThingKind::Audience, "audience", request.audience}, {ThingKind::Intent, "intent", request.intent},
        {ThingKind::Trigger, "trigger", request.trigger}};
    for (const auto& [kind, option, code] : names)
        if (!code.empty() && !definitions.has(kind, code))
            return unknown(kind, option, code, definitions);
    return {};
}

// "SKU", or "SKU@2026-10-01" where it was bought then.
Result<OwnedProduct> ownedProduct(const Snapshot& catalog, const std::string& text)
{
    OwnedProduct owned;
    owned.text = text;
    owned.row = catalog.find(text);
    if (owned.row != noRow)
        return owned;
    const size_t sign = text.rfind('@');
    const auto bought = sign == std::string::npos ? std::nullopt : parseDate(std::string_view(text).substr(sign + 1));
    if (bought) {
        owned.row = catalog.find(std::string_view(text).substr(0, sign));
        owned.bought = bought;
    }
    if (owned.row == noRow && !bought && sign != std::string::npos && catalog.find(std::string_view(text).substr(0, sign)) != noRow)
        return Error{ErrorKind::Rejected, "DATE", "owned", inQuotes(std::string_view(text).substr(sign + 1), 60) + " is no date",
            "write when it was bought as in " + text.substr(0, sign) + "@2026-03-01"};
    if (owned.row == noRow)
        return unknownProduct(catalog, "owned", bought ? std::string_view(text).substr(0, sign) : std::string_view(text));
    return owned;
}

} // namespace

std::optional<Moment> momentOf(std::string_view text, const std::string& zoneName)
{
    const auto zone = zoneOf(zoneName);
    constexpr int64_t dayMilliseconds = 86400 * second; // of the wall clock; zones move the ends
    if (const auto day = parseDate(text))
        return Moment{*day, fromLocal(int64_t(*day) * dayMilliseconds, zone), fromLocal(int64_t(*day + 1) * dayMilliseconds, zone) - 1};
    if (text.size() <= dateBytes)
        return std::nullopt;
    const auto instant = instantOf(text, zone);
    return instant ? std::optional(Moment{localDay(*instant, zone), *instant, *instant}) : std::nullopt;
}

uint8_t Context::window(std::string_view from, std::string_view to, std::string_view every) const
{
    // Days are compared as days; only what has a time needs the zone. A date alone is a whole day at either end.
    const auto isBefore = [this](std::string_view end, bool lower) {
        const std::string_view text = unquoted(end);
        if (const auto day = parseDate(text))
            return lower ? on.day < *day : on.day > *day;
        const auto instant = instantOf(text, zoneOf(zone));
        return instant && (lower ? on.end < *instant : on.begin > *instant);
    };
    uint8_t answer = WindowOpen;
    if (!from.empty() && isBefore(from, true))
        answer |= NotYet;
    if (!to.empty() && isBefore(to, false))
        answer |= Over;
    if (!every.empty() && !recurrenceContains(unquoted(every), on.day))
        answer |= NotNow;
    return answer;
}

Result<Context> contextOf(const Snapshot& catalog, const PreviewSettings& settings, PreviewRequest request)
{
    const Definitions& definitions = catalog.definitions();
    static std::atomic<uint64_t> contexts{0};
    Context context;
    context.id = ++contexts;
    if (request.channel.empty())
        request.channel = settings.defaultChannel;
    if (auto known = checkNames(definitions, request); !known)
        return known.error();
    const auto on = momentOf(request.on, settings.timeZone);
    if (!on)
        return Error{ErrorKind::Rejected, "DATE", "on", request.on.empty() ? "no date is given" : inQuotes(request.on) + " is no date",
            "write a date as in 2026-11-15, or a date and time as in 2026-11-15T08:00"};
    context.on = *on;
    context.zone = settings.timeZone;
    if (const Thing* channel = definitions.find(ThingKind::Channel, request.channel))
        context.channelOptsOut = channel->fields.boolean("opt_out");
    request.optedOut = request.optedOut || context.channelOptsOut;
    const auto json = [](const std::string& code) { return code.empty() ? std::string() : jsonString(code); };
    context.channel = json(request.channel);
    context.intent = json(request.intent);
    if (!request.optedOut) {
        context.audience = json(request.audience);
        context.trigger = json(request.trigger);
    }
    for (const std::string& text : request.owned) {
        auto owned = ownedProduct(catalog, text);
        if (!owned)
            return owned.error();
        if (!request.optedOut)
            context.owned.push_back(*std::move(owned));
    }
    const auto cap = settings.channelCaps.find(request.channel);
    context.slotCap = cap == settings.channelCaps.end() ? settings.slotCap : cap->second;
    for (const Thing* season : definitions.all(ThingKind::Season)) {
        const FieldMap& fields = season->fields;
        context.seasons.emplace_back(jsonString(season->key), context.window(fields.get("from"), fields.get("to"), fields.get("every")));
    }
    context.request = std::move(request);
    return context;
}

Result<std::vector<Row>> anchorsOf(const Snapshot& catalog, const PreviewRequest& request)
{
    std::vector<Row> rows;
    for (const std::string& sku : request.anchors) {
        const Row row = catalog.find(sku);
        if (row == noRow)
            return unknownProduct(catalog, "anchors", sku);
        if (std::find(rows.begin(), rows.end(), row) == rows.end())
            rows.push_back(row);
    }
    if (rows.empty())
        return Error{ErrorKind::Rejected, "ANCHORS", "anchors", "no product is named", "name the product that the shopper looks at"};
    return rows;
}

} // namespace shelf
