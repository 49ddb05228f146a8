// What follows from a bundle's parts: price, cost, margin, saving, stock, conflicts.
#include "governance/linkrules/pairs_of_type.h"
#include "governance/offers/bundle_checks.h"
#include "governance/offers/bundle_choices.h"
#include "governance/offers/bundle_figures.h"
#include "governance/offers/touched.h"
#include "tests/governance/offers_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

const std::string shop = "shelfwright: 1\n"
                         "policies: { vat: 20, currency: EUR }\n"
                         "categories: [ { code: books, label: Books, vat: 5 }, { code: books/photo, label: Photo books } ]\n"
                         "products:\n"
                         "  - { sku: CAM, name: Camera, price: 480.00 EUR, cost: 300, stock: 7 }\n"
                         "  - { sku: BAG, name: Bag, price: 60.00 EUR, cost: 20, stock: 9 }\n"
                         "  - { sku: S, name: Small card, price: 12.00 EUR, cost: 5, stock: 4 }\n"
                         "  - { sku: L, name: Large card, price: 96.00 EUR, cost: 70, stock: 2 }\n"
                         "  - { sku: BOOK, name: Book, price: 21.00 EUR, cost: 10, stock: 50, category: books/photo }\n"
                         "  - { sku: FREE, name: Strap, price: 6.00 EUR }\n"
                         "  - { sku: GUM, name: Cloth, cost: 1, stock: 9 }\n"
                         "  - { sku: USD, name: Import, price: 10.00 USD, cost: 1, stock: 9 }\n";

std::string amount(const std::optional<MoneyRange>& range)
{
    if (!range)
        return "-";
    return moneyText(range->low, {}) + (range->low == range->high ? std::string() : ".." + moneyText(range->high, {}));
}

std::string figuresText(const std::string& bundle)
{
    const OffersDesk desk(shop + "bundles:\n  - { code: b, label: B, " + bundle + " }\n");
    const BundleFigures figures = bundleFigures(desk.catalog(), *desk.entry("bundle:b"));
    std::string text = "price " + amount(figures.price) + " list " + amount(figures.list) + " saving " + amount(figures.saving) + " cost "
        + amount(figures.cost) + " margin " + (figures.margin ? percentText(*figures.margin * 100) : "-");
    text += " stock " + (figures.availability ? std::to_string(*figures.availability) : "-");
    if (!figures.currencies.empty())
        text += " clash " + figures.currencies.front() + "," + figures.currencies.back();
    return text;
}

} // namespace

class BundleFiguresTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void figures_data()
    {
        QTest::addColumn<QString>("bundle");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* bundle, const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(bundle) << QString::fromUtf8(expected);
        };
        row("a sum: net 450, cost 320", "price: sum, components: [ { sku: CAM }, { sku: BAG } ]",
            "price 540 list 540 saving 0 cost 320 margin 28.89 % stock 7");
        row("no price is a sum", "components: [ { sku: CAM }, { sku: BAG, quantity: 2 } ]",
            "price 600 list 600 saving 0 cost 340 margin 32 % stock 4");
        row("fixed", "price: fixed 480.00 EUR, components: [ { sku: CAM }, { sku: BAG } ]",
            "price 480 list 540 saving 60 cost 320 margin 20 % stock 7");
        row("percent, half up to the cent", "price: percent-off 12.5, components: [ { sku: BOOK }, { sku: S } ]",
            "price 28.88 list 33 saving 4.12 cost 15 margin 42.86 % stock 4");
        row("percent with an ending", "price: percent-off 10, ending: .99, components: [ { sku: CAM }, { sku: BAG } ]",
            "price 485.99 list 540 saving 54.01 cost 320 margin 20.99 % stock 7");
        row("amount off", "price: amount-off 40 EUR, components: [ { sku: CAM }, { sku: BAG } ]",
            "price 500 list 540 saving 40 cost 320 margin 23.2 % stock 7");
        row("more off than it costs", "price: amount-off 900 EUR, components: [ { sku: BAG }, { sku: S } ]",
            "price 0 list 72 saving 72 cost 25 margin - stock 4");
        row("the worst choice", "price: fixed 480.00 EUR, components: [ { sku: CAM } ], groups: [ { name: Card, choose: 1, of: [S, L] } ]",
            "price 480 list 492..576 saving 12..96 cost 305..370 margin 7.5 % stock 4");
        row("two of three", "price: sum, components: [ { sku: CAM } ], groups: [ { name: Extras, choose: 2, of: [S, L, BAG] } ]",
            "price 552..636 list 552..636 saving 0 cost 325..390 margin 23.47 % stock 4");
        row("optional parts", "price: sum, components: [ { sku: CAM }, { sku: L, required: false } ]",
            "price 480..576 list 480..576 saving 0 cost 300..370 margin 22.92 % stock 7");
        row("another rate: 20 + 20 net", "price: sum, components: [ { sku: BOOK }, { sku: S, quantity: 2 } ]",
            "price 45 list 45 saving 0 cost 20 margin 50 % stock 2");
        row("one price, two rates", "price: fixed 40.50 EUR, components: [ { sku: BOOK }, { sku: S, quantity: 2 } ]",
            "price 40.5 list 45 saving 4.5 cost 20 margin 44.44 % stock 2");
        row("a cost is missing", "price: sum, components: [ { sku: CAM }, { sku: FREE } ]",
            "price 486 list 486 saving 0 cost - margin - stock -");
        row("a price is missing", "price: percent-off 10, components: [ { sku: CAM }, { sku: GUM } ]",
            "price - list - saving - cost 301 margin - stock 7");
        row("a fixed price needs none", "price: fixed 450 EUR, components: [ { sku: CAM }, { sku: GUM } ]",
            "price 450 list - saving - cost 301 margin - stock 7");
        row("currencies clash", "price: sum, components: [ { sku: CAM }, { sku: USD } ]",
            "price - list - saving - cost - margin - stock 7 clash EUR,USD");
        row("the policy's currency clashes", "price: fixed 480.00 USD, components: [ { sku: CAM }, { sku: BAG } ]",
            "price - list - saving - cost - margin - stock 7 clash EUR,USD");
        row("dearer than its parts", "price: fixed 600 EUR, components: [ { sku: CAM }, { sku: BAG } ]",
            "price 600 list 540 saving -60 cost 320 margin 36 % stock 7");
    }

    void figures()
    {
        QFETCH(QString, bundle);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(figuresText(bundle.toStdString())), expected);
    }

    void netPricesHaveNoTax()
    {
        const std::string bundle = "price: sum, components: [ { sku: CAM }, { sku: BAG } ]";
        OffersDesk desk(shop + "bundles: [ { code: b, label: B, " + bundle + " } ]\n");
        desk.apply("shelfwright: 1\npolicies: { prices: net }\n");
        const BundleFigures figures = bundleFigures(desk.catalog(), *desk.entry("bundle:b"));
        QCOMPARE(percentText(*figures.margin * 100), std::string("40.74 %")); // (540 − 320) ÷ 540
    }

    // Of very many choices the worst is found without trying them all: compared with trying them.
    void theWorstOfVeryManyChoices()
    {
        uint32_t seed = 7;
        const auto random = [&seed](uint32_t below) {
            seed = seed * 1664525 + 1013904223;
            return static_cast<int64_t>((seed >> 8) % below);
        };
        for (int round = 0; round < 12; ++round) {
            OfferParts parts;
            parts.fixed.push_back({0, (200 + random(400)) * moneyUnit, (100 + random(300)) * moneyUnit, 1 / 1.19});
            Row row = 1;
            for (int group = 0; group < 3; ++group) {
                OfferGroup of;
                of.min = static_cast<size_t>(random(2));
                of.max = of.min + 1;
                for (int i = 0; i < 9; ++i)
                    of.of.push_back({row++, (10 + random(90)) * moneyUnit, (5 + random(80)) * moneyUnit, 1 / 1.19});
                parts.groups.push_back(of);
            }
            PricePolicy policy;
            policy.kind = static_cast<PricePolicy::Kind>(round % 4);
            policy.value = policy.kind == PricePolicy::Kind::Fixed ? 400 * moneyUnit : 10 * moneyUnit;
            double worst = 1e9, best = -1e9;
            tryAll(policy, parts, 0, {}, worst, best);
            QVERIFY(std::abs(worstMargin(policy, parts)->margin - worst) < 1e-6);
            QVERIFY(std::abs(bestMargin(policy, parts)->margin - best) < 1e-6);
        }
    }

    void conflictsOfParts_data()
    {
        QTest::addColumn<QString>("bundle");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* bundle, const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(bundle) << QString::fromUtf8(expected);
        };
        row("both always", "components: [ { sku: C-OX }, { sku: L-LM } ]", "C-OX/L-LM unavoidable");
        row("they fit", "components: [ { sku: C-OX }, { sku: L-OX } ]", "");
        row("nothing is known", "components: [ { sku: C-OX }, { sku: L-ANY } ]", "");
        row("one of two choices", "components: [ { sku: C-OX } ], groups: [ { name: Lens, choose: 1, of: [L-OX, L-LM] } ]",
            "C-OX/L-LM never");
        row("no choice left", "components: [ { sku: C-OX } ], groups: [ { name: Lens, choose: 2, of: [L-OX, L-LM] } ]",
            "C-OX/L-LM unavoidable");
        row("optional", "components: [ { sku: C-OX }, { sku: L-LM, required: false } ]", "C-OX/L-LM never");
        row("two groups", "groups: [ { name: Body, choose: 1, of: [C-OX, C-LM] }, { name: Lens, choose: 1, of: [L-OX, L-LM] } ]",
            "C-LM/L-OX combination, C-OX/L-LM combination");
        row("two groups that never agree", "groups: [ { name: Body, choose: 1, of: [C-OX] }, { name: Lens, choose: 1, of: [L-LM] } ]",
            "C-OX/L-LM unavoidable");
        row("one of one group", "components: [ { sku: B } ], groups: [ { name: Any, choose: 1, of: [C-OX, L-LM] } ]", "");
        row("two of one group", "components: [ { sku: B } ], groups: [ { name: Any, choose: 0..2, of: [C-OX, L-LM] } ]",
            "C-OX/L-LM combination");
        row("an exception", "components: [ { sku: C-LM }, { sku: L-OX } ]", "C-LM/L-OX unavoidable");
    }

    void conflictsOfParts()
    {
        QFETCH(QString, bundle);
        QFETCH(QString, expected);
        const OffersDesk desk(
            "shelfwright: 1\n"
            "attributes: [ { code: mount, label: Mount, type: choice, options: [OX, LM] } ]\n"
            "families: [ { code: camera, attributes: [ { code: mount } ] }, { code: lens, attributes: [ { code: mount } ] } ]\n"
            "products:\n"
            "  - { sku: B, name: Bag }\n"
            "  - { sku: C-OX, family: camera, values: { mount: OX } }\n"
            "  - { sku: C-LM, family: camera, values: { mount: LM } }\n"
            "  - { sku: L-OX, family: lens, values: { mount: OX } }\n"
            "  - { sku: L-LM, family: lens, values: { mount: LM } }\n"
            "  - { sku: L-ANY, family: lens }\n"
            "compatibility: [ { code: m, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]\n"
            "bundles: [ { code: b, label: B, "
            + bundle.toStdString() + " } ]\n");
        const Compatibility compatibility(desk.catalog(), View::Working);
        std::vector<std::string> found;
        for (const PartConflict& conflict : partConflicts(compatibility, desk.entry("bundle:b")->bundle())) {
            std::string a(desk.catalog().sku(conflict.a)), b(desk.catalog().sku(conflict.b));
            if (b < a)
                std::swap(a, b);
            static constexpr const char* kinds[] = {"unavoidable", "never", "combination"};
            found.push_back(a + "/" + b + " " + kinds[static_cast<size_t>(conflict.kind)]);
            QVERIFY(conflict.because.find("OX") != std::string::npos && conflict.because.find("LM") != std::string::npos);
        }
        std::sort(found.begin(), found.end());
        std::string text;
        for (const std::string& one : found)
            text += (text.empty() ? "" : ", ") + one;
        QCOMPARE(QString::fromStdString(text), expected);
    }

    void bundlesShareStock()
    {
        const OffersDesk desk(shop
            + "bundles:\n"
              "  - { code: a, label: A, planned_units: 3, components: [ { sku: CAM }, { sku: BAG, quantity: 2 } ] }\n"
              "  - { code: b, label: B, planned_units: 4, components: [ { sku: CAM }, { sku: S } ] }\n"
              "  - { code: c, label: C, planned_units: 9, parked: true, components: [ { sku: CAM }, { sku: S } ] }\n"
              "  - { code: d, label: D, components: [ { sku: CAM }, { sku: S } ] }\n");
        const auto claims = stockClaims(desk.catalog(), View::Working, *desk.entry("bundle:a"));
        QCOMPARE(claims.size(), size_t(2));
        QCOMPARE(claims[0].own, int64_t(3));
        QCOMPARE(claims[0].others, int64_t(4));
        QCOMPARE(claims[0].by, std::vector<std::string>{"bundle:b"});
        QCOMPARE(*claims[0].stock, int64_t(7));
        QCOMPARE(claims[1].own, int64_t(6));
        QCOMPARE(claims[1].others, int64_t(0));
    }

    void requirementsOfParentsAndVariants()
    {
        const OffersDesk desk("shelfwright: 1\n"
                              "products:\n"
                              "  - { sku: CAM, name: Camera }\n"
                              "  - { sku: CAM-BLACK, name: Black camera, parent: CAM }\n"
                              "  - { sku: CARD, name: Card }\n"
                              "  - { sku: CARD-64, name: Card of 64, parent: CARD }\n"
                              "links: [ { source: CAM, type: requires, target: CARD, reason: None inside } ]\n"
                              "bundles:\n"
                              "  - { code: without, label: W, components: [ { sku: CAM-BLACK, quantity: 2 } ] }\n"
                              "  - { code: with, label: V, components: [ { sku: CAM-BLACK }, { sku: CARD-64 } ] }\n");
        const auto absent = absentRequirements(desk.catalog(), View::Working, desk.entry("bundle:without")->bundle());
        QCOMPARE(absent.size(), size_t(1));
        QCOMPARE(absent[0].needs, desk.row("CARD"));
        QVERIFY(absentRequirements(desk.catalog(), View::Working, desk.entry("bundle:with")->bundle()).empty());
    }

    void requirementsOfLinkRules()
    {
        const OffersDesk desk("shelfwright: 1\n"
                              "products:\n"
                              "  - { sku: CAM, name: Camera, brand: Ohm }\n"
                              "  - { sku: LENS, name: Lens }\n"
                              "  - { sku: CAP, name: Cap }\n"
                              "link_rules: [ { code: caps, source: 'brand = \"Ohm\"', type: requires, targets: [CAP] } ]\n"
                              "bundles:\n"
                              "  - { code: without, label: W, components: [ { sku: CAM }, { sku: LENS } ] }\n"
                              "  - { code: with, label: V, components: [ { sku: CAM }, { sku: CAP } ] }\n");
        const auto byRules = pairsOfLinkRules(desk.catalog(), View::Working, "requires", 20000);
        QCOMPARE(byRules, (std::vector<std::pair<Row, Row>>{{desk.row("CAM"), desk.row("CAP")}}));
        const auto absent = absentRequirements(desk.catalog(), View::Working, desk.entry("bundle:without")->bundle(), byRules);
        QCOMPARE(absent.size(), size_t(1));
        QCOMPARE(absent[0].part, desk.row("CAM"));
        QVERIFY(absentRequirements(desk.catalog(), View::Working, desk.entry("bundle:with")->bundle(), byRules).empty());
        QVERIFY(pairsOfLinkRules(desk.catalog(), View::Working, "accessory", 20000).empty());
    }

    void whatARetirementTouches()
    {
        const OffersDesk desk(
            "shelfwright: 1\n"
            "products:\n"
            "  - { sku: A1, name: A1 }\n"
            "  - { sku: A2, name: A2, lifecycle: retired }\n"
            "  - { sku: A3, name: A3 }\n"
            "  - { sku: B, name: B }\n"
            "links:\n"
            "  - { source: A1, type: successor, target: A2 }\n"
            "  - { source: A2, type: successor, target: A3 }\n"
            "  - { source: A3, type: successor, target: A1 }\n"
            "  - { source: B, type: accessory, target: A1, reason: Fits }\n"
            "bundles: [ { code: k, label: K, components: [ { sku: B } ], groups: [ { name: G, choose: 1, of: [A1, A3] } ] } ]\n"
            "upgrades: [ { code: u, steps: [ { sku: A1 }, { sku: A3, benefit: Newer } ] } ]\n");
        std::string text;
        for (const TouchedMapping& mapping : touchedMappings(desk.catalog(), desk.row("A1")))
            text += mapping.id + " " + mapping.part + "\n";
        QCOMPARE(text, std::string("bundle:k choice\nlink:B:accessory:A1 target\nupgrade:u step\n"));
        QCOMPARE(successorsOf(desk.catalog(), View::Working, desk.row("A1")), std::vector<Row>{desk.row("A3")});
        QVERIFY(successorsOf(desk.catalog(), View::Working, desk.row("B")).empty());
    }

private:
    static void tryAll(
        const PricePolicy& policy, const OfferParts& parts, size_t group, std::vector<OfferPart> chosen, double& worst, double& best)
    {
        if (group < parts.groups.size()) {
            const OfferGroup& of = parts.groups[group];
            for (uint32_t mask = 0; mask < 1U << of.of.size(); ++mask) {
                std::vector<OfferPart> next = chosen;
                for (size_t i = 0; i < of.of.size(); ++i)
                    if (mask >> i & 1)
                        next.push_back(of.of[i]);
                const size_t count = next.size() - chosen.size();
                if (count >= of.min && count <= of.max)
                    tryAll(policy, parts, group + 1, std::move(next), worst, best);
            }
            return;
        }
        OfferParts one;
        one.fixed = parts.fixed;
        one.fixed.insert(one.fixed.end(), chosen.begin(), chosen.end());
        const double margin = worstMargin(policy, one)->margin;
        worst = std::min(worst, margin);
        best = std::max(best, margin);
    }
};

QTEST_GUILESS_MAIN(BundleFiguresTest)
#include "tst_bundle_figures.moc"
