#include "tests/cli/command_run.h"

#include <QFile>

using namespace shelf;
using namespace shelf::test;

// hold, export, release show, diff, rollback, mark, receipt, verify: the life of a release from the command line.
class ReleaseCommandsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fromAHoldToARollback();
    void answersStandBesideTheMapping();
    void refusesNonsense_data();
    void refusesNonsense();
};

namespace {

struct ReleaseShop : CommandShop {
    const std::string id = "link:CAM-1:accessory:BAG-1";
    ReleaseShop()
    {
        run({"link", "add", "WS", "CAM-1", "accessory", "BAG-1", "--reason", "Holds it"});
        run({"link", "add", "WS", "CAM-2", "accessory", "BAG-1", "--reason", "Holds it"});
        run({"review", "submit", "WS", "--all"});
        run({"review", "approve", "WS", "--all", "--as", "jan"});
    }
    std::string at(const std::string& name) const { return shop.folder.path().toStdString() + "/" + name; }
};

} // namespace

void ReleaseCommandsTest::fromAHoldToARollback()
{
    const ReleaseShop shop;
    QCOMPARE(shop.json({"export", "WS", shop.at("r1")})["release"].toInteger(), 1);
    QCOMPARE(shop.json({"hold", "WS", shop.id, "--reason", "Recalled", "--as", "rita"}).write(), std::string(R"({"changeset":6})"));
    const Json held = shop.json({"show", "WS", shop.id})["hold"];
    QCOMPARE(held["reason"].text(), std::string("Recalled"));
    QCOMPARE(held["by"].text(), std::string("rita"));
    QVERIFY(shop.run({"link", "list", "WS"}).out.find("held back: Recalled") != std::string::npos);
    QCOMPARE(shop.json({"export", "WS", shop.at("r2")})["removed"].toInteger(), 1);
    QCOMPARE(shop.json({"release", "show", "WS", "2"})["held"].items().front()["id"].text(), shop.id);
    QCOMPARE(shop.json({"release", "diff", "WS", "1", shop.at("r2")})["removed"].write(), "[\"" + shop.id + "\"]");
    QCOMPARE(shop.run({"release", "rollback", "WS", "1", shop.at("r3")}).code, 1);
    QVERIFY(!shop.json({"unhold", "WS", shop.id})["changeset"].isNull());
    const Json back = shop.json({"release", "rollback", "WS", "1", shop.at("r3")});
    QCOMPARE(back["release"].toInteger(), 3);
    QCOMPARE(back["rollback_of"].toInteger(), 1);
    QCOMPARE(back["added"].toInteger(), 1);
    const Json verified = shop.json({"verify", shop.at("r3"), "--previous", shop.at("r2")});
    QVERIFY(verified["ok"].toBool());
    QCOMPARE(verified["signature"].text(), std::string("none"));
    QVERIFY(!verified["expired"].toBool());
    QCOMPARE(shop.json({"release", "list", "WS"}).items().front()["rollback_of"].toInteger(), 1);
}

void ReleaseCommandsTest::answersStandBesideTheMapping()
{
    const ReleaseShop shop;
    QCOMPARE(shop.run({"export", "WS", shop.at("r1")}).code, 0);
    QCOMPARE(shop.json({"release", "mark", "WS", "1", "sent"})["delivery"].text(), std::string("sent"));
    const std::string sha256 = shop.json({"release", "show", "WS", "1"})["manifest_sha256"].text();
    QFile file(QString::fromStdString(shop.at("receipt.jsonl")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(R"({"release":1,"manifest_sha256":")" + sha256
        + "\",\"state\":\"partly\",\"at\":\"2026-10-24T10:00:00Z\"}\n{\"id\":\"" + shop.id
        + "\",\"result\":\"rejected\",\"reason\":\"no such SKU\"}\n"));
    file.close();
    const Json taken = shop.json({"release", "receipt", "WS", shop.at("receipt.jsonl")});
    QCOMPARE(taken["delivery"].text(), std::string("partly"));
    QCOMPARE(taken["rejected"].toInteger(), 1);
    QVERIFY(!shop.json({"release", "receipt", "WS", shop.at("receipt.jsonl")})["changed"].toBool());
    const Json receipt = shop.json({"show", "WS", shop.id})["receipts"].items().front();
    QCOMPARE(receipt["result"].text(), std::string("rejected"));
    QCOMPARE(receipt["reason"].text(), std::string("no such SKU"));
    QCOMPARE(shop.json({"show", "WS", "CAM-1"})["mappings"].items().front()["receipt"]["result"].text(), std::string("rejected"));
    QVERIFY(shop.run({"release", "list", "WS"}).out.find("partly (1 rejected)") != std::string::npos);
}

void ReleaseCommandsTest::refusesNonsense_data()
{
    QTest::addColumn<QStringList>("arguments"); // OUT: a folder that does not exist
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, std::initializer_list<const char*> words, int code) {
        QStringList arguments;
        for (const char* word : words)
            arguments.append(QString::fromLatin1(word));
        QTest::newRow(name) << arguments << code;
    };
    row("hold without a reason", {"hold", "WS", "link:CAM-1:accessory:BAG-1"}, 2);
    row("hold what is not there", {"hold", "WS", "nosuch", "--reason", "x"}, 3);
    row("unhold what is free", {"unhold", "WS", "link:CAM-1:accessory:BAG-1"}, 3);
    row("roll back to nothing", {"release", "rollback", "WS", "7", "OUT"}, 3);
    row("roll back to a word", {"release", "rollback", "WS", "last", "OUT"}, 2);
    row("show a word", {"release", "show", "WS", "-1"}, 2);
    row("diff with nothing", {"release", "diff", "WS", "1", "2"}, 3);
    row("mark as lost", {"release", "mark", "WS", "1", "lost"}, 3);
    row("no receipt", {"release", "receipt", "WS", "OUT"}, 3);
    row("no key", {"export", "WS", "OUT", "--sign", "OUT"}, 3);
    row("no public key", {"verify", "OUT", "--key", "OUT"}, 3);
    row("a passphrase for nothing", {"export", "WS", "OUT", "--passphrase-fd", "0"}, 2);
}

void ReleaseCommandsTest::refusesNonsense()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    const ReleaseShop shop;
    std::vector<std::string> words;
    for (const QString& argument : arguments)
        words.push_back(argument == QStringLiteral("OUT") ? shop.at("out") : argument.toStdString());
    const Run run = shop.run(words);
    QVERIFY2(run.code == code, run.err.c_str());
    QCOMPARE(std::count(run.err.begin(), run.err.end(), '\n'), 1);
    QVERIFY(!QFile::exists(QString::fromStdString(shop.at("out"))));
    QVERIFY(shop.json({"release", "list", "WS"}).items().empty());
}

QTEST_APPLESS_MAIN(ReleaseCommandsTest)
#include "tst_release_commands.moc"
