#include "governance/preview/settings.h"

#include "model/domain/decimal.h"
#include "model/domain/hash.h"
#include "model/domain/text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace shelf {

namespace {

constexpr std::array<std::string_view, tierCount> tierNames = {
    "pinned", "essential", "curated-compatibility", "curated-commercial", "rule", "mined"};
constexpr std::array<std::string_view, partCount> partNames = {"rank", "price_fit", "stock", "margin", "evidence", "intent_fit", "season"};
constexpr std::array<std::string_view, 3> kindNames = {"bundle", "upgrade", "compat"}; // that have policies as link types have keys

double numberOf(std::string_view text, double otherwise)
{
    const auto canonical = canonicalDecimal(trimmed(text));
    return canonical ? toDouble(*canonical).value_or(otherwise) : otherwise;
}

int64_t countOf(std::string_view text, int64_t otherwise)
{
    const auto canonical = canonicalDecimal(trimmed(text));
    return canonical ? std::max<int64_t>(toInteger(*canonical).value_or(otherwise), 0) : otherwise;
}

// visit(name, value) for each of "rank=3,price_fit=2".
template <typename Visit> void forEachAssignment(std::string_view text, Visit&& visit)
{
    for (const std::string_view item : split(text, ','))
        if (const size_t sign = item.find('='); sign != std::string_view::npos)
            visit(trimmed(item.substr(0, sign)), trimmed(item.substr(sign + 1)));
}

StockPolicy stockPolicy(std::string_view text)
{
    if (text == "keep")
        return StockPolicy::Keep;
    return text == "substitute" ? StockPolicy::Substitute : StockPolicy::Drop;
}

std::string_view stockName(StockPolicy policy)
{
    switch (policy) {
    case StockPolicy::Keep:
        return "keep";
    case StockPolicy::Substitute:
        return "substitute";
    case StockPolicy::Drop:
        break;
    }
    return "drop";
}

std::vector<Tier> tiersOf(std::string_view text)
{
    std::vector<Tier> tiers;
    const auto add = [&tiers](size_t place) {
        const auto tier = static_cast<Tier>(place);
        if (std::find(tiers.begin(), tiers.end(), tier) == tiers.end())
            tiers.push_back(tier);
    };
    for (const std::string_view name : split(text, ','))
        for (size_t place = 0; place < tierCount; ++place)
            if (tierNames[place] == trimmed(name))
                add(place);
    for (size_t place = 0; place < tierCount; ++place)
        add(place);
    return tiers;
}

TypeSettings linkTypeSettings(const Thing& type)
{
    constexpr double usualGuard = 100; // percent, of accessories and cross-sells (preview.md, "Defaults and counting")
    TypeSettings settings;
    settings.slot = type.fields.text("slot");
    settings.inverseSlot = settings.slot.empty() || type.fields.boolean("symmetric") ? std::string() : type.fields.text("inverse_slot");
    settings.cap = static_cast<int64_t>(std::clamp(type.fields.number("cap").value_or(4), 0.0, 1e9));
    settings.stock = stockPolicy(type.fields.text("stock"));
    settings.guard = type.fields.number("guard");
    if (!settings.guard && (type.key == "accessory" || type.key == "cross-sell"))
        settings.guard = usualGuard;
    return settings;
}

void takeKinds(const Definitions& definitions, PreviewSettings& settings)
{
    for (const std::string_view kind : kindNames) {
        TypeSettings& type = settings.types[std::string(kind)];
        type.slot = kind == "bundle" ? "bundles" : kind == "upgrade" ? "upgrades" : ""; // compatibility rules say where they show
    }
    forEachAssignment(definitions.policy("preview-kind-caps"), [&](std::string_view kind, std::string_view value) {
        if (const auto type = settings.types.find(kind); type != settings.types.end())
            type->second.cap = countOf(value, type->second.cap);
    });
    forEachAssignment(definitions.policy("preview-kind-stock"), [&](std::string_view kind, std::string_view value) {
        if (const auto type = settings.types.find(kind); type != settings.types.end())
            type->second.stock = stockPolicy(value);
    });
}

std::string channelByDefault(const Definitions& definitions)
{
    const std::string named = definitions.policy("default-channel");
    if (!named.empty() && definitions.has(ThingKind::Channel, named))
        return named;
    if (definitions.has(ThingKind::Channel, "web"))
        return "web";
    const auto channels = definitions.all(ThingKind::Channel);
    return channels.empty() ? std::string() : channels.front()->key;
}

// Twice all weights is the same mean: the smallest whole numbers in the same proportion.
Json weightsJson(const PreviewSettings& settings)
{
    std::array<int64_t, partCount> whole{};
    int64_t divisor = 0;
    for (size_t part = 0; part < partCount; ++part) {
        whole[part] = std::llround(settings.weights[part] * 1e6);
        divisor = std::gcd(divisor, whole[part]);
    }
    Json json = Json::array();
    for (const int64_t weight : whole)
        json.append(Json::number(divisor ? weight / divisor : 0));
    return json;
}

Json settingsJson(const PreviewSettings& settings)
{
    Json json = Json::object();
    json.set("weights", weightsJson(settings));
    json.set("tiers", Json::array());
    Json tiers = Json::array();
    for (const Tier tier : settings.tiers)
        tiers.append(Json::string(tierName(tier)));
    json.set("tiers", std::move(tiers));
    json.set("floor", Json::number(settings.floor));
    json.set("slot_cap", Json::number(settings.slotCap));
    json.set("brand_cap", Json::number(settings.brandCap));
    json.set("band", Json::array({Json::number(settings.bandMin), Json::number(settings.bandMax)}));
    json.set("channel", Json::string(settings.defaultChannel));
    json.set("time_zone", Json::string(settings.timeZone));
    json.set("language", Json::string(settings.language));
    Json types = Json::object();
    for (const auto& [code, type] : settings.types) {
        Json one = Json::object();
        one.setIf("slot", type.slot);
        one.setIf("inverse_slot", type.inverseSlot);
        one.set("cap", Json::number(type.cap));
        one.set("stock", Json::string(stockName(type.stock)));
        if (type.guard)
            one.set("guard", Json::number(*type.guard));
        types.set(code, std::move(one));
    }
    json.set("types", std::move(types));
    return json;
}

} // namespace

std::string_view tierName(Tier tier)
{
    return tierNames[static_cast<size_t>(tier)];
}

std::string_view partName(ScorePart part)
{
    return partNames[static_cast<size_t>(part)];
}

const TypeSettings& PreviewSettings::of(std::string_view type) const
{
    static const TypeSettings otherwise;
    const auto found = types.find(type);
    return found == types.end() ? otherwise : found->second;
}

PreviewSettings previewSettings(const Definitions& definitions)
{
    PreviewSettings settings;
    forEachAssignment(definitions.policy("preview-weights"), [&](std::string_view name, std::string_view value) {
        for (size_t part = 0; part < partCount; ++part)
            if (partNames[part] == name)
                settings.weights[part] = std::clamp(numberOf(value, 0), 0.0, 1000.0);
    });
    settings.tiers = tiersOf(definitions.policy("preview-tiers"));
    settings.floor = std::clamp(numberOf(definitions.policy("preview-floor"), 0), 0.0, 1.0);
    settings.slotCap = countOf(definitions.policy("preview-cap"), settings.slotCap);
    settings.brandCap = countOf(definitions.policy("preview-brand-cap"), settings.brandCap);
    const std::string band = definitions.policy("preview-band");
    if (const size_t dots = band.find(".."); dots != std::string::npos) {
        settings.bandMin = numberOf(std::string_view(band).substr(0, dots), settings.bandMin);
        settings.bandMax = numberOf(std::string_view(band).substr(dots + 2), settings.bandMax);
    }
    takeKinds(definitions, settings);
    for (const Thing* type : definitions.all(ThingKind::LinkType))
        settings.types.insert_or_assign(type->key, linkTypeSettings(*type));
    for (const Thing* channel : definitions.all(ThingKind::Channel))
        if (const auto cap = channel->fields.number("cap"))
            settings.channelCaps[channel->key] = static_cast<int64_t>(std::clamp(*cap, 0.0, 1e9));
    settings.defaultChannel = channelByDefault(definitions);
    settings.timeZone = definitions.policy("time-zone");
    settings.language = definitions.policy("language");
    return settings;
}

std::string previewSettingsSha256(const Definitions& definitions)
{
    const PreviewSettings settings = previewSettings(definitions);
    std::string text = "shelf-preview-settings-2\n" + settingsJson(settings).write() + '\n';
    const auto add = [&](ThingKind kind, std::string_view key, const FieldMap& fields, std::initializer_list<std::string_view> matters) {
        FieldMap kept;
        for (const std::string_view field : matters)
            kept.set(field, fields.get(field));
        text.append(kindName(kind)).append(" ");
        appendJsonString(text, key);
        text.append(" ").append(kept.toJson()).append("\n");
    };
    for (const char* policy : {"prices", "vat"}) // what a margin is
        text.append(policy).append(" ").append(definitions.policy(policy)).append("\n");
    for (const Thing* channel : definitions.all(ThingKind::Channel)) {
        FieldMap fields = channel->fields;
        if (!fields.boolean("opt_out"))
            fields.set("opt_out", {});
        const auto cap = settings.channelCaps.find(channel->key);
        if (cap != settings.channelCaps.end() && cap->second == settings.slotCap)
            fields.set("cap", {}); // says what holds without it
        add(ThingKind::Channel, channel->key, fields, {"cap", "max_length", "opt_out"});
    }
    for (const Thing* season : definitions.all(ThingKind::Season))
        add(ThingKind::Season, season->key, season->fields, {"every", "from", "to"});
    // What reasons are made of: texts, and the words of link types where there is no text.
    for (const Thing* type : definitions.all(ThingKind::LinkType))
        add(ThingKind::LinkType, type->key, type->fields, {"inverse", "label", "symmetric", "template"});
    for (const Thing* copy : definitions.all(ThingKind::Template)) {
        FieldMap fields = copy->fields;
        fields.set("owner", {});
        fields.set("label", {});
        text.append("template ");
        appendJsonString(text, copy->key);
        text.append(" ").append(fields.toJson()).append("\n");
    }
    // What can be named in a request: the rest of them are labels.
    for (const ThingKind kind : {ThingKind::Audience, ThingKind::Intent, ThingKind::Trigger})
        for (const Thing* thing : definitions.all(kind))
            add(kind, thing->key, thing->fields, {});
    return sha256Hex(text);
}

} // namespace shelf
