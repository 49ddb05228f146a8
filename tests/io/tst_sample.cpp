// The sample shop: it can be made, has every kind of mapping, and its dates move with the clock.
#include "definitions_fixture.h"
#include "model/domain/mapping.h"
#include "model/io/sample.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace shelf;

#define SAME(actual, expected) QCOMPARE(QByteArray::fromStdString(actual), QByteArray::fromStdString(expected))

class TestSample : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const auto made = makeSample(*shop.workspace);
        QVERIFY2(made.ok(), made ? "" : (made.error().where + ": " + made.error().what + "; " + made.error().tryThis).c_str());
    }

    void hasEveryKind()
    {
        QVERIFY(shop.workspace->productCount().value() >= 60);
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
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(3));
    }

    void datesMoveWithTheClock()
    {
        SAME(shop.field("ORV-A1", "end_of_life"), std::string("\"2026-05-02\"")); // 200 days before 2026-11-18
    }

    void namesTheReview()
    {
        const auto review = sampleReview(*shop.workspace);
        QVERIFY(review.ok());
        QVERIFY(!review->approved.empty() && !review->draft.empty() && !review->inReview.empty() && !review->rejected.empty());
        std::vector<std::string> others = review->draft;
        others.insert(others.end(), review->inReview.begin(), review->inReview.end());
        for (const auto& [id, comment] : review->rejected) {
            others.push_back(id);
            QVERIFY(!comment.empty());
        }
        for (const std::string& id : others) {
            const auto mapping = shop.workspace->mapping(id);
            QVERIFY2(mapping.ok() && *mapping, id.c_str());
            QVERIFY(std::find(review->approved.begin(), review->approved.end(), id) == review->approved.end());
        }
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

    void changesNothingWhenMadeAgain()
    {
        QVERIFY(makeSample(*shop.workspace).ok());
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(3));
    }

private:
    DefinitionsFixture shop;
};

QTEST_APPLESS_MAIN(TestSample)
#include "tst_sample.moc"
