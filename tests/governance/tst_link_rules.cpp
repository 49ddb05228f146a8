// Link rules: what they give, what approving them freezes, what releases carry.
#include "governance/linkrules/frozen_links.h"
#include "governance/review/hold.h"
#include "tests/governance/compat_desk.h"

#include <SQLiteCpp/SQLiteCpp.h>

using namespace shelf;
using namespace shelf::test;

namespace {

constexpr Days someDay = 20750;

const std::string shop = "attributes: [ { code: weight, type: number, unit: g }, { code: grade, type: text } ]\n"
                         "families: [ { code: lens }, { code: kit } ]\n"
                         "products:\n"
                         "  - { sku: L1, name: one, family: lens, price: 100 EUR }\n"
                         "  - { sku: L2, name: two, family: lens, price: 200 EUR }\n"
                         "  - { sku: K1, name: first kit, family: kit, price: 10 EUR, values: { weight: 30, grade: b } }\n"
                         "  - { sku: K2, name: second kit, family: kit, price: 5 EUR, values: { weight: 20, grade: a } }\n"
                         "  - { sku: K3, name: third kit, family: kit }\n";

std::string ruleWith(const std::string& rest)
{
    return "link_rules: [ { code: r, source: 'family = \"lens\"', type: accessory, " + rest + " } ]\n";
}

// "L1>K1:1 …" of what the rule gives.
std::string given(const CompatDesk& desk, View view = View::Working, const std::string& rule = "linkrule:r")
{
    const auto links = computeLinks(desk.catalog, *desk.catalog.entry(rule, View::Working), view, someDay);
    if (!links)
        return links.error().code + " " + links.error().where;
    std::string text;
    for (const ComputedLink& link : links->links)
        text += (text.empty() ? "" : " ") + std::string(desk.catalog.sku(link.source)) + ">" + std::string(desk.catalog.sku(link.target))
            + ":" + std::to_string(link.rank);
    return text;
}

ptrdiff_t lines(const std::string& text)
{
    return std::count(text.begin(), text.end(), '\n');
}

std::string reasons(const Result<ReviewOutcome>& outcome)
{
    return outcome && !outcome->refused.empty() ? outcome->refused.front().because : std::string();
}

} // namespace

class TestLinkRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void give_data()
    {
        QTest::addColumn<QString>("rest");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* rest, const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(rest) << QString::fromUtf8(expected);
        };
        row("a list in its order", "targets: [K3, K1]", "L1>K1:2 L1>K3:1 L2>K1:2 L2>K3:1");
        row("a list sorted", "targets: [K3, K1], order: sku", "L1>K1:1 L1>K3:2 L2>K1:1 L2>K3:2");
        row("an expression, by SKU", "target: 'family = \"kit\"'", "L1>K1:1 L1>K2:2 L1>K3:3 L2>K1:1 L2>K2:2 L2>K3:3");
        row("the cheapest", "target: 'family = \"kit\"', order: price, limit: 1", "L1>K2:1 L2>K2:1");
        row("the dearest; without a price last", "target: 'family = \"kit\"', order: -price, limit: 2", "L1>K1:1 L1>K2:2 L2>K1:1 L2>K2:2");
        row("by text", "target: 'family = \"kit\"', order: grade, limit: 1", "L1>K2:1 L2>K2:1");
        row("no link to itself", "target: 'price > 0', order: -price, limit: 1", "L1>L2:1 L2>L1:1");
        row("ranks go on", "targets: [K1, K2], rank: 5", "L1>K1:5 L1>K2:6 L2>K1:5 L2>K2:6");
        row("nothing", "target: 'price > 1000'", "");
    }
    void give()
    {
        QFETCH(QString, rest);
        QFETCH(QString, expected);
        const CompatDesk desk(shop + ruleWith(rest.toStdString()));
        QCOMPARE(QString::fromStdString(given(desk)), expected);
    }

    void aStoredLinkWins()
    {
        const CompatDesk desk(shop + ruleWith("target: 'family = \"kit\"', limit: 2")
            + "links: [ { source: L1, type: accessory, target: K1, rank: 9 }, { source: L2, type: cross-sell, target: K1 } ]\n");
        QCOMPARE(given(desk), std::string("L1>K2:2 L2>K1:1 L2>K2:2"));
        QCOMPARE(given(desk, View::Approved), std::string("L1>K1:1 L1>K2:2 L2>K1:1 L2>K2:2")); // a draft is no link yet
    }

    void ofASymmetricTypeTheSmallerSkuIsTheSource()
    {
        const CompatDesk desk(
            shop + "link_rules: [ { code: r, source: 'family = \"lens\"', type: substitute, target: 'family = \"lens\"' } ]\n");
        QCOMPARE(given(desk), std::string("L1>L2:1"));
    }

    void whatMakesNoSenseIsSaid()
    {
        const CompatDesk desk(shop + ruleWith("targets: [K1], order: wieght"));
        QCOMPARE(given(desk), std::string("UNKNOWN_ATTRIBUTE linkrule:r, order"));
        const auto few = computeLinks(CompatDesk(shop + ruleWith("target: 'family = \"kit\"'")).catalog,
            *desk.catalog.entry("linkrule:r", View::Working), View::Working, someDay, {.links = 1});
        QVERIFY(!few);
    }

    void frozenTextComesBack()
    {
        const CompatDesk desk(shop + ruleWith("targets: [K1]"));
        const auto links = computeLinks(desk.catalog, *desk.catalog.entry("linkrule:r", View::Working), View::Working, someDay);
        SHELF_OK(links);
        const std::string text = frozenContent(desk.catalog, *links);
        QCOMPARE(text, std::string("{\"links\":[[\"L1\",\"K1\",1],[\"L2\",\"K1\",1]],\"type\":\"accessory\"}"));
        const auto back = readFrozen("linkrule:r", text);
        SHELF_OK(back);
        QCOMPARE(back->links.size(), size_t(2));
        QCOMPARE(back->links[1].source, std::string("L2"));
        QVERIFY(!readFrozen("linkrule:r", "{\"links\":[[1]]}"));
    }

    void approvingFreezesWhatReleasesCarry()
    {
        CompatDesk desk(
            "policies: { reach-drift: 100 }\n" + shop + ruleWith("targets: [K1], reason: Keeps it clean, owner: jan, channels: [web]"));
        desk.approveAll();
        SHELF_OK(desk.publish("one"));
        const std::string line =
            "{\"id\":\"link:L1:accessory:K1\",\"kind\":\"link\",\"source\":\"L1\",\"type\":\"accessory\",\"target\":\"K1\",\"rank\":1,"
            "\"origin\":\"linkrule:r\",\"reason\":\"Keeps it clean\",\"channels\":[\"web\"],\"owner\":\"jan\",\"approved_by\":\"jan\"";
        QVERIFY(desk.mappings("one").starts_with(line));
        QCOMPARE(lines(desk.mappings("one")), ptrdiff_t(2));
        SHELF_SOUND(desk.problems("one"));
        QVERIFY(readFile(desk.dir("one") + "/manifest.json").find("not_expanded") == std::string::npos);
        // A new product waits for the next review.
        desk.define("products: [ { sku: L3, name: three, family: lens } ]\n");
        SHELF_OK(desk.publish("two"));
        QCOMPARE(desk.mappings("two"), desk.mappings("one"));
        desk.define(ruleWith("targets: [K1], reason: Keeps it very clean, owner: jan, channels: [web]"));
        desk.approveAll();
        SHELF_OK(desk.publish("three"));
        QCOMPARE(lines(desk.mappings("three")), ptrdiff_t(3));
        SHELF_SOUND(desk.problems("three", "two"));
        QCOMPARE(desk.workspace->mapping("linkrule:r")->value().approved.number, uint32_t(2));
    }

    void linesAreInOrderAmongStoredLinks()
    {
        CompatDesk desk(shop + ruleWith("target: 'family = \"kit\"', owner: jan, reason: Clean")
            + "links: [ { source: K1, type: cross-sell, target: K2, owner: jan, reason: Clean }, { source: L1, type: accessory, target: "
              "K2, rank: 7, owner: jan, reason: Clean },\n"
              "  { source: L1, type: accessory, target: K3, variant: winter, owner: jan, reason: Warm }, { source: L2, type: cross-sell, "
              "target: K1, owner: jan, reason: Clean } ]\n");
        desk.approveAll(); // all at once: when the rule is computed, no link is approved yet
        SHELF_OK(desk.publish("one"));
        SHELF_SOUND(desk.problems("one"));
        const std::string all = desk.mappings("one");
        QVERIFY(all.find("\"link:L1:accessory:K1\"") < all.find("\"link:L1:accessory:K2\""));
        QVERIFY(
            all.find(
                "\"link:L1:accessory:K2\",\"kind\":\"link\",\"source\":\"L1\",\"type\":\"accessory\",\"target\":\"K2\",\"rank\":7,\"owner")
                != std::string::npos
            || all.find("\"target\":\"K2\",\"rank\":7") != std::string::npos);
        QVERIFY(all.find("\"link:L1:accessory:K3\"") == std::string::npos); // its pair is stored, with a variant
        QVERIFY(all.find("\"link:L1:accessory:K3:winter\"") != std::string::npos);
        QVERIFY(all.find("\"link:L2:accessory:K3\"") != std::string::npos);
    }

    void whatIsHeldBackStaysBack()
    {
        CompatDesk desk(shop + ruleWith("targets: [K1, K2], owner: jan, reason: Clean")
            + "links: [ { source: L1, type: accessory, target: K1, owner: jan, reason: Clean } ]\n");
        desk.approveAll();
        SHELF_OK(desk.publish("one"));
        SHELF_OK(hold(*desk.workspace, {{"link:L1:accessory:K1"}, "recalled", false, "jan"}));
        SHELF_OK(desk.publish("two"));
        QVERIFY(desk.mappings("two").find("link:L1:accessory:K1") == std::string::npos); // not by way of the rule either
        SHELF_OK(unhold(*desk.workspace, {{"link:L1:accessory:K1"}, "fine", false, "jan"}));
        SHELF_OK(hold(*desk.workspace, {{"linkrule:r"}, "too many", false, "jan"}));
        SHELF_OK(desk.publish("three"));
        QCOMPARE(lines(desk.mappings("three")), ptrdiff_t(1));
        const auto back = rollbackRelease(*desk.workspace, {1, {}, {desk.dir("four"), "rita", "as before", false}});
        QVERIFY(!back);
        QCOMPARE(back.error().code, std::string("HELD"));
    }

    void reachIsKeptWithTheApproval()
    {
        CompatDesk desk(shop + ruleWith("targets: [K1]")
            + "compatibility: [ { code: c, between: [lens, kit], where: [ { left: weight, op: at-least, right: weight } ] } ]\n"
              "# nothing has a weight but kits\n");
        desk.define("products: [ { sku: L1, values: { weight: 25 } } ]\n");
        desk.approveAll();
        desk.load();
        QCOMPARE(desk.catalog.entry("linkrule:r", View::Approved)->reach, std::optional<uint64_t>(2));
        QCOMPARE(desk.catalog.entry("linkrule:r", View::Approved)->frozen.size(), size_t(2));
        QCOMPARE(desk.catalog.entry("compat:c", View::Approved)->reach, std::optional<uint64_t>(1));
        const auto check = desk.workspace->check(true);
        SHELF_OK(check);
        QCOMPARE(check->problems, std::vector<std::string>());
    }

    void whatNobodyApprovedIsNoticed()
    {
        CompatDesk desk(shop + ruleWith("targets: [K1]"));
        desk.approveAll();
        SQLite::Database(desk.path, SQLite::OPEN_READWRITE).exec("INSERT INTO frozen SELECT mapping, version + 1, content FROM frozen");
        const auto check = desk.workspace->check(true);
        SHELF_OK(check);
        QCOMPARE(check->problems, std::vector<std::string>{"the frozen links stored are not those that were approved"});
    }

    void whatCannotBeComputedIsNotApproved()
    {
        CompatDesk desk(shop + ruleWith("targets: [K1], order: wieght"));
        SHELF_OK(review(*desk.workspace, {ReviewVerb::Submit, {}, true, {}, "mia", {}}));
        const auto approved = review(*desk.workspace, {ReviewVerb::Approve, {}, true, {}, "jan", {}});
        SHELF_OK(approved);
        QVERIFY(approved->done.empty());
        QVERIFY2(reasons(approved).find("did you mean weight") != std::string::npos, reasons(approved).c_str());
    }
};

QTEST_GUILESS_MAIN(TestLinkRules)
#include "tst_link_rules.moc"
