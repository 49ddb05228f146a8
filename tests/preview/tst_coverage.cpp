#include "governance/preview/coverage.h"
#include "governance/sample/sample_shop.h"
#include "tests/preview/around_desk.h"

using namespace shelf;
using namespace shelf::test;

// What previews show over the whole catalog, counted.
class CoverageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsProductsMappingsAndTargets();
    void aChannelHasItsOwnProducts();
    void oneThreadAndManyAgreeAndPreviewsToo();
    void stopsWhenAsked();
};

namespace {

CoverageReport cover(const StateContent& content, CoverageRequest request = {})
{
    const PreviewEngine engine(content.catalog, content.view);
    if (request.context.on.empty())
        request.context.on = content.on;
    auto report = coverageOf(engine, content.view, request);
    if (!report)
        qFatal("%s: %s", report.error().where.c_str(), report.error().what.c_str());
    return *std::move(report);
}

CoverageRequest lists(size_t list)
{
    CoverageRequest request;
    request.list = list;
    return request;
}

} // namespace

void CoverageTest::countsProductsMappingsAndTargets()
{
    AroundDesk desk(std::string(cameraShop)
        + "  - { source: LENS-OX, type: accessory, target: BAG-1, reason: Holds it, owner: mia }\n"
          "  - { source: LENS-LM, type: accessory, target: BAG-3, reason: Holds it, owner: mia, from: 2027-01-01 }\n");
    desk.take("products: [ { sku: OLD, name: Old one, family: bag, price: 5 EUR, lifecycle: retired } ]\n");
    const CoverageReport report = cover(desk.state("draft"), lists(10));
    QCOMPARE(report.products, uint64_t(6)); // the retired one is nobody's page
    QCOMPARE(report.withNone, uint64_t(4));
    QCOMPARE(report.shown, uint64_t(4));
    const std::map<uint64_t, uint64_t> counts = {{0, 4}, {1, 1}, {3, 1}};
    QVERIFY(report.byCount == counts);
    QCOMPARE(report.bySlot.at("accessories"), uint64_t(2));
    QCOMPARE(report.mappings, uint64_t(5));
    QCOMPARE(report.deadMappings, uint64_t(1));
    QCOMPARE(report.dead, std::vector<std::string>{"link:LENS-LM:accessory:BAG-3"});
    QCOMPARE(report.none, (std::vector<std::string>{"BAG-1", "BAG-2", "BAG-3", "LENS-LM"}));
    QCOMPARE(report.topTargets.front().id, std::string("BAG-1"));
    QCOMPARE(report.topTargets.front().sources, uint64_t(2));
    QCOMPARE(report.topTargets.front().share, 1.0);
    QCOMPARE(cover(desk.state("draft"), lists(2)).none, (std::vector<std::string>{"BAG-1", "BAG-2"}));
    QCOMPARE(cover(desk.state("approved")).withNone, uint64_t(6));
}

void CoverageTest::aChannelHasItsOwnProducts()
{
    AroundDesk desk;
    desk.take("channels: [ { code: store, label: Store } ]\nproducts: [ { sku: CAM, channels: [web] } ]\n");
    CoverageRequest store;
    store.context.channel = "store";
    const CoverageReport report = cover(desk.state("draft"), store);
    QCOMPARE(report.channel, std::string("store"));
    QCOMPARE(report.products, uint64_t(5));
    QCOMPARE(report.withNone, uint64_t(5));
    QCOMPARE(report.deadMappings, uint64_t(3));
    QCOMPARE(cover(desk.state("draft")).deadMappings, uint64_t(0));
}

void CoverageTest::oneThreadAndManyAgreeAndPreviewsToo()
{
    QTemporaryDir folder;
    const std::string path = (folder.path() + QStringLiteral("/sample.shelf")).toStdString();
    SHELF_OK(makeSampleShop(path, fixedClock()));
    const auto workspace = Workspace::open(path, {true, fixedClock()});
    SHELF_OK(workspace);
    auto content = StateCatalogs(**workspace, {}).content({});
    SHELF_OK(content);
    CoverageRequest one = lists(1000);
    one.threads = 1;
    CoverageRequest many = lists(1000);
    many.threads = 3;
    const CoverageReport a = cover(*content, one), b = cover(*content, many);
    QCOMPARE(a.none, b.none);
    QCOMPARE(a.dead, b.dead);
    QVERIFY(a.byCount == b.byCount && a.bySlot == b.bySlot);
    QVERIFY(a.shown > 0 && a.deadMappings == b.deadMappings);
    // The same as counting previews one by one.
    const PreviewEngine engine(content->catalog, content->view);
    uint64_t shown = 0, none = 0;
    for (Row row = 0; row < content->catalog.rows(); ++row) {
        if (!isOnSale(content->catalog, row, a.channel))
            continue;
        PreviewRequest request;
        request.anchors = {std::string(content->catalog.sku(row))};
        request.on = content->on;
        const auto preview = engine.preview(request);
        SHELF_OK(preview);
        shown += preview->shown.size();
        none += preview->shown.empty();
    }
    QCOMPARE(a.shown, shown);
    QCOMPARE(a.withNone, none);
}

void CoverageTest::stopsWhenAsked()
{
    AroundDesk desk;
    const StateContent content = desk.state("draft");
    const std::atomic<bool> cancel = true;
    CoverageRequest request;
    request.context.on = content.on;
    request.progress.cancel = &cancel;
    const auto report = coverageOf(PreviewEngine(content.catalog, content.view), content.view, request);
    QVERIFY(!report);
    QCOMPARE(report.error().kind, ErrorKind::Cancelled);
}

QTEST_APPLESS_MAIN(CoverageTest)
#include "tst_coverage.moc"
