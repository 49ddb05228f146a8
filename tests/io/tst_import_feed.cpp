// Feeds of other systems: what they know and the workspace does not is rejected, the rest goes in.
#include "tests/io/import_shop.h"

using namespace shelf;
using namespace shelf::test;

class ImportFeedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void productsThatAreNotThereAreRejected_data()
    {
        QTest::addColumn<int>("products");
        QTest::addColumn<QByteArray>("rejected");
        QTest::newRow("some") << 2 << QByteArray("UNKNOWN_SKU 3 sku");
        QTest::newRow("all") << 0 << QByteArray("UNKNOWN_SKU 2 sku, UNKNOWN_SKU 3 sku, UNKNOWN_SKU 4 sku");
    }
    void productsThatAreNotThereAreRejected()
    {
        QFETCH(int, products);
        QFETCH(QByteArray, rejected);
        ImportShop shop;
        shop.stock(products);
        auto request = shop.request("sku,price,currency\nP0,7,EUR\nNEW,8,EUR\nP1,9,EUR\n");
        request.feed = true;
        const auto report = shop.take(request);
        QCOMPARE(rejections(report), rejected.toStdString());
        QCOMPARE(report.changed, static_cast<uint64_t>(products));
        QCOMPARE(report.number.has_value(), products > 0);
        QCOMPARE(shop.value("P0", "price"), std::string(products ? "7" : "-"));
        QCOMPARE(shop.value("NEW", "price"), std::string("-"));
        if (products)
            QCOMPARE(shop.workspace->history()->front().header.origin, Origin::Feed);
    }
};

QTEST_APPLESS_MAIN(ImportFeedTest)
#include "tst_import_feed.moc"
