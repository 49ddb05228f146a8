// What a line of mappings.jsonl may not be.
#include "governance/release/line_check.h"

#include <QtTest>

using namespace shelf;

namespace {

const std::string good =
    R"({"id":"link:A:accessory:B","kind":"link","source":"A","type":"accessory","target":"B","rank":1,"owner":"mia","approved_by":"jan","approved_at":"2026-10-24T08:00:00Z","version":1})";

std::string with(const std::string& from, const std::string& to)
{
    std::string line = good;
    const size_t at = line.find(from);
    return at == std::string::npos ? std::string("no such text") : line.replace(at, from.size(), to);
}

} // namespace

class LineCheckTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aGoodLineIsCounted()
    {
        LineChecker checker;
        const auto wrong = checker.check(good);
        QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
        QCOMPARE(checker.counts().links, uint64_t(1));
        QCOMPARE(checker.id(), std::string("link:A:accessory:B"));
    }

    void aBadLineIsNamed_data()
    {
        QTest::addColumn<std::string>("line");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const std::string& line, const char* says) {
            QTest::newRow(name) << line << QString::fromUtf8(says);
        };
        row("empty", "", "does not begin with its id");
        row("no object", "[]", "does not begin with its id");
        row("space", with("\"kind\": ", "") + " ", "does not begin");
        row("id no text", with("\"link:A:accessory:B\"", "7"), "id that is no text");
        row("other kind", with("\"kind\":\"link\"", "\"kind\":\"bundle\""), "kind that does not fit");
        row("link rule", with("link:A", "linkrule:A"), "kind that does not fit");
        row("unknown key", with("\"rank\"", "\"rung\""), "unknown, twice there or out of order");
        row("twice", with("\"rank\":1", "\"rank\":1,\"rank\":1"), "twice there");
        row("out of order", with("\"source\":\"A\",\"type\":\"accessory\"", "\"type\":\"accessory\",\"source\":\"A\""), "out of order");
        row("wrong type", with("\"rank\":1", "\"rank\":\"1\""), "rank of the wrong type");
        row("exponent", with("\"rank\":1", "\"rank\":1e3"), "not one JSON object");
        row("leading zero", with("\"rank\":1", "\"rank\":01"), "not canonical");
        row("trailing zero", with("\"rank\":1", "\"rank\":1.50"), "not canonical");
        row("minus zero", with("\"rank\":1", "\"rank\":-0"), "not canonical");
        row("open string", with("\"version\":1}", "\"version\":\"1"), "not canonical");
        row("needless escape", with("\"jan\"", "\"j\\u0061n\""), "not canonical");
        row("control character", with("jan", "j\tn"), "not canonical");
        row("after the object", good + "x", "not one JSON object");
        row("no version", with(",\"version\":1", ""), "has no version");
        row("no approver", with("\"approved_by\":\"jan\",", ""), "has no approved_by");
        row("no time", with("2026-10-24T08:00:00Z", "yesterday"), "no time");
        row("foreign ends", with("\"target\":\"B\"", "\"target\":\"C\""), "does not fit its source");
        row("invalid UTF-8", with("jan", "j\xff"), "not UTF-8");
        row("deep", with("\"rank\":1", "\"evidence\":" + std::string(100, '[') + std::string(100, ']')), "not canonical");
        row("incompatible",
            R"({"id":"link:A:incompatible:B","kind":"link","source":"A","type":"incompatible","target":"B","approved_by":"jan","approved_at":"2026-10-24T08:00:00Z","version":1})",
            "not marked as a filter");
    }

    void aBadLineIsNamed()
    {
        QFETCH(std::string, line);
        QFETCH(QString, says);
        const auto wrong = LineChecker().check(line);
        QVERIFY2(wrong, "was accepted");
        QVERIFY2(QString::fromStdString(*wrong).contains(says), wrong->c_str());
    }

    void linesAreInByteOrderOfIds()
    {
        LineChecker checker;
        QVERIFY(!checker.check(good));
        QCOMPARE(*checker.check(good), std::string("has the same id as the line before it"));
        std::string earlier = with("link:A:", "link:4:");
        earlier.replace(earlier.find("\"source\":\"A\""), 12, "\"source\":\"4\"");
        QVERIFY(checker.check(earlier)->starts_with("is out of order"));
    }

    void aValueEndsWhereItEnds_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<qsizetype>("length");
        const auto row = [](const char* text, qsizetype length) { QTest::newRow(text) << std::string(text) << length; };
        row("1,", 1);
        row("-12.5]", 5);
        row("\"abcdefghijklmnop\\\"q\",", 21);
        row("{\"a\":[1,{}],\"b\":null} ", 21);
        row("[]", 2);
        row("tru", 0);
        row("{\"a\"}", 0);
        row("[1,]", 0);
        row("\"\\x\"", 0);
        row("-", 0);
        row("", 0);
    }

    void aValueEndsWhereItEnds()
    {
        QFETCH(std::string, text);
        QFETCH(qsizetype, length);
        QCOMPARE(static_cast<qsizetype>(canonicalValueLength(text)), length);
    }
};

QTEST_APPLESS_MAIN(LineCheckTest)
#include "tst_line_check.moc"
