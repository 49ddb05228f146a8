// Each stage of a preview: what it takes out, what it lets pass, and what lies between.
#include "tests/preview/preview_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

// Products, links, and what is to be shown and not.
struct Case {
    const char* name;
    std::string yaml;
    std::string shown; // of CAM, see PreviewDesk::shown
    std::string excluded;
    PreviewRequest request = {};
};

const std::string camera = "products:\n  - { sku: CAM, name: Camera, price: 500, brand: Orvane }\n";
const std::string bag = "  - { sku: BAG, name: Bag, price: 50 }\n";
const std::string link = "links:\n  - { source: CAM, type: accessory, target: BAG, rank: 1, reason: Holds it";

std::string product(const std::string& fields)
{
    return camera + "  - { sku: BAG, name: Bag, price: 50, " + fields + " }\n" + link + " }\n";
}

std::string mapping(const std::string& fields)
{
    return camera + bag + link + ", " + fields + " }\n";
}

PreviewRequest asking(const std::function<void(PreviewRequest&)>& change)
{
    PreviewRequest request;
    change(request);
    return request;
}

const std::string bagShown = "accessories: BAG";

std::vector<Case> eligibleCases()
{
    const auto on = [](const std::string& date) { return asking([&](PreviewRequest& request) { request.on = date; }); };
    return {
        {"active", product("lifecycle: active"), bagShown, ""},
        {"retired", product("lifecycle: retired"), "", "BAG eligible: BAG is retired"},
        {"planned", product("lifecycle: planned"), "", "BAG eligible: BAG is planned and has no launch date"},
        {"launches later", product("launch: 2026-12-01"), "", "BAG eligible: BAG launches 2026-12-01"},
        {"on the day of its launch", product("lifecycle: planned, launch: 2026-12-01"), bagShown, "", on("2026-12-01")},
        {"on its last day", product("lifecycle: end-of-life, end_of_life: 2026-11-15"), bagShown, ""},
        {"after its end", product("end_of_life: 2026-11-14"), "", "BAG eligible: BAG reached its end of life on 2026-11-14"},
        {"sold elsewhere", "channels: [ { code: store, label: Store } ]\n" + product("channels: [store]"), "",
            "BAG eligible: BAG is not sold in channel web, only in store"},
        {"never", product("never_recommend: true"), "", "BAG eligible: BAG is never to be recommended"},
        {"no stock", product("stock: 0"), "", "BAG eligible: BAG has a stock of 0"},
        {"one in stock", product("stock: 1"), bagShown, ""},
        {"stock is kept", "link_types: [ { code: accessory, stock: keep } ]\n" + product("stock: 0"), bagShown, ""},
        {"window later", mapping("from: 2026-11-16, to: 2026-12-24"), "", "BAG eligible: its window starts 2026-11-16, after 2026-11-15"},
        {"first day", mapping("from: 2026-11-15, to: 2026-12-24"), bagShown, ""},
        {"last day", mapping("from: 2026-11-01, to: 2026-11-15"), bagShown, ""},
        {"over", mapping("from: 2026-11-01, to: 2026-11-14"), "", "BAG eligible: its window ended 2026-11-14, before 2026-11-15"},
        {"a day holds a window of hours", mapping("from: '2026-11-15T08:00', to: '2026-11-15T10:00'"), bagShown, ""},
        {"an hour outside", mapping("from: '2026-11-15T08:00', to: '2026-11-15T10:00'"), "",
            "BAG eligible: its window ended 2026-11-15T10:00, before 2026-11-15T10:01", on("2026-11-15T10:01")},
        {"in its time of the year", mapping("every: 11-15..12-24"), bagShown, ""},
        {"out of its time of the year", mapping("every: 11-16..12-24"), "",
            "BAG eligible: it is shown 11-16..12-24 of each year, and 2026-11-15 is not in it"},
        {"its season", "seasons: [ { code: autumn, label: Autumn, every: 09-01..11-30 } ]\n" + mapping("season: autumn"), bagShown, ""},
        {"not its season", "seasons: [ { code: xmas, label: Christmas, from: 2026-12-01, to: 2026-12-26 } ]\n" + mapping("season: xmas"),
            "", "BAG eligible: its season xmas does not contain 2026-11-15"},
        {"another channel", "channels: [ { code: store, label: Store } ]\n" + mapping("channels: [store]"), "",
            "BAG eligible: it is for channel store, not web"},
        {"no audience asked for", "audiences: [ { code: pro, label: Pro } ]\n" + mapping("audiences: [pro]"), "",
            "BAG eligible: it is for audience pro, and none is asked for"},
        {"the audience", "audiences: [ { code: pro, label: Pro } ]\n" + mapping("audiences: [pro]"), bagShown, "",
            asking([](PreviewRequest& request) { request.audience = "pro"; })},
        {"another intent", mapping("intents: [owner]"), "", "BAG eligible: it is for intent owner, not browsing",
            asking([](PreviewRequest& request) { request.intent = "browsing"; })},
        {"no trigger", mapping("triggers: [launch]"), "", "BAG eligible: it is for trigger launch, and none is asked for"},
    };
}

std::vector<Case> otherCases()
{
    const auto owning = [](const std::string& owned) { return asking([&](PreviewRequest& request) { request.owned = {owned}; }); };
    const std::string consumable = "products: [ { sku: CAM, name: Camera, price: 500 }, { sku: BAG, name: Paper, price: 5 } ]\n"
                                   "links: [ { source: CAM, type: consumable, target: BAG, interval_days: 30 } ]\n";
    return {
        {"an audience and an opted-out shopper", "audiences: [ { code: pro, label: Pro } ]\n" + mapping("audiences: [pro]"), "",
            "BAG consent: it is for audience pro, and nothing is known of who has opted out",
            asking([](PreviewRequest& request) { request.audience = "pro", request.optedOut = true; })},
        {"a channel without profiles", "channels: [ { code: kiosk, label: Kiosk, opt_out: true } ]\n" + mapping("triggers: [launch]"), "",
            "BAG consent: it is for trigger launch, and nothing is known of who has opted out",
            asking([](PreviewRequest& request) { request.channel = "kiosk", request.trigger = "launch"; })},
        {"owned", product("stock: 3"), "", "BAG owned: BAG is owned already", owning("BAG")},
        {"owned, which may not be used", product("stock: 3"), bagShown, "",
            asking([](PreviewRequest& request) { request.owned = {"BAG"}, request.optedOut = true; })},
        {"used up", consumable, "essentials: BAG", "", owning("BAG@2026-10-16")},
        {"not used up yet", consumable, "", "BAG owned: BAG is owned already; it comes back 30 days after the day on which it was bought",
            owning("BAG@2026-10-17")},
        {"as dear as what it belongs to", camera + "  - { sku: BAG, price: 500 }\n" + link + " }\n", bagShown, ""},
        {"dearer", camera + "  - { sku: BAG, price: 500.5 }\n" + link + " }\n", "",
            "BAG price-guard: BAG costs 500.5 EUR, CAM 500 EUR: 100.1 % of it, and accessory may be at most 100 %"},
        {"a guard of its own", "link_types: [ { code: accessory, guard: 5 } ]\n" + product("stock: 2"), "",
            "BAG price-guard: BAG costs 50 EUR, CAM 500 EUR: 10 % of it, and accessory may be at most 5 %"},
        {"an up-sell outside its band",
            camera + "  - { sku: BAG, price: 800 }\nlinks: [ { source: CAM, type: up-sell, target: BAG, reason: Better } ]\n", "",
            "BAG price-guard: BAG costs 800 EUR, CAM 500 EUR: 60 % dearer, outside the band of 5 to 50 %"},
        {"an up-sell inside it",
            camera + "  - { sku: BAG, price: 750 }\nlinks: [ { source: CAM, type: up-sell, target: BAG, reason: Better } ]\n",
            "upgrades: BAG", ""},
        {"below the floor", "policies: { preview-floor: '0.9' }\n" + mapping("boost: -0.5"), "",
            "BAG floor: its score 0.481818 is below the floor of 0.9"},
    };
}

void addRows(const std::vector<Case>& cases)
{
    QTest::addColumn<QString>("yaml");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("excluded");
    QTest::addColumn<int>("index");
    for (size_t i = 0; i < cases.size(); ++i)
        QTest::newRow(cases[i].name) << QString::fromStdString(cases[i].yaml) << QString::fromStdString(cases[i].shown)
                                     << QString::fromStdString(cases[i].excluded) << static_cast<int>(i);
}

void check(const std::vector<Case>& cases)
{
    QFETCH(int, index);
    const Case& one = cases[static_cast<size_t>(index)];
    PreviewDesk desk(one.yaml);
    const std::string on = desk.request.on;
    desk.request = one.request;
    if (desk.request.on.empty())
        desk.request.on = on;
    QCOMPARE(desk.shown("CAM"), one.shown);
    QCOMPARE(desk.excluded("CAM"), one.excluded);
}

} // namespace

class TestPreviewPipeline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eligible_data() { addRows(eligibleCases()); }
    void eligible() { check(eligibleCases()); }
    void otherStages_data() { addRows(otherCases()); }
    void otherStages() { check(otherCases()); }

    // A catalog that is wrong ends in a preview all the same.
    void parentsInACircle()
    {
        PreviewDesk desk("products:\n"
                         "  - { sku: X, name: x }\n"
                         "  - { sku: Y, name: y, parent: X }\n"
                         "  - { sku: Z, name: z }\n"
                         "links: [ { source: X, type: accessory, target: Z, reason: r } ]\n");
        desk.define("products: [ { sku: X, parent: Y } ]\n");
        const Preview preview = desk.preview({"X", "Z"});
        QCOMPARE(preview.excluded.size(), size_t(1));
        QVERIFY(!preview.excluded.front().flip.empty());
    }

    // What another choice would need is not shown to who looks at this one.
    void upgradesPullNothingIn()
    {
        const std::string links = "links:\n"
                                  "  - { source: CAM, type: TYPE, target: PRO, reason: better }\n"
                                  "  - { source: PRO, type: requires, target: CARD, reason: comes without }\n";
        for (const auto& [type, expected] :
            {std::pair<std::string, std::string>{"substitute", "alternatives: PRO"}, {"accessory", "essentials: CARD; accessories: PRO"}}) {
            std::string yaml = links;
            yaml.replace(yaml.find("TYPE"), 4, type);
            const PreviewDesk desk("products:\n"
                                   "  - { sku: CAM, name: c, price: 100 EUR }\n"
                                   "  - { sku: PRO, name: p, price: 50 EUR }\n"
                                   "  - { sku: CARD, name: d, price: 10 EUR }\n"
                + yaml);
            QCOMPARE(desk.shown("CAM"), expected);
        }
    }

    // Hundreds of links in one slot: still a preview in which everything says how it would come in.
    void manyLinksInOneSlot()
    {
        std::string yaml = "products:\n  - { sku: CAM, name: c, price: 100 EUR }\n", links = "links:\n";
        for (int i = 0; i < 900; ++i) {
            const std::string sku = "A" + std::to_string(1000 + i);
            yaml += "  - { sku: " + sku + ", name: a, price: 10 EUR }\n";
            links += "  - { source: CAM, type: accessory, target: " + sku + ", reason: r, rank: " + std::to_string(i + 1) + " }\n";
        }
        const Preview preview = PreviewDesk(yaml + links).preview({"CAM"});
        QCOMPARE(preview.candidates(), size_t(900));
        QCOMPARE(preview.shown.size(), size_t(4));
        for (const PreviewItem& item : preview.excluded)
            QVERIFY2(!item.flip.empty(), item.id.c_str());
    }
};

QTEST_GUILESS_MAIN(TestPreviewPipeline)
#include "tst_preview_pipeline.moc"
