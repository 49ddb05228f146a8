#include "model/change/mapping_state.h"
#include "tests/change/desk.h"

#include <QtTest>

#include <set>

using namespace shelf;
using namespace shelf::test;

namespace {

bool ownChange(Desk& desk, const std::string& who)
{
    const MappingState before = desk.now;
    const Result<void> result = desk.approve(who);
    return !result.ok() && result.error().kind == ErrorKind::Refused && result.error().code == "OWN_CHANGE" && desk.now == before
        && !desk.decision;
}

} // namespace

class TestFourEyes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noAuthorApproves()
    {
        Desk desk;
        QVERIFY(desk.create("Mia").ok() && desk.edit("Tom", {{"rank", "2"}}).ok() && desk.edit("Eve", {{"rank", "3"}}).ok());
        QVERIFY(desk.submit("Zoe").ok());
        for (const std::string who : {"Mia", "Tom", "Eve", "Zoe"})
            QVERIFY(ownChange(desk, who));
        QVERIFY(desk.approve("Ben").ok());
        QVERIFY(!desk.now.approved.solo);
    }

    void anAuthorOfAnEarlierVersionMay()
    {
        Desk desk;
        QVERIFY(desk.approved());
        QVERIFY(desk.edit("Ben", {{"rank", "2"}}).ok() && desk.submit("Ben").ok());
        QVERIFY(ownChange(desk, "Ben"));
        QVERIFY(desk.approve("Mia").ok());
    }

    void authorsStayThroughRejectionWithdrawalAndUndo()
    {
        Desk desk;
        QVERIFY(desk.create("Mia").ok() && desk.submit("Mia").ok() && desk.reject("Ben").ok());
        QVERIFY(desk.edit("Tom", {{"rank", "2"}}).ok() && desk.submit("Tom").ok() && desk.withdraw("Tom").ok());
        QVERIFY(desk.edit("Eve", {{"rank", "4"}}).ok());
        const Change edit = desk.last;
        QVERIFY(desk.undo("Zoe", edit));
        QVERIFY(desk.submit("Eve").ok());
        for (const std::string who : {"Mia", "Tom", "Eve", "Zoe"})
            QVERIFY(ownChange(desk, who));
        QVERIFY(desk.approve("Ben").ok());
    }

    void proposingARetirementOrARevivalIsAnEdit()
    {
        Desk desk;
        QVERIFY(desk.approved() && desk.retire("Eve").ok() && desk.submit("Tom").ok());
        QVERIFY(ownChange(desk, "Eve"));
        QVERIFY(desk.approve("Ben").ok());
        QVERIFY(desk.retire("Eve", false).ok() && desk.submit("Tom").ok());
        QVERIFY(ownChange(desk, "Eve"));
    }

    void lookAlikeNamesAreOnePerson_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("as it is") << QByteArray("Mia Lind");
        QTest::newRow("lower case") << QByteArray("mia lind");
        QTest::newRow("upper case") << QByteArray("MIA LIND");
        QTest::newRow("spaces around") << QByteArray("  Mia Lind\t");
        QTest::newRow("full width") << QByteArray("\xef\xbc\xad\xef\xbd\x89\xef\xbd\x81 Lind");
        QTest::newRow("ideographic space behind") << QByteArray("Mia Lind\xe3\x80\x80");
        QTest::newRow("no-break space") << QByteArray("Mia\xc2\xa0Lind");
    }

    void lookAlikeNamesAreOnePerson()
    {
        QFETCH(QByteArray, name);
        QCOMPARE(personId("W", name.toStdString()), personId("W", "Mia Lind"));
        Desk desk;
        QVERIFY(desk.create("Mia Lind").ok() && desk.submit("Tom").ok());
        QVERIFY(ownChange(desk, name.toStdString()));
    }

    void personsDifferByNameAndWorkspace()
    {
        const std::set<PersonId> ids = {
            personId("W", "Mia"), personId("W", "Mie"), personId("V", "Mia"), personId("WM", "ia"), personId("", "WMia")};
        QCOMPARE(ids.size(), size_t(5));
        for (const PersonId& id : ids) {
            QCOMPARE(id.size(), size_t(32));
            QCOMPARE(id.find_first_not_of("0123456789abcdef"), std::string::npos);
        }
    }

    void aTeamOfOneApprovesItsOwnAndItShows()
    {
        Desk desk;
        desk.solo = true;
        QVERIFY(desk.create("Mia").ok() && desk.submit("Mia").ok() && desk.approve("Mia").ok());
        QVERIFY(desk.now.approved.solo);
        QVERIFY(desk.edit("Mia", {{"rank", "2"}}).ok() && desk.submit("Mia").ok() && desk.approve("Ben").ok());
        QVERIFY(!desk.now.approved.solo);
    }

    void anybodyMayReject()
    {
        Desk desk;
        QVERIFY(desk.create("Mia").ok() && desk.submit("Mia").ok() && desk.reject("Mia", "I was wrong").ok());
        QVERIFY(desk.now.status() == MappingStatus::Rejected);
        QCOMPARE(desk.now.rejection, std::string("I was wrong"));
    }
};

QTEST_APPLESS_MAIN(TestFourEyes)
#include "tst_four_eyes.moc"
