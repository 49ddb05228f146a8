// The reader of JSON Lines: every line by itself, with its number, and the reason where it cannot be used.
#include "model/io/json_lines_reader.h"

#include <QTest>

using namespace shelf;

namespace {

// "number:object" or "number:CODE" a line.
std::string readAll(std::string bytes)
{
    auto reader = JsonLinesReader::ofBytes(std::move(bytes));
    JsonLine line;
    std::string text;
    while (reader.next(line))
        text += std::to_string(line.number) + ":" + (line.good() ? line.object.write() : line.code) + "\n";
    return text;
}

std::string nested(size_t depth)
{
    return std::string(depth, '[') + std::string(depth, ']');
}

} // namespace

class JsonLinesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void lines_data();
    void lines();
    void tooLongLineIsPassedOver();
    void saysWhere();
};

void JsonLinesTest::lines_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const std::string& bytes, const std::string& expected) {
        QTest::newRow(name) << bytes << expected;
    };
    row("nothing", "", "");
    row("one without an end", "{\"a\":1}", "1:{\"a\":1}\n");
    row("line feeds", "{\"a\":1}\n{\"b\":2}\n", "1:{\"a\":1}\n2:{\"b\":2}\n");
    row("carriage returns and blank lines", "\r\n{\"a\":1}\r\n \t\r\n{\"b\":2}\r\n", "2:{\"a\":1}\n4:{\"b\":2}\n");
    row("byte order mark", "\xEF\xBB\xBF{\"a\":1}\n", "1:{\"a\":1}\n");
    row("numbers keep their digits", "{\"a\":12345678901234567890.123}\n", "1:{\"a\":12345678901234567890.123}\n");
    row("not JSON", "{\"a\":1\n{\"b\":2}\n", "1:JSON\n2:{\"b\":2}\n");
    row("key twice", "{\"a\":1,\"a\":1}\n{\"b\":2}\n", "1:JSON\n2:{\"b\":2}\n");
    row("something behind the object", "{\"a\":1} {\"b\":2}\n", "1:JSON\n");
    row("no object", "[1]\n\"text\"\n", "1:NOT_AN_OBJECT\n2:NOT_AN_OBJECT\n");
    row("not UTF-8", "{\"a\":\"\xFF\"}\n{\"b\":2}\n", "1:ENCODING\n2:{\"b\":2}\n");
    row("as deep as may be", "{\"a\":" + nested(63) + "}\n", "1:{\"a\":" + nested(63) + "}\n");
    row("too deep", "{\"a\":" + nested(64) + "}\n{\"b\":2}\n", "1:JSON\n2:{\"b\":2}\n");
}

void JsonLinesTest::lines()
{
    QFETCH(std::string, bytes);
    QFETCH(std::string, expected);
    QCOMPARE(readAll(bytes), expected);
}

void JsonLinesTest::tooLongLineIsPassedOver()
{
    const std::string fits = "{\"a\":\"" + std::string(maxLineBytes - 8, 'x') + "\"}";
    const std::string tooLong = "{\"a\":\"" + std::string(maxLineBytes - 7, 'x') + "\"}";
    auto reader = JsonLinesReader::ofBytes(fits + "\n" + tooLong + "\n" + fits + fits + fits + "\n{\"b\":2}\n" + tooLong);
    JsonLine line;
    std::string codes;
    while (reader.next(line))
        codes += std::to_string(line.number) + (line.good() ? "" : line.code) + " ";
    QCOMPARE(codes, std::string("1 2ROW_TOO_LONG 3ROW_TOO_LONG 4 5ROW_TOO_LONG "));
}

void JsonLinesTest::saysWhere()
{
    auto reader = JsonLinesReader::ofBytes("{\"a\":1}\n{\"b\":\"\xC0\"}\n");
    JsonLine line;
    QVERIFY(reader.next(line));
    QVERIFY(reader.next(line));
    QCOMPARE(line.message, std::string("byte 14 of the text is not valid UTF-8, or is a NUL"));
}

QTEST_APPLESS_MAIN(JsonLinesTest)
#include "tst_json_lines.moc"
