#include "tests/cli/command_run.h"

using namespace shelf;
using namespace shelf::test;

// set, undo, redo, history.
class SetCommandTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sets_data();
    void sets();
    void refuses_data();
    void refuses();
    void changesNothingTwice();
    void setsAllThatSatisfyAnExpression();
    void addsToAndTakesFromLists();
    void keepsOtherCategories();
    void undoesAndRedoes();
    void listsHistory();
    void tellsWhatARetirementTouches();
};

void SetCommandTest::sets_data()
{
    QTest::addColumn<QString>("assignment");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::newRow("text") << "name=New name"
                          << "name"
                          << "\"New name\"";
    QTest::newRow("equals in a value") << "name=a=b"
                                       << "name"
                                       << "\"a=b\"";
    QTest::newRow("line ends") << "name=a\r\nb"
                               << "name"
                               << "\"a\\nb\"";
    QTest::newRow("price keeps the currency") << "price=5.250"
                                              << "price"
                                              << "5.25";
    QTest::newRow("price with currency") << "price=5.25 USD"
                                         << "currency"
                                         << "\"USD\"";
    QTest::newRow("whole number") << "stock=12"
                                  << "stock"
                                  << "12";
    QTest::newRow("attribute with unit") << "weight=1.5 kg"
                                         << "weight"
                                         << "1500";
    QTest::newRow("label") << "[Weight]=2"
                           << "weight"
                           << "2";
    QTest::newRow("list") << "mounts=EF|RF"
                          << "mounts"
                          << "[\"EF\",\"RF\"]";
    QTest::newRow("date") << "launch=2026-01-31"
                          << "launch"
                          << "\"2026-01-31\"";
    QTest::newRow("yes") << "never_recommend=yes"
                         << "never_recommend"
                         << "true";
    QTest::newRow("cleared") << "weight="
                             << "weight"
                             << "null";
}

void SetCommandTest::sets()
{
    QFETCH(QString, assignment);
    QFETCH(QString, field);
    QFETCH(QString, value);
    const CommandShop shop;
    const Run run = shop.run({"set", "WS", "CAM-1", assignment.toStdString(), "--json"});
    QVERIFY2(run.code == 0, run.err.c_str());
    QCOMPARE(run.json().write(), std::string(R"({"changed":1,"changeset":2})"));
    const Json product = shop.json({"show", "WS", "CAM-1"});
    const Json& core = product[field.toStdString()];
    QCOMPARE((core.isNull() ? product["values"][field.toStdString()] : core).write(), value.toStdString());
}

void SetCommandTest::refuses_data()
{
    QTest::addColumn<QString>("sku");
    QTest::addColumn<QString>("assignment");
    QTest::addColumn<QString>("says");
    QTest::newRow("unknown product") << "CAM-3"
                                     << "name=x"
                                     << "did you mean CAM-";
    QTest::newRow("unknown attribute") << "CAM-1"
                                       << "wieght=1"
                                       << "did you mean weight?";
    QTest::newRow("no number") << "CAM-1"
                               << "price=abc"
                               << "price";
    QTest::newRow("no whole number") << "CAM-1"
                                     << "stock=1.5"
                                     << "stock";
    QTest::newRow("no such lifecycle") << "CAM-1"
                                       << "lifecycle=sleeping"
                                       << "lifecycle";
    QTest::newRow("no such family") << "CAM-1"
                                    << "family=nosuch"
                                    << "nosuch";
    QTest::newRow("the SKU itself") << "CAM-1"
                                    << "sku=X"
                                    << "never changes";
    QTest::newRow("no list") << "CAM-1"
                             << "name+=x"
                             << "list";
}

void SetCommandTest::refuses()
{
    QFETCH(QString, sku);
    QFETCH(QString, assignment);
    QFETCH(QString, says);
    const CommandShop shop;
    const Run run = shop.run({"set", "WS", sku.toStdString(), assignment.toStdString()});
    QCOMPARE(run.code, 3);
    QVERIFY2(run.err.find(says.toStdString()) != std::string::npos, run.err.c_str());
    QCOMPARE(shop.json({"stats", "WS"})["journal"]["entries"].toInteger(), 1);
}

void SetCommandTest::changesNothingTwice()
{
    const CommandShop shop;
    QCOMPARE(shop.json({"set", "WS", "CAM-1", "price=7"})["changeset"].toInteger(), 2);
    QCOMPARE(shop.run({"set", "WS", "CAM-1", "price=7.00", "--json"}).json().write(), std::string(R"({"changed":0,"changeset":null})"));
}

void SetCommandTest::setsAllThatSatisfyAnExpression()
{
    const CommandShop shop;
    const Run run = shop.run({"set", "WS", "--where", "family = \"camera\"", "colour=Black", "stock=0", "--json"});
    QVERIFY2(run.code == 0, run.err.c_str());
    QCOMPARE(run.json()["changed"].toInteger(), 2);
    QCOMPARE(shop.json({"facets", "WS", "colour"}).write(), std::string(R"([{"value":"Black","count":2}])"));
    QCOMPARE(shop.json({"set", "WS", "colour=Red", "--where", "price > 100000"})["changed"].toInteger(-1), 0);
}

void SetCommandTest::addsToAndTakesFromLists()
{
    const CommandShop shop;
    const auto mounts = [&shop] { return shop.json({"show", "WS", "CAM-1"})["values"]["mounts"].write(); };
    shop.run({"set", "WS", "CAM-1", "mounts+=EF"});
    shop.run({"set", "WS", "CAM-1", "mounts+=EF|RF"});
    QCOMPARE(mounts(), std::string(R"(["EF","RF"])"));
    shop.run({"set", "WS", "CAM-1", "mounts-=EF"});
    QCOMPARE(mounts(), std::string(R"(["RF"])"));
    shop.run({"set", "WS", "CAM-1", "mounts-=RF"});
    QCOMPARE(mounts(), std::string("null"));
}

void SetCommandTest::keepsOtherCategories()
{
    const CommandShop shop;
    const auto made = shop.shop.workspace->apply(changeSet("mia", "Categories",
        {create(ThingKind::Category, "a", {{"label", "\"A\""}}), create(ThingKind::Category, "b", {{"label", "\"B\""}})}));
    QVERIFY(made.ok());
    QCOMPARE(shop.run({"set", "WS", "CAM-1", "categories=a|b"}).code, 0);
    QCOMPARE(shop.run({"set", "WS", "CAM-1", "category=b"}).code, 0);
    QCOMPARE(shop.json({"show", "WS", "CAM-1"})["categories"].write(), std::string(R"(["b"])"));
    QCOMPARE(shop.run({"set", "WS", "CAM-1", "category="}).code, 0);
    QVERIFY(!shop.json({"show", "WS", "CAM-1"}).contains("category"));
}

void SetCommandTest::undoesAndRedoes()
{
    const CommandShop shop;
    shop.run({"set", "WS", "CAM-1", "stock=99"});
    const Json undone = shop.json({"undo", "WS"});
    QCOMPARE(undone["undone"].toInteger(), 2);
    QCOMPARE(undone["changeset"].toInteger(), 3);
    QCOMPARE(shop.json({"show", "WS", "CAM-1"})["stock"].toInteger(), 3);
    const Json redone = shop.json({"redo", "WS"});
    QCOMPARE(redone["redone"].toInteger(), 2);
    QCOMPARE(shop.json({"show", "WS", "CAM-1"})["stock"].toInteger(), 99);
    QCOMPARE(shop.run({"undo", "WS", "999999"}).code, 3);
}

void SetCommandTest::listsHistory()
{
    const CommandShop shop;
    shop.run({"set", "WS", "CAM-1", "stock=99", "--as", "jan"});
    const Json history = shop.json({"history", "WS"});
    QCOMPARE(history.items().size(), size_t(2));
    QCOMPARE(history.items()[0]["changeset"].toInteger(), 2);
    QCOMPARE(history.items()[0]["author"].text(), std::string("jan"));
    QCOMPARE(history.items()[0]["changes"].toInteger(), 1);
    QCOMPARE(shop.json({"history", "WS", "BAG-1"}).items().size(), size_t(1));
    QCOMPARE(shop.json({"history", "WS", "--by", "JAN"}).items().size(), size_t(1));
    QCOMPARE(shop.json({"history", "WS", "--since", "1"}).items().size(), size_t(1));
    QCOMPARE(shop.json({"history", "WS", "--since", "2090-01-01"}).items().size(), size_t(0));
    QCOMPARE(shop.run({"history", "WS", "NOSUCH"}).code, 3);
}

void SetCommandTest::tellsWhatARetirementTouches()
{
    const CommandShop shop;
    QCOMPARE(shop.run({"link", "add", "WS", "BAG-1", "accessory", "CAM-1"}).code, 0);
    QCOMPARE(shop.run({"link", "add", "WS", "CAM-1", "successor", "CAM-2"}).code, 0);
    const auto planned = shop.json({"set", "WS", "CAM-1", "lifecycle=planned"});
    QVERIFY(!planned.contains("touches"));
    const auto run = shop.run({"set", "WS", "CAM-1", "lifecycle=retired"});
    QVERIFY2(run.err.find("CAM-1: is named by link:BAG-1:accessory:CAM-1 (target, draft); its successor is CAM-2") != std::string::npos,
        run.err.c_str());
    QCOMPARE(shop.run({"set", "WS", "CAM-1", "lifecycle=active"}).code, 0);
    const Json touches = shop.json({"set", "WS", "--where", "family = \"camera\" and sku = \"CAM-1\"", "lifecycle=retired"})["touches"];
    QCOMPARE(touches.items().size(), size_t(1));
    QCOMPARE(touches.items()[0]["sku"].text(), std::string("CAM-1"));
    QCOMPARE(touches.items()[0]["id"].text(), std::string("link:BAG-1:accessory:CAM-1"));
    QCOMPARE(touches.items()[0]["successors"].write(), std::string(R"(["CAM-2"])"));
    QVERIFY(touches.items()[0]["command"].text().find("fix " + shop.path + " --rule link.target-retired") != std::string::npos);
}

QTEST_APPLESS_MAIN(SetCommandTest)
#include "tst_set_command.moc"
