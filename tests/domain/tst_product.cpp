// Products' core fields and attribute values: from what people type to canonical JSON text and back.
#include "model/domain/product.h"
#include "model/domain/value.h"

#include <QTest>

using namespace shelf;

class TestProduct : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void acceptsSkus()
    {
        for (const std::string& sku :
            {std::string("A"), std::string("0017"), std::string("#1 a"), std::string("Größe/\U0001f600"), std::string(255, 'x')})
            QVERIFY2(checkSku(sku).ok(), sku.c_str());
    }

    void refusesSkus()
    {
        for (const std::string& sku : {std::string(), std::string(" A"), std::string("A "), std::string("a\tb"), std::string("a\nb"),
                 std::string("a\x7f"), std::string("a\u0085"), std::string(256, 'x'), std::string("a\xff"), std::string("a\0b", 3)}) {
            const Result<void> result = checkSku(sku);
            QVERIFY2(!result.ok(), sku.c_str());
            QCOMPARE(result.error().code, std::string("BAD_SKU"));
            QVERIFY(!result.error().tryThis.empty());
        }
    }

    void readsCoreFields_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("json"); // empty: refused
        const auto row = [](const char* field, const char* text, const char* json) {
            QTest::addRow("%s %s", field, text) << QByteArray(field) << QByteArray(text) << QByteArray(json);
        };
        row("name", " X \"one\"", "\" X \\\"one\\\"\"");
        row("price", "5.250", "5.25");
        row("price", "0.000001", "0.000001");
        row("price", "0.0000001", "");
        row("price", "5.25 EUR", "");
        row("price", "1,5", "");
        row("cost", "99999999999999", "");
        row("stock", "-3", "-3");
        row("stock", "12.0", "12");
        row("stock", "1.5", "");
        row("stock", "9223372036854775808", "");
        row("launch", "2026-01-31", "\"2026-01-31\"");
        row("launch", "2026-02-30", "");
        row("never_recommend", "Yes", "true");
        row("never_recommend", "perhaps", "");
        row("lifecycle", "end-of-life", "\"end-of-life\"");
        row("lifecycle", "End of life", "\"end-of-life\"");
        row("lifecycle", "dead", "");
        row("channels", "web|store", "[\"web\",\"store\"]");
        row("categories", "a\\|b|c/d", "[\"a|b\",\"c/d\"]");
        row("channels", "|", "");
        row("currency", "USD", "\"USD\"");
        row("currency", "usd", "");
        row("name", "", "");
        row("name", "\xff", "");
    }

    void readsCoreFields()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, json);
        const CoreField* core = coreField(field.toStdString());
        QVERIFY(core);
        const Result<std::string> value = coreValueFromText(*core, text.toStdString());
        QCOMPARE(value.ok(), !json.isEmpty());
        if (value)
            QCOMPARE(QByteArray::fromStdString(*value), json);
        else
            QCOMPARE(QByteArray::fromStdString(value.error().where), field);
    }

    void readsADecimalComma() { QCOMPARE(*coreValueFromText(*coreField("price"), "1,5", ','), std::string("1.5")); }

    void knowsCoreFields()
    {
        QVERIFY(!coreField("sku"));
        QVERIFY(!coreField("category"));
        QVERIFY(!coreField("socket"));
        QCOMPARE(coreFields().size(), size_t(18));
        QVERIFY(isLifecycle("retired"));
        QVERIFY(!isLifecycle("Retired"));
    }

    void readsValues_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("unit");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("json"); // empty: refused
        const auto row = [](const char* type, const char* unit, const char* text, const char* json) {
            QTest::addRow("%s %s %s", type, unit, text) << QByteArray(type) << QByteArray(unit) << QByteArray(text) << QByteArray(json);
        };
        row("text", "", " a ", "\" a \"");
        row("choice", "", "AM4", "\"AM4\"");
        row("number", "", "3.50", "3.5");
        row("number", "", "+3.5", "3.5");
        row("number", "", "12345678901234567890.5", "12345678901234567890.5");
        row("number", "g", "250", "250");
        row("number", "g", "1.5 kg", "1500");
        row("number", "g", "1.5kg", "1500");
        row("number", "kg", "250 g", "0.25");
        row("number", "g", "0.3 kg", "300");
        row("number", "GHz", "3600 MHz", "3.6");
        row("number", "", "5 kg", "");
        row("number", "g", "5 mm", "");
        row("number", "g", "5 stones", "");
        row("number", "", "5,6000", "");
        row("number", "", "1.000,50", "");
        row("number", "", "5-", "");
        row("number", "", "1 000", "");
        row("number", "", "NaN", "");
        row("number", "", "$5", "");
        row("integer", "", "12", "12");
        row("integer", "", "12.0", "12");
        row("integer", "", "12.5", "");
        row("integer", "", "9223372036854775808", "");
        row("integer", "GB", "2 TB", "2000");
        row("boolean", "", "yes", "true");
        row("boolean", "", "2", "");
        row("date", "", "2026-01-31", "\"2026-01-31\"");
        row("date", "", "31.01.2026", "");
        row("multi-choice", "", "E|F|E", "[\"E\",\"F\"]");
        row("multi-choice", "", "|", "");
        row("money", "", "199.00 USD", "\"199 USD\"");
        row("money", "", "USD 199.5", "\"199.5 USD\"");
        row("money", "EUR", "5", "\"5 EUR\"");
        row("money", "", "5", "");
        row("money", "", "five USD", "");
        row("url", "", " https://example.org ", "\"https://example.org\"");
        row("reference", "", "X1", "\"X1\"");
        row("reference", "", "a\tb", "");
    }

    void readsValues()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, unit);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, json);
        Attribute attribute;
        attribute.code = "x";
        attribute.type = *attributeTypeFromName(type.toStdString());
        attribute.unit = unit.toStdString();
        const Result<std::string> value = valueFromText(attribute, text.toStdString());
        QCOMPARE(QByteArray::fromStdString(value ? *value : std::string()), json);
        if (!value)
            QCOMPARE(value.error().kind, ErrorKind::Rejected);
        else // what was written is read back as the same value
            QCOMPARE(*valueFromText(attribute, valueToText(*value)), *value);
    }

    void readsValuesAsAProfileSays()
    {
        Attribute number;
        number.type = AttributeType::Number;
        number.unit = "g";
        ValueReading reading;
        reading.decimalMark = ',';
        reading.unit = "kg";
        QCOMPARE(*valueFromText(number, "1,5", reading), std::string("1500"));
        QCOMPARE(*valueFromText(number, "1,5 g", reading), std::string("1.5"));
        Attribute date;
        date.type = AttributeType::Date;
        reading.datePattern = "dd.MM.yyyy";
        QCOMPARE(*valueFromText(date, "31.01.2026", reading), std::string("\"2026-01-31\""));
        QVERIFY(!valueFromText(date, "2026-01-31", reading).ok());
        reading.datePattern = "MM/dd/yy";
        QCOMPARE(*valueFromText(date, "01/31/26", reading), std::string("\"2026-01-31\""));
        Attribute list;
        list.type = AttributeType::MultiChoice;
        reading.listSeparator = "\n";
        QCOMPARE(*valueFromText(list, "E\nF|G", reading), std::string("[\"E\",\"F|G\"]"));
    }

    void showsValues()
    {
        QCOMPARE(valueToText(""), std::string());
        QCOMPARE(valueToText("12.5"), std::string("12.5"));
        QCOMPARE(valueToText("true"), std::string("true"));
        QCOMPARE(valueToText("\"a\\nb\""), std::string("a\nb"));
        QCOMPARE(valueToText("[\"a|b\",\"c\",3]"), std::string("a\\|b|c|3"));
        QCOMPARE(valueToText("{\"en\":\"x\"}"), std::string("{\"en\":\"x\"}"));
    }

    void convertsUnits()
    {
        QCOMPARE(convertUnit(1, "in", "mm"), std::optional(25.4));
        QCOMPARE(convertUnit(212, "°F", "°C"), std::optional(100.0));
        QCOMPARE(convertUnit(1, "TB", "GB"), std::optional(1000.0));
        QCOMPARE(convertUnit(1, "GiB", "MiB"), std::optional(1024.0));
        QCOMPARE(convertUnit(90, "min", "h"), std::optional(1.5));
        QCOMPARE(convertUnit(7, "furlong", "furlong"), std::optional(7.0));
        QCOMPARE(convertUnit(1, "kg", "mm"), std::optional<double>());
        QCOMPARE(convertUnit(1, "mW", "MW"), std::optional(1e-9));
        QVERIFY(isUnit("kHz"));
        QVERIFY(!isUnit("khz"));
    }

    void splitsUnits()
    {
        using Parts = std::pair<std::string, std::string>;
        QVERIFY(splitUnit("1.5 kg") == Parts("1.5", "kg"));
        QVERIFY(splitUnit(" -1,50kg ", ',') == Parts("-1.5", "kg"));
        QVERIFY(splitUnit("1e3 m") == Parts("1000", "m"));
        QVERIFY(splitUnit("5eV") == Parts("5", "eV"));
        QVERIFY(splitUnit("12") == Parts("12", ""));
        QVERIFY(splitUnit("3.5\"") == Parts("3.5", "\""));
        QVERIFY(!splitUnit("kg"));
        QVERIFY(!splitUnit(""));
        QVERIFY(!splitUnit("1.2.3"));
    }
};

QTEST_APPLESS_MAIN(TestProduct)
#include "tst_product.moc"
