// Real files: nothing is lost, types make sense, and importing again changes nothing.
#include "tests/io/import_shop.h"

#include <QDir>

using namespace shelf;
using namespace shelf::test;

namespace {

QString dataFolder()
{
    const QString named = qEnvironmentVariable("SHELF_DATA");
    return named.isEmpty() ? QStringLiteral(SHELF_SOURCE_DIR "/../shared/data") : named;
}

} // namespace

class TestImportData : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void partsOfComputers()
    {
        const QDir folder(dataFolder() + QStringLiteral("/pc-parts"));
        if (!folder.exists())
            QSKIP("the folder pc-parts is not there; set SHELF_DATA");
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
