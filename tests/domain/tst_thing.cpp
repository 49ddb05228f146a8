// Field maps: the canonical form of a thing's fields, kept through writing and reading.
#include "model/domain/thing.h"

#include <QTest>

using namespace shelf;

class TestThing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fieldsComeBack_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("canonical");
        const auto row = [](const char* name, const QByteArray& text, const QByteArray& canonical) {
            QTest::newRow(name) << text << canonical;
        };
        const auto same = [&row](const char* name, const QByteArray& text) { row(name, text, text); };
        same("empty", "{}");
        same("every kind of value", "{\"a\":\"x\",\"b\":-1.5,\"c\":[\"p\",\"q\"],\"d\":true,\"e\":{\"f\":[1]},\"g\":[],\"h\":{}}");
        same("escapes", "{\"a\":\"x\\\"\\\\\\n\"}");
        same("control character", "{\"a\":\"\\u0001\"}");
        same("brackets in strings", "{\"a\":{\"]}\":\"}{\"},\"b\":[[\"[\"]]}");
        same("quoted key", "{\"a\\\"b\":1}");
        row("other escapes", "{\"a\":\"\\u0041\\/\"}", "{\"a\":\"A/\"}");
        row("unsorted", "{\"b\":1,\"a\":2}", "{\"a\":2,\"b\":1}");
        row("spaces", " { \"a\" : [ 1 , 2 ] } ", "{\"a\":[1,2]}");
        row("numbers", "{\"a\":1.50,\"b\":1e2,\"c\":-0}", "{\"a\":1.5,\"b\":100,\"c\":0}");
        row("spaces inside", "{\"a\":{\"b\": 1}}", "{\"a\":{\"b\":1}}");
        row("null is absent", "{\"a\":null,\"b\":1}", "{\"b\":1}");
    }

    void fieldsComeBack()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, canonical);
        const Result<FieldMap> fields = FieldMap::fromJson(text.toStdString());
        QVERIFY2(fields.ok(), fields.ok() ? "" : fields.error().what.c_str());
        QCOMPARE(QByteArray::fromStdString(fields->toJson()), canonical);
        QVERIFY(*FieldMap::fromJson(fields->toJson()) == *fields);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char* text : {"", "[]", "1", "{", "{\"a\":1", "{\"a\":1}}", "{\"a\":1} ,", "{\"a\":1,\"a\":2}",
                 "{\"a\":{\"b\":1,\"b\":2}}", "{\"a\":[1}", "{\"a\":}", "{\"a\"}", "{\"a\":1,}", "{\"a\":\"\xff\"}", "{\"a\":\"\\ud800\"}",
                 "{\"a\":tru}", "{\"a\":[1,]}", "{\"a\":-}", "{\"a\":{]}", "{\"a\":1e99}", "{\"a\":\"\n\"}", "{\"a\":\"x}"})
            QTest::newRow(text) << QByteArray(text);
        QTest::newRow("too deep") << QByteArray("{\"a\":") + QByteArray(100, '[') + QByteArray(100, ']') + "}";
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!FieldMap::fromJson(text.toStdString()).ok());
    }

    // A space in front takes the long way through parseJson: both ways have to agree about every text.
    void bothWaysOfReadingAgree()
    {
        const std::string row = "{\"a\":[1,\"x\\n\",true],\"b\":-0.5,\"c\":{\"d\":[null,{}]},\"e\":\"é\"}";
        const std::string bytes("\"\\{}[],:0-.e \n\0t\x80\xc3n", 20);
        int accepted = 0;
        for (size_t at = 0; at < row.size(); ++at) {
            for (const char byte : bytes) {
                std::string replaced = row, inserted = row, removed = row;
                replaced[at] = byte;
                inserted.insert(at, 1, byte);
                removed.erase(at, 1 + static_cast<size_t>(byte & 3));
                for (const std::string& text : {replaced, inserted, removed}) {
                    const Result<FieldMap> direct = FieldMap::fromJson(text);
                    const Result<FieldMap> longWay = FieldMap::fromJson(" " + text);
                    QVERIFY2(direct.ok() == longWay.ok(), text.c_str());
                    if (direct.ok())
                        QVERIFY2(*direct == *longWay, text.c_str());
                    accepted += direct.ok() ? 1 : 0;
                }
            }
        }
        QVERIFY(accepted > 100);
    }

    void fieldsAreReadByType()
    {
        FieldMap fields;
        fields.setText("name", "say \"x\"");
        fields.set("price", "12.5");
        fields.set("mounts", "[\"E\",\"F\"]");
        fields.set("active", "true");
        QCOMPARE(fields.text("name"), std::string("say \"x\""));
        QCOMPARE(fields.text("price"), std::string("12.5"));
        QCOMPARE(fields.number("price"), std::optional(12.5));
        QCOMPARE(fields.number("name"), std::optional<double>());
        QVERIFY((fields.strings("mounts") == std::vector<std::string>{"E", "F"}));
        QVERIFY(fields.boolean("active"));
        QVERIFY(fields.boolean("price", true));
        QCOMPARE(fields.size(), size_t(4));
        fields.set("name", "");
        QVERIFY(!fields.has("name"));
        QVERIFY(fields.get("absent").empty());
        QCOMPARE(fields.toJson(), std::string("{\"active\":true,\"mounts\":[\"E\",\"F\"],\"price\":12.5}"));
    }

    void kindsHaveNames()
    {
        for (int number = 0; number < 64; ++number) {
            const auto kind = static_cast<ThingKind>(number);
            if (!kindName(kind).empty())
                QVERIFY(kindFromName(kindName(kind)) == kind);
        }
        QCOMPARE(kindName(ThingKind::LinkType), std::string_view("link_type"));
        QVERIFY(!isDefinition(ThingKind::Mapping));
        QVERIFY(isDefinition(ThingKind::Policy));
    }

    void readsRowsFast()
    {
        const std::string row =
            "{\"brand\":\"Some Brand\",\"categories\":[\"parts/cpu\"],\"currency\":\"USD\",\"family\":\"cpu\",\"lifecycle\":\"active\","
            "\"name\":\"Processor with twelve threads\",\"price\":199.99,\"socket\":\"AM4\",\"stock\":12}";
        QBENCHMARK
        {
            QVERIFY(FieldMap::fromJson(row).ok());
        }
    }
};

QTEST_APPLESS_MAIN(TestThing)
#include "tst_thing.moc"
