// Several programs change one workspace at the same time, and one of them dies: nothing that was acknowledged is lost, nothing is
// mixed. SHELF_WRITER_STEPS makes it longer.
#include "tests/support/catalog.h"

#include <QProcess>

#include <map>
#include <memory>

using namespace shelf;
using namespace shelf::test;

class ManyWritersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasAcknowledgedIsThere_data()
    {
        QTest::addColumn<int>("writers");
        QTest::newRow("two") << 2;
        QTest::newRow("four") << 4;
    }
    void whatWasAcknowledgedIsThere()
    {
        QFETCH(int, writers);
        const int asked = qEnvironmentVariableIntValue("SHELF_WRITER_STEPS");
        const int steps = asked > 0 ? asked : 40;
        Shop shop;
        shop.stock(12);
        const auto path = QString::fromStdString(shop.path);
        shop.workspace.reset();

        std::vector<std::unique_ptr<QProcess>> programs;
        for (int i = 0; i <= writers; ++i) { // one more, which dies
            programs.push_back(std::make_unique<QProcess>());
            const int count = i == writers ? 1000000 : steps;
            programs.back()->start(
                QStringLiteral(SHELF_WRITER), {path, QStringLiteral("person%1").arg(i), QString::number(count), QString::number(i + 1)});
        }
        QProcess& victim = *programs.back();
        QByteArray said;
        while (said.count('\n') < steps / 4 && victim.waitForReadyRead(30000))
            said += victim.readAllStandardOutput();
        QVERIFY2(said.count('\n') >= steps / 4, victim.readAllStandardError().constData());
        victim.kill(); // SIGKILL
        victim.waitForFinished(30000);
        QCOMPARE(victim.exitStatus(), QProcess::CrashExit);
        said += victim.readAllStandardOutput();

        std::map<uint64_t, std::pair<std::string, std::string>> acknowledged; // author and label by number
        const auto take = [&](const QByteArray& lines, int program) {
            for (const QByteArray& line : lines.split('\n')) {
                const auto words = line.split(' ');
                if (words.size() == 2) {
                    const uint64_t number = words[0].toULongLong();
                    QVERIFY2(!acknowledged.contains(number), line.constData());
                    acknowledged[number] = {"person" + std::to_string(program), words[1].toStdString()};
                }
            }
        };
        take(said.left(said.lastIndexOf('\n') + 1), writers);
        for (int i = 0; i < writers; ++i) {
            QProcess& program = *programs[static_cast<size_t>(i)];
            QVERIFY(program.state() == QProcess::NotRunning || program.waitForFinished(120000));
            QVERIFY2(program.exitCode() == 0 && program.exitStatus() == QProcess::NormalExit, program.readAllStandardError().constData());
            take(program.readAllStandardOutput(), i);
        }

        shop.workspace = std::move(Workspace::open(shop.path, {false, fixedClock()}).value());
        const auto report = shop.workspace->check(true);
        SHELF_OK(report);
        QVERIFY2(report->ok(), report->ok() ? "" : report->problems.front().c_str());
        const auto history = shop.workspace->history().value();
        std::map<uint64_t, HistoryEntry> entries;
        for (const auto& entry : history)
            entries[entry.header.number] = entry;
        QCOMPARE(entries.size(), size_t(shop.workspace->journalEntries()));
        for (const auto& [number, said_] : acknowledged) {
            QVERIFY2(entries.contains(number), std::to_string(number).c_str());
            const auto& header = entries[number].header;
            QCOMPARE(header.author, said_.first);
            if (said_.second == "undo")
                QCOMPARE(header.origin, Origin::Undo);
            else
                QCOMPARE(header.label, said_.second);
        }
        // The one that was killed may have had one more in, which it could not say; the first entry is the shop's own.
        QVERIFY(entries.size() - acknowledged.size() <= 2);
        QVERIFY(acknowledged.size() >= static_cast<size_t>(steps * writers / 3));
    }
};

QTEST_APPLESS_MAIN(ManyWritersTest)
#include "tst_many_writers.moc"
