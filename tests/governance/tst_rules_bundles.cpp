// Rules about bundles: their examples, cases beyond them, fixes, and a gaming PC of real parts.
#include "governance/rules/bundles/bundles.h"
#include "tests/governance/pc_parts.h"
#include "tests/governance/rule_cases.h"

using namespace shelf;
using namespace shelf::test;

namespace {

const std::string products = "shelfwright: 1\n"
                             "channels: [ { code: web }, { code: store } ]\n"
                             "products:\n"
                             "  - { sku: CAM, name: Camera, price: 500.00 EUR, cost: 300 }\n"
                             "  - { sku: OLD, name: Old camera, price: 400.00 EUR, lifecycle: retired }\n"
                             "  - { sku: OLDER, name: Older camera, lifecycle: retired }\n"
                             "  - { sku: BAG, name: Bag, price: 50.00 EUR, cost: 20 }\n"
                             "  - { sku: S, name: Small card, price: 10.00 EUR, cost: 5 }\n"
                             "  - { sku: L, name: Large card, price: 90.00 EUR, cost: 70 }\n"
                             "links:\n"
                             "  - { source: OLDER, type: successor, target: OLD }\n"
                             "  - { source: OLD, type: successor, target: CAM }\n";

} // namespace

class BundleRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void examples_data() { addExampleRows(bundleRules()); }
    void examples() { runExample(); }

    void cases_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("bundle");
        QTest::addColumn<QString>("says"); // empty: nothing is found
        const auto row = [](const char* name, const char* rule, const char* bundle, const char* says) {
            QTest::newRow(name) << QString::fromUtf8(rule) << QString::fromUtf8(bundle) << QString::fromUtf8(says);
        };
        row("a retired choice", "bundle.component-retired", "components: [ { sku: BAG } ], groups: [ { choose: 1, of: [OLD, S] } ]",
            "its successor is CAM (Camera)");
        row("through what is retired itself", "bundle.component-retired", "components: [ { sku: OLDER }, { sku: BAG } ]",
            "its successor is CAM (Camera)");
        row("the successor is in it", "bundle.component-retired", "components: [ { sku: OLD }, { sku: CAM } ]", "is in the bundle already");
        row("twice in a group", "bundle.component-twice", "components: [ { sku: CAM } ], groups: [ { choose: 1, of: [S, L, S] } ]",
            "twice in one group");
        row("required and optional", "bundle.component-twice", "components: [ { sku: CAM }, { sku: S }, { sku: S, required: false } ]",
            "say whether it is required");
        row("dearer in the cheapest choice", "bundle.dearer-than-parts",
            "price: fixed 520 EUR, components: [ { sku: CAM } ], groups: [ { choose: 1, of: [S, L] } ]", "in the cheapest choice 510 EUR");
        row("a discount of the dearest choice", "bundle.discount-above-cap",
            "price: fixed 360 EUR, components: [ { sku: CAM } ], groups: [ { choose: 0..1, of: [S, L] } ]", "38.98 %");
        row("given away", "bundle.margin-below-floor", "price: amount-off 900 EUR, components: [ { sku: CAM }, { sku: BAG } ]",
            "given away");
        row("no cost, no margin", "bundle.margin-below-floor", "price: fixed 1 EUR, components: [ { sku: OLD }, { sku: BAG } ]", "");
        row("nothing of a group left", "bundle.group-empty",
            "components: [ { sku: CAM } ], groups: [ { name: Body, choose: 0..1, of: [OLD] } ]", "up to 1 can be chosen");
        row("a choice of none", "bundle.too-few-components", "components: [ { sku: CAM } ], groups: [ { choose: 0..1, of: [S, L] } ]",
            "1 piece");
        row("a choice of one", "bundle.too-few-components", "components: [ { sku: CAM } ], groups: [ { choose: 1, of: [S, L] } ]", "");
        row("parked", "bundle.scarce", "parked: true, planned_units: 9, components: [ { sku: CAM }, { sku: BAG } ]", "");
    }

    void cases()
    {
        QFETCH(QString, rule);
        QFETCH(QString, bundle);
        QFETCH(QString, says);
        const OffersDesk desk(products + "bundles: [ { code: b, label: B, " + bundle.toStdString() + " } ]\n");
        const std::string messages = desk.messages(rule.toStdString());
        QVERIFY2(says.isEmpty() ? messages.empty() : messages.find(says.toStdString()) != std::string::npos, messages.c_str());
    }

    void fixes_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("bundle");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("becomes"); // empty: no fix
        const auto row = [](const char* name, const char* rule, const char* bundle, const char* field, const char* becomes) {
            QTest::newRow(name) << QString::fromUtf8(rule) << QString::fromUtf8(bundle) << QString::fromUtf8(field)
                                << QString::fromUtf8(becomes);
        };
        row("a component", "bundle.component-retired", "components: [ { sku: OLD, quantity: 2 }, { sku: BAG } ]", "components",
            R"([{"sku":"CAM","quantity":2},{"sku":"BAG"}])");
        row("a choice", "bundle.component-retired", "components: [ { sku: BAG } ], groups: [ { name: G, choose: 1, of: [OLD, S] } ]",
            "groups", R"([{"name":"G","min":1,"max":1,"of":["CAM","S"]}])");
        row("a choice whose successor is there", "bundle.component-retired",
            "components: [ { sku: BAG } ], groups: [ { name: G, choose: 1, of: [OLD, CAM] } ]", "groups",
            R"([{"name":"G","min":1,"max":1,"of":["CAM"]}])");
        row("the successor is a component", "bundle.component-retired", "components: [ { sku: OLD }, { sku: CAM } ]", "components", "");
        row("quantities are added", "bundle.component-twice", "components: [ { sku: CAM }, { sku: S, quantity: 2 }, { sku: S } ]",
            "components", R"([{"sku":"CAM"},{"sku":"S","quantity":3}])");
        row("a choice once", "bundle.component-twice", "components: [ { sku: CAM } ], groups: [ { name: G, choose: 1, of: [S, L, S] } ]",
            "groups", R"([{"name":"G","min":1,"max":1,"of":["S","L"]}])");
        row("what was meant is not known", "bundle.component-twice",
            "components: [ { sku: CAM }, { sku: S }, { sku: S, required: false } ]", "components", "");
    }

    void fixes()
    {
        QFETCH(QString, rule);
        QFETCH(QString, bundle);
        QFETCH(QString, field);
        QFETCH(QString, becomes);
        OffersDesk desk(products + "bundles: [ { code: b, label: B, " + bundle.toStdString() + " } ]\n");
        for (const Finding& finding : desk.findings(rule.toStdString()))
            QCOMPARE(finding.fix.empty(), becomes.isEmpty());
        QCOMPARE(desk.fix(rule.toStdString()), becomes.isEmpty() ? size_t(0) : size_t(1));
        if (becomes.isEmpty())
            return;
        QCOMPARE(QString::fromStdString(std::string(desk.entry("bundle:b")->content.get(field.toStdString()))), becomes);
        QVERIFY(desk.findings(rule.toStdString()).empty());
    }

    void severitiesOfConflicts()
    {
        const OffersDesk desk("shelfwright: 1\n"
                              "products: [ { sku: A, name: A }, { sku: B, name: B }, { sku: C, name: C }, { sku: D, name: D } ]\n"
                              "links:\n"
                              "  - { source: A, type: incompatible, target: B }\n"
                              "  - { source: C, type: incompatible, target: D }\n"
                              "bundles:\n"
                              "  - { code: both, label: K, components: [ { sku: A }, { sku: B } ] }\n"
                              "  - { code: choice, label: K, components: [ { sku: A } ], groups: [ { choose: 1, of: [B, C] } ] }\n"
                              "  - { code: two, label: K, components: [ { sku: A } ], groups: [ { choose: 0..2, of: [C, D] } ] }\n");
        std::string severities;
        for (const Finding& finding : desk.findings("bundle.components-incompatible"))
            severities += finding.subject + " " + std::string(severityName(finding.severity)) + "\n";
        QCOMPARE(severities, std::string("bundle:both blocker\nbundle:choice error\nbundle:two warning\n"));
    }

    // A board that does not fit into the case is found with the condition that fails and both values; another case, and all is well.
    void gamingPc()
    {
        SHELF_NEEDS_REAL_DATA("pc-parts");
        OffersDesk desk("shelfwright: 1\n");
        importParts(desk.workspace(), "motherboard", {"name", "socket", "form_factor", "max_memory", "memory_slots", "color"});
        importParts(desk.workspace(), "case", {"name", "type", "color", "psu", "side_panel", "external_volume", "internal_35_bays"});
        desk.refresh();
        const std::string board = firstWith(desk.catalog(), "motherboard", "form_factor", "ATX");
        const std::string small = firstWith(desk.catalog(), "case", "type", "Mini ITX Desktop");
        const std::string large = firstWith(desk.catalog(), "case", "type", "ATX Mid Tower");
        QVERIFY(!board.empty() && !small.empty() && !large.empty());
        const auto bundle = [&](const std::string& housing) {
            return "shelfwright: 1\n"
                   "bundles: [ { code: gaming-pc, label: Gaming PC, intent: ready-to-buy, components: [ { sku: "
                + jsonString(board) + " }, { sku: " + jsonString(housing) + " } ] } ]\n";
        };
        desk.apply("shelfwright: 1\n"
                   "compatibility:\n"
                   "  - { code: board-case, between: [motherboard, case], where: [ { left: form_factor, op: table, right: type, table: {\n"
                   "      ATX: [ATX Mid Tower, ATX Full Tower], Mini ITX: [Mini ITX Desktop, ATX Mid Tower] } } ] }\n");
        desk.apply(bundle(small));
        const std::string messages = desk.messages("bundle.components-incompatible");
        QVERIFY2(messages.starts_with("blocker: bundle:gaming-pc"), messages.c_str());
        for (const std::string& part : {std::string("ATX"), std::string("Mini ITX Desktop"), board, small})
            QVERIFY2(messages.find(part) != std::string::npos, messages.c_str());
        desk.apply(bundle(large));
        QCOMPARE(desk.messages("bundle.components-incompatible"), std::string());
    }
};

QTEST_GUILESS_MAIN(BundleRulesTest)
#include "tst_rules_bundles.moc"
