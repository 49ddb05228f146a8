// The grammar for people says what is true: every name and every example in it is accepted.
#include "tests/expression/row_for_tests.h"

#include "model/domain/product.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace shelf;

class TstExpressionHelp : public QObject {
    Q_OBJECT

private:
    QStringList m_lines;

    // Cells of the table rows under a heading, without those of the table's head.
    QList<QStringList> tableUnder(const QString& heading) const
    {
        QList<QStringList> rows;
        bool inside = false;
        for (const QString& line : m_lines) {
            if (line.startsWith(u"## "))
                inside = line == QStringLiteral("## ") + heading;
            else if (inside && line.startsWith(u'|'))
                rows.append(line.mid(1, line.size() - 2).split(u'|'));
        }
        return rows.mid(2);
    }

    static QString code(const QString& cell)
    {
        const QString trimmed = cell.trimmed();
        return trimmed.startsWith(u'`') && trimmed.endsWith(u'`') ? trimmed.mid(1, trimmed.size() - 2) : QString();
    }

    static QString problemOf(const QString& expression)
    {
        const auto parsed = Expression::parse(expression.toStdString(), definitionsForTests(), todayForTests);
        return parsed.ok() ? QString() : QString::fromStdString(parsed.error().where + ": " + parsed.error().what);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(QStringLiteral(SHELF_SOURCE_DIR "/resources/help/expressions.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_lines = QString::fromUtf8(file.readAll()).split(u'\n');
    }

    void acceptsEveryExample_data()
    {
        QTest::addColumn<QString>("expression");
        for (const auto& [heading, column] : {std::pair(QStringLiteral("Built-in names"), 2), std::pair(QStringLiteral("Comparing"), 2),
                 std::pair(QStringLiteral("Examples"), 1)}) {
            const auto rows = tableUnder(heading);
            QVERIFY(rows.size() >= 8);
            for (const QStringList& row : rows)
                QTest::newRow(row.at(column).toUtf8()) << code(row.at(column));
        }
    }
    void acceptsEveryExample()
    {
        QFETCH(QString, expression);
        QVERIFY(!expression.isEmpty());
        QCOMPARE(problemOf(expression), QString());
    }

    void knowsEveryBuiltInName()
    {
        QSet<QString> documented;
        for (const QStringList& row : tableUnder(QStringLiteral("Built-in names"))) {
            const QString name = code(row.at(0));
            documented.insert(name);
            QVERIFY2(row.at(2).contains(name), qPrintable(name));
            QString asked = name;
            if (name == QStringLiteral("today"))
                asked += QStringLiteral(" = today");
            else if (name != QStringLiteral("never_recommend"))
                asked += QStringLiteral(" is empty");
            QCOMPARE(problemOf(asked), QString());
        }
        for (const CoreField& field : coreFields())
            QVERIFY2(documented.contains(QString::fromUtf8(field.name.data(), qsizetype(field.name.size()))), field.name.data());
    }
};

QTEST_APPLESS_MAIN(TstExpressionHelp)
#include "tst_expression_help.moc"
