#include "model/query/past_catalog.h"
#include "tests/preview/around_desk.h"

using namespace shelf;
using namespace shelf::test;

// Which content a preview looks at: drafts, what is approved, what a release carried.
class StateTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsAndWritesStates_data();
    void readsAndWritesStates();
    void draftsAreSeenBeforeTheyAreApproved();
    void aReleaseKeepsWhatItCarried();
    void whatWasHeldBackIsInNoRelease();
    void linksOfRulesCarryTheirOrigin();
    void anUnknownReleaseIsRefused();
    void theDayOfAReleaseIsItsOwn();
    void thePastIsReachedStepByStep();
};

void StateTest::readsAndWritesStates_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    for (const char* good : {"draft", "approved", "release:1", "release:12"})
        QTest::newRow(good) << QString::fromUtf8(good) << true;
    for (const char* bad : {"", "drafts", "release", "release:", "release:0", "release:-1", "release:1x", "release: 1", "DRAFT",
             "release:99999999999999999999999"})
        QTest::newRow(*bad ? bad : "nothing") << QString::fromUtf8(bad) << false;
}

void StateTest::readsAndWritesStates()
{
    QFETCH(QString, text);
    QFETCH(bool, good);
    const auto state = PreviewState::parse(text.toStdString());
    QCOMPARE(state.ok(), good);
    if (good)
        QCOMPARE(QString::fromStdString(state->text()), text);
    else
        QCOMPARE(state.error().code, std::string("STATE"));
}

void StateTest::draftsAreSeenBeforeTheyAreApproved()
{
    AroundDesk desk;
    QCOMPARE(AroundDesk::shown(desk.preview("CAM")), QStringLiteral("accessories: BAG-1 BAG-2 LENS-OX"));
    QCOMPARE(AroundDesk::shown(desk.preview("CAM", "approved")), QString());
    desk.approveAll();
    QCOMPARE(AroundDesk::shown(desk.preview("CAM", "approved")), QStringLiteral("accessories: BAG-1 BAG-2 LENS-OX"));
    QCOMPARE(desk.preview("CAM", "approved").state, std::string("approved"));
}

void StateTest::aReleaseKeepsWhatItCarried()
{
    AroundDesk desk;
    desk.approveAll();
    SHELF_OK(desk.publish("r1"));
    SHELF_OK(desk.change("mia", "link:CAM:accessory:BAG-1", "rank", "9"));
    desk.take("links: [ { source: CAM, type: accessory, target: BAG-3, rank: 1, reason: Takes the cards, owner: mia } ]\n");
    desk.approveAll();
    QCOMPARE(AroundDesk::shown(desk.preview("CAM", "approved")), QStringLiteral("accessories: BAG-3 BAG-2 LENS-OX BAG-1"));
    QCOMPARE(AroundDesk::shown(desk.preview("CAM", "release:1")), QStringLiteral("accessories: BAG-1 BAG-2 LENS-OX"));
    SHELF_OK(desk.publish("r2"));
    const Preview approved = desk.preview("CAM", "approved"), released = desk.preview("CAM", "release:2");
    QCOMPARE(AroundDesk::shown(released), AroundDesk::shown(approved));
    for (size_t i = 0; i < released.shown.size(); ++i) {
        QCOMPARE(released.shown[i].mapping, approved.shown[i].mapping);
        QCOMPARE(released.shown[i].reason, approved.shown[i].reason);
        QCOMPARE(released.shown[i].score, approved.shown[i].score);
    }
}

void StateTest::whatWasHeldBackIsInNoRelease()
{
    AroundDesk desk;
    desk.approveAll();
    SHELF_OK(desk.change("rita", "link:CAM:accessory:BAG-1", "@hold", R"({"reason":"Recalled"})"));
    SHELF_OK(desk.publish("r1"));
    QCOMPARE(AroundDesk::shown(desk.preview("CAM", "release:1")), QStringLiteral("accessories: BAG-2 LENS-OX"));
    QCOMPARE(AroundDesk::shown(desk.preview("CAM", "approved")), QStringLiteral("accessories: BAG-2 LENS-OX"));
}

void StateTest::linksOfRulesCarryTheirOrigin()
{
    AroundDesk desk(std::string(cameraShop)
        + "link_rules: [ { code: lens-bags, type: accessory, source: family = 'lens', target: family = 'bag', order: price, limit: 2, "
          "reason: Keeps the dust off, owner: mia } ]\n");
    desk.approveAll();
    SHELF_OK(desk.publish("r1"));
    const StateContent content = desk.state("release:1");
    const Row lens = content.catalog.find("LENS-LM");
    QVERIFY(lens != noRow);
    const auto links = content.catalog.links().from(lens);
    QCOMPARE(links.size(), size_t(2));
    QCOMPARE(content.catalog.linkContent(links.front()).text("origin"), std::string("linkrule:lens-bags"));
    QVERIFY(content.catalog.entriesOf(MappingKind::LinkRule).empty());
    QCOMPARE(AroundDesk::shown(AroundDesk::previewOf(content, "LENS-LM")), QStringLiteral("accessories: BAG-3 BAG-1"));
    const Preview released = AroundDesk::previewOf(content, "LENS-LM"), approved = desk.preview("LENS-LM", "approved");
    QCOMPARE(AroundDesk::shown(released), AroundDesk::shown(approved));
    QCOMPARE(released.shown.front().tier, approved.shown.front().tier);
    QCOMPARE(released.shown.front().reason, approved.shown.front().reason);
}

void StateTest::anUnknownReleaseIsRefused()
{
    AroundDesk desk;
    const auto content = StateCatalogs(*desk.workspace, {}).content({PreviewState::Kind::Release, 7});
    QVERIFY(!content);
    QCOMPARE(content.error().code, std::string("UNKNOWN_RELEASE"));
}

void StateTest::theDayOfAReleaseIsItsOwn()
{
    AroundDesk desk;
    desk.approveAll();
    SHELF_OK(desk.publish("r1"));
    QCOMPARE(desk.state("release:1").on, std::string("2026-10-24"));
    QCOMPARE(desk.state("draft").on, std::string("2026-10-24"));
}

void StateTest::thePastIsReachedStepByStep()
{
    AroundDesk desk;
    desk.approveAll();
    const QString before = AroundDesk::shown(desk.preview("CAM", "approved"));
    const uint64_t then = desk.workspace->journalEntries();
    SHELF_OK(desk.apply("mia", {edit(**desk.workspace->product("BAG-2"), "stock", "0")}));
    SHELF_OK(desk.change("mia", "link:CAM:accessory:LENS-OX", "rank", "1"));
    desk.take("policies: [ { name: preview-cap, value: '1' } ]\nproducts: [ { sku: NEW, name: New thing, price: 1 EUR } ]\n");
    SHELF_OK(desk.change("mia", "link:CAM:accessory:BAG-1", "@retire", "true"));
    desk.approveAll();
    QVERIFY(AroundDesk::shown(desk.preview("CAM", "approved")) != before);
    auto past = PastCatalog::load(*desk.workspace);
    SHELF_OK(past);
    while (past->number() > then)
        SHELF_OK(past->stepBack());
    const Snapshot catalog = past->snapshot();
    QVERIFY(catalog.find("NEW") == noRow);
    QCOMPARE(catalog.number("stock", catalog.find("BAG-2")), 9.0);
    QCOMPARE(AroundDesk::shown(AroundDesk::previewOf(stateOf(*desk.workspace, catalog, PreviewState::Kind::Approved), "CAM")), before);
    while (past->number() > 0)
        SHELF_OK(past->stepBack());
    QCOMPARE(past->snapshot().productCount(), Row(0));
    QVERIFY(past->snapshot().links().size() == 0);
}

QTEST_APPLESS_MAIN(StateTest)
#include "tst_state.moc"
