// Expressions about links, bundles and upgrade paths: their names, and what is said of wrong ones.
#include "model/expression/names.h"
#include "tests/expression/row_for_tests.h"

#include <QFile>
#include <QSet>
#include <QTest>

using namespace shelf;

class TstExpressionScopes : public QObject {
    Q_OBJECT

private:
    const Definitions m_definitions = definitionsForTests();

    Result<Expression> parse(const QString& text, const QString& scope) const
    {
        return Expression::parse(text.toStdString(), m_definitions, todayForTests, *expressionScopeFromName(scope.toStdString()));
    }

    static RowForTests link()
    {
        return RowForTests({{"source.sku", "\"CAM-1\""}, {"target.sku", "\"LENS-1\""}, {"source.price", "500"}, {"target.price", "300"},
            {"source.categories", "[\"cameras/mirrorless\"]"}, {"target.weight", "1500"}, {"target.mounts", "[\"RF\"]"},
            {"source.contact_phone_number", "\"123\""}, {"type", "\"accessory\""}, {"slot", "\"accessories\""}, {"rank", "3"},
            {"owner", "\"mia\""}, {"to", "\"2026-12-24\""}, {"channels", "[\"web\"]"}, {"interval_days", "90"}});
    }

private Q_SLOTS:
    void matches_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char* text, bool expected) { QTest::newRow(text) << QString::fromUtf8(text) << expected; };
        row("source.price > target.price", true);
        row("target.price > source.price * 50 %", true);
        row("target.price > source.price * 80 %", false);
        row("source.sku = \"CAM-1\" and target.sku starts with \"lens\"", true);
        row("source.category below \"cameras\"", true);
        row("target.category below \"cameras\"", false);
        row("target.weight >= 1.5 kg", true);
        row("target.[Gross weight] is empty", true);
        row("source.[Contact Phone Number] matches \"^\\\\d+$\"", true);
        row("target.mounts contains \"RF\"", true);
        row("type = \"accessory\" and rank = 3", true);
        row("type != \"accessory\"", false);
        row("to < today + 60d", true);
        row("channels contains \"web\" and audiences is empty", true);
        row("interval_days < 12 h * 200", true);
        row("held or pin", false);
        row("source.in is empty", true); // an attribute called like a word
    }
    void matches()
    {
        QFETCH(QString, text);
        QFETCH(bool, expected);
        const auto expression = parse(text, QStringLiteral("link"));
        QVERIFY2(expression.ok(), expression.ok() ? "" : expression.error().what.c_str());
        QCOMPARE(expression->matches(link()), expected);
    }

    void refusesWithPlaceAndHint_data()
    {
        QTest::addColumn<QString>("scope");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("hint");
        const auto row = [](const char* scope, const char* text, int column, const char* what, const char* hint) {
            QTest::addRow("%s: %s", scope, text)
                << QString::fromUtf8(scope) << QString::fromUtf8(text) << QStringLiteral("column %1").arg(column) << QString::fromUtf8(what)
                << QString::fromUtf8(hint);
        };
        row("link", "price > 5", 1, "a link has no price", "source.price or target.price");
        row("link", "type = \"x\" and weight > 5", 16, "a link has no weight", "source.weight or target.weight");
        row("link", "sku = \"A\"", 1, "a link has no sku", "source.sku or target.sku");
        row("link", "[Weight] > 5", 1, "a link has no [Weight]", "source.[Weight]");
        row("link", "source.prise > 5", 1, "prise", "source.price");
        row("link", "rank > 1 and target.[Wieght] > 5", 14, "Wieght", "target.[Weight]");
        row("link", "tipe = \"accessory\"", 1, "a link has no tipe", "type");
        row("link", "rank = \"one\"", 8, "is a number", "without quotes");
        row("link", "source.price > target.name", 16, "is text", "");
        row("link", "target.weight > target.width", 17, "mm", "");
        row("link", "links(\"accessory\") > 0", 1, "no function links", "about products");
        row("link", "source.links(\"accessory\") > 0", 1, "no function source.links", "about products");
        row("link", "steps > 1", 1, "a link has no steps", "");
        row("link", "source. price > 5", 1, "a link has no source", "source.price");
        row("link", "source.", 1, "a link has no source", "source.price");
        row("product", "source.price > 5", 1, "only a link", "write: price");
        row("product", "target.[Weight] > 5", 1, "only a link", "[Weight]");
        row("bundle", "marjin < 5 %", 1, "a bundle has no marjin", "margin");
        row("bundle", "source.price > 5", 1, "only a link", "price");
        row("bundle", "price > 5 and steps > 1", 15, "a bundle has no steps", "");
        row("bundle", "weight > 5", 1, "a bundle has no weight", "components");
        row("upgrade", "stepps >= 2", 1, "an upgrade path has no stepps", "steps");
        row("upgrade", "margin < 5 EUR", 10, "EUR", "currency");
        row("upgrade", "not components > 1", 5, "an upgrade path has no components", "");
    }
    void refusesWithPlaceAndHint()
    {
        QFETCH(QString, scope);
        QFETCH(QString, text);
        QFETCH(QString, where);
        QFETCH(QString, what);
        QFETCH(QString, hint);
        const auto result = parse(text, scope);
        QVERIFY(!result.ok());
        QCOMPARE(QString::fromStdString(result.error().where), where);
        QVERIFY2(QString::fromStdString(result.error().what).contains(what), result.error().what.c_str());
        QVERIFY2(QString::fromStdString(result.error().tryThis).contains(hint), result.error().tryThis.c_str());
    }

    void saysWhatItReads()
    {
        const auto expression = parse(QStringLiteral("source.price > target.[Weight] * 2 / 1 g and type = \"x\""), QStringLiteral("link"));
        QVERIFY2(expression.ok(), expression.ok() ? "" : expression.error().what.c_str());
        QCOMPARE(expression->fieldsRead(), (std::vector<std::string>{"source.price", "target.weight", "type"}));
        QVERIFY(expression->scope() == ExpressionScope::Link);
    }

    // The page for people: every name of every scope stands there with an example that is accepted, and no other.
    void isDocumented()
    {
        QFile file(QStringLiteral(SHELF_SOURCE_DIR "/resources/help/expressions.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        bool inside = false;
        QSet<QString> documented;
        for (const QString& line : QString::fromUtf8(file.readAll()).split(u'\n')) {
            if (line.startsWith(u"## "))
                inside = line.contains(QStringLiteral("Links, bundles"));
            const QStringList cells = line.split(u'|');
            if (!inside || cells.size() != 6 || !cells[1].startsWith(u" `"))
                continue;
            const QString name = cells[1].split(u'`').at(1);
            const QString example = cells[4].trimmed().mid(1).chopped(1);
            QStringList scopes = cells[2].trimmed().split(QStringLiteral(", "));
            if (scopes == QStringList{QStringLiteral("all")})
                scopes = {QStringLiteral("link"), QStringLiteral("bundle"), QStringLiteral("upgrade")};
            for (const QString& scope : scopes) {
                const auto expression = parse(example, scope);
                QVERIFY2(expression.ok(), qPrintable(scope + QStringLiteral(": ") + example));
                QVERIFY2(example.contains(name), qPrintable(example));
                documented.insert(scope + u' ' + name);
            }
        }
        for (const char* scope : {"link", "bundle", "upgrade"})
            for (const std::string& name : namesOfScope(*expressionScopeFromName(scope))) {
                const QString plain = QString::fromStdString(name).remove(QStringLiteral("FIELD"));
                if (plain == QStringLiteral("target."))
                    continue; // stands beside source.
                QVERIFY2(documented.remove(QString::fromUtf8(scope) + u' ' + plain), qPrintable(plain));
            }
        QVERIFY2(documented.isEmpty(), qPrintable(documented.values().join(u',')));
    }
};

QTEST_APPLESS_MAIN(TstExpressionScopes)
#include "tst_expression_scopes.moc"
