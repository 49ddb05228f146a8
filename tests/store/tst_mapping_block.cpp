// New links of an import take a way of their own into the workspace: with the same outcome, and the same refusals.
#include "tests/support/catalog.h"

#include <QTest>

using namespace shelf;
using namespace shelf::test;

namespace {

Change newLink(const std::string& source, const std::string& type, const std::string& target, const std::string& rank = "1")
{
    return create(ThingKind::Mapping, LinkId{source, type, target, {}}.text(),
        {{"source", jsonString(source)}, {"type", jsonString(type)}, {"target", jsonString(target)}, {"rank", rank}});
}

} // namespace

class MappingBlockTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sameAsRowByRow();
    void refusals_data();
    void refusals();
    void linkThatIsThereIsStale();
};

void MappingBlockTest::sameAsRowByRow()
{
    Shop plain, mixed;
    std::string contents[2];
    for (Shop* shop : {&plain, &mixed}) {
        shop->stock(5);
        std::vector<Change> changes = {
            newLink("P1", "accessory", "P2"), newLink("P1", "accessory", "P3", "2.5"), newLink("P4", "up-sell", "P0")};
        if (shop == &mixed) // with this one the whole block goes row by row
            changes.push_back(create(ThingKind::Mapping, "link:P2:consumable:P3",
                {{"source", "\"P2\""}, {"type", "\"consumable\""}, {"target", "\"P3\""}, {"interval_days", "30"}}));
        SHELF_OK(shop->apply("mia", std::move(changes), Origin::Import));
        const auto visited = shop->workspace->forEachMapping("link:", [&](const MappingState& state) {
            if (state.id != "link:P2:consumable:P3")
                contents[shop == &mixed] += state.id + " " + std::string(statusName(state.status())) + " " + std::to_string(state.revision)
                    + " " + std::to_string(state.changedIn) + " " + state.working().toJson() + " "
                    + shop->workspace->personName(state.draftAuthors.at(0)) + "\n";
            return true;
        });
        SHELF_OK(visited);
        const auto checked = shop->workspace->check(true);
        QVERIFY(checked && checked->ok());
    }
    QCOMPARE(QString::fromStdString(contents[0]), QString::fromStdString(contents[1]));
    QVERIFY(contents[0].find("\"rank\":2.5") != std::string::npos);
}

void MappingBlockTest::refusals_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("rank");
    QTest::addColumn<QString>("code");
    QTest::newRow("unknown product") << "P1"
                                     << "accessory"
                                     << "P9"
                                     << "1"
                                     << "UNKNOWN_SKU";
    QTest::newRow("unknown type") << "P1"
                                  << "accessories"
                                  << "P2"
                                  << "1"
                                  << "UNKNOWN_LINK_TYPE";
    QTest::newRow("itself") << "P1"
                            << "accessory"
                            << "P1"
                            << "1"
                            << "SELF_LINK";
    QTest::newRow("symmetric, turned") << "P2"
                                       << "substitute"
                                       << "P1"
                                       << "1"
                                       << "LINK_ORDER";
    QTest::newRow("rank that is no number") << "P1"
                                            << "accessory"
                                            << "P2"
                                            << "\"1\""
                                            << "CONTENT";
}

void MappingBlockTest::refusals()
{
    QFETCH(QString, source);
    QFETCH(QString, type);
    QFETCH(QString, target);
    QFETCH(QString, rank);
    QFETCH(QString, code);
    Shop shop;
    shop.stock(5);
    const auto applied = shop.apply("mia",
        {newLink("P3", "accessory", "P4"), newLink(source.toStdString(), type.toStdString(), target.toStdString(), rank.toStdString())},
        Origin::Import);
    QVERIFY(!applied);
    QCOMPARE(QString::fromStdString(applied.error().code), code);
    QVERIFY(!shop.workspace->mapping("link:P3:accessory:P4").value());
}

void MappingBlockTest::linkThatIsThereIsStale()
{
    Shop shop;
    shop.stock(5);
    SHELF_OK(shop.apply("mia", {newLink("P1", "accessory", "P2")}, Origin::Import));
    const auto applied = shop.apply("ben", {newLink("P1", "accessory", "P0"), newLink("P1", "accessory", "P2", "2")}, Origin::Import);
    QVERIFY(!applied);
    QCOMPARE(QString::fromStdString(applied.error().code), QStringLiteral("STALE"));
    QVERIFY(applied.error().what.find("mia") != std::string::npos);
    QVERIFY(!shop.workspace->mapping("link:P1:accessory:P0").value());
}

QTEST_GUILESS_MAIN(MappingBlockTest)
#include "tst_mapping_block.moc"
