// Random catalogs for tests of what reads them: products with every kind of field, variants, mappings of every kind on their way
// through review, changed by two programs at once.
#pragma once

#include "tests/support/catalog.h"

#include <random>
#include <string>
#include <vector>

namespace shelf::test {

class RandomCatalog {
public:
    RandomCatalog(Shop& shop, unsigned seed, int products = 24) : m_shop(shop), m_random(seed), m_products(products)
    {
        auto second = Workspace::open(shop.path, {false, fixedClock(1792900000000)});
        if (!second)
            qFatal("%s", second.error().what.c_str());
        m_second = std::move(*second);
        begin();
    }

    int pick(int n) { return static_cast<int>(m_random() % static_cast<unsigned>(n)); }
    template <typename T> T of(std::initializer_list<T> choices) { return choices.begin()[pick(static_cast<int>(choices.size()))]; }

    // One change set; false where it was refused or had no effect.
    bool step()
    {
        Workspace& workspace = pick(3) ? *m_shop.workspace : *m_second;
        const std::string author = of<const char*>({"mia", "jan"});
        switch (pick(14)) {
        case 0:
            return done(workspace, author, definitions(workspace), Origin::Definitions);
        case 1:
        case 2:
            return review(workspace, author);
        case 3:
            return takeBack(workspace, author);
        case 4:
        case 5:
        case 6:
            return done(workspace, author, mappings(workspace));
        default:
            return done(workspace, author, products(workspace));
        }
    }

    std::string sku() { return skuOf(pick(m_products)); }
    static std::string skuOf(int i) { return i % 7 == 3 ? "Ä:" + std::to_string(i) + "\"%" : "P" + std::to_string(i); }

    std::string value(const std::string& field)
    {
        if (field == "price" || field == "cost")
            return of<const char*>({"5", "12.5", "99.99", "0", "1000"});
        if (field == "stock")
            return std::to_string(pick(20) - 2);
        if (field == "weight")
            return pick(8) ? of<const char*>({"1.5", "2", "-3", "250"}) : "\"1.5 kg\"";
        if (field == "fee")
            return of<const char*>({"\"9.50 EUR\"", "\"10.00 EUR\"", "\"10.00 USD\"", "\"dear\""});
        if (field == "sealed" || field == "never_recommend")
            return of<const char*>({"true", "false"});
        if (field == "features")
            return of<const char*>({"[\"wifi\"]", "[\"wifi\",\"gps\"]", "[\"a \\\"b\\\"\",\"gps\"]", "[]", "\"wifi\""});
        if (field == "mount")
            return of<const char*>({"\"E\"", "\"Z\"", "\"e\""});
        if (field == "channels")
            return of<const char*>({"[\"web\"]", "[\"web\",\"store\"]", "[\"store\"]"});
        if (field == "categories")
            return of<const char*>({"[\"optics/lens\"]", "[\"optics\",\"optics/lens\"]", "[\"optics\"]"});
        if (field == "lifecycle")
            return of<const char*>({"\"active\"", "\"planned\"", "\"end-of-life\"", "\"retired\""});
        if (field == "launch" || field == "end_of_life" || field == "released")
            return of<const char*>({"\"2024-01-31\"", "\"2026-10-24\"", "\"2030-12-01\""});
        if (field == "currency")
            return of<const char*>({"\"EUR\"", "\"USD\""});
        if (field == "family")
            return of<const char*>({"\"lens\"", "\"camera\""});
        if (field == "parent")
            return jsonString(sku());
        return jsonString(
            of<const char*>({"Alpha", "alpha", "Straße 5", "a \"quoted\" \\ name", "line\nend", "Zoom", "zoom lens", "Éclair", "10 EUR"}));
    }

    std::string field()
    {
        return of<const char*>({"name", "name", "price", "cost", "stock", "weight", "fee", "sealed", "never_recommend", "features", "mount",
            "channels", "categories", "lifecycle", "launch", "end_of_life", "released", "currency", "family", "parent", "note", "brand",
            "note@de"});
    }

    Workspace& second() { return *m_second; }

private:
    bool done(Workspace& workspace, const std::string& author, std::vector<Change> changes, Origin origin = Origin::Edit)
    {
        if (changes.empty())
            return false;
        const auto applied = workspace.apply(changeSet(author, "a change", std::move(changes), origin));
        return applied && applied->number;
    }

    void begin()
    {
        std::vector<Change> changes = {
            create(ThingKind::Channel, "store", {{"label", "\"Store\""}}),
            create(ThingKind::Category, "optics", {{"label", "\"Optics\""}}),
            create(ThingKind::Category, "optics/lens", {{"label", "\"Lenses\""}}),
            create(ThingKind::Attribute, "weight", {{"label", "\"Weight\""}, {"type", "\"number\""}, {"unit", "\"g\""}}),
            create(ThingKind::Attribute, "fee", {{"label", "\"Fee\""}, {"type", "\"money\""}}),
            create(ThingKind::Attribute, "sealed", {{"label", "\"Sealed\""}, {"type", "\"boolean\""}}),
            create(ThingKind::Attribute, "features",
                {{"label", "\"Features\""}, {"type", "\"multi-choice\""}, {"options", "[\"wifi\",\"gps\",\"a \\\"b\\\"\"]"}}),
            create(ThingKind::Attribute, "mount", {{"label", "\"Mount\""}, {"type", "\"choice\""}, {"options", "[\"E\",\"Z\"]"}}),
            create(ThingKind::Attribute, "released", {{"label", "\"Released\""}, {"type", "\"date\""}}),
            create(ThingKind::Attribute, "note", {{"label", "\"Note\""}, {"per_language", "true"}, {"type", "\"text\""}}),
            create(ThingKind::Family, "lens",
                {{"attributes", "[{\"code\":\"mount\",\"required\":[\"web\"]},{\"code\":\"weight\",\"required\":[\"web\",\"store\"]}]"},
                    {"label", "\"Lens\""}}),
            create(ThingKind::Family, "camera",
                {{"attributes", "[{\"code\":\"features\",\"required\":[\"store\"]},{\"code\":\"sealed\"}]"}, {"label", "\"Camera\""}}),
        };
        const auto applied = m_shop.apply("mia", changes, Origin::Definitions);
        if (!applied)
            qFatal("%s: %s", applied.error().where.c_str(), applied.error().what.c_str());
        std::vector<Change> made;
        for (int i = 0; i < m_products; i += 2)
            made.push_back(create(ThingKind::Product, skuOf(i), {{"name", value("name")}, {"price", value("price")}}));
        const auto stocked = m_shop.apply("mia", made);
        if (!stocked)
            qFatal("%s: %s", stocked.error().where.c_str(), stocked.error().what.c_str());
    }

    static Change removal(const Thing& now)
    {
        return inverse(create(ThingKind::Product, now.key, {now.fields.begin(), now.fields.end()}), now.revision);
    }

    std::vector<Change> products(Workspace& workspace)
    {
        std::vector<Change> changes;
        std::vector<std::string> seen;
        for (int n = pick(4) ? 1 : 1 + pick(12); n > 0; --n) {
            const std::string key = sku();
            if (std::find(seen.begin(), seen.end(), key) != seen.end())
                continue;
            seen.push_back(key);
            const auto now = workspace.product(key).value();
            if (!now) {
                FieldMap fields;
                for (int i = 0; i < 6; ++i)
                    if (const std::string name = field(); name != "parent" || pick(2))
                        fields.set(name, value(name));
                changes.push_back(create(ThingKind::Product, key, {fields.begin(), fields.end()}));
            } else if (pick(5) == 0 && workspace.mappingsNaming(key)->empty()) {
                changes.push_back(removal(*now));
            } else {
                const std::string name = field(), json = pick(4) ? value(name) : std::string();
                if (json != now->fields.get(name))
                    changes.push_back(edit(*now, name, json));
            }
        }
        return changes;
    }

    std::vector<Change> definitions(Workspace& workspace)
    {
        if (const auto fresh = workspace.refresh(); !fresh)
            return {};
        const std::string key = "season-" + std::to_string(pick(3));
        const Thing* now = workspace.definitions().find(ThingKind::Season, key);
        const std::string label = jsonString("Season " + std::to_string(pick(20)));
        if (!now)
            return {create(ThingKind::Season, key, {{"every", "\"11-15..12-24\""}, {"label", label}})};
        return label == now->fields.get("label") ? std::vector<Change>() : std::vector<Change>{edit(*now, "label", label)};
    }

    std::string skuList(int n)
    {
        std::vector<std::string> skus;
        for (int i = 0; i < n; ++i)
            if (const std::string one = sku(); std::find(skus.begin(), skus.end(), one) == skus.end())
                skus.push_back(one);
        return Json::strings(skus).write();
    }

    // An id and a content of it, complete.
    std::pair<std::string, FieldMap> mapping()
    {
        FieldMap fields;
        fields.setText("owner", of<const char*>({"mia", "jan"}));
        if (pick(2))
            fields.set("rank", of<const char*>({"1", "2", "2", "-1", "1.5", "0", "30000000000"}));
        if (pick(3) == 0)
            fields.setText("reason", of<const char*>({"Fits", "a \"reason\"", "Fits\nwell"}));
        if (pick(4) == 0)
            fields.set("channels", "[\"web\"]");
        switch (pick(9)) {
        case 0: {
            fields.set("components",
                "[{\"sku\":" + jsonString(sku()) + ",\"quantity\":" + std::to_string(1 + pick(3)) + "},{\"sku\":" + jsonString(sku())
                    + ",\"required\":false}]");
            if (pick(2))
                fields.set("groups", "[{\"name\":\"Card\",\"min\":0,\"max\":2,\"of\":" + skuList(3) + "}]");
            fields.set("price", "{\"policy\":\"sum\"}");
            return {codedId(MappingKind::Bundle, "kit-" + std::to_string(pick(3))), fields};
        }
        case 1: {
            fields.set("steps",
                "[{\"sku\":" + jsonString(sku()) + ",\"level\":\"good\"},{\"sku\":" + jsonString(sku())
                    + ",\"level\":\"better\",\"benefit\":\"More\",\"band\":{\"min\":5,\"max\":50}}]");
            fields.set("key_attributes", "[\"weight\"]");
            return {codedId(MappingKind::Upgrade, "ladder-" + std::to_string(pick(2))), fields};
        }
        case 2: {
            fields.setText("left", "lens");
            fields.setText("right", "camera");
            if (pick(3) == 0)
                fields.setText("with", sku());
            fields.set("where",
                of<const char*>({"[{\"left\":\"mount\",\"op\":\"equal\",\"right\":\"mount\"}]",
                    "[{\"left\":\"mount\",\"op\":\"table\",\"right\":\"note\",\"table\":{\"E\":[\"Alpha\",\"Zoom\"]}}]"}));
            fields.set("rank", {});
            return {codedId(MappingKind::Compat, "rule-" + std::to_string(pick(2))), fields};
        }
        case 3: {
            fields.setText("source", "family = \"lens\"");
            fields.setText("type", "accessory");
            fields.set("targets", skuList(2));
            return {codedId(MappingKind::LinkRule, "links-" + std::to_string(pick(2))), fields};
        }
        default: {
            LinkId id{sku(), of<const char*>({"accessory", "substitute", "cross-sell", "up-sell"}), sku(), {}};
            if (id.type == "substitute" && id.target < id.source)
                std::swap(id.source, id.target);
            if (pick(5) == 0)
                id.variant = of<const char*>({"winter", "a:b"});
            fields.setText("source", id.source);
            fields.setText("type", id.type);
            fields.setText("target", id.target);
            fields.setText("variant", id.variant);
            return {id.text(), fields};
        }
        }
    }

    std::vector<Change> mappings(Workspace& workspace)
    {
        std::vector<Change> changes;
        std::vector<std::string> seen;
        for (int n = pick(3) ? 1 : 6; n > 0; --n) {
            const auto [id, content] = mapping();
            if (std::find(seen.begin(), seen.end(), id) != seen.end() || !checkContent(id, content))
                continue;
            const auto skus = referencesOf(id, content).skus;
            if (std::any_of(skus.begin(), skus.end(), [&](const std::string& one) { return !workspace.product(one)->has_value(); }))
                continue;
            seen.push_back(id);
            const auto now = workspace.mapping(id).value();
            Thing before{ThingKind::Mapping, id, now ? now->revision : 0, 0, now ? now->working() : FieldMap()};
            Thing after{ThingKind::Mapping, id, before.revision + 1, 0, content};
            if (now && !now->hasDraft && !now->isLive() && pick(2))
                continue;
            if (now && now->approved.number == 0 && pick(6) == 0)
                after = {ThingKind::Mapping, id, 0, 0, {}};
            if (auto change = difference(before, after))
                changes.push_back(std::move(*change));
        }
        return changes;
    }

    bool review(Workspace& workspace, const std::string& author)
    {
        std::vector<std::string> ids;
        const auto read = workspace.forEachMapping({}, [&](const MappingState& state) {
            ids.push_back(state.id);
            return true;
        });
        if (!read || ids.empty())
            return false;
        bool any = false;
        for (int n = 1 + pick(4); n > 0; --n)
            any = decide(workspace, author, ids[static_cast<size_t>(pick(static_cast<int>(ids.size())))]) || any;
        return any;
    }

    bool decide(Workspace& workspace, const std::string& author, const std::string& id)
    {
        const auto change = [&](const std::string& who, const char* field, const char* json, Origin origin = Origin::Edit) {
            const auto now = workspace.mapping(id).value();
            return now && done(workspace, who, {{ThingKind::Mapping, id, ChangeOp::Edit, now->revision, {{field, {}, json}}}}, origin);
        };
        switch (pick(6)) {
        case 0:
            return change(author, "@hold", "{\"reason\":\"wait\"}");
        case 1:
            return change(author, "@retire", of<const char*>({"true", "false"}));
        case 2:
            return change(author, "@status", "\"in_review\"", Origin::Review);
        case 3:
            return change(author, "@status", "\"in_review\"", Origin::Review) && change("ada", "@status", "\"rejected\"", Origin::Review);
        default:
            return change(author, "@status", "\"in_review\"", Origin::Review) && change("ada", "@status", "\"approved\"", Origin::Review);
        }
    }

    bool takeBack(Workspace& workspace, const std::string& author)
    {
        if (pick(3) == 0) {
            const auto outcome = workspace.redo(author);
            return outcome && outcome->number;
        }
        const uint64_t entries = workspace.journalEntries();
        const auto outcome = workspace.undo(author, 3 + m_random() % entries);
        return outcome && outcome->number;
    }

    Shop& m_shop;
    std::unique_ptr<Workspace> m_second;
    std::mt19937 m_random;
    int m_products;
};

} // namespace shelf::test
