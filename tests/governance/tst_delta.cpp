// delta.jsonl: applied to the right base it gives the next release's bytes, and to no other.
#include "governance/release/delta.h"
#include "model/domain/hash.h"
#include "tests/governance/release_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

// JSON with single quotes for double ones.
std::string json(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

} // namespace

class DeltaTest : public QObject {
    Q_OBJECT

    ReleaseDesk m_desk;

private Q_SLOTS:
    void initTestCase()
    {
        m_desk.stock(6);
        const std::string going = m_desk.approvedLink("P0", "P1");
        const std::string changing = m_desk.approvedLink("P0", "P2");
        m_desk.approvedLink("P1", "P2");
        SHELF_OK(m_desk.publish("one"));
        SHELF_OK(review(*m_desk.workspace, {ReviewVerb::Retire, {going}, false, {}, "mia", {}}));
        SHELF_OK(m_desk.change("mia", changing, "rank", "7"));
        m_desk.approvedLink("P3", "P4");
        const auto second = m_desk.publish("two");
        SHELF_OK(second);
        QCOMPARE(second->added, uint64_t(1));
        QCOMPARE(second->changed, uint64_t(1));
        QCOMPARE(second->removed, uint64_t(1));
    }

    void itNamesWhatWasAddedChangedAndRemoved()
    {
        const std::string delta = readFile(m_desk.dir("two") + "/delta.jsonl");
        const QStringList lines = QString::fromStdString(delta).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 4);
        const auto header = parseDeltaHeader(lines[0].toStdString());
        QVERIFY(header);
        QCOMPARE(header->from, uint64_t(1));
        QCOMPARE(header->to, uint64_t(2));
        QCOMPARE(header->toSha256, sha256Hex(m_desk.mappings("two")));
        QCOMPARE(lines[1], QString::fromStdString(json("{'op':'delete','id':'link:P0:accessory:P1'}")));
        QVERIFY(lines[2].startsWith(QString::fromStdString(json("{'op':'upsert','mapping':{'id':'link:P0:accessory:P2'"))));
        QVERIFY(lines[3].startsWith(QString::fromStdString(json("{'op':'upsert','mapping':{'id':'link:P3:accessory:P4'"))));
    }

    void appliedItGivesTheNewBytes()
    {
        const std::string out = m_desk.dir("made.jsonl");
        const auto applied = applyDelta(m_desk.dir("one"), m_desk.dir("two"), out);
        SHELF_OK(applied);
        QCOMPARE(applied->records, uint64_t(3));
        QCOMPARE(QString::fromStdString(readFile(out)), QString::fromStdString(m_desk.mappings("two")));
        const auto again = applyDelta(m_desk.dir("one"), m_desk.dir("two"), out);
        QVERIFY(!again);
        QCOMPARE(again.error().code, std::string("EXISTS"));
    }

    void anotherBaseIsRefused()
    {
        const auto applied = applyDelta(m_desk.dir("two"), m_desk.dir("two"), m_desk.dir("wrong.jsonl"));
        QVERIFY(!applied);
        QCOMPARE(applied.error().kind, ErrorKind::Refused);
        QCOMPARE(applied.error().code, std::string("BASE"));
        QVERIFY(!QFile::exists(QString::fromStdString(m_desk.dir("wrong.jsonl"))));
        QVERIFY(m_desk.listing().filter(QStringLiteral(".part")).isEmpty());
    }

    void aFirstReleaseHasNoDelta()
    {
        const auto applied = applyDelta(m_desk.dir("two"), m_desk.dir("one"), m_desk.dir("wrong.jsonl"));
        QVERIFY(!applied);
        QCOMPARE(applied.error().kind, ErrorKind::Rejected);
        QVERIFY2(applied.error().where.ends_with("delta.jsonl"), applied.error().where.c_str());
    }

    void withoutTheOldFolderTheDeltaIsTheSame()
    {
        // Reconstructed from approved versions: a hold and an edit came in between.
        SHELF_OK(m_desk.change("rita", "link:P1:accessory:P2", "@hold", json("{'reason':'recall'}")));
        SHELF_OK(m_desk.publish("three"));
        QVERIFY(QDir(QString::fromStdString(m_desk.dir("two")))
                    .rename(QString::fromStdString(m_desk.dir("two")), QString::fromStdString(m_desk.dir("moved"))));
        QVERIFY(QDir(QString::fromStdString(m_desk.dir("three")))
                    .rename(QString::fromStdString(m_desk.dir("three")), QString::fromStdString(m_desk.dir("gone"))));
        const auto held = m_desk.workspace->mapping("link:P1:accessory:P2").value().value();
        SHELF_OK(m_desk.apply("rita", {{ThingKind::Mapping, held.id, ChangeOp::Edit, held.revision, {{"@hold", held.hold.write(), {}}}}}));
        SHELF_OK(m_desk.change("mia", "link:P3:accessory:P4", "rank", "9"));
        m_desk.approveAll();
        const auto fourth = m_desk.publish("four");
        SHELF_OK(fourth);
        QCOMPARE(fourth->added, uint64_t(1));
        QCOMPARE(fourth->changed, uint64_t(1));
        SHELF_SOUND(m_desk.problems("four", "gone"));
        const auto applied = applyDelta(m_desk.dir("gone"), m_desk.dir("four"), m_desk.dir("made4.jsonl"));
        SHELF_OK(applied);
    }

    void operationsAreReadAsTheyWereWritten_data()
    {
        QTest::addColumn<std::string>("line");
        QTest::addColumn<bool>("isOne");
        QTest::newRow("upsert") << json("{'op':'upsert','mapping':{'id':'link:A:b:C'}}") << true;
        QTest::newRow("delete") << json("{'op':'delete','id':'link:A\\'b'}") << true;
        QTest::newRow("other operation") << json("{'op':'insert','mapping':{'id':'x'}}") << false;
        QTest::newRow("no id") << json("{'op':'upsert','mapping':{}}") << false;
        QTest::newRow("empty id") << json("{'op':'delete','id':''}") << false;
        QTest::newRow("something behind") << json("{'op':'delete','id':'x'}}") << false;
        QTest::newRow("cut short") << json("{'op':'delete','id':'x'") << false;
        QTest::newRow("nothing") << std::string() << false;
    }

    void operationsAreReadAsTheyWereWritten()
    {
        QFETCH(std::string, line);
        QFETCH(bool, isOne);
        const auto operation = parseDeltaOperation(line);
        QCOMPARE(operation.has_value(), isOne);
        if (!operation)
            return;
        std::string again;
        if (operation->mapping.empty())
            appendDelete(again, operation->id);
        else
            appendUpsert(again, operation->mapping);
        QCOMPARE(again, line + "\n");
    }
};

QTEST_GUILESS_MAIN(DeltaTest)
#include "tst_delta.moc"
