// What becomes of a release: built, sent, accepted or partly, live; and what serving systems answer.
#include "governance/release/delivery.h"
#include "model/domain/hash.h"
#include "tests/governance/release_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

struct ReceiptDesk : ReleaseDesk {
    std::string first, second;

    ReceiptDesk()
    {
        stock(6);
        first = approvedLink("P0", "P1");
        second = approvedLink("P0", "P2");
        if (!publish("r1"))
            qFatal("no release");
    }
    std::string sha256(const std::string& name = "r1") const { return sha256Hex(readFile(dir(name) + "/manifest.json")); }
    std::string header(const std::string& state, const std::string& at = "2026-10-24T10:00:00Z") const
    {
        return R"({"release":1,"manifest_sha256":")" + sha256() + R"(","state":")" + state + R"(","at":")" + at + "\"}\n";
    }
    static std::string answer(const std::string& id, const std::string& result, const std::string& reason = {})
    {
        return R"({"id":")" + id + R"(","result":")" + result + (reason.empty() ? "" : R"(","reason":")" + reason) + "\"}\n";
    }
    Result<DeliveryOutcome> take(const std::string& bytes)
    {
        writeFile(dir("receipt.jsonl"), bytes);
        return importReceipt(*workspace, dir("receipt.jsonl"), "rita");
    }
    Result<DeliveryOutcome> mark(uint64_t number, const std::string& state, const std::string& at = {})
    {
        return markRelease(*workspace, number, state, at, "rita");
    }
    std::string state(uint64_t number) const
    {
        const Delivery delivery = deliveryOf(workspace->releases()->at(number - 1));
        return delivery.state + (delivery.rejected ? " " + std::to_string(delivery.rejected) : "");
    }
    std::string about(const std::string& id) const { return ReceiptBook::load(*workspace)->of(*workspace, id)->write(); }
};

} // namespace

class ReceiptsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aReleaseIsBuiltSentAnsweredAndLive()
    {
        ReceiptDesk desk;
        QCOMPARE(desk.state(1), std::string("built"));
        SHELF_OK(desk.mark(1, "sent"));
        QCOMPARE(desk.state(1), std::string("sent"));
        const auto taken = desk.take(desk.header("partly") + ReceiptDesk::answer(desk.first, "accepted")
            + ReceiptDesk::answer(desk.second, "rejected", "no such SKU"));
        SHELF_OK(taken);
        QCOMPARE(taken->accepted, uint64_t(1));
        QCOMPARE(desk.state(1), std::string("partly 1"));
        SHELF_OK(desk.mark(1, "live", "2026-10-25T12:00:00+02:00"));
        const Delivery delivery = deliveryOf(desk.workspace->releases()->front());
        QCOMPARE(delivery.liveSince, std::string("2026-10-25T10:00:00Z"));
        QCOMPARE(delivery.history.items().size(), size_t(3));
        QVERIFY(desk.workspace->check(true)->ok());
    }

    void aReleaseIsNotLiveBeforeItIsMade()
    {
        ReceiptDesk desk;
        const auto early = desk.mark(1, "live", "2020-01-01T00:00:00Z");
        QVERIFY(!early.ok());
        QCOMPARE(early.error().code, std::string("AT"));
        QCOMPARE(desk.state(1), std::string("built"));
    }

    void theAnswerStandsBesideEachMapping()
    {
        ReceiptDesk desk;
        const std::string later = desk.approvedLink("P3", "P4"); // in no release yet
        QCOMPARE(desk.about(desk.first), std::string("[]"));
        SHELF_OK(desk.take(desk.header("partly") + ReceiptDesk::answer(desk.second, "rejected", "no such SKU")));
        const std::string start = R"([{"release":1,"state":"partly","at":"2026-10-24T10:00:00Z","result":)";
        QCOMPARE(desk.about(desk.first), start + R"("accepted"}])");
        QCOMPARE(desk.about(desk.second), start + R"("rejected","reason":"no such SKU"}])");
        QCOMPARE(desk.about(later), std::string("[]"));
        SHELF_OK(desk.take(desk.header("accepted", "2026-10-24T11:00:00Z")));
        QCOMPARE(desk.state(1), std::string("accepted"));
        QVERIFY(desk.about(desk.second).find("rejected") == std::string::npos);
    }

    void theSameReceiptTwiceChangesNothing()
    {
        ReceiptDesk desk;
        const std::string receipt = desk.header("partly") + ReceiptDesk::answer(desk.second, "rejected");
        QVERIFY(desk.take(receipt)->changed);
        SHELF_OK(desk.mark(1, "live"));
        const std::string summary = desk.workspace->releases()->front().summary;
        const auto again = desk.take(receipt);
        SHELF_OK(again);
        QVERIFY(!again->changed);
        QVERIFY(!desk.mark(1, "live")->changed);
        QCOMPARE(desk.workspace->releases()->front().summary, summary);
    }

    void onlyOneReleaseIsLive()
    {
        ReceiptDesk desk;
        SHELF_OK(desk.publish("r2"));
        SHELF_OK(desk.mark(1, "live", "2026-10-24T10:00:00Z"));
        SHELF_OK(desk.mark(2, "live", "2026-10-26T10:00:00Z"));
        QCOMPARE(desk.state(1), std::string("replaced"));
        QCOMPARE(deliveryOf(desk.workspace->releases()->front()).liveUntil, std::string("2026-10-26T10:00:00Z"));
        SHELF_OK(desk.take(desk.header("live", "2026-10-25T10:00:00Z"))); // old news
        QCOMPARE(desk.state(1), std::string("replaced"));
        QCOMPARE(desk.state(2), std::string("live"));
    }

    void keepsManyRejectionsWithinBounds()
    {
        ReceiptDesk desk;
        std::string receipt = desk.header("partly");
        receipt += ReceiptDesk::answer(desk.first, "rejected", std::string(5000, 'x'));
        SHELF_OK(desk.take(receipt));
        QVERIFY(desk.workspace->releaseAnswers(1)->size() < 1000);
        QCOMPARE(desk.workspace->releases()->size(), size_t(1));
    }

    void answersAreSeenByNothingElse()
    {
        ReceiptDesk desk;
        SHELF_OK(desk.take(desk.header("partly") + ReceiptDesk::answer(desk.second, "rejected", "no such SKU")));
        const std::string answers = *desk.workspace->releaseAnswers(1);
        QVERIFY(answers.find("no such SKU") != std::string::npos);
        const auto rows = desk.workspace->releases().value();
        QCOMPARE(rows.size(), size_t(1));
        QVERIFY(rows[0].summary.find("no such SKU") == std::string::npos);
        SHELF_OK(reconcileReleases(*desk.workspace));
        QCOMPARE(desk.publish("r2")->number, uint64_t(2));
        SHELF_OK(rollbackRelease(*desk.workspace, {1, {}, {desk.dir("r3"), "rita", {}, false}}));
        const std::string copy = desk.dir("copy.shelf");
        SHELF_OK(desk.workspace->backupTo(copy));
        SHELF_OK(desk.workspace->compact());
        QVERIFY(desk.workspace->check(true)->ok());
        const auto opened = Workspace::open(copy);
        SHELF_OK(opened);
        QCOMPARE((*opened)->releaseAnswers(1).value(), answers);
        QCOMPARE((*opened)->releaseAnswers(2).value(), std::string());
        QCOMPARE((*opened)->releases()->size(), size_t(3));
        QVERIFY((*opened)->check(true)->ok());
    }

    void onlyWhatTheReleaseHadIsAnswered_data()
    {
        QTest::addColumn<bool>("retired");
        QTest::newRow("held back") << false;
        QTest::newRow("retired") << true;
    }
    void onlyWhatTheReleaseHadIsAnswered()
    {
        QFETCH(bool, retired);
        ReceiptDesk desk;
        if (retired) {
            SHELF_OK(review(*desk.workspace, {ReviewVerb::Retire, {desk.second}, false, {}, "mia", {}}));
            desk.approveAll();
        } else {
            SHELF_OK(desk.change("rita", desk.second, "@hold", R"({"reason":"recall"})"));
        }
        SHELF_OK(desk.publish("r2"));
        std::string receipt =
            desk.header("partly") + ReceiptDesk::answer(desk.first, "accepted") + ReceiptDesk::answer(desk.second, "accepted");
        receipt = replaced(replaced(receipt, desk.sha256(), desk.sha256("r2")), R"("release":1)", R"("release":2)");
        const auto taken = desk.take(receipt);
        QVERIFY(!taken);
        QCOMPARE(taken.error().where, desk.dir("receipt.jsonl") + ":3");
        QCOMPARE(desk.state(2), std::string("built"));
        // Of the first release it was a part.
        SHELF_OK(desk.take(desk.header("partly") + ReceiptDesk::answer(desk.second, "accepted")));
    }

    void aLaterAnswerCounts()
    {
        ReceiptDesk desk;
        SHELF_OK(
            desk.take(desk.header("partly") + ReceiptDesk::answer(desk.first, "rejected") + ReceiptDesk::answer(desk.second, "rejected")));
        QCOMPARE(desk.state(1), std::string("partly 2"));
        SHELF_OK(desk.take(desk.header("partly", "2026-10-24T12:00:00Z") + ReceiptDesk::answer(desk.second, "accepted")));
        QCOMPARE(desk.state(1), std::string("partly 1"));
        QVERIFY(desk.about(desk.second).find("accepted") != std::string::npos);
    }

    void refusesWhatDoesNotFit_data()
    {
        QTest::addColumn<QByteArray>("receipt"); // SHA stands for the manifest's hash
        QTest::addColumn<QByteArray>("line");
        const auto row = [](const char* name, const QByteArray& receipt, const char* line) {
            QTest::newRow(name) << receipt << QByteArray(line);
        };
        const QByteArray head = R"({"release":1,"manifest_sha256":"SHA","state":"partly","at":"2026-10-24T10:00:00Z"})";
        const auto with = [head](const char* from, const QByteArray& to) { return QByteArray(head).replace(from, to) + "\n"; };
        const auto answer = [](const char* id, const char* result) {
            return QByteArray("{\"id\":\"") + id + "\",\"result\":\"" + result + "\"}\n";
        };
        const char* link = "link:P0:accessory:P1";
        row("empty", {}, "");
        row("no JSON", "hello\n", ":1");
        row("other release", with("\"release\":1", "\"release\":7"), ":1");
        row("other manifest", with("SHA", QByteArray(64, '0')), ":1");
        row("no hash", with("SHA", "x"), ":1");
        row("no state", with("partly", "great"), ":1");
        row("no time", with("2026-10-24T10:00:00Z", "yesterday"), ":1");
        row("unknown mapping", head + "\n" + answer("bundle:x", "rejected"), ":2");
        row("the first of two faults", head + "\n" + answer("bundle:x", "rejected") + answer(link, "maybe"), ":2");
        row("no result", head + "\n" + answer(link, "maybe"), ":2");
        row("twice", head + "\n\n" + answer(link, "accepted") + answer(link, "rejected"), ":4");
        row("contradiction", with("partly", "accepted") + answer(link, "rejected"), ":2");
    }
    void refusesWhatDoesNotFit()
    {
        QFETCH(QByteArray, receipt);
        QFETCH(QByteArray, line);
        ReceiptDesk desk;
        const auto taken = desk.take(receipt.replace("SHA", QByteArray::fromStdString(desk.sha256())).toStdString());
        QVERIFY(!taken);
        QCOMPARE(taken.error().kind, ErrorKind::Rejected);
        QCOMPARE(taken.error().where, desk.dir("receipt.jsonl") + line.toStdString());
        QCOMPARE(desk.state(1), std::string("built"));
    }

    void refusesMarksThatDoNotFit()
    {
        ReceiptDesk desk;
        QCOMPARE(desk.mark(9, "sent").error().code, std::string("UNKNOWN_RELEASE"));
        QCOMPARE(desk.mark(1, "lost").error().code, std::string("STATE"));
        QCOMPARE(desk.mark(1, "sent", "soon").error().code, std::string("AT"));
        SHELF_OK(desk.take(desk.header("rejected")));
        QCOMPARE(desk.mark(1, "live").error().code, std::string("STATE"));
        QCOMPARE(desk.mark(1, "sent").error().code, std::string("STATE"));
        QVERIFY(desk.about(desk.first).find("rejected") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(ReceiptsTest)
#include "tst_receipts.moc"
