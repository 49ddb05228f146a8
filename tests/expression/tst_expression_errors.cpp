// What is no expression is refused with its place and a way out.
#include "tests/expression/row_for_tests.h"

#include <QElapsedTimer>
#include <QTest>

using namespace shelf;

class TstExpressionErrors : public QObject {
    Q_OBJECT

private:
    const Definitions m_definitions = definitionsForTests();

    Result<Expression> parse(const std::string& text) const { return Expression::parse(text, m_definitions, todayForTests); }

private Q_SLOTS:
    void refusesWithPlaceAndHint_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("hint");

        const auto row = [](const char* text, int column, const char* what, const char* hint) {
            QTest::newRow(text) << QString::fromUtf8(text) << QStringLiteral("column %1").arg(column) << QString::fromUtf8(what)
                                << QString::fromUtf8(hint);
        };
        row("core_cuont >= 16", 1, "core_cuont", "core_count");
        row("family = \"cpu\" and core_cuont >= 16", 20, "core_cuont", "core_count");
        row("Family = \"cpu\"", 1, "Family", "family");
        row("skuu = \"A\"", 1, "skuu", "sku");
        row("[Contact Phone Nummer] is empty", 1, "Contact Phone Nummer", "[Contact Phone Number]");
        row("links(\"acessory\") > 0", 7, "acessory", "accessory");
        row("mappings(\"drafts\") > 0", 10, "drafts", "draft");
        row("completeness(\"wep\") < 1", 14, "wep", "web");
        row("price > \"abc\"", 9, "is a number", "without quotes");
        row("name > 5", 8, "is text", "quotes");
        row("name = 5", 8, "is text", "\"5\"");
        row("brand = \"Größe\" and price > \"x\"", 29, "is a number", "");
        row("mounts = \"E\"", 10, "list", "contains \"E\"");
        row("name + 1 = 2", 1, "arithmetic", "");
        row("weight < 5 cm", 10, "cm", "g");
        row("weight < 5 foo", 10, "foo", "units");
        row("price > 100 EUR", 9, "EUR", "currency");
        row("price < 80 %", 9, "no unit", "percentage");
        row("weight * width > 1", 10, "unit", "");
        row("today - launch > 1 y", 18, "in d", "today - 1y");
        row("launch > \"2026-02-30\"", 10, "date", "2026-01-31");
        row("launch > 5", 10, "date", "");
        row("launch + 5 > today", 10, "unit of time", "30d");
        row("price / 0 > 1", 9, "zero", "");
        row("1", 1, "no condition", "compare");
        row("name", 1, "no condition", "family");
        row("mounts", 1, "no condition", "is not empty");
        row("price > 1 and 5", 15, "no condition", "");
        row("1 < price < 5", 11, "chained", "and");
        row("price between 1", 7, "operator", ">=");
        row("name like \"x\"", 6, "operator", "contains");
        row("name contians \"x\"", 6, "operator", "contains");
        row("price == 5", 7, "==", "write: =");
        row("name is null", 9, "empty", "is empty");
        row("name matches \"(\"", 14, "pattern", "");
        row("name matches sku", 14, "fixed text", "");
        row("family below \"x\"", 1, "category", "category below");
        row("category < \"x\"", 1, "order", "below");
        row("price in (1, cost)", 14, "differs", "");
        row("price in (1, 2", 10, "closed", ")");
        row("(price > 1", 1, "closed", ")");
        row("price > 1)", 10, "(", "remove");
        row("name = \"abc", 8, "closed", "\"");
        row("name = “abc”", 8, "“", "straight");
        row("sqlite_version()", 1, "function", "links");
        row("price >", 8, "ends", "");
        row("", 1, "empty", "price > 0");
        row("price = 1e999", 9, "too large", "");
    }
    void refusesWithPlaceAndHint()
    {
        QFETCH(QString, text);
        QFETCH(QString, where);
        QFETCH(QString, what);
        QFETCH(QString, hint);
        const auto result = parse(text.toStdString());
        QVERIFY(!result.ok());
        const Error& error = result.error();
        QCOMPARE(error.kind, ErrorKind::Rejected);
        QCOMPARE(error.code, std::string("EXPRESSION"));
        QCOMPARE(QString::fromStdString(error.where), where);
        QVERIFY2(QString::fromStdString(error.what).contains(what), error.what.c_str());
        QVERIFY2(QString::fromStdString(error.tryThis).contains(hint), error.tryThis.c_str());
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        const char* const texts[] = {" ", "(", ")", "()", "and", "> 5", "price > > 5", "price = = 5", "price in", "price in (",
            "price in ()", "'", "\"", "'abc", "nosuchattr = 1", "name.x.y = 1", "1 2 3", "price price", "@", "#", "\\", "`",
            "name = ", "not", "price = 5 price = 6", "{", "name = {}", "\x01", "\u202e", "price == == 5", "1; DROP TABLE product",
            "' OR 1=1 --", "load_extension('x')", "randomblob(1000000000)", "(select 1)", "name = (select hash from journal)",
            "attach 'x' as y", "%s%n", "${x}", "$(id)", "price > 'abc", "is", "like", "exists", "null = null", "price = 0x10",
            "price = 1_000", "name = 'a' or 1", "price % 0 = 1", "name starts \"x\"", "not in (1)", "price not 5", "true is empty",
            "links(1) > 0", "links(\"accessory\", 1) > 0", "today", "today + 1.5d > launch", "true < false", "sealed in (true)", "[]",
            "[price"};
        for (const char* text : texts)
            QTest::newRow(text) << QString::fromUtf8(text);
        QTest::newRow("invalid UTF-8") << QString();
    }
    void refuses()
    {
        QFETCH(QString, text);
        const auto result = parse(text.isNull() ? std::string("name = \"\xff\"") : text.toStdString());
        QVERIFY(!result.ok());
        QVERIFY(!result.error().where.empty());
        QVERIFY(!result.error().what.empty());
        QCOMPARE(result.error().what.find('\n'), std::string::npos);
    }

    void survivesNestingAndLength_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<bool>("accepted");
        const auto times = [](const std::string& text, int n) {
            std::string all;
            for (int i = 0; i < n; ++i)
                all += text;
            return all;
        };
        QTest::newRow("50 parentheses") << times("(", 50) + "price > 1" + times(")", 50) << true;
        QTest::newRow("30,000 parentheses") << times("(", 30000) + "1" << false;
        QTest::newRow("30,000 functions") << times("f(", 30000) << false;
        QTest::newRow("16,000 nots") << times("not ", 16000) + "true" << false;
        QTest::newRow("30,000 minus signs") << times("-", 30000) + "1 > 0" << false;
        QTest::newRow("30,000 brackets") << times("[", 30000) << false;
        QTest::newRow("2,000 alternatives") << "price > 1" + times(" or price > 1", 2000) << true;
        QTest::newRow("4,000 alternatives") << "price > 1" + times(" or price > 1", 4000) << false;
        QTest::newRow("9,000 summands") << "price" + times(" + 1", 9000) + " > 1" << true;
        QTest::newRow("9,000 factors") << "price" + times(" / 1", 9000) + " > 1" << true;
        QTest::newRow("3,000 date shifts") << "launch" + times(" + 1d - 1m", 3000) + " > today" << true;
        QTest::newRow("3,000 nested ors in ands") << "sealed" + times(" or sealed and sealed", 3000) << true;
        QTest::newRow("5,000 values") << "price in (1" + times(", 2", 5000) + ")" << true;
        QTest::newRow("100,000 bytes") << "name = '" + times("x", 100000) + "'" << false;
        QTest::newRow("60,000 bytes of text") << "name = '" + times("x", 60000) + "'" << true;
        QTest::newRow("60,000 bytes of name") << times("x", 60000) + " = 1" << false;
        QTest::newRow("5,000 digits") << "price = " + times("9", 5000) << false;
        QTest::newRow("60,000 unclosed") << times("'", 60001) << false;
    }
    void survivesNestingAndLength()
    {
        QFETCH(std::string, text);
        QFETCH(bool, accepted);
        QElapsedTimer timer;
        timer.start();
        const auto result = parse(text);
        QCOMPARE(result.ok(), accepted);
        if (result.ok())
            static_cast<void>(result->matches(RowForTests())); // must come to an end
        QVERIFY2(timer.elapsed() < 2000, "parsing takes longer than its length explains");
    }

    void honoursSmallerLimits()
    {
        ExpressionLimits limits;
        limits.depth = 3;
        QVERIFY(Expression::parse("((price > 1))", m_definitions, todayForTests, limits).ok() == false);
        QVERIFY(Expression::parse("(price > 1)", m_definitions, todayForTests, limits).ok());
        limits = {};
        limits.nodes = 3;
        QVERIFY(Expression::parse("price > 1", m_definitions, todayForTests, limits).ok());
        QVERIFY(!Expression::parse("price > 1 and true", m_definitions, todayForTests, limits).ok());
        limits = {};
        limits.bytes = 8;
        QVERIFY(!Expression::parse("price > 1", m_definitions, todayForTests, limits).ok());
    }
};

QTEST_APPLESS_MAIN(TstExpressionErrors)
#include "tst_expression_errors.moc"
