// Products from JSON Lines.
#include "tests/io/import_shop.h"

using namespace shelf;
using namespace shelf::test;

namespace {

ImportRequest lines(ImportShop& shop, const std::string& text)
{
    ImportRequest request = shop.request(text);
    request.files = {shop.write("products.jsonl", text)};
    return request;
}

const std::string two =
    "{\"_kind\":\"product\",\"sku\":\"A\",\"name\":\"First\",\"family\":\"lens\",\"categories\":[\"x/y\",\"z\"],"
    "\"price\":19.50,\"stock\":3,\"never_recommend\":true,\"launch\":\"2026-01-31\","
    "\"values\":{\"mounts\":[\"E\",\"a|b\"],\"socket\":\"AM5\",\"cores\":16,\"ean\":\"0400\",\"ok\":true,\"size\":\"7\"}}\r\n"
    "\n"
    "{\"sku\":\"B\",\"name\":\"Second\",\"values\":{\"mounts\":[],\"cores\":8.25}}\n";

} // namespace

class TestImportJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linesBecomeProducts()
    {
        ImportShop shop;
        const ImportReport report = shop.take(lines(shop, two));
        QCOMPARE(report.read, uint64_t(2));
        QCOMPARE(report.added, uint64_t(2));
        QCOMPARE(shop.value("A", "categories"), "[\"x/y\",\"z\"]");
        QCOMPARE(shop.value("A", "price"), "19.5");
        QCOMPARE(shop.value("A", "never_recommend"), "true");
        QCOMPARE(shop.value("A", "launch"), "\"2026-01-31\"");
        QCOMPARE(shop.value("A", "mounts"), "[\"E\",\"a|b\"]");
        QCOMPARE(shop.value("A", "ean"), "\"0400\"");
        QCOMPARE(shop.value("B", "cores"), "8.25");
        QCOMPARE(shop.value("B", "mounts"), "");
        QCOMPARE(shop.type("mounts"), "multi-choice");
        QCOMPARE(shop.type("cores"), "number");
        QCOMPARE(shop.type("ok"), "boolean");
        QCOMPARE(shop.type("size"), "text"); // a string is a string
        QVERIFY(shop.workspace->definitions().family("lens")->find("mounts"));
        QVERIFY(!shop.take(lines(shop, two)).number);
    }

    void aProductWithoutALifecycleIsNotActive()
    {
        ImportShop shop;
        const std::string line = "{\"sku\":\"SKU\",\"lifecycle\":null,\"name\":\"x\"}\n{\"sku\":\"SKU2\"}\n";
        for (const std::string sku : {"A", "B"}) { // the second time the workspace is not empty any more
            std::string text = line;
            for (size_t at = text.find("SKU"); at != std::string::npos; at = text.find("SKU"))
                text.replace(at, 3, sku);
            QCOMPARE(shop.take(lines(shop, text)).added, uint64_t(2));
            QCOMPARE(shop.value(sku, "lifecycle"), std::string());
            QCOMPARE(shop.value(sku + "2", "lifecycle"), std::string("\"active\""));
            QCOMPARE(shop.take(lines(shop, text)).unchanged, uint64_t(2));
        }
    }

    void anArrayIsNotTakenForATable_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::newRow("on one line") << std::string("[{\"sku\":\"A\"}]\n");
        QTest::newRow("on several") << std::string("\n[\n  {\n    \"sku\": \"A\"\n  }\n]\n");
    }
    void anArrayIsNotTakenForATable()
    {
        QFETCH(std::string, text);
        ImportShop shop;
        QCOMPARE(importFiles(*shop.workspace, shop.request(text)).error().code, std::string("JSON_ARRAY"));
    }

    void absentKeepsAndNullClears()
    {
        ImportShop shop;
        shop.take(lines(shop, two));
        const ImportReport report = shop.take(lines(shop,
            "{\"sku\":\"A\",\"name\":null,\"price\":20,\"values\":{\"cores\":null,\"mounts\":{\"$add\":[\"Q\",\"E\"],\"$remove\":[\"a|b\"]}"
            "}}\n"
            "{\"sku\":\"B\",\"categories\":{\"$add\":[\"n\"]},\"values\":{\"mounts\":[\"[[clear]]\"]}}\n"
            "{\"sku\":\"C\",\"values\":{\"mounts\":{\"$add\":[\"N\"],\"$remove\":[\"E\"]}}}\n"));
        QCOMPARE(report.changed, uint64_t(2));
        QCOMPARE(shop.value("A", "name"), "");
        QCOMPARE(shop.value("A", "cores"), "");
        QCOMPARE(shop.value("A", "socket"), "\"AM5\"");
        QCOMPARE(shop.value("A", "mounts"), "[\"E\",\"Q\"]");
        QCOMPARE(shop.value("B", "name"), "\"Second\"");
        QCOMPARE(shop.value("B", "categories"), "[\"n\"]");
        QCOMPARE(shop.value("B", "mounts"), "[\"[[clear]]\"]"); // marks are for cells
        QCOMPARE(shop.value("C", "mounts"), "[\"N\"]");
        shop.take(lines(shop, "{\"sku\":\"A\",\"categories\":[],\"values\":{\"mounts\":[]}}\n"));
        QCOMPARE(shop.value("A", "categories"), "");
        QCOMPARE(shop.value("A", "mounts"), "");
    }

    void emptyClearsOnlyWhatIsThere()
    {
        ImportShop shop;
        shop.take(lines(shop, two));
        ImportRequest request = lines(shop, "{\"sku\":\"A\",\"name\":\"\"}\n{\"sku\":\"B\",\"stock\":1}\n");
        request.profile = shop.write("p.yaml", "shelfwright-profile: 1\nempty: clear\n");
        shop.take(request);
        QCOMPARE(shop.value("A", "name"), "");
        QCOMPARE(shop.value("B", "name"), "\"Second\"");
    }

    void actions()
    {
        ImportShop shop;
        shop.take(lines(shop, two));
        const ImportReport report =
            shop.take(lines(shop, "{\"sku\":\"A\",\"_action\":\"delete\"}\n{\"sku\":\"X\",\"_action\":\"delete\"}\n"));
        QCOMPARE(rejections(report), "UNKNOWN_SKU 2 _action");
        QCOMPARE(shop.value("A", "lifecycle"), "\"retired\"");
    }

    void badLines_data()
    {
        QTest::addColumn<std::string>("line");
        QTest::addColumn<std::string>("rejection");
        const auto row = [](const char* name, std::string line, std::string rejection) { QTest::newRow(name) << line << rejection; };
        row("a number for an id", "{\"sku\":17}", "ID_NOT_TEXT 2 sku");
        row("a number in a list of ids", "{\"sku\":\"B\",\"categories\":[1]}", "ID_NOT_TEXT 2 categories");
        row("no id", "{\"name\":\"x\"}", "NO_SKU 2 sku");
        row("null for an id", "{\"sku\":null}", "NO_SKU 2 sku");
        row("a key twice", "{\"sku\":\"B\",\"sku\":\"C\"}", "JSON 2");
        row("no JSON", "{sku}", "JSON 2");
        row("no object", "[1]", "NOT_AN_OBJECT 2");
        row("values that are no object", "{\"sku\":\"B\",\"values\":[1]}", "BAD_VALUE 2 values");
        row("an object for a value", "{\"sku\":\"B\",\"values\":{\"a\":{\"b\":1}}}", "BAD_VALUE 2 values.a");
        row("a list in a list", "{\"sku\":\"B\",\"values\":{\"a\":[[1]]}}", "BAD_VALUE 2 values.a");
        row("an amount that is none", "{\"sku\":\"B\",\"price\":\"abc\"}", "BAD_NUMBER 2 price");
        row("an edit of what is no list", "{\"sku\":\"B\",\"name\":{\"$add\":[\"x\"]}}", "BAD_MARK 2 name");
        row("bytes that are no text", "{\"sku\":\"\xFF\"}", "ENCODING 2");
    }
    void badLines()
    {
        QFETCH(std::string, line);
        QFETCH(std::string, rejection);
        ImportShop shop;
        const ImportReport report = shop.take(lines(shop, "{\"sku\":\"A\"}\n" + line + "\n{\"sku\":\"Z\"}\n"));
        QCOMPARE(rejections(report), rejection);
        QCOMPARE(report.added, uint64_t(2));
    }

    void unknownKeysAreNamed()
    {
        ImportShop shop;
        const ImportReport report =
            shop.take(lines(shop, "{\"sku\":\"A\",\"colour\":\"red\"}\n{\"sku\":\"B\",\"colour\":1,\"values\":{\"price\":2}}\n"));
        QCOMPARE(report.warnings.size(), size_t(2));
        QVERIFY(report.warnings[0].starts_with("unknown key colour in 2 lines"));
        QVERIFY(report.warnings[1].starts_with("unknown key values.price in 1 line"));
        QCOMPARE(shop.type("colour"), "-");
    }

    // A profile may say where such a key goes.
    void keysOfOtherPrograms()
    {
        ImportShop shop;
        ImportRequest request = lines(shop, "{\"number\":\"A\",\"colour\":\"red\",\"weight\":\"1.5 kg\"}\n");
        request.profile = shop.write(
            "p.yaml", "shelfwright-profile: 1\ncolumns: { number: sku, colour: colour, weight: { to: weight, type: number, unit: g } }\n");
        shop.take(request);
        QCOMPARE(shop.value("A", "colour"), "\"red\"");
        QCOMPARE(shop.value("A", "weight"), "1500");
    }

    void aSavedProfileIsComplete()
    {
        ImportShop first, second;
        ImportRequest request = lines(first, two);
        request.saveProfile = first.folder.path().toStdString() + "/saved.yaml";
        first.take(request);
        ImportRequest alone = lines(second, two);
        alone.profile = request.saveProfile;
        second.take(alone);
        QCOMPARE(second.content(), first.content());
    }

    // Products first, then what names them: one change set.
    void linesOfOtherKinds()
    {
        ImportShop shop;
        const std::string text =
            "{\"_kind\":\"link\",\"source\":\"A\",\"type\":\"accessory\",\"target\":\"B\",\"reason\":\"fits\"}\n"
            "{\"_kind\":\"product\",\"sku\":\"A\",\"link:cross-sell\":[\"B\"]}\n{\"_kind\":\"product\",\"sku\":\"B\"}\n"
            "{\"_kind\":\"link\",\"source\":\"A\",\"type\":\"accessory\",\"target\":\"C\"}\n{\"_kind\":\"other\"}\n{bad\n";
        const ImportReport report = shop.take(lines(shop, text));
        QCOMPARE(report.read, uint64_t(6));
        QCOMPARE(report.linksAdded, uint64_t(2));
        QCOMPARE(rejections(report), "UNKNOWN_SKU 4 target, KIND 5 _kind, JSON 6");
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(1));
        QVERIFY((*shop.workspace->mapping("link:A:accessory:B")).has_value());
        QVERIFY(!shop.take(lines(shop, text)).number);
        ImportRequest productsOnly = lines(shop, text);
        productsOnly.what = "products";
        QVERIFY(shop.take(productsOnly).warnings.at(0).starts_with("3 lines of"));
        shop.take(lines(shop, "{\"sku\":\"A\",\"link:cross-sell\":[]}\n{\"sku\":\"B\",\"link:accessory\":{\"$add\":[\"A\"]}}\n"));
        QVERIFY(!(*shop.workspace->mapping("link:A:cross-sell:B")).has_value());
        QVERIFY((*shop.workspace->mapping("link:B:accessory:A")).has_value());
    }

    void everyLineMayBeBad()
    {
        ImportShop shop;
        const ImportReport report = shop.take(lines(shop, "{\"bad\n{\n"));
        QCOMPARE(rejections(report), "JSON 1, JSON 2");
        QVERIFY(report.allRejected());
        QVERIFY(!report.number);
    }
};

QTEST_APPLESS_MAIN(TestImportJson)
#include "tst_import_json.moc"
