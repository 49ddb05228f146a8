// Which products fit together: operators, lists, units, tables, exceptions, three answers, counting.
#include "tests/bench/random.h"
#include "tests/governance/compat_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

const std::string vocabulary = "attributes:\n"
                               "  - { code: mount, type: choice, options: [E, Z, LM, OX] }\n"
                               "  - { code: mounts, type: multi-choice, options: [E, Z, LM, OX] }\n"
                               "  - { code: size, type: text }\n"
                               "  - { code: sizes, type: text }\n"
                               "  - { code: height, type: number, unit: mm }\n"
                               "  - { code: depth, type: number, unit: cm }\n"
                               "  - { code: room, type: text }\n"
                               "  - { code: rating, type: number }\n"
                               "families: [ { code: cam }, { code: lens }, { code: card } ]\n"
                               "categories: [ { code: photo }, { code: photo/wide }, { code: film } ]\n";

// Two products with these values, and one condition between them.
std::string answer(const std::string& left, const std::string& right, const std::string& condition)
{
    const CompatDesk desk(vocabulary + "products:\n  - { sku: A, name: a, family: cam, values: { " + left
        + " } }\n  - { sku: B, name: b, family: lens, values: { " + right
        + " } }\ncompatibility:\n  - { code: r, between: [cam, lens], where: [ { " + condition + " } ] }\n");
    const std::string one = desk.fit("A", "B"), other = desk.fit("B", "A");
    const PairCount count = desk.count("compat:r");
    const std::string counted = count.compatible ? "compatible" : count.incompatible ? "incompatible" : "unknown";
    return one == other && one == counted && count.total() == 1 ? one : one + "/" + other + "/" + counted;
}

const std::string shop = vocabulary
    + "products:\n"
      "  - { sku: C1, name: c, family: cam, values: { mount: E } }\n"
      "  - { sku: C2, name: c, family: cam, values: { mount: Z } }\n"
      "  - { sku: C3, name: c, family: cam }\n"
      "  - { sku: L1, name: l, family: lens, values: { mount: E } }\n"
      "  - { sku: L2, name: l, family: lens, values: { mount: LM } }\n"
      "  - { sku: L3, name: l, family: lens, values: { mount: Z } }\n"
      "  - { sku: AD, name: adapter, family: card }\n"
      "compatibility:\n"
      "  - { code: mounts, between: [cam, lens], where: [ { left: mount, op: equal, right: mount } ] }\n";

} // namespace

class TestCompatibility : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void conditions_data()
    {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::addColumn<QString>("condition");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* left, const char* right, const char* condition, const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(left) << QString::fromUtf8(right) << QString::fromUtf8(condition)
                                << QString::fromUtf8(expected);
        };
        row("equal", "mount: E", "mount: E", "left: mount, op: equal, right: mount", "compatible");
        row("not equal", "mount: E", "mount: Z", "left: mount, op: equal, right: mount", "incompatible");
        row("case counts", "size: 52mm", "size: 52MM", "left: size, op: equal, right: size", "incompatible");
        row("left missing", "rating: 1", "mount: Z", "left: mount, op: equal, right: mount", "unknown");
        row("right missing", "mount: E", "rating: 1", "left: mount, op: equal, right: mount", "unknown");
        row("equal in two units", "height: 40", "depth: 4", "left: height, op: equal, right: depth", "compatible");
        row("not equal in two units", "height: 4", "depth: 4", "left: height, op: equal, right: depth", "incompatible");
        row("any of a list equals", "mounts: [E, Z]", "mount: Z", "left: mounts, op: equal, right: mount", "compatible");
        row("a number equals its text", "rating: 5", "size: '5'", "left: rating, op: equal, right: size", "compatible");
        row("overlaps", "mounts: [E, Z]", "mounts: [LM, Z]", "left: mounts, op: overlaps, right: mounts", "compatible");
        row("overlaps not", "mounts: [E, Z]", "mounts: [LM]", "left: mounts, op: overlaps, right: mounts", "incompatible");
        row("a list contains", "mounts: [E, Z]", "mount: Z", "left: mounts, op: contains, right: mount", "compatible");
        row("a list contains not", "mounts: [E, Z]", "mount: OX", "left: mounts, op: contains, right: mount", "incompatible");
        row("a text contains words", "size: ATX Mid Tower", "sizes: atx", "left: size, op: contains, right: sizes", "compatible");
        row("words in a row", "size: ATX Mid Tower", "sizes: mid-tower", "left: size, op: contains, right: sizes", "compatible");
        row("but no part of one", "size: MicroATX Tower", "sizes: ATX", "left: size, op: contains, right: sizes", "incompatible");
        row("at most", "height: 40", "depth: 4", "left: height, op: at-most, right: depth", "compatible");
        row("above", "height: 41", "depth: 4", "left: height, op: at-most, right: depth", "incompatible");
        row("at least", "height: 40", "depth: 4", "left: height, op: at-least, right: depth", "compatible");
        row("below", "height: 39.9", "depth: 4", "left: height, op: at-least, right: depth", "incompatible");
        row("text with a unit", "height: 40", "room: up to 5 cm", "left: height, op: within, right: room", "compatible");
        row("no number", "height: 40", "room: roomy", "left: height, op: at-most, right: room", "unknown");
        row("other things measured", "height: 40", "room: 50 W", "left: height, op: at-most, right: room", "unknown");
        row("within", "height: 40", "room: 20-40", "left: height, op: within, right: room", "compatible");
        row("within in other units", "height: 30", "room: 2 - 4 cm", "left: height, op: within, right: room", "compatible");
        row("within a long dash", "height: 30", "room: 20–40 mm", "left: height, op: within, right: room", "compatible");
        row("outside", "height: 41", "room: 20-40", "left: height, op: within, right: room", "incompatible");
        row("within one number", "height: 40", "room: '40'", "left: height, op: within, right: room", "compatible");
        row("below zero", "rating: -5", "room: -10..0", "left: rating, op: within, right: room", "compatible");
        row("no range", "rating: -5", "room: some", "left: rating, op: within, right: room", "unknown");
        row("table", "mount: OX", "mount: LM", "left: mount, op: table, right: mount, table: { OX: [LM, Z] }", "compatible");
        row("table says no", "mount: OX", "mount: E", "left: mount, op: table, right: mount, table: { OX: [LM, Z] }", "incompatible");
        row("not in the table", "mount: E", "mount: E", "left: mount, op: table, right: mount, table: { OX: [LM, Z] }", "incompatible");
        row("table of a list", "mounts: [E, OX]", "mount: LM", "left: mounts, op: table, right: mount, table: { OX: [LM, Z] }",
            "compatible");
        row("table of numbers", "rating: 5", "rating: 7", "left: rating, op: table, right: rating, table: { '5': ['7'] }", "compatible");
        row("all must hold", "mount: E, rating: 1", "mount: E, rating: 0",
            "left: mount, op: equal, right: mount }, { left: rating, op: at-most, right: rating", "incompatible");
        row("no before unknown", "mount: E", "mount: Z, rating: 0",
            "left: rating, op: at-most, right: rating }, { left: mount, op: equal, right: mount", "incompatible");
        row("unknown before yes", "mount: E", "mount: E, rating: 0",
            "left: rating, op: at-most, right: rating }, { left: mount, op: equal, right: mount", "unknown");
    }
    void conditions()
    {
        QFETCH(QString, left);
        QFETCH(QString, right);
        QFETCH(QString, condition);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(answer(left.toStdString(), right.toStdString(), condition.toStdString())), expected);
    }

    void pairsAreCountedByAnswer()
    {
        const CompatDesk desk(shop);
        QCOMPARE(desk.count("compat:mounts"), (PairCount{2, 4, 3}));
        QCOMPARE(desk.partners("compat:mounts", "C1", Fit::Compatible), std::vector<std::string>{"L1"});
        QCOMPARE(desk.partners("compat:mounts", "L2", Fit::Incompatible), (std::vector<std::string>{"C1", "C2"}));
        QCOMPARE(desk.partners("compat:mounts", "L2", Fit::Unknown), std::vector<std::string>{"C3"});
        QCOMPARE(desk.fit("C1", "AD"), std::string("no-rule"));
        QCOMPARE(desk.fit("C1", "C1"), std::string("no-rule"));
    }

    void whyNotNamesTheConditionAndBothValues()
    {
        const CompatDesk desk(shop);
        const Compatibility compatibility(desk.catalog, View::Working);
        const PairAnswer no = compatibility.explain(desk.row("L2"), desk.row("C1"));
        QCOMPARE(no.answer, Fit::Incompatible);
        QCOMPARE(no.rules.size(), size_t(1));
        QCOMPARE(no.rules[0].left, desk.row("C1"));
        QCOMPARE(no.rules[0].conditions[0].leftValue, std::string("E"));
        QCOMPARE(no.rules[0].conditions[0].rightValue, std::string("LM"));
        QCOMPARE(no.because, std::string("mount of C1 is E and mount of L2 is LM; they must be equal (compat:mounts)"));
        const PairAnswer open = compatibility.explain(desk.row("C3"), desk.row("L1"));
        QCOMPARE(open.because, std::string("mount of C3 is missing, so compat:mounts cannot say"));
    }

    void everyMustRuleHasToHoldOrAnAllowingOne()
    {
        CompatDesk desk(shop);
        desk.define("compatibility:\n"
                    "  - { code: adapter, between: [lens, cam], effect: allows, with: AD, note: no autofocus,\n"
                    "      where: [ { left: mount, op: table, right: mount, table: { LM: [E] } } ] }\n");
        QCOMPARE(desk.fit("C1", "L2"), std::string("compatible"));
        QCOMPARE(desk.fit("C2", "L2"), std::string("incompatible"));
        QCOMPARE(desk.fit("C1", "L1"), std::string("compatible"));
        QCOMPARE(desk.fit("C3", "L2"), std::string("unknown"));
        const PairAnswer answer = Compatibility(desk.catalog, View::Working).explain(desk.row("C1"), desk.row("L2"));
        QCOMPARE(answer.because, std::string("compat:adapter allows it with AD: no autofocus"));
        QCOMPARE(desk.partners("compat:mounts", "C1", Fit::Compatible, true), (std::vector<std::string>{"L1", "L2"}));
        QCOMPARE(desk.partners("compat:mounts", "C1", Fit::Compatible, false), std::vector<std::string>{"L1"});
    }

    void anAllowingRuleAloneForbidsNothing()
    {
        const CompatDesk desk(vocabulary
            + "products: [ { sku: A, name: a, family: cam, values: { mount: E } }, { sku: B, name: b, family: lens, values: { mount: Z } "
              "},\n"
              "  { sku: C, name: c, family: lens, values: { mount: E } } ]\n"
              "compatibility: [ { code: r, between: [cam, lens], effect: allows, where: [ { left: mount, op: equal, right: mount } ] } "
              "]\n");
        QCOMPARE(desk.fit("A", "B"), std::string("no-rule"));
        QCOMPARE(desk.fit("A", "C"), std::string("compatible"));
    }

    void exceptionsWin()
    {
        CompatDesk desk(shop);
        desk.define(
            "links: [ { source: C1, type: incompatible, target: L1, reason: loose }, { source: L2, type: compatible, target: C1 } ]\n");
        QCOMPARE(desk.fit("C1", "L1"), std::string("incompatible"));
        QCOMPARE(desk.fit("L2", "C1"), std::string("compatible"));
        QCOMPARE(desk.fit("L2", "C1", View::Approved), std::string("no-rule"));
        QCOMPARE(desk.partners("compat:mounts", "C1", Fit::Compatible, true), std::vector<std::string>{"L2"});
        QCOMPARE(desk.count("compat:mounts").compatible, uint64_t(2)); // the rule's pairs alone
        const PairAnswer answer = Compatibility(desk.catalog, View::Working).explain(desk.row("C1"), desk.row("L1"));
        QCOMPARE(answer.exceptions, std::vector<std::string>{"link:C1:incompatible:L1"});
        QCOMPARE(answer.rules[0].answer, Fit::Compatible);
        desk.approveAll();
        desk.load();
        QCOMPARE(desk.fit("L2", "C1", View::Approved), std::string("compatible"));
    }

    void whatIsSaidOfAParentIsSaidOfItsVariants()
    {
        CompatDesk desk(shop);
        desk.define("products: [ { sku: L1-B, name: black, parent: L1 }, { sku: L1-W, name: white, parent: L1 } ]\n"
                    "links: [ { source: C1, type: incompatible, target: L1 }, { source: C1, type: compatible, target: L1-W } ]\n");
        QCOMPARE(desk.fit("C1", "L1-B"), std::string("incompatible"));
        QCOMPARE(desk.fit("C1", "L1-W"), std::string("compatible"));
        QCOMPARE(desk.count("compat:mounts").total(), uint64_t(15)); // family and mount are inherited
        QCOMPARE(desk.partners("compat:mounts", "C1", Fit::Incompatible, true), (std::vector<std::string>{"L1", "L1-B", "L2", "L3"}));
    }

    void aFamilyWithItselfCountsEachPairOnce()
    {
        CompatDesk desk(shop);
        desk.define(
            "compatibility:\n"
            "  - { code: same, between: [lens, lens], where: [ { left: mount, op: equal, right: mount } ] }\n"
            "  - { code: goes, between: [lens, lens], where: [ { left: mount, op: table, right: mount, table: { E: [LM], LM: [LM] } } ] }\n"
            "products: [ { sku: L4, name: l, family: lens, values: { mount: E } }, { sku: L5, name: l, family: lens } ]\n");
        QCOMPARE(desk.count("compat:same"), (PairCount{1, 5, 4}));
        QCOMPARE(desk.count("compat:goes"), (PairCount{2, 4, 4})); // E with LM, whichever is on the left
        QCOMPARE(desk.fit("L2", "L4"), std::string("incompatible")); // `same` says no
        QCOMPARE(desk.partners("compat:goes", "L2", Fit::Compatible), (std::vector<std::string>{"L1", "L4"}));
    }

    void categoriesAreSidesWithAllBelowThem()
    {
        const CompatDesk desk(vocabulary
            + "products:\n"
              "  - { sku: A, name: a, category: photo, values: { mount: E } }\n"
              "  - { sku: B, name: b, category: photo/wide, values: { mount: E } }\n"
              "  - { sku: C, name: c, categories: [film, photo/wide], values: { mount: E } }\n"
              "  - { sku: D, name: d, category: film, values: { mount: Z } }\n"
              "compatibility:\n"
              "  - { code: r, between: [ 'category:photo', 'category:film' ], where: [ { left: mount, op: equal, right: mount } ] }\n");
        QCOMPARE(desk.fit("A", "C"), std::string("compatible"));
        QCOMPARE(desk.fit("A", "D"), std::string("incompatible"));
        QCOMPARE(desk.fit("A", "B"), std::string("no-rule"));
        // A, B, C with C, D: C is on both sides, and no pair with itself.
        QCOMPARE(desk.count("compat:r"), (PairCount{2, 3, 0}));
    }

    // Counting by groups gives what looking at every pair gives.
    void countsAreThoseOfEveryPair_data()
    {
        QTest::addColumn<QString>("conditions");
        QTest::addColumn<QString>("sides");
        const auto row = [](const char* name, const char* conditions, const char* sides = "[cam, lens]") {
            QTest::newRow(name) << QString::fromUtf8(conditions) << QString::fromUtf8(sides);
        };
        row("equal", "{ left: mount, op: equal, right: mount }");
        row("overlaps", "{ left: mounts, op: overlaps, right: mounts }");
        row("at most", "{ left: height, op: at-most, right: depth }");
        row("at least", "{ left: height, op: at-least, right: depth }");
        row("equal and at most", "{ left: mount, op: equal, right: mount }, { left: height, op: at-most, right: depth }");
        row("two numbers", "{ left: rating, op: at-least, right: rating }, { left: height, op: at-most, right: depth }");
        row("within", "{ left: height, op: within, right: room }");
        row("table and list",
            "{ left: mounts, op: contains, right: mount }, { left: mount, op: table, right: mount, table: { E: [E, Z] } }");
        row("equal, one family", "{ left: mount, op: equal, right: mount }", "[cam, cam]");
        row("at most, one family", "{ left: height, op: at-most, right: depth }", "[cam, cam]");
        row("within, one family", "{ left: mounts, op: overlaps, right: mounts }, { left: height, op: within, right: room }",
            "[lens, lens]");
        row("family and category", "{ left: mount, op: equal, right: mount }", "[cam, 'category:photo']");
    }
    void countsAreThoseOfEveryPair()
    {
        QFETCH(QString, conditions);
        QFETCH(QString, sides);
        bench::Random random(7);
        const char* const mounts[] = {"E", "Z", "LM", "OX"};
        const char* const rooms[] = {"20-40", "3 cm", "up to 25", "wide"};
        std::string yaml = vocabulary + "products:\n";
        for (int i = 0; i < 60; ++i) {
            std::string values;
            const auto add = [&](const std::string& text) {
                if (random.chance(80))
                    values += (values.empty() ? "" : ", ") + text;
            };
            add(std::string("mount: ") + random.one(mounts));
            const size_t first = random.below(3);
            add(std::string("mounts: [") + mounts[first] + ", " + mounts[first + 1] + "]");
            add("height: " + std::to_string(random.below(50)));
            add("depth: " + std::to_string(random.below(5)));
            add("rating: " + std::to_string(random.below(4)));
            add(std::string("room: ") + random.one(rooms));
            yaml += "  - { sku: P" + std::to_string(i) + ", name: p, family: " + (random.chance(50) ? "cam" : "lens")
                + (random.chance(30) ? ", category: photo/wide" : "") + ", values: { " + values + " } }\n";
        }
        yaml += "compatibility: [ { code: r, between: " + sides.toStdString() + ", where: [ " + conditions.toStdString() + " ] } ]\n";
        const CompatDesk desk(yaml);
        const Compatibility compatibility(desk.catalog, View::Working);
        PairCount each;
        for (Row a = 0; a < desk.catalog.rows(); ++a) {
            uint64_t listed = 0;
            const auto& rule = *desk.catalog.entry("compat:r", View::Working);
            for (Row b = 0; b < desk.catalog.rows(); ++b) {
                const Fit fit = compatibility.fit(a, b);
                QCOMPARE(compatibility.fit(b, a), fit);
                listed += fit == Fit::Compatible ? 1 : 0;
                if (a < b) {
                    each.compatible += fit == Fit::Compatible ? 1 : 0;
                    each.incompatible += fit == Fit::Incompatible ? 1 : 0;
                    each.unknown += fit == Fit::Unknown ? 1 : 0;
                }
            }
            QCOMPARE(uint64_t(compatibility.partners(rule, a, Fit::Compatible).size()), listed);
            QCOMPARE(uint64_t(compatibility.partners(rule, a, Fit::Compatible, true).size()), listed);
        }
        QCOMPARE(compatibility.count(*desk.catalog.entry("compat:r", View::Working)), each);
        QVERIFY(each.compatible > 0 && each.incompatible > 0);
    }
};

QTEST_GUILESS_MAIN(TestCompatibility)
#include "tst_compatibility.moc"
