// How the form of a delimited file is found out, and what is no such file.
#include "model/io/delimited_detect.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace shelf;

class TestDelimitedDetect : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void delimiterAndHeader_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<char>("delimiter");
        QTest::addColumn<std::string>("header");
        const auto row = [](const char* name, std::string text, char delimiter, std::string header) {
            QTest::newRow(name) << text << delimiter << header;
        };
        row("commas", "a,b,c\n1,2,3\n", ',', "a/b/c/");
        row("semicolons with decimal commas", "a;b\n1,5;2,5\n1,5;2,5\n", ';', "a/b/");
        row("tabs", "a\tb\n1\t2\n", '\t', "a/b/");
        row("bars", "a|b\n1|2\n", '|', "a/b/");
        row("one column is taken to be commas", "name\nx\ny\n", ',', "name/");
        row("lists inside cells are no columns", "a,b\n1;2;3,x\n1;2,x\n", ',', "a/b/");
        row("semicolons although one cell holds a comma", "sku;name\nA;x, y\nB;z\n", ';', "sku/name/");
        row("sep= wins", "sep=;\na;b,c\n1;2,3\n", ';', "a/b,c/");
        row("blank lines before the header", "\n\na,b\n", ',', "a/b/");
        row("spaces around names and line ends in them go", " a ,\"b\nc\"\n1,2\n", ',', "a/b c/");
        row("names may be empty", "a,,c\n1,2,3\n", ',', "a//c/");
    }
    void delimiterAndHeader()
    {
        QFETCH(std::string, text);
        QFETCH(char, delimiter);
        QFETCH(std::string, header);
        auto source = TextSource::ofBytes(text);
        const auto form = detectDelimited(*source, "f.csv");
        QVERIFY2(form.ok(), form.ok() ? "" : form.error().what.c_str());
        QCOMPARE(form->dialect.delimiter, delimiter);
        std::string names;
        for (const std::string& name : form->header)
            names += name + "/";
        QCOMPARE(names, header);
    }

    void hintsWin()
    {
        auto source = TextSource::ofBytes("title\na,b;c\n1,2;3\n");
        DelimitedHints hints;
        hints.delimiter = ';';
        hints.headerRow = 2;
        const auto form = detectDelimited(*source, "f.csv", hints);
        QVERIFY(form.ok());
        QCOMPARE(form->headerRow, uint64_t(2));
        QCOMPARE(form->header.size(), size_t(2));
    }

    void refusals_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("code");
        const auto row = [](const char* name, std::string text, std::string code) { QTest::newRow(name) << text << code; };
        row("nothing", "", "NO_HEADER");
        row("only blank lines", "\r\n\r\n", "NO_HEADER");
        row("a name of more than 255 bytes", "a," + std::string(256, 'n') + "\n1,2\n", "HEADER");
        row("too many columns", std::string(20000, ',') + "\n", "HEADER");
        row("NUL in the header", std::string("a,\0b\n", 5), "ENCODING");
        row("a quote that is never closed", "a,\"b\n1,2\n", "QUOTE_OPEN");
        row("a ZIP file", "PK\x03\x04....", "FORMAT");
        row("a workspace", std::string("SQLite format 3\0", 16), "FORMAT");
        row("JSON Lines", "{\"sku\":\"A\"}\n", "FORMAT");
    }
    void refusals()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, code);
        auto source = TextSource::ofBytes(text);
        const auto form = detectDelimited(*source, "f.csv");
        QVERIFY(!form.ok());
        QCOMPARE(form.error().code, code);
        QCOMPARE(int(form.error().kind), int(ErrorKind::Rejected));
        QVERIFY(!form.error().where.empty() && !form.error().what.empty() && !form.error().tryThis.empty());
    }

    void onlyRegularFilesAreOpened()
    {
        const QTemporaryDir folder;
        const std::string path = folder.path().toStdString();
        const std::string fifo = path + "/fifo";
        QCOMPARE(::mkfifo(fifo.c_str(), 0600), 0);
        QCOMPARE(detectDelimited(fifo).error().code, "NOT_A_FILE"); // and does not wait for a writer
        QCOMPARE(detectDelimited(path).error().code, "NOT_A_FILE");
        QCOMPARE(detectDelimited("/dev/zero").error().code, "NOT_A_FILE");
        QCOMPARE(detectDelimited(path + "/none.csv").error().code, "NO_FILE");
    }
};

QTEST_APPLESS_MAIN(TestDelimitedDetect)
#include "tst_delimited_detect.moc"
