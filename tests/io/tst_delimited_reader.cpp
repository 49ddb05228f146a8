// The reader of delimited text: exact records with their lines, whatever the quoting, the line ends and the length.
#include "model/io/delimited_reader.h"

#include <QTest>

#include <random>

using namespace shelf;

namespace {

// "line:cell|cell" a record, with the fault's name where there is one.
std::string shown(const Record& record)
{
    std::string text = std::to_string(record.line) + ":";
    switch (record.fault) {
    case RecordFault::QuoteOpen:
        return text + "open " + std::to_string(record.faultLine);
    case RecordFault::TooLong:
        return text + "long";
    case RecordFault::Encoding:
        return text + "encoding " + std::to_string(record.faultOffset);
    case RecordFault::Told:
        return text + "told";
    case RecordFault::None:
        break;
    }
    for (size_t i = 0; i < record.cells.size(); ++i)
        text += (i ? "|" : "") + std::string(record.cells[i]);
    return text;
}

std::string readAll(std::string bytes, Dialect dialect = {}, TextEncoding encoding = TextEncoding::Utf8)
{
    auto source = TextSource::ofBytes(std::move(bytes), encoding);
    DelimitedReader reader(*source, dialect);
    Record record;
    std::string text;
    while (reader.next(record))
        text += shown(record) + "\n";
    return text;
}

// The same grammar, a byte at a time: slow and plain enough to be believed.
std::vector<std::vector<std::string>> referenceRecords(const std::string& text)
{
    std::vector<std::vector<std::string>> records;
    std::vector<std::string> record;
    std::string cell;
    enum { Start, Plain, Quoted, Closed } state = Start;
    bool open = false; // a record has begun
    const auto endCell = [&] {
        record.push_back(cell);
        cell.clear();
        state = Start;
    };
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (state == Quoted) {
            if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
                cell += '"';
                ++i;
            } else if (c == '"') {
                state = Closed;
            } else {
                cell += c;
            }
            continue;
        }
        open = true;
        if (c == ',') {
            endCell();
        } else if (c == '\n' || c == '\r') {
            if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n')
                ++i;
            endCell();
            records.push_back(std::move(record));
            record.clear();
            open = false;
        } else if (c == '"' && state == Start) {
            state = Quoted;
        } else {
            cell += c;
            if (state == Start)
                state = Plain;
        }
    }
    if (state == Quoted)
        records.push_back({"<open>"});
    else if (open) {
        endCell();
        records.push_back(std::move(record));
    }
    return records;
}

} // namespace

class TestDelimitedReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recordsAndLines_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* name, std::string text, std::string expected) { QTest::newRow(name) << text << expected; };
        row("nothing", "", "");
        row("one cell, no line end", "a", "1:a\n");
        row("an empty line is a record of one empty cell", "\n\na\n", "1:\n2:\n3:a\n");
        row("LF, CRLF and CR end lines", "a,b\nc,d\r\ne,f\rg,h", "1:a|b\n2:c|d\n3:e|f\n4:g|h\n");
        row("empty cells", ",\n,,\n", "1:|\n2:||\n");
        row("a delimiter at the end opens one more cell", "a,", "1:a|\n");
        row("quotes hold delimiters and line ends", "\"a,b\",\"c\nd\"\r\ne\n", "1:a,b|c\nd\n3:e\n");
        row("a line end inside quotes stays as it is", "\"c\r\nd\"\ne\n", "1:c\r\nd\n3:e\n");
        row("CR inside quotes counts as a line", "\"c\rd\"\ne\n", "1:c\rd\n3:e\n");
        row("doubled quotes are one", "\"say \"\"hi\"\"\",x\n", "1:say \"hi\"|x\n");
        row("an empty quoted cell", "\"\",\"\"\n", "1:|\n");
        row("a quote inside an unquoted cell is text", "3\" pipe,5\"\n", "1:3\" pipe|5\"\n");
        row("text after a closing quote is appended", "\"a\"b,c\n", "1:ab|c\n");
        row("quoted again after a closing quote is text", "\"a\" \"b\",c\n", "1:a \"b\"|c\n");
        row("an open quote is named by its line", "a\nb,\"c\nd\n", "1:a\n2:open 2\n");
        row("an open quote on a later line of its record", "\"a\nb\",\"c\n", "1:open 2\n");
        row("a quote at the very end opens", "a,\"", "1:open 1\n");
        row("NUL is no text", std::string("a\nb\0c\nd", 7), "1:a\n2:encoding 3\n3:d\n");
        row("invalid UTF-8 is named by its offset", "a\nb,\xC3\n\xC3\xA9\n", "1:a\n2:encoding 4\n3:\xC3\xA9\n");
        row("a byte order mark is dropped",
            "\xEF\xBB\xBF"
            "a\n",
            "1:a\n");
        row("backslashes are text", "a\\,b\n", "1:a\\|b\n");
    }
    void recordsAndLines()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, expected);
        QCOMPARE(readAll(text), expected);
    }

    void otherDialects()
    {
        QCOMPARE(readAll("a;b,c\n", {';', '"'}), "1:a|b,c\n");
        QCOMPARE(readAll("a\tb\n\"c\td\"\n", {'\t', '"'}), "1:a|b\n2:c\td\n");
        QCOMPARE(readAll("'a,b',\"c\n", {',', '\''}), "1:a,b|\"c\n");
        QCOMPARE(readAll("\"a,b\"\n", {',', '\0'}), "1:\"a|b\"\n");
    }

    void otherEncodings()
    {
        QCOMPARE(readAll(std::string("\xFF\xFE"
                                     "a\0,\0\xE9\0\n\0",
                     10)),
            "1:a|\xC3\xA9\n");
        QCOMPARE(readAll(std::string("\xFE\xFF"
                                     "\0a\0,\xD8\x3D\xDE\x00\0\n",
                     12)),
            "1:a|\xF0\x9F\x98\x80\n");
        QCOMPARE(readAll("a,\xE9,\x80\n", {}, TextEncoding::Latin1), "1:a|\xC3\xA9|\xE2\x82\xAC\n");
        QCOMPARE(readAll(std::string("\xFF\xFE"
                                     "a\0\n\0\x00\xD8",
                     8)),
            "1:a\n2:encoding 2\n"); // half a surrogate pair
        QCOMPARE(readAll(std::string("\xFF\xFE"
                                     "a\0\n",
                     5)),
            "1:encoding 1\n"); // half a character
    }

    void plainRecordsNeedNoEscapes()
    {
        const auto plain = [](const std::string& text) {
            auto source = TextSource::ofBytes(text);
            DelimitedReader reader(*source, {});
            Record record;
            return reader.next(record) && record.plain;
        };
        QVERIFY(plain("a,b\n"));
        QVERIFY(!plain("a,\\\n"));
        QVERIFY(!plain("a,\"b\"\n"));
        QVERIFY(!plain("a,\tb\n"));
    }

    // Wherever the end of what is in memory falls, in a cell, a quote, a line end, a character: the records are the same.
    void longFilesReadTheSame()
    {
        std::string text, expected;
        uint64_t line = 1;
        for (int i = 0; i < 60000; ++i) {
            const std::string number = std::to_string(i);
            const bool crlf = i % 7 == 0;
            text += number + ",\"x \"\"" + number + "\"\"\r\n\xC3\xA9\",y" + (crlf ? "\r\n" : "\n");
            expected += std::to_string(line) + ":" + number + "|x \"" + number + "\"\r\n\xC3\xA9|y\n";
            line += 2;
        }
        QVERIFY(readAll(text) == expected);
    }

    void recordsOfAnyLength()
    {
        const std::string megabytes(size_t(3) << 20, 'x');
        QVERIFY(readAll("a," + megabytes + "\nb\n") == "1:a|" + megabytes + "\n2:b\n");
        const std::string tooLong(maxRecordBytes + 100, 'x');
        QCOMPARE(readAll("a\n" + tooLong + "\nb\n"), "1:a\n2:long\n3:b\n");
        QCOMPARE(readAll("a\n\"" + tooLong + "\n,\"\"\n\"\r\nb\n"), "1:a\n2:long\n5:b\n");
        QCOMPARE(readAll("a\nc,\"" + tooLong + "\nb\n"), "1:a\n2:open 2\n");
    }

    void manyColumnsAreCountedButNotKept()
    {
        auto source = TextSource::ofBytes(std::string(100000, ',') + "\n");
        DelimitedReader reader(*source, {});
        Record record;
        QVERIFY(reader.next(record));
        QCOMPARE(record.width, size_t(100001));
        QCOMPARE(record.cells.size(), maxColumns + 1);
    }

    void agreesWithAPlainReader()
    {
        std::mt19937 random(7);
        const std::string alphabet = "ab,,\"\"\"\n\r";
        for (int round = 0; round < 20000; ++round) {
            std::string text;
            for (size_t length = random() % 40; length > 0; --length)
                text += alphabet[random() % alphabet.size()];
            std::vector<std::vector<std::string>> records;
            auto source = TextSource::ofBytes(text);
            DelimitedReader reader(*source, {});
            Record record;
            while (reader.next(record)) {
                if (record.fault == RecordFault::QuoteOpen)
                    records.push_back({"<open>"});
                else
                    records.emplace_back(record.cells.begin(), record.cells.end());
            }
            QVERIFY2(records == referenceRecords(text), text.c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestDelimitedReader)
#include "tst_delimited_reader.moc"
