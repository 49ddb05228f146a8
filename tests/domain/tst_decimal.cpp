// Decimals: equal numbers have equal text, and no digit that was typed is lost.
#include "model/domain/decimal.h"

#include <QTest>

#include <limits>

using namespace shelf;

class TestDecimal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesCanonicalText_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<char>("mark");
        QTest::addColumn<QByteArray>("canonical"); // empty: refused
        const auto row = [](const QByteArray& text, const QByteArray& canonical, char mark = '.') {
            QTest::addRow("%s with %c", text.left(50).constData(), mark) << text << mark << canonical;
        };
        row("0", "0");
        row("-0", "0");
        row("-0.00", "0");
        row("0e99", "0");
        row("000", "0");
        row("7", "7");
        row("-7", "-7");
        row("007", "7");
        row("100", "100");
        row("1.50", "1.5");
        row("1.0", "1");
        row("0.5", "0.5");
        row(".5", "0.5");
        row("-.50", "-0.5");
        row("00.050", "0.05");
        row("-0.5", "-0.5");
        row("199.99", "199.99");
        row("1e3", "1000");
        row("1.5E3", "1500");
        row("1.5e+1", "15");
        row("125e-2", "1.25");
        row("125e-5", "0.00125");
        row("0.00125e3", "1.25");
        row("0.00125e2", "0.125");
        row("1200e-2", "12");
        row("12.34e1", "123.4");
        row("1,5", "1.5", ',');
        row("-1234,500", "-1234.5", ',');
        row("1.5", "", ',');
        row("1234567890123456789012345678901234", ""); // beyond 10^30
        row("123456789012345678901234567890", "123456789012345678901234567890");
        row("12345678901234567890.12345678901234", "12345678901234567890.12345678901234"); // 34 digits
        row("12345678901234567890.123456789012345", ""); // 35
        row("12345678901234567890.123456789012340", "12345678901234567890.12345678901234");
        row("1e30", "1000000000000000000000000000000");
        row("-1000000000000000000000000000000", "-1000000000000000000000000000000");
        row("1.1e30", "");
        row("2e30", "");
        row("1e31", "");
        row("1e-30", "0.000000000000000000000000000001");
        row("0.000000000000000000000000000001", "0.000000000000000000000000000001");
        row("9e-31", "");
        row("1e999999999999999999999", "");
        row("1e-999999999999999999999", "");
        row(QByteArray(4000, '9'), "");
        row(QByteArray(4000, '0') + "5", "5");
        row("0." + QByteArray(4000, '0') + "1", "");
        for (const char* text : {"", "-", ".", "-.", "5.", "1.2.3", "1,000", "1 000", " 5", "5 ", "+5", "--5", "5-", "1e", "1e+", "e5",
                 "1e5.5", "0x10", "NaN", "Infinity", "1_000", "$5", "٣"})
            row(text, "");
    }

    void makesCanonicalText()
    {
        QFETCH(QByteArray, text);
        QFETCH(char, mark);
        QFETCH(QByteArray, canonical);
        const auto result = canonicalDecimal(text.toStdString(), mark);
        QCOMPARE(QByteArray::fromStdString(result.value_or("")), canonical);
        if (result)
            QCOMPARE(canonicalDecimal(*result), result);
        std::string out = "kept ";
        QCOMPARE(appendCanonicalDecimal(out, text.toStdString(), mark), result.has_value());
        QCOMPARE(out, "kept " + result.value_or(""));
    }

    void countsDigits()
    {
        QCOMPARE(canonicalDecimal("12.34", '.', 4), std::optional<std::string>("12.34"));
        QCOMPARE(canonicalDecimal("12.34", '.', 3), std::optional<std::string>());
        QCOMPARE(canonicalDecimal("12000", '.', 2), std::optional<std::string>("12000"));
        QCOMPARE(canonicalDecimal("0.0012", '.', 2), std::optional<std::string>("0.0012"));
    }

    void countsMillionths_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("fits");
        QTest::addColumn<qint64>("millionths");
        const auto row = [](const char* text, qint64 value) { QTest::newRow(text) << QByteArray(text) << true << value; };
        row("0", 0);
        row("1", 1000000);
        row("-1.5", -1500000);
        row("0.000001", 1);
        row("-0.000001", -1);
        row("199.99", 199990000);
        row("9223372036854.775807", std::numeric_limits<qint64>::max());
        row("-9223372036854.775808", std::numeric_limits<qint64>::min());
        for (const char* text : {"", "-", "0.0000001", "9223372036854.775808", "10000000000000", "1.2.3", "1a"})
            QTest::newRow(text) << QByteArray(text) << false << qint64(0);
    }

    void countsMillionths()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, fits);
        QFETCH(qint64, millionths);
        const auto result = toMillionths(text.toStdString());
        QCOMPARE(result.has_value(), fits);
        if (!fits)
            return;
        QCOMPARE(qint64(*result), millionths);
        QCOMPARE(QByteArray::fromStdString(fromMillionths(millionths)), text);
    }

    void convertsToBinaryNumbers()
    {
        QCOMPARE(toDouble("1.5"), std::optional(1.5));
        QCOMPARE(toDouble("1.5x"), std::optional<double>());
        QCOMPARE(toDouble(""), std::optional<double>());
        QVERIFY(toInteger("9223372036854775807") == std::numeric_limits<int64_t>::max());
        QVERIFY(!toInteger("9223372036854775808"));
        QVERIFY(!toInteger("1.5"));
        QVERIFY(!toInteger(""));
        QCOMPARE(shortestDecimal(0.1), std::string("0.1"));
        QCOMPARE(shortestDecimal(-0.0), std::string("0"));
        QCOMPARE(shortestDecimal(1e21), std::string("1000000000000000000000"));
        QCOMPARE(shortestDecimal(1.25e-7), std::string("0.000000125"));
    }

    void isFast()
    {
        std::string out;
        QBENCHMARK
        {
            for (int i = 0; i < 1000; ++i) {
                out.clear();
                appendCanonicalDecimal(out, "1234.50");
                appendCanonicalDecimal(out, "199.99");
            }
        }
        QCOMPARE(out, std::string("1234.5199.99"));
    }
};

QTEST_APPLESS_MAIN(TestDecimal)
#include "tst_decimal.moc"
