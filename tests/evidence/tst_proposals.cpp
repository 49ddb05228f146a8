#include "governance/evidence/proposals.h"
#include "model/query/catalog_keeper.h"
#include "tests/evidence/orders_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

// P0 … P9, and orders in which P0+P1 (40 of 60 and 50), P2+P3 (35 of 35 and 35) and P4+P5 (31) go together far more often than chance
// has it, P6+P7 as often as chance has it.
struct ProposalsDesk : OrdersDesk {
    ProposalsDesk() : OrdersDesk(10)
    {
        std::string text = "order,sku,date\n";
        int order = 0;
        const auto orders = [&](int count, std::initializer_list<const char*> skus) {
            for (int i = 0; i < count; ++i, ++order)
                for (const char* sku : skus)
                    text += std::to_string(order) + "," + sku + ",2026-10-01\n";
        };
        orders(40, {"P0", "P1"});
        orders(20, {"P0"});
        orders(10, {"P1"});
        orders(35, {"P2", "P3"});
        orders(31, {"P4", "P5"});
        orders(30, {"P4"});
        orders(100, {"P6", "P7"});
        orders(900, {"P6"});
        orders(900, {"P7"});
        orders(8100, {"P8"});
        const auto report = import(file("orders.csv", text), 5);
        if (!report)
            qFatal("%s", report.error().what.c_str());
    }

    Proposals propose(ProposalOptions options = {}) const
    {
        options.owner = "mia";
        const auto keeper = CatalogKeeper::load(workspace());
        if (!keeper)
            qFatal("no catalog");
        const Snapshot catalog = (*keeper)->snapshot();
        auto found = proposeLinks(workspace(), catalog, options);
        if (!found)
            qFatal("%s", found.error().what.c_str());
        return *std::move(found);
    }
    static std::vector<std::string> idsOf(const Proposals& found)
    {
        std::vector<std::string> ids;
        for (const Proposal& proposal : found.proposals)
            ids.push_back(proposal.id.text());
        return ids;
    }
};

using Ids = std::vector<std::string>;
const Ids all = {"link:P2:cross-sell:P3", "link:P1:cross-sell:P0", "link:P5:cross-sell:P4"};

} // namespace

// Pairs -> links somebody may approve: the most telling first, with their evidence, and not what is known, declined or forbidden.
class ProposalsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void proposesTheMostTellingFirst();
    void writesEvidenceAsTheRulesReadIt();
    void narrows();
    void leavesOutWhatIsLinked();
    void leavesOutWhatWasDeclined();
    void leavesOutWhatMayNotBe();
    void ranksBehindWhatIsThere();
    void turnsSymmetricTypes();
    void doesNotDependOnNames();
};

void ProposalsTest::proposesTheMostTellingFirst()
{
    const ProposalsDesk desk;
    const Proposals found = desk.propose();
    QCOMPARE(desk.idsOf(found), all);
    QCOMPARE(found.pairs, uint64_t(3));
    for (size_t i = 1; i < found.proposals.size(); ++i)
        QVERIFY(found.proposals[i - 1].figures.logLikelihood >= found.proposals[i].figures.logLikelihood);
    for (const Proposal& proposal : found.proposals) {
        SHELF_OK(checkContent(proposal.id.text(), proposal.content));
        QCOMPARE(proposal.content.text("origin"), std::string("mined"));
        QVERIFY(!proposal.content.text("reason").empty());
    }
}

void ProposalsTest::writesEvidenceAsTheRulesReadIt()
{
    const ProposalsDesk desk;
    const Json evidence = desk.propose().proposals[1].content.json("evidence").items().front();
    QCOMPARE(evidence["origin"].text(), std::string("mined"));
    QCOMPARE(evidence["data_set"].text(), std::string("orders"));
    QCOMPARE(evidence["date"].text(), std::string("2026-10-01"));
    QCOMPARE(evidence["n"].toInteger(), int64_t(40)); // what it rests on
    QCOMPARE(evidence["n_a"].toInteger(), int64_t(50));
    QCOMPARE(evidence["n_c"].toInteger(), int64_t(60));
    QCOMPARE(evidence["confidence"].toDouble(), 0.8);
    const auto& interval = evidence["interval"].items();
    QCOMPARE(interval.size(), size_t(2));
    QVERIFY(interval[0].toDouble() < evidence["lift"].toDouble() && evidence["lift"].toDouble() < interval[1].toDouble());
}

void ProposalsTest::narrows()
{
    const ProposalsDesk desk;
    ProposalOptions options;
    options.minCount = 36;
    QCOMPARE(desk.idsOf(desk.propose(options)), Ids{all[1]});
    options = {};
    options.top = 2;
    QCOMPARE(desk.idsOf(desk.propose(options)), (Ids{all[0], all[1]}));
    options = {};
    options.minLift = 150;
    QCOMPARE(desk.idsOf(desk.propose(options)), Ids{all[0]});
    options = {};
    options.type = "no-such-type";
    const auto keeper = CatalogKeeper::load(desk.workspace());
    QVERIFY(!proposeLinks(desk.workspace(), (*keeper)->snapshot(), options));
}

void ProposalsTest::leavesOutWhatIsLinked()
{
    ProposalsDesk desk;
    desk.shop.link("jan", "P0", "P1", "accessory"); // another type, the other way round
    desk.shop.link("jan", "P3", "P2", "requires");
    const Proposals found = desk.propose();
    QCOMPARE(desk.idsOf(found), Ids{all[2]});
    QCOMPARE(found.passedOver.linked, uint64_t(1));
    QCOMPARE(found.passedOver.required, uint64_t(1));
}

void ProposalsTest::leavesOutWhatWasDeclined()
{
    ProposalsDesk desk;
    const std::string rejected = desk.shop.link("jan", "P2", "P3", "cross-sell");
    SHELF_OK(desk.shop.submit("jan", rejected));
    SHELF_OK(desk.shop.change("mia", rejected, "@status", "\"rejected\"", Origin::Review));
    const std::string retired = desk.shop.link("jan", "P1", "P0", "cross-sell");
    SHELF_OK(desk.shop.submit("jan", retired));
    SHELF_OK(desk.shop.approve("mia", retired));
    SHELF_OK(desk.shop.change("jan", retired, "@retire", "true"));
    SHELF_OK(desk.shop.submit("jan", retired));
    SHELF_OK(desk.shop.approve("mia", retired));
    QCOMPARE(desk.idsOf(desk.propose()), Ids{all[2]});
}

void ProposalsTest::leavesOutWhatMayNotBe()
{
    ProposalsDesk desk;
    const auto set = [&](const char* sku, const char* field, const char* json) {
        const auto product = desk.workspace().product(sku);
        SHELF_OK(desk.shop.apply("mia", {edit(**product, field, json)}));
    };
    set("P2", "lifecycle", "\"retired\"");
    set("P0", "never_recommend", "true");
    set("P5", "parent", "\"P4\"");
    const Proposals found = desk.propose();
    // P0 is not recommended, but something may be recommended with it.
    QCOMPARE(desk.idsOf(found), Ids{"link:P0:cross-sell:P1"});
    QCOMPARE(found.passedOver.retired, uint64_t(1));
    QCOMPARE(found.passedOver.sameProduct, uint64_t(1));
    set("P1", "never_recommend", "true");
    QCOMPARE(desk.propose().passedOver.neverRecommend, uint64_t(1));
    ProposalOptions options;
    options.incompatible = [](Row, Row) { return true; };
    QCOMPARE(desk.propose(options).passedOver.incompatible, uint64_t(1));
}

void ProposalsTest::ranksBehindWhatIsThere()
{
    ProposalsDesk desk;
    const std::string there = desk.shop.link("jan", "P2", "P9", "cross-sell");
    SHELF_OK(desk.shop.change("jan", there, "rank", "4"));
    const Proposals found = desk.propose();
    QCOMPARE(found.proposals[0].content.get("rank"), std::string_view("5"));
    QCOMPARE(found.proposals[1].content.get("rank"), std::string_view("1"));
}

void ProposalsTest::turnsSymmetricTypes()
{
    const ProposalsDesk desk;
    ProposalOptions options;
    options.type = "compatible";
    QCOMPARE(desk.idsOf(desk.propose(options)), (Ids{"link:P2:compatible:P3", "link:P0:compatible:P1", "link:P4:compatible:P5"}));
}

// Of 1,000 orders the rarer product is in 60, the other in 500, both in 38: whichever name comes first.
void ProposalsTest::doesNotDependOnNames()
{
    for (const auto& [rare, common] : {std::pair("P0", "P1"), {"P1", "P0"}}) {
        const OrdersDesk desk(3);
        std::string text = "order,sku,date\n";
        int order = 0;
        const auto orders = [&](int count, std::initializer_list<const char*> skus) {
            for (int i = 0; i < count; ++i, ++order)
                for (const char* sku : skus)
                    text += std::to_string(order) + "," + sku + ",2026-10-01\n";
        };
        orders(38, {rare, common});
        orders(22, {rare});
        orders(462, {common});
        orders(478, {"P2"});
        SHELF_OK(desk.import(desk.file("orders.csv", text), 5));
        const auto keeper = CatalogKeeper::load(desk.workspace());
        SHELF_OK(keeper);
        const Snapshot catalog = (*keeper)->snapshot();
        ProposalOptions options;
        options.owner = "mia";
        const auto found = proposeLinks(desk.workspace(), catalog, options);
        SHELF_OK(found);
        QCOMPARE(ProposalsDesk::idsOf(*found), Ids{std::string("link:") + rare + ":cross-sell:" + common});
    }
}

QTEST_APPLESS_MAIN(ProposalsTest)
#include "tst_proposals.moc"
