// Definition files brought into a workspace: what every section becomes, what stays, what is refused and where.
#include "definitions_fixture.h"

#include <QElapsedTimer>
#include <QTest>

using namespace shelf;

// Texts compared so that a failure shows both.
#define SAME(actual, expected) QCOMPARE(QByteArray::fromStdString(actual), QByteArray::fromStdString(expected))

namespace {

// The example of design/mappings.md, made whole.
const char* const example = R"(channels: [ { code: web, label: Web shop, opt_out: false } ]
audiences: [ { code: enthusiast, label: Enthusiast, ladder: engagement, step: 3 } ]
intents: [ { code: comparing, label: Comparing } ]
attributes:
  - { code: socket, label: Socket, type: choice, options: [AM4, AM5], unit: "" , min: , max: }
  - { code: microarchitecture, label: Microarchitecture, type: choice }
  - { code: resolution, type: number, unit: MP }
  - { code: sealing, type: boolean }
families:
  - { code: cpu, label: CPU, attributes: [ { code: socket, required: [web] }, { code: microarchitecture } ] }
  - { code: motherboard, label: Board, attributes: [ { code: socket } ] }
categories: [ { code: parts/cpu, label: Processors } ]
products:
  - { sku: X1, name: X one, family: cpu, category: parts/cpu, price: 199.00 USD, values: { socket: AM5 } }
  - { sku: A }
  - { sku: B }
  - { sku: CAM1, values: { resolution: 24 } }
  - { sku: CAM2, values: { resolution: 33.5 MP, sealing: yes } }
  - { sku: SD64 }
  - { sku: SD128 }
links: [ { source: A, type: accessory, target: B, rank: 1, reason: Fits the hot shoe, from: 2026-11-15, to: 2026-12-24, channels: [web], owner: mia } ]
compatibility:
  - { code: cpu-board, between: [cpu, motherboard], reason: Same socket, shows: accessories, from: both,
      where: [ { left: microarchitecture, op: table, right: socket, table: { Zen 4: [AM5], Zen 3: [AM4] } } ] }
bundles:
  - { code: vlog-kit, label: Vlog kit, intent: ready-to-buy, price: percent-off 10,
      components: [ { sku: CAM1, quantity: 1 } ], groups: [ { name: Card, choose: 1, of: [SD64, SD128] } ] }
upgrades:
  - { code: mirrorless, intent: owner, key_attributes: [resolution],
      steps: [ { sku: CAM1, level: good }, { sku: CAM2, level: better, benefit: Weather sealed, evidence: [sealing] } ] }
rules: [ { id: link.too-many-in-slot, severity: error, parameters: { max: 6 } } ]
)";

} // namespace

class TestDefinitionsApply : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void takesTheExample()
    {
        DefinitionsFixture shop;
        SAME(shop.applied(example), std::string("20 1 1")); // web is changed (opt_out), comparing is as it was
        SAME(shop.field("X1", "price"), std::string("199"));
        SAME(shop.field("X1", "currency"), std::string("\"USD\""));
        SAME(shop.field("X1", "categories"), std::string("[\"parts/cpu\"]"));
        SAME(shop.field("X1", "lifecycle"), std::string("\"active\""));
        SAME(shop.field("X1", "socket"), std::string("\"AM5\""));
        SAME(shop.field("CAM2", "resolution"), std::string("33.5"));
        SAME(shop.field("CAM2", "sealing"), std::string("true"));
        SAME(shop.content("link:A:accessory:B"),
            std::string("{\"channels\":[\"web\"],\"from\":\"2026-11-15\",\"owner\":\"mia\",\"rank\":1,\"reason\":\"Fits the hot "
                        "shoe\",\"source\":\"A\","
                        "\"target\":\"B\",\"to\":\"2026-12-24\",\"type\":\"accessory\"}"));
        SAME(shop.content("compat:cpu-board"),
            std::string(
                "{\"from\":\"both\",\"left\":\"cpu\",\"reason\":\"Same "
                "socket\",\"right\":\"motherboard\",\"shows\":\"accessories\",\"where\":[{\"left\":"
                "\"microarchitecture\",\"op\":\"table\",\"right\":\"socket\",\"table\":{\"Zen 4\":[\"AM5\"],\"Zen 3\":[\"AM4\"]}}]}"));
        SAME(shop.content("bundle:vlog-kit"),
            std::string("{\"components\":[{\"sku\":\"CAM1\",\"quantity\":1}],\"groups\":[{\"name\":\"Card\",\"min\":1,\"max\":1,\"of\":["
                        "\"SD64\",\"SD128\"]}],"
                        "\"intent\":\"ready-to-buy\",\"label\":\"Vlog kit\",\"price\":{\"policy\":\"percent-off\",\"value\":10}}"));
        SAME(shop.content("upgrade:mirrorless"),
            std::string("{\"intent\":\"owner\",\"key_attributes\":[\"resolution\"],\"steps\":[{\"sku\":\"CAM1\",\"level\":\"good\"},{"
                        "\"sku\":\"CAM2\",\"level\":"
                        "\"better\",\"benefit\":\"Weather sealed\",\"evidence\":[\"sealing\"]}]}"));
        const Thing* rule = shop.workspace->definitions().find(ThingKind::Rule, "link.too-many-in-slot");
        QVERIFY(rule);
        SAME(rule->fields.toJson(), std::string("{\"parameters\":{\"max\":6},\"severity\":\"error\"}"));
    }

    void changesNothingTheSecondTime()
    {
        DefinitionsFixture shop;
        QVERIFY(shop.apply(example).ok());
        const auto again = shop.apply(example);
        QVERIFY(again.ok());
        QCOMPARE(again->added + again->changed, uint64_t(0));
        QVERIFY(!again->number);
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(1));
    }

    void makesOneChangeSetOfDrafts()
    {
        DefinitionsFixture shop;
        const auto outcome = shop.apply(example);
        QVERIFY(outcome.ok());
        QCOMPARE(outcome->number.value_or(0), uint64_t(1));
        const auto history = shop.workspace->history();
        QVERIFY(history.ok());
        QCOMPARE(history->size(), size_t(1));
        SAME(history->front().header.author, std::string("mia"));
        QVERIFY(history->front().header.origin == Origin::Definitions);
        const auto state = shop.workspace->mapping("bundle:vlog-kit");
        QVERIFY(state.ok() && *state);
        QVERIFY((*state)->status() == MappingStatus::Draft);
    }

    void keepsWhatIsNotNamed()
    {
        DefinitionsFixture shop;
        QVERIFY(shop.apply(example).ok());
        SAME(shop.applied("products: [ { sku: X1, stock: 4, values: { microarchitecture: Zen 4 } } ]\n"), std::string("0 1 0"));
        SAME(shop.field("X1", "price"), std::string("199"));
        SAME(shop.field("X1", "socket"), std::string("\"AM5\""));
        SAME(shop.field("X1", "stock"), std::string("4"));
        SAME(shop.applied("bundles: [ { code: vlog-kit, ending: .99 } ]\n"), std::string("0 1 0"));
        SAME(shop.applied("bundles: [ { code: vlog-kit, price: fixed 99.00 EUR } ]\n"), std::string("0 1 0"));
        QVERIFY(shop.content("bundle:vlog-kit").find("\"price\":{\"policy\":\"fixed\",\"value\":99,\"currency\":\"EUR\",\"ending\":0.99}")
            != std::string::npos);
        SAME(shop.applied("bundles: [ { code: vlog-kit, price: sum, ending: ~ } ]\n"), std::string("0 1 0"));
        QVERIFY(shop.content("bundle:vlog-kit").find("\"price\":{\"policy\":\"sum\"}") != std::string::npos);
        SAME(shop.applied("links: [ { source: A, type: accessory, target: B, reason: { en: Fits, de: Passt } } ]\n"), std::string("0 1 0"));
        SAME(shop.applied("links: [ { source: A, type: accessory, target: B, reason: { de: Sitzt }, rank: ~ } ]\n"), std::string("0 1 0"));
        const std::string link = shop.content("link:A:accessory:B");
        QVERIFY(link.find("\"reason\":{\"en\":\"Fits\",\"de\":\"Sitzt\"}") != std::string::npos);
        QVERIFY(link.find("rank") == std::string::npos);
        QVERIFY(link.find("2026-12-24") != std::string::npos);
    }

    void clearsWhatIsEmpty()
    {
        DefinitionsFixture shop;
        QVERIFY(shop.apply(example).ok());
        SAME(shop.applied("products: [ { sku: X1, price: ~, currency: , family: '', categories: [], values: { socket: ~ } } ]\n"),
            std::string("0 1 0"));
        for (const char* name : {"price", "currency", "family", "categories", "socket"})
            SAME(shop.field("X1", name), std::string());
        SAME(shop.applied("policies: { four-eyes: solo }\n"), std::string("1 0 0"));
        SAME(shop.workspace->definitions().policy("four-eyes"), std::string("solo"));
        SAME(shop.applied("policies: { four-eyes: ~, gate: ~ }\n"), std::string("0 1 1"));
        SAME(shop.workspace->definitions().policy("four-eyes"), std::string("strict"));
    }

    void readsValuesByType_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("json");
        const auto row = [](const char* value, const char* json) { QTest::newRow(value) << QByteArray(value) << QByteArray(json); };
        row("t: 12", "\"12\"");
        row("t: true", "\"true\"");
        row("t: 1.50", "\"1.50\"");
        row("t: ' x '", "\" x \"");
        row("n: 1.50", "1.5");
        row("n: 2 kg", "2000");
        row("n: \"12\"", "\"12\"");
        row("n: 'about 3'", "\"about 3\"");
        row("i: 7", "7");
        row("b: yes", "true");
        row("b: 'yes'", "\"yes\"");
        row("d: 2026-01-05", "\"2026-01-05\"");
        row("d: today-18d", "\"2026-10-31\"");
        row("d: 'today-18d'", "\"today-18d\"");
        row("m: [a, b, '1']", "[\"a\",\"b\",\"1\"]");
        row("m: a|b", "[\"a|b\"]");
        row("m: 'a|b'", "\"a|b\"");
        row("m: []", "");
        row("e: 5.00 EUR", "\"5 EUR\"");
        row("u: https://example.org/x", "\"https://example.org/x\"");
        row("l@de: Hallo", "\"Hallo\"");
    }
    void readsValuesByType()
    {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, json);
        static DefinitionsFixture shop;
        const std::string attributes =
            "attributes: [{code: t}, {code: n, type: number, unit: g}, {code: i, type: integer}, {code: b, type: boolean},"
            "{code: d, type: date}, {code: m, type: multi-choice}, {code: e, type: money}, {code: u, type: url}, {code: l, per_language: "
            "true}]\n";
        const std::string error = shop.applied(attributes
            + "products: [{ sku: P, values: { t: ~, n: ~, i: ~, b: ~, d: ~, m: ~, e: ~, u: ~ } }]\n"
              "rules: []\n");
        QVERIFY2(error.find(';') == std::string::npos, error.c_str());
        const std::string set = shop.applied("products: [{ sku: P, values: { " + value.toStdString() + " } }]\n");
        QVERIFY2(set.find(';') == std::string::npos, set.c_str());
        SAME(shop.field("P", value.left(value.indexOf(':')).toStdString()), json.toStdString());
    }

    void knowsProductKeys()
    {
        DefinitionsFixture shop;
        SAME(shop.applied("channels: [{code: store}]\ncategories: [{code: a}, {code: b}, {code: c}]\nproducts:\n"
                          "  - { sku: V1, parent: P1, name: 007, gtin: 04012345678901, cost: 12.50 EUR, price: 20 EUR, stock: 3, "
                          "stock_since: today-3d,\n"
                          "      brand: No, launch: 2026-01-31, end_of_life: today+365d, channels: [web, store], categories: [a, b], "
                          "image: https://x/y.png,\n"
                          "      never_recommend: true, aliases: ['0017'], lifecycle: planned }\n  - { sku: P1 }\n"),
            std::string("6 0 0"));
        const std::pair<const char*, const char*> expected[] = {{"name", "\"007\""}, {"gtin", "\"04012345678901\""}, {"cost", "12.5"},
            {"price", "20"}, {"currency", "\"EUR\""}, {"stock", "3"}, {"stock_since", "\"2026-11-15\""}, {"brand", "\"No\""},
            {"end_of_life", "\"2027-11-18\""}, {"channels", "[\"web\",\"store\"]"}, {"categories", "[\"a\",\"b\"]"},
            {"never_recommend", "true"}, {"aliases", "[\"0017\"]"}, {"lifecycle", "\"planned\""}, {"parent", "\"P1\""}};
        for (const auto& [name, json] : expected)
            SAME(shop.field("V1", name), std::string(json));
        SAME(shop.applied("products: [{ sku: V1, category: c }]\n"), std::string("0 1 0"));
        SAME(shop.field("V1", "categories"), std::string("[\"c\",\"b\"]"));
    }

    void storesLinksOnce()
    {
        DefinitionsFixture shop;
        QVERIFY(shop.apply("products: [{sku: A}, {sku: B}]\n").ok());
        SAME(shop.applied("links: [{ source: B, type: substitute, target: A, rank: 2 }, { source: A, type: predecessor, target: B }, { "
                          "source: A, type: "
                          "required by, target: B, variant: 'x:y' }]\n"),
            std::string("3 0 0"));
        SAME(shop.content("link:A:substitute:B"),
            std::string("{\"source\":\"A\",\"target\":\"B\",\"target_rank\":2,\"type\":\"substitute\"}"));
        SAME(shop.content("link:B:successor:A"), std::string("{\"source\":\"B\",\"target\":\"A\",\"type\":\"successor\"}"));
        SAME(shop.content("link:B:requires:A:x%3Ay"),
            std::string("{\"source\":\"B\",\"target\":\"A\",\"type\":\"requires\",\"variant\":\"x:y\"}"));
        SAME(shop.applied("links: [{ source: A, type: substitute, target: B, rank: 1 }]\n"), std::string("0 1 0"));
        SAME(shop.content("link:A:substitute:B"),
            std::string("{\"rank\":1,\"source\":\"A\",\"target\":\"B\",\"target_rank\":2,\"type\":\"substitute\"}"));
    }

    void takesFilesInAnyOrder()
    {
        DefinitionsFixture shop;
        const std::string head = "shelfwright: 1\n";
        const std::vector<std::string> files = {shop.write("1.yaml", head + "links: [{ source: A, type: owner-of, target: B }]\n"),
            shop.write("2.yaml", head + "products: [{ sku: A, family: f, values: { x: 1 } }, { sku: B }]\n"),
            shop.write("3.yaml", "families: [{ code: f, attributes: [{ code: x }] }]\n" + head),
            shop.write("4.yaml", head + "attributes: [{ code: x, type: integer }]\nlink_types: [{ code: owner-of, slot: services }]\n")};
        const auto outcome = applyDefinitionFiles(*shop.workspace, files, "mia");
        QVERIFY2(outcome.ok(), outcome ? "" : outcome.error().what.c_str());
        QCOMPARE(outcome->added, uint64_t(6));
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(1));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("error"); // how it begins
        const auto row = [](const char* name, const char* text, const char* error) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(error);
        };
        row("unknown section", "prodcts: []\n",
            "1:1 UNKNOWN_KEY there is no key `prodcts` in a definitions file; did you mean `products`?");
        row("unknown key", "products:\n  - sku: A\n    famly: x\n", "3:5 UNKNOWN_KEY there is no key `famly` here; did you mean `family`?");
        row("unknown definition key", "channels: [{ code: c, labl: x }]\n", "1:23 UNKNOWN_KEY");
        row("unknown mapping key", "links: [{ source: A, type: accessory, target: B, code: x }]\n", "1:50 UNKNOWN_KEY");
        row("unknown inner key", "bundles: [{ code: b, components: [{ sku: A, quantty: 1 }] }]\n",
            "1:45 UNKNOWN_KEY there is no key `quantty` here; did you mean `quantity`?");
        row("unknown family", "products: [{ sku: C, family: fam }]\n", "1:30 UNKNOWN_FAMILY there is no family 'fam'; did you mean 'fan'?");
        row("unknown attribute", "products: [{ sku: C, values: { colr: red } }]\n",
            "1:32 UNKNOWN_ATTRIBUTE there is no attribute 'colr'; did you mean 'color'?");
        row("unknown category", "products: [{ sku: C, category: nowhere }]\n", "1:32 UNKNOWN_CATEGORY");
        row("unknown channel", "products: [{ sku: C, channels: [web, shop] }]\n", "1:38 UNKNOWN_CHANNEL");
        row("unknown parent", "products: [{ sku: C, parent: D }]\n", "1:30 UNKNOWN_SKU");
        row("own parent", "products: [{ sku: C, parent: C }]\n", "1:19 SELF_PARENT");
        row("unknown target", "links: [{ source: A, type: accessory, target: LENS-5O }]\n",
            "1:47 UNKNOWN_SKU there is no product 'LENS-5O'; did you mean 'LENS-50'?");
        row("unknown type", "links: [{ source: A, type: acessory, target: B }]\n",
            "1:28 UNKNOWN_LINK_TYPE there is no link type 'acessory'; did you mean 'accessory'?");
        row("unknown season", "links: [{ source: A, type: accessory, target: B, season: xmas }]\n",
            "1:58 UNKNOWN_NAME there is no season 'xmas'");
        row("unknown attribute of a family", "families: [{ code: f, attributes: [{ code: no_such }] }]\n", "1:44 UNKNOWN_ATTRIBUTE");
        row("unknown channel of a family", "families: [{ code: f, attributes: [{ code: color, required: [wap] }] }]\n",
            "1:62 UNKNOWN_CHANNEL");
        row("unknown family of a rule", "rules: [{ id: a.b, families: [fun] }]\n", "1:31 UNKNOWN_FAMILY");
        row("unknown bundle part", "bundles: [{ code: b, groups: [{ name: g, of: [A, NO] }] }]\n", "1:50 UNKNOWN_SKU");
        row("unknown condition attribute",
            "compatibility: [{ code: c, between: [fan, fan], where: [{ left: color, op: equal, right: colour }] }]\n",
            "1:90 UNKNOWN_ATTRIBUTE");
        row("number for a list", "products: [{ sku: C, channels: web }]\n", "1:32 WRONG_TYPE `channels` must be a list");
        row("text for a number", "products: [{ sku: C, values: { weight: heavy } }]\n",
            "1:40 WRONG_TYPE `weight`: 'heavy' is not a number");
        row("fraction for a count", "products: [{ sku: C, stock: 1.5 }]\n", "1:29 WRONG_TYPE");
        row("date that is none", "products: [{ sku: C, launch: 2026-02-30 }]\n", "1:30 WRONG_TYPE");
        row("date of a link", "links: [{ source: A, type: accessory, target: B, from: soon }]\n", "1:56 WRONG_TYPE `from` must be a date");
        row("quoted number", "links: [{ source: A, type: accessory, target: B, rank: '1' }]\n",
            "1:56 WRONG_TYPE `rank` must be a number, not '1'; take the quotes away");
        row("map for a text", "channels: [{ code: c, label: { en: x } }]\n", "1:30 WRONG_TYPE");
        row("attribute type", "attributes: [{ code: c, type: numbr }]\n",
            "1:31 DEFINITION attribute c, type: 'numbr' is no type; did you mean 'number'?");
        row("inner list", "attributes: [{ code: c, options: [[a]] }]\n", "1:35 WRONG_TYPE");
        row("section is no list", "products: { sku: A }\n", "1:11 WRONG_TYPE");
        row("item is no map", "products: [A]\n", "1:12 WRONG_TYPE");
        row("no SKU", "products: [{ name: x }]\n", "1:12 MISSING_KEY this item has no `sku`");
        row("no code", "families: [{ code: ~ }]\n", "1:20 MISSING_KEY");
        row("no target", "links: [{ source: A, type: accessory }]\n", "1:9 MISSING_KEY this item has no `target`");
        row("bad SKU", "products: [{ sku: 'A ' }]\n", "1:19 BAD_SKU");
        row("self link", "links: [{ source: A, type: accessory, target: A }]\n", "1:9 SELF_LINK");
        row("twice", "products: [{ sku: C }, { sku: D }, { sku: C }]\n", "1:36 DUPLICATE 'C' is defined a second time; first in ");
        row("link twice by its inverse",
            "links: [{ source: A, type: successor, target: B }, { source: B, type: predecessor, target: A }]\n", "1:52 DUPLICATE");
        row("window backwards", "links: [{ source: A, type: accessory, target: B, from: 2026-02-01, to: 2026-01-01 }]\n",
            "1:56 CONTENT link:A:accessory:B, from: ");
        row("boost", "links:\n - source: A\n   type: accessory\n   target: B\n   boost: 3\n", "5:11 CONTENT");
        row("condition operator", "compatibility: [{ code: c, between: [fan, fan], where: [{ left: color, op: same, right: color }] }]\n",
            "1:76 CONTENT");
        row("price policy", "bundles: [{ code: b, components: [{ sku: A }], price: cheap 5 }]\n", "1:55 CONTENT");
        row("too many words in a price", "bundles: [{ code: b, components: [{ sku: A }], price: fixed 5 EUR each }]\n", "1:55 WRONG_TYPE");
        row("choose", "bundles: [{ code: b, groups: [{ choose: some, of: [A] }] }]\n", "1:41 WRONG_TYPE");
        row("currencies", "products: [{ sku: C, price: 5 EUR, cost: 3 USD }]\n", "1:42 CURRENCY");
        row("unknown policy", "policies: { four-eye: solo }\n", "1:13 POLICY");
        row("policy value", "policies: { four-eyes: maybe }\n", "1:");
        row("core field in values", "products: [{ sku: C, values: { price: 5 } }]\n",
            "1:32 UNKNOWN_ATTRIBUTE `price` is a key of the product itself");
        row("anchor", "products: [{ sku: &c C }]\n", "1:19 YAML");
    }
    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, error);
        static DefinitionsFixture shop; // none of the rows changes it
        QVERIFY(shop.apply("attributes: [{code: color}, {code: weight, type: number}]\nfamilies: [{code: fan}]\nproducts: [{sku: A}, {sku: "
                           "B}, {sku: LENS-50}]\n")
                    .ok());
        const std::string head = shop.workspace->journalHead().value();
        const QByteArray got = QByteArray::fromStdString(shop.applied(text.toStdString()));
        QVERIFY2(got.startsWith(error), got.constData());
        SAME(shop.workspace->journalHead().value(), head);
    }

    void wantsTheVersion()
    {
        DefinitionsFixture shop;
        for (const char* text : {"products: []\n", "shelfwright: 2\n", "shelfwright: [1]\n", "shelfwright:\n", "", "- 1\n"}) {
            const auto outcome = applyDefinitionFiles(*shop.workspace, {shop.write("v.yaml", text)}, "mia");
            QVERIFY2(!outcome.ok(), text);
            QVERIFY(outcome.error().kind == ErrorKind::Rejected);
        }
        QVERIFY(applyDefinitionFiles(*shop.workspace, {shop.write("v.yaml", "shelfwright: 1\nproducts: []\nlinks:\n")}, "mia").ok());
    }

    void isFast()
    {
        DefinitionsFixture shop;
        std::string text = "products:\n";
        for (int i = 0; i <= 1000; ++i)
            text += "  - { sku: P" + std::to_string(i) + ", name: Product, price: 10 EUR }\n";
        QVERIFY(shop.apply(text).ok());
        text = "links:\n";
        for (int i = 0; i < 1000; ++i)
            text += "  - { source: P" + std::to_string(i) + ", type: accessory, target: P" + std::to_string(i + 1)
                + ", reason: Fits, rank: 1 }\n";
        text += "bundles:\n";
        for (int i = 0; i < 1000; ++i)
            text += "  - { code: b" + std::to_string(i) + ", label: Kit, price: percent-off 10, components: [{ sku: P" + std::to_string(i)
                + " }, { sku: P0 }] }\n";
        QElapsedTimer timer;
        timer.start();
        SAME(shop.applied(text), std::string("2000 0 0"));
        qInfo("2,000 mappings in %lld ms", static_cast<long long>(timer.elapsed()));
        QVERIFY(timer.elapsed() < 5000); // far above what it takes: a guard against what grows with the square
    }
};

QTEST_APPLESS_MAIN(TestDefinitionsApply)
#include "tst_definitions_apply.moc"
