#include "model/change/change_set.h"
#include "tests/change/blocks.h"

#include <QtTest>

using namespace shelf;

namespace {

Thing thing(uint64_t revision, const std::vector<std::pair<std::string, std::string>>& fields)
{
    Thing thing;
    thing.key = "X1";
    thing.revision = revision;
    for (const auto& [field, value] : fields)
        thing.fields.set(field, value);
    return thing;
}

// What applying a change gives, as the store does it for products.
Thing applied(Thing thing, const Change& change)
{
    for (const FieldChange& field : change.fields)
        thing.fields.set(field.field, field.after);
    thing.revision = change.op == ChangeOp::Delete ? 0 : thing.revision + 1;
    return thing;
}

} // namespace

class TestChangeSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowGivesBackWhatWasAdded()
    {
        test::RandomBlocks random(1);
        for (int round = 0; round < 200; ++round) {
            std::vector<Change> changes;
            ChangeBlock block;
            for (size_t row = 0; row < 1 + random.below(40); ++row)
                changes.push_back(random.change(block.kind, row));
            for (const Change& change : changes)
                block.add(change);
            QCOMPARE(block.rows(), changes.size());
            for (size_t row = 0; row < changes.size(); ++row)
                QVERIFY(block.row(row) == changes[row]);
        }
    }

    void columnsHoldOnlyWhatIsThere()
    {
        ChangeBlock block;
        block.add({ThingKind::Product, "A", ChangeOp::Create, 0, {{"name", "", "\"a\""}}});
        block.add({ThingKind::Product, "B", ChangeOp::Create, 0, {{"stock", "", "1"}}});
        block.add({ThingKind::Product, "C", ChangeOp::Edit, 4, {{"stock", "2", ""}}});
        QCOMPARE(block.columns.size(), size_t(2));
        const FieldColumn& name = block.columns[0];
        QCOMPARE(name.before.size(), size_t(0));
        QCOMPARE(name.after.size(), size_t(1));
        QVERIFY(name.beforeAt(2).empty() && name.afterAt(2).empty());
        const FieldColumn& stock = block.columns[1];
        QVERIFY(stock.afterAt(1) == "1" && stock.beforeAt(1).empty());
        QVERIFY(stock.beforeAt(2) == "2" && stock.afterAt(2).empty());
    }

    void rowsNameTheirFieldsInOrder()
    {
        ChangeBlock block;
        block.add({ThingKind::Product, "A", ChangeOp::Edit, 1, {{"z", "", "1"}}});
        block.add({ThingKind::Product, "B", ChangeOp::Edit, 1, {{"a", "", "1"}, {"z", "", "2"}}});
        const Change second = block.row(1);
        QVERIFY(second.fields[0].field == "a" && second.fields[1].field == "z");
    }

    void aFieldNamedTwiceCountsOnce()
    {
        ChangeBlock block;
        block.add({ThingKind::Product, "A", ChangeOp::Edit, 1, {{"a", "1", "2"}, {"a", "2", "3"}}});
        block.add({ThingKind::Product, "B", ChangeOp::Edit, 1, {{"a", "8", "9"}}});
        QVERIFY((block.row(0).fields == std::vector<FieldChange>{{"a", "1", "2"}}));
        QVERIFY((block.row(1).fields == std::vector<FieldChange>{{"a", "8", "9"}}));
    }

    void columnsMadeByHandAreFound()
    {
        ChangeBlock block;
        block.columns.push_back({"b", {}, {}});
        block.add({ThingKind::Product, "A", ChangeOp::Edit, 1, {{"a", "", "1"}, {"b", "", "2"}}});
        std::swap(block.columns[0], block.columns[1]);
        block.add({ThingKind::Product, "B", ChangeOp::Edit, 1, {{"b", "", "3"}}});
        QCOMPARE(block.columns.size(), size_t(2));
        QVERIFY((block.row(1).fields == std::vector<FieldChange>{{"b", "", "3"}}));
    }

    void aClearedBlockIsLikeANewOne()
    {
        test::RandomBlocks random(2);
        ChangeBlock block = random.block();
        block.clear();
        ChangeBlock empty;
        empty.kind = block.kind;
        QVERIFY(block == empty);
    }

    void aNewBlockBeginsWhereTheKindDiffers()
    {
        ChangeSet set;
        QVERIFY(set.empty());
        set.add({ThingKind::Product, "A", ChangeOp::Create, 0, {}});
        set.add({ThingKind::Product, "B", ChangeOp::Create, 0, {}});
        set.add({ThingKind::Mapping, "link:A:accessory:B", ChangeOp::Create, 0, {}});
        set.add({ThingKind::Product, "C", ChangeOp::Create, 0, {}});
        QCOMPARE(set.blocks.size(), size_t(3));
        QCOMPARE(set.size(), size_t(4));
    }

    void aNewBlockBeginsWhereTheLastIsFull()
    {
        ChangeSet rows;
        for (size_t row = 0; row < maxBlockRows + 1; ++row)
            rows.add({ThingKind::Product, std::to_string(row), ChangeOp::Edit, 1, {{"stock", "1", "2"}}});
        QCOMPARE(rows.blocks.size(), size_t(2));
        QCOMPARE(rows.blocks[0].rows(), maxBlockRows);

        ChangeSet bytes;
        const std::string large(size_t(1) << 20, 'x');
        for (size_t row = 0; row < 13; ++row)
            bytes.add({ThingKind::Product, std::to_string(row), ChangeOp::Edit, 1, {{"name", "", large}}});
        QCOMPARE(bytes.blocks.size(), size_t(2));
    }

    void sourceGivesEveryBlockOnce()
    {
        ChangeSet set;
        set.add({ThingKind::Product, "A", ChangeOp::Create, 0, {{"name", "", "\"a\""}}});
        set.add({ThingKind::Policy, "gate", ChangeOp::Edit, 1, {{"value", "\"new\"", "\"all\""}}});
        for (int reading = 0; reading < 2; ++reading) {
            const BlockSource source = set.source();
            ChangeBlock block;
            for (const ChangeBlock& expected : set.blocks) {
                const Result<bool> more = source(block);
                QVERIFY(more.ok() && *more);
                QVERIFY(block == expected);
            }
            const Result<bool> more = source(block);
            QVERIFY(more.ok() && !*more);
        }
    }

    void differenceNamesWhatDiffers()
    {
        const std::optional<Change> change = difference(thing(3, {{"brand", "\"b\""}, {"name", "\"n\""}, {"stock", "1"}}),
            thing(3, {{"name", "\"m\""}, {"price", "5"}, {"stock", "1"}}));
        QVERIFY(change.has_value());
        QVERIFY(change->op == ChangeOp::Edit && change->baseRevision == 3);
        const std::vector<FieldChange> expected = {{"brand", "\"b\"", ""}, {"name", "\"n\"", "\"m\""}, {"price", "", "5"}};
        QVERIFY(change->fields == expected);
    }

    void differenceMakesAndDeletes()
    {
        const Thing none = thing(0, {});
        const Thing some = thing(2, {{"name", "\"n\""}});
        QVERIFY(!difference(none, none));
        QVERIFY(!difference(some, some));
        const std::optional<Change> made = difference(none, some);
        QVERIFY(made && made->op == ChangeOp::Create && made->baseRevision == 0);
        QVERIFY((made->fields == std::vector<FieldChange>{{"name", "", "\"n\""}}));
        const std::optional<Change> deleted = difference(some, none);
        QVERIFY(deleted && deleted->op == ChangeOp::Delete && deleted->baseRevision == 2);
        QVERIFY((deleted->fields == std::vector<FieldChange>{{"name", "\"n\"", ""}}));
        const std::optional<Change> bare = difference(none, thing(1, {}));
        QVERIFY(bare && bare->op == ChangeOp::Create && bare->fields.empty());
    }

    void inverseTakesBackAndInverseOfInverseBringsAgain()
    {
        test::RandomBlocks random(3);
        for (int round = 0; round < 300; ++round) {
            Thing before = thing(random.oneIn(4) ? 0 : 5, {});
            Thing after = thing(random.oneIn(4) ? 0 : 5, {});
            for (Thing* side : {&before, &after}) {
                for (size_t i = 0; side->revision != 0 && i < 6; ++i)
                    side->fields.set(std::string("f").append(std::to_string(random.below(6))), std::to_string(random.below(3)));
            }
            const std::optional<Change> change = difference(before, after);
            if (!change) {
                QVERIFY(before.fields == after.fields);
                continue;
            }
            const Thing then = applied(before, *change);
            QVERIFY(then.fields == after.fields);
            const Change back = inverse(*change, then.revision);
            QCOMPARE(back.baseRevision, then.revision);
            const Thing restored = applied(then, back);
            QVERIFY(restored.fields == before.fields);
            QCOMPARE(restored.revision == 0, before.revision == 0);
            QVERIFY(inverse(back, change->baseRevision) == *change);
        }
    }

    void originsKeepTheirNames()
    {
        for (int value = 1; value <= 9; ++value) {
            const auto origin = static_cast<Origin>(value);
            QVERIFY(!originName(origin).empty());
            QVERIFY(originFromName(originName(origin)) == origin);
        }
        QVERIFY(!originFromName("somebody"));
        QVERIFY(!originFromName(""));
    }
};

QTEST_APPLESS_MAIN(TestChangeSet)
#include "tst_change_set.moc"
