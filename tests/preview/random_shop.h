// A small catalog drawn at random, with everything in it that a preview looks at, and the steps of flips carried out on it.
#pragma once

#include "governance/preview/preview.h"
#include "model/catalog/catalog.h"
#include "model/domain/mapping.h"
#include "model/domain/text.h"

#include <QtTest>

#include <map>
#include <random>

namespace shelf::test {

class RandomShop {
public:
    explicit RandomShop(uint64_t seed) : m_random(seed)
    {
        for (Thing& thing : builtInDefinitions())
            m_definitions[{thing.kind, thing.key}] = thing;
        define(ThingKind::Channel, "store", {{"label", "\"Store\""}});
        define(ThingKind::Channel, "kiosk", {{"label", "\"Kiosk\""}, {"opt_out", "true"}});
        define(ThingKind::Audience, "pro", {{"label", "\"Pro\""}});
        define(ThingKind::Audience, "new", {{"label", "\"New\""}});
        define(ThingKind::Season, "xmas", {{"label", "\"Christmas\""}, {"every", "\"12-01..12-26\""}});
        define(ThingKind::Season, "autumn", {{"label", "\"Autumn\""}, {"from", "\"2026-09-01\""}, {"to", "\"2026-11-30\""}});
        define(ThingKind::Attribute, "mount", {{"label", "\"Mount\""}, {"type", "\"text\""}});
        settings();
        for (int i = 0; i < products; ++i)
            addProduct(i);
        for (int i = 0; i < 90; ++i)
            addLink();
        addEntries();
    }

    static constexpr int products = 24;
    static std::string sku(int i) { return "P" + std::to_string(100 + i); }

    Snapshot snapshot() const
    {
        std::vector<Thing> things;
        for (const auto& [key, thing] : m_definitions)
            things.push_back(thing);
        Catalog catalog{Definitions(std::move(things))};
        for (const auto& [key, product] : m_products)
            catalog.putProduct(product);
        for (const auto& [id, mapping] : m_mappings)
            catalog.putMapping(mapping, 20000);
        return catalog.snapshot();
    }

    PreviewRequest request()
    {
        PreviewRequest request;
        const int count = one(4) ? 2 : 1;
        for (int i = 0; i < count; ++i)
            request.anchors.push_back(anySku());
        request.on = pick({"2026-11-15", "2026-12-10", "2026-11-15T08:30", "2027-03-01"});
        request.channel = pick({"", "web", "store", "kiosk"});
        request.audience = pick({"", "", "pro", "new"});
        request.intent = pick({"", "", "browsing", "owner"});
        request.trigger = pick({"", "", "launch"});
        if (one(3))
            request.owned.push_back(anySku() + (one(2) ? "@2026-10-20" : ""));
        request.optedOut = one(6);
        return request;
    }

    bool one(int of) { return m_random() % static_cast<uint64_t>(of) == 0; }
    View view() { return one(2) ? View::Working : View::Approved; }

    // As somebody would who follows the step. False: the step says nothing that could be done.
    bool apply(const FlipStep& step, PreviewRequest& request, View view)
    {
        const std::string& subject = step.subject;
        if (subject == "context")
            return applyToRequest(step, request);
        for (const auto& [prefix, kind] :
            {std::pair("policy:", ThingKind::Policy), {"link_type:", ThingKind::LinkType}, {"channel:", ThingKind::Channel}})
            if (subject.starts_with(prefix)) {
                Thing& thing = m_definitions[{kind, subject.substr(std::string_view(prefix).size())}];
                thing.kind = kind;
                thing.key = subject.substr(std::string_view(prefix).size());
                thing.revision = 1;
                thing.fields.set(step.field, kind == ThingKind::Policy ? jsonString(step.to) : step.to);
                return checkDefinition(kind, thing.key, thing.fields).ok();
            }
        if (mappingKindOf(subject))
            return applyToMapping(step, view);
        const auto product = m_products.find(subject);
        if (product == m_products.end())
            return false;
        product->second.fields.set(step.field, jsonOf(step.field, step.to));
        return true;
    }

private:
    using Fields = std::vector<std::pair<std::string, std::string>>;

    std::string pick(const std::vector<std::string>& from) { return from[m_random() % from.size()]; }
    int number(int below) { return static_cast<int>(m_random() % static_cast<uint64_t>(below)); }
    std::string anySku() { return sku(number(products)); }

    void define(ThingKind kind, const std::string& key, const Fields& fields)
    {
        Thing& thing = m_definitions[{kind, key}];
        thing.kind = kind;
        thing.key = key;
        thing.revision = 1;
        for (const auto& [field, json] : fields)
            thing.fields.set(field, json);
    }

    void settings()
    {
        const auto policy = [&](const std::string& name, const std::string& value) {
            define(ThingKind::Policy, name, {{"value", jsonString(value)}});
        };
        if (one(3))
            policy("preview-floor", pick({"0.2", "0.45", "0.7"}));
        if (one(2))
            policy("preview-cap", pick({"1", "2", "3", "0"}));
        if (one(3))
            policy("preview-brand-cap", pick({"1", "2"}));
        if (one(4))
            policy("preview-tiers", "rule,mined");
        if (one(4))
            policy("preview-kind-stock", "bundle=keep,upgrade=substitute,compat=substitute");
        if (one(4))
            define(ThingKind::Channel, "store", {{"cap", pick({"1", "2", "5"})}});
        if (one(2))
            define(ThingKind::LinkType, "accessory",
                {{"stock", jsonString(pick({"drop", "keep", "substitute"}))}, {"cap", pick({"1", "2", "4"})}});
        if (one(2))
            define(ThingKind::LinkType, "accessory", {{"inverse_slot", "\"alternatives\""}});
        if (one(3))
            define(ThingKind::LinkType, "cross-sell", {{"guard", pick({"20", "60"})}});
    }

    void addProduct(int i)
    {
        Thing product;
        product.key = sku(i);
        product.revision = 1;
        product.fields.setText("family", i % 3 ? "lens" : "camera");
        if (!one(8))
            product.fields.set("price", std::to_string(10 + number(300)));
        if (one(2))
            product.fields.set("cost", std::to_string(5 + number(100)));
        if (!one(3))
            product.fields.set("stock", std::to_string(one(4) ? 0 : number(30)));
        if (one(9))
            product.fields.setText("lifecycle", pick({"retired", "planned", "end-of-life"}));
        if (one(14))
            product.fields.setText("launch", "2026-12-01");
        if (one(14))
            product.fields.setText("end_of_life", "2026-11-30");
        if (one(8))
            product.fields.set("channels", pick({"[\"web\"]", "[\"store\"]"}));
        if (one(16))
            product.fields.set("never_recommend", "true");
        if (!one(4))
            product.fields.setText("brand", pick({"Orvane", "Pax"}));
        if (!one(6))
            product.fields.setText("mount", pick({"E", "Z"}));
        if (i > 3 && one(10))
            product.fields.setText("parent", sku(number(3)));
        m_products[product.key] = product;
    }

    void addCommon(FieldMap& content)
    {
        if (one(3))
            content.set("rank", std::to_string(1 + number(5)));
        if (one(12))
            content.set("pin", "true");
        if (one(8))
            content.set("boost", pick({"0.5", "-0.5", "1"}));
        switch (number(10)) {
        case 0:
            content.setText("from", pick({"2026-11-16", "2026-11-15T08:00"}));
            break;
        case 1:
            content.setText("to", pick({"2026-11-14", "2026-12-31"}));
            break;
        case 2:
            content.setText("every", "11-20..12-24");
            break;
        case 3:
            content.setText("season", pick({"xmas", "autumn"}));
            break;
        default:
            break;
        }
        if (one(10))
            content.set("channels", pick({"[\"web\"]", "[\"store\",\"kiosk\"]"}));
        if (one(10))
            content.set("audiences", "[\"pro\"]");
        if (one(10))
            content.set("intents", "[\"owner\"]");
        if (one(14))
            content.set("triggers", "[\"launch\"]");
        if (one(6))
            content.set("evidence", "[{\"origin\":\"mined\",\"shrunk_lift\":" + pick({"1.2", "3", "8.5"}) + "}]");
    }

    void put(const std::string& id, FieldMap content)
    {
        if (!checkContent(id, content).ok())
            qFatal("%s: %s", id.c_str(), checkContent(id, content).error().what.c_str());
        MappingState state;
        state.id = id;
        state.revision = 1;
        if (one(3)) {
            state.hasDraft = true;
            state.draft = content;
            state.draftStatus = one(3) ? MappingStatus::Rejected : MappingStatus::Draft;
        } else {
            state.approved.number = 1;
            state.approved.content = content;
            state.approved.approvedAt = "2026-10-01T08:00:00Z";
            state.approved.retired = one(15);
            if (!state.approved.retired && one(8)) {
                state.hasDraft = true;
                state.draft = content;
                if (one(2))
                    state.draftRetires = true;
                else
                    state.draft.set("rank", std::to_string(1 + number(5)));
            }
            if (one(12)) {
                state.hold = Json::object();
                state.hold.set("reason", Json::string("recall"));
            }
        }
        m_mappings[id] = state;
    }

    void addLink()
    {
        const std::string type = pick({"accessory", "accessory", "accessory", "cross-sell", "cross-sell", "up-sell", "requires",
            "consumable", "service", "substitute", "successor", "compatible", "incompatible", "spare-part"});
        std::string source = one(2) ? sku(number(6)) : anySku(), target = anySku();
        if (source == target)
            return;
        const bool symmetric = type == "substitute" || type == "compatible" || type == "incompatible";
        if (symmetric && target < source)
            std::swap(source, target);
        FieldMap content;
        content.setText("source", source);
        content.setText("target", target);
        content.setText("type", type);
        addCommon(content);
        if (type == "consumable" && one(2))
            content.set("interval_days", "30");
        if (symmetric && one(2))
            content.set("target_rank", std::to_string(1 + number(5)));
        put(LinkId{source, type, target, {}}.text(), content);
    }

    void addEntries()
    {
        for (int i = 0; i < 4; ++i) {
            FieldMap content;
            content.set("components",
                "[{\"sku\":\"" + sku(number(6)) + "\"},{\"sku\":\"" + sku(6 + number(9))
                    + "\",\"quantity\":" + std::to_string(1 + number(3)) + "}]");
            if (one(3))
                content.set("groups", "[{\"name\":\"Card\",\"of\":[\"" + sku(15 + number(4)) + "\",\"" + sku(20 + number(4)) + "\"]}]");
            if (one(6))
                content.set("parked", "true");
            if (one(3))
                content.setText("intent", "owner");
            addCommon(content);
            put("bundle:B" + std::to_string(i), content);
        }
        for (int i = 0; i < 2; ++i) {
            FieldMap content;
            content.set("steps", "[{\"sku\":\"" + sku(i) + "\"},{\"sku\":\"" + sku(8 + i) + "\"},{\"sku\":\"" + sku(12 + i) + "\"}]");
            addCommon(content);
            put("upgrade:U" + std::to_string(i), content);
        }
        if (one(2)) {
            FieldMap content;
            content.setText("left", "camera");
            content.setText("right", "lens");
            content.set("where", R"([{"left":"mount","op":"equal","right":"mount"}])");
            if (one(2))
                content.setText("shows", "accessories");
            if (one(2))
                content.setText("unknown", "show");
            put("compat:mount", content);
            if (one(2)) {
                content.clear();
                content.setText("left", "camera");
                content.setText("right", "lens");
                content.setText("effect", "allows");
                content.setText("with", sku(20));
                content.set("where", R"([{"left":"brand","op":"equal","right":"brand"}])");
                put("compat:adapter", content);
            }
        }
        if (one(2)) {
            FieldMap content;
            content.setText("source", "family = \"camera\"");
            content.setText("type", "cross-sell");
            content.set("targets", "[\"" + sku(21) + "\",\"" + sku(22) + "\",\"" + sku(23) + "\"]");
            put("linkrule:all", content);
        }
    }

    static bool applyToRequest(const FlipStep& step, PreviewRequest& request)
    {
        std::vector<std::string> items;
        for (const std::string_view item : split(step.to, ','))
            if (!item.empty())
                items.emplace_back(item);
        if (step.field == "owned")
            request.owned = items;
        else if (step.field == "anchors")
            request.anchors = items;
        else
            return false;
        return step.field == "owned" || !items.empty();
    }

    static std::string jsonOf(const std::string& field, const std::string& text)
    {
        if (text.empty())
            return {};
        if (field == "stock" || field == "boost")
            return text;
        if (field == "pin" || field == "parked" || field == "never_recommend")
            return text;
        if (field == "channels" || field == "audiences" || field == "intents" || field == "triggers")
            return Json::strings(splitList(text)).write();
        return jsonString(text);
    }

    bool applyToMapping(const FlipStep& step, View view)
    {
        MappingState& state = m_mappings[step.subject];
        if (step.field == "status")
            return applyStatus(state, step, view);
        if (state.revision == 0)
            return false;
        if (step.field == "hold") {
            state.hold = Json();
            return true;
        }
        if (view == View::Approved) {
            state.approved.content.set(step.field, jsonOf(step.field, step.to));
            return checkContent(state.id, state.approved.content).ok();
        }
        if (!state.hasDraft) {
            state.hasDraft = true;
            state.draft = state.approved.content;
            state.draftRetires = state.approved.retired;
        }
        state.draft.set(step.field, jsonOf(step.field, step.to));
        return checkContent(state.id, state.draft).ok();
    }

    static bool applyStatus(MappingState& state, const FlipStep& step, View view)
    {
        if (state.revision == 0) {
            const auto link = LinkId::parse(step.subject);
            if (!link)
                return false;
            state.id = step.subject;
            state.revision = 1;
            state.hasDraft = true;
            state.draft.setText("source", link->source);
            state.draft.setText("target", link->target);
            state.draft.setText("type", link->type);
        }
        if (step.to == "retired") {
            if (view == View::Working && !state.approved.number)
                state.revision = 0;
            state.hasDraft = false;
            state.approved.retired = true;
            return true;
        }
        if (step.to == "draft") {
            if (!state.hasDraft) {
                state.hasDraft = true;
                state.draft = state.approved.content;
            }
            state.draftRetires = false;
            return true;
        }
        if (step.to != "approved")
            return false;
        if (state.hasDraft && !state.draftRetires)
            state.approved.content = state.draft;
        state.approved.number += 1;
        state.approved.retired = false;
        state.hasDraft = false;
        state.draftRetires = false;
        return true;
    }

    std::mt19937_64 m_random;
    std::map<std::pair<ThingKind, std::string>, Thing> m_definitions;
    std::map<std::string, Thing> m_products;
    std::map<std::string, MappingState> m_mappings;
};

} // namespace shelf::test
