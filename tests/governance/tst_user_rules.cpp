// Rules that people write: what they find, what is said of wrong ones, and that the page about them is true.
#include "governance/rules/registry.h"
#include "model/expression/expression.h"
#include "tests/governance/rules_desk.h"

#include <QFile>
#include <QRegularExpression>

using namespace shelf;
using namespace shelf::test;

namespace {

const char* const shop = R"(shelfwright: 1
channels: [ { code: store, label: Store } ]
policies: { currency: EUR }
categories: [ { code: glass, label: Glass }, { code: glass/prime, label: Prime } ]
attributes:
  - { code: mount, label: Lens mount, type: choice, options: [OX, LM] }
  - { code: weight, label: Weight, type: number, unit: g }
  - { code: colours, label: Colours, type: multi-choice, options: [black, silver] }
families:
  - { code: camera, label: Camera, attributes: [ { code: mount, required: [web] }, { code: weight, required: [web] } ] }
  - { code: lens, label: Lens, attributes: [ { code: mount }, { code: weight } ] }
products:
  - { sku: CAM-1, name: Camera one, family: camera, price: 500.00 EUR, cost: 300, stock: 4, values: { mount: OX, weight: 450 } }
  - { sku: CAM-2, name: Camera two, family: camera, price: 900.00 EUR, cost: 600, stock: 0, values: { mount: OX } }
  - { sku: LENS-1, name: Lens one, family: lens, category: glass/prime, price: 300.00 EUR, cost: 200, stock: 9, values: { weight: 1200 } }
  - { sku: LENS-2, name: Lens two, family: lens, channels: [store], price: 100.00 EUR, stock: 9, values: { mount: LM, colours: [black] } }
links:
  - { source: CAM-1, type: accessory, target: LENS-1, rank: 1, reason: Bright, owner: mia, channels: [web] }
  - { source: CAM-1, type: accessory, target: LENS-2, rank: 2, reason: { en: Small, de: Klein }, to: today+3d }
  - { source: CAM-1, type: up-sell, target: CAM-2, reason: More of everything }
bundles:
  - { code: kit, label: First kit, intent: ready-to-buy, price: percent-off 10, owner: mia,
      components: [ { sku: CAM-1, quantity: 1 }, { sku: LENS-1, quantity: 1 } ] }
  - { code: pair, label: Pair, intent: owner, price: fixed 350.00 EUR, components: [ { sku: LENS-1, quantity: 1 }, { sku: LENS-2, quantity: 1 } ] }
upgrades:
  - { code: cameras, label: Cameras, intent: owner, owner: mia, steps: [ { sku: CAM-1, level: good }, { sku: CAM-2, level: best } ] }
rules:
)";

// What the examples of the page name.
const char* const pageNames = R"(shelfwright: 1
channels: [ { code: store, label: Store } ]
attributes:
  - { code: mount, label: Lens mount, type: choice, options: [OX, LM] }
  - { code: mounts, label: Mounts, type: multi-choice, options: [OX, LM, unknown] }
  - { code: weight, label: Weight, type: number, unit: g }
categories: [ { code: cameras, label: Cameras }, { code: toys, label: Toys }, { code: spirits, label: Spirits } ]
families: [ { code: lens, label: Lens }, { code: camera, label: Camera }, { code: bag, label: Bag } ]
#! then
)";

const char* const head = "  - { id: user.x, ";

} // namespace

class TstUserRules : public QObject {
    Q_OBJECT

private:
    static std::string withRule(const QString& rule) { return std::string(shop) + head + rule.toStdString() + " }\n"; }

private Q_SLOTS:
    void find_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* rule, const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(rule) << QString::fromUtf8(expected);
        };
        row("products", "when: 'family = \"lens\"', expect: mount is not empty", "LENS-1");
        row("without when", "expect: price < 600", "CAM-2");
        row("a missing value is no value", "expect: weight < 2 kg", "CAM-2; LENS-2");
        row("counts", "expect: 'links(\"accessory\") > 0'", "CAM-2; LENS-1; LENS-2");
        row("counts of mappings", "expect: 'mappings(\"draft\") >= 3'", "CAM-2; LENS-2");
        row("completeness", "when: 'family = \"camera\"', expect: 'completeness(\"web\") = 100 %'", "CAM-2");
        row("in a family", "expect: 'price > 1000', families: [lens]", "LENS-1; LENS-2");
        row("in a category and below", "expect: 'price > 1000', categories: [glass]", "LENS-1");
        row("in a channel", "expect: 'price > 1000', channels: [web]", "CAM-1; CAM-2; LENS-1");
        row("switched off", "expect: 'price > 1000', enabled: false", "");
        row("links", "scope: link, when: 'type = \"accessory\"', expect: source.mount = target.mount",
            "link:CAM-1:accessory:LENS-1; link:CAM-1:accessory:LENS-2");
        row("links by rank", "scope: link, expect: 'rank = 1 or rank is empty'", "link:CAM-1:accessory:LENS-2");
        row("links by unit", "scope: link, expect: 'not target.weight > 1 kg'", "link:CAM-1:accessory:LENS-1");
        row("links by label", "scope: link, expect: 'target.[Lens mount] is not empty'", "link:CAM-1:accessory:LENS-1");
        row("links by SKU", "scope: link, expect: 'target.sku starts with \"LENS\" and source.sku = \"CAM-1\"'",
            "link:CAM-1:up-sell:CAM-2");
        row("links by slot and owner", "scope: link, expect: 'slot = \"upgrades\" or owner is not empty'", "link:CAM-1:accessory:LENS-2");
        row("links by window", "scope: link, expect: 'to is empty or to > today + 5d'", "link:CAM-1:accessory:LENS-2");
        row("links by reason", "scope: link, expect: 'not reason contains \"small\"'", "link:CAM-1:accessory:LENS-2");
        row("links by status", "scope: link, when: 'pin', expect: 'status = \"approved\"'", "");
        row("links of a channel", "scope: link, expect: 'rank > 9', channels: [store]",
            "link:CAM-1:accessory:LENS-2; link:CAM-1:up-sell:CAM-2");
        row("links of a family", "scope: link, expect: 'rank > 9', families: [lens]", "");
        row("bundles by margin", "scope: bundle, expect: margin >= 35 %", "bundle:kit; bundle:pair");
        row("bundles by price", "scope: bundle, expect: 'price = 720 and cost = 500 and margin < 31 % and margin > 30 %'", "bundle:pair");
        row("bundles without cost", "scope: bundle, expect: cost is not empty", "bundle:pair");
        row("bundles by parts", "scope: bundle, expect: 'skus contains \"CAM-1\" and families contains \"camera\" and components = 2'",
            "bundle:pair");
        row("bundles by policy", "scope: bundle, expect: 'policy = \"fixed\" and saving = 50 and groups = 0 and availability = 9'",
            "bundle:kit");
        row("bundles of a family", "scope: bundle, expect: price > 10000, families: [camera]", "bundle:kit");
        row("paths by steps", "scope: upgrade, expect: 'steps >= 3'", "upgrade:cameras");
        row("paths by figures",
            "scope: upgrade, expect: 'price = 900 and first_price = 500 and largest_step = 80 % and levels contains \"best\" and cost = "
            "600 "
            "and margin > 33 % and currency = \"EUR\"'",
            "");
    }
    void find()
    {
        QFETCH(QString, rule);
        QFETCH(QString, expected);
        const RulesDesk desk(withRule(rule));
        const RuleSet set = desk.rules();
        QVERIFY2(set.bad().empty(), set.bad().empty() ? "" : (set.bad()[0].error.where + ": " + set.bad()[0].error.what).c_str());
        auto found = desk.findings("user.x");
        QCOMPARE(RulesDesk::shown(found), expected);
        std::sort(found.begin(), found.end(), [](const Finding& a, const Finding& b) { return a.id < b.id; });
        QCOMPARE(desk.findingsOneByOne("user.x"), found);
    }

    void say_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* rule, const char* message) {
            QTest::newRow(message) << QString::fromUtf8(rule) << QString::fromUtf8(message);
        };
        row("expect: 'sku != \"CAM-1\"', message: '{sku} {name} weighs {weight} and costs {price} {currency}'",
            "CAM-1 Camera one weighs 450 g and costs 500 EUR");
        row("expect: 'sku != \"LENS-2\"', message: '{sku}: {[Lens mount]}, {colours}, {weight}, {{set}}'",
            "LENS-2: LM, black, (empty), {set}");
        row("expect: 'sku != \"CAM-1\"', message: too heavy", "CAM-1: too heavy");
        row("expect: 'sku != \"CAM-1\"', title: 'Heavy {things}'", "CAM-1: Heavy {things}");
        row("scope: link, expect: rank != 1, message: '{source.name} > {target.sku} ({type}, {target.weight})'",
            "CAM-1 Camera one → LENS-1 Lens one (accessory): Camera one > LENS-1 (accessory, 1200 g)");
        row("scope: link, expect: rank != 1, message: '{source.sku} and {target.sku}'", "CAM-1 and LENS-1");
        row("scope: bundle, expect: margin is empty, message: '{label} leaves {margin} of {price} {currency}'",
            "First kit leaves 30.56 % of 720 EUR");
        row("scope: upgrade, expect: steps > 2, message: 'only {steps} steps'", "Cameras: only 2 steps");
    }
    void say()
    {
        QFETCH(QString, rule);
        QFETCH(QString, message);
        const RulesDesk desk(withRule(rule));
        const auto found = desk.findings("user.x");
        QCOMPARE(found.size(), size_t(1));
        QCOMPARE(QString::fromStdString(found[0].message), message);
    }

    void mend_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("json");
        const auto row = [](const char* rule, const char* sentence, const char* key, const char* field, const char* json) {
            QTest::newRow(rule) << QString::fromUtf8(rule) << QString::fromUtf8(sentence) << QString::fromUtf8(key)
                                << QString::fromUtf8(field) << QString::fromUtf8(json);
        };
        row("expect: 'mount is not empty', fix: { set: { mount: OX } }", "Sets mount to OX", "LENS-1", "mount", "\"OX\"");
        row("expect: 'weight > 0', families: [camera], fix: { set: { weight: 1.5 kg, never_recommend: yes } }",
            "Sets weight to 1500, sets never_recommend to true", "CAM-2", "weight", "1500");
        row("expect: 'colours is not empty', fix: { set: { colours: [black, silver] } }", "Sets colours to black|silver", "CAM-1",
            "colours", "[\"black\",\"silver\"]");
        row("expect: 'category below \"glass\"', fix: { set: { category: glass } }", "Sets categories to glass", "CAM-1", "categories",
            "[\"glass\"]");
        row("expect: 'stock is empty or stock > 0', fix: { set: { stock: } }", "Empties stock", "CAM-2", "stock", "");
        row("scope: link, expect: owner is not empty, fix: { set: { owner: jan, channels: web } }",
            "Sets owner to jan, sets channels to web", "link:CAM-1:up-sell:CAM-2", "owner", "\"jan\"");
        row("scope: bundle, expect: owner is not empty, fix: { set: { owner: jan } }", "Sets owner to jan", "bundle:pair", "owner",
            "\"jan\"");
    }
    void mend()
    {
        QFETCH(QString, rule);
        QFETCH(QString, sentence);
        QFETCH(QString, key);
        QFETCH(QString, field);
        QFETCH(QString, json);
        RulesDesk desk(withRule(rule));
        const auto found = desk.findings("user.x");
        QVERIFY(!found.empty());
        QCOMPARE(QString::fromStdString(found[0].fix), sentence);
        QCOMPARE(desk.fix("user.x"), found.size());
        QCOMPARE(RulesDesk::shown(desk.findings("user.x")), QString());
        const std::string name = key.toStdString();
        const FieldMap fields =
            mappingKindOf(name) ? desk.workspace->mapping(name)->value().working() : desk.workspace->product(name)->value().fields;
        QCOMPARE(QString::fromStdString(std::string(fields.get(field.toStdString()))), json);
    }

    void areRefused_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("hint");
        const auto row = [](const char* rule, const char* where, const char* what, const char* hint) {
            QTest::newRow(rule) << QString::fromUtf8(rule) << QStringLiteral("rule user.x, ") + QString::fromUtf8(where)
                                << QString::fromUtf8(what) << QString::fromUtf8(hint);
        };
        row("when: price > 5", "expect", "missing", "expect: price > 0");
        row("expect: 'price > 5 and muont is empty'", "expect, column 15", "muont", "mount");
        row("when: 'price > \"x\"', expect: price > 5", "when, column 9", "is a number", "quotes");
        row("expect: price >", "expect, column 8", "ends", "");
        row("scope: link, expect: price > 5", "expect, column 1", "a link has no price", "source.price");
        row("scope: bundle, expect: 'components > 1 and steps > 1'", "expect, column 20", "a bundle has no steps", "");
        row("scope: upgrade, expect: 'margin > 5 kg'", "expect, column 10", "kg", "");
        row("scope: bundel, expect: price > 5", "scope", "bundel", "bundle");
        row("expect: price > 5, message: '{sku} has {prize}'", "message, column 11", "{prize}", "{price}");
        row("scope: link, expect: rank > 5, message: 'größer {source.nmae}'", "message, column 8", "{source.nmae}", "{source.name}");
        row("scope: link, expect: rank > 5, message: '{price}'", "message, column 1", "{price}", "");
        row("expect: price > 5, message: 'a {sku'", "message, column 3", "never closed", "{{");
        row("expect: price > 5, message: 'a } b'", "message, column 3", "no {", "}}");
        row("expect: price > 5, fix: { put: { stock: 1 } }", "fix, put", "only set", "set:");
        row("expect: price > 5, fix: { set: { stok: 1 } }", "fix, set.stok", "no field", "stock");
        row("expect: price > 5, fix: { set: { weight: heavy } }", "fix, set.weight", "", "");
        row("expect: price > 5, fix: { set: { weight: 5 cm } }", "fix, set.weight", "", "");
        row("expect: price > 5, fix: { set: { family: lense } }", "fix, set.family", "lense", "lens");
        row("scope: link, expect: rank > 5, fix: { set: { target: CAM-2 } }", "fix, set.target", "stays", "another");
        row("scope: link, expect: rank > 5, fix: { set: { rank: first } }", "fix, set.rank", "number", "");
        row("scope: link, expect: rank > 5, fix: { set: { onwer: jan } }", "fix, set.onwer", "no such key", "owner");
        row("expect: price > 5, dimension: colour", "dimension", "colour", "validity");
        row("expect: price > 5, parameters: { max: 5 }", "parameters", "no parameters", "");
    }
    void areRefused()
    {
        QFETCH(QString, rule);
        QFETCH(QString, where);
        QFETCH(QString, what);
        QFETCH(QString, hint);
        // A second rule goes on.
        const RulesDesk desk(withRule(rule) + "  - { id: user.y, expect: price > 600 }\n");
        const RuleSet set = desk.rules();
        QCOMPARE(set.bad().size(), size_t(1));
        const Error& error = set.bad()[0].error;
        QCOMPARE(QString::fromStdString(error.where), where);
        QVERIFY2(QString::fromStdString(error.what).contains(what), error.what.c_str());
        QVERIFY2(QString::fromStdString(error.tryThis).contains(hint), error.tryThis.c_str());
        QCOMPARE(RulesDesk::shown(desk.findings("user.y")), QStringLiteral("CAM-1; LENS-1; LENS-2"));
    }

    void sayWhatTheyRead()
    {
        const RulesDesk desk(withRule(
            QStringLiteral("scope: link, expect: 'source.price > target.[Weight] / 1 g and rank > 1', message: '{source.brand}'")));
        const RuleSet set = desk.rules();
        const Rule* rule = set.find("user.x")->rule;
        const auto& reads = rule->info().reads;
        QCOMPARE(std::vector<std::string>(reads.fields.begin(), reads.fields.end()),
            (std::vector<std::string>{"brand", "name", "price", "weight"}));
        QVERIFY(reads.links && !reads.entries);
        QVERIFY(rule->info().unit == Unit::Link);
    }

    // Every example of the page makes rules that run, on a shop with what they name.
    void areWrittenFromThePage()
    {
        QFile file(QStringLiteral(SHELF_SOURCE_DIR "/resources/help/rules.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString page = QString::fromUtf8(file.readAll());
        static const QRegularExpression block(QStringLiteral("```yaml\\n(.*?)```"), QRegularExpression::DotMatchesEverythingOption);
        int rules = 0;
        auto found = block.globalMatch(page);
        while (found.hasNext()) {
            const QString yaml = found.next().captured(1);
            const RulesDesk desk(pageNames + yaml.toStdString());
            const RuleSet set = desk.rules();
            QVERIFY2(set.bad().empty(), set.bad().empty() ? "" : (set.bad()[0].error.where + ": " + set.bad()[0].error.what).c_str());
            rules += int(yaml.count(QStringLiteral("id: ")));
        }
        QVERIFY(rules >= 6);
        for (const char* word : {"scope", "when", "expect", "severity", "message", "fix", "families", "categories", "channels", "enabled"})
            QVERIFY2(page.contains(QStringLiteral("| `%1`").arg(QString::fromUtf8(word))), word);
    }
};

QTEST_GUILESS_MAIN(TstUserRules)
#include "tst_user_rules.moc"
