#include "tests/cli/command_run.h"

using namespace shelf;
using namespace shelf::test;

// products, facets, show, stats: reading the catalog.
class ProductsCommandTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void listsAllBySku();
    void leavesOutWhatHasNoValue();
    void filtersSortsAndLimits();
    void namesColumnsAsAsked();
    void quotesCsv();
    void alignsTables();
    void suggestsTheNearestAttribute();
    void countsFacets();
    void showsAProduct();
    void countsWhatThereIs();
};

void ProductsCommandTest::listsAllBySku()
{
    const CommandShop shop;
    const Json list = shop.json({"products", "WS"});
    QCOMPARE(list.items().size(), size_t(3));
    QCOMPARE(list.items()[0]["sku"].text(), std::string("BAG-1"));
    QCOMPARE(list.items()[1].write(),
        std::string(R"({"sku":"CAM-1","name":"First camera","family":"camera","price":500,"currency":"EUR","stock":3})"));
}

void ProductsCommandTest::leavesOutWhatHasNoValue()
{
    const CommandShop shop;
    const Json list = shop.json({"products", "WS", "--columns", "sku,weight"});
    QCOMPARE(list.items()[0].write(), std::string(R"({"sku":"BAG-1"})"));
    QCOMPARE(list.items()[1].write(), std::string(R"({"sku":"CAM-1","weight":400})"));
}

void ProductsCommandTest::filtersSortsAndLimits()
{
    const CommandShop shop;
    const Run run =
        shop.run({"products", "WS", "--where", "family = \"camera\"", "--sort", "-price", "--limit", "1", "--columns", "sku", "--json"});
    QCOMPARE(run.json().write(), std::string(R"([{"sku":"CAM-2"}])"));
    QCOMPARE(shop.json({"products", "WS", "--limit", "0"}).items().size(), size_t(0));
}

void ProductsCommandTest::namesColumnsAsAsked()
{
    const CommandShop shop;
    const Json list = shop.json({"products", "WS", "--columns", "[Weight],sku", "--where", "sku = \"CAM-1\""});
    QCOMPARE(list.write(), std::string(R"([{"[Weight]":400,"sku":"CAM-1"}])"));
}

void ProductsCommandTest::quotesCsv()
{
    const CommandShop shop;
    const Run run = shop.run({"products", "WS", "--format", "csv", "--columns", "sku,name,price", "--limit", "1"});
    QCOMPARE(run.out, std::string("sku,name,price\nBAG-1,\"Bag, small\",50.5\n"));
}

void ProductsCommandTest::alignsTables()
{
    const CommandShop shop;
    const Run run = shop.run({"products", "WS", "--columns", "sku,stock,name"});
    QCOMPARE(
        run.out, std::string("sku    stock  name\nBAG-1  20     Bag, small\nCAM-1  3      First camera\nCAM-2  1      Second camera\n"));
}

void ProductsCommandTest::suggestsTheNearestAttribute()
{
    const CommandShop shop;
    for (const auto& option : {"--columns", "--sort"}) {
        const Run run = shop.run({"products", "WS", option, "wieght"});
        QCOMPARE(run.code, 3);
        QVERIFY2(run.err.find("did you mean weight?") != std::string::npos, run.err.c_str());
    }
    const Run where = shop.run({"products", "WS", "--where", "wieght > 3", "--json"});
    QCOMPARE(where.code, 3);
    QVERIFY2(where.err.find("weight") != std::string::npos, where.err.c_str());
}

void ProductsCommandTest::countsFacets()
{
    const CommandShop shop;
    QCOMPARE(shop.json({"facets", "WS", "family"}).write(), std::string(R"([{"value":"camera","count":2},{"value":"bag","count":1}])"));
}

void ProductsCommandTest::showsAProduct()
{
    const CommandShop shop;
    const Json product = shop.json({"show", "WS", "CAM-1"});
    QCOMPARE(product["sku"].text(), std::string("CAM-1"));
    QCOMPARE(product["values"].write(), std::string(R"({"weight":400})"));
    QCOMPARE(product["completeness"]["web"].text(), std::string("1"));
    QCOMPARE(shop.json({"show", "WS", "CAM-2"})["completeness"]["web"].text(), std::string("0"));
    QVERIFY(product["mappings"].isArray() && product["findings"].isArray());
}

void ProductsCommandTest::countsWhatThereIs()
{
    const CommandShop shop;
    const Json stats = shop.json({"stats", "WS"});
    QCOMPARE(stats["products"].toInteger(), 3);
    QCOMPARE(stats["families"].toInteger(), 2);
    QCOMPARE(stats["links"].toInteger(-1), 0);
    QCOMPARE(stats["mappings"]["draft"].toInteger(-1), 0);
    QCOMPARE(stats["journal"]["entries"].toInteger(), 1);
    QCOMPARE(stats["releases"].toInteger(-1), 0);
}

QTEST_APPLESS_MAIN(ProductsCommandTest)
#include "tst_products_command.moc"
