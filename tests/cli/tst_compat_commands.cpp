// compat list, count, why, suggest; link list --computed; show of a rule's reach.
#include "tests/cli/command_run.h"

#include <QFile>

using namespace shelf;
using namespace shelf::test;

namespace {

struct CompatShop {
    Shop shop;

    CompatShop()
    {
        qputenv("SHELF_USER", "mia");
        apply("attributes: [ { code: mount, label: Mount, type: choice, options: [OX, LM] } ]\n"
              "families: [ { code: camera, attributes: [ { code: mount } ] }, { code: lens, attributes: [ { code: mount } ] } ]\n"
              "products:\n"
              "  - { sku: C1, name: c, family: camera, values: { mount: OX } }\n"
              "  - { sku: C2, name: c, family: camera, values: { mount: LM } }\n"
              "  - { sku: L1, name: l, family: lens, values: { mount: OX } }\n"
              "  - { sku: L2, name: l, family: lens, values: { mount: LM } }\n"
              "  - { sku: L3, name: l, family: lens }\n"
              "  - { sku: X, name: x }\n"
              "compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]\n"
              "link_rules: [ { code: r, source: 'family = \"camera\"', type: accessory, targets: [L1, X], limit: 1 } ]\n");
    }
    void apply(const std::string& yaml)
    {
        const std::string file = shop.path + ".yaml";
        QFile out(QString::fromStdString(file));
        if (!out.open(QIODevice::WriteOnly) || out.write(("shelfwright: 1\n" + yaml).c_str()) < 0)
            qFatal("cannot write");
        out.close();
        const Run run = runCommand({"apply", shop.path, file});
        if (run.code != 0)
            qFatal("%s", run.err.c_str());
    }
    Run run(std::vector<std::string> arguments) const
    {
        std::replace(arguments.begin(), arguments.end(), std::string("WS"), shop.path);
        return runCommand(arguments);
    }
    Json json(std::vector<std::string> arguments) const
    {
        arguments.emplace_back("--json");
        return run(std::move(arguments)).json();
    }
};

} // namespace

class TestCompatCommands : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void listNamesSidesAndConditions()
    {
        const CompatShop shop;
        QCOMPARE(shop.run({"compat", "list", "WS"}).out, std::string("compat:camera-lens  draft  camera and lens: mount equal mount\n"));
        QCOMPARE(shop.json({"compat", "list", "WS", "--status", "approved"}).items().size(), size_t(0));
    }

    void countHasThreeAnswers()
    {
        const CompatShop shop;
        const Json count = shop.json({"compat", "count", "WS", "camera-lens"});
        QCOMPARE(count["compatible"].toInteger(), int64_t(2));
        QCOMPARE(count["incompatible"].toInteger(), int64_t(2));
        QCOMPARE(count["unknown"].toInteger(), int64_t(2));
        const Run wrong = shop.run({"compat", "count", "WS", "camera-lense"});
        QCOMPARE(wrong.code, 3);
        QVERIFY2(wrong.err.find("did you mean compat:camera-lens?") != std::string::npos, wrong.err.c_str());
        QCOMPARE(shop.run({"compat", "count", "WS", "camera-lens", "--state", "approved"}).code, 3);
        QCOMPARE(shop.run({"compat", "count", "WS", "camera-lens", "--state", "last"}).code, 2);
    }

    void whySaysWhichConditionFails()
    {
        CompatShop shop;
        const Json why = shop.json({"compat", "why", "WS", "L2", "C1"});
        QCOMPARE(why["answer"].text(), std::string("incompatible"));
        const Json& condition = why["rules"].items().at(0)["conditions"].items().at(0);
        QCOMPARE(condition["left_value"].text(), std::string("OX"));
        QCOMPARE(condition["right_value"].text(), std::string("LM"));
        QVERIFY(!condition["holds"].toBool(true));
        QVERIFY(shop.run({"compat", "why", "WS", "C1", "L3"}).out.starts_with("unknown: Mount of L3 is missing"));
        QCOMPARE(shop.json({"compat", "why", "WS", "C1", "X"})["answer"].text(), std::string("no-rule"));
        QCOMPARE(shop.json({"compat", "why", "WS", "C1", "L2", "--state", "approved"})["answer"].text(), std::string("no-rule"));
        shop.apply("links: [ { source: C1, type: compatible, target: L2 } ]\n");
        const Json exception = shop.json({"compat", "why", "WS", "C1", "L2"});
        QCOMPARE(exception["answer"].text(), std::string("compatible"));
        QCOMPARE(exception["exceptions"].toStrings(), std::vector<std::string>{"link:C1:compatible:L2"});
        QCOMPARE(shop.run({"compat", "why", "WS", "C1", "L9"}).code, 3);
        QCOMPARE(shop.run({"compat", "why", "WS", "C1", "C1"}).code, 2);
    }

    void suggestionsCanBePasted()
    {
        CompatShop shop;
        const Json found = shop.json({"compat", "suggest", "WS", "camera", "lens"});
        const Json& first = found["suggestions"].items().at(0);
        QCOMPARE(first["condition"]["op"].text(), std::string("equal"));
        QCOMPARE(first["pairs"]["compatible"].toInteger(), int64_t(2));
        std::string yaml = first["yaml"].text();
        shop.apply(yaml);
        QCOMPARE(shop.json({"compat", "list", "WS"}).items().size(), size_t(2));
        const Json draft = shop.json({"compat", "suggest", "WS", "camera", "lens", "--draft", "fits"});
        QCOMPARE(draft["id"].text(), std::string("compat:fits"));
        QVERIFY(draft["changeset"].isNumber());
        QCOMPARE(shop.run({"compat", "suggest", "WS", "camera", "lens", "--draft", "fits"}).code, 3);
        QCOMPARE(shop.run({"compat", "suggest", "WS", "camera", "lens", "--choose", "2"}).code, 2);
        const Run wrong = shop.run({"compat", "suggest", "WS", "camera", "lense"});
        QCOMPARE(wrong.code, 3);
        QVERIFY2(wrong.err.find("did you mean lens?") != std::string::npos, wrong.err.c_str());
    }

    void computedLinksAreListedWithTheirOrigin()
    {
        CompatShop shop;
        const Json links = shop.json({"link", "list", "WS", "--computed"});
        QCOMPARE(links.items().size(), size_t(2));
        QCOMPARE(links.items()[0]["id"].text(), std::string("link:C1:accessory:L1"));
        QCOMPARE(links.items()[0]["origin"].text(), std::string("linkrule:r"));
        QCOMPARE(shop.json({"link", "list", "WS", "--computed", "--source", "C2"}).items().size(), size_t(1));
        QCOMPARE(shop.json({"link", "list", "WS", "--computed", "--type", "cross-sell"}).items().size(), size_t(0));
        shop.apply("links: [ { source: C1, type: accessory, target: L1 } ]\n");
        QCOMPARE(shop.json({"link", "list", "WS", "--computed"}).items().size(), size_t(1));
    }

    void showTellsTheReachOfToday()
    {
        const CompatShop shop;
        QCOMPARE(shop.json({"show", "WS", "linkrule:r"})["reach"]["today"].toInteger(), int64_t(2));
        QCOMPARE(shop.json({"show", "WS", "compat:camera-lens"})["reach"]["today"].toInteger(), int64_t(2));
        QVERIFY(!shop.json({"show", "WS", "linkrule:r"})["reach"].contains("approved"));
        shop.run({"review", "submit", "WS", "--all"});
        QCOMPARE(shop.run({"review", "approve", "WS", "--all", "--as", "jan"}).code, 0);
        QCOMPARE(shop.json({"show", "WS", "linkrule:r"})["reach"]["approved"].toInteger(), int64_t(2));
        QCOMPARE(shop.json({"show", "WS", "compat:camera-lens"})["reach"]["approved"].toInteger(), int64_t(2));
    }
};

QTEST_GUILESS_MAIN(TestCompatCommands)
#include "tst_compat_commands.moc"
