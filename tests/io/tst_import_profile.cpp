// Imports that a profile directs, and profiles that are saved.
#include "model/io/profile.h"
#include "tests/io/import_shop.h"

#include <QDir>

using namespace shelf;
using namespace shelf::test;

namespace {

ImportRequest withProfile(ImportShop& shop, const std::string& text, const std::string& profile)
{
    ImportRequest request = shop.request(text);
    request.profile = shop.write("p.yaml", "shelfwright-profile: 1\n" + profile);
    return request;
}

} // namespace

class TestImportProfile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aProfileTakesThePlaceOfProfilesOnly()
    {
        ImportShop shop;
        ImportRequest request = shop.request("sku,name\nA,a\n");
        request.saveProfile = shop.write("notes.yaml", "shopping: [milk]\n");
        const auto refused = importFiles(*shop.workspace, request);
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, std::string("EXISTS"));
        QCOMPARE(shop.workspace->productCount().value(), uint64_t(0));
        request.saveProfile = shop.folder.path().toStdString() + "/new.yaml";
        QCOMPARE(shop.take(request).added, uint64_t(1));
        request.dryRun = true;
        QCOMPARE(importFiles(*shop.workspace, request).error().code, std::string("EXISTS"));
        request.dryRun = false;
        QCOMPARE(shop.take(request).unchanged, uint64_t(1));
    }

    void exportsOfOtherSystemsAreNotTakenForTables_data()
    {
        QTest::addColumn<std::string>("header");
        QTest::addColumn<std::string>("system");
        const auto row = [](const char* name, std::string header, std::string system) { QTest::newRow(name) << header << system; };
        row("shopify", "Handle,Title,Body (HTML),Variant SKU", "Shopify");
        row("shopify, newer", "Title,URL handle,SKU", "Shopify");
        row("matrixify", "ID,Handle,Metafield: x.y [list.product_reference]", "Matrixify");
        row("woocommerce", "ID,Type,SKU,Name,Upsells", "WooCommerce");
        row("google", "id,title,image_link", "Google Merchant");
        row("a table", "sku,title,handle", "Shopify");
        row("plain", "sku,title,type,name", "");
    }
    void exportsOfOtherSystemsAreNotTakenForTables()
    {
        QFETCH(std::string, header);
        QFETCH(std::string, system);
        ImportShop shop;
        ImportRequest request =
            shop.request(header + "\n" + std::string(static_cast<size_t>(std::count(header.begin(), header.end(), ',')), ',') + "x\n");
        const auto report = importFiles(*shop.workspace, request);
        QCOMPARE(!report.ok() && report.error().code == "FORMAT", !system.empty());
        if (!system.empty())
            QVERIFY(report.error().what.find(system) != std::string::npos);
        request.format = "csv"; // said, so done
        const auto table = importFiles(*shop.workspace, request);
        QVERIFY(table.ok() || table.error().code != "FORMAT");
    }

    void columnsGoWhereTheProfileSays()
    {
        ImportShop shop;
        shop.take(withProfile(shop,
            "Artikel;Bezeichnung;Typ;Preis;Gewicht;Erschienen;Werte;Notiz;Mounts\n"
            "17;Eins;Prozessor;12,50;1,5;31.01.2026;ddr5,6000;x;E,Z\n",
            "family: { column: Typ, map: { Prozessor: cpu } }\ndecimal: \",\"\nconstants: { lifecycle: planned, currency: USD, brand: Acme "
            "}\n"
            "columns:\n  Artikel: sku\n  Bezeichnung: name\n  Preis: price\n  Gewicht: { to: weight, type: number, unit: kg }\n"
            "  Erschienen: { to: launch, date: dd.MM.yyyy }\n  Werte: { to: [ddr, mhz], split: \",\" }\n  Notiz: ignore\n"
            "  Mounts: { to: mounts, type: multi-choice, split: \",\" }\n"));
        QCOMPARE(shop.value("17", "name"), std::string("\"Eins\""));
        QCOMPARE(shop.value("17", "family"), std::string("\"cpu\""));
        QCOMPARE(shop.value("17", "price"), std::string("12.5"));
        QCOMPARE(shop.value("17", "currency"), std::string("\"USD\""));
        QCOMPARE(shop.value("17", "lifecycle"), std::string("\"planned\""));
        QCOMPARE(shop.value("17", "brand"), std::string("\"Acme\""));
        QCOMPARE(shop.value("17", "weight"), std::string("1.5"));
        QCOMPARE(shop.value("17", "launch"), std::string("\"2026-01-31\""));
        QCOMPARE(shop.value("17", "ddr"), std::string("\"ddr5\""));
        QCOMPARE(shop.value("17", "mhz"), std::string("6000"));
        QCOMPARE(shop.value("17", "mounts"), std::string("[\"E\",\"Z\"]"));
        QCOMPARE(shop.type("notiz"), std::string("-"));
    }

    void listsAreEdited()
    {
        ImportShop shop;
        const std::string profile = "columns: { Tags: { to: tags, type: multi-choice } }\n";
        shop.take(withProfile(shop, "sku,Tags\nA,a|b\nB,a|b\nC,a|b\n", profile));
        const ImportReport report = shop.take("sku,Tags\nA,[[add]]c|a\nB,[[remove]]a\nC,[[set]]x\n");
        QCOMPARE(report.changed, uint64_t(3));
        QCOMPARE(shop.value("A", "tags"), std::string("[\"a\",\"b\",\"c\"]"));
        QCOMPARE(shop.value("B", "tags"), std::string("[\"b\"]"));
        QCOMPARE(shop.value("C", "tags"), std::string("[\"x\"]"));
    }

    void emptyCellsCanClear()
    {
        ImportShop shop;
        shop.take("sku,name,brand\nA,First,Acme\n");
        shop.take(withProfile(shop, "sku,name,brand\nA,,\n", "columns: { brand: { empty: clear } }\n"));
        QCOMPARE(shop.value("A", "name"), std::string("\"First\""));
        QCOMPARE(shop.value("A", "brand"), std::string(""));
    }

    void absentProductsAreRetired()
    {
        ImportShop shop;
        shop.take("sku,name\nA,First\nB,Second\n", "f");
        shop.take("sku,name\nX,Other\n", "g");
        const ImportReport report = shop.take(withProfile(shop, "sku,name\nA,First\n", "family: f\nabsent: retire\n"));
        QCOMPARE(report.changed, uint64_t(1));
        QCOMPARE(shop.value("A", "lifecycle"), std::string("\"active\""));
        QCOMPARE(shop.value("B", "lifecycle"), std::string("\"retired\""));
        QCOMPARE(shop.value("X", "lifecycle"), std::string("\"active\""));
    }

    void hardDeletionTakesTheProductAway()
    {
        ImportShop shop;
        shop.take("sku,name,Colour\nA,First,red\n", "f");
        shop.take(withProfile(shop, "sku,_action\nA,delete\n", "delete: hard\n"));
        QCOMPARE(shop.value("A", "name"), std::string("-"));
        QVERIFY(shop.workspace->check(true)->ok());
    }

    void theGuardOfSpreadsheetsComesOff()
    {
        ImportShop shop;
        shop.take("sku,name\nA,'=1\n");
        QCOMPARE(shop.value("A", "name"), std::string("\"'=1\""));
        shop.take(withProfile(shop, "sku,name\nA,'=1\n", "excel_guard: true\n"));
        QCOMPARE(shop.value("A", "name"), std::string("\"=1\""));
    }

    void otherEncodings()
    {
        ImportShop shop;
        shop.take(withProfile(shop, "sku,name\nA,Caf\xE9\n", "encoding: windows-1252\n"));
        QCOMPARE(shop.value("A", "name"), std::string("\"Caf\xC3\xA9\""));
    }

    void aCsvwDescriptionBesideTheFile()
    {
        ImportShop shop;
        shop.write("file.csv-metadata.json",
            "{\"@context\":\"http://www.w3.org/ns/csvw\",\"dialect\":{\"delimiter\":\"|\",\"skipRows\":1},"
            "\"tableSchema\":{\"columns\":[{\"titles\":\"Size\",\"datatype\":\"string\"},{\"name\":\"Tags\",\"separator\":\" \"}]}}");
        shop.take("exported today\nsku|Size|Tags\nA|7|x y\n");
        QCOMPARE(shop.value("A", "size"), std::string("\"7\""));
        QCOMPARE(shop.value("A", "tags"), std::string("[\"x\",\"y\"]"));
        shop.write("file.csv-metadata.json", "[]");
        QCOMPARE(importFiles(*shop.workspace, shop.request("sku\nA\n")).error().code, std::string("CSVW"));
    }

    // A saved profile alone makes of the same file the same catalog.
    void savedProfilesAreComplete()
    {
        std::string text = "Name;Price;Colour;EAN;Sealed;Weight [kg];Price\n";
        for (int i = 0; i < 60; ++i)
            text += "Thing " + std::to_string(i) + ";" + std::to_string(i) + ",5;" + (i % 2 ? "red" : "blue") + ";400638133393"
                + std::to_string(i % 10) + ";yes;1.5;x\n";
        ImportShop first;
        ImportRequest request = first.request(text, "video card");
        request.saveProfile = first.folder.path().toStdString() + "/saved.yaml";
        const ImportReport report = first.take(request);
        QCOMPARE(report.added, uint64_t(60));

        ImportShop second;
        ImportRequest alone = second.request(text);
        alone.profile = request.saveProfile;
        QCOMPARE(second.take(alone).added, uint64_t(60));
        std::vector<Thing> left, right;
        QVERIFY(first.workspace->forEachProduct([&](const Thing& product) { return left.push_back(product), true; }).ok());
        QVERIFY(second.workspace->forEachProduct([&](const Thing& product) { return right.push_back(product), true; }).ok());
        QVERIFY(left == right);
        for (const ThingKind kind : {ThingKind::Attribute, ThingKind::Family})
            for (const Thing* thing : first.workspace->definitions().all(kind))
                QVERIFY2(*thing == *second.workspace->definitions().find(kind, thing->key), thing->key.c_str());
    }

    // Saved ones stay in the workspace, and are offered and taken by name.
    void savedProfilesAreOfferedAgain()
    {
        ImportShop shop;
        const std::string text = "Artikel;Preis;Maße\n1a;12,50;x|y\n2b;3,50;x\n3c;1,00;y\n";
        ImportRequest request = withProfile(shop, text, "columns: { Artikel: sku, Preis: price }\n");
        request.saveProfile = shop.folder.path().toStdString() + "/supplier a.profile.yaml";
        shop.take(request);
        const Thing* kept = shop.workspace->definitions().find(ThingKind::Profile, "supplier a");
        QVERIFY(kept);
        const auto fromFile = readProfile(request.saveProfile);
        const auto fromWorkspace = profileFromFields("supplier a", kept->fields);
        SHELF_OK(fromFile);
        SHELF_OK(fromWorkspace);
        QVERIFY(*fromFile == *fromWorkspace);
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(1)); // with the products

        ImportRequest plain = shop.request(text, "f");
        plain.dryRun = true;
        QVERIFY(shop.take(plain).warnings.at(0).starts_with("profile supplier a fits "));
        ImportRequest named = shop.request(text);
        named.profile = "supplier a";
        const ImportReport again = shop.take(named);
        QCOMPARE(again.unchanged, uint64_t(3));
        QVERIFY(again.warnings.empty());
        QVERIFY(!again.number);
        named.profile = "suplier a";
        const auto unknown = importFiles(*shop.workspace, named);
        QVERIFY(!unknown.ok());
        QVERIFY(unknown.error().tryThis.find("supplier a") != std::string::npos);
        QVERIFY(shop.take("sku,name\nx,y\n").warnings.empty()); // another kind of file
    }

    void profilesOfLinksAreKeptToo()
    {
        ImportShop shop;
        shop.take("sku,name\nA,x\nB,y\nC,z\n");
        ImportRequest request = shop.request("Artikel;Dazu\nA;B|C\n");
        request.profile = shop.write("p.yaml", "shelfwright-profile: 1\nwhat: links\ncolumns: { Artikel: sku, Dazu: linked_sku }\n");
        request.linkType = "cross-sell";
        request.saveProfile = shop.folder.path().toStdString() + "/dazu.yaml";
        QCOMPARE(shop.take(request).linksAdded, uint64_t(2));
        QVERIFY(readProfile(request.saveProfile).ok());
        QVERIFY(shop.workspace->definitions().has(ThingKind::Profile, "dazu"));

        request.files = {shop.write("plain.csv", "sku,linked_sku\nA,B|C\n")};
        request.profile.clear();
        request.saveProfile = shop.folder.path().toStdString() + "/plain.yaml";
        QCOMPARE(shop.take(request).unchanged, uint64_t(2));
        request.saveProfile.clear();
        request.linkType.clear();
        const auto untold = importFiles(*shop.workspace, request);
        QCOMPARE(untold.error().code, std::string("NO_LINK_TYPE"));
        QVERIFY(untold.error().tryThis.find("--profile plain") != std::string::npos);

        ImportRequest again = shop.request("Artikel;Dazu\nA;B|C\n");
        again.dryRun = true;
        QVERIFY(shop.take(again).warnings.at(0).starts_with("profile dazu fits "));
        again.profile = "dazu";
        const ImportReport report = shop.take(again);
        QCOMPARE(report.unchanged, uint64_t(2));
        QVERIFY(report.warnings.empty());
    }

    void aFeedKeepsNoProfileAndBringsNoLinks()
    {
        ImportShop shop;
        shop.take("sku,price\nA,1\nB,2\n");
        ImportRequest feed = shop.request("sku,price\nA,3\n");
        feed.feed = true;
        feed.saveProfile = shop.folder.path().toStdString() + "/feed.yaml";
        const ImportReport report = shop.take(feed);
        QCOMPARE(report.changed, uint64_t(1));
        QCOMPARE(report.warnings.size(), size_t(1));
        QVERIFY(readProfile(feed.saveProfile).ok());
        QVERIFY(!shop.workspace->definitions().has(ThingKind::Profile, "feed"));
        feed = shop.request("source,type,target\nA,accessory,B\n");
        feed.feed = true;
        QCOMPARE(importFiles(*shop.workspace, feed).error().code, std::string("FEED"));
    }

    // What a cell clears takes neither a default nor a constant, so that the same file changes nothing the next time.
    void clearedFieldsStayEmpty()
    {
        for (const bool fresh : {true, false}) {
            ImportShop shop;
            if (!fresh)
                shop.take("sku,name\nX,other\n");
            const auto request = [&] {
                return withProfile(shop, "sku,lifecycle,price,currency,brand\nA,[[clear]],5,,[[clear]]\nB,,5,[[clear]],\n",
                    "constants: { brand: Acme }\n");
            };
            QCOMPARE(shop.take(request()).added, uint64_t(2));
            QCOMPARE(shop.value("A", "lifecycle") + shop.value("A", "currency") + shop.value("A", "brand"), std::string("\"EUR\""));
            QCOMPARE(
                shop.value("B", "lifecycle") + shop.value("B", "currency") + shop.value("B", "brand"), std::string("\"active\"\"Acme\""));
            const ImportReport again = shop.take(request());
            QCOMPARE(again.unchanged, uint64_t(2));
            QCOMPARE(shop.take("sku,price\nB,5\n").unchanged, uint64_t(1)); // a price that stays needs no currency
        }
    }

    void aProfileThatCannotBeWrittenStopsTheImport()
    {
        ImportShop shop;
        ImportRequest request = shop.request("sku,name\nA,x\n");
        request.saveProfile = shop.folder.path().toStdString() + "/no such folder/p.yaml";
        const auto refused = importFiles(*shop.workspace, request);
        QCOMPARE(refused.error().code, std::string("WRITE"));
        QCOMPARE(shop.value("A", "name"), std::string("-"));
        request.saveProfile = shop.folder.path().toStdString();
        QCOMPARE(importFiles(*shop.workspace, request).error().code, std::string("NOT_A_FILE"));
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(0));
    }

    void aFailedImportLeavesNoProfile()
    {
        ImportShop shop;
        ImportRequest request = shop.request("name\nA\n");
        request.key = {"nmae"};
        request.saveProfile = shop.folder.path().toStdString() + "/p.yaml";
        QVERIFY(!importFiles(*shop.workspace, request).ok());
        const std::atomic<bool> cancel = true;
        Progress progress;
        progress.cancel = &cancel;
        request.key.clear();
        QVERIFY(!importFiles(*shop.workspace, request, progress).ok());
        QCOMPARE(QDir(shop.folder.path()).entryList({QStringLiteral("*.yaml*")}).size(), qsizetype(0));
    }

    void unitsAreConverted()
    {
        ImportShop shop;
        shop.take("sku,weight [kg]\nA,1.5\n", "f");
        shop.take("sku,weight [g]\nB,2500\n", "f");
        QCOMPARE(shop.value("B", "weight"), std::string("2.5"));
        const ImportReport report = shop.take("sku,weight\nC,700 g\nD,2 lb\nE,3 foo\n", "f");
        QCOMPARE(shop.value("C", "weight"), std::string("0.7"));
        QCOMPARE(shop.value("D", "weight"), std::string("0.90718474"));
        QCOMPARE(shop.value("E", "weight"), std::string("\"3 foo\""));
        QVERIFY(report.warnings.at(0).starts_with("weight: 1 value"));
        shop.take("sku,weight\nF,700 g\n", "g"); // another family: it can be converted, so it is the same attribute
        QCOMPARE(shop.value("F", "weight"), std::string("0.7"));
        shop.take("sku,weight [cm]\nG,5\n", "h"); // it cannot
        QCOMPARE(shop.value("G", "h_weight"), std::string("5"));
        shop.take(withProfile(shop, "sku,W\nH,\"1,5\"\n", "columns: { W: { to: weight, unit: g, decimal: \",\" } }\n"));
        QCOMPARE(shop.value("H", "weight"), std::string("0.0015"));
    }

    void constants()
    {
        ImportShop shop;
        shop.take(withProfile(shop, "sku,Colour\nA,red\nB,\n",
            "constants: { family: lens, categories: x/y|z, colour: blue, brand: Acme, never_recommend: \"yes\" }\n"
            "columns: { Colour: { type: choice } }\n"));
        QCOMPARE(shop.value("A", "family"), std::string("\"lens\""));
        QCOMPARE(shop.value("A", "categories"), std::string("[\"x/y\",\"z\"]"));
        QCOMPARE(shop.value("A", "colour"), std::string("\"red\""));
        QCOMPARE(shop.value("B", "colour"), std::string("\"blue\""));
        QCOMPARE(shop.value("B", "never_recommend"), std::string("true"));
        QVERIFY(shop.workspace->check(true)->ok());
        QCOMPARE(importFiles(*shop.workspace, withProfile(shop, "sku\nA\n", "constants: { price: abc }\n")).error().code,
            std::string("PROFILE"));
    }

    void formats()
    {
        ImportShop shop;
        shop.take(withProfile(shop, "sku\tname\nA\tx,y\n", "format: tsv\n"));
        QCOMPARE(shop.value("A", "name"), std::string("\"x,y\""));
        ImportRequest request = shop.request("sku\tname\nB\tx,y,z\n");
        request.format = "tsv";
        shop.take(request);
        QCOMPARE(shop.value("B", "name"), std::string("\"x,y,z\""));
        QCOMPARE(importFiles(*shop.workspace, withProfile(shop, "sku\nA\n", "format: xlsx\n")).error().code, std::string("PROFILE"));
        shop.take(withProfile(shop, "a report\n\nsku;name\nC;x\n", "header_row: 3\n"));
        QCOMPARE(shop.value("C", "name"), std::string("\"x\""));
        std::string wide;
        for (const char c : std::string("sku,name\nD,y\n"))
            wide += std::string(1, c) + '\0';
        shop.take(withProfile(shop, wide, "encoding: utf-16le\n"));
        QCOMPARE(shop.value("D", "name"), std::string("\"y\""));
    }

    void aProfileForAnotherFileIsRefused()
    {
        ImportShop shop;
        const auto refused = importFiles(*shop.workspace, withProfile(shop, "sku,name\nA,x\n", "columns: { Nmae: name }\n"));
        QCOMPARE(refused.error().code, std::string("UNKNOWN_COLUMN"));
    }
};

QTEST_APPLESS_MAIN(TestImportProfile)
#include "tst_import_profile.moc"
