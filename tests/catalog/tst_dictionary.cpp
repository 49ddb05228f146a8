// Distinct values are numbered once, keep their place, and say what they are as text and number.
#include "model/catalog/dictionary.h"
#include "model/domain/json.h"

#include <QtTest>

#include <cmath>
#include <thread>

using namespace shelf;

class TestDictionary : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void valuesAreNumberedInOrder()
    {
        Dictionary values;
        QCOMPARE(values.intern("\"b\""), Code(1));
        QCOMPARE(values.intern("\"a\""), Code(2));
        QCOMPARE(values.intern("\"b\""), Code(1));
        QCOMPARE(values.size(), Code(2));
        QCOMPARE(values.find("\"a\""), Code(2));
        QCOMPARE(values.find("\"c\""), Code(0));
        QCOMPARE(values.findText("b"), Code(1));
        QVERIFY(values.json(0).empty() && values.text(0).empty() && values.elements(0).empty());
    }

    void values_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<double>("number");
        const double none = std::nan("");
        QTest::newRow("text") << QByteArray("\"Zen 4\"") << QByteArray("Zen 4") << none;
        QTest::newRow("empty text") << QByteArray("\"\"") << QByteArray("") << none;
        QTest::newRow("escapes") << QByteArray("\"a\\\"b\\\\c\\nd\"") << QByteArray("a\"b\\c\nd") << none;
        QTest::newRow("number") << QByteArray("-12.5") << QByteArray("-12.5") << -12.5;
        QTest::newRow("money") << QByteArray("\"199.00 USD\"") << QByteArray("199.00 USD") << 199.0;
        QTest::newRow("no money") << QByteArray("\"Zoom USD\"") << QByteArray("Zoom USD") << none;
        QTest::newRow("true") << QByteArray("true") << QByteArray("true") << 1.0;
        QTest::newRow("false") << QByteArray("false") << QByteArray("false") << 0.0;
        QTest::newRow("list") << QByteArray("[\"a\",\"b\"]") << QByteArray("[\"a\",\"b\"]") << none;
    }

    void values()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, text);
        QFETCH(double, number);
        for (const bool ofLists : {false, true}) {
            Dictionary values(ofLists);
            values.intern("\"another\"");
            const Code code = values.intern(json.toStdString());
            QCOMPARE(values.json(code), std::string_view(json));
            QCOMPARE(values.text(code), std::string_view(text));
            QVERIFY(std::isnan(number) ? std::isnan(values.number(code)) : values.number(code) == number);
            QCOMPARE(values.isList(code), json.startsWith('['));
            if (!json.startsWith('[')) {
                const auto elements = values.elements(code);
                QCOMPARE(elements.size(), size_t(1));
                QCOMPARE(values.elementValues().json(elements[0]), std::string_view(json));
            }
        }
    }

    void listsAreTakenApart()
    {
        Dictionary values(true);
        const Code list = values.intern("[\"a, ]\",\"\\\"b\\\"\",3,\"a, ]\"]");
        const auto elements = values.elements(list);
        QCOMPARE(elements.size(), size_t(4));
        QCOMPARE(values.elementValues().text(elements[0]), std::string_view("a, ]"));
        QCOMPARE(values.elementValues().text(elements[1]), std::string_view("\"b\""));
        QCOMPARE(values.elementValues().number(elements[2]), 3.0);
        QCOMPARE(elements[3], elements[0]);
        QVERIFY(values.elements(values.intern("[]")).empty());
    }

    void readersNeedNotWait()
    {
        Dictionary values;
        values.publish();
        values.intern("\"0\"");
        std::atomic<bool> wrong = false, end = false;
        std::thread reader([&] {
            while (!end) {
                const Code size = values.size();
                const std::string text = std::to_string(size - 1);
                if (values.text(size) != text || values.findText(text) != size)
                    wrong = true;
            }
        });
        for (int i = 1; i < 200000; ++i)
            values.intern(jsonString(std::to_string(i)));
        end = true;
        reader.join();
        QVERIFY(!wrong);
        for (int i = 0; i < 200000; i += 997)
            QCOMPARE(values.findText(std::to_string(i)), Code(i + 1));
    }
};

QTEST_APPLESS_MAIN(TestDictionary)
#include "tst_dictionary.moc"
