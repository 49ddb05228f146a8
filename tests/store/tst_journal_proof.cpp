// The journal shows tampering: whatever byte of it is changed, the first bad entry is named, and a cut end is noticed by whoever
// saw it before.
#include "model/store/head_record.h"
#include "tests/support/catalog.h"

#include <QDir>
#include <QFile>
#include <SQLiteCpp/SQLiteCpp.h>

using namespace shelf;
using namespace shelf::test;

namespace {

constexpr int entriesMade = 30;

std::unique_ptr<Workspace> reopened(const std::string& path, const std::string& headFolder = {})
{
    OpenOptions options{false, fixedClock()};
    options.headFolder = headFolder;
    auto opened = Workspace::open(path, options);
    if (!opened)
        qFatal("%s", opened.error().what.c_str());
    return *std::move(opened);
}

void execute(const std::string& path, const std::string& sql)
{
    SQLite::Database database(path, SQLite::OPEN_READWRITE);
    database.exec(sql);
}

} // namespace

class JournalProofTest : public QObject {
    Q_OBJECT

    Shop m_shop;

    // Thirty entries of every kind: edits, a mapping with its review, a policy, feeds in an archive.
    void makeEntries(Shop& shop, bool seals)
    {
        shop.stock(2);
        const auto id = shop.link("mia", "P0", "P1");
        QVERIFY(shop.submit("mia", id).ok() && shop.approve("jan", id).ok());
        QVERIFY(shop.apply("mia", {create(ThingKind::Policy, "four-eyes", {{"value", "\"solo\""}})}, Origin::Policy).ok());
        const int last = seals ? entriesMade - 2 : entriesMade;
        for (int i = 5; i < last; ++i)
            QVERIFY(shop.apply("mia", {edit(shop.workspace->product("P0").value().value(), "stock", std::to_string(i))},
                            i % 5 == 0 ? Origin::Feed : Origin::Edit)
                        .ok());
        if (!seals)
            return;
        SHELF_OK(shop.workspace->archiveFeeds((shop.folder.path() + QStringLiteral("/feeds")).toStdString(), "mia", {}));
        QVERIFY(shop.apply("mia", {edit(shop.workspace->product("P0").value().value(), "stock", "100")}).ok());
    }

    static void verifyNames(Workspace& workspace, uint64_t number, const std::string& what)
    {
        const auto report = workspace.verifyJournal();
        SHELF_OK(report);
        QVERIFY2(!report->ok(), what.c_str());
        QVERIFY2(report->firstBad == number, (what + ": " + report->problem).c_str());
    }

private Q_SLOTS:
    void initTestCase()
    {
        makeEntries(m_shop, true);
        QCOMPARE(m_shop.workspace->journalEntries(), uint64_t(entriesMade));
        QVERIFY(m_shop.workspace->verifyJournal()->ok());
    }

    void everyByteOfEveryColumnIsProved_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("column");
        QTest::newRow("entry") << QStringLiteral("journal") << QStringLiteral("entry");
        QTest::newRow("hash") << QStringLiteral("journal") << QStringLiteral("hash");
        QTest::newRow("payload") << QStringLiteral("journal_part") << QStringLiteral("payload");
    }
    void everyByteOfEveryColumnIsProved()
    {
        QFETCH(QString, table);
        QFETCH(QString, column);
        // Each byte in turn by hand (SHELF_EVERY_BYTE), every seventh in the suite.
        const size_t step = qEnvironmentVariableIsSet("SHELF_EVERY_BYTE") ? 1 : 7;
        const auto name = column.toStdString();
        SQLite::Database database(m_shop.path, SQLite::OPEN_READWRITE);
        database.exec("PRAGMA synchronous = OFF");
        struct Cell {
            int64_t number = 0, part = 0;
            std::string bytes;
        };
        std::vector<Cell> cells;
        const bool parts = table == QStringLiteral("journal_part");
        {
            SQLite::Statement read(
                database, "SELECT number, " + name + (parts ? ", part" : ", 0") + " FROM " + table.toStdString() + " ORDER BY number");
            while (read.executeStep())
                cells.push_back({read.getColumn(0).getInt64(), read.getColumn(2).getInt64(),
                    std::string(static_cast<const char*>(read.getColumn(1).getBlob()), static_cast<size_t>(read.getColumn(1).getBytes()))});
        }
        SQLite::Statement write(
            database, "UPDATE " + table.toStdString() + " SET " + name + " = ? WHERE number = ?" + (parts ? " AND part = ?" : ""));
        const auto store = [&](const std::string& bytes, const Cell& cell) {
            write.reset();
            write.bind(1, bytes.data(), static_cast<int>(bytes.size()));
            write.bind(2, cell.number);
            if (parts)
                write.bind(3, cell.part);
            write.exec();
        };
        for (const Cell& cell : cells) {
            for (size_t i = static_cast<size_t>(cell.number) % step; i < cell.bytes.size(); i += step) {
                std::string changed = cell.bytes;
                changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
                store(changed, cell);
                verifyNames(*m_shop.workspace, static_cast<uint64_t>(cell.number), name + " byte " + std::to_string(i));
                if (QTest::currentTestFailed())
                    return;
            }
            store(cell.bytes.substr(0, cell.bytes.size() - 1), cell);
            verifyNames(*m_shop.workspace, static_cast<uint64_t>(cell.number), name + " cut");
            store(cell.bytes + '\0', cell);
            verifyNames(*m_shop.workspace, static_cast<uint64_t>(cell.number), name + " longer");
            store(cell.bytes, cell);
        }
        QVERIFY(m_shop.workspace->verifyJournal()->ok());
    }

    void entriesMovedAddedAndRemovedAreNamed_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<int>("named");
        const auto row = [](const char* what, const char* sql, int named) { QTest::newRow(what) << QString::fromLatin1(sql) << named; };
        row("removed", "DELETE FROM journal WHERE number = 9", 9);
        row("removed with its parts", "DELETE FROM journal WHERE number = 9; DELETE FROM journal_part WHERE number = 9", 9);
        row("first removed", "DELETE FROM journal WHERE number = 1", 1);
        row("removed, the others moved up", "DELETE FROM journal WHERE number = 29; UPDATE journal SET number = 29 WHERE number = 30", 29);
        row("swapped",
            "UPDATE journal SET number = -1 WHERE number = 7; UPDATE journal SET number = 7 WHERE number = 8;"
            "UPDATE journal SET number = 8 WHERE number = -1",
            7);
        row("another number", "UPDATE journal SET number = 99 WHERE number = 12", 12);
        row("before the first", "UPDATE journal SET number = 0 WHERE number = 12", 1);
        row("repeated at the end", "INSERT INTO journal SELECT 31, entry, hash FROM journal WHERE number = 30", 31);
        row("part removed", "DELETE FROM journal_part WHERE number = 7", 7);
        row("part of another", "UPDATE journal_part SET number = 99 WHERE number = 7", 7);
        row("part with another place", "UPDATE journal_part SET part = 5 WHERE number = 7", 7);
        row("part too many", "INSERT INTO journal_part VALUES(7, 1, x'01')", 7);
        row("part of nothing", "INSERT INTO journal_part VALUES(44, 0, x'01')", 44);
        row("parts exchanged",
            "UPDATE journal_part SET number = 99 WHERE number = 7; UPDATE journal_part SET number = 7 WHERE number = 8;"
            "UPDATE journal_part SET number = 8 WHERE number = 99",
            7);
    }
    void entriesMovedAddedAndRemovedAreNamed()
    {
        QFETCH(QString, sql);
        QFETCH(int, named);
        Shop shop;
        makeEntries(shop, false);
        execute(shop.path, sql.toStdString());
        verifyNames(*shop.workspace, static_cast<uint64_t>(named), sql.toStdString());
    }

    void aCutEndIsNoticedByWhoeverSawItBefore()
    {
        Shop shop;
        const auto heads = (shop.folder.path() + QStringLiteral("/state/heads")).toStdString();
        shop.stock(1);
        shop.workspace.reset();
        const QString path = QString::fromStdString(shop.path), copy = path + QStringLiteral(".copy");
        QVERIFY(QFile::copy(path, copy));
        for (int i = 0; i < 3; ++i) {
            shop.workspace = reopened(shop.path, heads);
            QVERIFY(shop.workspace->headWarning().empty());
            SHELF_OK(shop.apply("mia", {edit(shop.workspace->product("P0").value().value(), "stock", std::to_string(i))}));
            shop.workspace.reset();
        }
        QVERIFY(QFile::remove(path) && QFile::copy(copy, path));
        shop.workspace = reopened(shop.path, heads);
        const auto warning = shop.workspace->headWarning();
        QVERIFY2(warning.find("entry 4") != std::string::npos, warning.c_str());
        QVERIFY(shop.workspace->verifyJournal()->ok()); // by itself it is a valid chain
        // Another history of the same length is no better, and the memory does not go back by itself.
        for (int i = 10; i < 14; ++i)
            SHELF_OK(shop.apply("mia", {edit(shop.workspace->product("P0").value().value(), "stock", std::to_string(i))}));
        shop.workspace.reset();
        shop.workspace = reopened(shop.path, heads);
        QVERIFY2(shop.workspace->headWarning().find("another history") != std::string::npos, shop.workspace->headWarning().c_str());
        shop.workspace->acceptHead();
        QVERIFY(shop.workspace->headWarning().empty());
        // A copy at another place is another matter.
        QVERIFY(reopened(copy.toStdString(), heads)->headWarning().empty());
    }

    void theOneWhoIsBehindDoesNotForgetWhatAnotherSaw()
    {
        QTemporaryDir folder;
        const auto heads = folder.path().toStdString();
        Shop shop;
        shop.stock(1);
        const auto setStock = [](Workspace& workspace, const char* stock) {
            return workspace.apply(changeSet("mia", "a change", {edit(workspace.product("P0").value().value(), "stock", stock)}));
        };
        auto first = reopened(shop.path, heads), second = reopened(shop.path, heads);
        SHELF_OK(setStock(*first, "1")); // 2
        SHELF_OK(setStock(*second, "2")); // 3
        const std::string id = first->id(), path = first->path();
        second.reset();
        QCOMPARE(readHead(heads, id, path)->number, uint64_t(3));
        first.reset();
        QCOMPARE(readHead(heads, id, path)->number, uint64_t(3));
    }

    void aHomeThatIsNotThereIsNotMade()
    {
        QTemporaryDir home;
        const QByteArray oldHome = qgetenv("HOME"), oldState = qgetenv("XDG_STATE_HOME");
        qunsetenv("XDG_STATE_HOME");
        qputenv("HOME", home.path().toLocal8Bit());
        const auto there = userHeadFolder();
        qputenv("HOME", home.path().toLocal8Bit() + "/nobody");
        const auto missing = userHeadFolder();
        qputenv("HOME", oldHome);
        if (!oldState.isNull())
            qputenv("XDG_STATE_HOME", oldState);
        QCOMPARE(there, home.path().toStdString() + "/.local/state/shelfwright/heads");
        QCOMPARE(missing, std::string());
    }

    void aFolderThatCannotBeWrittenDisturbsNobody_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::newRow("not there") << QStringLiteral("/proc/nothing/heads");
        QTest::newRow("a file") << QStringLiteral("/dev/null/heads");
        QTest::newRow("none") << QString();
    }
    void aFolderThatCannotBeWrittenDisturbsNobody()
    {
        QFETCH(QString, folder);
        Shop shop;
        shop.stock(1);
        shop.workspace.reset();
        shop.workspace = reopened(shop.path, folder.toStdString());
        SHELF_OK(shop.apply("mia", {edit(shop.workspace->product("P0").value().value(), "stock", "1")}));
        shop.workspace.reset();
        shop.workspace = reopened(shop.path, folder.toStdString());
        QVERIFY(shop.workspace->headWarning().empty());
        QVERIFY(shop.workspace->check(true)->ok());
    }

    void aDamagedMemoryIsNone_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no number") << QByteArray("x " + QByteArray(64, 'a') + "\n");
        QTest::newRow("short hash") << QByteArray("3 abc\n");
        QTest::newRow("cut") << QByteArray("3 " + QByteArray(64, 'a'));
        QTest::newRow("no hash") << QByteArray("3 " + QByteArray(64, 'z') + "\n");
    }
    void aDamagedMemoryIsNone()
    {
        QFETCH(QByteArray, text);
        QTemporaryDir folder;
        const auto heads = folder.path().toStdString();
        writeHead(heads, "id", "/shop.shelf", {3, std::string(64, 'a')});
        QCOMPARE(readHead(heads, "id", "/shop.shelf").value(), (HeadRecord{3, std::string(64, 'a')}));
        QVERIFY(!readHead(heads, "id", "/other.shelf"));
        const auto files = QDir(folder.path()).entryList(QDir::Files);
        QCOMPARE(files.size(), 1);
        QFile file(folder.filePath(files.first()));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        file.close();
        QVERIFY(!readHead(heads, "id", "/shop.shelf"));
    }
};

QTEST_APPLESS_MAIN(JournalProofTest)
#include "tst_journal_proof.moc"
