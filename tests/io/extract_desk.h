// Random catalogs full of texts that files find hard, and extracting and importing them.
#pragma once

#include "model/io/extract.h"
#include "tests/io/import_shop.h"

#include <filesystem>
#include <iterator>
#include <random>

namespace shelf::test {

// What an importer or a spreadsheet could take for something else. All of them fit a cell of a table.
inline std::vector<std::string> trickyTexts()
{
    return {"plain", "[[clear]]", "[[keep]] it", "[[set]]a|b", "[[", "[[[[x", "=1+1", "@SUM(A1)", "-1", "+49", "'=x", "''=x", "' -x",
        "'quoted'", "\uFF1Dx", "a|b", "a\\|b", "back\\slash\\", "\\", "|", "a,b;c", "say \"hi\"", "\"", "\"\"", " in front", "behind ",
        "  ", "\ttab", "tab\t", "line\nend", "\nfirst", "last\n", "carriage\rreturn", "\r", "0017", "1.23E+17", "90.750", "true", "null",
        "[]", "{}", "{\"en\":\"x\"}", "2026-01-31", "1e5", "NaN", "\u202Eright to left\u202C", "\u200F", "\uFEFFmark", "\xEF\xBF\xBE",
        "\xEF\xBF\xBF", "\xEF\xB7\x90", "\U0001F469\u200D\U0001F527", "\U0001F3F4\U000E0067", "e\u0301\u0323", "\u00E9", "%s%n{}%1",
        "<b>&amp;</b>", "'; DROP TABLE product; --", "_x0041_", "sep=;", "#comment", "_action", "sku", "delete", "http://x.example/?a=b",
        std::string(10000, 'n'), "\u00A0hard\u00A0", "\u2028", "caf\u00E9 \u65E5\u672C", ",", "\t", "x\x01y", "\x7F", "\u0085"};
}

// What a table cannot say: such values are kept by an import of it.
inline std::vector<std::string> untellableTexts()
{
    return {"dos\r\nline", "\r\n"};
}

class Dice {
public:
    explicit Dice(unsigned seed) : m_random(seed) { }
    size_t below(size_t count) { return m_random() % count; }
    bool chance(int percent) { return static_cast<int>(below(100)) < percent; }
    const std::string& of(const std::vector<std::string>& list) { return list[below(list.size())]; }
    std::vector<std::string> some(const std::vector<std::string>& list, size_t most)
    {
        std::vector<std::string> chosen;
        for (size_t i = 1 + below(most); i > 0; --i)
            if (const std::string& one = of(list); std::find(chosen.begin(), chosen.end(), one) == chosen.end())
                chosen.push_back(one);
        return chosen;
    }

private:
    std::mt19937 m_random;
};

inline std::vector<std::string> listElements()
{
    return {"plain", "a|b", "back\\slash", "[[clear]]", "=1", "with, comma", "\u202E\u65E5", " in front", "behind ", "new\nline", "'q",
        "\\", "x;y"};
}

struct ExtractShop : ImportShop {
    void define()
    {
        const auto attribute = [](const std::string& code, const std::string& type,
                                   std::vector<std::pair<std::string, std::string>> more = {}) {
            std::vector<std::pair<std::string, std::string>> fields = {
                {"label", jsonString("Label of " + code)}, {"type", jsonString(type)}};
            fields.insert(fields.end(), more.begin(), more.end());
            return create(ThingKind::Attribute, code, fields);
        };
        const std::string options = Json::strings(trickyOptions()).write();
        const std::string elements = Json::strings(listElements()).write();
        std::vector<Change> changes = {attribute("plain_text", "text"), attribute("spoken", "text", {{"per_language", "true"}}),
            attribute("colour", "choice", {{"options", options}}), attribute("mounts", "multi-choice", {{"options", elements}}),
            attribute("weight", "number", {{"unit", "\"g\""}}), attribute("pixels", "integer"), attribute("sealed", "boolean"),
            attribute("announced", "date"), attribute("deposit", "money"), attribute("page", "url"), attribute("charger", "reference")};
        const std::string all =
            "[{\"code\":\"plain_text\"},{\"code\":\"spoken\"},{\"code\":\"colour\"},{\"code\":\"mounts\"},{\"code\":\"weight\"},{\"code\":"
            "\"pixels\"},{\"code\":\"sealed\"},{\"code\":\"announced\"},{\"code\":\"deposit\"},{\"code\":\"page\"},{\"code\":\"charger\"}]";
        changes.push_back(create(ThingKind::Family, "camera", {{"label", "\"Camera\""}, {"attributes", all}}));
        changes.push_back(create(ThingKind::Family, "bag", {{"label", "\"Bag\""}, {"attributes", "[{\"code\":\"colour\"}]"}}));
        changes.push_back(create(ThingKind::Channel, "shop", {{"label", "\"Shop\""}}));
        changes.push_back(create(ThingKind::Audience, "pro", {{"label", "\"Pro\""}, {"ladder", "\"engagement\""}, {"step", "2"}}));
        changes.push_back(
            create(ThingKind::Season, "winter", {{"label", "\"Winter\""}, {"from", "\"2026-12-01\""}, {"to", "\"2027-02-28\""}}));
        for (const char* category : {"gear", "gear/bags", "sale"})
            changes.push_back(create(ThingKind::Category, category, {{"label", jsonString(category)}}));
        must(apply("mia", std::move(changes)));
    }

    // Choices hold no outer spaces and the like: nothing keeps a file from having them, but people choose them from lists.
    static std::vector<std::string> trickyOptions() { return trickyTexts(); }

    static void must(const Result<Applied>& applied)
    {
        if (!applied)
            qFatal("%s %s: %s", applied.error().code.c_str(), applied.error().where.c_str(), applied.error().what.c_str());
    }

    static std::string skuOf(size_t index)
    {
        static const std::vector<std::string> shapes = {
            "P", "0", "=", "[[", "'", "#", "-", "a:b%", "\u65E5", "p|", "\"q\"", "x,y", "\u202E", "1e"};
        return shapes[index % shapes.size()] + std::to_string(100 + index) + (index % 3 ? "" : " x");
    }

    void addProducts(Dice& dice, size_t count, bool untellable)
    {
        std::vector<std::string> texts = trickyTexts();
        if (untellable)
            for (const std::string& text : untellableTexts())
                texts.push_back(text);
        std::vector<Change> changes;
        for (size_t i = 0; i < count; ++i) {
            std::map<std::string, std::string> fields;
            const auto set = [&](const std::string& field, int percent, const std::string& json) {
                if (dice.chance(percent))
                    fields[field] = json;
            };
            fields["lifecycle"] = jsonString(dice.of({"planned", "active", "end-of-life", "retired"}));
            set("name", 90, jsonString(dice.of(texts)));
            const bool camera = dice.chance(60);
            set("family", 90, camera ? "\"camera\"" : "\"bag\"");
            set("categories", 70, Json::strings(dice.some({"gear", "gear/bags", "sale"}, 2)).write());
            set("brand", 30, jsonString(dice.of(texts)));
            set("gtin", 30, jsonString(dice.of({"4006381333931", "0012345678905", "96385074"})));
            set("price", 80, dice.of({"199", "0", "0.01", "1234567.123456", "5.25"}));
            set("cost", 30, dice.of({"99.5", "1"}));
            if (fields.contains("price") || fields.contains("cost"))
                fields["currency"] = jsonString(dice.of({"EUR", "USD"}));
            set("stock", 60, dice.of({"0", "12", "-3", "2147483648"}));
            set("stock_since", 20, "\"2026-01-31\"");
            set("launch", 30, "\"2025-02-28\"");
            set("end_of_life", 10, "\"2030-12-31\"");
            set("channels", 30, dice.of({"[\"web\"]", "[\"shop\",\"web\"]"}));
            set("aliases", 20, Json::strings(dice.some(listElements(), 3)).write());
            set("image", 20, "\"https://x.example/a.png?x=1|2\"");
            set("never_recommend", 20, dice.of({"true", "false"}));
            if (i > 3)
                set("parent", 15, jsonString(skuOf(dice.below(3))));
            set("plain_text", 60, jsonString(dice.of(texts)));
            set("spoken@de", 30, jsonString(dice.of(texts)));
            set("colour", 60, jsonString(dice.of(trickyOptions())));
            set("mounts", 50, Json::strings(dice.some(listElements(), 4)).write());
            set("weight", 60, dice.of({"1.5", "0", "-2", "1000000", "0.000001", "\"about 5\"", "123456789012345678"}));
            set("pixels", 40, dice.of({"24", "-1", "\"many\""}));
            set("sealed", 40, dice.of({"true", "false", "\"perhaps\""}));
            set("announced", 40, dice.of({"\"2026-02-28\"", "\"soon\""}));
            set("deposit", 30, dice.of({"\"199 USD\"", "\"0.5 EUR\"", "\"ask\""}));
            set("page", 30, jsonString(dice.of({"https://x.example/?q=a,b&c=\"d\"", "no address"})));
            set("charger", 20, jsonString(skuOf(dice.below(count))));
            std::vector<std::pair<std::string, std::string>> sorted(fields.begin(), fields.end());
            changes.push_back(create(ThingKind::Product, skuOf(i), std::move(sorted)));
        }
        must(apply("mia", std::move(changes)));
    }

    // Mappings of every kind in every status, between the products that addProducts made.
    void addMappings(Dice& dice, size_t count, size_t products, bool untellable)
    {
        std::vector<std::string> texts = trickyTexts();
        if (untellable)
            for (const std::string& text : untellableTexts())
                texts.push_back(text);
        std::map<std::string, std::map<std::string, std::string>> made;
        for (size_t i = 0; i < count; ++i) {
            std::map<std::string, std::string> content;
            const auto set = [&](const std::string& key, int percent, const std::string& json) {
                if (dice.chance(percent))
                    content[key] = json;
            };
            const size_t first = dice.below(products), second = (first + 1 + dice.below(products - 1)) % products;
            const std::vector<std::string> skus = {
                skuOf(first), skuOf(second), skuOf((second + 1) % products == first ? (second + 2) % products : (second + 1) % products)};
            std::string id;
            const std::string variant = dice.chance(15) ? dice.of({"xmas", "a|b", "=v", "[[v"}) : std::string();
            if (!variant.empty())
                content["variant"] = jsonString(variant);
            set("owner", 80, jsonString(dice.of({"mia", "jan", "=x"})));
            set("reason", 70, dice.chance(80) ? jsonString(dice.of(texts)) : "{\"de\":" + jsonString(dice.of(texts)) + ",\"en\":\"two\"}");
            set("rank", 50, dice.of({"1", "2.5", "-3"}));
            set("pin", 20, "true");
            set("boost", 20, dice.of({"-0.5", "1"}));
            set("reason_code", 20, "\"because\"");
            set("reason_arguments", 20, R"({"n":3,"what":"a, \"b\""})");
            set("evidence", 20, R"([{"origin":"test","date":"2026-09-22","n":3}])");
            set("channels", 30, dice.of({"[\"web\"]", "[\"shop\",\"web\"]"}));
            set("audiences", 15, "[\"pro\"]");
            set("intents", 15, "[\"browsing\",\"owner\"]");
            set("triggers", 15, "[\"launch\"]");
            const bool seasonal = dice.chance(20);
            const size_t kind = i % 8;
            if (seasonal)
                content["season"] = "\"winter\"";
            else
                set(kind == 5 ? "valid_from" : "from", 30, dice.of({"\"2026-11-15\"", "\"2026-11-15T08:00:00Z\""}));
            if (!seasonal) {
                set(kind == 5 ? "valid_to" : "to", 30, "\"2026-12-24\"");
                set("every", 10, "\"11-15..12-24\"");
            }
            const std::string code = dice.of({"kit", "=kit", "a:b%", "[[c", "\u65E5"}) + std::to_string(i);
            switch (kind) {
            case 5:
                id = codedId(MappingKind::Compat, code, variant);
                content["left"] = "\"camera\"";
                content["right"] = "\"bag\"";
                set("label", 50, jsonString(dice.of(texts)));
                set("from", 30, dice.of({"\"left\"", "\"both\""}));
                set("shows", 30, "\"accessories\"");
                set("effect", 30, "\"allows\"");
                set("with", 20, jsonString(skus[0]));
                set("unknown", 20, "\"show\"");
                set("note", 20, jsonString(dice.of(texts)));
                content["where"] = dice.of({R"([{"left":"colour","op":"equal","right":"colour"}])",
                    R"([{"left":"colour","op":"table","right":"colour","table":{"a|b":["x, y","[[z"],"=1":["'2"]}},{"left":"weight","op":"at-most","right":"weight"}])"});
                break;
            case 6: {
                id = codedId(MappingKind::Bundle, code, variant);
                content["label"] = jsonString(dice.of(texts));
                set("intent", 50, "\"ready-to-buy\"");
                content["components"] = "[{\"sku\":" + jsonString(skus[0])
                    + dice.of({"", ",\"quantity\":2", ",\"quantity\":1,\"required\":true", ",\"required\":false"}) + "}]";
                set("groups", 50,
                    "[{\"name\":" + jsonString(dice.of({"Card", "=card", "a|b", "x, y"}))
                        + dice.of({"", ",\"min\":0", ",\"min\":1,\"max\":2", ",\"max\":2"}) + ",\"of\":[" + jsonString(skus[1]) + ","
                        + jsonString(skus[2]) + "]}]");
                set("price", 70,
                    dice.of({R"({"policy":"sum"})", R"({"policy":"fixed","value":99.5,"currency":"EUR"})",
                        R"({"policy":"percent-off","value":8,"ending":0.99})"}));
                set("planned_units", 20, "40");
                set("parked", 20, "true");
                break;
            }
            case 7:
                id = codedId(MappingKind::Upgrade, code, variant);
                set("label", 50, jsonString(dice.of(texts)));
                set("intent", 50, "\"owner\"");
                set("key_attributes", 50, "[\"weight\",\"pixels\"]");
                set("band", 20, R"({"min":5,"max":50.5})");
                set("trigger", 20, R"({"name":"anniversary","days":365})");
                set("trade_in", 20, "true");
                content["steps"] = "[{\"sku\":" + jsonString(skus[0]) + ",\"level\":\"good\"},{\"sku\":" + jsonString(skus[1])
                    + ",\"level\":" + jsonString(dice.of({"better", "=b", "[[c"}))
                    + ",\"benefit\":" + (dice.chance(70) ? jsonString(dice.of(texts)) : R"({"de":"Mehr","en":"More"})")
                    + dice.of({"", R"(,"evidence":["weight"])", R"(,"band":{"max":80})"}) + "}]";
                break;
            default: {
                const std::string type = dice.of({"accessory", "requires", "substitute", "incompatible", "consumable", "up-sell"});
                const bool symmetric = type == "substitute" || type == "incompatible";
                const auto [source, target] =
                    symmetric ? std::minmax(skus[0], skus[1]) : std::pair<const std::string&, const std::string&>(skus[0], skus[1]);
                id = LinkId{source, type, target, variant}.text();
                content["source"] = jsonString(source);
                content["type"] = jsonString(type);
                content["target"] = jsonString(target);
                if (symmetric)
                    set("target_rank", 30, "4");
                set("interval_days", 20, "90");
                set("origin", 20, "\"mined\"");
            }
            }
            made.try_emplace(id, content);
        }
        std::vector<Change> changes;
        for (const auto& [id, content] : made)
            changes.push_back(create(ThingKind::Mapping, id, {content.begin(), content.end()}));
        must(apply("mia", std::move(changes)));
        size_t index = 0;
        for (const auto& [id, content] : made)
            bringInto(index++ % 8, id);
    }

    // Draft, in review, approved, approved with a draft, rejected, retired, about to be retired, held.
    void bringInto(size_t status, const std::string& id)
    {
        if (status == 0)
            return;
        must(submit("mia", id));
        if (status == 1)
            return;
        if (status == 4) {
            must(change("jan", id, "@status", "\"rejected\"", Origin::Review));
            return;
        }
        must(approve("jan", id));
        if (status == 3)
            must(change("mia", id, "rank", "77"));
        if (status == 7)
            must(change("jan", id, "@hold", R"({"reason":"wait"})"));
        if (status == 5 || status == 6)
            must(change("mia", id, "@retire", "true"));
        if (status == 5) {
            must(submit("mia", id));
            must(approve("jan", id));
        }
    }

    // The file's bytes; the path goes into `file`.
    ExtractReport extractTo(const std::string& file, ExtractWhat what, ExtractFormat format, bool forExcel)
    {
        ExtractRequest asked;
        asked.file = file;
        asked.what = what;
        asked.format = format;
        asked.forExcel = forExcel;
        auto report = extract(*workspace, asked);
        if (!report)
            qFatal("%s %s: %s", report.error().code.c_str(), report.error().where.c_str(), report.error().what.c_str());
        return std::move(*report);
    }

    ImportReport importBack(const std::string& file, const std::string& what, const std::string& profile)
    {
        ImportRequest asked;
        asked.files = {file};
        asked.what = what;
        asked.profile = profile;
        asked.author = "jan";
        return take(asked);
    }

    std::string place(const std::string& name) const { return folder.path().toStdString() + "/" + name; }
};

inline std::string bytesOf(const std::string& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace shelf::test
