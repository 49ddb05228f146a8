// The workspace as a file: made whole, opened only if it is ours, unchanged by what is refused.
#include "tests/support/catalog.h"

#include "model/store/connection.h"
#include "model/store/schema.h"

#include <QFile>
#include <QProcess>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace shelf;
using namespace shelf::test;

class WorkspaceFileTest : public QObject {
    Q_OBJECT

    static QByteArray bytesOf(const std::string& path)
    {
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void write(const std::string& path, const QByteArray& bytes)
    {
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    // Whether another process finds a lock of this one there.
    static bool isLocked(const std::string& path, off_t start, off_t length)
    {
        const pid_t child = fork();
        if (child == 0) {
            struct flock lock { };
            lock.l_type = F_WRLCK;
            lock.l_whence = SEEK_SET;
            lock.l_start = start;
            lock.l_len = length;
            const int file = open(path.c_str(), O_RDWR | O_CLOEXEC);
            const bool asked = file >= 0 && fcntl(file, F_GETLK, &lock) == 0;
            _exit(asked && lock.l_type != F_UNLCK ? 0 : 1);
        }
        int status = 1;
        waitpid(child, &status, 0);
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

private Q_SLOTS:
    // Closing a descriptor of a file drops the locks of the whole process on it. Without them another program takes the log that
    // is being written for a dead one's, and what was acknowledged is lost.
    void anotherLookAtTheFileDropsNoLocks()
    {
        constexpr off_t sharedBytes = 0x40000002, deadManByte = 128;
        Shop shop;
        shop.stock(1);
        const auto locked = [&] { return isLocked(shop.path, sharedBytes, 510) && isLocked(shop.path + "-shm", deadManByte, 1); };
        QVERIFY(locked());
        {
            const auto second = Workspace::open(shop.path);
            SHELF_OK(second);
            QVERIFY(locked());
        }
        QVERIFY(locked());
        SHELF_OK(Workspace::open(shop.path, {true, fixedClock()}));
        QVERIFY(locked());
        shop.workspace.reset();
        QVERIFY(!isLocked(shop.path, sharedBytes, 510));
    }

    void aNewFileIsEmptyAndSound()
    {
        Shop shop;
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(0));
        QCOMPARE(shop.workspace->productCount().value(), uint64_t(0));
        QVERIFY(shop.workspace->definitions().linkType("accessory"));
        QVERIFY(shop.workspace->check(true).value().ok());
        QCOMPARE(shop.folder.path().isEmpty(), false);
        shop.workspace.reset();
        QCOMPARE(QDir(shop.folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("shop.shelf")});
    }

    void newNeverOverwrites()
    {
        Shop shop;
        shop.stock(1);
        shop.workspace.reset();
        const auto before = bytesOf(shop.path);
        const auto again = Workspace::create(shop.path);
        QVERIFY(!again);
        QCOMPARE(again.error().code, std::string("EXISTS"));
        QCOMPARE(bytesOf(shop.path), before);
    }

    void whatIsNotOursIsRefusedAndLeftAlone_data()
    {
        QTest::addColumn<int>("offset");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("code");
        QTest::newRow("other application") << 68 << QByteArray("\0\0\0\1", 4) << "FOREIGN";
        QTest::newRow("newer schema") << 60 << QByteArray("\0\0\0\4", 4) << "NEWER";
        QTest::newRow("no schema") << 60 << QByteArray("\0\0\0\0", 4) << "DAMAGED";
        QTest::newRow("not a database") << 0 << QByteArray("sku,name") << "FOREIGN";
    }
    void whatIsNotOursIsRefusedAndLeftAlone()
    {
        QFETCH(int, offset);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, code);
        Shop shop;
        shop.workspace.reset();
        auto content = bytesOf(shop.path);
        content.replace(offset, bytes.size(), bytes);
        write(shop.path, content);
        const auto opened = Workspace::open(shop.path);
        QVERIFY(!opened);
        QCOMPARE(QString::fromStdString(opened.error().code), code);
        QCOMPARE(opened.error().kind, ErrorKind::Workspace);
        QCOMPARE(bytesOf(shop.path), content);
    }

    void aFileWithoutItsEndIsRefused()
    {
        Shop shop;
        shop.stock(50);
        shop.workspace.reset();
        const auto content = bytesOf(shop.path);
        write(shop.path, content.left(content.size() - 8192));
        const auto opened = Workspace::open(shop.path);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, std::string("DAMAGED"));
        QCOMPARE(bytesOf(shop.path).size(), content.size() - 8192);
    }

    void aForeignTableIsRefused()
    {
        Shop shop;
        shop.workspace.reset();
        {
            SQLite::Database database(shop.path, SQLite::OPEN_READWRITE);
            database.exec("CREATE TRIGGER evil AFTER INSERT ON product BEGIN DELETE FROM journal; END");
        }
        const auto opened = Workspace::open(shop.path);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, std::string("DAMAGED"));
    }

    void aMissingFileIsSaidToBeMissing()
    {
        const auto opened = Workspace::open("/nowhere/at/all.shelf");
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::Workspace);
        QVERIFY(!Workspace::open(QDir::tempPath().toStdString()).ok());
        QVERIFY(!Workspace::open("").ok());
    }

    void backupIsAWholeWorkspace()
    {
        Shop shop;
        shop.stock(20);
        const auto copy = shop.folder.path().toStdString() + "/copy.shelf";
        SHELF_OK(shop.workspace->backupTo(copy));
        auto opened = Workspace::open(copy);
        SHELF_OK(opened);
        QCOMPARE((*opened)->id(), shop.workspace->id());
        QCOMPARE((*opened)->productCount().value(), uint64_t(20));
        QVERIFY((*opened)->check(true).value().ok());
        QCOMPARE(shop.workspace->backupTo(copy).error().code, std::string("EXISTS"));
    }

    void compactKeepsEverything()
    {
        Shop shop;
        shop.stock(200);
        const auto before = shop.content();
        SHELF_OK(shop.workspace->compact());
        QCOMPARE(shop.content(), before);
        QVERIFY(shop.workspace->check(true).value().ok());
    }

    void readingOnlyChangesNothing()
    {
        Shop shop;
        shop.stock(3);
        shop.workspace.reset();
        const auto before = bytesOf(shop.path);
        {
            auto opened = Workspace::open(shop.path, {true, fixedClock()});
            SHELF_OK(opened);
            QCOMPARE((*opened)->productCount().value(), uint64_t(3));
            const auto applied = (*opened)->apply(changeSet("mia", "x", {create(ThingKind::Product, "N", {})}));
            QVERIFY(!applied);
            QCOMPARE(applied.error().kind, ErrorKind::System);
        }
        QCOMPARE(bytesOf(shop.path), before);
    }

    void anotherFileInItsPlaceIsNoticed()
    {
        Shop shop;
        shop.stock(1);
        QVERIFY(QFile::rename(QString::fromStdString(shop.path), QString::fromStdString(shop.path + ".moved")));
        SHELF_OK(Workspace::create(shop.path));
        const auto applied = shop.apply("mia", {create(ThingKind::Product, "N", {})});
        QVERIFY(!applied);
        QCOMPARE(applied.error().code, std::string("SWAPPED"));
    }

    void everySchemaVersionHasAFingerprint()
    {
        QCOMPARE(expectedFingerprint(1).size(), size_t(64));
        Shop shop;
        SQLite::Database database(shop.path, SQLite::OPEN_READONLY);
        QCOMPARE(schemaFingerprint(database), expectedFingerprint(schemaVersion));
    }
};

QTEST_APPLESS_MAIN(WorkspaceFileTest)
#include "tst_workspace_file.moc"
