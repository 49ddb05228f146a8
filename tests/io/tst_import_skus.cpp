// SKUs that a spreadsheet has rewritten, and SKUs that look like others.
#include "model/io/import_skus.h"
#include "tests/io/import_shop.h"

using namespace shelf;
using namespace shelf::test;

class TestImportSkus : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalNumbersHaveEqualForms_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("form");
        const auto row = [](std::string text, std::string form) { QTest::newRow(text.c_str()) << text << form; };
        row("17", "17e0");
        row("0017", "17e0");
        row("17.0", "17e0");
        row("+17", "17e0");
        row("-17", "-17e0");
        row("90.75", "9075e-2");
        row("90.750", "9075e-2");
        row("1.23E+17", "123e15");
        row("123000000000000000", "123e15");
        row("1e2", "1e2");
        row("0", "0e0");
        row("00.0", "0e0");
        for (const char* none : {"", "A", "1-2", "1.2.3", ".5", "1e", "1e+", "1e999999", "--1", "1 ", "0x1"})
            row(none, "no number");
    }
    void equalNumbersHaveEqualForms()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, form);
        QCOMPARE(numberForm(text).value_or("no number"), form);
    }

    void mangled_data()
    {
        QTest::addColumn<std::string>("first");
        QTest::addColumn<std::string>("second");
        QTest::addColumn<bool>("rejected");
        const auto row = [](std::string first, std::string second, bool rejected) {
            QTest::newRow((first + " and " + second).c_str()) << first << second << rejected;
        };
        row("0017", "17", true);
        row("17", "0017", true);
        row("017", "0017", true);
        row("90.75", "90.750", true);
        row("123000000000000000", "1.23E+17", true);
        row("1.23E+17", "123000000000000000", true);
        row("17", "17.0", true);
        row("0017", "17.00", true);
        row("0", "000", true);
        row("17", "18", false);
        row("0017", "0018", false);
        row("17", "170", false);
        row("A17", "A017", false);
        row("1.2.30", "1.2.3", false);
        row("17", "-17", false);
    }
    void mangled()
    {
        QFETCH(std::string, first);
        QFETCH(std::string, second);
        QFETCH(bool, rejected);
        const std::string expected = rejected ? "SKU_MANGLED 3 sku" : "";
        ImportShop together; // both in the first file of a workspace
        const ImportReport report = together.take("sku,name\n" + first + ",x\n" + second + ",y\n");
        QCOMPARE(rejections(report), expected);
        QVERIFY(!rejected || report.rejected[0].message.find("'" + first + "'") != std::string::npos);
        ImportShop later; // one is there
        later.take("sku,name\n" + first + ",x\n");
        QCOMPARE(rejections(later.take("sku,name\nN,x\n" + second + ",y\n")), expected);
        ImportShop known; // another is there
        known.take("sku,name\nN,x\n");
        QCOMPARE(rejections(known.take("sku,name\n" + first + ",x\n" + second + ",y\n")), expected);
    }

    // Who has both on purpose keeps both.
    void whatIsKnownExactlyIsNotMangled()
    {
        ImportShop shop;
        QVERIFY(shop.apply("mia",
                        {create(ThingKind::Product, "17", {{"name", "\"a\""}}), create(ThingKind::Product, "0017", {{"name", "\"b\""}})})
                    .ok());
        const ImportReport report = shop.take("sku,name\n0017,c\n17,d\n00017,e\n");
        QCOMPARE(rejections(report), "SKU_MANGLED 4 sku");
        QCOMPARE(report.changed, uint64_t(2));
    }

    void leadingZerosPassAtFirst()
    {
        ImportShop shop;
        std::string text = "sku,name\n";
        for (int i = 1; i <= 12000; ++i)
            text += std::string(6 - std::to_string(i).size(), '0') + std::to_string(i) + ",x\n";
        QCOMPARE(shop.take(text).added, uint64_t(12000));
        QCOMPARE(rejections(shop.take("sku,name\n17,x\n000017,y\n")), "SKU_MANGLED 2 sku");
    }

    void lookalikesAreNamed_data()
    {
        QTest::addColumn<std::string>("first");
        QTest::addColumn<std::string>("second");
        QTest::addColumn<bool>("warned");
        const auto row = [](const char* name, std::string first, std::string second, bool warned) {
            QTest::newRow(name) << first << second << warned;
        };
        row("small and capital letters", "AB-1", "ab-1", true);
        row("and the other way round", "ab-1", "AB-1", true);
        row("mixed after capital", "AB-1", "Ab-1", true);
        row("small after mixed", "aB-1", "ab-1", true);
        row("two mixed ones", "aB-1", "Ab-1", true);
        row("composed and decomposed", "caf\xC3\xA9", "cafe\xCC\x81", true);
        row("wide letters", "AB1", "\xEF\xBC\xA1\xEF\xBC\xA2\xEF\xBC\x91", true);
        row("sharp s", "STRASSE",
            "Stra\xC3\x9F"
            "e",
            true);
        row("others", "AB-1", "ab-2", false);
        row("an accent", "cafe", "caf\xC3\xA9", false);
    }
    void lookalikesAreNamed()
    {
        QFETCH(std::string, first);
        QFETCH(std::string, second);
        QFETCH(bool, warned);
        ImportShop together, later;
        later.take("sku,name\n" + first + ",x\n");
        const std::vector<ImportReport> reports = {
            together.take("sku,name\n" + first + ",x\n" + second + ",y\n"), later.take("sku,name\n" + second + ",y\n")};
        for (const ImportReport& report : reports) {
            QCOMPARE(report.rejectedCount, uint64_t(0));
            QCOMPARE(report.warnings.size(), size_t(warned));
            QVERIFY(!warned || report.warnings[0].starts_with("SKU_LOOKALIKE: 1 SKU"));
            QVERIFY(!warned || report.warnings[0].find(first) != std::string::npos);
        }
        QVERIFY(later.take("sku,name\n" + second + ",z\n").warnings.empty()); // it is known now
    }
};

QTEST_APPLESS_MAIN(TestImportSkus)
#include "tst_import_skus.moc"
