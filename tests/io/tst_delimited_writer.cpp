// What is written as delimited text, and that reading it gives it back.
#include "model/domain/formula_guard.h"
#include "model/io/delimited_reader.h"
#include "model/io/delimited_writer.h"

#include <QTest>

#include <random>

using namespace shelf;

namespace {

std::string written(const std::vector<std::string>& cells, DelimitedStyle style = {})
{
    std::string out;
    DelimitedWriter writer(out, style);
    for (const std::string& cell : cells)
        writer.text(cell);
    writer.endRow();
    return out;
}

std::vector<std::vector<std::string>> readBack(const std::string& bytes, char delimiter)
{
    const auto source = TextSource::ofBytes(bytes);
    DelimitedReader reader(*source, {delimiter, '"'});
    Record record;
    std::vector<std::vector<std::string>> rows;
    while (reader.next(record))
        rows.emplace_back(record.cells.begin(), record.cells.end());
    return rows;
}

} // namespace

class DelimitedWriterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quotesOnlyWhereNeeded_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("cell");
        const auto row = [](const char* name, const char* text, const char* cell) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(cell);
        };
        row("plain", "Bag, small", "\"Bag, small\"");
        row("inner space", "a b", "a b");
        row("outer space", " a", "\" a\"");
        row("space behind", "a ", "\"a \"");
        row("tab in front", "\ta", "\"\ta\"");
        row("quote", "5\" disk", "\"5\"\" disk\"");
        row("only quotes", "\"\"", "\"\"\"\"\"\"");
        row("line end", "a\nb", "\"a\nb\"");
        row("carriage return", "a\rb", "\"a\rb\"");
        row("semicolon", "a;b|c", "a;b|c");
        row("comment sign", "#1", "#1");
        row("formula", "=1+1", "=1+1");
        row("mark", "[[clear]]", "[[[[clear]]");
        row("escaped mark", "[[[[x", "[[[[[[x");
        row("one bracket", "[x]", "[x]");
        row("beyond ASCII", "\xef\xbf\xbe\xe2\x80\xae\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xa7",
            "\xef\xbf\xbe\xe2\x80\xae\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xa7");
    }
    void quotesOnlyWhereNeeded()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, cell);
        QCOMPARE(QByteArray::fromStdString(written({"x", text.toStdString()})), "x," + cell + "\n");
    }

    void theDelimiterIsWhatIsQuoted() { QCOMPARE(written({"a,b", "c\td"}, {'\t', false}), std::string("a,b\t\"c\td\"\n")); }

    void forSpreadsheetsFormulasAreGuarded_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("guarded");
        const auto row = [](const char* text, bool guarded) { QTest::addRow("%s", text) << QByteArray(text) << guarded; };
        for (const char* text : {"=1+1", "+49 30", "-1", "@x", "\tx", "\rx", "\nx", "  =1", "'=1", "''=1", "' =1", " '=1", "\uFF1D1",
                 "\uFF0B", "\uFF0D", "\uFF20x"})
            row(text, true);
        for (const char* text : {"1+1", "a=b", "'quoted'", "'", "''", " x", "\uFF1Ax", "\xEF\xBF\xBE", "[[=1"})
            row(text, false);
    }
    void forSpreadsheetsFormulasAreGuarded()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, guarded);
        const std::string bytes = written({"x", text.toStdString()}, {',', true});
        QVERIFY(bytes.starts_with("\xEF\xBB\xBFx,"));
        QVERIFY(bytes.ends_with("\r\n"));
        const auto rows = readBack(bytes, ',');
        QCOMPARE(rows.size(), size_t(1));
        const std::string escape = text.startsWith("[[") ? "[[" : "";
        QCOMPARE(rows[0][1], (guarded ? "'" : "") + escape + text.toStdString());
        QCOMPARE(hasFormulaGuard(rows[0][1]), guarded);
        if (guarded)
            QVERIFY(bytes.find(",\"'") != std::string::npos);
    }

    void numbersOfOurOwnAreLeftAlone()
    {
        std::string out;
        DelimitedWriter writer(out, {',', true});
        writer.plain("-5");
        writer.plain("[[keep]]");
        writer.empty();
        writer.endRow();
        QCOMPARE(out, std::string("\xEF\xBB\xBF-5,[[keep]],\r\n"));
    }

    // Writing and reading undo each other for every text, in every style.
    void everyTextComesBack()
    {
        std::mt19937 random(20261121);
        const std::vector<std::string> pieces = {
            "=", "+", "-", "@", "'", " ", "\t", "\r", "\n", "\"", ",", ";", "|", "\\", "[[", "]]", "a", "\uFF1D", "0"};
        for (int round = 0; round < 4000; ++round) {
            std::vector<std::string> cells;
            for (int i = 0; i < 3; ++i) {
                std::string cell;
                for (auto length = random() % 6; length > 0; --length)
                    cell += pieces[random() % pieces.size()];
                cells.push_back(cell);
            }
            for (const DelimitedStyle style : {DelimitedStyle{',', false}, {',', true}, {'\t', false}, {'\t', true}}) {
                auto rows = readBack(written(cells, style), style.delimiter);
                QCOMPARE(rows.size(), size_t(1));
                for (std::string& cell : rows[0]) {
                    if (style.forExcel && hasFormulaGuard(cell))
                        cell.erase(0, 1);
                    if (cell.starts_with("[[[["))
                        cell.erase(0, 2);
                }
                QVERIFY(rows[0] == cells);
            }
        }
    }
};

QTEST_APPLESS_MAIN(DelimitedWriterTest)
#include "tst_delimited_writer.moc"
