// The status flow as a person meets it: what fits is done in one change set, the rest is refused with the way out.
#include "tests/governance/release_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

struct ReviewDesk : Shop {
    Result<ReviewOutcome> run(ReviewVerb verb, std::vector<std::string> ids, const std::string& author, const std::string& comment = {})
    {
        return review(*workspace, {verb, std::move(ids), false, {}, author, comment});
    }
    Result<ReviewOutcome> all(ReviewVerb verb, const std::string& author) { return review(*workspace, {verb, {}, true, {}, author, {}}); }
    MappingStatus status(const std::string& id) { return workspace->mapping(id).value()->status(); }
};

} // namespace

class ReviewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneDraftGoesThroughToApproval()
    {
        ReviewDesk desk;
        desk.stock(2);
        const std::string id = desk.link("mia", "P0", "P1");
        const auto submitted = desk.run(ReviewVerb::Submit, {id}, "mia");
        SHELF_OK(submitted);
        QCOMPARE(submitted->done, std::vector<std::string>{id});
        QCOMPARE(submitted->number.value(), desk.workspace->journalEntries());
        const auto approved = desk.run(ReviewVerb::Approve, {id}, "jan", "fits");
        SHELF_OK(approved);
        QCOMPARE(desk.status(id), MappingStatus::Approved);
        const auto decisions = desk.workspace->decisions(id);
        QCOMPARE(decisions->size(), size_t(1));
        QCOMPARE(decisions->front().comment, std::string("fits"));
    }

    void nobodyApprovesTheirOwn()
    {
        ReviewDesk desk;
        desk.stock(3);
        const std::string own = desk.link("mia", "P0", "P1");
        const std::string others = desk.link("jan", "P0", "P2");
        SHELF_OK(desk.all(ReviewVerb::Submit, "rita"));
        const auto approved = desk.all(ReviewVerb::Approve, "MIA");
        SHELF_OK(approved);
        QCOMPARE(approved->done, std::vector<std::string>{others});
        QCOMPARE(approved->refused.size(), size_t(1));
        QCOMPARE(approved->refused.front().id, own);
        QCOMPARE(approved->refused.front().because,
            std::string("you edited this draft; ask somebody else to approve it, or set `policy four-eyes solo`"));
        const auto bySubmitter = desk.run(ReviewVerb::Approve, {own}, "rita");
        SHELF_OK(bySubmitter);
        QVERIFY(bySubmitter->refused.front().because.starts_with("you submitted this draft"));
        QVERIFY(!bySubmitter->number);
    }

    void onePersonTeamsMaySayTheyAreOne()
    {
        ReviewDesk desk;
        desk.stock(2);
        const std::string id = desk.link("mia", "P0", "P1");
        SHELF_OK(desk.apply("mia", {create(ThingKind::Policy, "four-eyes", {{"value", "\"solo\""}})}, Origin::Policy));
        SHELF_OK(desk.run(ReviewVerb::Submit, {id}, "mia"));
        const auto approved = desk.run(ReviewVerb::Approve, {id}, "mia");
        SHELF_OK(approved);
        QVERIFY(approved->refused.empty());
        QVERIFY(desk.workspace->mapping(id).value()->approved.solo);
    }

    void aRefusedOneDoesNotSinkTheOthers()
    {
        ReviewDesk desk;
        desk.stock(4);
        const std::string draft = desk.link("mia", "P0", "P1");
        const std::string ready = desk.link("mia", "P0", "P2");
        SHELF_OK(desk.run(ReviewVerb::Submit, {ready}, "mia"));
        const auto approved = desk.run(ReviewVerb::Approve, {draft, ready, "link:no:such:one", ready}, "jan");
        SHELF_OK(approved);
        QCOMPARE(approved->done, std::vector<std::string>{ready});
        QCOMPARE(approved->refused.size(), size_t(2));
        QCOMPARE(approved->refused[0].because, std::string("it is draft, not in review; submit it first"));
        QVERIFY(approved->refused[1].because.starts_with("there is no such mapping"));
        QCOMPARE(desk.status(draft), MappingStatus::Draft);
    }

    void aRejectionKeepsItsReason()
    {
        ReviewDesk desk;
        desk.stock(2);
        const std::string id = desk.link("mia", "P0", "P1");
        SHELF_OK(desk.all(ReviewVerb::Submit, "mia"));
        SHELF_OK(desk.run(ReviewVerb::Reject, {id}, "jan", "wrong mount"));
        QCOMPARE(desk.status(id), MappingStatus::Rejected);
        QCOMPARE(desk.workspace->mapping(id).value()->rejection, std::string("wrong mount"));
        const auto again = desk.run(ReviewVerb::Submit, {id}, "mia");
        SHELF_OK(again);
        QVERIFY(again->refused.front().because.starts_with("it was rejected"));
    }

    void retirementIsProposedAndThenApproved()
    {
        ReviewDesk desk;
        desk.stock(3);
        const std::string id = desk.link("mia", "P0", "P1");
        const std::string draft = desk.link("mia", "P0", "P2");
        SHELF_OK(desk.run(ReviewVerb::Submit, {id}, "mia"));
        SHELF_OK(desk.run(ReviewVerb::Approve, {id}, "jan"));
        const uint64_t before = desk.workspace->journalEntries();
        const auto retired = desk.run(ReviewVerb::Retire, {id, draft}, "jan");
        SHELF_OK(retired);
        QCOMPARE(desk.workspace->journalEntries(), before + 1);
        QCOMPARE(retired->done, std::vector<std::string>{id});
        QVERIFY(retired->refused.front().because.starts_with("it was never approved"));
        QCOMPARE(desk.status(id), MappingStatus::InReview);
        QVERIFY(desk.workspace->mapping(id).value()->isLive());
        SHELF_OK(desk.run(ReviewVerb::Approve, {id}, "mia"));
        QCOMPARE(desk.status(id), MappingStatus::Retired);
    }

    void whereNarrowsBySource()
    {
        ReviewDesk desk;
        desk.stock(3);
        const std::string one = desk.link("mia", "P1", "P0");
        desk.link("mia", "P2", "P0");
        const auto submitted = review(*desk.workspace, {ReviewVerb::Submit, {}, false, "sku = \"P1\"", "mia", {}});
        SHELF_OK(submitted);
        QCOMPARE(submitted->done, std::vector<std::string>{one});
    }

    void nothingNamedIsAMistakeAndNothingFittingIsNone()
    {
        ReviewDesk desk;
        QCOMPARE(desk.run(ReviewVerb::Submit, {}, "mia").error().kind, ErrorKind::Usage);
        const auto none = desk.all(ReviewVerb::Approve, "mia");
        SHELF_OK(none);
        QVERIFY(none->done.empty() && none->refused.empty() && !none->number);
    }

    void manyAreOneChangeSet()
    {
        ReviewDesk desk;
        desk.stock(2000);
        std::vector<Change> links;
        for (int i = 1; i < 2000; ++i) {
            const std::string source = "P" + std::to_string(i);
            links.push_back(create(ThingKind::Mapping, LinkId{source, "accessory", "P0", {}}.text(),
                {{"source", jsonString(source)}, {"target", "\"P0\""}, {"type", "\"accessory\""}}));
        }
        SHELF_OK(desk.apply("mia", std::move(links)));
        const uint64_t before = desk.workspace->journalEntries();
        const auto submitted = desk.all(ReviewVerb::Submit, "mia");
        SHELF_OK(submitted);
        QCOMPARE(submitted->done.size(), size_t(1999));
        QCOMPARE(desk.workspace->journalEntries(), before + 1);
        const auto approved = desk.run(ReviewVerb::Approve, submitted->done, "jan");
        SHELF_OK(approved);
        QCOMPARE(approved->done.size(), size_t(1999));
    }
};

QTEST_GUILESS_MAIN(ReviewTest)
#include "tst_review.moc"
