// Dates, times, recurrences; hashes and identifiers.
#include "model/domain/date.h"
#include "model/domain/hash.h"

#include <QTest>

#include <set>

using namespace shelf;

class TestDate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsDates_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("days");
        const auto row = [](const char* text, int days) { QTest::newRow(text) << QByteArray(text) << days; };
        row("1970-01-01", 0);
        row("1969-12-31", -1);
        row("2000-02-29", 11016);
        row("2026-11-15", 20772);
        row("0001-01-01", -719162);
        row("9999-12-31", 2932896);
    }

    void readsDates()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, days);
        QCOMPARE(parseDate(text.toStdString()), std::optional<Days>(days));
        QCOMPARE(QByteArray::fromStdString(formatDate(days)), text);
    }

    void refusesDates()
    {
        for (const char* text : {"", "2026", "2026-02-30", "2025-02-29", "1900-02-29", "0000-01-01", "2026-13-01", "2026-00-10", "2026-1-1",
                 "99999-01-01", "2026-01-01 ", " 2026-01-01", "31/02/2020", "2026-01-01T00:00", "-026-01-01", "2026-01-0x"})
            QVERIFY2(!parseDate(text), text);
    }

    void readsTimes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("utc");
        const auto row = [](const char* text, const char* utc) { QTest::newRow(text) << QByteArray(text) << QByteArray(utc); };
        row("2026-11-15T08:00:00Z", "2026-11-15T08:00:00.000Z");
        row("2026-11-15T08:00Z", "2026-11-15T08:00:00.000Z");
        row("2026-11-15T08:00:00.5Z", "2026-11-15T08:00:00.500Z");
        row("2026-11-15T08:00:00.123456Z", "2026-11-15T08:00:00.123Z");
        row("2026-11-15T01:30:00+02:00", "2026-11-14T23:30:00.000Z");
        row("2026-12-31T23:00-05:30", "2027-01-01T04:30:00.000Z");
        row("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z");
    }

    void readsTimes()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, utc);
        const auto time = parseTime(text.toStdString());
        QVERIFY(time);
        QCOMPARE(QByteArray::fromStdString(formatTimeMillis(*time)), utc);
        QCOMPARE(QByteArray::fromStdString(formatTime(*time)), utc.left(19) + "Z");
    }

    void refusesTimes()
    {
        for (const char* text :
            {"", "2026-11-15", "2026-11-15T08:00:00", "2026-11-15 08:00:00Z", "2026-11-15T24:00:00Z", "2026-11-15T08:60Z",
                "2026-11-15T08:00:60Z", "2026-11-15T08:00:00.Z", "2026-11-15T08:00:00ZZ", "2026-11-15T08:00:00+2:00", "2026-02-30T00:00Z"})
            QVERIFY2(!parseTime(text), text);
    }

    void knowsTodayInAZone()
    {
        const int64_t evening = *parseTime("2026-11-15T23:30:00Z");
        const Clock clock = [evening] { return evening; };
        QCOMPARE(formatDate(today(clock)), std::string("2026-11-15"));
        QCOMPARE(formatDate(today(clock, "No/Such")), std::string("2026-11-15"));
        QCOMPARE(formatDate(today(clock, "Asia/Tokyo")), std::string("2026-11-16"));
        QCOMPARE(formatDate(today(clock, "America/New_York")), std::string("2026-11-15"));
    }

    void systemClockRuns() { QVERIFY(systemClock()() > *parseTime("2024-01-01T00:00Z")); }

    void recursYearly_data()
    {
        QTest::addColumn<QByteArray>("every");
        QTest::addColumn<QByteArray>("date");
        QTest::addColumn<bool>("inside");
        const auto row = [](const char* every, const char* date, bool inside) {
            QTest::addRow("%s %s", every, date) << QByteArray(every) << QByteArray(date) << inside;
        };
        row("11-15..12-24", "2026-11-14", false);
        row("11-15..12-24", "2026-11-15", true);
        row("11-15..12-24", "2031-12-24", true);
        row("11-15..12-24", "2026-12-25", false);
        row("12-20..01-06", "2026-12-31", true);
        row("12-20..01-06", "2027-01-06", true);
        row("12-20..01-06", "2027-01-07", false);
        row("02-29..02-29", "2024-02-29", true);
        row("02-29..02-29", "2026-02-28", false);
    }

    void recursYearly()
    {
        QFETCH(QByteArray, every);
        QFETCH(QByteArray, date);
        QFETCH(bool, inside);
        QVERIFY(isRecurrence(every.toStdString()));
        QCOMPARE(recurrenceContains(every.toStdString(), *parseDate(date.toStdString())), inside);
    }

    void refusesRecurrences()
    {
        for (const char* text :
            {"", "11-15", "11-15..", "11-15.12-24", "13-01..12-24", "02-30..03-01", "11-15..12-24x", "2026-11-15..2026-12-24"}) {
            QVERIFY2(!isRecurrence(text), text);
            QVERIFY(!recurrenceContains(text, 0));
        }
    }

    void hashes()
    {
        // FIPS 180-2, appendix B
        QCOMPARE(sha256Hex("abc"), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(sha256Hex(""), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        Sha256 hash;
        hash.add("a");
        hash.add("bc");
        QCOMPARE(hash.finish(), sha256("abc"));
        hash.add("abc"); // after finish() it begins anew
        QCOMPARE(hash.finish(), sha256("abc"));
        QCOMPARE(hex(std::string_view("\x00\xff", 2)), std::string("00ff"));
    }

    void makesIdentifiers()
    {
        std::set<std::string> seen;
        for (int i = 0; i < 100; ++i) {
            const std::string uuid = newUuid();
            QCOMPARE(uuid.size(), size_t(36));
            QCOMPARE(uuid[14], '4');
            QVERIFY(std::string("89ab").find(uuid[19]) != std::string::npos);
            QVERIFY(seen.insert(uuid).second);
        }
        QCOMPARE(randomName().size(), size_t(16));
        QCOMPARE(randomName(4).size(), size_t(8));
    }
};

QTEST_APPLESS_MAIN(TestDate)
#include "tst_date.moc"
