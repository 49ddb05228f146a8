// Rules about links: their examples, and what lies between those.
#include "governance/rules/links/links.h"
#include "governance/rules/registry.h"
#include "tests/governance/rules_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

const char* const camera = "shelfwright: 1\n"
                           "channels: [ { code: store, label: Store } ]\n"
                           "products:\n"
                           "  - { sku: CAM, name: Camera, price: 500.00 EUR }\n"
                           "  - { sku: BAG, name: Bag, price: 50.00 EUR }\n"
                           "  - { sku: BAT, name: Battery, price: 30.00 EUR }\n"
                           "  - { sku: OLD, name: Old bag, lifecycle: retired }\n"
                           "  - { sku: OLDER, name: Older bag, lifecycle: retired }\n";

const Rule* ruleOf(const QString& id)
{
    return builtInRule(id.toStdString());
}

} // namespace

class TstRulesLinks : public QObject {
    Q_OBJECT

private:
    static void everyRule()
    {
        QTest::addColumn<QString>("id");
        for (const RulePtr& rule : linkRules())
            QTest::newRow(std::string(rule->info().id).c_str()) << QString::fromStdString(std::string(rule->info().id));
    }

private Q_SLOTS:
    void areThirtyInOrder()
    {
        std::vector<std::string> ids;
        for (const RulePtr& rule : linkRules())
            ids.emplace_back(rule->info().id);
        QCOMPARE(ids.size(), size_t(30));
        QVERIFY(std::is_sorted(ids.begin(), ids.end()));
    }

    void holdTheirExamples_data() { everyRule(); }
    void holdTheirExamples()
    {
        QFETCH(QString, id);
        const RuleInfo& info = ruleOf(id)->info();
        const auto count = [&](std::string_view example) { return RulesDesk(example).findings(id.toStdString()).size(); };
        QCOMPARE(count(info.passing), size_t(0));
        QCOMPARE(count(info.edge) > 0, info.edgeViolates);

        RulesDesk desk(info.violating);
        auto found = desk.findings(id.toStdString());
        QVERIFY(!found.empty());
        std::sort(found.begin(), found.end(), [](const Finding& a, const Finding& b) { return a.id < b.id; });
        QCOMPARE(desk.findingsOneByOne(id.toStdString()), found);
        const bool mends = !info.fix.empty();
        for (const Finding& finding : found)
            QCOMPARE(!finding.fix.empty(), mends);
        QCOMPARE(desk.fix(id.toStdString()) > 0, mends);
        if (mends)
            QCOMPARE(RulesDesk::shown(desk.findings(id.toStdString())), QString());
    }

    void find_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* id, const char* yaml, const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(id) << QString::fromUtf8(yaml) << QString::fromUtf8(expected);
        };
        row("a retired target of a retired source", "link.target-retired",
            "links: [ { source: OLD, type: accessory, target: OLDER, reason: x } ]", "");
        row("either end of a symmetric link", "link.target-retired", "links: [ { source: BAG, type: substitute, target: OLD } ]",
            "link:BAG:substitute:OLD");
        row("a filter is never shown", "link.target-retired", "links: [ { source: BAG, type: incompatible, target: OLD, reason: x } ]", "");
        row("a retired successor", "link.target-retired", "links: [ { source: OLDER, type: successor, target: OLD } ]",
            "link:OLDER:successor:OLD");
        row("a symmetric link has no source", "link.source-retired", "links: [ { source: BAG, type: substitute, target: OLD } ]", "");
        row("a retired source", "link.source-retired",
            "links: [ { source: OLD, type: service, target: BAG }, { source: OLD, type: "
            "accessory, target: BAG, reason: x } ]",
            "link:OLD:accessory:BAG");
        row("only in the channels of the link", "link.target-unsellable",
            "products: [ { sku: WEB, name: Web, channels: [web] } ]\n"
            "links:\n"
            "  - { source: CAM, type: accessory, target: WEB, reason: x, channels: [web] }\n"
            "  - { source: BAG, type: accessory, target: WEB, reason: x, channels: [web, store] }\n"
            "  - { source: BAT, type: accessory, target: WEB, reason: x }",
            "link:BAG:accessory:WEB store; link:BAT:accessory:WEB store");
        row("a symmetric link both ways", "link.target-unsellable",
            "products: [ { sku: WEB, name: Web, channels: [web] }, { sku: XST, name: Store, channels: [store] } ]\n"
            "links: [ { source: WEB, type: substitute, target: XST } ]",
            "link:WEB:substitute:XST store; link:WEB:substitute:XST web");
        row("planned without a date", "link.target-unsellable",
            "products: [ { sku: PLAN, name: Planned, lifecycle: planned } ]\n"
            "links: [ { source: CAM, type: accessory, target: PLAN, reason: x } ]",
            "link:CAM:accessory:PLAN planned");
        row("channels all named", "link.channels-disagree",
            "products: [ { sku: WEB, name: Web, channels: [web] } ]\n"
            "links: [ { source: WEB, type: accessory, target: BAG, reason: x, channels: [web, store] } ]",
            "link:WEB:accessory:BAG store");
        row("out of stock, no date", "link.target-out-of-stock",
            "products: [ { sku: BAG, stock: 0 }, { sku: BAT, stock: 0, stock_since: today-15d } ]\n"
            "links: [ { source: CAM, type: accessory, target: BAG, reason: x }, { source: BAG, type: substitute, target: BAT } ]",
            "link:BAG:substitute:BAT BAT");
        row("never recommended, the other end", "link.target-never-recommend",
            "products: [ { sku: BAG, never_recommend: true } ]\nlinks: [ { source: BAG, type: substitute, target: BAT } ]",
            "link:BAG:substitute:BAT");
        const std::string fits =
            "attributes: [ { code: mount, label: Mount, type: text } ]\n"
            "families: [ { code: body, attributes: [ { code: mount } ] }, { code: lens, attributes: [ { code: mount } ] } ]\n"
            "products:\n"
            "  - { sku: BODY, name: Body, family: body, values: { mount: A } }\n"
            "  - { sku: LENS, name: Lens, family: lens, values: { mount: B } }\n"
            "compatibility: [ { code: c, between: [body, lens], where: [ { left: mount, op: equal, right: mount } ] } ]\n";
        row("a template that says so", "link.reason-contradicts",
            (fits
                + "templates: [ { code: t, text: Sharp, variants: [ { channel: web, text: \"Fits {source.name}\" } ] } ]\n"
                  "links: [ { source: BODY, type: accessory, target: LENS, template: t } ]")
                .c_str(),
            "link:BODY:accessory:LENS");
        row("a type's template that says so", "link.reason-contradicts",
            (fits
                + "templates: [ { code: t, text: { de: \"Passt an {source.name}\" }, link_types: [accessory] } ]\n"
                  "links: [ { source: BODY, type: accessory, target: LENS }, { source: BODY, type: service, target: LENS } ]")
                .c_str(),
            "link:BODY:accessory:LENS");
        row("a reason instead of the type's template", "link.reason-contradicts",
            (fits
                + "templates: [ { code: t, text: Fits, link_types: [accessory] } ]\n"
                  "links: [ { source: BODY, type: accessory, target: LENS, reason: Sharp } ]")
                .c_str(),
            "");
        row("a type's template is a reason", "link.reason-missing",
            "templates: [ { code: t, text: Good, link_types: [accessory] } ]\n"
            "links: [ { source: CAM, type: accessory, target: BAG }, { source: CAM, type: cross-sell, target: BAG } ]",
            "link:CAM:cross-sell:BAG");
        row("a reason of each language", "link.reason-empty-words",
            "links: [ { source: CAM, type: accessory, target: BAG, reason: { en: Bag for Camera, de: Hält sie trocken } } ]",
            "link:CAM:accessory:BAG en");
        row("a reason of empty words alone", "link.reason-empty-words",
            "links: [ { source: CAM, type: accessory, target: BAG, reason: Goes well with it! } ]", "link:CAM:accessory:BAG");
        row("accents and capitals", "link.reason-empty-words",
            "products: [ { sku: ÉTUI, name: Étui Größe L } ]\nlinks: [ { source: CAM, type: accessory, target: ÉTUI, reason: ÉTUI GRÖSSE L "
            "} ]",
            "link:CAM:accessory:ÉTUI");
        row("twins in two types of one slot", "link.rank-duplicate",
            "links: [ { source: CAM, type: accessory, target: BAG, rank: 1, reason: x }, { source: CAM, type: cross-sell, target: BAT, "
            "rank: 1, reason: x } ]",
            "CAM accessories");
        row("one pair in two seasons", "link.rank-duplicate",
            "links: [ { source: CAM, type: accessory, target: BAG, rank: 1, reason: x }, { source: CAM, type: accessory, target: BAG, "
            "rank: 1, reason: x, variant: winter } ]",
            "");
        row("the rank of the other end", "link.rank-duplicate",
            "links: [ { source: BAG, type: substitute, target: CAM, target_rank: 2 }, { source: BAT, type: substitute, target: CAM, "
            "target_rank: 2, rank: 1 } ]",
            "CAM alternatives");
        row("a cap of its own", "link.too-many-in-slot",
            "rules: [ { id: link.too-many-in-slot, parameters: { max: 1 } } ]\n"
            "links: [ { source: CAM, type: accessory, target: BAG, reason: x }, { source: BAT, type: compatible, target: CAM } ]",
            "CAM accessories");
        row("a season that ended", "link.window-ended",
            "seasons: [ { code: old, label: Old, from: today-20d, to: today-1d } ]\n"
            "links: [ { source: CAM, type: accessory, target: BAG, reason: x, season: old } ]",
            "link:CAM:accessory:BAG");
        row("ends today", "link.window-ended", "links: [ { source: CAM, type: accessory, target: BAG, reason: x, to: today } ]", "");
        row("ends today, soon", "link.window-ends-soon", "links: [ { source: CAM, type: accessory, target: BAG, reason: x, to: today } ]",
            "link:CAM:accessory:BAG");
        row("substitutes are not together", "link.contradicts-link",
            "links: [ { source: BAG, type: incompatible, target: BAT, reason: x }, { source: BAG, type: up-sell, target: BAT, reason: x "
            "}, { source: BAT, type: cross-sell, target: BAG, reason: x } ]",
            "link:BAT:cross-sell:BAG (link:BAG:incompatible:BAT)");
        row("a ban that has ended", "link.contradicts-link",
            "links: [ { source: BAG, type: incompatible, target: BAT, reason: x, to: today-1d }, { source: BAT, type: cross-sell, target: "
            "BAG, reason: x } ]",
            "");
        row("two circles that share a product", "link.requires-cycle",
            "links: [ { source: BAG, type: requires, target: BAT, reason: x }, { source: BAT, type: requires, target: BAG, reason: x }, { "
            "source: BAT, type: requires, target: CAM, reason: x }, { source: CAM, type: requires, target: BAT, reason: x } ]",
            "BAG (BAT, CAM)");
        row("two circles apart", "link.requires-cycle",
            "links: [ { source: BAG, type: requires, target: BAT, reason: x }, { source: BAT, type: requires, target: BAG, reason: x }, { "
            "source: OLD, type: requires, target: OLDER, reason: x }, { source: OLDER, type: requires, target: OLD, reason: x } ]",
            "BAG (BAT); OLD (OLDER)");
        row("a circle that ended", "link.requires-cycle",
            "links: [ { source: BAG, type: requires, target: BAT, reason: x }, { source: BAT, type: requires, target: BAG, reason: x, to: "
            "today-1d } ]",
            "");
        row("a chain into a circle", "link.chain-too-deep",
            "rules: [ { id: link.chain-too-deep, parameters: { max: 1 } } ]\n"
            "links: [ { source: CAM, type: requires, target: OLD, reason: x }, { source: OLD, type: requires, target: BAG, reason: x }, { "
            "source: BAG, type: requires, target: BAT, reason: x }, { source: BAT, type: requires, target: BAG, reason: x } ]",
            "CAM (OLD, BAG)");
        row("the longer of two ways", "link.chain-too-deep",
            "rules: [ { id: link.chain-too-deep, parameters: { max: 1 } } ]\n"
            "links: [ { source: CAM, type: requires, target: BAT, reason: x }, { source: CAM, type: requires, target: OLD, reason: x }, { "
            "source: OLD, type: requires, target: BAT, reason: x } ]",
            "CAM (OLD, BAT)");
        row("required at once and banned", "link.requires-and-incompatible",
            "links: [ { source: CAM, type: requires, target: BAT, reason: x }, { source: BAT, type: incompatible, target: CAM, reason: x "
            "} ]",
            "CAM link:BAT:incompatible:CAM (BAT)");
        row("a pair named the other way round", "link.forbidden-category-pair",
            "categories: [ { code: a, label: A }, { code: b, label: B } ]\n"
            "products: [ { sku: BAG, category: a }, { sku: BAT, category: b } ]\n"
            "rules: [ { id: link.forbidden-category-pair, parameters: { pairs: [\"b > a\", nonsense, \"> a\"] } } ]\n"
            "links: [ { source: BAG, type: accessory, target: BAT, reason: x }, { source: BAG, type: substitute, target: BAT } ]",
            "link:BAG:substitute:BAT b > a");
    }
    void find()
    {
        QFETCH(QString, id);
        QFETCH(QString, yaml);
        QFETCH(QString, expected);
        const RulesDesk desk(camera + ("#! then\nshelfwright: 1\n" + yaml.toStdString()) + "\n");
        const auto found = desk.findings(id.toStdString());
        QCOMPARE(RulesDesk::shown(found), expected);
        auto together = found;
        std::sort(together.begin(), together.end(), [](const Finding& a, const Finding& b) { return a.id < b.id; });
        QCOMPARE(desk.findingsOneByOne(id.toStdString()), together);
    }

    void redirectToTheLastSuccessor()
    {
        RulesDesk desk(camera
            + std::string("links:\n"
                          "  - { source: CAM, type: accessory, target: OLDER, rank: 3, reason: Holds it, owner: mia }\n"
                          "  - { source: OLDER, type: successor, target: OLD }\n"
                          "  - { source: OLD, type: successor, target: BAG }\n"));
        QCOMPARE(desk.fix("link.target-retired"), size_t(2)); // also that of OLDER to OLD
        const auto moved = desk.workspace->mapping("link:CAM:accessory:BAG");
        QVERIFY(moved.ok() && moved->has_value());
        QCOMPARE(moved->value().working().text("owner"), std::string("mia"));
        QCOMPARE(moved->value().working().text("rank"), std::string("3"));
        QVERIFY(!desk.workspace->mapping("link:CAM:accessory:OLDER")->has_value());
        QVERIFY(desk.findings("link.target-retired").empty());
    }

    void leaveAChoiceToPeople()
    {
        RulesDesk desk(camera
            + std::string("links:\n"
                          "  - { source: CAM, type: accessory, target: OLD, reason: Holds it }\n"
                          "  - { source: OLD, type: successor, target: BAG }\n"
                          "  - { source: OLD, type: successor, target: BAT }\n"));
        const auto found = desk.findings("link.target-retired");
        QCOMPARE(found.size(), size_t(1));
        QVERIFY(found[0].fix.empty());
        QCOMPARE(found[0].choices.size(), size_t(3));
        QCOMPARE(desk.fix("link.target-retired"), size_t(0));
    }

    void proposeToRetireWhatIsApproved()
    {
        RulesDesk desk(
            "#! approve\n" + std::string(camera) + "links: [ { source: OLD, type: accessory, target: BAG, reason: Holds it } ]\n");
        QCOMPARE(desk.fix("link.source-retired"), size_t(1));
        const auto state = desk.workspace->mapping("link:OLD:accessory:BAG");
        QVERIFY(state.ok() && state->has_value());
        QVERIFY(state->value().isLive() && state->value().workingRetired());
        QVERIFY(desk.findings("link.source-retired").empty());
        QCOMPARE(desk.findings("link.source-retired", View::Approved).size(), size_t(1));
    }

    void numberAnewInOrder()
    {
        RulesDesk desk(camera
            + std::string("#! then\nshelfwright: 1\nproducts: [ { sku: AAA, name: First } ]\n"
                          "links:\n"
                          "  - { source: CAM, type: accessory, target: BAG, rank: 2, reason: x }\n"
                          "  - { source: CAM, type: accessory, target: BAT, rank: 2, reason: x }\n"
                          "  - { source: CAM, type: cross-sell, target: OLD, rank: 1, reason: x }\n"
                          "  - { source: AAA, type: compatible, target: CAM, rank: 9, target_rank: 2 }\n"));
        QCOMPARE(desk.fix("link.rank-duplicate"), size_t(1));
        const auto field = [&](const char* id, const char* name) { return desk.workspace->mapping(id)->value().working().text(name); };
        QCOMPARE(field("link:CAM:cross-sell:OLD", "rank"), std::string("1"));
        QCOMPARE(field("link:AAA:compatible:CAM", "target_rank"), std::string("2"));
        QCOMPARE(field("link:AAA:compatible:CAM", "rank"), std::string("9"));
        QCOMPARE(field("link:CAM:accessory:BAG", "rank"), std::string("3"));
        QCOMPARE(field("link:CAM:accessory:BAT", "rank"), std::string("4"));
    }

    void nameTheWholeChainAndEveryLink()
    {
        const RulesDesk desk(builtInRule("link.requires-and-incompatible")->info().violating);
        const auto found = desk.findings("link.requires-and-incompatible");
        QCOMPARE(found.size(), size_t(1));
        for (const char* part : {"CAM-1 Camera → GRIP-1 Grip → BAT-1 Battery", "link:BAT-1:incompatible:CAM-1"})
            QVERIFY2(found[0].message.find(part) != std::string::npos, found[0].message.c_str());
        const RulesDesk circle(builtInRule("link.requires-cycle")->info().violating);
        const Finding finding = circle.findings("link.requires-cycle").at(0);
        QCOMPARE(finding.choices.size(), size_t(3));
        QVERIFY2(finding.message.find("BAT-1 Battery → CAM-1 Camera → GRIP-1 Grip → BAT-1 Battery") != std::string::npos,
            finding.message.c_str());
    }

    void followAChainOfAnyLength()
    {
        // Thousands of products, each requiring the next, and the last the first: no recursion, no quadratic time.
        std::string yaml = "shelfwright: 1\nproducts:\n";
        std::string links = "links:\n";
        const int count = 3000;
        for (int i = 0; i < count; ++i) {
            yaml += "  - { sku: P" + std::to_string(i) + ", name: P }\n";
            links +=
                "  - { source: P" + std::to_string(i) + ", type: requires, target: P" + std::to_string((i + 1) % count) + ", reason: x }\n";
        }
        const RulesDesk desk(yaml + links);
        const auto found = desk.findings("link.requires-cycle");
        QCOMPARE(found.size(), size_t(1));
        QCOMPARE(found[0].others.size(), size_t(count - 1));
        QVERIFY(desk.findings("link.chain-too-deep").empty());
    }
};

QTEST_GUILESS_MAIN(TstRulesLinks)
#include "tst_rules_links.moc"
