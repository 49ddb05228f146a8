// undo, redo, history, show --as-of, audit verify, check, compact and feeds through the command line.
#include "tests/cli/command_run.h"

#include <QFile>

using namespace shelf;
using namespace shelf::test;

class HistoryCommandsTest : public QObject {
    Q_OBJECT

    static std::string file(const CommandShop& shop, const char* name, const QByteArray& text)
    {
        const QString path = shop.shop.folder.path() + QLatin1Char('/') + QLatin1String(name);
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size())
            qFatal("%s cannot be written", name);
        return path.toStdString();
    }

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_STATE_HOME", m_state.path().toUtf8()); }

    void undoOfANamedChangeSetSaysWhatIsInTheWay()
    {
        CommandShop shop;
        QCOMPARE(shop.run({"set", "WS", "CAM-1", "price=510"}).code, 0);
        QCOMPARE(shop.run({"set", "WS", "BAG-1", "stock=21"}).code, 0);
        QCOMPARE(shop.run({"set", "WS", "CAM-1", "price=520", "--as", "jan"}).code, 0);
        const auto run = shop.run({"undo", "WS", "2", "--json"});
        QCOMPARE(run.code, 1);
        const Json json = run.json();
        QVERIFY(json["undone"].isNull() && json["changeset"].isNull());
        QCOMPARE(json["conflicts"].items().size(), size_t(1));
        const Json& conflict = json["conflicts"].items().front();
        QCOMPARE(conflict["kind"].text(), std::string("product"));
        QCOMPARE(conflict["id"].text(), std::string("CAM-1"));
        QCOMPARE(conflict["field"].text(), std::string("price"));
        QCOMPARE(conflict["expected"].text(), std::string("510"));
        QCOMPARE(conflict["now"].text(), std::string("520"));
        QCOMPARE(conflict["changeset"].toInteger(), int64_t(4));
        QCOMPARE(conflict["author"].text(), std::string("jan"));
        QVERIFY(conflict.contains("time") && conflict.contains("label"));
        QCOMPARE(json["error"]["code"].text(), std::string("CONFLICT"));

        const Json dry = shop.json({"undo", "WS", "3", "--dry-run"});
        QCOMPARE(dry["undone"].toInteger(), int64_t(3));
        QVERIFY(dry["changeset"].isNull() && dry["dry_run"].toBool());
        QCOMPARE(shop.json({"stats", "WS"})["journal"]["entries"].toInteger(), int64_t(4));
        QCOMPARE(shop.json({"undo", "WS", "3"})["changeset"].toInteger(), int64_t(5));
        QCOMPARE(shop.run({"undo", "WS", "3"}).code, 3); // already
        QCOMPARE(shop.json({"redo", "WS", "3"})["redone"].toInteger(), int64_t(3));
        QCOMPARE(shop.run({"redo", "WS", "3"}).code, 3); // not undone
        QCOMPARE(shop.run({"undo", "WS", "99"}).code, 3);
        QCOMPARE(shop.run({"undo", "WS", "x"}).code, 2);
    }

    void thePastIsShown()
    {
        CommandShop shop;
        QCOMPARE(shop.run({"set", "WS", "CAM-1", "price=510", "weight="}).code, 0);
        QCOMPARE(shop.run({"link", "add", "WS", "CAM-1", "accessory", "BAG-1"}).code, 0);
        QCOMPARE(shop.run({"review", "submit", "WS", "--all"}).code, 0);
        QCOMPARE(shop.run({"review", "approve", "WS", "--all", "--as", "jan"}).code, 0);
        const Json past = shop.json({"show", "WS", "CAM-1", "--as-of", "1"});
        QCOMPARE(past["price"].toInteger(), int64_t(500));
        QCOMPARE(past["values"]["weight"].toInteger(), int64_t(400));
        QCOMPARE(past["as_of"].toInteger(), int64_t(1));
        QCOMPARE(shop.json({"show", "WS", "CAM-1", "--as-of", "2030-01-01"})["price"].toInteger(), int64_t(510));
        const std::string id = "link:CAM-1:accessory:BAG-1";
        QCOMPARE(shop.json({"show", "WS", id, "--as-of", "3"})["status"].text(), std::string("draft"));
        QCOMPARE(shop.json({"show", "WS", id, "--as-of", "4"})["status"].text(), std::string("in_review"));
        const Json approved = shop.json({"show", "WS", id, "--as-of", "5"});
        QCOMPARE(approved["status"].text(), std::string("approved"));
        QCOMPARE(approved["approved"]["approved_by"].text(), std::string("jan"));
        QCOMPARE(shop.run({"show", "WS", id, "--as-of", "2"}).code, 3);
        QCOMPARE(shop.run({"show", "WS", "CAM-1", "--as-of", "2020-01-01"}).code, 3);
        QCOMPARE(shop.run({"show", "WS", "CAM-1", "--as-of", "77"}).code, 3);
        QCOMPARE(shop.run({"show", "WS", "CAM-1", "--as-of", "soon"}).code, 2);

        const Json history = shop.json({"history", "WS", "CAM-1", "--changes"});
        QCOMPARE(history.items().size(), size_t(2));
        const Json& fields = history.items().front()["details"].items().front()["fields"];
        QCOMPARE(fields.items().size(), size_t(2));
        QCOMPARE(fields.items()[0]["field"].text(), std::string("price"));
        QCOMPARE(fields.items()[0]["before"].text(), std::string("500"));
        QCOMPARE(fields.items()[0]["after"].text(), std::string("510"));
        QVERIFY(!fields.items()[1].contains("after"));
        QVERIFY(shop.run({"history", "WS", "--changes"}).out.find("price: 500 -> 510") != std::string::npos);
    }

    void aFeedIsImportedArchivedAndProved()
    {
        CommandShop shop;
        const auto prices = file(shop, "prices.csv", "sku,price,stock\nCAM-1,450,7\n");
        const auto names = file(shop, "names.csv", "sku,name\nCAM-1,Other\n");
        const auto added = file(shop, "new.csv", "sku,price\nNEW-1,450\n");
        const auto archive = shop.shop.folder.path().toStdString() + "/feeds.archive";
        QCOMPARE(shop.json({"import", "WS", prices, "--feed"})["changeset"].toInteger(), int64_t(2));
        for (const auto& [path, why] : {std::pair(names, "a feed may not"), std::pair(added, "a feed adds none")}) {
            const auto refused = shop.run({"import", "WS", path, "--feed"});
            QCOMPARE(refused.code, 3);
            QCOMPARE(std::count(refused.err.begin(), refused.err.end(), '\n'), std::ptrdiff_t(1));
            QVERIFY(refused.err.find(why) != std::string::npos);
        }
        QCOMPARE(shop.run({"compact", "WS", "--before", "2"}).code, 2);
        // The rows of products that are there go in.
        const auto mixed = file(shop, "mixed.csv", "sku,price,stock\nNEW-1,450,1\nCAM-1,450,7\n");
        QCOMPARE(shop.run({"import", "WS", mixed, "--feed"}).code, 1);
        const Json compacted = shop.json({"compact", "WS", "--archive-feeds", archive});
        QCOMPARE(compacted["archived"].toInteger(), int64_t(1));
        QCOMPARE(compacted["changeset"].toInteger(), int64_t(3));
        QVERIFY(compacted.contains("bytes") && compacted["archive_bytes"].toInteger() > 100);
        QCOMPARE(shop.json({"history", "WS"}).items()[1]["archive"].text(), std::string("feeds.archive"));
        QCOMPARE(shop.run({"undo", "WS", "2"}).code, 3);
        QVERIFY(shop.json({"audit", "verify", "WS"})["ok"].toBool());
        const Json without = shop.json({"check", "WS", "--deep"});
        QVERIFY(without["ok"].toBool());
        QCOMPARE(without["archived"].items().size(), size_t(1));
        const Json with = shop.json({"check", "WS", "--deep", "--archive", archive});
        QVERIFY(with["ok"].toBool() && !with.contains("archived"));
        QCOMPARE(shop.run({"check", "WS", "--deep", "--archive", prices}).code, 3);
        QCOMPARE(shop.run({"check", "WS", "--archive", archive}).code, 2);
        QCOMPARE(shop.json({"compact", "WS", "--archive-feeds", archive + "2"})["archived"].toInteger(), int64_t(0));
    }

    void auditComparesWithAReleaseAndWithWhatWasSeen()
    {
        CommandShop shop;
        const auto release = shop.shop.folder.path().toStdString() + "/r1";
        QCOMPARE(shop.run({"set", "WS", "CAM-1", "price=450"}).code, 0);
        const QString path = QString::fromStdString(shop.path), copy = path + QStringLiteral(".copy");
        QCOMPARE(shop.run({"backup", "WS", copy.toStdString()}).code, 0);
        QCOMPARE(shop.run({"set", "WS", "CAM-1", "price=451"}).code, 0);
        QCOMPARE(shop.run({"export", "WS", release}).code, 0);
        QCOMPARE(shop.run({"audit", "verify", "WS", "--release", release}).code, 0);
        QCOMPARE(shop.run({"audit", "verify", "WS", "--release", release + "x"}).code, 3);

        shop.shop.workspace.reset();
        for (const char* suffix : {"", "-wal", "-shm"})
            QFile::remove(path + QLatin1String(suffix));
        QVERIFY(QFile::copy(copy, path));
        const auto shortened = shop.run({"audit", "verify", "WS", "--release", release, "--json"});
        QCOMPARE(shortened.code, 1);
        QVERIFY(!shortened.json()["ok"].toBool());
        QCOMPARE(shortened.json()["first_bad"].toInteger(), int64_t(3));
        const auto seen = shop.run({"audit", "verify", "WS"});
        QCOMPARE(seen.code, 0); // a restored backup is no fault, but nobody shall overlook it
        QVERIFY2(seen.out.find("entry 3 was seen here before") != std::string::npos, seen.out.c_str());
        QVERIFY(shop.run({"audit", "verify", "WS", "--json"}).json().contains("warning"));
        const auto opened = shop.run({"stats", "WS"});
        QCOMPARE(opened.code, 0);
        QVERIFY(opened.err.find("entry 3 was seen here before") != std::string::npos);
        QCOMPARE(shop.run({"audit", "verify", "WS", "--accept"}).code, 0);
        QVERIFY(!shop.run({"audit", "verify", "WS", "--json"}).json().contains("warning"));
        QVERIFY(shop.run({"stats", "WS"}).err.empty());
        // Another third entry is not the one of the release.
        QCOMPARE(shop.run({"set", "WS", "CAM-1", "price=452"}).code, 0);
        const auto other = shop.run({"audit", "verify", "WS", "--release", release, "--json"});
        QCOMPARE(other.code, 1);
        QCOMPARE(other.json()["first_bad"].toInteger(), int64_t(3));
    }

private:
    QTemporaryDir m_state;
};

QTEST_APPLESS_MAIN(HistoryCommandsTest)
#include "tst_history_commands.moc"
