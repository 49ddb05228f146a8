// Files without a SKU column: which columns make one, what it looks like, and that it stays.
#include "model/io/key.h"
#include "tests/io/import_shop.h"

using namespace shelf;
using namespace shelf::test;

class TestImportKey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void generatedSkus()
    {
        const std::vector<std::string_view> values = {"AMD Ryzen 7 (X3D)", "Zen 5"};
        QCOMPARE(generatedSku(values, "cpu"), std::string("amd-ryzen-7-x3d-zen-5-d7cb79"));
        QVERIFY(generatedSku(values, "cpu") != generatedSku(values, "gpu"));
        const std::vector<std::string_view> accents = {"\xC3\x84pfel/\xE2\x84\xA2"};
        QVERIFY(generatedSku(accents, "").starts_with("\xC3\xA4pfel-"));
        const std::vector<std::string_view> symbols = {"!!!"};
        QVERIFY(generatedSku(symbols, "").starts_with("item-"));
        const std::string longText(5000, 'x');
        const std::vector<std::string_view> large = {longText};
        QCOMPARE(generatedSku(large, "").size(), size_t(67));
        const std::vector<std::string_view> nothing = {"", ""};
        QCOMPARE(generatedSku(nothing, ""), std::string(""));
        const std::vector<std::string_view> hostile = {"a\x1b[2J\xC2\x9B\xE2\x80\xAE"};
        QVERIFY(checkSku(generatedSku(hostile, "")).ok());
    }

    void theSmallestStableSetIsTheKey_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::vector<std::string>>("key");
        const auto row = [](const char* name, std::string text, std::vector<std::string> key) { QTest::newRow(name) << text << key; };
        row("one column suffices", "Name,Colour\na,red\nb,red\n", {"Name"});
        row("two are needed", "Name,Colour,Size\na,red,1\na,blue,1\nb,red,1\n", {"Name", "Colour"});
        row("what changes is no key", "Price,Name,Rating\n1,a,5\n2,b,4\n", {"Name"});
        row("the leftmost of equally small sets", "Size,Name\n1,a\n2,b\n", {"Size"});
        row("identical rows do not count", "Name,Size\na,1\na,1\n", {"Name"});
        row("what no column tells apart does not count", "Name,Size,Price\na,1,5\na,1,6\nb,1,7\n", {"Name"});
    }
    void theSmallestStableSetIsTheKey()
    {
        QFETCH(std::string, text);
        QFETCH(std::vector<std::string>, key);
        ImportShop shop;
        shop.take(text, "f");
        QCOMPARE(shop.workspace->definitions().family("f")->key, key);
    }

    void theKeyStaysUntilAnotherIsNamed()
    {
        ImportShop shop;
        shop.take("Name,Colour\na,red\nb,red\n", "f");
        QCOMPARE(shop.take("Name,Colour\na,red\na,blue\n", "f").added, uint64_t(1)); // told apart by an ordinal
        QCOMPARE(shop.workspace->definitions().family("f")->key, (std::vector<std::string>{"Name"}));
        ImportRequest request = shop.request("Name,Colour\na,red\na,blue\n", "f");
        request.key = {"Name", "Colour"};
        shop.take(request);
        QCOMPARE(shop.workspace->definitions().family("f")->key, (std::vector<std::string>{"Name", "Colour"}));
        const auto lacking = importFiles(*shop.workspace, shop.request("Name\na\n", "f"));
        QCOMPARE(lacking.error().code, std::string("UNKNOWN_COLUMN"));
    }

    // A row that leaves a cell empty says nothing about it, so it would fit each of its twins.
    void twinsWithoutAValueStayApart()
    {
        ImportShop shop;
        shop.take("Name,Price,Boost\na,79.75,4.2\na,,4.2\na,80,4.2\nb,1,2\n", "f");
        const auto prices = [&shop] {
            std::vector<std::string> found;
            (void)shop.workspace->forEachProduct([&](const Thing& product) {
                found.push_back(product.fields.text("name") + " " + product.fields.text("price"));
                return true;
            });
            return found;
        };
        const auto before = prices();
        const ImportReport again = shop.take("Name,Price,Boost\nb,1,2\na,,4.2\na,80,4.2\na,79.75,4.2\n", "f");
        QCOMPARE(again.changed, uint64_t(0));
        QCOMPARE(prices(), before);
    }

    void equalKeysAreMatchedByContentFirst()
    {
        ImportShop shop;
        const ImportReport first = shop.take("Name,Price\na,1\na,2\na,2\na,3\nb,1\n", "f");
        QCOMPARE(first.added, uint64_t(4));
        QCOMPARE(first.duplicates, uint64_t(1));
        QVERIFY(first.warnings.at(0).starts_with("2 rows"));
        const std::vector<std::string_view> a = {"a"};
        const std::string sku = generatedSku(a, "f");
        QCOMPARE(shop.value(sku + "-3", "price"), std::string("3"));

        QVERIFY(!shop.take("Name,Price\na,3\na,1\nb,1\na,2\n", "f").number); // another order
        QVERIFY(!shop.take("Name,Price\na,2\n", "f").number); // only one of them
        const ImportReport changed = shop.take("Name,Price\na,9\na,3\na,1\n", "f");
        QCOMPARE(changed.changed, uint64_t(1));
        QCOMPARE(shop.value(sku + "-2", "price"), std::string("9")); // the one that no row equals
        const ImportReport more = shop.take("Name,Price\na,1\na,9\na,3\na,4\n", "f");
        QCOMPARE(more.added, uint64_t(1));
        QCOMPARE(shop.value(sku + "-4", "price"), std::string("4"));
    }

    void rowsWithoutAKeyAreRejected()
    {
        ImportShop shop;
        QCOMPARE(rejections(shop.take("Name,Price\na,1\n,2\n", "f")), std::string("NO_SKU 3 Name"));
        const auto refused = importFiles(*shop.workspace, shop.request("Price,Rating\n1,2\n"));
        QCOMPARE(refused.error().code, std::string("NO_KEY"));
    }
};

QTEST_APPLESS_MAIN(TestImportKey)
#include "tst_import_key.moc"
