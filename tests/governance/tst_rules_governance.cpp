// Rules about ownership, reviews, waivers: their examples, and what lies between those.
#include "governance/rules/governance/mapping_scan.h"
#include "governance/rules/registry.h"
#include "tests/governance/rules_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

const char* const products = "shelfwright: 1\n"
                             "products:\n"
                             "  - { sku: CAM, name: Camera, price: 500.00 EUR, cost: 300.00 EUR }\n"
                             "  - { sku: BAG, name: Bag, price: 50.00 EUR, cost: 20.00 EUR }\n"
                             "  - { sku: SD, name: Card, price: 20.00 EUR }\n";
const char* const accessory = "links: [ { source: CAM, type: accessory, target: BAG, reason: Fits, owner: mia } ]\n";
const char* const offers = "bundles: [ { code: kit, label: Kit, owner: mia, components: [ { sku: CAM }, { sku: BAG } ] } ]\n"
                           "upgrades: [ { code: up, owner: mia, steps: [ { sku: CAM }, { sku: BAG } ] } ]\n";

void row(const char* name, const char* rule, const std::string& example, const char* expected)
{
    QTest::newRow(name) << QString::fromUtf8(rule) << QString::fromStdString(example) << QString::fromUtf8(expected);
}

} // namespace

class TstRulesGovernance : public QObject {
    Q_OBJECT

private:
    static void everyRule()
    {
        QTest::addColumn<QString>("id");
        for (const RulePtr& rule : governanceRules())
            QTest::newRow(std::string(rule->info().id).c_str()) << QString::fromStdString(std::string(rule->info().id));
    }

private Q_SLOTS:
    void areInOrder()
    {
        std::vector<std::string> ids;
        for (const RulePtr& rule : governanceRules())
            ids.emplace_back(rule->info().id);
        QVERIFY(ids.size() >= 11);
        QVERIFY(std::is_sorted(ids.begin(), ids.end()));
    }

    void holdTheirExamples_data() { everyRule(); }
    void holdTheirExamples()
    {
        QFETCH(QString, id);
        const RuleInfo& info = builtInRule(id.toStdString())->info();
        const auto found = [&](std::string_view example) { return RulesDesk(example).findings(id.toStdString()); };
        QVERIFY(!found(info.violating).empty());
        QCOMPARE(RulesDesk::shown(found(info.passing)), QString());
        QCOMPARE(!found(info.edge).empty(), info.edgeViolates);
    }

    void find_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("example");
        QTest::addColumn<QString>("expected");
        const std::string shop = products;
        row("every kind has an owner", "gov.owner-missing", shop + accessory + offers, "");
        row("an owner somewhere inside is none", "gov.owner-missing",
            shop
                + "links: [ { source: CAM, type: accessory, target: BAG, reason: '\"owner\":\"x\"', evidence: [ { origin: test, person: "
                  "owner } ] } ]\n"
                  "upgrades: [ { code: up, steps: [ { sku: CAM }, { sku: BAG } ] } ]\n",
            "link:CAM:accessory:BAG; upgrade:up");
        row("who has left, in any case", "gov.owner-inactive",
            shop + accessory + offers + "rules: [ { id: gov.owner-inactive, parameters: { left: [\" MIA \", tom] } } ]\n",
            "bundle:kit; link:CAM:accessory:BAG; upgrade:up");
        row("the policy's cadence", "gov.review-overdue",
            "#! days-ago 100\n#! approve\n" + shop + accessory + offers + "policies: { review-cadence: 90 }\n",
            "bundle:kit; link:CAM:accessory:BAG; upgrade:up");
        row("on its last day", "gov.review-overdue", "#! days-ago 90\n#! approve\n" + shop + offers + "policies: { review-cadence: 90 }\n",
            "");
        row("a draft beside it changes nothing", "gov.review-overdue",
            "#! days-ago 200\n#! approve\n" + shop + accessory
                + "#! then\nshelfwright: 1\nlinks: [ { source: CAM, type: accessory, target: BAG, reason: Fits well } ]\n",
            "link:CAM:accessory:BAG");
        row("never approved", "gov.review-overdue", "#! days-ago 200\n" + shop + accessory, "");
        row("approved anew", "gov.review-overdue",
            "#! days-ago 200\n#! approve\n" + shop + accessory
                + "#! then\n#! approve\nshelfwright: 1\nlinks: [ { source: CAM, type: accessory, target: BAG, reason: Fits well } ]\n",
            "");
        row("old, and overdue too", "gov.approval-old", "#! days-ago 400\n#! approve\n" + shop + accessory + offers, "");
        row("old, not overdue", "gov.approval-old",
            "#! days-ago 400\n#! approve\n" + shop + accessory + offers + "policies: { review-cadence: 1000 }\n",
            "bundle:kit; link:CAM:accessory:BAG; upgrade:up");
        row("drafts of every kind", "gov.draft-abandoned", "#! days-ago 31\n" + shop + accessory + offers,
            "bundle:kit; link:CAM:accessory:BAG; upgrade:up");
        row("thirty days", "gov.draft-abandoned", "#! days-ago 30\n" + shop + accessory + offers, "");
        row("touched since", "gov.draft-abandoned",
            "#! days-ago 50\n" + shop + accessory
                + "#! then\nshelfwright: 1\nlinks: [ { source: CAM, type: accessory, target: BAG, reason: Fits well } ]\n",
            "");
        row("one login, every kind", "gov.reviewed-by-one-login", "#! solo\n" + shop + accessory + offers,
            "bundle:kit; link:CAM:accessory:BAG; upgrade:up");
        row("a cost is absent", "gov.cost-missing-in-bundle",
            shop + "bundles: [ { code: kit, label: Kit, owner: mia, components: [ { sku: CAM }, { sku: SD, required: false } ] } ]\n",
            "bundle:kit");
        row("all costs", "gov.cost-missing-in-bundle", shop + offers, "");
        row("a season's begin", "gov.price-leaves-early",
            shop
                + "seasons: [ { code: xmas, label: Christmas, from: today+20d, to: today+60d } ]\n"
                  "bundles:\n"
                  "  - { code: kit, label: Kit, owner: mia, season: xmas, price: percent-off 10, components: [ { sku: CAM }, { sku: BAG } "
                  "] }\n",
            "bundle:kit");
        row("a parked one", "gov.price-leaves-early",
            shop
                + "bundles:\n"
                  "  - { code: kit, label: Kit, owner: mia, from: today+20d, parked: true, price: percent-off 10, components: [ { sku: CAM "
                  "}, { "
                  "sku: BAG } ] }\n",
            "");
    }
    void find()
    {
        QFETCH(QString, rule);
        QFETCH(QString, example);
        QFETCH(QString, expected);
        const RulesDesk desk(example.toStdString());
        QCOMPARE(RulesDesk::shown(desk.findings(rule.toStdString())), expected);
        QCOMPARE(RulesDesk::shown(desk.findingsOneByOne(rule.toStdString())), expected);
    }

    void showAWaiverThatEnds_data()
    {
        QTest::addColumn<int>("days");
        QTest::addColumn<int>("ago");
        QTest::addColumn<QString>("expiring");
        QTest::addColumn<QString>("expired");
        QTest::newRow("in a month") << 30 << 0 << ""
                                    << "";
        QTest::newRow("in two weeks") << 14 << 0 << "yes"
                                      << "";
        QTest::newRow("today") << 5 << 5 << "yes"
                               << "";
        QTest::newRow("yesterday") << 5 << 6 << ""
                                   << "yes";
        QTest::newRow("a month ago") << 5 << 35 << ""
                                     << "yes";
        QTest::newRow("longer ago") << 5 << 36 << ""
                                    << "";
    }
    void showAWaiverThatEnds()
    {
        QFETCH(int, days);
        QFETCH(int, ago);
        QFETCH(QString, expiring);
        QFETCH(QString, expired);
        const std::string example =
            "#! days-ago " + std::to_string(ago) + "\n#! waive attr.price-missing SD " + std::to_string(days) + "\n" + products;
        const RulesDesk desk(example);
        const auto ending = desk.findings("gov.waiver-expiring"), ended = desk.findings("gov.waiver-expired");
        QCOMPARE(ending.size(), size_t(!expiring.isEmpty()));
        QCOMPARE(ended.size(), size_t(!expired.isEmpty()));
        for (const Finding& finding : ending)
            QVERIFY2(finding.subject.starts_with("waiver:w-"), finding.subject.c_str());
    }

    void readMembers_data()
    {
        QTest::addColumn<QString>("object");
        QTest::addColumn<QString>("member");
        QTest::newRow("first") << "{\"owner\":\"mia\",\"x\":1}"
                               << "\"mia\"";
        QTest::newRow("last") << "{\"a\":[1,{\"owner\":2}],\"b\":\"}\\\"\",\"owner\":\"mia\"}"
                              << "\"mia\"";
        QTest::newRow("inside alone") << "{\"a\":{\"owner\":\"mia\"}}"
                                      << "";
        QTest::newRow("in a text") << "{\"a\":\"\\\"owner\\\":\\\"mia\\\"\"}"
                                   << "";
        QTest::newRow("an object") << "{\"owner\":{\"a\":[]}}"
                                   << "{\"a\":[]}";
        QTest::newRow("empty") << "{}"
                               << "";
        QTest::newRow("nothing") << ""
                                 << "";
    }
    void readMembers()
    {
        QFETCH(QString, object);
        QFETCH(QString, member);
        const std::string bytes = object.toStdString();
        QCOMPARE(QString::fromStdString(std::string(mapping::memberOf(bytes, "owner"))), member);
    }
};

QTEST_APPLESS_MAIN(TstRulesGovernance)
#include "tst_rules_governance.moc"
