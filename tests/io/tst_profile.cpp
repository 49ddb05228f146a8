// Import profiles: every key read and written again, and everything wrong named by line and column.
#include "model/io/profile.h"

#include <QTest>

using namespace shelf;

class TestProfile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKeyIsRead()
    {
        const auto profile = parseProfile("shelfwright-profile: 1\n"
                                          "match: { format: csv, headers: [Name, Price, Socket] }\n"
                                          "format: csv\n"
                                          "what: products\n"
                                          "family: { column: Type, map: { Processor: cpu } }\n"
                                          "key: [name, price]\n"
                                          "delimiter: \";\"\n"
                                          "quote: \"'\"\n"
                                          "encoding: utf-16le\n"
                                          "header_row: 3\n"
                                          "decimal: \",\"\n"
                                          "empty: clear\n"
                                          "absent: retire\n"
                                          "delete: hard\n"
                                          "links: replace\n"
                                          "default_type: accessory\n"
                                          "excel_guard: true\n"
                                          "constants: { lifecycle: active, currency: USD }\n"
                                          "columns:\n"
                                          "  Name: name\n"
                                          "  mounts: { to: mounts, type: multi-choice, split: \"|\" }\n"
                                          "  Weight: { to: weight, type: number, unit: g, decimal: \",\", empty: clear }\n"
                                          "  Released: { to: launch, date: dd.MM.yyyy }\n"
                                          "  values: { to: [ddr, mhz], split: \",\" }\n"
                                          "  Internal note: ignore\n",
            "p.yaml");
        QVERIFY2(profile.ok(), profile.ok() ? "" : (profile.error().where + profile.error().what).c_str());
        QCOMPARE(profile->familyColumn, "Type");
        QCOMPARE(profile->familyMap.at("Processor"), "cpu");
        QCOMPARE(profile->key, (std::vector<std::string>{"name", "price"}));
        QCOMPARE(*profile->delimiter, ';');
        QVERIFY(*profile->encoding == TextEncoding::Utf16Le);
        QCOMPARE(*profile->headerRow, uint64_t(3));
        QVERIFY(profile->emptyClears && profile->retireAbsent && profile->deleteHard && profile->excelGuard);
        QCOMPARE(profile->constants.back().second, "USD");
        QCOMPARE(profile->column("Weight")->unit, "g");
        QCOMPARE(profile->column("values")->parts, (std::vector<std::string>{"ddr", "mhz"}));
        QVERIFY(profile->column("Internal note")->ignore);
        QVERIFY(!profile->column("Nothing"));

        const auto again = parseProfile(profileText(*profile), "again.yaml");
        QVERIFY2(again.ok(), again.ok() ? "" : (again.error().where + again.error().what + profileText(*profile)).c_str());
        QVERIFY(*again == *profile);
        QCOMPARE(profileText(*again), profileText(*profile));
    }

    void oddHeadersComeBack()
    {
        ImportProfile profile;
        for (const char* header :
            {"a: b", "- x", "#", "'q'", "yes", "1", "{", "caf\xC3\xA9", "tab\there", "&a", "*b", "!t", "null", "x\"y"})
            profile.columns.emplace_back(header, ColumnRule()).second.to = "name";
        profile.matchHeaders = {"~", "", " space "};
        const auto again = parseProfile(profileText(profile), "p.yaml");
        QVERIFY2(again.ok(), again.ok() ? "" : (again.error().where + again.error().what).c_str());
        QVERIFY(again->columns == profile.columns);
        QVERIFY(again->matchHeaders == profile.matchHeaders);
    }

    void wrongProfiles_data()
    {
        QTest::addColumn<std::string>("yaml");
        QTest::addColumn<std::string>("where");
        const auto row = [](const char* name, std::string yaml, std::string where) {
            QTest::newRow(name) << "shelfwright-profile: 1\n" + yaml << "p.yaml:" + where;
        };
        row("an unknown key", "colums: {}\n", "2:1");
        row("an unknown key of a column", "columns:\n  a: { too: b }\n", "3:8");
        row("an unknown type", "columns:\n  a: { type: nmber }\n", "3:14");
        row("a list for a text", "format: [csv]\n", "2:9");
        row("a delimiter of two characters", "delimiter: ab\n", "2:12");
        row("a decimal mark that is none", "decimal: x\n", "2:10");
        row("a header row of 0", "header_row: 0\n", "2:13");
        row("columns that are no map", "columns: [a]\n", "2:10");
        row("a key twice", "what: products\nwhat: products\n", "3:1");
        row("an anchor", "what: &a products\n", "2:7");
        row("a tag", "what: !!str products\n", "2:7");
        row("a family map without a column", "family: { map: { a: b } }\n", "2:9");
    }
    void wrongProfiles()
    {
        QFETCH(std::string, yaml);
        QFETCH(std::string, where);
        const auto profile = parseProfile(yaml, "p.yaml");
        QVERIFY(!profile.ok());
        QCOMPARE(int(profile.error().kind), int(ErrorKind::Rejected));
        QCOMPARE(profile.error().where, where);
    }

    void whatIsNoProfileIsRefused()
    {
        for (const char* yaml : {"", "~", "text", "- 1", "name: x\n", "shelfwright-profile: 2\n", "shelfwright-profile: [1]\n"})
            QVERIFY2(!parseProfile(yaml, "p.yaml").ok(), yaml);
    }
};

QTEST_APPLESS_MAIN(TestProfile)
#include "tst_profile.moc"
