// release rollback: older content under a new, higher number, from its folder or made again.
#include "governance/review/hold.h"
#include "tests/governance/release_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

struct RollbackDesk : ReleaseDesk {
    RollbackDesk() { stock(30); }
    Result<ExportOutcome> back(
        uint64_t number, const std::string& name, const std::string& includeHeld = {}, const std::string& reason = {})
    {
        return rollbackRelease(*workspace, {number, includeHeld, {dir(name), "rita", reason, false}});
    }
    void remove(const std::string& name) const { QVERIFY(QDir(QString::fromStdString(dir(name))).removeRecursively()); }
    Manifest manifest(const std::string& name) const
    {
        std::vector<std::string> problems;
        return parseManifest(readFile(dir(name) + "/manifest.json"), problems);
    }
};

std::string code(const Result<ExportOutcome>& outcome)
{
    return outcome ? "done" : outcome.error().code;
}

} // namespace

class RollbackTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void publishesOlderContentUnderANewNumber_data()
    {
        QTest::addColumn<bool>("folderIsThere");
        QTest::newRow("from its folder") << true;
        QTest::newRow("made again") << false;
    }
    void publishesOlderContentUnderANewNumber()
    {
        QFETCH(bool, folderIsThere);
        RollbackDesk desk;
        const std::string id = desk.approvedLink("P0", "P1");
        desk.approvedLink("P1", "P2");
        SHELF_OK(desk.publish("r1"));
        const std::string first = desk.mappings("r1"), table = readFile(desk.dir("r1") + "/mappings.csv");
        SHELF_OK(desk.change("mia", id, "rank", "5"));
        desk.approvedLink("P2", "P3");
        SHELF_OK(desk.publish("r2"));
        if (!folderIsThere)
            desk.remove("r1");
        const auto back = desk.back(1, "r3");
        SHELF_OK(back);
        QCOMPARE(back->number, uint64_t(3));
        QCOMPARE(back->changed, uint64_t(1));
        QCOMPARE(back->removed, uint64_t(1));
        QCOMPARE(desk.mappings("r3"), first);
        QCOMPARE(readFile(desk.dir("r3") + "/mappings.csv"), table);
        QCOMPARE(desk.manifest("r3").rollbackOf, std::optional<uint64_t>(1));
        QCOMPARE(desk.manifest("r3").previous->number, uint64_t(2));
        SHELF_SOUND(desk.problems("r3", "r2"));
    }

    void theNextReleaseFollowsTheRollback_data()
    {
        QTest::addColumn<bool>("folderIsThere");
        QTest::newRow("with its folder") << true;
        QTest::newRow("without") << false;
    }
    void theNextReleaseFollowsTheRollback()
    {
        QFETCH(bool, folderIsThere);
        RollbackDesk desk;
        desk.approvedLink("P0", "P1");
        SHELF_OK(desk.publish("r1"));
        desk.approvedLink("P1", "P2");
        SHELF_OK(desk.publish("r2"));
        SHELF_OK(desk.back(1, "r3"));
        if (!folderIsThere)
            desk.remove("r3");
        const auto next = desk.publish("r4");
        SHELF_OK(next);
        QCOMPARE(next->added, uint64_t(1));
        QCOMPARE(desk.manifest("r4").previous->number, uint64_t(3));
        QVERIFY(desk.manifest("r4").file(deltaName));
        SHELF_SOUND(folderIsThere ? desk.problems("r4", "r3") : desk.problems("r4"));
        if (!folderIsThere)
            SHELF_OK(desk.back(3, "r5")); // a rollback of a rollback, made again from the first one's moment
    }

    void keepsWhatWasHeldThen()
    {
        RollbackDesk desk;
        const std::string held = desk.approvedLink("P0", "P1");
        desk.approvedLink("P1", "P2");
        SHELF_OK(desk.change("rita", held, "@hold", R"({"reason":"recall"})"));
        SHELF_OK(desk.publish("r1"));
        SHELF_OK(unhold(*desk.workspace, {{held}, {}, false, "rita"}));
        SHELF_OK(desk.publish("r2"));
        desk.remove("r1");
        SHELF_OK(desk.back(1, "r3"));
        QCOMPARE(desk.manifest("r3").held, (std::vector<HeldMapping>{{held, "recall", false}}));
        QVERIFY(desk.mappings("r3").find(held) == std::string::npos);
    }

    void refusesToSendOutWhatIsHeldNow()
    {
        RollbackDesk desk;
        const std::string held = desk.approvedLink("P0", "P1");
        SHELF_OK(desk.publish("r1"));
        SHELF_OK(desk.change("rita", held, "@hold", R"({"reason":"recall"})"));
        SHELF_OK(desk.publish("r2"));
        QCOMPARE(code(desk.back(1, "r3")), std::string("HELD"));
        QCOMPARE(desk.listing().size(), 2);
        SHELF_OK(desk.back(1, "r3", "the recall was a mistake"));
        QCOMPARE(desk.manifest("r3").includedHeld, std::string("the recall was a mistake"));
        SHELF_SOUND(desk.problems("r3", "r2"));
    }

    void stopsAtALargeChange()
    {
        RollbackDesk desk;
        SHELF_OK(desk.publish("r1"));
        for (int i = 1; i <= 12; ++i)
            desk.link("mia", "P0", "P" + std::to_string(i));
        desk.approveAll();
        SHELF_OK(desk.publish("r2"));
        QCOMPARE(code(desk.back(1, "r3")), std::string("LARGE_CHANGE"));
        SHELF_OK(desk.back(1, "r3", {}, "the import was wrong"));
        QCOMPARE(desk.manifest("r3").largeChange, std::string("the import was wrong"));
    }

    void refusesWhatItCannotGiveByteForByte()
    {
        RollbackDesk desk;
        desk.approvedLink("P0", "P1");
        SHELF_OK(desk.publish("r1"));
        SHELF_OK(desk.publish("r2"));
        writeFile(desk.dir("r1") + "/mappings.jsonl", "something else\n");
        SHELF_OK(desk.back(1, "r3")); // made again
        const auto number =
            desk.workspace->reserveRelease({0, {}, "2026-10-24T00:00:00Z", "rita", desk.dir("gone"), std::string(64, '0'), {}, 0, "{}"});
        SHELF_OK(number);
        SHELF_OK(desk.workspace->publishRelease(*number, std::string(64, '1')));
        SHELF_OK(desk.publish("r5"));
        QCOMPARE(code(desk.back(*number, "r6")), std::string("CONTENT_GONE"));
        QVERIFY(!desk.listing().contains(QStringLiteral("r6")));
        QCOMPARE(desk.listing().filter(QStringLiteral(".part")), QStringList());
    }

    void refusesNumbersThatMeanNothing()
    {
        RollbackDesk desk;
        QCOMPARE(code(desk.back(1, "r1")), std::string("UNKNOWN_RELEASE"));
        SHELF_OK(desk.publish("r1"));
        QCOMPARE(code(desk.back(1, "r2")), std::string("NEWEST"));
        QCOMPARE(code(desk.back(7, "r2")), std::string("UNKNOWN_RELEASE"));
        QCOMPARE(desk.workspace->releases()->size(), size_t(1));
    }
};

QTEST_APPLESS_MAIN(RollbackTest)
#include "tst_rollback.moc"
