// Text: validation, folding, codes, terminals, nearest names, lists, escapes of ids.
#include "model/domain/text.h"

#include <QTest>

using namespace shelf;

class TestText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsInvalidUtf8_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("offset"); // -1: valid
        const auto row = [](const char* name, const QByteArray& text, int offset) { QTest::newRow(name) << text << offset; };
        row("empty", "", -1);
        row("every length", "aé€😀", -1);
        row("noncharacter", "\xef\xbf\xbf", -1);
        row("NUL", QByteArray("ab\0c", 4), 2);
        row("lone continuation", "ab\x80", 2);
        row("cut sequence", "é\xe2\x82", 2);
        row("overlong slash", "\xc0\xaf", 0);
        row("overlong 3", "a\xe0\x80\xaf", 1);
        row("overlong 4", "\xf0\x80\x80\xaf", 0);
        row("surrogate", "ab\xed\xa0\x80", 2);
        row("beyond Unicode", "\xf4\x90\x80\x80", 0);
        row("0xff", "abc\xff", 3);
    }

    void findsInvalidUtf8()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, offset);
        const auto found = firstInvalidUtf8(text.toStdString());
        QCOMPARE(found ? static_cast<int>(*found) : -1, offset);
    }

    void foldsNames()
    {
        QCOMPARE(folded("Mia"), std::string("mia"));
        QCOMPARE(folded("MIA"), folded("mia"));
        QCOMPARE(folded("Ｍｉａ"), std::string("mia")); // full width
        QCOMPARE(folded("STRASSE"), folded("Straße"));
        QCOMPARE(folded("é"), folded("e\u0301")); // composed and not
        QCOMPARE(folded("K"), std::string("k")); // the Kelvin sign
        QVERIFY(folded("mia") != folded("mía"));
    }

    void makesCodes_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char* header, const char* code) { QTest::newRow(header) << QByteArray(header) << QByteArray(code); };
        row("Socket", "socket");
        row("Contact Phone Number", "contact_phone_number");
        row("Body (HTML)", "body__html_");
        row("Google Shopping / Gender", "google_shopping___gender");
        row("3.5 inch bays", "a_3_5_inch_bays");
        row("_action", "action");
        row("Größe", "gr__e");
        row("name@de", "name@de");
        row("Name@de-AT@web", "name@de-AT@web");
        row("user@example.com", "user_example_com");
        row("a@", "a_");
        row("尺寸", "");
        row("---", "");
        row("", "");
        row("@de", "de");
    }

    void makesCodes()
    {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, code);
        const std::string made = codeFor(header.toStdString());
        QCOMPARE(QByteArray::fromStdString(made), code);
        QCOMPARE(isCode(made), !made.empty());
    }

    void knowsCodes()
    {
        for (const char* code : {"a", "socket", "a_1", "name@de", "name@de-AT@web"})
            QVERIFY2(isCode(code), code);
        for (const char* text : {"", "A", "1a", "_a", "a b", "a-b", "name@", "name@@de", "@de", "é", "name@d e"})
            QVERIFY2(!isCode(text), text);
    }

    void showsControlsAsEscapes()
    {
        QCOMPARE(forTerminal("plain é 😀"), std::string("plain é 😀"));
        QCOMPARE(forTerminal("\x1b[31m\n\r\t\x7f"), std::string("\\x1b[31m\\n\\r\\t\\x7f"));
        QCOMPARE(forTerminal("a\u202eb\u2066"), std::string("a\\u202eb\\u2066"));
        QCOMPARE(forTerminal("\u0085\u2028"), std::string("\\u0085\\u2028"));
        QCOMPARE(forTerminal("a\xff"), std::string("a\\xff"));
        QCOMPARE(forTerminal("abcdefghij", 10), std::string("abcdefghij"));
        QCOMPARE(forTerminal("abcdefghijk", 10), std::string("abcdefg…"));
        QCOMPARE(forTerminal("éééééé", 8), std::string("éé…"));
        QCOMPARE(inQuotes("a\nb"), std::string("'a\\nb'"));
    }

    void findsTheNearestName()
    {
        const std::vector<std::string> names = {"socket", "memory", "price", "name"};
        QCOMPARE(nearest("sokcet", names), std::optional<std::string>("socket"));
        QCOMPARE(nearest("Socket", names), std::optional<std::string>("socket"));
        QCOMPARE(nearest("pryce", names), std::optional<std::string>("price"));
        QCOMPARE(nearest("nme", names), std::optional<std::string>("name"));
        QCOMPARE(nearest("colour", names), std::optional<std::string>());
        QCOMPARE(nearest("x", {"y"}), std::optional<std::string>("y"));
        QCOMPARE(nearest("", names), std::optional<std::string>());
        QCOMPARE(nearest("größe", {"grösse", "große"}), std::optional<std::string>("grösse")); // ß folds to ss
        QCOMPARE(nearest(std::string(100000, 'a'), {std::string(100000, 'a')}), std::optional<std::string>());
    }

    void splitsAndJoins()
    {
        QCOMPARE(trimmed(" \ta b\t "), std::string_view("a b"));
        QCOMPARE(trimmed(" \t"), std::string_view(""));
        QVERIFY((split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"}));
        QVERIFY((split("", ',') == std::vector<std::string_view>{""}));
        QCOMPARE(join({"a", "", "b"}, ", "), std::string("a, , b"));
    }

    void readsLists()
    {
        using List = std::vector<std::string>;
        QVERIFY((splitList("a| b c |d") == List{"a", "b c", "d"}));
        QVERIFY((splitList("a||  |b|") == List{"a", "b"}));
        QVERIFY((splitList("") == List{}));
        QVERIFY((splitList("a\\|b|c\\\\|C:\\dir") == List{"a|b", "c\\", "C:\\dir"}));
        QVERIFY((splitList("E, F/2.8,G", ",") == List{"E", "F/2.8", "G"}));
        QVERIFY((splitList("a\\,b", ",") == List{"a\\", "b"}));
        QVERIFY((splitList("x\ny", "\n") == List{"x", "y"}));
    }

    void listsComeBack()
    {
        const std::vector<std::string> elements = {"a", "b|c", "d\\", " e ", "\\|", " ", "f\\g", "h i"};
        QVERIFY(splitList(joinList(elements)) == elements);
        QCOMPARE(joinList({"a", "b|c"}), std::string("a|b\\|c"));
    }

    void readsBooleans()
    {
        for (const char* text : {"true", "TRUE", "1", " yes "})
            QVERIFY(booleanFromText(text) == true);
        for (const char* text : {"false", "0", "No"})
            QVERIFY(booleanFromText(text) == false);
        for (const char* text : {"", "maybe", "2", "y"})
            QVERIFY(!booleanFromText(text));
    }

    void escapesPartsOfIds()
    {
        QCOMPARE(percentEncoded("a:b%c d"), std::string("a%3Ab%25c d"));
        QCOMPARE(percentDecoded("a%3Ab%25c d"), std::optional<std::string>("a:b%c d"));
        for (const char* bad : {"%", "%3", "%3a", "%20", "a%"})
            QVERIFY2(!percentDecoded(bad), bad);
    }
};

QTEST_APPLESS_MAIN(TestText)
#include "tst_text.moc"
