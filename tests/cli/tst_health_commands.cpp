// shelfctl health and report, and the findings that stats and show tell of.
#include "tests/cli/command_run.h"

#include <QFile>

using namespace shelf;
using namespace shelf::test;

class TestHealthCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void healthScoresByFamily()
    {
        const CommandShop shop;
        const Json health = shop.json({"health", "WS"});
        QCOMPARE(health["products"].toInteger(), 3);
        QVERIFY(health["score"].toDouble() > 0 && health["score"].toDouble() < 100);
        QCOMPARE(health["families"].items().size(), size_t(2));
        QCOMPARE(health["families"].items()[1]["family"].text(), std::string("camera"));
        QCOMPARE(health["families"].items()[1]["completeness"]["web"].toDouble(), 0.5); // one of two cameras has a weight
        QVERIFY(!health["raise"].items().empty());
        double last = 100;
        for (const Json& action : health["raise"].items()) {
            QVERIFY(action["gain"].toDouble() <= last);
            last = action["gain"].toDouble();
        }
        QCOMPARE(shop.json({"health", "WS", "--top", "1"})["raise"].items().size(), size_t(1));
    }

    void healthOfOneFamily()
    {
        const CommandShop shop;
        const Json camera = shop.json({"health", "WS", "--family", "camera"});
        QCOMPARE(camera["family"].text(), std::string("camera"));
        QCOMPARE(camera["products"].toInteger(), 2);
        const Run unknown = shop.run({"health", "WS", "--family", "camara"});
        QCOMPARE(unknown.code, 3);
        QVERIFY2(unknown.err.find("did you mean camera?") != std::string::npos, unknown.err.c_str());
        QCOMPARE(shop.run({"health", "WS", "--top", "x"}).code, 2);
    }

    // What a score is said to rise by is what it rises by.
    void theFirstThingToDoRaisesTheScore()
    {
        const CommandShop shop;
        const Json before = shop.json({"health", "WS", "--family", "camera"});
        const Json& action = before["raise"].items().front();
        QCOMPARE(action["kind"].text(), std::string("fill"));
        QCOMPARE(action["attribute"].text(), std::string("weight"));
        QCOMPARE(shop.run({"set", "WS", "CAM-2", "weight=700"}).code, 0);
        const Json after = shop.json({"health", "WS", "--family", "camera"});
        QVERIFY(std::abs(after["score"].toDouble() - before["score"].toDouble() - action["gain"].toDouble()) < 0.001);
    }

    void reportWritesAPageAndNothingElse()
    {
        const CommandShop shop;
        const std::string page = shop.path + ".html";
        const Run first = shop.run({"report", "WS", page});
        QVERIFY2(first.code == 0, first.err.c_str());
        QFile file(QString::fromStdString(page));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.startsWith("<!DOCTYPE html>") && text.endsWith("</html>\n"));
        QVERIFY(text.contains("CAM-2") && text.contains("Release check"));
        QCOMPARE(shop.run({"report", "WS", page}).code, 0); // a report takes the place of a report
        QFile again(QString::fromStdString(page));
        QVERIFY(again.open(QIODevice::ReadOnly));
        QVERIFY(again.readAll() == text);
    }

    void reportOverwritesNothingThatIsNoReport()
    {
        const CommandShop shop;
        QCOMPARE(shop.run({"report", "WS", shop.path}).code, 3);
        QCOMPARE(shop.run({"info", "WS"}).code, 0);
        const std::string notes = shop.path + ".txt";
        QFile file(QString::fromStdString(notes));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("my notes, for ever");
        file.close();
        QCOMPARE(shop.run({"report", "WS", notes}).code, 3);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("my notes, for ever"));
        QVERIFY(shop.run({"report", "WS", shop.path + "/no/such/folder.html"}).code != 0);
    }

    void statsCountsWhatValidateFinds()
    {
        const CommandShop shop;
        const Json counts = shop.json({"validate", "WS"})["counts"], stats = shop.json({"stats", "WS"})["findings"];
        QVERIFY(counts["warning"].toInteger() > 0);
        QCOMPARE(stats.write(), counts.write());
    }

    void showTellsWhatIsWrongWithOneThing()
    {
        const CommandShop shop;
        const Json product = shop.json({"show", "WS", "CAM-2"});
        const auto& findings = product["findings"].items();
        const bool told = std::any_of(
            findings.begin(), findings.end(), [](const Json& finding) { return finding["rule"].text() == "attr.required-missing"; });
        QVERIFY2(told, product.write().c_str());
        for (const Json& finding : findings)
            QCOMPARE(finding["subject"]["id"].text(), std::string("CAM-2"));
        QVERIFY(shop.run({"show", "WS", "CAM-2"}).out.find("attr.required-missing: ") != std::string::npos);

        QCOMPARE(shop.run({"link", "add", "WS", "CAM-1", "accessory", "BAG-1"}).code, 0);
        QCOMPARE(shop.run({"set", "WS", "BAG-1", "lifecycle=retired"}).code, 0);
        const Json link = shop.json({"show", "WS", "link:CAM-1:accessory:BAG-1"});
        const auto& ofLink = link["findings"].items();
        QVERIFY(
            std::any_of(ofLink.begin(), ofLink.end(), [](const Json& finding) { return finding["rule"].text() == "link.target-retired"; }));
    }
};

QTEST_APPLESS_MAIN(TestHealthCommands)
#include "tst_health_commands.moc"
