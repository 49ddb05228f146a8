// A workspace written out as definition files, and read in again: the same bytes, whatever the texts.
#include "definitions_fixture.h"
#include "model/domain/mapping.h"
#include "model/domain/text.h"
#include "model/io/yaml_writer.h"

#include <QTest>

#include <random>
#include <sys/stat.h>

using namespace shelf;

#define SAME(actual, expected) QCOMPARE(QByteArray::fromStdString(actual), QByteArray::fromStdString(expected))

namespace {

const std::vector<std::string>& hardTexts()
{
    static const std::vector<std::string> texts = {"plain", "two words", " leading", "trailing ", "12", "0017", "1.50", "-3", "+1", "1e5",
        "0x1F", "1_000", ".5", "true", "Yes", "NO", "off", "y", "null", "~", "Null", "2026-01-05", "2026-01-05T10:00:00Z", "12:30", "today",
        "today-90d", "a: b", "a:b", "a #b", "#a", "- a", "-", "--- a", "...", "[a]", "{a: b}", "a, b", "\"quoted\"", "'single'", "it's",
        "back\\slash", "*alias", "&anchor", "!tag", "%percent", "@at", "`tick", "|", ">", "?", "? a", "x?y", ":", "line\nbreak", "\n",
        "tab\tin", "\t", "\r\n", "bell\x07", "escape\x1b[31m", "del\x7f", "nel\xC2\x85", "nbsp\xC2\xA0x", "bidi\xE2\x80\xAEx\xE2\x80\xAC",
        "zero\xE2\x80\x8Bwidth", "bom\xEF\xBB\xBFx", "ls\xE2\x80\xA8x", "non\xEF\xBF\xBE", "\xF0\x9F\xBF\xBE", "\xF0\x9F\x98\x80",
        "\xC3\xA4\xC3\xB6\xC3\xBC", "\xE6\x97\xA5\xE6\x9C\xAC", "e\xCC\x81", "=1+1", "<<", "4K sensor", "35 mm", "a  b", "\x04",
        std::string(10000, 'x'), std::string(3000, '\x01'), "end:", "100 EUR", "sum"};
    return texts;
}

class Random {
public:
    explicit Random(unsigned seed) : m_engine(seed) { }
    int below(int count) { return std::uniform_int_distribution<int>(0, count - 1)(m_engine); }
    bool chance(int percent) { return below(100) < percent; }
    std::string text()
    {
        if (chance(60))
            return hardTexts()[static_cast<size_t>(below(static_cast<int>(hardTexts().size())))];
        std::string text;
        for (int length = 1 + below(20); length > 0; --length) {
            static const char* const parts[] = {"a", "Z", "0", " ", ":", "#", "-", "\"", "\\", "\n", "\xC3\xBC", "\xE2\x80\xAE", ",", "[",
                "]", "{", "}", "'", "?", "\x01", "%"};
            text += parts[below(21)];
        }
        return text;
    }
    template <typename T> const T& of(const std::vector<T>& choices)
    {
        return choices[static_cast<size_t>(below(static_cast<int>(choices.size())))];
    }

private:
    std::mt19937 m_engine;
};

// A text that may be a SKU or a code.
std::string named(Random& random, int number)
{
    std::string text = random.text();
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (text.size() > 100 || firstInvalidUtf8(text) || text.find("\xC2\x85") != std::string::npos)
        text = "name";
    return "S" + std::to_string(number) + "-" + std::string(trimmed(text));
}

Change created(ThingKind kind, std::string key, FieldMap fields)
{
    return *difference({kind, key, 0, 0, {}}, {kind, key, 1, 0, std::move(fields)});
}

void fillProduct(Random& random, FieldMap& fields, const std::vector<std::string>& skus)
{
    for (const char* name : {"name", "brand", "gtin", "image"})
        if (random.chance(60))
            fields.setText(name, random.text());
    if (random.chance(50))
        fields.set("price", random.chance(50) ? "199.9" : "0");
    if (random.chance(50))
        fields.setText("currency", "USD");
    if (random.chance(30))
        fields.set("cost", "12.345678");
    if (random.chance(50))
        fields.setText("lifecycle", random.of<std::string>({"planned", "active", "retired"}));
    if (random.chance(30))
        fields.set("categories", random.chance(50) ? "[\"parts/x\"]" : "[\"parts/y\",\"parts/x\"]");
    if (random.chance(30))
        fields.set("channels", "[\"web\"]");
    if (random.chance(20))
        fields.set("never_recommend", random.chance(50) ? "true" : "false");
    if (random.chance(20))
        fields.setText("launch", "2026-01-05");
    if (random.chance(20))
        fields.set("aliases", Json::strings({random.text(), random.text()}).write());
    if (random.chance(30))
        fields.setText("family", "f");
    if (random.chance(10) && !skus.empty())
        fields.setText("parent", random.of(skus));
    const auto value = [&](const char* code, const std::string& typed) {
        if (random.chance(50))
            fields.set(code, random.chance(60) ? typed : jsonString(random.text()));
    };
    value("txt", jsonString(random.text()));
    value("num", random.of<std::string>({"1.5", "0", "-3", "0.00000012", "123456789012345678901234"}));
    value("int", "42");
    value("bool", random.chance(50) ? "true" : "false");
    value("day", "\"2026-02-28\"");
    value("many", Json::strings({random.text(), random.text()}).write());
    value("cash", "\"19.9 EUR\"");
    value("url", jsonString("https://example.org/a?b=c#d"));
    value("local@de", jsonString(random.text()));
    if (random.chance(20))
        fields.set("txt", random.of<std::string>({"12", "true", "[\"a\",\"b|c\"]"})); // of another type once
}

void fillCommon(Random& random, FieldMap& fields)
{
    if (random.chance(60))
        fields.set("reason",
            random.chance(60)
                ? jsonString(random.text())
                : "{" + jsonString("de") + ":" + jsonString(random.text()) + "," + jsonString(random.text() + "x") + ":\"b\"}");
    if (random.chance(40))
        fields.setText("owner", random.text());
    if (random.chance(40))
        fields.set("rank", random.of<std::string>({"1", "2.5", "-1"}));
    if (random.chance(20))
        fields.set("pin", "true");
    if (random.chance(20))
        fields.set("boost", "-0.25");
    if (random.chance(20))
        fields.setText("every", "11-15..12-24");
    if (random.chance(30))
        fields.set("channels", "[\"web\"]");
    if (random.chance(20))
        fields.set("evidence",
            "[{\"origin\":\"mined\",\"n\":12,\"lift\":1.5,\"date\":\"2026-01-01\",\"note\":" + jsonString(random.text())
                + ",\"interval\":[1,2.5]}]");
}

Change randomMapping(Random& random, int number, const std::vector<std::string>& skus)
{
    FieldMap fields;
    fillCommon(random, fields);
    const std::string code = named(random, number);
    const std::string variant = random.chance(30) ? named(random, number) : std::string();
    switch (random.below(5)) {
    case 0: {
        const int source = random.below(static_cast<int>(skus.size()) - 1);
        const LinkId id{skus[static_cast<size_t>(source)], random.of<std::string>({"accessory", "requires", "successor"}),
            skus[static_cast<size_t>(source) + 1], named(random, number)};
        fields.setText("source", id.source);
        fields.setText("type", id.type);
        fields.setText("target", id.target);
        fields.setText("variant", id.variant);
        if (random.chance(30))
            fields.setText("from", "2026-01-05T10:00:00Z");
        return created(ThingKind::Mapping, id.text(), fields);
    }
    case 1:
        fields.setText("source", "family = \"f\"");
        fields.setText("type", "accessory");
        fields.set("targets", Json::strings({skus[0], skus[1]}).write());
        fields.setText("label", random.text());
        return created(ThingKind::Mapping, codedId(MappingKind::LinkRule, code, variant), fields);
    case 2:
        fields.setText("left", "f");
        fields.setText("right", random.chance(50) ? "f" : "category:parts/x");
        if (random.chance(50))
            fields.setText("from", "both");
        if (random.chance(50))
            fields.setText("valid_from", "2026-01-05");
        fields.set("where",
            "[{\"right\":\"many\",\"left\":\"txt\",\"op\":\"table\",\"table\":{" + jsonString(random.text()) + ":["
                + jsonString(random.text()) + "],\"\":[]}}]");
        return created(ThingKind::Mapping, codedId(MappingKind::Compat, code, variant), fields);
    case 3:
        fields.set(
            "components", "[{\"required\":true,\"sku\":" + jsonString(skus[2]) + ",\"quantity\":2},{\"sku\":" + jsonString(skus[0]) + "}]");
        if (random.chance(60))
            fields.set("groups",
                "[{\"name\":" + jsonString(random.text()) + ",\"min\":1,\"max\":" + random.of<std::string>({"1", "2"}) + ",\"of\":["
                    + jsonString(skus[1]) + "]},{\"of\":[" + jsonString(skus[0]) + "],\"max\":3}]");
        if (random.chance(80))
            fields.set("price",
                random.of<std::string>({"{\"policy\":\"sum\"}", "{\"policy\":\"fixed\",\"value\":99,\"currency\":\"EUR\",\"ending\":0.99}",
                    "{\"value\":10,\"policy\":\"percent-off\"}", "{\"policy\":\"sum\",\"currency\":\"EUR\"}",
                    "{\"policy\":\"amount-off\",\"value\":5.5,\"currency\":\"a b\"}"}));
        if (random.chance(50))
            fields.set("parked", "true");
        return created(ThingKind::Mapping, codedId(MappingKind::Bundle, code, variant), fields);
    default:
        fields.set("steps",
            "[{\"level\":" + jsonString(random.text()) + ",\"sku\":" + jsonString(skus[0]) + "},{\"sku\":" + jsonString(skus[1])
                + ",\"benefit\":{\"en\":" + jsonString(random.text()) + "},\"evidence\":[\"num\"],\"band\":{\"min\":5}}]");
        if (random.chance(50))
            fields.set("trigger", "{\"name\":\"anniversary\",\"days\":365}");
        return created(ThingKind::Mapping, codedId(MappingKind::Upgrade, code, variant), fields);
    }
}

ChangeSet randomWorkspace(Random& random)
{
    ChangeSet changes;
    changes.header.author = "mia";
    const auto define = [&](ThingKind kind, std::string key, std::initializer_list<std::pair<const char*, std::string>> fields) {
        FieldMap map;
        for (const auto& [name, json] : fields)
            map.set(name, json);
        changes.add(created(kind, std::move(key), std::move(map)));
    };
    for (const auto& [code, type] : {std::pair("txt", "text"), {"num", "number"}, {"int", "integer"}, {"bool", "boolean"}, {"day", "date"},
             {"many", "multi-choice"}, {"cash", "money"}, {"url", "url"}})
        define(ThingKind::Attribute, code,
            {{"type", jsonString(type)}, {"label", jsonString(random.text())}, {"options", Json::strings({random.text()}).write()},
                {"min", "-0.5"}});
    define(ThingKind::Attribute, "local", {{"per_language", "true"}, {"label", jsonString(random.text())}});
    define(ThingKind::Family, "f",
        {{"label", jsonString(random.text())}, {"attributes", "[{\"required\":[\"web\"],\"code\":\"num\",\"min\":1.5},{\"code\":\"txt\"}]"},
            {"key", Json::strings({random.text()}).write()}});
    define(ThingKind::Category, "parts/x", {{"label", jsonString(random.text())}});
    define(ThingKind::Category, "parts/y", {});
    define(ThingKind::Season, named(random, 0), {{"from", "\"2026-11-15\""}, {"to", "\"2026-12-24T10:00:00Z\""}});
    define(ThingKind::Template, "t1", {{"text", "{\"en\":" + jsonString(random.text()) + "}"}});
    define(ThingKind::Policy, "blast-radius", {{"value", "\"30\""}});
    define(ThingKind::Rule, "link.too-few",
        {{"severity", "\"warning\""},
            {"parameters", "{\"max\":6,\"name\":" + jsonString(random.text()) + ",\"on\":true,\"list\":[1,\"1\",null]}"}});
    define(ThingKind::Scenario, "s1",
        {{"anchors", "[\"A\"]"}, {"expect", "[{\"slot\":\"accessories\",\"at_most\":4,\"note\":" + jsonString(random.text()) + "}]"}});
    define(ThingKind::Profile, "p1",
        {{"delimiter", jsonString(random.text())}, {"columns", "{" + jsonString(random.text()) + ":{\"to\":\"name\",\"split\":\"\"}}"},
            {"header_row", "2"}});
    std::vector<std::string> skus;
    for (int i = 0; i < 12; ++i) {
        FieldMap fields;
        fillProduct(random, fields, skus);
        skus.push_back(named(random, i));
        changes.add(created(ThingKind::Product, skus.back(), fields));
    }
    for (int i = 0; i < 25; ++i)
        changes.add(randomMapping(random, i, skus));
    return changes;
}

} // namespace

class TestDefinitionsDump : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writerAndReaderAgree()
    {
        YamlNode map = yamlMap();
        YamlNode list = yamlList();
        for (const std::string& text : hardTexts()) {
            list.items.push_back(yamlText(text));
            addTo(map, text, yamlText(text));
        }
        std::string out;
        writeYamlEntry(out, {"map", false, {}}, map, 0);
        writeYamlEntry(out, {"list", false, {}}, list, 0);
        const auto read = parseYaml(out, "f.yaml");
        QVERIFY2(read.ok(), read ? "" : (read.error().where + read.error().what).c_str());
        for (size_t i = 0; i < hardTexts().size(); ++i) {
            SAME(read->find("map")->keys[i].text, hardTexts()[i]);
            SAME(read->find("map")->items[i].text, hardTexts()[i]);
            SAME(read->find("list")->items[i].text, hardTexts()[i]);
        }
        QVERIFY(std::all_of(out.begin(), out.end(), [](unsigned char c) { return c == '\n' || (c >= 0x20 && c != 0x7f); }));
    }

    void comesBackByteForByte_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 6; ++seed)
            QTest::newRow(std::to_string(seed).c_str()) << seed;
    }
    void comesBackByteForByte()
    {
        QFETCH(unsigned, seed);
        Random random(seed);
        DefinitionsFixture first, second;
        const auto filled = first.workspace->apply(randomWorkspace(random));
        QVERIFY2(filled.ok(), filled ? "" : (filled.error().where + ": " + filled.error().what).c_str());
        const auto files = first.dump();
        QVERIFY(!files.contains("error"));
        QVERIFY(files.contains("products.yaml"));
        const auto applied = second.applyDump(files);
        QVERIFY2(applied.ok(), applied ? "" : (applied.error().where + ": " + applied.error().what).c_str());
        const auto again = second.dump();
        QCOMPARE(again.size(), files.size());
        for (const auto& [name, text] : files)
            SAME(again.contains(name) ? again.at(name) : std::string("missing"), text);
        // And nothing to do where it came from but for values that were of another type than their attribute.
        const auto onFirst = first.applyDump(files);
        QVERIFY(onFirst.ok());
        const auto third = first.dump();
        for (const auto& [name, text] : files)
            SAME(third.at(name), text);
    }

    void keepsTypesOfValues()
    {
        DefinitionsFixture first, second;
        QVERIFY(first
                    .apply("attributes: [{code: n, type: number}, {code: b, type: boolean}, {code: t}]\n"
                           "products: [{sku: A, values: {n: 12, b: true, t: '12'}}, {sku: B, values: {n: 'twelve', b: 'true', t: x}}]\n")
                    .ok());
        QVERIFY(second.applyDump(first.dump()).ok());
        SAME(second.field("A", "n"), std::string("12"));
        SAME(second.field("A", "b"), std::string("true"));
        SAME(second.field("A", "t"), std::string("\"12\""));
        SAME(second.field("B", "n"), std::string("\"twelve\""));
        SAME(second.field("B", "b"), std::string("\"true\""));
    }

    void isReadable()
    {
        DefinitionsFixture shop;
        QVERIFY(
            shop.apply("attributes: [{code: length, type: number, unit: mm}]\nfamilies: [{code: f, attributes: [{code: length, required: "
                       "[web]}]}]\n"
                       "products: [{sku: A, name: Camera A, family: f, price: 199.00 EUR, values: {length: 12}}, {sku: B, launch: "
                       "2026-01-05}]\n"
                       "links: [{source: B, type: substitute, target: A, rank: 1, reason: 'Fits: both'}]\n"
                       "bundles: [{code: kit, price: fixed 99.00 EUR, ending: .99, components: [{sku: A, quantity: 2}], groups: [{name: "
                       "Card, choose: 1..2, of: [A, B]}]}]\n")
                .ok());
        const auto files = shop.dump();
        QCOMPARE(files.size(), size_t(5));
        SAME(files.at("families.yaml"),
            std::string("shelfwright: 1\nfamilies:\n  - { code: f, attributes: [{ code: length, required: [web] }] }\n"));
        SAME(files.at("products.yaml"),
            std::string(
                "shelfwright: 1\nproducts:\n  - sku: A\n    name: Camera A\n    family: f\n    lifecycle: active\n    price: 199 EUR\n"
                "    values:\n      length: 12\n  - sku: B\n    lifecycle: active\n    launch: 2026-01-05\n"));
        SAME(files.at("links.yaml"),
            std::string(
                "shelfwright: 1\nlinks:\n  - { source: A, type: substitute, target: B, target_rank: 1, reason: \"Fits: both\" }\n"));
        SAME(files.at("bundles.yaml"),
            std::string("shelfwright: 1\nbundles:\n  - code: kit\n    components:\n      - { sku: A, quantity: 2 }\n    groups:\n"
                        "      - { name: Card, choose: 1..2, of: [A, B] }\n    price: fixed 99 EUR\n    ending: 0.99\n"));
    }

    void leavesOutWhatIsNotWorking()
    {
        DefinitionsFixture shop;
        QVERIFY(shop.apply("products: [{sku: A}, {sku: B}, {sku: C}]\nlinks: [{source: A, type: accessory, target: B, rank: 1}, {source: "
                           "A, type: accessory, target: C},"
                           "{source: B, type: accessory, target: C}]\n")
                    .ok());
        const auto change = [&](const std::string& author, const std::string& id, std::initializer_list<FieldChange> fields) {
            ChangeSet changes;
            changes.header.author = author;
            changes.header.origin = Origin::Review;
            changes.add({ThingKind::Mapping, id, ChangeOp::Edit, shop.workspace->mapping(id).value()->revision, fields});
            const auto applied = shop.workspace->apply(changes);
            QVERIFY2(applied.ok(), applied ? "" : applied.error().what.c_str());
        };
        const auto decide = [&](const std::string& id, const std::string& verdict) {
            change("mia", id, {{"@status", "\"draft\"", "\"in_review\""}});
            change("jan", id, {{"@status", "\"in_review\"", "\"" + verdict + "\""}, {"@comment", "", "\"looked at\""}});
        };
        decide("link:A:accessory:C", "rejected"); // never approved: left out
        decide("link:A:accessory:B", "approved");
        change("mia", "link:A:accessory:B", {{"rank", "1", "7"}});
        decide("link:A:accessory:B", "rejected"); // the approved content stands
        decide("link:B:accessory:C", "approved");
        change("mia", "link:B:accessory:C", {{"@retire", "", "true"}}); // proposed to go
        SAME(shop.dump().at("links.yaml"), std::string("shelfwright: 1\nlinks:\n  - { source: A, type: accessory, target: B, rank: 1 }\n"));
    }

    void writesNothingOfANewWorkspace()
    {
        DefinitionsFixture shop;
        QVERIFY(shop.dump().empty());
        QVERIFY(shop.apply("link_types: [{ code: accessory, cap: ~, label: Accessory }]\n").ok());
        const auto files = shop.dump();
        DefinitionsFixture other;
        QVERIFY(other.applyDump(files).ok());
        QVERIFY(other.dump() == files);
        QVERIFY(files.at("link_types.yaml").find("cap: ~") != std::string::npos);
    }

    void appearsWholeOrNotAtAll()
    {
        DefinitionsFixture shop;
        QVERIFY(shop.apply("products: [{sku: A}]\n").ok());
        const auto codeOf = [&](const std::string& folder) {
            const auto names = dumpDefinitions(*shop.workspace, folder);
            return names ? std::string() : names.error().code;
        };
        SAME(codeOf(shop.path("new")), std::string());
        SAME(codeOf(shop.path("new")), std::string("EXISTS"));
        QVERIFY(std::filesystem::create_directory(shop.path("empty")));
        SAME(codeOf(shop.path("empty/")), std::string());
        QVERIFY(std::filesystem::exists(shop.path("empty/products.yaml")));
        SAME(codeOf(shop.write("file", "x")), std::string("EXISTS"));
        SAME(codeOf(shop.path("no/such/place")), std::string("FOLDER"));
        SAME(codeOf(""), std::string("FOLDER"));
        Progress progress;
        std::atomic<bool> cancel = true;
        progress.cancel = &cancel;
        std::string many = "products:\n";
        for (int i = 0; i < 2000; ++i)
            many += " - { sku: P" + std::to_string(i) + " }\n";
        QVERIFY(shop.apply(many).ok());
        const auto cancelled = dumpDefinitions(*shop.workspace, shop.path("cancelled"), progress);
        QVERIFY(!cancelled.ok());
        QVERIFY(cancelled.error().kind == ErrorKind::Cancelled);
        for (const auto& entry : std::filesystem::directory_iterator(shop.path("")))
            QVERIFY2(entry.path().filename().string().find(".part") == std::string::npos, entry.path().c_str());
        QVERIFY(!std::filesystem::exists(shop.path("cancelled")));
    }
};

QTEST_APPLESS_MAIN(TestDefinitionsDump)
#include "tst_definitions_dump.moc"
