// hold, unhold: out of releases at once, with a reason that goes wherever the mapping is missed.
#include "governance/review/hold.h"
#include "tests/governance/release_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

struct HoldDesk : ReleaseDesk {
    HoldDesk() { stock(6); }
    Result<Applied> holdBack(const std::vector<std::string>& ids, const std::string& reason = "Recalled", bool previous = false)
    {
        return hold(*workspace, {ids, reason, previous, "rita"});
    }
    Result<Applied> letGo(const std::vector<std::string>& ids) { return unhold(*workspace, {ids, {}, false, "rita"}); }
    MappingState state(const std::string& id) const { return workspace->mapping(id)->value(); }
    std::vector<HeldMapping> held(const std::string& name) const
    {
        std::vector<std::string> problems;
        return parseManifest(readFile(dir(name) + "/manifest.json"), problems).held;
    }
};

std::string code(const Result<Applied>& outcome)
{
    return outcome ? "done" : outcome.error().code;
}

} // namespace

class HoldTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHeldMappingLeavesNoLineAndIsNamedInTheManifest()
    {
        HoldDesk desk;
        const std::string id = desk.approvedLink("P0", "P1"), other = desk.approvedLink("P0", "P2");
        SHELF_OK(desk.publish("r1"));
        const auto done = desk.holdBack({id});
        SHELF_OK(done);
        QVERIFY(done->number.has_value());
        SHELF_OK(desk.publish("r2"));
        QVERIFY(desk.mappings("r2").find(id) == std::string::npos);
        QVERIFY(desk.mappings("r2").find(other) != std::string::npos);
        QCOMPARE(desk.held("r2"), (std::vector<HeldMapping>{{id, "Recalled", false}}));
        SHELF_SOUND(desk.problems("r2", "r1"));
        SHELF_OK(desk.letGo({id}));
        SHELF_OK(desk.publish("r3"));
        QCOMPARE(desk.mappings("r3"), desk.mappings("r1"));
        QVERIFY(desk.held("r3").empty());
    }

    void thePreviousVersionCanLeaveInstead()
    {
        HoldDesk desk;
        const std::string id = desk.approvedLink("P0", "P1");
        SHELF_OK(desk.publish("r1"));
        SHELF_OK(desk.change("mia", id, "rank", "5"));
        desk.approveAll();
        SHELF_OK(desk.publish("r2"));
        SHELF_OK(desk.holdBack({id}, "Rank is wrong", true));
        SHELF_OK(desk.publish("r3"));
        QCOMPARE(desk.mappings("r3"), desk.mappings("r1"));
        QCOMPARE(desk.held("r3"), (std::vector<HeldMapping>{{id, "Rank is wrong", true}}));
        SHELF_SOUND(desk.problems("r3", "r2"));
    }

    void anApprovalDoesNotLetItGo()
    {
        HoldDesk desk;
        const std::string id = desk.approvedLink("P0", "P1");
        SHELF_OK(desk.holdBack({id}));
        SHELF_OK(desk.change("mia", id, "rank", "5"));
        desk.approveAll();
        SHELF_OK(desk.publish("r1"));
        QCOMPARE(desk.mappings("r1"), std::string());
        QCOMPARE(desk.held("r1").size(), size_t(1));
    }

    void anApprovalDoesNotLetTheHeldVersionOutAsThePrevious()
    {
        HoldDesk desk;
        const std::string id = desk.approvedLink("P0", "P1");
        SHELF_OK(desk.publish("r1"));
        SHELF_OK(desk.change("mia", id, "rank", "5"));
        desk.approveAll();
        SHELF_OK(desk.publish("r2"));
        SHELF_OK(desk.holdBack({id}, "Rank is wrong", true));
        SHELF_OK(desk.change("mia", id, "rank", "6"));
        desk.approveAll();
        SHELF_OK(desk.publish("r3"));
        QCOMPARE(desk.mappings("r3"), desk.mappings("r1"));
        SHELF_SOUND(desk.problems("r3", "r2"));
        // Nor does a rollback let it out, or the release be made again without its folder.
        const auto back = rollbackRelease(*desk.workspace, {2, {}, {desk.dir("r4"), "rita", {}, false}});
        QCOMPARE(back ? std::string("done") : back.error().code, std::string("HELD"));
        QVERIFY(QDir(QString::fromStdString(desk.dir("r3"))).removeRecursively());
        SHELF_OK(desk.letGo({id}));
        SHELF_OK(desk.publish("r4"));
        SHELF_OK(rollbackRelease(*desk.workspace, {3, {}, {desk.dir("r5"), "rita", {}, false}}));
        QCOMPARE(desk.mappings("r5"), desk.mappings("r1"));
        // Taking back the letting go holds back what was held, not the newest.
        SHELF_OK(desk.workspace->undo("rita"));
        SHELF_OK(desk.publish("r6"));
        QCOMPARE(desk.mappings("r6"), desk.mappings("r1"));
        // Said again, it is about the newest version.
        SHELF_OK(desk.holdBack({id}, "Rank is wrong", true));
        SHELF_OK(desk.publish("r7"));
        QCOMPARE(desk.mappings("r7"), desk.mappings("r2"));
        QVERIFY(desk.workspace->check(true)->ok());
    }

    void isRecordedAndUndone()
    {
        HoldDesk desk;
        const std::string id = desk.approvedLink("P0", "P1");
        SHELF_OK(desk.holdBack({id}));
        const auto entry = desk.workspace->history({})->front();
        QCOMPARE(entry.header.author, std::string("rita"));
        QCOMPARE(entry.header.label, "Hold back " + id + ": Recalled");
        QCOMPARE(desk.workspace->personName(desk.state(id).hold["by"].text()), std::string("rita"));
        SHELF_OK(desk.workspace->undo("mia"));
        QVERIFY(desk.state(id).hold.isNull());
        SHELF_OK(desk.workspace->redo("jan"));
        QCOMPARE(desk.state(id).hold["reason"].text(), std::string("Recalled"));
        SHELF_OK(desk.letGo({id}));
        SHELF_OK(desk.workspace->undo("jan"));
        QCOMPARE(desk.state(id).hold["reason"].text(), std::string("Recalled"));
        QVERIFY(desk.workspace->verifyJournal()->ok());
        QVERIFY(desk.workspace->check(true)->ok());
    }

    void theSameHoldTwiceChangesNothing()
    {
        HoldDesk desk;
        const std::string id = desk.approvedLink("P0", "P1");
        SHELF_OK(desk.holdBack({id, id}));
        const uint64_t entries = desk.workspace->journalEntries();
        const auto again = desk.holdBack({id});
        SHELF_OK(again);
        QVERIFY(!again->number);
        QCOMPARE(desk.workspace->journalEntries(), entries);
        SHELF_OK(desk.holdBack({id}, "Recalled in May"));
        QCOMPARE(desk.state(id).hold["reason"].text(), std::string("Recalled in May"));
    }

    void allOrNothing_data()
    {
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<QByteArray>("reason");
        QTest::addColumn<bool>("previous");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* second, const QByteArray& reason, bool previous, const char* expected) {
            QTest::newRow(name) << QByteArray(second) << reason << previous << QByteArray(expected);
        };
        row("unknown id", "link:P0:accessory:P5", "why", false, "UNKNOWN_MAPPING");
        row("no reason", "", " \t", false, "REASON");
        row("endless reason", "", QByteArray(3000, 'x'), false, "REASON");
        row("no version before", "", "why", true, "HOLD");
    }
    void allOrNothing()
    {
        QFETCH(QByteArray, second);
        QFETCH(QByteArray, reason);
        QFETCH(bool, previous);
        QFETCH(QByteArray, expected);
        HoldDesk desk;
        const std::string id = desk.approvedLink("P0", "P1");
        const uint64_t entries = desk.workspace->journalEntries();
        std::vector<std::string> ids = {id};
        if (!second.isEmpty())
            ids.push_back(second.toStdString());
        QCOMPARE(QByteArray::fromStdString(code(desk.holdBack(ids, reason.toStdString(), previous))), expected);
        QVERIFY(desk.state(id).hold.isNull());
        QCOMPARE(desk.workspace->journalEntries(), entries);
    }

    void onlyWhatIsHeldCanBeLetGo()
    {
        HoldDesk desk;
        const std::string id = desk.approvedLink("P0", "P1"), other = desk.approvedLink("P0", "P2");
        SHELF_OK(desk.holdBack({id}));
        QCOMPARE(code(desk.letGo({id, other})), std::string("HOLD"));
        QVERIFY(!desk.state(id).hold.isNull());
    }

    void reasonsOfEveryKindLeaveIntact()
    {
        HoldDesk desk;
        const std::string id = desk.approvedLink("P0", "P1");
        const std::string reason = "\"quoted\" \\ \n\t \u202e\u2028=1+1 <b> \U0001F600 e\u0301";
        SHELF_OK(desk.holdBack({id}, reason));
        SHELF_OK(desk.publish("r1"));
        QCOMPARE(desk.held("r1"), (std::vector<HeldMapping>{{id, reason, false}}));
        SHELF_SOUND(desk.problems("r1"));
    }
};

QTEST_APPLESS_MAIN(HoldTest)
#include "tst_hold.moc"
