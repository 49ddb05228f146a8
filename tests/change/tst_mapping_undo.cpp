#include "model/change/mapping_state.h"
#include "tests/change/desk.h"

#include <QtTest>

#include <random>

using namespace shelf;
using namespace shelf::test;

namespace {

bool nothingToDo(const Desk& desk, const Change& original)
{
    const Result<std::optional<Change>> back = undoChange(original, desk.now);
    return back.ok() && !back->has_value();
}

bool conflicts(const Desk& desk, const Change& original, const std::string& field)
{
    const Result<std::optional<Change>> back = undoChange(original, desk.now);
    return !back.ok() && back.error().kind == ErrorKind::Refused && back.error().code == "CONFLICT"
        && back.error().what.find(field) != std::string::npos;
}

} // namespace

class TestMappingUndo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEditIsTakenBackAndBroughtAgain()
    {
        Desk desk;
        QVERIFY(desk.create("Mia").ok());
        QVERIFY(desk.edit("Mia", {{"rank", "5"}, {"owner", "\"mia\""}}).ok());
        const Change edit = desk.last;
        QVERIFY(desk.undo("Mia", edit));
        QVERIFY(desk.now.draft == linkContent(1));
        QVERIFY(nothingToDo(desk, edit));
        const Change undone = desk.last;
        QVERIFY(desk.undo("Mia", undone));
        QCOMPARE(desk.now.draft.get("rank"), std::string_view("5"));
        QCOMPARE(desk.now.draft.text("owner"), std::string("mia"));
    }

    void anEditBesideAnApprovedVersionVanishes()
    {
        Desk desk;
        QVERIFY(desk.approved());
        QVERIFY(desk.edit("Mia", {{"rank", "5"}}).ok() && desk.undo("Tom", desk.last));
        QVERIFY(!desk.now.hasDraft && desk.now.status() == MappingStatus::Approved);
    }

    void anApprovedEditComesBackAsADraft()
    {
        Desk desk;
        QVERIFY(desk.approved() && desk.edit("Mia", {{"rank", "5"}}).ok());
        const Change edit = desk.last;
        QVERIFY(desk.submit("Mia").ok());
        const Change submission = desk.last;
        QVERIFY(desk.approve("Ben").ok());
        const Change approval = desk.last;
        QVERIFY(isDecision(approval) && !isDecision(submission));
        QVERIFY(nothingToDo(desk, approval));
        QVERIFY(nothingToDo(desk, submission));
        QVERIFY(desk.undo("Tom", edit));
        QVERIFY(desk.now.status() == MappingStatus::Draft && desk.now.draft == linkContent(1));
        QVERIFY(desk.now.isLive() && desk.now.approved.content == linkContent(5));
    }

    void whatWasChangedSinceConflicts()
    {
        Desk desk;
        QVERIFY(desk.create("Mia").ok());
        const Change creation = desk.last;
        QVERIFY(desk.edit("Mia", {{"rank", "5"}, {"reason", "\"Old\""}}).ok());
        const Change edit = desk.last;
        QVERIFY(desk.edit("Tom", {{"rank", "6"}}).ok());
        QVERIFY(conflicts(desk, edit, "rank"));
        QVERIFY(conflicts(desk, creation, "rank"));
        QVERIFY(desk.edit("Tom", {{"rank", "1"}}).ok());
        QVERIFY(desk.undo("Tom", edit)); // the rank is back already
        QVERIFY(desk.now.draft == linkContent(1));
        QVERIFY(desk.edit("Tom", {{"owner", "\"tom\""}}).ok());
        QVERIFY(conflicts(desk, creation, "owner"));
    }

    void creationAndDeletion()
    {
        Desk desk;
        QVERIFY(desk.create("Mia").ok());
        const Change creation = desk.last;
        QVERIFY(desk.undo("Mia", creation));
        QCOMPARE(desk.now.revision, uint64_t(0));
        QVERIFY(nothingToDo(desk, creation));
        const Change deletion = desk.last;
        QVERIFY(deletion.op == ChangeOp::Delete);
        QVERIFY(desk.undo("Tom", deletion));
        QVERIFY(desk.now.status() == MappingStatus::Draft && desk.now.draft == linkContent(1));
        QVERIFY(nothingToDo(desk, deletion));
        QVERIFY(nothingToDo(Desk(), desk.editing({{"rank", "2"}}))); // an edit of what is gone
    }

    void theCreationOfAnApprovedMappingIsARetirement()
    {
        Desk desk;
        QVERIFY(desk.create("Mia").ok());
        const Change creation = desk.last;
        QVERIFY(desk.submit("Mia").ok() && desk.approve("Ben").ok());
        QVERIFY(desk.undo("Tom", creation));
        const Change undone = desk.last;
        QVERIFY(desk.now.hasDraft && desk.now.draftRetires && desk.now.isLive());
        QVERIFY(nothingToDo(desk, creation)); // it is proposed
        QVERIFY(desk.undo("Tom", undone)); // redo
        QVERIFY(!desk.now.hasDraft);

        QVERIFY(desk.undo("Tom", creation) && desk.submit("Tom").ok() && desk.approve("Ben").ok());
        QVERIFY(desk.now.status() == MappingStatus::Retired);
        QVERIFY(nothingToDo(desk, creation)); // it is retired
        QVERIFY(desk.undo("Tom", undone));
        QVERIFY(desk.now.hasDraft && !desk.now.draftRetires && desk.now.draft == linkContent(1));
    }

    void aRetirementIsTakenBack()
    {
        Desk desk;
        QVERIFY(desk.approved() && desk.edit("Mia", {{"@retire", "true"}, {"@status", "\"in_review\""}}, Origin::Review).ok());
        const Change proposal = desk.last;
        QVERIFY(desk.undo("Mia", proposal));
        QVERIFY(!desk.now.hasDraft && desk.now.status() == MappingStatus::Approved);
        QVERIFY(nothingToDo(desk, proposal));
    }

    void theEditOfARetiredMappingLeavesItRetired()
    {
        Desk desk;
        QVERIFY(desk.retired());
        QVERIFY(desk.edit("Mia", {{"rank", "3"}}).ok());
        QVERIFY(desk.undo("Mia", desk.last));
        QVERIFY(!desk.now.hasDraft && desk.now.status() == MappingStatus::Retired);
        QVERIFY(desk.undo("Mia", desk.last)); // redo
        QVERIFY(desk.now.hasDraft && !desk.now.draftRetires && desk.now.draft == linkContent(3));
    }

    void aSubmissionIsWithdrawnAndAWithdrawalSubmits()
    {
        Desk desk;
        QVERIFY(desk.create("Mia").ok() && desk.submit("Mia").ok());
        const Change submission = desk.last;
        QVERIFY(desk.undo("Mia", submission));
        QVERIFY(desk.now.status() == MappingStatus::Draft && desk.now.submitter.empty());
        QVERIFY(nothingToDo(desk, submission));
        QVERIFY(desk.undo("Tom", desk.last));
        QVERIFY(desk.now.status() == MappingStatus::InReview);
        QCOMPARE(desk.now.submitter, Desk::person("Tom"));
        QVERIFY(desk.reject("Ben").ok());
        QVERIFY(nothingToDo(desk, desk.last));
        QVERIFY(nothingToDo(desk, submission));
    }

    void holdingBackIsTakenBack()
    {
        Desk desk;
        QVERIFY(desk.approved() && desk.hold("Eve", R"({"reason":"Recall"})").ok());
        const Change held = desk.last;
        QVERIFY(desk.undo("Tom", held));
        QVERIFY(desk.now.hold.isNull());
        QVERIFY(nothingToDo(desk, held));
        QVERIFY(desk.undo("Tom", desk.last));
        QCOMPARE(desk.now.hold["reason"].text(), std::string("Recall"));
        QVERIFY(desk.hold("Eve", "").ok() && desk.hold("Eve", R"({"reason":"Other"})").ok());
        QVERIFY(conflicts(desk, held, "@hold"));
    }

    // Whatever was done, taking it back at once gives the former working content, and taking that back the later one.
    void undoGivesTheFormerWorkingContent_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 40; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    void undoGivesTheFormerWorkingContent()
    {
        QFETCH(unsigned, seed);
        std::mt19937 random(seed);
        const auto below = [&random](unsigned limit) { return static_cast<unsigned>(random() % limit); };
        const std::string people[] = {"Mia", "Ben", "Eve"};
        Desk desk;
        int undone = 0;
        for (int step = 0; step < 120; ++step) {
            const MappingState before = desk.now;
            const std::string& who = people[below(3)];
            const Result<void> done = [&] {
                switch (below(8)) {
                case 0:
                    return desk.create(who, linkContent(static_cast<int>(1 + below(4))));
                case 1:
                    return desk.remove(who);
                case 2:
                    return desk.submit(who);
                case 3:
                    return desk.approve(who);
                case 4:
                    return desk.reject(who);
                case 5:
                    return desk.retire(who, below(2) == 0);
                case 6:
                    return desk.withdraw(who);
                default:
                    return desk.edit(who, {{"rank", std::to_string(1 + below(4))}, {"owner", below(2) ? "\"x\"" : ""}});
                }
            }();
            if (!done.ok()) {
                QVERIFY(desk.now == before);
                continue;
            }
            const Change change = desk.last;
            const MappingState after = desk.now;
            if (!desk.undo(who, change)) {
                QVERIFY(nothingToDo(desk, change));
                QVERIFY(isDecision(change) || after.working() == before.working());
                continue;
            }
            ++undone;
            QVERIFY(desk.now.working() == before.working());
            QCOMPARE(desk.now.workingRetired(), before.workingRetired());
            QVERIFY(desk.now.approved == before.approved);
            if (below(2) == 0)
                continue;
            QVERIFY(desk.undo(who, desk.last));
            QVERIFY(desk.now.working() == after.working());
            QCOMPARE(desk.now.workingRetired(), after.workingRetired());
        }
        QVERIFY(undone > 5);
    }
};

QTEST_APPLESS_MAIN(TestMappingUndo)
#include "tst_mapping_undo.moc"
