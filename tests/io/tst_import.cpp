// Imports of products: what rows become, what they change, what is refused.
#include "tests/io/import_shop.h"

using namespace shelf;
using namespace shelf::test;

class TestImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void firstImportMakesProductsAndDefinitions()
    {
        ImportShop shop;
        const ImportReport report = shop.take("sku,name,family,category,price,stock,Weight [kg],Colour\n"
                                              "A-1,First,lens,parts/lens,19.50,3,1.5,red\n"
                                              "0017,Second,body,gifts,20,,2,\n");
        QCOMPARE(report.read, uint64_t(2));
        QCOMPARE(report.added, uint64_t(2));
        QCOMPARE(report.rejectedCount, uint64_t(0));
        QCOMPARE(report.createdFamilies, uint64_t(2));
        QCOMPARE(report.createdCategories, uint64_t(3)); // parts, parts/lens, gifts
        QCOMPARE(report.createdAttributes, uint64_t(2));
        QVERIFY(report.number.has_value());
        QCOMPARE(shop.value("A-1", "price"), std::string("19.5"));
        QCOMPARE(shop.value("A-1", "currency"), std::string("\"EUR\""));
        QCOMPARE(shop.value("A-1", "lifecycle"), std::string("\"active\""));
        QCOMPARE(shop.value("A-1", "categories"), std::string("[\"parts/lens\"]"));
        QCOMPARE(shop.value("A-1", "weight"), std::string("1.5"));
        QCOMPARE(shop.value("0017", "colour"), std::string(""));
        QCOMPARE(shop.type("weight"), std::string("number"));
        QCOMPARE(shop.workspace->definitions().attribute("weight")->unit, std::string("kg"));
        QCOMPARE(shop.workspace->definitions().attribute("weight")->label, std::string("Weight [kg]"));
        QVERIFY(shop.workspace->definitions().family("lens")->find("weight"));
        QVERIFY(shop.workspace->check(true)->ok());
    }

    void importingAgainChangesNothing()
    {
        ImportShop shop;
        const std::string text = "sku,name,price,Sealed,Socket\nA,First,19.50,yes,AM5\nB,\"Sec\"\"ond\",,no,\nC,,1,,AM4\n";
        shop.take(text, "f");
        const ImportReport again = shop.take(text, "f");
        QCOMPARE(again.added + again.changed, uint64_t(0));
        QCOMPARE(again.unchanged, uint64_t(3));
        QVERIFY(!again.number);
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(1));
    }

    void cellsChangeOnlyWhatTheySay()
    {
        ImportShop shop;
        shop.take("sku,name,brand,price,category,tags\nA,First,Acme,19,x,red\nB,Second,Acme,20,x,blue\n");
        const ImportReport report = shop.take("sku,name,brand,price\nA,,[[clear]],21 USD\nB,[[keep]],[[[[x,20\n");
        QCOMPARE(report.changed, uint64_t(2));
        QCOMPARE(shop.value("A", "name"), std::string("\"First\""));
        QCOMPARE(shop.value("A", "brand"), std::string(""));
        QCOMPARE(shop.value("A", "price"), std::string("21"));
        QCOMPARE(shop.value("A", "currency"), std::string("\"USD\""));
        QCOMPARE(shop.value("A", "tags"), std::string("\"red\""));
        QCOMPARE(shop.value("B", "brand"), std::string("\"[[x\""));
        QCOMPARE(shop.value("B", "currency"), std::string("\"EUR\""));
    }

    void actions()
    {
        ImportShop shop;
        shop.take("sku,name\nA,First\nB,Second\nC,Third\n");
        const ImportReport report = shop.take("sku,name,_action\nA,,delete\nB,Other,skip\nC,Changed,upsert\nD,,delete\nE,x,destroy\n");
        QCOMPARE(report.changed, uint64_t(2));
        QCOMPARE(report.unchanged, uint64_t(1));
        QCOMPARE(rejections(report), std::string("UNKNOWN_SKU 5 _action, BAD_ACTION 6 _action"));
        QCOMPARE(shop.value("A", "lifecycle"), std::string("\"retired\""));
        QCOMPARE(shop.value("B", "name"), std::string("\"Second\""));
        QCOMPARE(shop.value("C", "name"), std::string("\"Changed\""));
    }

    void badRowsAreRejectedAndTheOthersGoOn()
    {
        ImportShop shop;
        const ImportReport report = shop.take("sku,name,price,stock,launch,channels\n"
                                              "A,ok,1,2,2026-01-01,web\n"
                                              "B,x,abc,,,\n"
                                              "C,x,,1.5,,\n"
                                              "D,x,,,2026-02-30,\n"
                                              "E,x,,,,moon\n"
                                              "F,x\n"
                                              ",x,,,,\n"
                                              " G,x,,,,\n"
                                              "H,\xFF,,,,\n"
                                              "A,ok,1,2,2026-01-01,web\n"
                                              "A,other,1,2,2026-01-01,web\n"
                                              "I,\"x\n");
        QCOMPARE(report.read, uint64_t(12));
        QCOMPARE(report.added, uint64_t(1));
        QCOMPARE(report.duplicates, uint64_t(1));
        QCOMPARE(report.rejectedCount, uint64_t(10));
        QCOMPARE(rejections(report),
            "BAD_NUMBER 3 price, BAD_NUMBER 4 stock, BAD_DATE 5 launch, UNKNOWN_CHANNEL 6 channels, ROW_WIDTH 7, NO_SKU 8 sku, BAD_SKU 9 "
            "sku, "
            "ENCODING 10, DUPLICATE_KEY 12 sku, QUOTE_OPEN 13");
        QVERIFY(!report.allRejected());
    }

    void whereNothingCanBeUsedNothingIsMade()
    {
        ImportShop shop;
        const ImportReport report = shop.take("sku,price,Colour\nA,abc,red\n", "f");
        QVERIFY(report.allRejected());
        QVERIFY(!report.number);
        QVERIFY(!shop.workspace->definitions().family("f"));
        const ImportReport none = shop.take("sku,price,Colour\n", "f");
        QCOMPARE(none.read, uint64_t(0));
        QVERIFY(!none.number);
    }

    void stopOnErrorImportsNothing()
    {
        ImportShop shop;
        ImportRequest request = shop.request("sku,price\nA,1\nB,abc\nC,2\n");
        request.stopOnError = true;
        const ImportReport report = shop.take(request);
        QCOMPARE(report.rejectedCount, uint64_t(1));
        QCOMPARE(report.added, uint64_t(0));
        QCOMPARE(shop.value("A", "price"), std::string("-"));
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(0));
    }

    void aDryRunTellsAndChangesNothing()
    {
        ImportShop shop;
        shop.take("sku,name\nA,First\n");
        ImportRequest request = shop.request("sku,name,Colour\nA,Second,red\nB,New,blue\n");
        request.dryRun = true;
        const ImportReport report = shop.take(request);
        QVERIFY(report.dryRun);
        QVERIFY(!report.number);
        QCOMPARE(report.added, uint64_t(1));
        QCOMPARE(report.changed, uint64_t(1));
        QCOMPARE(report.createdAttributes, uint64_t(1));
        QCOMPARE(
            report.changes.at(0).id + " " + report.changes.at(0).field + " " + report.changes.at(0).after, std::string("A colour red"));
        QCOMPARE(report.changes.at(1).before + ">" + report.changes.at(1).after, std::string("First>Second"));
        QCOMPARE(shop.value("A", "name"), std::string("\"First\""));
        QCOMPARE(shop.value("B", "name"), std::string("-"));
    }

    void lineEndsInValuesBecomeLf()
    {
        ImportShop shop;
        shop.take("sku,name\r\nA,\"one\r\ntwo\"\r\n");
        QCOMPARE(shop.value("A", "name"), std::string("\"one\\ntwo\""));
    }

    void columnNames()
    {
        ImportShop shop;
        shop.take("sku,Core Count,core_count,name,name,\xE2\x82\xAC,\nA,1,2,x,y,z,w\n");
        QCOMPARE(shop.value("A", "core_count"), std::string("1"));
        QCOMPARE(shop.value("A", "core_count_2"), std::string("2"));
        QCOMPARE(shop.value("A", "name"), std::string("\"x\""));
        QCOMPARE(shop.value("A", "name_2"), std::string("\"y\""));
        QCOMPARE(shop.value("A", "col_6"), std::string("\"z\""));
        QCOMPARE(shop.value("A", "col_7"), std::string("\"w\""));
        const auto refused = importFiles(*shop.workspace, shop.request("sku,link:\nA,B\n"));
        QCOMPARE(refused.error().code, std::string("LINK_COLUMN"));
    }

    void variantsOfAnAttribute()
    {
        ImportShop shop;
        shop.take("sku,claim@de,claim@en,warranty@web,name@de\nA,Neu,New,2,Eins\n", "f");
        QCOMPARE(shop.value("A", "claim@de"), std::string("\"Neu\""));
        QCOMPARE(shop.value("A", "warranty@web"), std::string("2"));
        QCOMPARE(shop.value("A", "name_de"), std::string("\"Eins\""));
        QVERIFY(shop.workspace->definitions().attribute("claim")->perLanguage);
        QVERIFY(shop.workspace->definitions().attribute("warranty")->perChannel);
        QVERIFY(!shop.take("sku,claim@de,claim@en,warranty@web,name@de\nA,Neu,New,2,Eins\n", "f").number);
    }

    // The type an attribute has decides; what does not fit is kept as it was and counted.
    void valuesThatDoNotFitAreKeptAsText()
    {
        ImportShop shop;
        shop.take("sku,Size\nA,1\nB,2\n", "f");
        const ImportReport report = shop.take("sku,Size\nC,large\nD,3\n", "f");
        QCOMPARE(shop.value("C", "size"), std::string("\"large\""));
        QCOMPARE(shop.value("D", "size"), std::string("3"));
        QCOMPARE(shop.type("size"), std::string("integer"));
        QCOMPARE(report.warnings.size(), size_t(1));
        QVERIFY(report.warnings[0].starts_with("size: 1 value"));
    }

    // One code, two meanings: another family gets an attribute of its own, and keeps using it.
    void anAttributeThatMeansSomethingElseElsewhere()
    {
        ImportShop shop;
        shop.take("sku,Memory,Socket\nA,16,AM5\n", "board");
        shop.take("sku,Memory,Socket\nX,\"5,6000\",AM5\n", "video card");
        QCOMPARE(shop.value("X", "video_card_memory"), std::string("\"5,6000\""));
        QCOMPARE(shop.value("X", "memory"), std::string(""));
        QCOMPARE(shop.value("X", "socket"), std::string("\"AM5\""));
        const ImportReport again = shop.take("sku,Memory\nX,7\n", "video card");
        QCOMPARE(again.createdAttributes, uint64_t(0));
        QCOMPARE(shop.value("X", "video_card_memory"), std::string("\"7\""));
    }

    void whatIsMasteredHereIsLeftAlone()
    {
        ImportShop shop;
        shop.take("sku,Note\nA,mine\n", "f");
        const Thing note = *shop.workspace->definitions().find(ThingKind::Attribute, "note");
        QVERIFY(shop.apply("mia", {edit(note, "master", "\"here\"")}).ok());
        const ImportReport report = shop.take("sku,name,Note\nA,n,theirs\n", "f");
        QCOMPARE(shop.value("A", "note"), std::string("\"mine\""));
        QCOMPARE(shop.value("A", "name"), std::string("\"n\""));
        QVERIFY(report.warnings.at(0).starts_with("note: 1 value not taken"));
    }

    void optionsGrow()
    {
        ImportShop shop;
        std::string text = "sku,Colour\n";
        for (int i = 0; i < 40; ++i)
            text += "P" + std::to_string(i) + (i % 2 ? ",red\n" : ",blue\n");
        QCOMPARE(shop.take(text).createdOptions, uint64_t(2));
        QCOMPARE(shop.type("colour"), std::string("choice"));
        const ImportReport report = shop.take("sku,Colour\nP1,green\n");
        QCOMPARE(report.createdOptions, uint64_t(1));
        QCOMPARE(shop.workspace->definitions().attribute("colour")->options, (std::vector<std::string>{"blue", "red", "green"}));
    }

    // What the first 20,000 rows suggest must not decide where a later row says otherwise.
    void lateRowsCount()
    {
        ImportShop shop;
        std::string text = "sku,Speed,Kind,category,Late\n";
        for (int i = 0; i < 30000; ++i)
            text += "P" + std::to_string(i) + "," + (i == 29999 ? "fast" : std::to_string(i)) + "," + (i == 29998 ? "rare" : "often") + ","
                + (i == 29997 ? "far" : "near") + "," + (i == 25000 ? "7" : "") + "\n";
        const ImportReport report = shop.take(text);
        QCOMPARE(report.added, uint64_t(30000));
        QCOMPARE(shop.type("speed"), std::string("text"));
        QCOMPARE(shop.type("kind"), std::string("choice"));
        QCOMPARE(shop.type("late"), std::string("integer"));
        QCOMPARE(shop.workspace->definitions().attribute("kind")->options.size(), size_t(2));
        QCOMPARE(shop.value("P29997", "categories"), std::string("[\"far\"]"));
        QCOMPARE(shop.value("P1", "speed"), std::string("\"1\""));
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(1));
    }

    void parentsMustExist()
    {
        ImportShop shop;
        const ImportReport report = shop.take("sku,parent\nA,B\nB,\nC,nowhere\nD,C\nE,E\n");
        QCOMPARE(rejections(report), std::string("UNKNOWN_SKU 4 parent, UNKNOWN_SKU 5 parent, UNKNOWN_SKU 6 parent"));
        QCOMPARE(shop.value("A", "parent"), std::string("\"B\""));
        QCOMPARE(shop.take("sku,parent\nF,A\nG,H\n").added, uint64_t(1));
    }

    void severalFilesAreOneChangeSet()
    {
        ImportShop shop;
        ImportRequest request = shop.request("sku,name\nA,First\n");
        request.files.push_back(shop.write("second.csv", "name;sku;Colour\nSecond;B;red\nAgain;A;red\n"));
        const ImportReport report = shop.take(request);
        QCOMPARE(report.added, uint64_t(2));
        QCOMPARE(rejections(report), std::string("DUPLICATE_KEY 3 sku"));
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(1));
    }

    void anImportCanBeUndone()
    {
        ImportShop shop;
        shop.take("sku,name,Colour\nA,First,red\n", "f");
        QVERIFY(shop.workspace->undo("mia")->number.has_value());
        QCOMPARE(shop.value("A", "name"), std::string("-"));
        QVERIFY(!shop.workspace->definitions().family("f"));
    }

    void cancelling()
    {
        ImportShop shop;
        const std::atomic<bool> cancel = true;
        Progress progress;
        progress.cancel = &cancel;
        const auto report = importFiles(*shop.workspace, shop.request("sku,name\nA,First\n"), progress);
        QCOMPARE(int(report.error().kind), int(ErrorKind::Cancelled));
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(0));
    }

    void refusedRequests()
    {
        ImportShop shop;
        ImportRequest request = shop.request("sku\nA\n");
        request.format = "xlsx";
        QCOMPARE(importFiles(*shop.workspace, request).error().code, std::string("FORMAT"));
        request = shop.request("name\nA\n");
        request.key = {"nmae"};
        const auto unknown = importFiles(*shop.workspace, request);
        QCOMPARE(unknown.error().code, std::string("UNKNOWN_COLUMN"));
        QVERIFY(unknown.error().tryThis.find("name") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestImport)
#include "tst_import.moc"
