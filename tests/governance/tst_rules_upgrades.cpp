// Rules about upgrade paths: their examples, cases beyond them, fixes.
#include "governance/rules/upgrades/steps.h"
#include "governance/rules/upgrades/upgrades.h"
#include "tests/governance/rule_cases.h"

using namespace shelf;
using namespace shelf::test;

namespace {

const std::string products =
    "shelfwright: 1\n"
    "attributes:\n"
    "  - { code: resolution, label: Resolution, type: number, unit: MP }\n"
    "  - { code: sealing, label: Weather sealed, type: boolean }\n"
    "  - { code: slots, label: Card slots, type: multi-choice, options: [SD, CFX] }\n"
    "  - { code: sensor, label: Sensor, type: choice, options: [APS-C, full frame] }\n"
    "families: [ { code: camera, attributes: [ { code: resolution }, { code: sealing }, { code: slots }, { code: sensor } ] } ]\n"
    "products:\n"
    "  - { sku: A, name: A, family: camera, price: 400 EUR, values: { resolution: 20, sealing: no, slots: [SD], sensor: APS-C } }\n"
    "  - { sku: B, name: B, family: camera, price: 500 EUR, values: { resolution: 24, sealing: yes, slots: [SD, CFX], sensor: APS-C } }\n"
    "  - { sku: C, name: C, family: camera, price: 700 EUR, values: { resolution: 24, sealing: no, slots: [CFX], sensor: full frame } }\n"
    "  - { sku: D, name: D, family: camera, price: 600 USD, values: { sensor: full frame } }\n"
    "  - { sku: R, name: R, family: camera, price: 550 EUR, lifecycle: retired, values: { resolution: 50 } }\n";

} // namespace

class UpgradeRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void examples_data() { addExampleRows(upgradeRules()); }
    void examples() { runExample(); }

    void cases_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("steps");
        QTest::addColumn<QString>("says"); // empty: nothing is found
        const auto row = [](const char* name, const char* rule, const char* steps, const char* says) {
            QTest::newRow(name) << QString::fromUtf8(rule) << QString::fromUtf8(steps) << QString::fromUtf8(says);
        };
        row("yes after no", "upgrade.benefit-not-borne-out", "steps: [ { sku: A }, { sku: B, benefit: X, evidence: [sealing] } ]", "");
        row("no after yes", "upgrade.benefit-not-borne-out", "steps: [ { sku: B }, { sku: C, benefit: X, evidence: [sealing] } ]",
            "Weather sealed goes from true to false");
        row("a longer list", "upgrade.benefit-not-borne-out", "steps: [ { sku: A }, { sku: B, benefit: X, evidence: [slots] } ]", "");
        row("a shorter list", "upgrade.benefit-not-borne-out", "steps: [ { sku: B }, { sku: C, benefit: X, evidence: [slots] } ]",
            "Card slots goes from SD|CFX to CFX");
        row("another text", "upgrade.benefit-not-borne-out", "steps: [ { sku: B }, { sku: C, benefit: X, evidence: [sensor] } ]", "");
        row("the same text", "upgrade.benefit-not-borne-out", "steps: [ { sku: A }, { sku: B, benefit: X, evidence: [sensor] } ]",
            "Sensor stays APS-C");
        row("no value", "upgrade.benefit-not-borne-out", "steps: [ { sku: A }, { sku: D, benefit: X, evidence: [resolution] } ]",
            "it has no Resolution");
        row("measured against the step before what is retired", "upgrade.benefit-not-borne-out",
            "steps: [ { sku: A }, { sku: R, benefit: X }, { sku: B, benefit: Y, evidence: [resolution] } ]", "");
        row("two currencies", "upgrade.step-too-steep", "steps: [ { sku: A }, { sku: D, benefit: X } ]", "");
        row("the path's band", "upgrade.step-too-steep", "band: { max: 20 }, steps: [ { sku: A }, { sku: B, benefit: X } ]",
            "25 % dearer, more than the 20 % of its band: 400 EUR to 500 EUR");
        row("the step's band", "upgrade.step-too-steep",
            "band: { max: 20 }, steps: [ { sku: A }, { sku: B, benefit: X, band: { max: 30 } } ]", "");
        row("past what is retired", "upgrade.step-too-steep", "steps: [ { sku: A }, { sku: R, benefit: X }, { sku: C, benefit: Y } ]",
            "75 % dearer");
        row("cheaper", "upgrade.step-not-dearer", "steps: [ { sku: B }, { sku: A, benefit: X } ]", "20 % cheaper: 500 EUR to 400 EUR");
        row("the same price", "upgrade.step-not-dearer", "band: { min: 0 }, steps: [ { sku: A }, { sku: A, benefit: X } ]", "");
        row("one product twice is a circle", "upgrade.cycle", "steps: [ { sku: A }, { sku: A, benefit: X } ]", "A -> by upgrade:u -> A");
        row("a circle within one path", "upgrade.cycle", "steps: [ { sku: A }, { sku: B, benefit: X }, { sku: A, benefit: X } ]",
            "A -> by upgrade:u -> B -> by upgrade:u -> A");
        row("in two attributes", "upgrade.worse-in-key-attribute",
            "key_attributes: [sealing, resolution], steps: [ { sku: B }, { sku: C, benefit: X } ]",
            "Weather sealed goes from true to false");
        row("a leap over B", "upgrade.gap", "steps: [ { sku: A }, { sku: C, benefit: X } ]", "B at 500 EUR");
        row("what lies between is worse", "upgrade.gap", "key_attributes: [sealing], steps: [ { sku: A }, { sku: C, benefit: X } ]", "");
        row("a better next step", "upgrade.next-better-not-chosen",
            "key_attributes: [resolution], steps: [ { sku: A }, { sku: C, benefit: X } ]", "B at 500 EUR is as good in all key attributes");
    }

    void cases()
    {
        QFETCH(QString, rule);
        QFETCH(QString, steps);
        QFETCH(QString, says);
        const OffersDesk desk(products + "upgrades: [ { code: u, " + steps.toStdString() + " } ]\n");
        const std::string messages = desk.messages(rule.toStdString());
        QVERIFY2(says.isEmpty() ? messages.empty() : messages.find(says.toStdString()) != std::string::npos, messages.c_str());
    }

    void bridgesWhatIsRetired()
    {
        OffersDesk desk(products + "upgrades: [ { code: u, steps: [ { sku: A }, { sku: R, benefit: X }, { sku: C, benefit: Y } ] } ]\n");
        QCOMPARE(desk.findings("upgrade.step-retired").size(), size_t(1));
        QCOMPARE(desk.fix("upgrade.step-retired"), size_t(1));
        QCOMPARE(std::string(desk.entry("upgrade:u")->content.get("steps")), std::string(R"([{"sku":"A"},{"sku":"C","benefit":"Y"}])"));
        QVERIFY(desk.findings("upgrade.step-retired").empty());
    }

    void doesNotBridgeAwayTheLastTwo()
    {
        OffersDesk desk(products + "upgrades: [ { code: u, steps: [ { sku: R }, { sku: C, benefit: Y } ] } ]\n");
        QCOMPARE(desk.findings("upgrade.step-retired").front().fix, std::string());
        QCOMPARE(desk.fix("upgrade.step-retired"), size_t(0));
    }

    // A figure of eight: both loops are named, and the finding is one, whichever product is looked at first.
    void namesEveryElementOfAKnot()
    {
        const OffersDesk desk(products
            + "upgrades:\n"
              "  - { code: one, steps: [ { sku: C }, { sku: A, benefit: X }, { sku: B, benefit: X } ] }\n"
              "  - { code: two, steps: [ { sku: B }, { sku: C, benefit: X } ] }\n"
              "  - { code: three, steps: [ { sku: B }, { sku: D, benefit: X }, { sku: B, benefit: X } ] }\n");
        const auto findings = desk.findings("upgrade.cycle");
        QCOMPARE(findings.size(), size_t(1));
        QCOMPARE(findings[0].subject, std::string("A"));
        QCOMPARE(findings[0].others, (std::vector<std::string>{"B", "C", "D"}));
        QVERIFY2(findings[0].message.find(
                     "A -> by upgrade:one -> B -> by upgrade:two -> C -> by upgrade:one -> A; further products in the same knot: D")
                != std::string::npos,
            findings[0].message.c_str());
    }

    void theDefaultOfLessIsBetterIsTheComputedOne()
    {
        const auto parsed = parseJson(lessIsBetterParameter.value);
        QVERIFY(parsed.ok());
        const auto codes = lessIsBetterByDefault();
        QCOMPARE(parsed->toStrings(), std::vector<std::string>(codes.begin(), codes.end()));
    }
};

QTEST_GUILESS_MAIN(UpgradeRulesTest)
#include "tst_rules_upgrades.moc"
