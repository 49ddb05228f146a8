#include "tests/cli/command_run.h"

using namespace shelf;
using namespace shelf::test;

// link, bundle, upgrade, review: from a draft to an approved mapping and back.
class MappingCommandsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void addsEditsAndRemovesALink();
    void refusesLinks_data();
    void refusesLinks();
    void storesTheForwardFormOfAnInverse();
    void reviewsWithFourEyes();
    void retiresWhatIsApproved();
    void answersInParts();
    void listsByStatus();
    void showsABundlesFigures();
    void showsAnUpgradesSteps();
    void showsMarginsAndConflicts();
    void draftsUpgradePaths();
};

void MappingCommandsTest::addsEditsAndRemovesALink()
{
    const CommandShop shop;
    const std::vector<std::string> add = {"link", "add", "WS", "CAM-1", "accessory", "BAG-1", "--reason", "Fits", "--rank", "2"};
    const Json added = shop.json(add);
    QCOMPARE(added.write(), std::string(R"({"id":"link:CAM-1:accessory:BAG-1","changeset":2})"));
    QVERIFY(shop.json(add)["changeset"].isNull());
    QCOMPARE(shop.json({"link", "add", "WS", "CAM-1", "accessory", "BAG-1", "--pin"})["changeset"].toInteger(), 3);
    const Json link = shop.json({"show", "WS", "link:CAM-1:accessory:BAG-1"});
    QCOMPARE(link["reason"].text(), std::string("Fits"));
    QCOMPARE(link["rank"].toInteger(), 2);
    QVERIFY(link["pin"].toBool());
    QCOMPARE(link["owner"].text(), std::string("mia"));
    QCOMPARE(link["status"].text(), std::string("draft"));
    QVERIFY(link["approved"].isNull());
    QCOMPARE(shop.json({"link", "list", "WS", "--source", "CAM-1"}).items().size(), size_t(1));
    QCOMPARE(shop.json({"link", "list", "WS", "--source", "CAM-2"}).items().size(), size_t(0));
    QCOMPARE(shop.json({"link", "remove", "WS", "link:CAM-1:accessory:BAG-1"})["changeset"].toInteger(), 4);
    QCOMPARE(shop.json({"stats", "WS"})["links"].toInteger(-1), 0);
}

void MappingCommandsTest::refusesLinks_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("value");
    QTest::addColumn<int>("code");
    QTest::newRow("unknown SKU") << "NOSUCH"
                                 << "accessory"
                                 << "--reason"
                                 << "x" << 3;
    QTest::newRow("unknown type") << "CAM-1"
                                  << "acessory"
                                  << "--reason"
                                  << "x" << 3;
    QTest::newRow("no rank") << "CAM-1"
                             << "accessory"
                             << "--rank"
                             << "first" << 2;
    QTest::newRow("no date") << "CAM-1"
                             << "accessory"
                             << "--from"
                             << "2026-13-01" << 2;
    QTest::newRow("no recurrence") << "CAM-1"
                                   << "accessory"
                                   << "--every"
                                   << "winter" << 2;
    QTest::newRow("boost too large") << "CAM-1"
                                     << "accessory"
                                     << "--boost"
                                     << "2" << 2;
    QTest::newRow("unknown channel") << "CAM-1"
                                     << "accessory"
                                     << "--channels"
                                     << "nosuch" << 3;
    QTest::newRow("to itself") << "BAG-1"
                               << "accessory"
                               << "--reason"
                               << "x" << 3;
}

void MappingCommandsTest::refusesLinks()
{
    QFETCH(QString, source);
    QFETCH(QString, type);
    QFETCH(QString, option);
    QFETCH(QString, value);
    QFETCH(int, code);
    const CommandShop shop;
    const Run run =
        shop.run({"link", "add", "WS", source.toStdString(), type.toStdString(), "BAG-1", option.toStdString(), value.toStdString()});
    QVERIFY2(run.code == code, run.err.c_str());
    QCOMPARE(shop.json({"stats", "WS"})["links"].toInteger(-1), 0);
}

void MappingCommandsTest::storesTheForwardFormOfAnInverse()
{
    const CommandShop shop;
    QCOMPARE(shop.json({"link", "add", "WS", "CAM-2", "predecessor", "CAM-1"})["id"].text(), std::string("link:CAM-1:successor:CAM-2"));
    QCOMPARE(shop.json({"link", "add", "WS", "CAM-2", "substitute", "CAM-1", "--rank", "3"})["id"].text(),
        std::string("link:CAM-1:substitute:CAM-2"));
    QCOMPARE(shop.json({"show", "WS", "link:CAM-1:substitute:CAM-2"})["target_rank"].toInteger(), 3);
    const auto listed = [&shop](const char* source, const char* type) {
        return shop.json({"link", "list", "WS", "--source", source, "--type", type}).items().size();
    };
    QCOMPARE(listed("CAM-1", "successor"), size_t(1));
    QCOMPARE(listed("CAM-2", "successor"), size_t(0));
    QCOMPARE(listed("CAM-2", "predecessor"), size_t(1));
    QCOMPARE(listed("CAM-1", "substitute"), size_t(1));
    QCOMPARE(listed("CAM-2", "substitute"), size_t(1));
}

void MappingCommandsTest::reviewsWithFourEyes()
{
    const CommandShop shop;
    const std::string id = "link:CAM-1:accessory:BAG-1";
    shop.run({"link", "add", "WS", "CAM-1", "accessory", "BAG-1"});
    QCOMPARE(shop.run({"review", "submit", "WS", id}).code, 0);
    const Run own = shop.run({"review", "approve", "WS", id, "--json"});
    QCOMPARE(own.code, 3);
    QCOMPARE(own.json()["refused"].items().size(), size_t(1));
    QVERIFY(own.json().contains("error"));
    const Json approved = shop.json({"review", "approve", "WS", "--all", "--as", "jan", "--comment", "Good"});
    QCOMPARE(approved["done"].write(), "[\"" + id + "\"]");
    const Json link = shop.json({"show", "WS", id});
    QCOMPARE(link["status"].text(), std::string("approved"));
    QCOMPARE(link["approved"]["approved_by"].text(), std::string("jan"));
    QVERIFY(link["draft"].isNull());
}

void MappingCommandsTest::retiresWhatIsApproved()
{
    const CommandShop shop;
    const std::string id = "link:CAM-1:accessory:BAG-1";
    shop.run({"link", "add", "WS", "CAM-1", "accessory", "BAG-1"});
    shop.run({"review", "submit", "WS", "--all"});
    shop.run({"review", "approve", "WS", "--all", "--as", "jan"});
    QVERIFY(!shop.json({"link", "remove", "WS", id})["changeset"].isNull());
    QVERIFY(shop.json({"link", "remove", "WS", id})["changeset"].isNull());
    QVERIFY(shop.json({"show", "WS", id})["draft"]["retires"].toBool());
    shop.run({"review", "submit", "WS", id});
    shop.run({"review", "approve", "WS", id, "--as", "jan"});
    QCOMPARE(shop.json({"show", "WS", id})["status"].text(), std::string("retired"));
    QVERIFY(!shop.json({"link", "add", "WS", "CAM-1", "accessory", "BAG-1"})["changeset"].isNull());
    QCOMPARE(shop.json({"show", "WS", id})["status"].text(), std::string("draft"));
}

void MappingCommandsTest::answersInParts()
{
    const CommandShop shop;
    shop.run({"link", "add", "WS", "CAM-1", "accessory", "BAG-1"});
    const Run run = shop.run({"review", "submit", "WS", "link:CAM-1:accessory:BAG-1", "nosuch", "--json"});
    QCOMPARE(run.code, 1);
    QCOMPARE(run.json()["done"].items().size(), size_t(1));
    QCOMPARE(run.json()["refused"].items()[0]["id"].text(), std::string("nosuch"));
    QCOMPARE(run.json()["error"]["code"].text(), std::string("SOME_REFUSED"));
}

void MappingCommandsTest::listsByStatus()
{
    const CommandShop shop;
    shop.run({"link", "add", "WS", "CAM-1", "accessory", "BAG-1"});
    shop.run({"link", "add", "WS", "CAM-2", "accessory", "BAG-1"});
    shop.run({"review", "submit", "WS", "link:CAM-2:accessory:BAG-1"});
    const Json drafts = shop.json({"review", "list", "WS", "--status", "draft"});
    QCOMPARE(drafts.items().size(), size_t(1));
    QCOMPARE(drafts.items()[0]["id"].text(), std::string("link:CAM-1:accessory:BAG-1"));
    QCOMPARE(shop.json({"review", "list", "WS"}).items().size(), size_t(2));
    const Json stats = shop.json({"stats", "WS"});
    QCOMPARE(stats["mappings"]["draft"].toInteger(), 1);
    QCOMPARE(stats["mappings"]["in_review"].toInteger(), 1);
}

void MappingCommandsTest::showsABundlesFigures()
{
    CommandShop shop;
    const auto made = shop.shop.workspace->apply(changeSet("mia", "Bundle",
        {create(ThingKind::Mapping, "bundle:kit",
            {{"components", R"([{"sku":"CAM-1","quantity":1},{"sku":"BAG-1","quantity":2}])"}, {"label", "\"Kit\""}, {"owner", "\"mia\""},
                {"price", R"({"policy":"percent-off","value":10})"}})}));
    SHELF_OK(made);
    const Json bundle = shop.json({"bundle", "show", "WS", "kit"});
    QCOMPARE(bundle["price"].text(), std::string("540.9")); // of 500 + 2 × 50.5
    QCOMPARE(bundle["saving"].text(), std::string("60.1"));
    QCOMPARE(bundle["currency"].text(), std::string("EUR"));
    QCOMPARE(bundle["availability"].toInteger(), 3);
    QVERIFY(!bundle.contains("cost") && !bundle.contains("margin"));
    QCOMPARE(bundle["cost_missing"].write(), std::string(R"(["BAG-1","CAM-1"])"));
    QCOMPARE(bundle["conflicts"].write(), std::string("[]"));
    QCOMPARE(shop.json({"bundle", "list", "WS"}).items().size(), size_t(1));
    QCOMPARE(shop.run({"bundle", "show", "WS", "kid"}).code, 3);
    const std::string text = shop.run({"bundle", "show", "WS", "kit"}).out;
    QVERIFY2(
        text.find("components      sku CAM-1, quantity 1\n                sku BAG-1, quantity 2\n") != std::string::npos, text.c_str());
    QVERIFY2(text.find("cost missing") != std::string::npos, text.c_str());
}

void MappingCommandsTest::showsAnUpgradesSteps()
{
    CommandShop shop;
    const auto made = shop.shop.workspace->apply(changeSet("mia", "Path",
        {create(ThingKind::Mapping, "upgrade:cameras",
            {{"intent", "\"owner\""}, {"owner", "\"mia\""},
                {"steps", R"([{"sku":"CAM-1","level":"good"},{"sku":"CAM-2","level":"better"}])"}})}));
    SHELF_OK(made);
    const Json steps = shop.json({"upgrade", "show", "WS", "upgrade:cameras"})["steps"];
    QCOMPARE(steps.items().size(), size_t(2));
    QCOMPARE(steps.items()[0]["price"].toInteger(), 500);
    QVERIFY(!steps.items()[0].contains("step_percent"));
    QCOMPARE(steps.items()[1]["step_percent"].toInteger(), 80);
}

void MappingCommandsTest::showsMarginsAndConflicts()
{
    CommandShop shop;
    QCOMPARE(shop.run({"policy", "WS", "vat", "25"}).code, 0);
    QCOMPARE(shop.run({"set", "WS", "CAM-1", "cost=300"}).code, 0);
    QCOMPARE(shop.run({"set", "WS", "BAG-1", "cost=20"}).code, 0);
    QCOMPARE(shop.run({"link", "add", "WS", "CAM-1", "incompatible", "BAG-1"}).code, 0);
    QCOMPARE(shop.run({"link", "add", "WS", "CAM-1", "requires", "CAM-2"}).code, 0);
    SHELF_OK(shop.shop.workspace->refresh());
    SHELF_OK(shop.shop.workspace->apply(changeSet("mia", "Bundle",
        {create(ThingKind::Mapping, "bundle:kit",
            {{"components", R"([{"sku":"CAM-1"},{"sku":"BAG-1"}])"}, {"label", "\"Kit\""},
                {"price", R"({"currency":"EUR","policy":"fixed","value":500})"}})})));
    const Json bundle = shop.json({"bundle", "show", "WS", "kit"});
    QCOMPARE(bundle["net_price"].text(), std::string("400"));
    QCOMPARE(bundle["margin"].text(), std::string("0.2"));
    QCOMPARE(bundle["cost"].text(), std::string("320"));
    QCOMPARE(bundle["scarcest"].text(), std::string("CAM-1"));
    QCOMPARE(bundle["conflicts"].items().size(), size_t(1));
    QCOMPARE(bundle["conflicts"].items()[0]["kind"].text(), std::string("unavoidable"));
    QCOMPARE(bundle["requirements_absent"].write(), std::string(R"([{"sku":"CAM-1","requires":"CAM-2"}])"));
}

void MappingCommandsTest::draftsUpgradePaths()
{
    const CommandShop shop;
    QCOMPARE(shop.run({"set", "WS", "CAM-2", "weight=500", "price=600"}).code, 0);
    const Json shown = shop.json({"upgrade", "suggest", "WS", "camera", "--keys", "weight"});
    QCOMPARE(shown["ladders"].items().size(), size_t(0)); // of weight, less is better
    QVERIFY(shown["changeset"].isNull());
    QCOMPARE(shop.run({"set", "WS", "CAM-2", "weight=300"}).code, 0);
    const Json drafted = shop.json({"upgrade", "suggest", "WS", "camera", "--keys", "weight", "--draft"});
    QCOMPARE(drafted["ladders"].items().size(), size_t(1));
    const std::string id = drafted["ladders"].items()[0]["id"].text();
    QVERIFY(!drafted["changeset"].isNull());
    const Json path = shop.json({"upgrade", "show", "WS", id});
    QCOMPARE(path["status"].text(), std::string("draft"));
    QCOMPARE(path["steps"].items()[1]["step_percent"].toInteger(), 20);
    QVERIFY(!path["steps"].items()[1].contains("not_borne_out"));
    QCOMPARE(shop.json({"upgrade", "suggest", "WS", "camera", "--keys", "weight"})["ladders"].items().size(), size_t(0));
    QCOMPARE(shop.run({"upgrade", "suggest", "WS", "camera", "--steps", "1"}).code, 2);
    QCOMPARE(shop.run({"upgrade", "suggest", "WS", "camera", "--by", "colur"}).code, 2);
    QCOMPARE(shop.run({"upgrade", "suggest", "WS", "camra"}).code, 3);
}

QTEST_APPLESS_MAIN(MappingCommandsTest)
#include "tst_mapping_commands.moc"
