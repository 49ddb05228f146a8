#include "tests/cli/command_run.h"

#include <QFile>

using namespace shelf;
using namespace shelf::test;

// preview, scenario run, coverage, export --recommendations: the contract of the command line.
class PreviewCommandTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsWhatWhyAndWhyNot();
    void tellsWhyOfOneProduct();
    void comparesStatesAndContexts();
    void saysWhatAnAnonymousShopperGets();
    void scenariosRunAndFail();
    void coverageCounts();
    void recommendationsAreThePreviews();
    void refusesNonsense_data();
    void refusesNonsense();
};

namespace {

struct PreviewShop : CommandShop {
    PreviewShop()
    {
        run({"link", "add", "WS", "CAM-1", "accessory", "BAG-1", "--reason", "Holds it", "--rank", "1"});
        run({"link", "add", "WS", "CAM-1", "up-sell", "CAM-2", "--reason", "Sees more"});
    }
    std::string at(const std::string& name) const { return shop.folder.path().toStdString() + "/" + name; }
    std::string file(const std::string& name, const std::string& text) const
    {
        QFile out(QString::fromStdString(at(name)));
        if (!out.open(QIODevice::WriteOnly) || out.write(QByteArray::fromStdString(text)) < 0)
            qFatal("cannot write");
        return at(name);
    }
    void approveAll() const
    {
        run({"review", "submit", "WS", "--all"});
        run({"review", "approve", "WS", "--all", "--as", "jan"});
    }
};

const Json* slotNamed(const Json& preview, const std::string& name)
{
    for (const Json& slot : preview["slots"].items())
        if (slot["slot"].text() == name)
            return &slot["items"];
    return nullptr;
}

} // namespace

void PreviewCommandTest::showsWhatWhyAndWhyNot()
{
    const PreviewShop shop;
    const Json preview = shop.json({"preview", "WS", "CAM-1"});
    QCOMPARE(preview["anchors"].write(), std::string(R"(["CAM-1"])"));
    QCOMPARE(preview["state"].text(), std::string("draft"));
    QCOMPARE(preview["context"]["on"].text(), std::string("2026-10-24"));
    QCOMPARE(preview["context"]["channel"].text(), std::string("web"));
    QVERIFY(!preview["context"]["opted_out"].toBool(true));
    const Json* accessories = slotNamed(preview, "accessories");
    QVERIFY(accessories);
    const Json& bag = accessories->items().front();
    QCOMPARE(bag["id"].text(), std::string("BAG-1"));
    QCOMPARE(bag["mapping"].text(), std::string("link:CAM-1:accessory:BAG-1"));
    QCOMPARE(bag["rank"].toInteger(), 1);
    QCOMPARE(bag["reason"].text(), std::string("Holds it"));
    QCOMPARE(bag["price"].text(), std::string("50.5"));
    QCOMPARE(bag["currency"].text(), std::string("EUR"));
    QVERIFY(!bag["tier"].text().empty() && bag["score"].isNumber() && !bag["parts"].members().empty());
    for (const auto& [part, value] : bag["parts"].members())
        QVERIFY2(value.toDouble(-1) >= 0 && value.toDouble(2) <= 1, part.c_str());
    int64_t shown = 0;
    for (const Json& slot : preview["slots"].items())
        shown += static_cast<int64_t>(slot["items"].items().size());
    QCOMPARE(preview["candidates"].toInteger(), shown + static_cast<int64_t>(preview["excluded"].items().size()));
    QVERIFY(preview["not_candidates"]["incompatible"].isNumber() && preview["not_candidates"]["unknown"].isNumber());
    // The up-sell is 80 % dearer than the band allows.
    const Json& dear = preview["excluded"].items().front();
    QCOMPARE(dear["id"].text(), std::string("CAM-2"));
    QCOMPARE(dear["stage"].text(), std::string("price-guard"));
    QVERIFY(!dear["because"].text().empty());
    QVERIFY(!dear["flip"].items().empty());
    for (const Json& step : dear["flip"].items())
        QVERIFY(step.contains("subject") && step.contains("field") && step.contains("from") && step.contains("to"));
    const std::string text = shop.run({"preview", "WS", "CAM-1"}).out;
    for (const char* said : {"First camera", "accessories", "Bag, small", "50.5 EUR", "Holds it", "price-guard (1)", "CAM-2", "to show it"})
        QVERIFY2(text.find(said) != std::string::npos, (std::string(said) + " in " + text).c_str());
}

void PreviewCommandTest::tellsWhyOfOneProduct()
{
    const PreviewShop shop;
    const Json shown = shop.json({"preview", "WS", "CAM-1", "--why", "BAG-1"});
    QCOMPARE(shown["sku"].text(), std::string("BAG-1"));
    QCOMPARE(shown["answer"].text(), std::string("shown"));
    QVERIFY(!shown["because"].text().empty());
    const Json excluded = shop.json({"preview", "WS", "CAM-1", "--why", "CAM-2"});
    QCOMPARE(excluded["answer"].text(), std::string("excluded"));
    QVERIFY(!excluded["flip"].items().empty());
    const Json none = shop.json({"preview", "WS", "CAM-2", "--why", "BAG-1"});
    QCOMPARE(none["answer"].text(), std::string("no-candidate"));
    QVERIFY(!none["flip"].items().empty());
    QVERIFY(shop.run({"preview", "WS", "CAM-2", "--why", "BAG-1"}).out.find("BAG-1 is no candidate") == 0);
}

void PreviewCommandTest::comparesStatesAndContexts()
{
    const PreviewShop shop;
    const Json states = shop.json({"preview", "WS", "CAM-1", "--compare", "approved"})["compare"];
    QCOMPARE(states["state"].text(), std::string("approved"));
    QCOMPARE(states["entered"].items().size(), size_t(1));
    const Json& entered = states["entered"].items().front();
    QCOMPARE(entered["id"].text(), std::string("BAG-1"));
    QCOMPARE(entered["slot"].text(), std::string("accessories"));
    QCOMPARE(entered["to"].toInteger(), 1);
    QVERIFY(!entered.contains("from"));
    QCOMPARE(entered["cause"]["changeset"].toInteger(), 2);
    QCOMPARE(entered["cause"]["author"].text(), std::string("mia"));
    QVERIFY(states["left"].items().empty() && states["moved"].items().empty());
    shop.run({"set", "WS", "BAG-1", "launch=2026-12-01"});
    const Json contexts = shop.json({"preview", "WS", "CAM-1", "--on", "2026-12-02", "--compare-context", "on=2026-10-24"})["compare"];
    QCOMPARE(contexts["context"]["on"].text(), std::string("2026-10-24"));
    QCOMPARE(contexts["entered"].items().size(), size_t(1));
    QVERIFY(!contexts["entered"].items().front()["because"].text().empty());
    const std::string text = shop.run({"preview", "WS", "CAM-1", "--on", "2026-12-02", "--compare", "approved"}).out;
    QVERIFY2(text.find("against approved:") != std::string::npos && text.find("+ BAG-1") != std::string::npos
            && text.find("change set 2 (mia") != std::string::npos,
        text.c_str());
}

void PreviewCommandTest::saysWhatAnAnonymousShopperGets()
{
    const PreviewShop shop;
    QVERIFY(!shop.json({"preview", "WS", "CAM-1"}).contains("opted_out"));
    const Json owned = shop.json({"preview", "WS", "CAM-1", "--owned", "BAG-1"});
    QVERIFY(!slotNamed(owned, "accessories"));
    QCOMPARE(owned["opted_out"]["entered"].items().front()["id"].text(), std::string("BAG-1"));
    const Json anonymous = shop.json({"preview", "WS", "CAM-1", "--owned", "BAG-1", "--opted-out"});
    QVERIFY(slotNamed(anonymous, "accessories"));
    QVERIFY(anonymous["context"]["opted_out"].toBool());
}

void PreviewCommandTest::scenariosRunAndFail()
{
    const PreviewShop shop;
    QCOMPARE(shop.json({"scenario", "run", "WS"}).write(), std::string(R"({"passed":0,"failed":[]})"));
    const std::string good = shop.file("good.yaml",
        "shelfwright: 1\nscenarios:\n  - { name: bag first, anchors: [CAM-1], expect: [ { first: BAG-1, slot: accessories } ] }\n");
    const std::string bad = shop.file("bad.yaml",
        "shelfwright: 1\nscenarios:\n  - name: camera too\n    label: The dearer one\n    anchors: [CAM-1]\n    expect:\n"
        "      - { shows: BAG-1 }\n      - { shows: CAM-2, note: the buyers asked for it }\n");
    QCOMPARE(shop.json({"scenario", "run", "WS", good})["passed"].toInteger(), 1);
    const Run failed = shop.run({"scenario", "run", "WS", bad, "--json"});
    QCOMPARE(failed.code, 1);
    QCOMPARE(failed.json()["passed"].toInteger(), 0);
    QCOMPARE(failed.json()["failed"].items().size(), size_t(1));
    const Json document = failed.json();
    const Json& failure = document["failed"].items().front();
    QCOMPARE(failure["scenario"].text(), std::string("camera too"));
    QCOMPARE(failure["expectation"].text(), std::string("shows CAM-2"));
    QVERIFY(!failure["because"].text().empty() && !failure["flip"].items().empty());
    QCOMPARE(failure["note"].text(), std::string("the buyers asked for it"));
    QCOMPARE(failed.json()["error"]["code"].text(), std::string("SCENARIO_FAILED"));
    QCOMPARE(shop.json({"scenario", "run", "WS"})["passed"].toInteger(), 0); // nothing was kept
    // Kept, tried once more as they are, then broken by an edit that is named.
    QCOMPARE(shop.run({"apply", "WS", good}).code, 0);
    QCOMPARE(shop.json({"scenario", "run", "WS", good})["passed"].toInteger(), 1);
    QCOMPARE(shop.json({"scenario", "run", "WS"})["passed"].toInteger(), 1);
    const int64_t broke = shop.json({"set", "WS", "BAG-1", "stock=0", "--as", "ben"})["changeset"].toInteger();
    const Run broken = shop.run({"scenario", "run", "WS", "--json"});
    QCOMPARE(broken.code, 1);
    QCOMPARE(broken.json()["failed"].items().front()["cause"]["changeset"].toInteger(), broke);
    QCOMPARE(broken.json()["failed"].items().front()["cause"]["author"].text(), std::string("ben"));
    const Run wrong = shop.run({"scenario", "run", "WS",
        shop.file("wrong.yaml", "shelfwright: 1\nscenarios:\n  - { name: x, anchors: [CAM-1], expect: [ { frist: BAG-1 } ] }\n")});
    QCOMPARE(wrong.code, 3);
    QVERIFY2(wrong.err.find("wrong.yaml:3:") != std::string::npos && wrong.err.find("did you mean 'first'?") != std::string::npos,
        wrong.err.c_str());
}

void PreviewCommandTest::coverageCounts()
{
    const PreviewShop shop;
    const Json coverage = shop.json({"coverage", "WS", "--list", "10"});
    QCOMPARE(coverage["products"].toInteger(), 3);
    QCOMPARE(coverage["with_none"].toInteger(), 2);
    QCOMPARE(coverage["by_count"].write(), std::string(R"({"0":2,"1":1})"));
    QCOMPARE(coverage["dead_mappings"].toInteger(), 1);
    QCOMPARE(coverage["dead"].write(), std::string(R"(["link:CAM-1:up-sell:CAM-2"])"));
    QCOMPARE(coverage["none"].write(), std::string(R"(["BAG-1","CAM-2"])"));
    QCOMPARE(coverage["top_targets"].items().front()["id"].text(), std::string("BAG-1"));
    QCOMPARE(shop.json({"coverage", "WS", "--state", "approved"})["with_none"].toInteger(), 3);
    QVERIFY(shop.run({"coverage", "WS"}).out.find("3 products in web; 2 with nothing") == 0);
}

void PreviewCommandTest::recommendationsAreThePreviews()
{
    const PreviewShop shop;
    shop.approveAll();
    const Json exported = shop.json({"export", "WS", shop.at("r1"), "--recommendations"});
    QCOMPARE(exported["release"].toInteger(), 1);
    QFile file(QString::fromStdString(shop.at("r1/recommendations.jsonl")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto line = parseJson(file.readLine().trimmed().toStdString());
    QVERIFY(line.ok());
    const Json preview = shop.json(
        {"preview", "WS", (*line)["product"].text(), "--state", "release:1", "--channel", (*line)["channel"].text(), "--opted-out"});
    QCOMPARE(preview["state"].text(), std::string("release:1"));
    QCOMPARE(preview["slots"].items().size(), (*line)["slots"].items().size());
    for (size_t i = 0; i < preview["slots"].items().size(); ++i) {
        const Json &asked = preview["slots"].items()[i], &told = (*line)["slots"].items()[i];
        QCOMPARE(asked["slot"].text(), told["slot"].text());
        for (size_t j = 0; j < asked["items"].items().size(); ++j)
            for (const char* key : {"id", "mapping", "reason"})
                QCOMPARE(asked["items"].items()[j][key].text(), told["items"].items()[j][key].text());
    }
    QVERIFY(shop.json({"verify", shop.at("r1")})["ok"].toBool());
}

void PreviewCommandTest::refusesNonsense_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, std::initializer_list<const char*> arguments, int code, const char* says) {
        QStringList list;
        for (const char* argument : arguments)
            list.append(QString::fromUtf8(argument));
        QTest::newRow(name) << list << code << QString::fromUtf8(says);
    };
    row("no product", {"preview", "WS"}, 2, "SKU");
    row("unknown product", {"preview", "WS", "CAM-3"}, 3, "did you mean CAM-");
    row("unknown to ask why", {"preview", "WS", "CAM-1", "--why", "BAG-9"}, 3, "did you mean BAG-1?");
    row("unknown channel", {"preview", "WS", "CAM-1", "--channel", "wbe"}, 3, "wbe");
    row("unknown audience", {"preview", "WS", "CAM-1", "--audience", "all"}, 3, "all");
    row("no date", {"preview", "WS", "CAM-1", "--on", "tomorrow"}, 3, "tomorrow");
    row("no such day", {"preview", "WS", "CAM-1", "--on", "2026-02-30"}, 3, "2026-02-30");
    row("empty channel", {"preview", "WS", "CAM-1", "--channel", ""}, 2, "--channel");
    row("no state", {"preview", "WS", "CAM-1", "--state", "final"}, 2, "use draft, approved or release:N");
    row("no release", {"preview", "WS", "CAM-1", "--state", "release:3"}, 3, "release");
    row("no state to compare", {"preview", "WS", "CAM-1", "--compare", "x"}, 2, "--compare");
    row("a context of nothing", {"preview", "WS", "CAM-1", "--compare-context", ","}, 2, "--compare-context");
    row("no part of a context", {"preview", "WS", "CAM-1", "--compare-context", "chanel=web"}, 2, "'chanel'");
    row("two questions", {"preview", "WS", "CAM-1", "--why", "BAG-1", "--compare", "approved"}, 2, "--why");
    row("no list", {"coverage", "WS", "--list", "all"}, 2, "--list");
    row("coverage of no channel", {"coverage", "WS", "--channel", "moon"}, 3, "moon");
    row("coverage of no state", {"coverage", "WS", "--state", "moon"}, 2, "--state");
    row("no scenario", {"scenario", "run", "WS", "--only", "x"}, 3, "--only");
    row("no file", {"scenario", "run", "WS", "/nowhere/x.yaml"}, 3, "x.yaml");
}

void PreviewCommandTest::refusesNonsense()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QString, says);
    const PreviewShop shop;
    std::vector<std::string> list;
    for (const QString& argument : arguments)
        list.push_back(argument.toStdString());
    const Run run = shop.run(list);
    QVERIFY2(run.code == code, run.err.c_str());
    QVERIFY2(run.err.find(says.toStdString()) != std::string::npos, run.err.c_str());
    QCOMPARE(std::count(run.err.begin(), run.err.end(), '\n'), ptrdiff_t(1));
}

QTEST_APPLESS_MAIN(PreviewCommandTest)
#include "tst_preview_command.moc"
