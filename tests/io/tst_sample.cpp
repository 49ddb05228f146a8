// The sample shop: it can be made, has every kind of mapping, and its dates move with the clock.
#include "definitions_fixture.h"
#include "model/domain/mapping.h"
#include "model/io/sample.h"

#include <QTest>

#include <set>

using namespace shelf;

#define SAME(actual, expected) QCOMPARE(QByteArray::fromStdString(actual), QByteArray::fromStdString(expected))

class TestSample : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const auto made = applySampleFiles(*shop.workspace, "mia");
        QVERIFY2(made.ok(), made ? "" : (made.error().where + ": " + made.error().what + "; " + made.error().tryThis).c_str());
    }

    void hasEveryKind()
    {
        QVERIFY(shop.workspace->productCount().value() >= 280);
        std::map<MappingKind, int> kinds;
        std::set<std::string> types;
        QVERIFY(shop.workspace
                    ->forEachMapping({},
                        [&](const MappingState& mapping) {
                            ++kinds[*mappingKindOf(mapping.id)];
                            if (const auto link = LinkId::parse(mapping.id))
                                types.insert(link->type);
                            return true;
                        })
                    .ok());
        QVERIFY(kinds[MappingKind::LinkRule] >= 1);
        QVERIFY(kinds[MappingKind::Compat] >= 2);
        QVERIFY(kinds[MappingKind::Bundle] >= 5);
        QVERIFY(kinds[MappingKind::Upgrade] >= 3);
        for (const Thing* type : shop.workspace->definitions().all(ThingKind::LinkType))
            QVERIFY2(types.contains(type->key), type->key.c_str());
    }

    void datesMoveWithTheClock()
    {
        SAME(shop.field("ORV-A1", "end_of_life"), std::string("\"2026-05-02\"")); // 200 days before 2026-11-18
    }

    void comesBackFromADump()
    {
        DefinitionsFixture other;
        const auto files = shop.dump();
        const auto applied = other.applyDump(files);
        QVERIFY2(applied.ok(), applied ? "" : (applied.error().where + ": " + applied.error().what).c_str());
        const auto again = other.dump();
        QCOMPARE(again.size(), files.size());
        for (const auto& [name, text] : files)
            SAME(again.at(name), text);
    }

    void changesNothingWhenAppliedAgain()
    {
        const uint64_t entries = shop.workspace->journalEntries();
        QVERIFY(applySampleFile(*shop.workspace, "1-vocabulary.yaml", "mia", "again").ok());
        QVERIFY(applySampleFile(*shop.workspace, "5-range-links.yaml", "mia", "again").ok());
        QCOMPARE(shop.workspace->journalEntries(), entries);
    }

private:
    DefinitionsFixture shop;
};

QTEST_APPLESS_MAIN(TestSample)
#include "tst_sample.moc"
