// Real files: nothing is lost, types make sense, and importing again changes nothing.
#include "tests/io/import_shop.h"
#include "tests/support/real_data.h"

#include <QDir>

using namespace shelf;
using namespace shelf::test;

class TestImportData : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void partsOfComputers()
    {
        SHELF_NEEDS_REAL_DATA("pc-parts");
        const QDir folder(QString::fromStdString(realData("pc-parts")));
        ImportShop shop;
        uint64_t read = 0, kept = 0;
        for (const QString& name : folder.entryList({QStringLiteral("*.csv")})) {
            ImportRequest request;
            request.files = {folder.filePath(name).toStdString()};
            request.family = name.chopped(4).toStdString();
            request.author = "mia";
            const ImportReport report = shop.take(request);
            QCOMPARE(report.rejectedCount, uint64_t(0));
            QCOMPARE(report.added + report.duplicates, report.read);
            read += report.read;
            kept += report.added;
            const ImportReport again = shop.take(request);
            QVERIFY2(!again.number, qPrintable(name));
            QCOMPARE(again.unchanged, report.added);
        }
        QCOMPARE(read, uint64_t(45951));
        QCOMPARE(*shop.workspace->productCount(), kept);
        QCOMPARE(shop.type("core_count"), "integer");
        QCOMPARE(shop.type("core_clock"), "number");
        QCOMPARE(shop.type("socket"), "choice");
        QCOMPARE(shop.type("speed"), "choice"); // "5,6000" is a list
        QCOMPARE(shop.type("chipset"), "text");
        QCOMPARE(shop.type("wattage"), "integer");
    }
};

QTEST_APPLESS_MAIN(TestImportData)
#include "tst_import_data.moc"
