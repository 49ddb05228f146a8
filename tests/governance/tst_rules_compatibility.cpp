// Rules about compatibility: their examples, and what lies between those.
#include "governance/rules/registry.h"
#include "tests/governance/rules_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

const std::string vocabulary = "shelfwright: 1\n"
                               "attributes:\n"
                               "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                               "  - { code: weight, label: Weight, type: number, unit: g }\n"
                               "  - { code: lamp, label: Lamp, type: text }\n"
                               "families:\n"
                               "  - { code: camera, label: Camera, attributes: [ { code: mount }, { code: weight } ] }\n"
                               "  - { code: lens, label: Lens, attributes: [ { code: mount }, { code: weight } ] }\n"
                               "  - { code: care, label: Care }\n"
                               "  - { code: none, label: Nothing }\n";
const std::string shop = vocabulary
    + "products:\n"
      "  - { sku: C1, name: c, family: camera, values: { mount: OX, weight: 500 } }\n"
      "  - { sku: C2, name: c, family: camera, values: { mount: LM, weight: 900 } }\n"
      "  - { sku: L1, name: l, family: lens, values: { mount: OX, weight: 800 } }\n"
      "  - { sku: L2, name: l, family: lens, values: { mount: LM, weight: 950 } }\n"
      "  - { sku: K1, name: k, family: care }\n";

std::string rule(const std::string& code, const std::string& between, const std::string& where, const std::string& rest = {})
{
    return "  - { code: " + code + ", between: [" + between + "], " + rest + "where: [ { " + where + " } ] }\n";
}
const std::string mounts = rule("m", "camera, lens", "left: mount, op: equal, right: mount");

} // namespace

class TstRulesCompatibility : public QObject {
    Q_OBJECT

private:
    static void everyRule()
    {
        QTest::addColumn<QString>("id");
        for (const RulePtr& each : compatibilityRules())
            QTest::newRow(std::string(each->info().id).c_str()) << QString::fromStdString(std::string(each->info().id));
    }

private Q_SLOTS:
    void areSevenInOrder()
    {
        std::vector<std::string> ids;
        for (const RulePtr& each : compatibilityRules())
            ids.emplace_back(each->info().id);
        QCOMPARE(ids.size(), size_t(7));
        QVERIFY(std::is_sorted(ids.begin(), ids.end()));
    }

    void holdTheirExamples_data() { everyRule(); }
    void holdTheirExamples()
    {
        QFETCH(QString, id);
        const RuleInfo& info = builtInRule(id.toStdString())->info();
        const auto found = [&](std::string_view example) { return RulesDesk(example).findings(id.toStdString()); };
        const auto violating = found(info.violating);
        QVERIFY(!violating.empty());
        qInfo("%s", violating.front().message.c_str());
        QCOMPARE(RulesDesk::shown(found(info.passing)), QString());
        QCOMPARE(!found(info.edge).empty(), info.edgeViolates);
    }

    void find_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* id, const std::string& yaml, const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(id) << QString::fromStdString(yaml) << QString::fromUtf8(expected);
        };
        const std::string rules = shop + "compatibility:\n";
        row("core fields are known", "compat.attribute-unknown", rules + rule("r", "camera, care", "left: brand, op: equal, right: name"),
            "");
        row("both sides lack it", "compat.attribute-unknown", rules + rule("r", "care, lens", "left: lamp, op: equal, right: lamp"),
            "compat:r care lamp; compat:r lens lamp");
        row("a category has no list of attributes", "compat.attribute-unknown",
            shop + "categories: [ { code: x, label: X } ]\ncompatibility:\n"
                + rule("r", "'category:x', lens", "left: mount, op: equal, right: mount"),
            "compat:r category:x mount");
        row("both sides of a table", "compat.value-unknown",
            rules + rule("r", "camera, lens", "left: mount, op: table, right: mount, table: { OX: [OX, EF], EF: [EF] }"),
            "compat:r left mount EF; compat:r right mount EF");
        row("no products", "compat.pairs-none", rules + rule("r", "camera, none", "left: mount, op: equal, right: mount"), "compat:r");
        row("nothing can fit", "compat.pairs-none", rules + rule("r", "camera, lens", "left: weight, op: at-least, right: mount"), "");
        row("nothing fits", "compat.pairs-none", rules + rule("r", "lens, camera", "left: weight, op: equal, right: weight"), "compat:r");
        row("values that cannot be compared", "compat.value-missing-often",
            rules + rule("r", "camera, lens", "left: weight, op: at-least, right: mount"), "compat:r");
        row("just one of five", "compat.value-missing-often", rules + mounts, "");
        row("named the other way round", "compat.rules-contradict",
            rules + mounts + rule("w", "lens, camera", "left: weight, op: at-most, right: weight"), "compat:m (compat:w)");
        row("one of them lets nothing through", "compat.rules-contradict",
            rules + mounts + rule("w", "lens, camera", "left: weight, op: equal, right: weight"), "");
        row("what is not known may fit", "compat.rules-contradict",
            shop + "  - { sku: L3, name: l, family: lens, values: { mount: OX } }\ncompatibility:\n" + mounts
                + rule("w", "lens, camera", "left: weight, op: at-most, right: weight"),
            "");
        row("an adapter does not contradict", "compat.rules-contradict",
            rules + mounts + rule("w", "camera, lens", "left: weight, op: at-most, right: weight", "effect: allows, "), "");
        row("an adapter for nothing", "compat.rules-contradict",
            rules + mounts + rule("w", "camera, lens", "left: mount, op: equal, right: mount", "effect: allows, "), "compat:w (compat:m)");
        row("a needed exception", "compat.exception-unneeded", rules + mounts + "links: [ { source: C1, type: compatible, target: L2 } ]\n",
            "");
        row("of no rule", "compat.exception-unneeded", rules + mounts + "links: [ { source: C1, type: incompatible, target: K1 } ]\n", "");
        row("one that an adapter makes unneeded", "compat.exception-unneeded",
            rules + mounts
                + rule("a", "camera, lens", "left: mount, op: table, right: mount, table: { OX: [LM] }", "effect: allows, with: K1, ")
                + "links: [ { source: C1, type: compatible, target: L2 } ]\n",
            "link:C1:compatible:L2");
        row("a variant against its parent", "compat.exception-unneeded",
            rules + mounts
                + "products: [ { sku: L1-B, name: black, parent: L1 } ]\n"
                  "links: [ { source: C1, type: incompatible, target: L1 }, { source: C1, type: compatible, target: L1-B } ]\n",
            "");
    }
    void find()
    {
        QFETCH(QString, id);
        QFETCH(QString, yaml);
        QFETCH(QString, expected);
        std::string text = yaml.toStdString();
        // Products stand in one list: a second one goes to the first.
        if (const size_t more = text.find("products: [ "); more != std::string::npos) {
            const size_t end = text.find(" ]\n", more);
            const std::string item = "  - " + text.substr(more + 12, end - more - 12) + "\n";
            text.erase(more, end + 3 - more);
            text.insert(text.find("compatibility:\n"), item);
        }
        QCOMPARE(RulesDesk::shown(RulesDesk(text).findings(id.toStdString())), expected);
    }

    void unneededExceptionsAreTakenAway()
    {
        RulesDesk desk("#! approve\n" + shop + "compatibility:\n" + mounts
            + "links: [ { source: C1, type: incompatible, target: L2 }, { source: C1, type: compatible, target: L1 } ]\n");
        QCOMPARE(desk.findings("compat.exception-unneeded").size(), size_t(2));
        QCOMPARE(desk.fix("compat.exception-unneeded"), size_t(2));
        QCOMPARE(RulesDesk::shown(desk.findings("compat.exception-unneeded")), QString());
        QCOMPARE(RulesDesk::shown(desk.findings("compat.exception-unneeded", View::Approved)),
            QStringLiteral("link:C1:compatible:L1; link:C1:incompatible:L2")); // until somebody else agrees
    }

    void reachDrifts_data()
    {
        QTest::addColumn<QString>("then");
        QTest::addColumn<QString>("expected");
        const std::string two = "products: [ { sku: L3, name: l, family: lens, values: { mount: OX } } ]\n";
        QTest::newRow("nothing") << QStringLiteral("products: [ { sku: C1, name: camera } ]\n") << QString();
        QTest::newRow("a pair less and a link that does not fit")
            << QStringLiteral("products: [ { sku: L1, values: { mount: LM } } ]\n") << QStringLiteral("linkrule:l served");
        QTest::newRow("a link to what is retired")
            << QStringLiteral("products: [ { sku: L1, lifecycle: retired } ]\n") << QStringLiteral("linkrule:l gone");
        QTest::newRow("more pairs, more links") << QString::fromStdString(two) << QStringLiteral("compat:m reach; linkrule:l reach");
        QTest::newRow("within the policy") << QString::fromStdString("policies: { reach-drift: 100 }\n" + two) << QString();
    }
    void reachDrifts()
    {
        QFETCH(QString, then);
        QFETCH(QString, expected);
        const RulesDesk desk("#! approve\n" + shop + "compatibility:\n" + mounts
            + "link_rules: [ { code: l, source: 'sku = \"C1\"', type: accessory, target: 'family = \"lens\" and mount = \"OX\"', limit: 9 "
              "},\n"
              "  ]\n#! then\nshelfwright: 1\n"
            + then.toStdString());
        const QString found = RulesDesk::shown(desk.findings("compat.reach-drifted"));
        if (expected.startsWith(QStringLiteral("linkrule:l ")))
            QVERIFY2(found.contains(expected), qPrintable(found));
        else
            QCOMPARE(found, expected);
    }
};

QTEST_GUILESS_MAIN(TstRulesCompatibility)
#include "tst_rules_compatibility.moc"
