// Links from files: one a row, lists in a cell, JSON Lines; what is there already, what is wrong, what goes.
#include "model/domain/text.h"
#include "tests/io/import_links_desk.h"
#include "tests/support/real_data.h"

#include <QTest>

#include <cstdlib>

using namespace shelf;
using namespace shelf::test;

class ImportLinksTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void rowsBecomeDrafts();
    void againChangesNothing();
    void columnsThatAreAbsentKeep();
    void directions_data();
    void directions();
    void wrongRows_data();
    void wrongRows();
    void unknownSkuNamesTheNearest();
    void symmetricLinkFromBothEnds();
    void lists_data();
    void lists();
    void unknownTargetsOfAListAreRejectedOneByOne();
    void misspeltTargetTakesNothingOut();
    void whatWasApprovedIsRetiredByADraft();
    void retiredLinkComesBack();
    void outsideNames();
    void replaceReadsSymmetricLinksFromBothEnds();
    void stopImportsNothing();
    void dryRunTellsFirstWhatGoes();
    void jsonLines_data();
    void jsonLines();
    void releaseLinesAreDrafts();
    void aReleaseTableKeepsOtherLanguages();
    void manyNewLinks();
    void whoImportsAnswersForWhatIsNew();
    void magento();
};

void ImportLinksTest::rowsBecomeDrafts()
{
    MappingShop shop;
    const ImportReport report = shop.take("source,type,target,rank,reason,from,to,every,channels,interval_days,owner,pin,boost\n"
                                          "P1,accessory,P2,1,Fits,2026-11-15,2026-12-24,,web,,mia,,\n"
                                          "P1,consumable,P3,2.5,,,,11-15..12-24,,30,,yes,0.5\n");
    QCOMPARE(rejections(report), std::string());
    QCOMPARE(counts(report), std::string("2 2 0 0 0 0 +2 -0"));
    QVERIFY(report.number.has_value());
    QCOMPARE(shop.mapping("link:P1:accessory:P2"),
        std::string("draft {\"channels\":[\"web\"],\"from\":\"2026-11-15\",\"rank\":1,\"reason\":\"Fits\",\"source\":"
                    "\"P1\",\"target\":\"P2\",\"to\":\"2026-12-24\",\"type\":\"accessory\"}"));
    QCOMPARE(shop.mapping("link:P1:consumable:P3"),
        std::string("draft {\"boost\":0.5,\"every\":\"11-15..12-24\",\"interval_days\":30,\"pin\":true,\"rank\":2.5,\"source\":\"P1\","
                    "\"target\":\"P3\",\"type\":\"consumable\"}"));
}

void ImportLinksTest::againChangesNothing()
{
    MappingShop shop;
    const std::string text = "source,type,target,rank\nP1,accessory,P2,1\nP1,accessory,P3,2\nP1,accessory,P2,1\n";
    QCOMPARE(counts(shop.take(text)), std::string("3 2 0 0 0 1 +2 -0"));
    const ImportReport again = shop.take(text);
    QCOMPARE(counts(again), std::string("3 0 0 2 0 1 +0 -0"));
    QVERIFY(!again.number);
}

void ImportLinksTest::columnsThatAreAbsentKeep()
{
    MappingShop shop;
    shop.take("source,type,target,rank,reason,channels\nP1,accessory,P2,1,Fits,web\n");
    QCOMPARE(
        counts(shop.take("source,type,target,rank,reason,channels\nP1,accessory,P2,3,,[[clear]]\n")), std::string("1 0 1 0 0 0 +0 -0"));
    QCOMPARE(shop.mapping("link:P1:accessory:P2"),
        std::string("draft {\"rank\":3,\"reason\":\"Fits\",\"source\":\"P1\",\"target\":\"P2\",\"type\":\"accessory\"}"));
    shop.take("source,type,target,intents\nP1,accessory,P2,[[add]]owner|comparing\n");
    shop.take("source,type,target,intents,reason\nP1,accessory,P2,[[remove]]owner,[[[[x]]\n");
    QCOMPARE(shop.mapping("link:P1:accessory:P2"),
        std::string("draft {\"intents\":[\"comparing\"],\"rank\":3,\"reason\":\"[[x]]\",\"source\":\"P1\",\"target\":\"P2\",\"type\":"
                    "\"accessory\"}"));
}

void ImportLinksTest::directions_data()
{
    QTest::addColumn<std::string>("row");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const char* text, const char* expected) {
        QTest::newRow(name) << std::string(text) << std::string(expected);
    };
    row("forward", "P2,successor,P1,1", "P2 successor P1 1\n");
    row("inverse", "P2,predecessor,P1,1", "P1 successor P2 1\n");
    row("symmetric, smaller first", "P1,substitute,P2,4", "P1 substitute P2 4\n");
    row("symmetric, larger first", "P2,substitute,P1,4", "P1 substitute P2 /4\n");
}

void ImportLinksTest::directions()
{
    QFETCH(std::string, row);
    QFETCH(std::string, expected);
    MappingShop shop;
    shop.take("source,type,target,rank\n" + row + "\n");
    QCOMPARE(shop.standing(), expected);
    QCOMPARE(counts(shop.take("source,type,target,rank\n" + row + "\n")), std::string("1 0 0 1 0 0 +0 -0"));
}

void ImportLinksTest::wrongRows_data()
{
    QTest::addColumn<std::string>("row");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const char* text, const char* expected) {
        QTest::newRow(name) << std::string(text) << std::string(expected);
    };
    row("itself", "P1,accessory,P1,,,,,", "SELF_LINK 2 target");
    row("unknown type", "P1,accesory,P2,,,,,", "UNKNOWN_LINK_TYPE 2 type");
    row("no type", "P1,,P2,,,,,", "NO_LINK_TYPE 2 type");
    row("no source", ",accessory,P2,,,,,", "NO_SKU 2 source");
    row("unknown source", "X,accessory,P2,,,,,", "UNKNOWN_SKU 2 source");
    row("unknown target of an inverse", "P1,predecessor,X,,,,,", "UNKNOWN_SKU 2 target");
    row("bad rank", "P1,accessory,P2,first,,,,", "BAD_NUMBER 2 rank");
    row("bad date", "P1,accessory,P2,,2026-02-30,,,", "BAD_DATE 2 from");
    row("dates the wrong way round", "P1,accessory,P2,,2026-03-01,2026-02-01,,", "CONTENT 2 from");
    row("boost out of range", "P1,accessory,P2,,,,2,", "CONTENT 2 boost");
    row("unknown channel", "P1,accessory,P2,,,,,shop", "UNKNOWN_CHANNEL 2");
    row("too few cells", "P1,accessory,P2", "ROW_WIDTH 2");
    row("mark on no list", "P1,accessory,P2,[[add]]1,,,,", "BAD_MARK 2 rank");
}

void ImportLinksTest::wrongRows()
{
    QFETCH(std::string, row);
    QFETCH(std::string, expected);
    MappingShop shop;
    const std::string good = "\nP3,accessory,P4,1,,,,\n";
    const ImportReport report = shop.take("source,type,target,rank,from,to,boost,channels\n" + row + good);
    QCOMPARE(rejections(report), expected);
    QCOMPARE(shop.standing(), std::string("P3 accessory P4 1\n"));
    // The same where there are links already.
    QCOMPARE(rejections(shop.take("source,type,target,rank,from,to,boost,channels\n" + row + good)), expected);
    QCOMPARE(shop.standing(), std::string("P3 accessory P4 1\n"));
}

void ImportLinksTest::unknownSkuNamesTheNearest()
{
    MappingShop shop;
    const ImportReport report = shop.take("source,type,target\nP1,accessory,PP3\n");
    QCOMPARE(rejections(report), std::string("UNKNOWN_SKU 2 target"));
    QVERIFY2(report.rejected[0].message.find("did you mean P") != std::string::npos, report.rejected[0].message.c_str());
}

void ImportLinksTest::symmetricLinkFromBothEnds()
{
    MappingShop shop;
    const std::string text = "source,type,target,rank\nP2,substitute,P1,7\nP1,substitute,P2,3\n";
    QCOMPARE(counts(shop.take(text)), std::string("2 1 0 0 0 0 +1 -0"));
    QCOMPARE(shop.standing(), std::string("P1 substitute P2 3 /7\n"));
    QCOMPARE(
        rejections(shop.take("source,type,target,rank\nP1,substitute,P2,3\nP1,substitute,P2,4\n")), std::string("DUPLICATE_KEY 3 target"));
}

void ImportLinksTest::lists_data()
{
    QTest::addColumn<std::string>("before");
    QTest::addColumn<std::string>("mode");
    QTest::addColumn<std::string>("cell");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const char* before, const char* mode, const char* cell, const char* expected) {
        QTest::newRow(name) << std::string(before) << std::string(mode) << std::string(cell) << std::string(expected);
    };
    row("lines", "", "", "P3\nP2\nP4\n", "P1 accessory P2 2\nP1 accessory P3 1\nP1 accessory P4 3\n");
    row("bars", "", "", "P3|P2", "P1 accessory P2 2\nP1 accessory P3 1\n");
    row("commas", "", "", "P3, P2", "P1 accessory P2 2\nP1 accessory P3 1\n");
    row("same order keeps ranks", "P2:3 P3:9", "", "P2|P3", "P1 accessory P2 3\nP1 accessory P3 9\n");
    row("another order ranks again", "P2:3 P3:9", "", "P3|P2", "P1 accessory P2 2\nP1 accessory P3 1\n");
    row("merge keeps others", "P2:3 P3:9", "", "P4", "P1 accessory P2 3\nP1 accessory P3 9\nP1 accessory P4 1\n");
    row("new ones in between", "P2:1 P3:5", "", "P2|P4|P3", "P1 accessory P2 1\nP1 accessory P3 5\nP1 accessory P4 2\n");
    row("new ones where there is no whole number", "P2:1 P3:2", "", "P2|P4|P3",
        "P1 accessory P2 1\nP1 accessory P3 2\nP1 accessory P4 1.5\n");
    row("replace", "P2:1 P3:2", "replace", "P3|P4", "P1 accessory P3 2\nP1 accessory P4 3\n");
    row("set", "P2:1 P3:2", "", "[[set]]P3", "P1 accessory P3 2\n");
    row("clear", "P2:1 P3:2", "", "[[clear]]", "");
    row("keep", "P2:1 P3:2", "replace", "[[keep]]", "P1 accessory P2 1\nP1 accessory P3 2\n");
    row("empty", "P2:1 P3:2", "replace", "", "P1 accessory P2 1\nP1 accessory P3 2\n");
    row("add", "P2:1 P3:2", "", "[[add]]P4|P2", "P1 accessory P2 1\nP1 accessory P3 2\nP1 accessory P4 3\n");
    row("remove", "P2:1 P3:2", "", "[[remove]]P2|P4", "P1 accessory P3 2\n");
}

void ImportLinksTest::lists()
{
    QFETCH(std::string, before);
    QFETCH(std::string, mode);
    QFETCH(std::string, cell);
    QFETCH(std::string, expected);
    MappingShop shop;
    std::string text = "source,type,target,rank\nP9,accessory,P8,1\n";
    for (const std::string_view link : split(before, ' '))
        if (!link.empty())
            text += "P1,accessory," + std::string(link.substr(0, 2)) + "," + std::string(link.substr(3)) + "\n";
    shop.take(text);
    const ImportReport report = shop.take(shop.links("sku,linked_sku\nP1,\"" + cell + "\"\n", "accessory", mode));
    QCOMPARE(rejections(report), std::string());
    QCOMPARE(shop.standing(), expected + "P9 accessory P8 1\n");
    const ImportReport again = shop.take(shop.links("sku,linked_sku\nP1,\"" + cell + "\"\n", "accessory", mode));
    QCOMPARE(again.added + again.changed, uint64_t(0));
    QVERIFY(!again.number);
}

void ImportLinksTest::unknownTargetsOfAListAreRejectedOneByOne()
{
    MappingShop shop;
    const ImportReport report = shop.take(shop.links("sku,linked_sku\nP1,P2|X9|P3|Y|P1|P2\nZ,P2\n", "accessory"));
    QCOMPARE(rejections(report),
        std::string(
            "UNKNOWN_SKU 2 linked_sku, UNKNOWN_SKU 2 linked_sku, SELF_LINK 2 linked_sku, DUPLICATE_KEY 2 linked_sku, UNKNOWN_SKU 3 sku"));
    QCOMPARE(shop.standing(), std::string("P1 accessory P2 1\nP1 accessory P3 3\n"));
}

void ImportLinksTest::misspeltTargetTakesNothingOut()
{
    MappingShop shop;
    shop.take(shop.links("sku,linked_sku\nP1,P2|P3\n", "accessory"));
    const ImportReport report = shop.take(shop.links("sku,linked_sku\nP1,P2|P33\n", "accessory", "replace"));
    QCOMPARE(rejections(report), std::string("UNKNOWN_SKU 2 linked_sku"));
    QCOMPARE(shop.standing(), std::string("P1 accessory P2 1\nP1 accessory P3 2\n"));
}

void ImportLinksTest::whatWasApprovedIsRetiredByADraft()
{
    MappingShop shop;
    shop.take("source,type,target\nP1,accessory,P2\n");
    shop.approveAll();
    shop.take("source,type,target\nP1,accessory,P3\n");
    const ImportReport report =
        shop.take("source,type,target,_action\nP1,accessory,P2,delete\nP1,accessory,P3,delete\nP1,accessory,P4,delete\n");
    QCOMPARE(counts(report), std::string("3 0 2 1 0 0 +0 -2"));
    QCOMPARE(
        shop.mapping("link:P1:accessory:P2"), std::string("draft retiring {\"source\":\"P1\",\"target\":\"P2\",\"type\":\"accessory\"}"));
    QVERIFY(shop.workspace->mapping("link:P1:accessory:P2").value()->isLive());
    QCOMPARE(shop.mapping("link:P1:accessory:P3"), std::string("-"));
}

void ImportLinksTest::retiredLinkComesBack()
{
    MappingShop shop;
    shop.take("source,type,target,rank\nP1,accessory,P2,1\n");
    shop.approveAll();
    shop.take(shop.links("sku,linked_sku\nP1,[[clear]]\n", "accessory"));
    QCOMPARE(shop.standing(), std::string());
    const ImportReport report = shop.take("source,type,target,rank\nP1,accessory,P2,1\n");
    QCOMPARE(report.linksAdded, uint64_t(1));
    QCOMPARE(shop.mapping("link:P1:accessory:P2"),
        std::string("approved {\"rank\":1,\"source\":\"P1\",\"target\":\"P2\",\"type\":\"accessory\"}"));
}

void ImportLinksTest::outsideNames()
{
    MappingShop shop;
    shop.take("source,type,target,rank\nP1,consumable,P2,1\nP1,accessory,P3,2\n");
    ImportRequest asked = shop.links("sku,linked_sku\nP1,P2|P3|P4\n", "magento:crosssell");
    QCOMPARE(importFiles(*shop.workspace, asked).error().code, std::string("NO_DEFAULT_TYPE"));
    asked.profile = shop.write("p.yaml", "shelfwright-profile: 1\ndefault_type: cross-sell\n");
    QCOMPARE(counts(shop.take(asked)), std::string("1 1 0 2 0 0 +1 -0"));
    QCOMPARE(shop.standing(), std::string("P1 accessory P3 2\nP1 consumable P2 1\nP1 cross-sell P4 3\n"));
}

void ImportLinksTest::replaceReadsSymmetricLinksFromBothEnds()
{
    MappingShop shop;
    shop.take("source,type,target\nP1,substitute,P5\nP5,substitute,P7\nP2,substitute,P5\nP1,substitute,P7\n");
    shop.take(shop.links("sku,linked_sku\nP5,P7|P1\n", "substitute", "replace"));
    QCOMPARE(shop.standing(), std::string("P1 substitute P5 /2\nP1 substitute P7\nP5 substitute P7 1\n"));
}

void ImportLinksTest::stopImportsNothing()
{
    MappingShop shop;
    ImportRequest asked = shop.links("source,type,target\nP1,accessory,P2\nP1,accessory,X\n");
    asked.stopOnError = true;
    const ImportReport report = shop.take(asked);
    QCOMPARE(rejections(report), std::string("UNKNOWN_SKU 3 target"));
    QCOMPARE(report.added, uint64_t(0));
    QCOMPARE(shop.standing(), std::string());
}

void ImportLinksTest::dryRunTellsFirstWhatGoes()
{
    MappingShop shop;
    shop.take("source,type,target\nP1,accessory,P2\nP1,accessory,P3\n");
    ImportRequest asked = shop.links("source,type,target,rank,_action\nP1,accessory,P2,5,\nP1,accessory,P3,,delete\n");
    asked.dryRun = true;
    const ImportReport report = shop.take(asked);
    QCOMPARE(report.changes.size(), size_t(2));
    QCOMPARE(report.changes[0].id, std::string("link:P1:accessory:P3"));
    QCOMPARE(report.changes[1].field + report.changes[1].after, std::string("rank5"));
    QVERIFY(!report.number);
    QCOMPARE(shop.standing(), std::string("P1 accessory P2\nP1 accessory P3\n"));
}

void ImportLinksTest::jsonLines_data()
{
    QTest::addColumn<std::string>("line");
    QTest::addColumn<std::string>("expected"); // content, or rejections
    const auto row = [](const char* name, const char* line, const char* expected) {
        QTest::newRow(name) << std::string(line) << std::string(expected);
    };
    row("set and keep", R"({"_kind":"link","source":"P1","type":"accessory","target":"P2","rank":2})",
        R"(draft {"channels":["web"],"rank":2,"reason":"Fits","source":"P1","target":"P2","type":"accessory"})");
    row("null clears", R"({"_kind":"link","source":"P1","type":"accessory","target":"P2","reason":null,"channels":[]})",
        R"(draft {"rank":1,"source":"P1","target":"P2","type":"accessory"})");
    row("add to a list", R"({"kind":"link","id":"link:P1:accessory:P2","intents":{"$add":["owner"]}})",
        R"(draft {"channels":["web"],"intents":["owner"],"rank":1,"reason":"Fits","source":"P1","target":"P2","type":"accessory"})");
    row("delete", R"({"id":"link:P1:accessory:P2","_action":"delete"})", "-");
    row("number as id", R"({"_kind":"link","source":1,"type":"accessory","target":"P2"})", "ID_NOT_TEXT 1 source");
    row("unknown kind", R"({"_kind":"lnk","source":"P1","type":"accessory","target":"P2"})", "KIND 1 _kind");
    row("wrong type of a value", R"({"_kind":"link","source":"P1","type":"accessory","target":"P2","rank":"1"})", "BAD_VALUE 1 rank");
    row("another id than the keys", R"({"id":"link:P1:accessory:P2","source":"P3"})", "MAPPING_ID 1 id");
}

void ImportLinksTest::jsonLines()
{
    QFETCH(std::string, line);
    QFETCH(std::string, expected);
    MappingShop shop;
    shop.take("source,type,target,rank,reason,channels\nP1,accessory,P2,1,Fits,web\n");
    ImportRequest asked = shop.lines(line + "\n");
    asked.what = "links";
    const ImportReport report = shop.take(asked);
    QCOMPARE(report.rejectedCount ? rejections(report) : shop.mapping("link:P1:accessory:P2"), expected);
}

void ImportLinksTest::releaseLinesAreDrafts()
{
    MappingShop shop;
    const std::string mapping =
        R"({"id":"link:P1:accessory:P2:xmas","kind":"link","source":"P1","type":"accessory","target":"P2","rank":1,)"
        R"("owner":"mia","approved_by":"ben","approved_at":"2026-01-01T00:00:00Z","version":3})";
    const ImportReport report = shop.take(shop.lines(mapping + "\n"));
    QCOMPARE(counts(report), std::string("1 1 0 0 0 0 +1 -0"));
    QVERIFY(report.warnings.empty());
    QCOMPARE(shop.mapping("link:P1:accessory:P2:xmas"),
        std::string(R"(draft {"rank":1,"source":"P1","target":"P2","type":"accessory","variant":"xmas"})"));
    const std::string delta = "{\"from\":1,\"to\":2,\"from_sha256\":\"a\",\"to_sha256\":\"b\"}\n{\"op\":\"upsert\",\"mapping\":" + mapping
        + "}\n{\"op\":\"delete\",\"id\":\"link:P1:accessory:P9\"}\n";
    QCOMPARE(counts(shop.take(shop.lines(delta))), std::string("2 0 0 2 0 0 +0 -0"));
}

// mappings.csv has one column for a reason: the English one.
void ImportLinksTest::aReleaseTableKeepsOtherLanguages()
{
    MappingShop shop;
    shop.take(shop.lines(R"({"_kind":"link","source":"P1","type":"accessory","target":"P2","reason":{"de":"Passt","en":"Fits"}})"
                         "\n"));
    QCOMPARE(shop.take("source,type,target,reason\nP1,accessory,P2,Fits\n").unchanged, uint64_t(1));
    QCOMPARE(shop.take("source,type,target,reason\nP1,accessory,P2,Fits well\n").changed, uint64_t(1));
    QCOMPARE(shop.mapping("link:P1:accessory:P2"),
        std::string(R"(draft {"reason":"Fits well","source":"P1","target":"P2","type":"accessory"})"));
}

// Enough for the fast path of a first import, and the same as row by row.
void ImportLinksTest::manyNewLinks()
{
    MappingShop shop(200);
    std::string text = "source,type,target,rank,reason\n";
    for (int i = 0; i < 200; ++i)
        for (int j = 0; j < 200; j += 7)
            if (i != j)
                text += "P" + std::to_string(i) + ",accessory,P" + std::to_string(j) + "," + std::to_string(1 + j % 9) + ","
                    + (j % 14 ? "" : "\"He said \"\"no\"\"\"") + "\n";
    const ImportReport report = shop.take(text);
    QCOMPARE(rejections(report), std::string());
    QCOMPARE(report.linksAdded, report.read);
    QCOMPARE(shop.mapping("link:P3:accessory:P14"),
        std::string("draft {\"rank\":6,\"reason\":\"He said \\\"no\\\"\",\"source\":\"P3\",\"target\":\"P14\",\"type\":\"accessory\"}"));
    const auto checked = shop.workspace->check(true);
    QVERIFY(checked && checked->ok());
    const ImportReport again = shop.take(text);
    QCOMPARE(again.unchanged, again.read);
    QVERIFY(!again.number);
}

void ImportLinksTest::whoImportsAnswersForWhatIsNew()
{
    MappingShop shop;
    shop.take("source,type,target\nP1,accessory,P2\n");
    const auto owner = [&shop](const char* id) { return shop.workspace->mapping(id).value()->working().text("owner"); };
    QCOMPARE(owner("link:P1:accessory:P2"), std::string("mia"));
    shop.take("source,type,target,owner\nP1,accessory,P2,\nP1,accessory,P3,\nP1,accessory,P4,jan\n");
    QCOMPARE(owner("link:P1:accessory:P2"), std::string("mia")); // empty keeps
    QCOMPARE(owner("link:P1:accessory:P3"), std::string()); // the file has a place for it
    QCOMPARE(owner("link:P1:accessory:P4"), std::string("jan"));
}

void ImportLinksTest::magento()
{
    SHELF_NEEDS_REAL_DATA("magento");
    const std::string folder = realData("magento/");
    ImportShop shop;
    ImportRequest asked = shop.request({}, "gear");
    asked.files.clear();
    for (const char* name : {"bags", "fitness_equipment", "fitness_equipment_ball", "fitness_equipment_strap", "watches"})
        asked.files.push_back(folder + "products_gear_" + name + ".csv");
    QCOMPARE(shop.take(asked).added, uint64_t(44));
    ImportRequest links = shop.request({});
    links.files = {folder + "upsell.csv"};
    links.linkType = "up-sell";
    QCOMPARE(counts(shop.take(links)), std::string("13 79 0 0 0 0 +79 -0"));
    QCOMPARE(counts(shop.take(links)), std::string("13 0 0 79 0 0 +0 -0"));
    links.files = {folder + "related.csv"};
    links.linkType = "cross-sell";
    const ImportReport report = shop.take(links);
    QCOMPARE(report.linksAdded, uint64_t(52));
    QCOMPARE(report.rejectedCount, uint64_t(14));
    QVERIFY(report.rejected[2].message.find("did you mean 24-WG085?") != std::string::npos);
}

QTEST_GUILESS_MAIN(ImportLinksTest)
#include "tst_import_links.moc"
