// Which products an expression picks.
#include "tests/expression/row_for_tests.h"

#include <QTest>

using namespace shelf;

class TstExpressionMatches : public QObject {
    Q_OBJECT

private:
    const Definitions m_definitions = definitionsForTests();

    Result<Expression> parse(const std::string& text) const { return Expression::parse(text, m_definitions, todayForTests); }

    static RowForTests lens()
    {
        RowForTests row(
            {{"name", "\"RF 50mm \\\"Nifty\\\"\""}, {"name@de", "\"Größe XL\""}, {"family", "\"lens\""}, {"lifecycle", "\"active\""},
                {"brand", "\"Canon\""}, {"price", "199.5"}, {"cost", "120"}, {"currency", "\"EUR\""}, {"stock", "7"},
                {"stock_since", "\"2026-01-31\""}, {"launch", "\"2025-11-17\""}, {"categories", "[\"parts/lens/prime\",\"gifts\"]"},
                {"channels", "[\"web\"]"}, {"core_clock", "3.5"}, {"core_count", "\"sixteen\""}, {"weight", "1500"},
                {"gross_weight", "1.6"}, {"width", "127"}, {"pack", "3"}, {"discount", "10"}, {"operating_temperature", "40"},
                {"warranty", "365"}, {"socket", "\"AM5\""}, {"mounts", "[\"RF\",\"EF \\\"adapted\\\"\"]"}, {"sealed", "false"},
                {"tested", "\"not a date\""}, {"msrp", "\"249.00 USD\""}, {"contact_phone_number", "\"\""}, {"in", "\"left\""}});
        row.skuText = "LENS-0050";
        row.complete = {{"", 0.5}, {"web", 0.8}};
        row.links = {{"", 3}, {"accessory", 2}};
        row.mappings = {{"draft", 1}, {"approved", 4}};
        return row;
    }

private Q_SLOTS:
    void picks_data()
    {
        QTest::addColumn<bool>("picked");
        const auto yes = [](const char* text) { QTest::newRow(text) << true; };
        const auto no = [](const char* text) { QTest::newRow(text) << false; };

        // Text is compared byte for byte; searches ignore case.
        yes("family = \"lens\" and lifecycle = 'active'");
        no("family = \"Lens\"");
        yes("family != \"camera\"");
        yes("sku = \"LENS-0050\"");
        yes("sku >= \"LENS-0050\" and sku < \"LENS-1\"");
        yes("name = 'RF 50mm \"Nifty\"'");
        yes("name contains \"nifty\"");
        yes("name contains \"\"");
        no("name contains \"sigma\"");
        yes("name starts with \"rf 50\"");
        no("name starts with \"50\"");
        yes("name ends with 'Y\"'");
        yes("name@de contains \"GRÖßE\"");
        yes("brand in (\"Sony\", \"Canon\")");
        yes("brand not in (\"Sony\", \"canon\")");
        no("brand in (\"Sony\")");
        yes("name matches \"\\d+mm\"");
        yes("name matches \"^RF\"");
        no("name matches \"^rf\"");
        yes("name matches \"(?i)^rf\"");
        yes("[Inlet] = \"left\"");
        yes("[in] = \"left\"");
        yes("[Core clock] > 3");
        yes("[price] > 3");

        // Numbers and units.
        yes("price > 0");
        yes("price = 199.50");
        yes("price in (1, 199.5)");
        no("price in (1, 2)");
        yes("weight = 1.5 kg");
        yes("weight < 1.6kg and weight > 1400");
        yes("1.5 kg = weight");
        yes("weight in (1 kg, 1.5 kg)");
        yes("gross_weight > weight");
        yes("gross_weight - weight = 100 g");
        yes("weight + 100 g = gross_weight");
        yes("width = 5 in");
        yes("width = 5 in and true");
        yes("core_clock >= 3500 MHz");
        yes("pack = 3 pcs");
        yes("operating_temperature = 104 °F");
        yes("discount = 10 % and discount = 10 and discount < 50 %");
        yes("price - cost > 79 and price - cost < 80");
        yes("cost < price * 80 %");
        yes("cost / price < 70 %");
        yes("price * 1.1 = 219.45");
        yes("-price < -1 and - (price) < 0");
        yes("2 + 3 * 4 = 14 and (2 + 3) * 4 = 20 and 10 - 2 - 3 = 5 and 12 / 2 / 3 = 2");
        yes("price - 100 - 50 = 49.5 and price / 2 / 3 = 33.25");
        yes("price - (cost - 100) = 179.5");
        yes("msrp > 200 and msrp < 249.01");
        yes("price / gross_weight > 100");

        // Wrong-typed and absent values compare as false, and their negation as true.
        no("core_count >= 0");
        no("core_count < 99");
        yes("core_count != 16");
        yes("core_count is not empty");
        no("end_of_life > \"2000-01-01\"");
        yes("end_of_life != \"2000-01-01\"");
        yes("not (end_of_life > \"2000-01-01\")");
        no("tested < today or tested > today or tested = today");
        yes("gtin != \"1\"");
        no("gtin = \"\"");
        no("gtin matches \".*\"");

        yes("gtin is empty and contact_phone_number is empty and name is not empty");
        yes("end_of_life + 1d is empty");
        yes("mounts is not empty");

        // Lists and categories.
        yes("mounts contains \"RF\"");
        no("mounts contains \"rf\"");
        yes("mounts contains 'EF \"adapted\"'");
        yes("mounts in (\"X\", \"RF\")");
        yes("mounts not in (\"X\")");
        yes("mounts starts with \"ef\"");
        yes("category = \"gifts\" and category = \"parts/lens/prime\"");
        no("category = \"parts\"");
        yes("category != \"parts\"");
        yes("category below \"parts\" and category below \"parts/lens/\" and category below \"gifts\"");
        no("category below \"part\"");
        yes("category in (\"a\", \"gifts\")");
        yes("categories contains \"gifts\"");
        yes("channels contains \"web\"");

        // Booleans.
        yes("not sealed");
        yes("sealed = false");
        no("sealed");
        yes("never_recommend = false");
        no("never_recommend");
        yes("true");
        no("false");
        yes("not false and not not true");
        yes("(price > 1) = true");
        yes("true or false and false");
        no("(true or false) and false");
        yes("TRUE AND NOT FALSE");

        // Dates; today is 2026-11-17.
        yes("launch = \"2025-11-17\"");
        yes("launch = today - 1y");
        yes("launch < today - 11 months");
        yes("launch + 365d = today");
        yes("launch + 1y = today");
        yes("launch + warranty = today");
        yes("today - launch = 365 d");
        yes("today - launch > 8000 h");
        yes("today - \"2026-11-16\" = 1d");
        yes("stock_since + 1m = \"2026-02-28\"");
        yes("stock_since in (\"2026-01-31\")");
        yes("launch - 2w < launch");
        yes("today > \"2026-11-16\" and today < \"2026-11-18\"");

        // Counts.
        yes("links(\"accessory\") > 0 and links(\"accessory\") = 2");
        yes("links() = 3 and links = 3");
        yes("links(\"substitute\") = 0");
        yes("mappings(\"draft\") > 0 and mappings(\"approved\") = 4 and mappings() = 5");
        yes("completeness(\"web\") >= 0.8 and completeness(\"web\") >= 80 %");
        yes("completeness < 80 % and completeness = 50%");
    }
    void picks()
    {
        QFETCH(bool, picked);
        const auto expression = parse(QTest::currentDataTag());
        QVERIFY2(expression.ok(), expression.ok() ? "" : (expression.error().where + ": " + expression.error().what).c_str());
        QCOMPARE(expression->matches(lens()), picked);
        const auto trouble = expression->trouble();
        QVERIFY2(!trouble, trouble ? trouble->c_str() : "");
    }

    void saysWhatItReads()
    {
        const auto expression =
            parse("price > cost and category below \"x\" and price < 5 and [Weight] > 1 and name@de is empty and sku > \"A\"");
        QVERIFY(expression.ok());
        const std::vector<std::string> expected{"categories", "cost", "name@de", "price", "weight"};
        QCOMPARE(expression->fieldsRead(), expected);
        QVERIFY(!expression->readsLinkCounts() && !expression->readsMappingCounts() && !expression->readsCompleteness());
        const auto counts = parse("links > 0 or mappings(\"draft\") > 0 or completeness < 1");
        QVERIFY(counts.ok());
        QVERIFY(counts->fieldsRead().empty());
        QVERIFY(counts->readsLinkCounts() && counts->readsMappingCounts() && counts->readsCompleteness());
        QCOMPARE(counts->text(), std::string("links > 0 or mappings(\"draft\") > 0 or completeness < 1"));
    }

    void reportsArithmeticWithoutResult_data()
    {
        QTest::addColumn<bool>("picked");
        QTest::newRow("price / stock > 1") << false;
        QTest::newRow("price / stock != 1") << true;
        QTest::newRow("price * 1e300 * 1e300 > 1") << false;
        QTest::newRow("launch + 9000 y > today") << false;
    }
    void reportsArithmeticWithoutResult()
    {
        QFETCH(bool, picked);
        RowForTests row({{"price", "5"}, {"stock", "0"}, {"launch", "\"2026-01-31\""}});
        const auto expression = parse(QTest::currentDataTag());
        QVERIFY(expression.ok());
        QVERIFY(!expression->trouble());
        QCOMPARE(expression->matches(row), picked);
        QVERIFY(expression->trouble());
        QVERIFY(expression->trouble()->find("SKU-1") != std::string::npos);
    }

    void reportsPatternsThatGiveUp_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        QTest::newRow("backtracking") << "name matches '(a+)+$'" << QString(60, u'a') + u'!';
        QTest::newRow("long text") << "name matches 'b'" << QString(5000, u'a');
    }
    void reportsPatternsThatGiveUp()
    {
        QFETCH(QString, text);
        QFETCH(QString, name);
        const auto expression = parse(text.toStdString());
        QVERIFY(expression.ok());
        const RowForTests row(std::map<std::string, std::string>{{"name", "\"" + name.toStdString() + "\""}});
        for (int i = 0; i < 5000; ++i)
            QVERIFY(!expression->matches(row));
        QVERIFY(expression->trouble());
    }

    void aPatternCannotRaiseItsLimits()
    {
        QVERIFY(!parse("name matches '(*LIMIT_MATCH=100000000)(a+)+$'").ok());
        QVERIFY(!parse("name matches '" + std::string(1025, 'a') + "'").ok());
        QVERIFY(parse("name matches '" + std::string(1024, 'a') + "'").ok());
    }

    void readsEscapes()
    {
        const RowForTests row(std::map<std::string, std::string>{{"name", "\"a\\\"b\\\\c\\u0001\\n\""}});
        QVERIFY(parse("name contains 'A\"B\\\\c' and name ends with '\\n'")->matches(row));
    }

    void anUnsetExpressionMatchesNothing()
    {
        QVERIFY(!Expression().matches(RowForTests()));
        QVERIFY(Expression().text().empty());
    }
};

QTEST_APPLESS_MAIN(TstExpressionMatches)
#include "tst_expression_matches.moc"
