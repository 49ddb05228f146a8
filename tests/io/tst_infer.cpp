// Types of columns: what is certain is said, what is doubtful stays text.
#include "model/io/infer.h"

#include <QTest>

#include <algorithm>

using namespace shelf;

namespace {

ColumnStatistics statisticsOf(const std::vector<std::string>& values, bool commaAllowed = false, int times = 1)
{
    ColumnStatistics statistics(false, commaAllowed);
    for (int i = 0; i < times; ++i)
        for (const std::string& value : values)
            statistics.add(value);
    return statistics;
}

} // namespace

class TestInfer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void types_data()
    {
        QTest::addColumn<std::vector<std::string>>("values");
        QTest::addColumn<int>("times");
        QTest::addColumn<std::string>("type");
        const auto row = [](const char* name, std::vector<std::string> values, int times, std::string type) {
            QTest::newRow(name) << values << times << type;
        };
        row("whole numbers", {"1", "-20", "0"}, 1, "integer");
        row("a fraction among them", {"1", "2.5"}, 1, "number");
        row("leading zeros are names", {"007", "1"}, 1, "text");
        row("a lone zero and fractions of one are numbers", {"0", "0.5", "-0.25"}, 1, "number");
        row("15 digits are a number", {"123456789012345"}, 1, "integer");
        row("16 digits are a name", {"1234567890123456"}, 1, "text");
        row("exponents are no numbers", {"1E5"}, 1, "text");
        row("a plus is no number", {"+49"}, 1, "text");
        row("a list of whole numbers is text", {"5,6000", "4,3200"}, 1, "text");
        row("yes and no", {"yes", "No", "TRUE"}, 1, "boolean");
        row("1 and 0 are whole numbers", {"1", "0"}, 1, "integer");
        row("dates", {"2026-01-31", "2024-02-29"}, 1, "date");
        row("a day that is none", {"2026-01-31", "2026-02-30"}, 1, "text");
        row("money", {"199.00 USD", "5 EUR"}, 1, "money");
        row("addresses", {"https://example.org/a", "http://example.org"}, 1, "url");
        row("few words, often", {"red", "blue"}, 20, "choice");
        row("few words, but few rows", {"red", "blue"}, 3, "text");
        row("words and a number", {"SSD", "7200"}, 20, "choice");
        row("long texts are no options", {std::string(80, 'x'), "a"}, 20, "text");
        row("nothing", {}, 1, "text");
    }
    void types()
    {
        QFETCH(std::vector<std::string>, values);
        QFETCH(int, times);
        QFETCH(std::string, type);
        QCOMPARE(std::string(attributeTypeName(statisticsOf(values, false, times).inferred().type)), type);
    }

    void manyDistinctValuesAreText()
    {
        ColumnStatistics statistics;
        for (int i = 0; i < 5000; ++i)
            statistics.add("v" + std::to_string(i % 101));
        QVERIFY(statistics.inferred().type == AttributeType::Text);
        QVERIFY(statistics.inferred().settled);
    }

    void aDecimalCommaNeedsProof()
    {
        QVERIFY(statisticsOf({"5,6", "3,2"}, true).inferred().type == AttributeType::Text);
        const InferredType sure = statisticsOf({"5,6", "3,05"}, true).inferred();
        QVERIFY(sure.type == AttributeType::Number);
        QCOMPARE(sure.decimalMark, ',');
        QVERIFY(statisticsOf({"5,6", "3,05"}, false).inferred().type == AttributeType::Text); // the comma is the delimiter
        QVERIFY(statisticsOf({"12,50", "9"}, true).readsAsCommaNumbers());
        QVERIFY(!statisticsOf({"12.50", "9"}, true).readsAsCommaNumbers());
    }

    // A sample may decide only where no further row that fits its answer could change it.
    void samplesSayWhetherTheySuffice()
    {
        QVERIFY(!statisticsOf({}).inferred().settled);
        QVERIFY(!statisticsOf({"red", "blue"}).inferred().settled); // more rows could make it a choice
        QVERIFY(statisticsOf({"red", "blue"}, false, 20).inferred().settled);
        QVERIFY(statisticsOf({"1", "2"}).inferred().settled);
    }

    void listsOfOptions_data()
    {
        QTest::addColumn<std::vector<std::string>>("values");
        QTest::addColumn<std::string>("separator");
        const auto row = [](const char* name, std::vector<std::string> values, std::string separator) {
            QTest::newRow(name) << values << separator;
        };
        row("lines", {"a\nb", "b\nc", "c"}, "\n");
        row("the list comes last", {"c", "b", "b\nc"}, "\n");
        row("with bars", {"a|b", "b|c", "a"}, "|");
        row("bars inside lines", {"a|b\nc", "a|b\nd"}, "\n");
        row("a line end behind one value", {"a\n", "a", "b"}, "");
        row("nothing comes again", {"a\nb", "c\nd"}, "");
        row("addresses", {"Hill 1\nKiel", "Road 2\nKiel", "Lane 3\nKiel", "Gate 4\nKiel"}, "");
        row("long lines", {std::string(70, 'x') + "\nb", std::string(70, 'x') + "\nb"}, "");
        row("no separator", {"a", "a", "b"}, "");
    }
    void listsOfOptions()
    {
        QFETCH(std::vector<std::string>, values);
        QFETCH(std::string, separator);
        const InferredType inferred = statisticsOf(values).inferred();
        QCOMPARE(inferred.type == AttributeType::MultiChoice, !separator.empty());
        QCOMPARE(inferred.listSeparator, separator);
        std::reverse(values.begin(), values.end()); // their order does not matter
        QCOMPARE(statisticsOf(values).inferred().options, inferred.options);
    }

    void manyElementsAreNoOptions()
    {
        ColumnStatistics statistics;
        for (int i = 0; i < 500; ++i)
            statistics.add("v" + std::to_string(i % 150) + "|v" + std::to_string(i % 149));
        QVERIFY(statistics.inferred().type == AttributeType::Text);
        QVERIFY(statistics.inferred().settled);
        ColumnStatistics few; // many combinations of few elements
        for (int i = 0; i < 900; ++i)
            few.add("v" + std::to_string(i % 20) + "|w" + std::to_string(i % 31));
        QVERIFY(few.inferred().type == AttributeType::MultiChoice);
        QCOMPARE(few.inferred().options.size(), size_t(51));
    }

    void measures()
    {
        QVERIFY(statisticsOf({"1.5 kg", "200 g", "3"}).readsAsMeasureIn("lb"));
        QVERIFY(!statisticsOf({"1.5 kg", "200 cm"}).readsAsMeasureIn("lb"));
        QVERIFY(!statisticsOf({"1.5 kg", "heavy"}).readsAsMeasureIn("lb"));
        QVERIFY(statisticsOf({"1.5 kg"}).inferred().type == AttributeType::Text); // a new attribute says nothing about units
    }

    void headersThatSpeak()
    {
        QVERIFY(speaksOfIdentity("ean_code"));
        QVERIFY(!speaksOfIdentity("clean"));
        QVERIFY(speaksOfChange("price_per_gb"));
        QVERIFY(speaksOfChange("release_date"));
        QVERIFY(!speaksOfChange("stockings"));
        ColumnStatistics barcode(true);
        barcode.add("4006381333931");
        QVERIFY(barcode.inferred().type == AttributeType::Text);
    }
};

QTEST_APPLESS_MAIN(TestInfer)
#include "tst_infer.moc"
