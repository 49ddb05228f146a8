// Bundles, upgrade paths, compatibility rules and link rules from files: each is one unit.
#include "model/io/import_bundles.h"
#include "model/io/import_what.h"
#include "tests/io/import_links_desk.h"
#include "tests/support/real_data.h"

#include <QTest>

#include <cstdlib>

using namespace shelf;
using namespace shelf::test;

class ImportBundlesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatFilesHold_data();
    void whatFilesHold();
    void bundleRows();
    void cellsThatAreEmptyKeep();
    void pricesKeepWhatIsNotNamed();
    void rowsOfAUnitDoTheSame_data();
    void rowsOfAUnitDoTheSame();
    void aUnitMayHaveManyRows();
    void aFamilySaysNothingAboutBundles();
    void oneBadRowRejectsTheBundle_data();
    void oneBadRowRejectsTheBundle();
    void magentoOptions();
    void magentoValues();
    void badGrammar_data();
    void badGrammar();
    void realBundle();
    void upgradeRows();
    void badSteps();
    void compatRows();
    void unitLines();
    void releaseLinesKeepWhatTheyDoNotCarry();
};

void ImportBundlesTest::whatFilesHold_data()
{
    QTest::addColumn<std::string>("header");
    QTest::addColumn<std::string>("what");
    const auto row = [](const char* header, const char* what) { QTest::newRow(header) << std::string(header) << std::string(what); };
    row("source,type,target", "links");
    row("SKU,Linked SKU", "links");
    row("bundle,sku,quantity", "bundles");
    row("sku,name,bundle_options", "bundles");
    row("sku,product_type,attribute_set_code,bundle_values", "products");
    row("path,step,sku", "upgrades");
    row("code,left,right,left_attribute,op,right_attribute", "compat");
    row("sku,name,price", "products");
    row("bundle,price_policy,price_value", "bundles");
}

void ImportBundlesTest::whatFilesHold()
{
    QFETCH(std::string, header);
    QFETCH(std::string, what);
    MappingShop shop(0);
    std::string format = "auto";
    const auto found = whatOfFile(shop.write("file.csv", header + "\n"), {}, format);
    QVERIFY(found.ok());
    QCOMPARE(*found, what);
    QCOMPARE(format, std::string("csv"));
}

void ImportBundlesTest::bundleRows()
{
    MappingShop shop;
    const std::string text = "bundle,label,intent,price_policy,price_value,currency,reason,group,min,max,sku,quantity,required\n"
                             "kit,Starter kit,owner,fixed,99.5,EUR,All you need,,,,P1,2,\n"
                             "kit,,,,,,,,,,P2,,no\n"
                             "kit,,,,,,,Card,1,2,P3,,\n"
                             "kit,,,,,,,Card,,,P4,,\n";
    const ImportReport report = shop.take(text);
    QCOMPARE(rejections(report), std::string());
    QCOMPARE(report.bundlesAdded, uint64_t(1));
    QCOMPARE(report.added, uint64_t(1));
    QCOMPARE(shop.mapping("bundle:kit"),
        std::string("draft {\"components\":[{\"sku\":\"P1\",\"quantity\":2},{\"sku\":\"P2\",\"required\":false}],\"groups\":[{\"name\":"
                    "\"Card\",\"min\":1,\"max\":2,\"of\":[\"P3\",\"P4\"]}],\"intent\":\"owner\",\"label\":\"Starter kit\",\"price\":{"
                    "\"policy\":\"fixed\",\"value\":99.5,\"currency\":\"EUR\"},\"reason\":\"All you need\"}"));
    QCOMPARE(counts(shop.take(text)), std::string("4 0 0 1 0 0 +0 -0"));
}

void ImportBundlesTest::cellsThatAreEmptyKeep()
{
    MappingShop shop;
    shop.take("bundle,label,price_policy,price_value,sku,quantity\nkit,Kit,percent-off,10,P1,2\nkit,,,,P2,\n");
    QCOMPARE(shop.take("bundle,label,sku,quantity\nkit,Kit,P1,\nkit,,P2,1\n").unchanged, uint64_t(1));
    shop.take("bundle,label,sku\nkit,New name,\n");
    shop.take("bundle,sku\nkit,P2\nkit,P1\nkit,P3\n");
    QCOMPARE(shop.mapping("bundle:kit"),
        std::string("draft {\"components\":[{\"sku\":\"P2\"},{\"sku\":\"P1\",\"quantity\":2},{\"sku\":\"P3\"}],\"label\":\"New "
                    "name\",\"price\":{\"policy\":\"percent-off\",\"value\":10}}"));
    QCOMPARE(shop.take("bundle,sku,_action\nkit,,delete\n").changed, uint64_t(1));
    QCOMPARE(shop.mapping("bundle:kit"), std::string("-"));
}

void ImportBundlesTest::pricesKeepWhatIsNotNamed()
{
    MappingShop shop;
    const auto price = [&shop] {
        const auto state = shop.workspace->mapping("bundle:kit");
        return state && *state ? std::string((*state)->working().get("price")) : std::string("-");
    };
    shop.take("bundle,price_policy,price_value,currency,price_ending,sku\nkit,fixed,99,USD,0.95,P1\n");
    shop.take("bundle,price_policy,price_value\nkit,fixed,89\n");
    QCOMPARE(price(), std::string("{\"policy\":\"fixed\",\"value\":89,\"currency\":\"USD\",\"ending\":0.95}"));
    shop.take("bundle,price_policy,price_value,price_ending\nkit,fixed,,[[clear]]\n");
    QCOMPARE(price(), std::string("{\"policy\":\"fixed\",\"value\":89,\"currency\":\"USD\"}"));
    QCOMPARE(rejections(shop.take("bundle,price_policy\nkit,percent-off\n")), std::string("CONTENT 2 price"));
    shop.take("bundle,price_policy,price_value\nkit,percent-off,10\n"); // another policy: what was there is no percentage
    QCOMPARE(price(), std::string("{\"policy\":\"percent-off\",\"value\":10}"));
    shop.take("bundle,price_policy\nkit,sum\n");
    QCOMPARE(price(), std::string("{\"policy\":\"sum\"}"));
    shop.take("bundle,price_policy\nkit,[[clear]]\n");
    QCOMPARE(price(), std::string());
}

void ImportBundlesTest::rowsOfAUnitDoTheSame_data()
{
    QTest::addColumn<std::string>("first");
    QTest::addColumn<std::string>("second");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* first, const char* second, const char* expected) {
        QTest::addRow("%s, %s", first, second) << std::string(first) << std::string(second) << std::string(expected);
    };
    row("", "delete", "BAD_ACTION 3 _action");
    row("delete", "", "BAD_ACTION 3 _action");
    row("skip", "upsert", "BAD_ACTION 3 _action");
    row("skip", "skip", "");
    row("", "upsert", "");
}

// One row that says delete takes no bundle away, and one that is skipped takes no component out.
void ImportBundlesTest::rowsOfAUnitDoTheSame()
{
    QFETCH(std::string, first);
    QFETCH(std::string, second);
    QFETCH(std::string, expected);
    MappingShop shop;
    for (const bool there : {false, true}) {
        if (there) {
            shop.take("bundle,sku\nkit,P1\nkit,P2\n");
            shop.take("path,step,sku\nkit,1,P1\nkit,2,P2\n");
        }
        const std::string bundle = shop.mapping("bundle:kit"), path = shop.mapping("upgrade:kit");
        ImportRequest asked = shop.request("bundle,sku,_action\nkit,P1," + first + "\nkit,P2," + second + "\n");
        asked.dryRun = true;
        const ImportReport report = shop.take(asked);
        QCOMPARE(rejections(report), expected);
        QCOMPARE(report.unchanged, uint64_t(expected.empty() && (there || first == "skip") ? 1 : 0));
        asked = shop.request("path,step,sku,_action\nkit,1,P1," + first + "\nkit,2,P2," + second + "\n");
        asked.dryRun = true;
        QCOMPARE(rejections(shop.take(asked)), expected);
    }
}

void ImportBundlesTest::aUnitMayHaveManyRows()
{
    MappingShop shop(3000);
    std::string bundle = "bundle,group,sku\n", path = "path,step,sku\n";
    for (int i = 0; i < 3000; ++i) {
        bundle += "kit," + std::string(i % 2 ? "any" : "") + ",P" + std::to_string(i) + "\n";
        path += "up," + std::to_string(i + 1) + ",P" + std::to_string(i) + "\n";
    }
    for (const std::string& text : {bundle, path}) {
        QCOMPARE(counts(shop.take(text)), std::string("3000 1 0 0 0 0 +0 -0"));
        QCOMPARE(counts(shop.take(text)), std::string("3000 0 0 1 0 0 +0 -0"));
    }
}

void ImportBundlesTest::aFamilySaysNothingAboutBundles()
{
    MappingShop shop;
    const ImportReport report = shop.take("bundle,sku\nkit,P1\n", "gear");
    QCOMPARE(report.bundlesAdded, uint64_t(1));
    QVERIFY(report.warnings.at(0).starts_with("--family"));
    QVERIFY(!shop.workspace->definitions().has(ThingKind::Family, "gear"));
}

void ImportBundlesTest::oneBadRowRejectsTheBundle_data()
{
    QTest::addColumn<std::string>("row");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const char* text, const char* expected) {
        QTest::newRow(name) << std::string(text) << std::string(expected);
    };
    row("unknown product", "kit,,,,,,P99,1", "UNKNOWN_SKU 3 sku");
    row("quantity", "kit,,,,,,P2,two", "BAD_NUMBER 3 quantity");
    row("quantity of none", "kit,,,,,,P2,0", "CONTENT 2 sku");
    row("price without a policy", "kit,,,5,,,P2,", "BAD_PRICE 3 price_policy");
    row("percent out of range", "kit,,percent-off,500,,,P2,", "CONTENT 3 price");
    row("another label", "kit,Other,,,,,P2,", "DUPLICATE_KEY 3 label");
    row("component twice", "kit,,,,,,P1,3", "DUPLICATE_KEY 3 sku");
    row("group without a product", "kit,,,,Card,,,", "NO_SKU 3 sku");
    row("more than there are to choose", "kit,,,,Card,3..1,P2,", "BAD_NUMBER 3 min");
}

void ImportBundlesTest::oneBadRowRejectsTheBundle()
{
    QFETCH(std::string, row);
    QFETCH(std::string, expected);
    MappingShop shop;
    const ImportReport report = shop.take("bundle,label,price_policy,price_value,group,min,sku,quantity\nkit,Kit,,,,,P1,1\n" + row
        + "\nkit,,,,,,P5,\nother,Other,,,,,P6,1\n");
    const std::string shown = rejections(report);
    QVERIFY2(shown == expected || (expected.starts_with("CONTENT") && shown.starts_with("CONTENT")), shown.c_str());
    QCOMPARE(report.rejectedCount, uint64_t(1));
    QCOMPARE(shop.mapping("bundle:kit"), std::string("-"));
    QVERIFY(shop.mapping("bundle:other") != "-");
}

void ImportBundlesTest::magentoOptions()
{
    MappingShop shop;
    const std::string text = "sku,name,price,bundle_options\nKIT,Yoga kit,,\"Ball|radio:P1,P2\nBrick|radio:P3\nExtra|checkbox:P4,P5\"\n";
    QCOMPARE(shop.take(text).bundlesAdded, uint64_t(1));
    QCOMPARE(shop.mapping("bundle:KIT"),
        std::string(
            "draft {\"components\":[{\"sku\":\"P3\"}],\"groups\":[{\"name\":\"Ball\",\"min\":1,\"max\":1,\"of\":[\"P1\",\"P2\"]},{"
            "\"name\":\"Extra\",\"min\":1,\"max\":2,\"of\":[\"P4\",\"P5\"]}],\"label\":\"Yoga kit\",\"price\":{\"policy\":\"sum\"}}"));
    QCOMPARE(shop.take(text).unchanged, uint64_t(1));
    shop.take("bundle,price_policy,price_value,sku\nKIT,fixed,50,\n");
    QCOMPARE(shop.take(text).unchanged, uint64_t(1)); // its price cell is empty
}

void ImportBundlesTest::magentoValues()
{
    MappingShop shop;
    shop.take("sku,name,price,bundle_price_type,bundle_values\nKIT,Kit,49,fixed,\"name=Card,type=dropdown,required=0,sku=P1,price=0.0000,"
              "default=0,default_qty=1.0000,price_type=fixed|name=Card,type=dropdown,required=0,sku=P2|name=Camera,type=radio,required=1,"
              "sku=P3,default_qty=2.0000\"\n");
    QCOMPARE(shop.mapping("bundle:KIT"),
        std::string("draft {\"components\":[{\"sku\":\"P3\",\"quantity\":2}],\"groups\":[{\"name\":\"Card\",\"min\":0,\"max\":1,\"of\":["
                    "\"P1\",\"P2\"]}],\"label\":\"Kit\",\"price\":{\"policy\":\"fixed\",\"value\":49,\"currency\":\"EUR\"}}"));
}

void ImportBundlesTest::badGrammar_data()
{
    QTest::addColumn<std::string>("cell");
    for (const char* cell : {"Ball", "Ball|radio", "Ball|spinner:P1", "|radio:P1", "Ball|radio:"})
        QTest::newRow(cell) << std::string(cell);
}

void ImportBundlesTest::badGrammar()
{
    QFETCH(std::string, cell);
    MappingShop shop;
    QCOMPARE(rejections(shop.take("sku,bundle_options\nKIT,\"" + cell + "\"\n")), std::string("BAD_BUNDLE 2 bundle_options"));
    QCOMPARE(shop.mapping("bundle:KIT"), std::string("-"));
}

void ImportBundlesTest::realBundle()
{
    SHELF_NEEDS_REAL_DATA("magento");
    const std::string folder = realData("magento/");
    ImportShop shop;
    ImportRequest asked = shop.request({});
    asked.files = {folder + "yoga_bundle.csv"};
    const ImportReport early = shop.take(asked);
    QCOMPARE(rejections(early), std::string("UNKNOWN_SKU 2 bundle_options"));
    asked.files = {folder + "products_gear_fitness_equipment.csv", folder + "products_gear_fitness_equipment_ball.csv",
        folder + "products_gear_fitness_equipment_strap.csv"};
    shop.take(asked);
    asked.files = {folder + "yoga_bundle.csv"};
    asked.family = "gear";
    QCOMPARE(shop.take(asked).bundlesAdded, uint64_t(1));
    // A link to the kit: it is a bundle here, and no product.
    const ImportReport links = shop.take("source,type,target\n24-WG084,cross-sell,24-WG080\n");
    QCOMPARE(rejections(links), std::string("UNKNOWN_SKU 2 target"));
    QVERIFY(links.rejected[0].message.find("bundle") != std::string::npos);
}

void ImportBundlesTest::upgradeRows()
{
    MappingShop shop;
    const std::string text = "path,intent,key_attributes,step,sku,level,benefit,evidence\n"
                             "ladder,owner,mount,2,P2,better,Weather sealed,mount\nladder,,,1,P1,good,,\nladder,,,3,P3,best,,\n";
    const ImportReport report = shop.take(text);
    QCOMPARE(rejections(report), std::string());
    QCOMPARE(report.upgradesAdded, uint64_t(1));
    QCOMPARE(shop.mapping("upgrade:ladder"),
        std::string("draft {\"intent\":\"owner\",\"key_attributes\":[\"mount\"],\"steps\":[{\"sku\":\"P1\",\"level\":\"good\"},{\"sku\":"
                    "\"P2\",\"level\":\"better\",\"benefit\":\"Weather sealed\",\"evidence\":[\"mount\"]},{\"sku\":\"P3\",\"level\":"
                    "\"best\"}]}"));
    QCOMPARE(shop.take(text).unchanged, uint64_t(1));
}

void ImportBundlesTest::badSteps()
{
    MappingShop shop;
    const ImportReport report = shop.take("path,key_attributes,step,sku\na,,1,P1\na,,1,P2\nb,,1,P1\nb,,2,P88\nc,mout,1,P1\nd,,x,P1\n");
    QCOMPARE(rejections(report), std::string("DUPLICATE_KEY 3 step, UNKNOWN_SKU 5 sku, UNKNOWN_ATTRIBUTE 6, BAD_NUMBER 7 step"));
    QCOMPARE(report.upgradesAdded, uint64_t(0));
}

void ImportBundlesTest::compatRows()
{
    MappingShop shop;
    const std::string text = "code,left,right,left_attribute,op,right_attribute,table,reason,from,to\n"
                             "fit,lens,lens,mount,equal,mount,,Same mount,2026-01-01,2026-12-31\n"
                             "fit,,,mount,table,mount,\"{\"\"E\"\":[\"\"E\"\",\"\"Z\"\"]}\",,,\n"
                             "bad,lens,lenz,mount,equal,mount,,,,\n";
    const ImportReport report = shop.take(text);
    QCOMPARE(rejections(report), std::string("UNKNOWN_FAMILY 4"));
    QCOMPARE(shop.mapping("compat:fit"),
        std::string("draft {\"left\":\"lens\",\"reason\":\"Same mount\",\"right\":\"lens\",\"valid_from\":\"2026-01-01\",\"valid_to\":"
                    "\"2026-12-31\",\"where\":[{\"left\":\"mount\",\"op\":\"equal\",\"right\":\"mount\"},{\"left\":\"mount\",\"op\":"
                    "\"table\",\"right\":\"mount\",\"table\":{\"E\":[\"E\",\"Z\"]}}]}"));
    QCOMPARE(shop.take(text).unchanged, uint64_t(1));
}

void ImportBundlesTest::unitLines()
{
    MappingShop shop;
    const std::string text = R"({"_kind":"bundle","code":"kit","label":"Kit","components":[{"sku":"P1","quantity":2},{"sku":"P2"}]}
{"_kind":"upgrade","code":"up","steps":[{"sku":"P1"},{"sku":"P2","level":"better"}],"colour":"red"}
{"_kind":"compat","code":"fit","left":"lens","right":"lens","from":"both","where":[{"left":"mount","op":"equal","right":"mount"}]}
{"_kind":"linkrule","code":"clean","source":"family = 'lens'","type":"accessory","targets":["P3"],"limit":2}
{"_kind":"bundle","code":"bad","components":[{"sku":17}]}
{"_kind":"bundle","code":"bad","components":[{"sku":"X"}]}
)";
    const ImportReport report = shop.take(shop.lines(text));
    QCOMPARE(rejections(report), std::string("ID_NOT_TEXT 5 components, UNKNOWN_SKU 6"));
    QCOMPARE(counts(report), std::string("6 4 0 0 2 0 +0 -0"));
    QCOMPARE(report.warnings.size(), size_t(1));
    QVERIFY(report.warnings[0].find("colour") != std::string::npos);
    QVERIFY(shop.mapping("linkrule:clean") != "-");
    QCOMPARE(shop.take(shop.lines(text)).unchanged, uint64_t(4));
}

// mappings.jsonl leaves out what only the workspace keeps.
void ImportBundlesTest::releaseLinesKeepWhatTheyDoNotCarry()
{
    MappingShop shop;
    SHELF_OK(shop.apply("mia", {create(ThingKind::Season, "xmas", {{"from", "\"2026-11-15\""}, {"to", "\"2026-12-24\""}})}));
    shop.take(shop.lines(R"({"_kind":"upgrade","code":"up","steps":[{"sku":"P1","evidence":["mount"]},{"sku":"P2"}],"label":"Up"}
{"_kind":"bundle","code":"kit","components":[{"sku":"P1"}],"season":"xmas","parked":true}
)"));
    const ImportReport report = shop.take(
        shop.lines(R"({"id":"bundle:kit","kind":"bundle","components":[{"sku":"P1"}],"from":"2026-11-15","to":"2026-12-24","version":1}
{"id":"upgrade:up","kind":"upgrade","steps":[{"sku":"P1"},{"sku":"P2"}],"version":1}
)"));
    QCOMPARE(counts(report), std::string("2 0 0 2 0 0 +0 -0"));
}

QTEST_GUILESS_MAIN(ImportBundlesTest)
#include "tst_import_bundles.moc"
