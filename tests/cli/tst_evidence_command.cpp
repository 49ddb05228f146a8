#include "tests/cli/command_run.h"

#include <QFile>

#include <fstream>

using namespace shelf;
using namespace shelf::test;

namespace {

struct EvidenceShop : CommandShop {
    std::string file(const std::string& name, const std::string& text) const
    {
        const std::string at = shop.folder.path().toStdString() + "/" + name;
        std::ofstream(at, std::ios::binary) << text;
        return at;
    }
    // 60 orders with CAM-1 and BAG-1, and the rest of n = 100,000, nA = 1,200, nC = 800.
    std::string october() const
    {
        std::string text = "order,sku\n";
        for (int order = 0; order < 100000; ++order) {
            const std::string number = "N" + std::to_string(order);
            if (order < 1200)
                text += number + ",CAM-1\n";
            if (order < 60 || (order >= 1200 && order < 1940))
                text += number + ",BAG-1\n";
            if (order >= 1940)
                text += number + ",CAM-2\n";
        }
        return file("october.csv", text);
    }
};

} // namespace

// import --what orders, evidence, propose: from order lines to links that somebody approves.
class EvidenceCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsAndExplains();
    void proposesDeclinesAndRemembers();
    void proposalsAreAcceptedInBulk();
    void mappingsCarryEvidence();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
};

void EvidenceCommandTest::countsAndExplains()
{
    const EvidenceShop shop;
    const std::string path = shop.october();
    const Json dry = shop.json({"import", "WS", path, "--what", "orders", "--dry-run"});
    QCOMPARE(dry["orders"].toInteger(), int64_t(100000));
    QVERIFY(dry["changeset"].isNull());
    QCOMPARE(shop.json({"evidence", "WS"}).items().size(), size_t(0));
    const Json imported = shop.json({"import", "WS", path, "--what", "orders"});
    QCOMPARE(imported["dataset"].text(), std::string("october"));
    QCOMPARE(imported["read"].toInteger(), int64_t(100060));
    QCOMPARE(imported["pairs"].toInteger(), int64_t(1));
    QVERIFY(imported["changeset"].isNumber());
    const Json evidence = shop.json({"evidence", "WS", "CAM-1", "BAG-1"});
    QCOMPARE(evidence["n"].toInteger(), int64_t(100000));
    QCOMPARE(evidence["n_a"].toInteger(), int64_t(1200));
    QCOMPARE(evidence["n_c"].toInteger(), int64_t(800));
    QCOMPARE(evidence["n_ac"].toInteger(), int64_t(60));
    QCOMPARE(evidence["lift"].toDouble(), 6.25);
    QCOMPARE(evidence["confidence"].toDouble(), 0.05);
    QCOMPARE(evidence["datasets"].items().size(), size_t(1));
    const std::string words = shop.run({"evidence", "WS", "CAM-1", "BAG-1"}).out;
    QVERIFY2(words.find("bought together 6.25 × more often than chance (60 orders of 100000)") != std::string::npos, words.c_str());
    QVERIFY2(words.find("between 3.9 % and 6.4 %") != std::string::npos, words.c_str());
    // The same file again.
    const Run again = shop.run({"import", "WS", path, "--what", "orders", "--json"});
    QCOMPARE(again.code, 0);
    QVERIFY(again.json()["changeset"].isNull());
    QCOMPARE(again.json()["dataset"].text(), std::string("october"));
    // Taken away, and brought back.
    QCOMPARE(shop.run({"evidence", "WS", "--forget", "october"}).code, 0);
    QCOMPARE(shop.run({"evidence", "WS", "CAM-1", "BAG-1"}).code, 3);
    QCOMPARE(shop.run({"undo", "WS"}).code, 0);
    QCOMPARE(shop.json({"evidence", "WS", "CAM-1", "BAG-1"})["n_ac"].toInteger(), int64_t(60));
    QCOMPARE(shop.run({"check", "WS", "--deep"}).code, 0);
    QCOMPARE(shop.run({"audit", "verify", "WS"}).code, 0);
}

void EvidenceCommandTest::proposesDeclinesAndRemembers()
{
    const EvidenceShop shop;
    QCOMPARE(shop.run({"propose", "WS"}).code, 3); // no orders yet
    shop.run({"import", "WS", shop.october(), "--what", "orders"});
    QCOMPARE(shop.json({"propose", "WS", "--dry-run"})["proposed"].toInteger(), int64_t(1));
    QCOMPARE(shop.json({"link", "list", "WS"}).items().size(), size_t(0));
    const Json proposed = shop.json({"propose", "WS"});
    QCOMPARE(proposed["proposed"].toInteger(), int64_t(1));
    const std::string id = proposed["proposals"].items()[0]["id"].text();
    QCOMPARE(id, std::string("link:BAG-1:cross-sell:CAM-1"));
    const Json listed = shop.json({"propose", "WS", "--list"});
    QCOMPARE(listed.items().size(), size_t(1));
    QCOMPARE(listed.items()[0]["status"].text(), std::string("draft"));
    QCOMPARE(listed.items()[0]["evidence"].items()[0]["n"].toInteger(), int64_t(60));
    // Again: nothing new.
    QCOMPARE(shop.json({"propose", "WS"})["proposed"].toInteger(), int64_t(0));
    QCOMPARE(shop.run({"propose", "WS", "--decline", id}).code, 2); // without a reason
    const Json declined = shop.json({"propose", "WS", "--all", "--reason", "sold as a kit"});
    QCOMPARE(declined["declined"].items().size(), size_t(1));
    QCOMPARE(shop.run({"propose", "WS", "--decline", id, "--reason", "again"}).code, 3);
    const Json rejected = shop.json({"propose", "WS", "--list", "--status", "rejected"});
    QCOMPARE(rejected.items().size(), size_t(1));
    QCOMPARE(shop.json({"propose", "WS"})["passed_over"]["linked"].toInteger(), int64_t(1));
    QCOMPARE(shop.run({"check", "WS", "--deep"}).code, 0);
}

void EvidenceCommandTest::proposalsAreAcceptedInBulk()
{
    const EvidenceShop shop;
    shop.run({"import", "WS", shop.october(), "--what", "orders"});
    shop.run({"link", "add", "WS", "CAM-1", "accessory", "CAM-2"});
    shop.run({"propose", "WS"});
    const Json submitted = shop.json({"review", "submit", "WS", "--where", "origin = \"mined\" and target.price > 100"});
    QCOMPARE(submitted["done"].toStrings(), std::vector<std::string>{"link:BAG-1:cross-sell:CAM-1"});
    QCOMPARE(shop.json({"review", "approve", "WS", "--all", "--as", "jan"})["done"].items().size(), size_t(1));
    // An expression that fits neither products nor links is refused as before.
    QCOMPARE(shop.run({"review", "submit", "WS", "--where", "orgin = \"mined\""}).code, 3);
}

void EvidenceCommandTest::mappingsCarryEvidence()
{
    const EvidenceShop shop;
    shop.run({"link", "add", "WS", "CAM-1", "accessory", "BAG-1"});
    const std::string id = "link:CAM-1:accessory:BAG-1";
    const std::vector<std::string> add = {"evidence", "WS", id, "--add", "test", "--by", "Jan", "--date", "2026-10-02", "--document",
        "https://example.com/417.pdf", "--note", "Fits"};
    const Json added = shop.json(add);
    QCOMPARE(added["evidence"].write(),
        std::string("[{\"origin\":\"test\",\"date\":\"2026-10-02\",\"person\":\"Jan\",\"document\":\"https://example.com/"
                    "417.pdf\",\"note\":\"Fits\"}]"));
    QVERIFY(added["changeset"].isNumber());
    QVERIFY(shop.json(add)["changeset"].isNull()); // the same again
    QCOMPARE(shop.json({"evidence", "WS", id, "--add", "spec"})["evidence"].items().size(), size_t(2));
    QCOMPARE(shop.json({"evidence", "WS", id, "--remove", "1"})["evidence"].items().size(), size_t(1));
    const std::string text = shop.run({"evidence", "WS", id}).out;
    QVERIFY2(text.find("1. spec, 2026-10-24, by mia") != std::string::npos, text.c_str());
}

void EvidenceCommandTest::saysWhatIsWrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const QStringList& arguments, int code) { QTest::newRow(name) << arguments << code; };
    const QString link = QStringLiteral("link:CAM-1:accessory:BAG-1");
    const auto evidence = [](QStringList more) { return QStringList{QStringLiteral("evidence"), QStringLiteral("WS")} + more; };
    const auto words = [](const char* text) { return QString::fromUtf8(text).split(QLatin1Char(' ')); };
    row("unknown SKU", evidence(words("CAM-1 BAG-2")), 3);
    row("one SKU", evidence(words("CAM-1")), 2);
    row("the same twice", evidence(words("CAM-1 CAM-1")), 2);
    row("unknown mapping", evidence(words("link:CAM-1:accessory:CAM-2")), 3);
    row("unknown origin", evidence({link, QStringLiteral("--add"), QStringLiteral("hearsay")}), 3);
    row("mined by hand", evidence({link, QStringLiteral("--add"), QStringLiteral("mined")}), 2);
    row("no address",
        evidence(
            {link, QStringLiteral("--add"), QStringLiteral("test"), QStringLiteral("--document"), QStringLiteral("javascript:alert(1)")}),
        3);
    row("no date", evidence({link, QStringLiteral("--add"), QStringLiteral("test"), QStringLiteral("--date"), QStringLiteral("soon")}), 2);
    row("nothing to remove", evidence({link, QStringLiteral("--remove"), QStringLiteral("1")}), 3);
    row("details of nothing", evidence({link, QStringLiteral("--by"), QStringLiteral("Jan")}), 2);
    row("unknown data set", evidence(words("--forget july")), 3);
    row("reason of nothing", words("propose WS --reason because"), 2);
    row("no number", words("propose WS --min-count many"), 2);
    row("low lift", words("propose WS --min-lift 0.5"), 2);
    row("cell of other imports", words("import WS none.csv --min-cell 5"), 2);
    row("cell of nothing", words("import WS none.csv --what orders --min-cell 0"), 2);
    row("no file", words("import WS none.csv --what orders"), 3);
    row("feed of orders", words("import WS none.csv --what orders --feed"), 2);
}

void EvidenceCommandTest::saysWhatIsWrong()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    const EvidenceShop shop;
    shop.run({"link", "add", "WS", "CAM-1", "accessory", "BAG-1"});
    std::vector<std::string> words;
    for (const QString& argument : arguments)
        words.push_back(argument.toStdString());
    const Run run = shop.run(words);
    QVERIFY2(run.code == code, (std::to_string(run.code) + ": " + run.err).c_str());
    QVERIFY(run.err.starts_with("shelfctl: "));
    QCOMPARE(std::count(run.err.begin(), run.err.end(), '\n'), std::ptrdiff_t(1));
}

QTEST_APPLESS_MAIN(EvidenceCommandTest)
#include "tst_evidence_command.moc"
