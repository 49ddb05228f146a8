// Killed at any file operation, or refused by the disk at any, an operation is there whole or not at all, and what was
// acknowledged is there.
#include "tests/support/catalog.h"

#include <QDir>
#include <QFile>
#include <QProcess>

using namespace shelf;
using namespace shelf::test;

namespace {

struct Outcome {
    int exitCode = 0;
    bool killed = false;
    long operations = 0;
    QByteArray said;
};

// Every combination would take minutes: this many points of each operation are tried, spread evenly, both ends among them.
constexpr int pointsTried = 14;

} // namespace

class CrashTest : public QObject {
    Q_OBJECT

    static Outcome run(const QString& operation, const QString& folder, long at, const QString& does, bool stays)
    {
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(SHELF_FAILING_DISK));
        environment.insert(QStringLiteral("DISK_FOLDER"), folder);
        environment.insert(QStringLiteral("DISK_AT"), QString::number(at));
        environment.insert(QStringLiteral("DISK_DOES"), does);
        environment.insert(QStringLiteral("DISK_STAYS"), stays ? QStringLiteral("1") : QStringLiteral("0"));
        environment.insert(QStringLiteral("DISK_COUNT"), folder + QStringLiteral(".count"));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(SHELF_VICTIM), {operation, folder + QStringLiteral("/shop.shelf")});
        process.waitForFinished(60000);
        QFile count(folder + QStringLiteral(".count"));
        const long operations = count.open(QIODevice::ReadOnly) ? count.readAll().toLong() : 0;
        return {process.exitCode(), process.exitStatus() == QProcess::CrashExit, operations, process.readAllStandardOutput()};
    }

    static std::string contentOf(const std::string& path, bool& sound)
    {
        auto opened = Workspace::open(path, {false, fixedClock()});
        if (!opened) {
            sound = false;
            return opened.error().what;
        }
        const auto report = (*opened)->check(true);
        sound = report.ok() && report->ok();
        if (!sound)
            return report ? report->problems.front() : report.error().what;
        std::string text = std::to_string((*opened)->journalEntries()) + "\n";
        const auto read = (*opened)->forEachProduct([&](const Thing& product) {
            text += product.key + product.fields.toJson() + "\n";
            return true;
        });
        return read ? text : "unreadable";
    }

private Q_SLOTS:
    void anOperationIsWholeOrAbsent_data()
    {
        QTest::addColumn<QString>("operation");
        QTest::addColumn<QString>("does");
        QTest::addColumn<bool>("stays");
        for (const char* operation : {"new", "import", "first-import", "edit", "undo", "backup", "compact", "archive"}) {
            const QString name = QString::fromLatin1(operation);
            for (const char* does : {"kill", "kill-after", "ENOSPC", "EIO", "short"})
                QTest::addRow("%s %s", operation, does) << name << QString::fromLatin1(does) << false;
            QTest::addRow("%s full from there on", operation) << name << QStringLiteral("ENOSPC") << true;
        }
    }
    void anOperationIsWholeOrAbsent()
    {
        QFETCH(QString, operation);
        QFETCH(QString, does);
        QFETCH(bool, stays);
        Shop shop;
        if (operation != QStringLiteral("first-import"))
            shop.stock(40);
        if (operation == QStringLiteral("archive"))
            SHELF_OK(shop.apply("erp", {edit(shop.workspace->product("P1").value().value(), "price", "7")}, Origin::Feed));
        shop.workspace.reset();
        const auto pristine = shop.path + ".pristine";
        QTemporaryDir place;
        const QString folder = place.path() + QStringLiteral("/w");
        const auto path = (folder + QStringLiteral("/shop.shelf")).toStdString();
        const auto fresh = [&] {
            QDir(folder).removeRecursively();
            QDir().mkpath(folder);
            QFile::copy(QString::fromStdString(shop.path), QString::fromStdString(path));
        };

        bool sound = false;
        fresh();
        const auto before = contentOf(path, sound);
        QVERIFY2(sound, before.c_str());
        const auto clean = run(operation, folder, 0, does, false);
        QCOMPARE(clean.exitCode, 0);
        QVERIFY(clean.operations > 0);
        const auto after = contentOf(path, sound);
        QVERIFY2(sound, after.c_str());

        for (int point = 0; point < pointsTried; ++point) {
            const long at = 1 + point * (clean.operations - 1) / (pointsTried - 1);
            fresh();
            const auto outcome = run(operation, folder, at, does, stays);
            const auto now = contentOf(path, sound);
            const auto where = QStringLiteral("operation %1 of %2").arg(at).arg(clean.operations).toUtf8();
            QVERIFY2(sound, (where + ": " + QByteArray::fromStdString(now)).constData());
            QVERIFY2(now == before || now == after, where.constData());
            if (outcome.killed)
                continue;
            if (outcome.exitCode == 0)
                QVERIFY2(now == after, where.constData());
            else
                QVERIFY2(outcome.exitCode == 5, (where + ": exit " + QByteArray::number(outcome.exitCode)).constData());
            const auto left = QDir(folder).entryList({QStringLiteral("*.part*")}, QDir::Files | QDir::Hidden);
            QVERIFY2(left.isEmpty(), (where + ": " + left.join(QLatin1Char(' ')).toUtf8()).constData());
        }
    }
};

QTEST_APPLESS_MAIN(CrashTest)
#include "tst_crash.moc"
