// Workspaces of every schema that was ever written open, check and read as expected: one stored file each. When a migration is
// added, the file of the version before it stays here as it is, and is opened through the migration.
#include "model/store/schema.h"
#include "tests/support/catalog.h"

#include <QFile>

using namespace shelf;
using namespace shelf::test;

class SchemaFixtureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStoredWorkspaceReadsAsItWasWritten_data()
    {
        QTest::addColumn<int>("version");
        for (int version = 1; version <= schemaVersion; ++version)
            QTest::addRow("schema %d", version) << version;
    }
    void aStoredWorkspaceReadsAsItWasWritten()
    {
        QFETCH(int, version);
        QTemporaryDir folder;
        const QString stored = QStringLiteral(SHELF_SOURCE_DIR "/tests/store/fixtures/schema-%1.shelf").arg(version);
        const QString path = folder.path() + QStringLiteral("/old.shelf");
        QVERIFY2(QFile::copy(stored, path), qPrintable(stored));
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
        auto opened = Workspace::open(path.toStdString(), {false, fixedClock()});
        SHELF_OK(opened);
        Workspace& workspace = **opened;
        QCOMPARE(workspace.schemaVersion(), schemaVersion);
        // A backup lies beside what was brought up to date, and only beside that.
        QCOMPARE(QFile::exists(path + QStringLiteral(".v%1.backup").arg(version)), version < schemaVersion);
        const auto report = workspace.check(true);
        SHELF_OK(report);
        QVERIFY2(report->ok(), report->ok() ? "" : report->problems.front().c_str());

        QCOMPARE(workspace.journalEntries(), uint64_t(8));
        QCOMPARE(workspace.journalHead().value(), std::string("89f72cd72e3cf3521a402b7dec292dce27b01e56c35530ebb9e735e15580e378"));
        QCOMPARE(workspace.productCount().value(), uint64_t(3));
        const auto lens = workspace.product("L1").value().value();
        QCOMPARE(lens.fields.text("name"), std::string("Lens \"one\" \u00e9"));
        QCOMPARE(lens.fields.get("price"), std::string_view("189.5"));
        QCOMPARE(lens.fields.get("weight"), std::string_view("250.5"));
        QCOMPARE(lens.revision, uint64_t(2));
        const auto approved = workspace.mapping("link:L1:accessory:L2").value().value();
        QVERIFY(approved.isLive() && approved.hasDraft);
        QCOMPARE(approved.approved.content.get("rank"), std::string_view("1"));
        QCOMPARE(approved.draft.get("rank"), std::string_view("5"));
        QCOMPARE(workspace.personName(approved.approved.approvedBy), std::string("jan"));
        const auto rejected = workspace.mapping("link:L2:accessory:L3").value().value();
        QCOMPARE(rejected.status(), MappingStatus::Rejected);
        QCOMPARE(rejected.rejection, std::string("why?"));

        // It can be worked on, and its past is known.
        QCOMPARE(workspace.productAsOf("L1", 1)->thing->fields.get("price"), std::string_view("199.5"));
        QCOMPARE(workspace.undo("ada", 2)->undone.value(), uint64_t(2));
        QVERIFY(workspace.check(true)->ok());
    }
};

QTEST_APPLESS_MAIN(SchemaFixtureTest)
#include "tst_schema_fixture.moc"
