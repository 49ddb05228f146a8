#include "model/change/mapping_state.h"
#include "tests/change/desk.h"

#include <QtTest>

using namespace shelf;
using namespace shelf::test;

namespace {

std::string codeOf(const Result<void>& result)
{
    return result.ok() ? "" : result.error().code;
}

// Tries what must be refused: the error says what and what to do, and nothing has changed.
template <typename Try> bool refused(Desk& desk, std::string_view code, ErrorKind kind, Try attempt)
{
    const MappingState before = desk.now;
    const Result<void> result = attempt();
    return !result.ok() && result.error().code == code && result.error().kind == kind && !result.error().what.empty()
        && !result.error().tryThis.empty() && desk.now == before;
}

template <typename Try> bool refusedByStatus(Desk& desk, Try attempt)
{
    return refused(desk, "STATUS", ErrorKind::Refused, attempt);
}

enum class Stage { None, Draft, InReview, Rejected, Approved, DraftBeside, ReviewBeside, RetireProposed, Retired, Revived };

Desk at(Stage stage)
{
    Desk desk;
    bool ok = true;
    switch (stage) {
    case Stage::None:
        break;
    case Stage::Draft:
        ok = desk.create("Mia").ok();
        break;
    case Stage::InReview:
        ok = desk.create("Mia").ok() && desk.submit("Mia").ok();
        break;
    case Stage::Rejected:
        ok = desk.create("Mia").ok() && desk.submit("Mia").ok() && desk.reject("Ben").ok();
        break;
    case Stage::Approved:
        ok = desk.approved();
        break;
    case Stage::DraftBeside:
        ok = desk.approved() && desk.edit("Mia", {{"rank", "2"}}).ok();
        break;
    case Stage::ReviewBeside:
        ok = desk.approved() && desk.edit("Mia", {{"rank", "2"}}).ok() && desk.submit("Mia").ok();
        break;
    case Stage::RetireProposed:
        ok = desk.approved() && desk.retire("Mia").ok();
        break;
    case Stage::Retired:
        ok = desk.retired();
        break;
    case Stage::Revived:
        ok = desk.retired() && desk.edit("Mia", {{"rank", "2"}}).ok();
        break;
    }
    return ok ? desk : Desk();
}

} // namespace

Q_DECLARE_METATYPE(Stage)

class TestMappingFlow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fromDraftToApproved()
    {
        Desk desk;
        QVERIFY(desk.create("Mia").ok());
        QVERIFY(desk.now.status() == MappingStatus::Draft);
        QVERIFY(desk.now.id == deskLink && desk.now.revision == 1 && desk.now.changedIn == 1);
        QVERIFY(desk.now.draft == linkContent(1));
        QVERIFY(desk.now.draftAuthors == std::vector<PersonId>{Desk::person("Mia")});
        QVERIFY(!desk.now.isLive());

        QVERIFY(desk.submit("Tom").ok());
        QVERIFY(desk.now.status() == MappingStatus::InReview);
        QCOMPARE(desk.now.submitter, Desk::person("Tom"));
        QVERIFY(!desk.decision);

        QVERIFY(desk.edit("Ben", {{"@status", "\"approved\""}, {"@comment", "\"Good\""}}, Origin::Review).ok());
        QVERIFY(desk.now.status() == MappingStatus::Approved && desk.now.isLive() && !desk.now.hasDraft);
        const ApprovedVersion expected{1, linkContent(1), false, Desk::person("Ben"), "2026-11-15T08:00:00Z", false, {}};
        QVERIFY(desk.now.approved == expected);
        const Decision decision{"approved", Desk::person("Ben"), "2026-11-15T08:00:00.123Z", "Good", 1};
        QVERIFY(desk.decision && *desk.decision == decision);
        QCOMPARE(desk.now.revision, uint64_t(3));
        QVERIFY(desk.now.draftAuthors.empty() && desk.now.submitter.empty());
    }

    void whatFitsInEachStage_data()
    {
        QTest::addColumn<Stage>("stage");
        QTest::addColumn<QString>("verb");
        QTest::addColumn<QString>("becomes"); // empty: refused
        // clang-format off
        const struct { const char* name; Stage stage; const char *submit, *withdraw, *approve, *reject, *retire, *keep; } rows[] = {
            {"draft", Stage::Draft, "in_review", "", "", "", "", ""},
            {"in review", Stage::InReview, "", "draft", "approved", "rejected", "", ""},
            {"rejected", Stage::Rejected, "", "", "", "", "", ""},
            {"approved", Stage::Approved, "", "", "", "", "draft", ""},
            {"draft beside", Stage::DraftBeside, "in_review", "", "", "", "draft", ""},
            {"review beside", Stage::ReviewBeside, "", "draft", "approved", "rejected", "draft", ""},
            {"retirement proposed", Stage::RetireProposed, "in_review", "", "", "", "", "approved"},
            {"retired", Stage::Retired, "", "", "", "", "", "draft"},
            {"revived", Stage::Revived, "in_review", "", "", "", "", ""},
        };
        // clang-format on
        for (const auto& row : rows) {
            const std::pair<const char*, const char*> verbs[] = {{"submit", row.submit}, {"withdraw", row.withdraw},
                {"approve", row.approve}, {"reject", row.reject}, {"retire", row.retire}, {"keep", row.keep}};
            for (const auto& [verb, becomes] : verbs)
                QTest::addRow("%s: %s", row.name, verb) << row.stage << QString::fromLatin1(verb) << QString::fromLatin1(becomes);
        }
    }

    void whatFitsInEachStage()
    {
        QFETCH(Stage, stage);
        QFETCH(QString, verb);
        QFETCH(QString, becomes);
        Desk desk = at(stage);
        QVERIFY(desk.now.revision > 0);
        const auto attempt = [&] {
            if (verb == QLatin1String("submit"))
                return desk.submit("Eve");
            if (verb == QLatin1String("withdraw"))
                return desk.withdraw("Eve");
            if (verb == QLatin1String("approve"))
                return desk.approve("Eve");
            if (verb == QLatin1String("reject"))
                return desk.reject("Eve");
            return desk.retire("Eve", verb == QLatin1String("retire"));
        };
        if (becomes.isEmpty()) {
            QVERIFY(refusedByStatus(desk, attempt));
            return;
        }
        const uint64_t revision = desk.now.revision;
        const Result<void> done = attempt();
        QVERIFY2(done.ok(), codeOf(done).c_str());
        QCOMPARE(QString::fromStdString(std::string(statusName(desk.now.status()))), becomes);
        QCOMPARE(desk.now.revision, revision + 1);
    }

    void nothingCanBeDoneToWhatDoesNotExist()
    {
        Desk desk;
        desk.now.id = deskLink;
        QVERIFY(refused(desk, "STALE", ErrorKind::Rejected, [&] { return desk.edit("Mia", {{"rank", "2"}}); }));
        QVERIFY(refused(desk, "STALE", ErrorKind::Rejected, [&] { return desk.submit("Mia"); }));
        QVERIFY(refused(desk, "STALE", ErrorKind::Rejected, [&] { return desk.remove("Mia"); }));
    }

    void whatExistsIsNotMadeAgain_data()
    {
        QTest::addColumn<Stage>("stage");
        QTest::newRow("draft") << Stage::Draft;
        QTest::newRow("approved") << Stage::Approved;
        QTest::newRow("retired") << Stage::Retired;
    }

    void whatExistsIsNotMadeAgain()
    {
        QFETCH(Stage, stage);
        Desk desk = at(stage);
        QVERIFY(refused(desk, "EXISTS", ErrorKind::Rejected, [&] { return desk.create("Eve"); }));
    }

    void editsOfAnApprovedMappingWaitBesideIt()
    {
        Desk desk = at(Stage::Approved);
        QVERIFY(desk.edit("Eve", {{"rank", "7"}}).ok());
        QVERIFY(desk.now.hasDraft && desk.now.draft == linkContent(7) && desk.now.working() == linkContent(7));
        QVERIFY(desk.now.approved.content == linkContent(1) && desk.now.isLive());
        QVERIFY(desk.now.draftAuthors == std::vector<PersonId>{Desk::person("Eve")});
        QVERIFY(desk.submit("Eve").ok() && desk.approve("Ben").ok());
        QCOMPARE(desk.now.approved.number, 2u);
        QVERIFY(desk.now.approved.content == linkContent(7));
    }

    void aDraftLikeTheApprovedVersionDisappears()
    {
        Desk desk = at(Stage::ReviewBeside);
        QVERIFY(desk.edit("Eve", {{"rank", "1"}}).ok());
        QVERIFY(!desk.now.hasDraft && desk.now.draft.empty() && desk.now.draftAuthors.empty() && desk.now.submitter.empty());
        QVERIFY(desk.now.status() == MappingStatus::Approved);
        QCOMPARE(desk.now.approved.number, 1u);
    }

    void editingReturnsToDraft()
    {
        Desk inReview = at(Stage::InReview);
        QVERIFY(inReview.edit("Eve", {{"rank", "3"}}).ok());
        QVERIFY(inReview.now.status() == MappingStatus::Draft && inReview.now.submitter.empty());
        std::vector<PersonId> both = {Desk::person("Mia"), Desk::person("Eve")};
        std::sort(both.begin(), both.end());
        QVERIFY(inReview.now.draftAuthors == both);

        Desk rejected = at(Stage::Rejected);
        QCOMPARE(rejected.now.rejection, std::string("Too dear"));
        QVERIFY(rejected.decision && rejected.decision->verdict == "rejected" && rejected.decision->comment == "Too dear");
        QVERIFY(rejected.edit("Mia", {{"rank", "3"}}).ok());
        QVERIFY(rejected.now.status() == MappingStatus::Draft);
        QCOMPARE(rejected.now.rejection, std::string("Too dear"));
        QVERIFY(rejected.submit("Mia").ok() && rejected.approve("Ben").ok());
        QVERIFY(rejected.now.rejection.empty());
    }

    void retirementNeedsApprovalAndKeepsTheContent()
    {
        Desk desk = at(Stage::RetireProposed);
        QVERIFY(desk.now.isLive() && desk.now.draftRetires && desk.now.working() == linkContent(1));
        QVERIFY(desk.submit("Mia").ok());
        QVERIFY(refused(desk, "OWN_CHANGE", ErrorKind::Refused, [&] { return desk.approve("Mia"); }));
        QVERIFY(desk.approve("Ben").ok());
        QVERIFY(desk.now.status() == MappingStatus::Retired && !desk.now.isLive() && !desk.now.hasDraft);
        QCOMPARE(desk.now.approved.number, 2u);
        QVERIFY(desk.now.approved.content == linkContent(1));
        QCOMPARE(desk.decision->version, 2u);
    }

    void aRetirementCanBeDraftedAndSubmittedAtOnce()
    {
        Desk desk = at(Stage::Approved);
        QVERIFY(desk.edit("Mia", {{"@retire", "true"}, {"@status", "\"in_review\""}}, Origin::Review).ok());
        QVERIFY(desk.now.status() == MappingStatus::InReview && desk.now.draftRetires);
        QCOMPARE(desk.now.submitter, Desk::person("Mia"));
        QVERIFY(desk.approve("Ben").ok());
        QVERIFY(desk.now.status() == MappingStatus::Retired);
    }

    void aRetiredMappingComesBackAsADraftOfItsLastContent()
    {
        Desk edited = at(Stage::Revived);
        QVERIFY(edited.now.draft == linkContent(2) && !edited.now.draftRetires && !edited.now.isLive());
        QVERIFY(edited.submit("Mia").ok() && edited.approve("Ben").ok());
        QVERIFY(edited.now.isLive());
        QCOMPARE(edited.now.approved.number, 3u);

        Desk same = at(Stage::Retired);
        QVERIFY(same.retire("Mia", false).ok());
        QVERIFY(same.now.hasDraft && same.now.draft == linkContent(1) && !same.now.draftRetires);
        QVERIFY(same.retire("Mia", true).ok());
        QVERIFY(!same.now.hasDraft && same.now.status() == MappingStatus::Retired);
    }

    void onlyWhatWasNeverApprovedIsDeleted_data()
    {
        QTest::addColumn<Stage>("stage");
        QTest::addColumn<bool>("deleted");
        QTest::newRow("draft") << Stage::Draft << true;
        QTest::newRow("in review") << Stage::InReview << true;
        QTest::newRow("rejected") << Stage::Rejected << true;
        QTest::newRow("approved") << Stage::Approved << false;
        QTest::newRow("draft beside") << Stage::DraftBeside << false;
        QTest::newRow("retired") << Stage::Retired << false;
    }

    void onlyWhatWasNeverApprovedIsDeleted()
    {
        QFETCH(Stage, stage);
        QFETCH(bool, deleted);
        Desk desk = at(stage);
        if (!deleted) {
            QVERIFY(refusedByStatus(desk, [&] { return desk.remove("Mia"); }));
            return;
        }
        QVERIFY(desk.remove("Mia").ok());
        MappingState none;
        none.id = deskLink;
        QVERIFY(desk.now == none);
        QVERIFY(desk.create("Mia").ok());
    }

    void changesOfSomethingElseAreStale()
    {
        Desk desk = at(Stage::DraftBeside);
        Change change = desk.editing({{"rank", "5"}});
        change.fields[0].before = std::string("1");
        QVERIFY(refused(desk, "STALE", ErrorKind::Rejected, [&] { return desk.apply("Eve", change); }));
        change = desk.editing({{"@status", "\"in_review\""}});
        change.fields[0].before = "\"rejected\"";
        QVERIFY(refused(desk, "STALE", ErrorKind::Rejected, [&] { return desk.apply("Eve", change); }));
        change.fields[0].before = "\"draft\"";
        QVERIFY(desk.apply("Eve", change).ok());
        change = desk.editing({{"@retire", "true"}});
        change.fields[0].before = "true";
        QVERIFY(refused(desk, "STALE", ErrorKind::Rejected, [&] { return desk.apply("Eve", change); }));

        Desk draft = at(Stage::Draft);
        change = {ThingKind::Mapping, deskLink, ChangeOp::Delete, 1, {{"rank", "1", ""}}};
        QVERIFY(refused(draft, "STALE", ErrorKind::Rejected, [&] { return draft.apply("Mia", change); }));
    }

    void changesThatMakeNoSenseAreRejected_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char* name, const char* field, const char* after) {
            QTest::newRow(name) << QByteArray(field) << QByteArray(after);
        };
        row("an unknown control field", "@owner", "\"me\"");
        row("an unknown status", "@status", "\"published\"");
        row("a status that nobody sets", "@status", "\"retired\"");
        row("a status without quotes", "@status", "approved");
        row("an escaped status", "@status", "\"\\u0061pproved\"");
        row("no status", "@status", "");
        row("retire perhaps", "@retire", "\"yes\"");
        row("only a comment", "@comment", "\"hello\"");
        row("a comment that is no text", "@comment", "{}");
        row("hold without a reason", "@hold", "{\"previous\":true}");
        row("hold with an empty reason", "@hold", "{\"reason\":\" \"}");
        row("hold that is no object", "@hold", "\"reason\"");
        row("hold that is no JSON", "@hold", "{");
    }

    void changesThatMakeNoSenseAreRejected()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, after);
        Desk desk = at(Stage::ReviewBeside);
        QVERIFY(refused(desk, "CONTENT", ErrorKind::Rejected, [&] {
            return desk.edit("Ben", {{field.toStdString(), after.toStdString()}}, Origin::Review);
        }));
    }

    void changesOfOddShapeAreRejected()
    {
        Desk desk = at(Stage::InReview);
        const auto tried = [&](const Change& change) {
            return refused(desk, "CONTENT", ErrorKind::Rejected, [&] { return desk.apply("Ben", change, Origin::Review); });
        };
        QVERIFY(tried(desk.editing({})));
        QVERIFY(tried(desk.editing({{"rank", "2"}, {"rank", "3"}})));
        // A decision is about what is in review, not about something that comes along with it.
        QVERIFY(tried(desk.editing({{"@status", "\"approved\""}, {"rank", "2"}})));
        QVERIFY(tried(desk.editing({{"@status", "\"rejected\""}, {"@hold", "{\"reason\":\"x\"}"}})));
        QVERIFY(tried({ThingKind::Mapping, deskLink, ChangeOp::Delete, desk.now.revision, {{"rank", "1", "2"}}}));
    }

    void contentIsChecked()
    {
        Desk desk;
        FieldMap content = linkContent(1);
        content.set("type", {});
        const Result<void> made = desk.create("Mia", content);
        QVERIFY(!made.ok() && made.error().kind == ErrorKind::Rejected);
        QVERIFY(desk.now == MappingState());
        desk = at(Stage::Approved);
        const MappingState before = desk.now;
        QVERIFY(!desk.edit("Mia", {{"colour", "\"red\""}}).ok());
        QVERIFY(desk.now == before);
    }

    void onlyAReviewDecides_data()
    {
        QTest::addColumn<int>("origin");
        for (int origin = 1; origin <= 9; ++origin) {
            if (static_cast<Origin>(origin) != Origin::Review)
                QTest::addRow("%s", std::string(originName(static_cast<Origin>(origin))).c_str()) << origin;
        }
    }

    void onlyAReviewDecides()
    {
        QFETCH(int, origin);
        const auto from = static_cast<Origin>(origin);
        Desk desk = at(Stage::InReview);
        desk.solo = true;
        QVERIFY(refusedByStatus(desk, [&] { return desk.approve("Ben", from); }));
        QVERIFY(refusedByStatus(desk, [&] { return desk.edit("Ben", {{"@status", "\"rejected\""}}, from); }));
        Change created{ThingKind::Mapping, deskLink, ChangeOp::Create, 0, {{"@status", "", "\"approved\""}}};
        for (const auto& [field, value] : linkContent(1))
            created.fields.push_back({field, {}, value});
        Desk empty;
        QVERIFY(refusedByStatus(empty, [&] { return empty.apply("Ben", created, from); }));
        QVERIFY(refused(empty, "CONTENT", ErrorKind::Rejected, [&] { return empty.apply("Ben", created, Origin::Review); }));
    }

    void holdingBackIsAtOnceAndLeavesTheDraftAlone()
    {
        Desk desk = at(Stage::ReviewBeside);
        const MappingState before = desk.now;
        QVERIFY(desk.hold("Eve", R"({"by":"somebody","reason":"Recall"})").ok());
        QCOMPARE(desk.now.hold["by"].text(), Desk::person("Eve"));
        QCOMPARE(desk.now.hold["reason"].text(), std::string("Recall"));
        QVERIFY(!desk.now.hold["at"].text().empty());
        MappingState held = desk.now;
        held.hold = Json();
        held.revision = before.revision;
        held.changedIn = before.changedIn;
        QVERIFY(held == before);

        QVERIFY(refused(desk, "STALE", ErrorKind::Rejected, [&] { return desk.edit("Tom", {{"@hold", R"({"reason":"Other"})"}}); }));
        QVERIFY(desk.hold("Tom", "").ok());
        QVERIFY(desk.now.hold.isNull());
        QVERIFY(refusedByStatus(desk, [&] { return desk.hold("Tom", ""); }));
    }

    void thePreviousVersionGoesOutOnlyWhereThereIsOne()
    {
        Desk desk = at(Stage::Approved);
        const std::string previous = R"({"reason":"Recall","previous":true})";
        QVERIFY(refusedByStatus(desk, [&] { return desk.hold("Eve", previous); }));
        QVERIFY(desk.edit("Mia", {{"rank", "2"}}).ok() && desk.submit("Mia").ok() && desk.approve("Ben").ok());
        QVERIFY(desk.hold("Eve", previous).ok());
        QVERIFY(desk.now.hold["previous"].toBool());
    }
};

QTEST_APPLESS_MAIN(TestMappingFlow)
#include "tst_mapping_flow.moc"
