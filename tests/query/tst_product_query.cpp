#include "model/query/product_query.h"
#include "model/query/product_row.h"
#include "tests/support/catalog.h"

using namespace shelf;
using namespace shelf::test;

namespace {

std::string skus(Workspace& workspace, const ProductQuery& query)
{
    const auto rows = queryProducts(workspace, query);
    if (!rows)
        return rows.error().code + " " + rows.error().tryThis;
    std::string text;
    for (const ProductRow& row : *rows)
        text += (text.empty() ? "" : " ") + row.sku;
    return text;
}

// A shop with a parent, two variants, links and odd values.
struct VariantShop : Shop {
    VariantShop()
    {
        const auto done = apply("mia",
            {
                create(ThingKind::Attribute, "colour", {{"label", "\"Colour, outside\""}, {"type", "\"text\""}}),
                create(ThingKind::Attribute, "fee", {{"label", "\"Fee\""}, {"type", "\"money\""}}),
                create(ThingKind::Attribute, "size", {{"label", "\"Size\""}, {"type", "\"number\""}}),
                create(ThingKind::Family, "shirt",
                    {{"attributes", R"([{"code":"colour","required":["web"]},{"code":"size","required":["web"]}])"}}),
                create(ThingKind::Product, "A",
                    {{"colour", "\"red\""}, {"family", "\"shirt\""}, {"name", "\"Shirt\""}, {"price", "10"}, {"stock", "7"}}),
                create(ThingKind::Product, "A-L", {{"fee", "\"9.50 EUR\""}, {"parent", "\"A\""}, {"size", "10"}}),
                create(ThingKind::Product, "A-S",
                    {{"colour", "\"blue\""}, {"fee", "\"10.00 EUR\""}, {"parent", "\"A\""}, {"price", "9"}, {"size", "9"}}),
                create(ThingKind::Product, "B", {{"name", "\"Other\""}, {"size", "\"large\""}}),
            });
        if (!done)
            qFatal("%s: %s", done.error().where.c_str(), done.error().what.c_str());
    }
};

} // namespace

class ProductQueryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sorts_data();
    void sorts();
    void filters_data();
    void filters();
    void inheritsFromParents();
    void survivesALoopOfParents();
    void stopsAtTheLimit();
    void resolvesColumns_data();
    void resolvesColumns();
    void splitsColumnLists();
    void countsFacets();
    void measuresCompleteness();
    void isCancelled();
};

void ProductQueryTest::sorts_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("order");
    QTest::newRow("none: by SKU") << ""
                                  << "A A-L A-S B";
    QTest::newRow("numbers before texts, absent last") << "size"
                                                       << "A-S A-L B A";
    QTest::newRow("turned round, absent still last") << "-size"
                                                     << "B A-L A-S A";
    QTest::newRow("text by bytes, inherited") << "colour"
                                              << "A-S A A-L B";
    QTest::newRow("money by amount") << "fee"
                                     << "A-L A-S A B";
    QTest::newRow("price, then SKU") << "-price"
                                     << "A A-L A-S B";
}

void ProductQueryTest::sorts()
{
    QFETCH(QString, column);
    QFETCH(QString, order);
    VariantShop shop;
    ProductQuery query;
    if (!column.isEmpty())
        query.sort = {column.toStdString()};
    QCOMPARE(skus(*shop.workspace, query), order.toStdString());
}

void ProductQueryTest::filters_data()
{
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("found");
    QTest::newRow("inherited") << "colour = \"red\""
                               << "A A-L";
    QTest::newRow("own before inherited") << "price < 10"
                                          << "A-S";
    QTest::newRow("nothing") << "price > 1000"
                             << "";
    QTest::newRow("misspelt") << "colur = \"red\""
                              << "EXPRESSION did you mean colour?";
}

void ProductQueryTest::filters()
{
    QFETCH(QString, where);
    QFETCH(QString, found);
    VariantShop shop;
    ProductQuery query;
    query.where = where.toStdString();
    const std::string got = skus(*shop.workspace, query);
    if (found.startsWith(QLatin1String("EXPRESSION")))
        QVERIFY2(got.starts_with("EXPRESSION") && got.find("colour") != std::string::npos, got.c_str());
    else
        QCOMPARE(got, found.toStdString());
}

void ProductQueryTest::inheritsFromParents()
{
    VariantShop shop;
    ProductQuery query;
    query.columns = {"family", "stock", "price"};
    query.where = "sku = \"A-L\"";
    const auto rows = queryProducts(*shop.workspace, query);
    SHELF_OK(rows);
    QCOMPARE(rows->size(), size_t(1));
    QCOMPARE(rows->front().values, (std::vector<std::string>{"\"shirt\"", "", "10"})); // what is in stock is never inherited
}

void ProductQueryTest::survivesALoopOfParents()
{
    Shop shop;
    const auto done =
        shop.apply("mia", {create(ThingKind::Product, "X", {{"parent", "\"Y\""}}), create(ThingKind::Product, "Y", {{"parent", "\"X\""}})});
    if (!done)
        return; // the store may refuse it already
    ProductQuery query;
    query.columns = {"name"};
    QCOMPARE(skus(*shop.workspace, query), std::string("X Y"));
}

void ProductQueryTest::stopsAtTheLimit()
{
    VariantShop shop;
    ProductQuery query;
    query.limit = 2;
    QCOMPARE(skus(*shop.workspace, query), std::string("A A-L"));
    query.sort = {"-sku"};
    QCOMPARE(skus(*shop.workspace, query), std::string("B A-S"));
    query.limit = 0;
    QCOMPARE(skus(*shop.workspace, query), std::string());
    query.where = "nonsense =";
    QVERIFY(!queryProducts(*shop.workspace, query));
}

void ProductQueryTest::resolvesColumns_data()
{
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QString>("field");
    QTest::newRow("core field") << "price"
                                << "price";
    QTest::newRow("primary category") << "category"
                                      << "category";
    QTest::newRow("the SKU") << "sku"
                             << "sku";
    QTest::newRow("attribute") << "colour"
                               << "colour";
    QTest::newRow("label") << "[Colour, outside]"
                           << "colour";
    QTest::newRow("header of a core field") << "[Price]"
                                            << "price";
    QTest::newRow("language") << "name@de"
                              << "name@de";
    QTest::newRow("misspelt") << "colur"
                              << "did you mean colour?";
    QTest::newRow("misspelt label") << "[Colour outside]"
                                    << "did you mean [Colour, outside]?";
}

void ProductQueryTest::resolvesColumns()
{
    QFETCH(QString, asked);
    QFETCH(QString, field);
    VariantShop shop;
    const auto column = resolveColumn(shop.workspace->definitions(), asked.toStdString());
    QCOMPARE(column ? column->field : column.error().tryThis, field.toStdString());
}

void ProductQueryTest::splitsColumnLists()
{
    QCOMPARE(splitColumns("a,[b, c],d"), (std::vector<std::string>{"a", "[b, c]", "d"}));
    QCOMPARE(splitColumns("[a[1], b], c"), (std::vector<std::string>{"[a[1]", "b]", "c"}));
    QCOMPARE(splitColumns("[Size [cm]],x"), (std::vector<std::string>{"[Size [cm]]", "x"}));
}

void ProductQueryTest::countsFacets()
{
    VariantShop shop;
    const auto counts = facet(*shop.workspace, "colour", "");
    SHELF_OK(counts);
    QCOMPARE(counts->size(), size_t(2));
    QCOMPARE(counts->at(0).value, std::string("red"));
    QCOMPARE(counts->at(0).count, uint64_t(2));
    QCOMPARE(counts->at(1).value, std::string("blue"));
}

void ProductQueryTest::measuresCompleteness()
{
    VariantShop shop;
    ParentValues parents(*shop.workspace);
    const auto share = [&](const char* sku) {
        const auto product = shop.workspace->product(sku);
        return completenessOf(shop.workspace->definitions(), parents.merged(**product)).at(0).second;
    };
    QCOMPARE(share("A"), 0.5);
    QCOMPARE(share("A-L"), 1.0); // with its parent's colour
    QCOMPARE(share("B"), 0.0); // no family
}

void ProductQueryTest::isCancelled()
{
    Shop shop;
    shop.stock(5000);
    const std::atomic<bool> cancel{true};
    Progress progress;
    progress.cancel = &cancel;
    const auto rows = queryProducts(*shop.workspace, {}, progress);
    QVERIFY(!rows);
    QCOMPARE(rows.error().kind, ErrorKind::Cancelled);
}

QTEST_APPLESS_MAIN(ProductQueryTest)
#include "tst_product_query.moc"
