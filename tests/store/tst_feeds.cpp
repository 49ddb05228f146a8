// Feeds: what they may change, and how their contents leave the workspace without leaving the proof.
#include "model/domain/hash.h"
#include "tests/support/catalog.h"

#include <QFile>
#include <SQLiteCpp/SQLiteCpp.h>

using namespace shelf;
using namespace shelf::test;

namespace {

// A shop whose prices came by feeds 3 and 4, with an edit between and one after.
struct FedShop : Shop {
    std::string archive;

    FedShop()
    {
        archive = (folder.path() + QStringLiteral("/feeds.archive")).toStdString();
        stock(3); // 1
        must(edit(now("P0"), "name", "\"Named\"")); // 2
        feed("11"); // 3
        feed("12"); // 4
        must(edit(now("P1"), "name", "\"Named too\"")); // 5
    }
    Thing now(const std::string& sku) { return workspace->product(sku).value().value(); }
    void must(const Change& change)
    {
        if (const auto applied = apply("mia", {change}); !applied)
            qFatal("%s", applied.error().what.c_str());
    }
    void feed(const std::string& price)
    {
        const auto applied = apply("erp", {edit(now("P0"), "price", price), edit(now("P1"), "price", price)}, Origin::Feed);
        if (!applied)
            qFatal("%s", applied.error().what.c_str());
    }
    Workspace::ArchiveOutcome seal(const Workspace::ArchiveLimit& limit = {})
    {
        const auto sealed = workspace->archiveFeeds(archive, "mia", limit);
        if (!sealed)
            qFatal("%s", sealed.error().what.c_str());
        return *sealed;
    }
    void change(const char* sql)
    {
        SQLite::Database database(path, SQLite::OPEN_READWRITE);
        database.exec(sql);
    }
};

} // namespace

class FeedsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFeedChangesWhatFeedsMay_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char* field, const char* value, bool allowed) {
            QTest::newRow(field) << QString::fromLatin1(field) << QString::fromLatin1(value) << allowed;
        };
        row("price", "7", true);
        row("cost", "7", true);
        row("currency", "\"USD\"", true);
        row("stock", "7", true);
        row("stock_since", "\"2026-01-01\"", true);
        row("mount", "\"Z\"", true);
        row("ours", "\"text\"", false);
        row("name", "\"Other\"", false);
        row("lifecycle", "\"discontinued\"", false);
        row("family", "", false);
    }
    void aFeedChangesWhatFeedsMay()
    {
        QFETCH(QString, field);
        QFETCH(QString, value);
        QFETCH(bool, allowed);
        FedShop shop;
        shop.must(create(ThingKind::Attribute, "ours", {{"label", "\"Ours\""}, {"master", "\"here\""}, {"type", "\"text\""}}));
        const auto applied = shop.apply("erp", {edit(shop.now("P0"), field.toStdString(), value.toStdString())}, Origin::Feed);
        QCOMPARE(applied.ok(), allowed);
        if (!allowed) {
            QCOMPARE(applied.error().code, std::string("FEED"));
            QCOMPARE(applied.error().where, std::string("P0"));
            QVERIFY(applied.error().what.find(field.toStdString()) != std::string::npos);
        }
    }

    void aFeedAddsNothingAndRemovesNothing()
    {
        FedShop shop;
        const auto added = shop.apply("erp", {create(ThingKind::Product, "NEW", {{"price", "1"}})}, Origin::Feed);
        QCOMPARE(added.error().code, std::string("FEED"));
        const auto now = shop.now("P2");
        const auto removed = shop.apply(
            "erp", {inverse(create(ThingKind::Product, "P2", {now.fields.begin(), now.fields.end()}), now.revision)}, Origin::Feed);
        QCOMPARE(removed.error().code, std::string("FEED"));
        QCOMPARE(shop.apply("erp", {create(ThingKind::Channel, "web2", {{"label", "\"Web\""}})}, Origin::Feed).error().code,
            std::string("FEED"));
    }

    void archivedFeedsLeaveTheFileAndStayInTheHistory()
    {
        FedShop shop;
        const auto content = shop.content();
        const auto sealed = shop.seal();
        QCOMPARE(sealed.entries, uint64_t(2));
        QCOMPARE(sealed.number.value(), uint64_t(6));
        QCOMPARE(shop.content(), content);
        const auto history = shop.workspace->history().value();
        QCOMPARE(history.size(), size_t(6));
        QCOMPARE(history[0].header.origin, Origin::Seal);
        QCOMPARE(history[2].archive, std::string("feeds.archive"));
        QVERIFY(history[1].archive.empty());
        const auto report = shop.workspace->verifyJournal().value();
        QVERIFY2(report.ok(), report.problem.c_str());
        QCOMPARE(report.entries, uint64_t(6));
        // What is archived cannot be taken back, and says where it is; everything else can.
        const auto refused = shop.workspace->undo("mia", 4);
        QCOMPARE(refused.error().code, std::string("ARCHIVED"));
        QVERIFY(refused.error().what.find("feeds.archive") != std::string::npos);
        QCOMPARE(shop.workspace->readChangeSet(3, [](const ChangeBlock&) { return Result<void>(); }).error().code, std::string("ARCHIVED"));
        QCOMPARE(shop.workspace->undo("mia")->undone.value(), uint64_t(5));
        // The next one before is passed over, and the one before that taken.
        const auto next = shop.workspace->undo("mia").value();
        QCOMPARE(next.undone.value(), uint64_t(2));
        QCOMPARE(next.skipped, (std::vector<uint64_t>{4, 3}));
        QCOMPARE(next.archived, next.skipped);
        // A second time there is nothing left.
        QCOMPARE(shop.seal().entries, uint64_t(0));
    }

    void onlyFeedsBeforeALimitAreArchived()
    {
        FedShop shop;
        Workspace::ArchiveLimit limit;
        limit.before = 4;
        QCOMPARE(shop.seal(limit).entries, uint64_t(1));
        QVERIFY(shop.workspace->history()->at(3).archive == "feeds.archive");
        QVERIFY(shop.workspace->history()->at(2).archive.empty());
        QCOMPARE(shop.workspace->undo("mia", 4)->undone.value(), uint64_t(4));
        limit = {};
        limit.beforeTime = "2000-01-01T00:00:00.000Z";
        shop.archive += "2";
        QCOMPARE(shop.seal(limit).entries, uint64_t(0));
        QVERIFY(!QFile::exists(QString::fromStdString(shop.archive)));
    }

    void aDeepCheckReplaysFromTheArchive()
    {
        FedShop shop;
        shop.seal();
        const auto without = shop.workspace->check(true).value();
        QVERIFY2(without.ok(), without.ok() ? "" : without.problems[0].c_str());
        QCOMPARE(without.archived, (std::vector<uint64_t>{3, 4}));
        const auto with = shop.workspace->check(true, {}, {shop.archive}).value();
        QVERIFY2(with.ok(), with.ok() ? "" : with.problems[0].c_str());
        QVERIFY(with.archived.empty());
        // A price edited by hand is seen with the archive, a name without it too.
        shop.change("UPDATE product SET price = 1 WHERE sku = 'P0'");
        QVERIFY(shop.workspace->check(true)->ok());
        QVERIFY(!shop.workspace->check(true, {}, {shop.archive})->ok());
        shop.change("UPDATE product SET name = 'x' WHERE sku = 'P0'");
        QVERIFY(!shop.workspace->check(true)->ok());
    }

    void anythingElseThanTheArchiveIsRefused_data()
    {
        QTest::addColumn<int>("cut");
        QTest::addColumn<int>("flip");
        QTest::newRow("magic") << -1 << 3;
        QTest::newRow("length") << -1 << 18;
        QTest::newRow("workspace") << -1 << 30;
        QTest::newRow("cut at the end") << 1 << -1;
        QTest::newRow("cut in a part") << 60 << -1;
        QTest::newRow("nearly all") << 1000000 << -1;
    }
    void anythingElseThanTheArchiveIsRefused()
    {
        QFETCH(int, cut);
        QFETCH(int, flip);
        FedShop shop;
        shop.seal();
        QFile file(QString::fromStdString(shop.archive));
        QVERIFY(file.open(QIODevice::ReadWrite));
        if (cut > 0)
            QVERIFY(file.resize(std::max<qint64>(0, file.size() - cut)));
        if (flip >= 0) {
            QVERIFY(file.seek(flip));
            char byte = 0;
            QVERIFY(file.peek(&byte, 1) == 1);
            byte ^= 1;
            QVERIFY(file.write(&byte, 1) == 1);
        }
        file.close();
        const auto refused = shop.workspace->check(true, {}, {shop.archive});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, std::string("ARCHIVE"));
    }

    void aChangedPartOfTheArchiveIsNotReplayed()
    {
        FedShop shop;
        shop.seal();
        QFile file(QString::fromStdString(shop.archive));
        QVERIFY(file.open(QIODevice::ReadWrite));
        auto bytes = file.readAll();
        const auto price = bytes.lastIndexOf("12"); // in the last part
        bytes[price] = '9';
        QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
        file.close();
        const auto report = shop.workspace->check(true, {}, {shop.archive});
        SHELF_OK(report);
        QCOMPARE(report->archived, (std::vector<uint64_t>{4}));
    }

    void aMissingContentThatNobodySealedIsNamed()
    {
        FedShop shop;
        shop.change("DELETE FROM journal_part WHERE number = 3");
        const auto report = shop.workspace->verifyJournal().value();
        QCOMPARE(report.firstBad.value(), uint64_t(3));
        QVERIFY(!shop.workspace->check()->ok());
    }

    void anArchiveIsNeverWrittenOver()
    {
        FedShop shop;
        QFile file(QString::fromStdString(shop.archive));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4);
        file.close();
        const auto refused = shop.workspace->archiveFeeds(shop.archive, "mia", {});
        QCOMPARE(refused.error().code, std::string("EXISTS"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("mine"));
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(5));
        QVERIFY(shop.workspace->check(true)->archived.empty());
    }

    void aCancelledArchiveLeavesNothing()
    {
        FedShop shop;
        std::atomic<bool> cancel = true;
        const auto cancelled = shop.workspace->archiveFeeds(shop.archive, "mia", {}, {{}, &cancel});
        QCOMPARE(cancelled.error().kind, ErrorKind::Cancelled);
        QVERIFY(!QFile::exists(QString::fromStdString(shop.archive)));
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(5));
    }

    void thePastSaysWhatIsUncertain()
    {
        FedShop shop;
        shop.seal();
        const auto past = shop.workspace->productAsOf("P0", 1).value();
        QCOMPARE(past.thing->fields.text("name"), std::string("Product 0"));
        QCOMPARE(past.archived, (std::vector<uint64_t>{4, 3}));
        QVERIFY(shop.workspace->productAsOf("P0", 5)->archived.empty());
        std::vector<uint64_t> archived;
        HistoryFilter filter;
        filter.thing = "P0";
        filter.archived = &archived;
        QCOMPARE(shop.workspace->history(filter)->size(), size_t(2));
        QCOMPARE(archived, (std::vector<uint64_t>{4, 3}));
    }
};

QTEST_APPLESS_MAIN(FeedsTest)
#include "tst_feeds.moc"
