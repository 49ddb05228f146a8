// JSON in and out: what is kept, what is refused, and that equal values are equal bytes.
#include "model/domain/json.h"

#include <QTest>

using namespace shelf;

class TestJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesCanonicalText_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("canonical");
        const auto row = [](const char* name, const QByteArray& text, const QByteArray& canonical) {
            QTest::newRow(name) << text << canonical;
        };
        row("null", " null ", "null");
        row("true", "true", "true");
        row("false in a list", "[ false ]", "[false]");
        row("number", "-12.50", "-12.5");
        row("zero", "-0.0", "0");
        row("exponent", "1.5e3", "1500");
        row("small exponent", "[25E-3]", "[0.025]");
        row("all digits kept", "[1234567890123456789.012345678901234]", "[1234567890123456789.012345678901234]");
        row("string", "\"a\\u00e9\\/\\n\"", "\"aé/\\n\"");
        row("pair", "\"\\ud83d\\ude00\"", "\"😀\"");
        row("control", "\"\\u001f\"", "\"\\u001f\"");
        row("empty", "[{},[],\"\"]", "[{},[],\"\"]");
        row("order kept", " {\"b\": 1 , \"a\":{ \"c\":[1,2,{\"d\":null}]}}\n", "{\"b\":1,\"a\":{\"c\":[1,2,{\"d\":null}]}}");
        row("escaped key", "{\"\\u0061\":1}", "{\"a\":1}");
    }

    void writesCanonicalText()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, canonical);
        const Result<Json> parsed = parseJson(text.toStdString());
        QVERIFY2(parsed.ok(), parsed.ok() ? "" : parsed.error().what.c_str());
        QCOMPARE(QByteArray::fromStdString(parsed->write()), canonical);
        const Result<Json> again = parseJson(parsed->write());
        QVERIFY(again.ok());
        QVERIFY(*again == *parsed);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const QByteArray& text) { QTest::newRow(name) << text; };
        row("nothing", "");
        row("spaces", "  \n");
        row("open list", "[1");
        row("open list, comma", "[1,");
        row("open object", "{\"a\":1");
        row("open string", "\"a");
        row("missing comma", "[1 2]");
        row("comma at the end", "[1,]");
        row("comma at the end of an object", "{\"a\":1,}");
        row("only a comma", "[,]");
        row("no value", "{\"a\":}");
        row("no colon", "{\"a\" 1}");
        row("no key", "{1:2}");
        row("bare key", "{a:2}");
        row("single quotes", "{'a':2}");
        row("wrong bracket", "[1}");
        row("crossed brackets", "{\"a\":[1}]");
        row("closed twice", "[1]]");
        row("behind a list", "[1] 2");
        row("behind an object", "{} {}");
        row("behind a number", "1 2");
        row("behind a string", "\"a\" \"b\"");
        row("behind a word", "true false");
        row("behind null", "null null");
        row("half a word", "[tru]");
        row("long word", "[truex]");
        row("half of null", "nul");
        row("long null", "{\"a\":nulll}");
        row("NaN", "[NaN]");
        row("Infinity", "[-Infinity]");
        row("plus", "[+1]");
        row("leading zero", "[01]");
        row("leading zero at the root", "01");
        row("no digit in front", "[.5]");
        row("no digit behind", "[5.]");
        row("hexadecimal", "[0x10]");
        row("double minus", "[--5]");
        row("letters in a number", "[12a]");
        row("beyond double", "[1e999]");
        row("beyond double at the root", "1e999");
        row("too many digits", QByteArray("[") + QByteArray(4000, '9') + "]");
        row("too many digits at the root", QByteArray(4000, '9'));
        row("too small", "[1e-400]");
        row("key twice", "{\"a\":1,\"b\":2,\"a\":3}");
        row("key twice, escaped", "{\"a\":1,\"\\u0061\":3}");
        row("key twice inside", "[{\"x\":{\"a\":1,\"a\":1}}]");
        row("lone high surrogate", "\"\\ud800\"");
        row("lone low surrogate", "\"\\udc00\"");
        row("swapped surrogates", "\"\\udc00\\ud800\"");
        row("high surrogate and text", "[\"\\ud83dx\"]");
        row("two high surrogates", "[\"\\ud83d\\ud83d\"]");
        row("lone surrogate in a key", "{\"\\udc00\":1}");
        row("U+0000", "\"\\u0000\"");
        row("escape x", "\"\\x41\"");
        row("short escape", "\"\\u12\"");
        row("open escape", "\"\\\"");
        row("control character", "\"\x01\"");
        row("tab", "\"\t\"");
        row("line end in a string", "\"a\nb\"");
        row("NUL byte", QByteArray("\"a\0b\"", 5));
        row("invalid UTF-8", "\"\xff\"");
        row("overlong UTF-8", "\"\xc0\xaf\"");
        row("surrogate as UTF-8", "\"\xed\xa0\x80\"");
        row("byte order mark", "\xef\xbb\xbf{}");
        row("comment", "[1/*x*/]");
        row("too deep", QByteArray(65, '[') + QByteArray(65, ']'));
        row("far too deep", QByteArray(200000, '['));
        row("objects too deep", QByteArray("{\"a\":").repeated(65) + "1" + QByteArray(65, '}'));
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        const Result<Json> parsed = parseJson(text.toStdString());
        QVERIFY2(!parsed.ok(), "it was accepted");
        QCOMPARE(parsed.error().kind, ErrorKind::Rejected);
        QCOMPARE(parsed.error().code, std::string("JSON"));
        QVERIFY(!parsed.error().what.empty());
    }

    void allowsDepthUpToTheLimit()
    {
        QVERIFY(parseJson(std::string(64, '[') + std::string(64, ']')).ok());
        QVERIFY(parseJson("[[1]]", {2, 100}).ok());
        QVERIFY(!parseJson("[[[1]]]", {2, 100}).ok());
        QVERIFY(!parseJson("[1,2,3]", {2, 4}).ok());
    }

    void saysWhereInvalidUtf8Is()
    {
        const Result<Json> parsed = parseJson("[\"ab\xff\"]");
        QVERIFY(!parsed.ok());
        QCOMPARE(parsed.error().where, std::string("byte 4"));
    }

    void readsObjectsOfManyKeysInTime()
    {
        std::string text = "{";
        for (int i = 0; i < 200000; ++i)
            text.append(i ? ",\"key" : "\"key").append(std::to_string(i)).append("\":1");
        const Result<Json> parsed = parseJson(text + "}");
        QVERIFY(parsed.ok());
        QCOMPARE(parsed->members().size(), size_t(200000));
        QVERIFY(!parseJson(text + ",\"key7\":0}").ok());
    }

    void readsValuesWithFallbacks()
    {
        const Result<Json> parsed =
            parseJson("{\"n\":12,\"f\":1.5,\"b\":true,\"s\":\"x\",\"l\":[\"a\",1,\"b\"],\"big\":12345678901234567890}");
        QVERIFY(parsed.ok());
        const Json& json = *parsed;
        QCOMPARE(json["n"].toInteger(), int64_t(12));
        QCOMPARE(json["f"].toInteger(-1), int64_t(-1));
        QCOMPARE(json["big"].toInteger(-1), int64_t(-1));
        QCOMPARE(json["f"].toDouble(), 1.5);
        QVERIFY(json["b"].toBool());
        QCOMPARE(json["s"].text(), std::string("x"));
        QVERIFY(json["s"].toBool(true));
        QVERIFY((json["l"].toStrings() == std::vector<std::string>{"a", "b"}));
        QVERIFY((json["s"].toStrings() == std::vector<std::string>{"x"}));
        QVERIFY(json["absent"]["deeper"].isNull());
        QVERIFY(!json.contains("absent"));
    }

    void changesMembers()
    {
        Json json;
        json.set("b", Json::number(int64_t(1)));
        json.set("a", Json::number(0.25));
        json.set("b", Json::boolean(true));
        json.setIf("c", "");
        json.setIf("d", "say \"x\"");
        QCOMPARE(json.write(), std::string("{\"b\":true,\"a\":0.25,\"d\":\"say \\\"x\\\"\"}"));
        json.remove("b");
        QCOMPARE(json.writeIndented(), std::string("{\n  \"a\": 0.25,\n  \"d\": \"say \\\"x\\\"\"\n}"));
        Json list = Json::strings({"x"});
        list.append(Json::array());
        QCOMPARE(list.write(), std::string("[\"x\",[]]"));
    }
};

QTEST_APPLESS_MAIN(TestJson)
#include "tst_json.moc"
