// validate, fix, waive, rules: what is wrong, what is done about it, and what that means for a release.
#include "tests/cli/command_run.h"

#include <QFile>
#include <SQLiteCpp/SQLiteCpp.h>

using namespace shelf;
using namespace shelf::test;

namespace {

// Two cameras with an accessory each, approved by a second person; a user-made file beside them.
struct FindingsShop : CommandShop {
    FindingsShop()
    {
        run({"link", "add", "WS", "CAM-1", "accessory", "BAG-1", "--reason", "Holds it with a lens on"});
        run({"link", "add", "WS", "CAM-2", "accessory", "BAG-1", "--reason", "Room for two lenses"});
        approve();
    }
    void approve() const
    {
        run({"review", "submit", "WS", "--all"});
        run({"review", "approve", "WS", "--all", "--as", "jan"});
    }
    std::string at(const std::string& name) const { return shop.folder.path().toStdString() + "/" + name; }
    std::string file(const std::string& name, const char* text) const
    {
        QFile made(QString::fromStdString(at(name)));
        if (!made.open(QIODevice::WriteOnly) || made.write(text) < 0)
            qFatal("cannot write %s", name.c_str());
        return at(name);
    }
    // Open findings of a rule.
    std::vector<Json> of(const std::string& rule, std::vector<std::string> more = {}) const
    {
        std::vector<std::string> arguments = {"validate", "WS", "--rule", rule};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return json(arguments)["findings"].items();
    }
};

} // namespace

class FindingsCommandsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void validateSaysWhatIsWrongInEveryForm()
    {
        const FindingsShop shop;
        shop.run({"set", "WS", "CAM-2", "price=0"});
        const Json report = shop.json({"validate", "WS"});
        QCOMPARE(report["checked"].toInteger(), 5); // three products, two links
        QVERIFY(report.contains("elapsed_ms") && report["gate"].contains("conditions"));
        const auto findings = shop.of("attr.price-not-positive");
        QCOMPARE(findings.size(), size_t(1));
        const Json& finding = findings.front();
        QVERIFY(finding["id"].text().starts_with("attr.price-not-positive~"));
        QCOMPARE(finding["severity"].text(), std::string("error"));
        QCOMPARE(finding["subject"].write(), std::string(R"({"kind":"product","id":"CAM-2"})"));
        QVERIFY(finding.contains("fix") && finding.contains("first_seen") && finding["waived"].isBool());
        QVERIFY(report["counts"]["error"].toInteger() >= 1);

        const Run csv = shop.run({"validate", "WS", "--format", "csv"});
        QVERIFY(csv.out.starts_with("id,rule,severity,kind,subject,message,"));
        QVERIFY(csv.out.find(finding["id"].text()) != std::string::npos);
        const Json sarif = parseJson(shop.run({"validate", "WS", "--format", "sarif"}).out).value();
        QCOMPARE(sarif["version"].text(), std::string("2.1.0"));
        const Json& run = sarif["runs"].items().front();
        const auto& rules = run["tool"]["driver"]["rules"].items();
        bool seen = false;
        for (const Json& result : run["results"].items()) {
            QCOMPARE(rules.at(static_cast<size_t>(result["ruleIndex"].toInteger()))["id"].text(), result["ruleId"].text());
            seen = seen || result["partialFingerprints"]["shelfwrightFinding/v1"].text() == finding["id"].text();
        }
        QVERIFY(seen);
        const std::string out = shop.at("findings.csv");
        QCOMPARE(shop.run({"validate", "WS", "--format", "csv", "--out", out}).code, 0);
        QVERIFY(QFile::exists(QString::fromStdString(out)));
        QVERIFY(shop.run({"validate", "WS"}).out.find("the gate is ") != std::string::npos);
    }

    void validateRefusesNonsense_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, QStringList arguments, int code, const char* says) {
            QTest::newRow(name) << std::move(arguments) << code << QString::fromUtf8(says);
        };
        const QString ws = QStringLiteral("WS");
        row("rule", {QStringLiteral("validate"), ws, QStringLiteral("--rule"), QStringLiteral("attr.price-mising")}, 3,
            "attr.price-missing");
        row("sku", {QStringLiteral("validate"), ws, QStringLiteral("--sku"), QStringLiteral("CAM-9")}, 3, "CAM-9");
        row("format", {QStringLiteral("validate"), ws, QStringLiteral("--format"), QStringLiteral("xml")}, 2, "text, json, csv or sarif");
        row("change set", {QStringLiteral("validate"), ws, QStringLiteral("--changed-in"), QStringLiteral("99")}, 3, "99");
        row("no rule to show", {QStringLiteral("rules"), QStringLiteral("show"), QStringLiteral("link.nosuch")}, 3, "link.nosuch");
        row("no parameter",
            {QStringLiteral("rules"), QStringLiteral("set"), ws, QStringLiteral("link.too-many-in-slot"), QStringLiteral("maxi=3")}, 3,
            "max");
        row("wrong type",
            {QStringLiteral("rules"), QStringLiteral("set"), ws, QStringLiteral("link.too-many-in-slot"), QStringLiteral("max=many")}, 3,
            "number");
        row("blocker lowered",
            {QStringLiteral("rules"), QStringLiteral("set"), ws, QStringLiteral("link.requires-cycle"), QStringLiteral("severity=info")}, 3,
            "lowered");
        row("no family",
            {QStringLiteral("rules"), QStringLiteral("disable"), ws, QStringLiteral("link.too-few"), QStringLiteral("--family"),
                QStringLiteral("camra")},
            3, "camera");
        row("waiver without reason",
            {QStringLiteral("waive"), ws, QStringLiteral("attr.price-missing"), QStringLiteral("--subject"), QStringLiteral("CAM-1"),
                QStringLiteral("--until"), QStringLiteral("2026-10-30"), QStringLiteral("--granted-by"), QStringLiteral("ines")},
            2, "reason");
        row("waiver of nothing",
            {QStringLiteral("waive"), ws, QStringLiteral("attr.price-missing~0123456789abcdef"), QStringLiteral("--reason"),
                QStringLiteral("so"), QStringLiteral("--until"), QStringLiteral("2026-10-30"), QStringLiteral("--granted-by"),
                QStringLiteral("ines")},
            3, "no such finding");
    }
    void validateRefusesNonsense()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, says);
        const FindingsShop shop;
        const uint64_t before = shop.shop.workspace->journalEntries();
        std::vector<std::string> words;
        for (const QString& argument : arguments)
            words.push_back(argument.toStdString());
        const Run run = shop.run(words);
        QCOMPARE(run.code, code);
        QVERIFY2(run.err.find(says.toStdString()) != std::string::npos, run.err.c_str());
        QCOMPARE(std::count(run.err.begin(), run.err.end(), '\n'), 1);
        QCOMPARE(shop.shop.workspace->journalEntries(), before);
    }

    void fixMendsWhatNeedsNoChoice()
    {
        const FindingsShop shop;
        shop.run({"set", "WS", "BAG-1", "name=Bag,  small"});
        QCOMPARE(shop.of("attr.whitespace").size(), size_t(1));
        const Json dry = shop.json({"fix", "WS", "--rule", "attr.whitespace", "--dry-run"});
        QCOMPARE(dry["fixed"].toInteger(), 1);
        QVERIFY(dry["changeset"].isNull());
        QCOMPARE(dry["changes"].items().front()["after"].text(), std::string("\"Bag, small\""));
        QCOMPARE(shop.of("attr.whitespace").size(), size_t(1));
        const Json done = shop.json({"fix", "WS", "--finding", shop.of("attr.whitespace").front()["id"].text()});
        QCOMPARE(done["fixed"].toInteger(), 1);
        QVERIFY(done["changeset"].isNumber());
        QVERIFY(shop.of("attr.whitespace").empty());
        QCOMPARE(shop.json({"fix", "WS", "--rule", "attr.whitespace"})["fixed"].toInteger(), 0);
        shop.run({"undo", "WS"});
        QCOMPARE(shop.of("attr.whitespace").size(), size_t(1));
        // A finding without a fix says what can be done instead.
        shop.run({"set", "WS", "CAM-2", "price="});
        const Run refused = shop.run({"fix", "WS", "--finding", shop.of("attr.price-missing").front()["id"].text()});
        QCOMPARE(refused.code, 3);
    }

    void findingsHaveAHistory()
    {
        const FindingsShop shop;
        shop.run({"set", "WS", "CAM-2", "price="});
        shop.run({"validate", "WS", "--remember"});
        const std::string id = shop.of("attr.price-missing").front()["id"].text();
        shop.run({"undo", "WS"});
        shop.run({"validate", "WS", "--remember"}); // fixed
        shop.run({"redo", "WS"});
        const Json again = [&] {
            shop.run({"validate", "WS", "--remember"}); // came back
            return shop.of("attr.price-missing").front();
        }();
        QCOMPARE(again["id"].text(), id);
        QCOMPARE(again["times_back"].toInteger(), 1);
    }

    void lookingAtWhatIsApprovedIsNoPartOfTheHistory()
    {
        const FindingsShop shop;
        shop.run({"link", "add", "WS", "CAM-1", "requires", "CAM-2", "--reason", "So"});
        shop.run({"link", "add", "WS", "CAM-2", "requires", "CAM-1", "--reason", "So"});
        shop.run({"validate", "WS", "--remember"}); // found in drafts
        shop.run({"validate", "WS", "--state", "approved"});
        shop.run({"validate", "WS", "--remember"});
        const auto findings = shop.of("link.requires-cycle");
        QVERIFY(!findings.empty());
        QVERIFY2(!findings.front().contains("times_back"), findings.front().write().c_str());
    }

    void reservationsThatCameToNothingLeaveInheritedErrorsAlone()
    {
        const FindingsShop shop;
        shop.run({"set", "WS", "CAM-2", "price=0"});
        QCOMPARE(shop.json({"export", "WS", shop.at("r1")})["release"].toInteger(), 1);
        for (const char* name : {"r2", "r3", "r4"}) { // as exports leave it that fail after they took their number
            const auto number = shop.shop.workspace->reserveRelease(
                {0, {}, "2026-10-24T00:00:00Z", "mia", shop.at(name), std::string(64, '0'), {}, 0, "{}"}, {});
            QVERIFY(number.ok() && shop.shop.workspace->abandonRelease(*number).ok());
        }
        QCOMPARE(shop.run({"validate", "WS", "--gate"}).code, 0);
        QCOMPARE(shop.run({"export", "WS", shop.at("r5")}).code, 0);
    }

    void aReleaseOfBeforeThereWasABaselineMakesNoErrorNew()
    {
        const FindingsShop shop;
        shop.run({"set", "WS", "CAM-2", "price=0"});
        QCOMPARE(shop.run({"export", "WS", shop.at("r1")}).code, 0);
        SQLite::Database(shop.path, SQLite::OPEN_READWRITE)
            .exec("DELETE FROM baseline; UPDATE release SET created = '2026-10-20T00:00:00Z'"); // as a migration leaves it
        QCOMPARE(shop.run({"export", "WS", shop.at("r2")}).code, 0);
        shop.run({"set", "WS", "CAM-1", "price=0"});
        QCOMPARE(shop.run({"export", "WS", shop.at("r3")}).code, 1); // new since the second, which has one
    }

    void aRollbackDoesNotMakeNewErrorsOldOnes()
    {
        const FindingsShop shop;
        shop.run({"export", "WS", shop.at("r1")});
        shop.run({"export", "WS", shop.at("r2")});
        shop.run({"set", "WS", "CAM-2", "price=0"});
        QCOMPARE(shop.run({"export", "WS", shop.at("r3")}).code, 1);
        QCOMPARE(shop.run({"release", "rollback", "WS", "1", shop.at("r3")}).code, 0); // no gate stops it
        QCOMPARE(shop.run({"export", "WS", shop.at("r4")}).code, 1);
    }

    void whatIsWaivedIsMendedOnlyByName()
    {
        const FindingsShop shop;
        shop.run({"set", "WS", "BAG-1", "name=Bag,  small"});
        const std::string id = shop.of("attr.whitespace").front()["id"].text();
        QCOMPARE(shop.run({"waive", "WS", id, "--reason", "So on the box", "--until", "2026-10-30", "--granted-by", "ines"}).code, 0);
        QCOMPARE(shop.json({"fix", "WS"})["fixed"].toInteger(), 0);
        QCOMPARE(shop.json({"fix", "WS", "--rule", "attr.whitespace"})["fixed"].toInteger(), 0);
        QCOMPARE(shop.json({"fix", "WS", "--finding", id})["fixed"].toInteger(), 1);
    }

    void aRuleIsWaivedByTheWorstThatIsSetForIt()
    {
        const FindingsShop shop;
        const auto waive = [&](const std::string& rule, const std::string& until) {
            return shop.run({"waive", "WS", rule, "--subject", "CAM-9*", "--reason", "Later", "--until", until, "--granted-by", "ines"});
        };
        const std::string own = shop.file("rules.yaml",
            "shelfwright: 1\nrules:\n  - { id: user.weighed, title: Weighed, scope: product, expect: weight is not empty, severity: error, "
            "message: m }\n");
        QCOMPARE(shop.run({"apply", "WS", own}).code, 0);
        QCOMPARE(waive("user.weighed", "2026-12-24").code, 1); // an error, though it finds nothing there today
        QCOMPARE(waive("user.weighed", "2026-11-20").code, 3); // nothing to waive
        QCOMPARE(waive("user.nosuch", "2026-11-20").code, 3);
        QCOMPARE(shop.run({"rules", "set", "WS", "attr.price-missing", "severity=blocker", "--family", "camera"}).code, 0);
        QCOMPARE(waive("attr.price-missing", "2026-11-20").code, 1); // a blocker for some of them
    }

    void aNewErrorClosesTheGateAndOldOnesDoNot()
    {
        const FindingsShop shop;
        // A thousand errors that were there before the first release.
        std::vector<Change> many;
        for (int i = 0; i < 1000; ++i)
            many.push_back(create(ThingKind::Product, "OLD-" + std::to_string(i),
                {{"currency", "\"EUR\""}, {"name", jsonString("Old one " + std::to_string(i))}, {"price", "0"}}));
        QVERIFY(shop.shop.workspace->apply(changeSet("mia", "Old stock", many)).ok());
        QCOMPARE(shop.of("attr.price-not-positive").size(), size_t(1000));
        const Json first = shop.json({"export", "WS", shop.at("r1")});
        QCOMPARE(first["release"].toInteger(), 1);
        QVERIFY(first["gate"]["open"].toBool());
        QVERIFY(first["gate"]["numbers"]["inherited_errors"].toInteger() >= 1000);

        // One more error, new since then.
        shop.run({"set", "WS", "CAM-2", "price=0"});
        const Json fresh = shop.json({"validate", "WS", "--rule", "attr.price-not-positive", "--new"});
        QCOMPARE(fresh["findings"].items().size(), size_t(1));
        const std::string id = fresh["findings"].items().front()["id"].text();
        QCOMPARE(shop.run({"validate", "WS", "--gate"}).code, 1);
        const Run closed = shop.run({"export", "WS", shop.at("r2"), "--json"});
        QCOMPARE(closed.code, 1);
        QCOMPARE(closed.json()["error"]["code"].text(), std::string("GATE_CLOSED"));
        const Json condition = Json(closed.json()["gate"]["conditions"].items().at(1));
        QVERIFY2(condition["findings"].write() == "[\"" + id + "\"]", condition.write().c_str());
        QVERIFY(!QFile::exists(QString::fromStdString(shop.at("r2"))));

        // A waiver opens it; without it the fix does.
        const Json waived =
            shop.json({"waive", "WS", id, "--reason", "A voucher, free on purpose", "--until", "2026-11-20", "--granted-by", "ines"});
        QCOMPARE(waived["hides"].toInteger(), 1);
        QVERIFY(waived["changeset"].isNumber());
        QCOMPARE(shop.run({"validate", "WS", "--gate"}).code, 0);
        const Json second = shop.json({"export", "WS", shop.at("r2")});
        QCOMPARE(second["release"].toInteger(), 2);
        QCOMPARE(second["gate"]["waivers"].items().size(), size_t(1));
        QCOMPARE(shop.json({"release", "show", "WS", "2"})["gate"]["waivers"].items().size(), size_t(1));
        shop.run({"undo", "WS"}); // the waiver
        QCOMPARE(shop.run({"validate", "WS", "--gate"}).code, 1); // what was waived was not inherited
        shop.run({"set", "WS", "CAM-2", "price=900"});
        QCOMPARE(shop.run({"validate", "WS", "--gate"}).code, 0);
        // The policy can ask for all.
        shop.run({"policy", "WS", "gate", "all"});
        QCOMPARE(shop.run({"validate", "WS", "--gate"}).code, 1);
    }

    void draftsNeverCloseTheGate()
    {
        const FindingsShop shop;
        QCOMPARE(shop.json({"export", "WS", shop.at("r1")})["release"].toInteger(), 1);
        shop.run({"link", "add", "WS", "CAM-1", "requires", "CAM-2", "--reason", "So"});
        shop.run({"link", "add", "WS", "CAM-2", "requires", "CAM-1", "--reason", "So"});
        QVERIFY(!shop.of("link.requires-cycle").empty());
        QCOMPARE(shop.run({"validate", "WS", "--gate"}).code, 0);
        shop.approve();
        const Run closed = shop.run({"validate", "WS", "--gate", "--json"});
        QCOMPARE(closed.code, 1);
        QCOMPARE(closed.json()["gate"]["numbers"]["blockers"].toInteger() >= 1, true);
        // What is held leaves as it was before, and closes the circle so, too.
        shop.run({"link", "add", "WS", "CAM-2", "requires", "CAM-1", "--reason", "So it is"});
        shop.approve();
        QCOMPARE(shop.run({"hold", "WS", "link:CAM-2:requires:CAM-1", "--previous", "--reason", "the words"}).code, 0);
        QCOMPARE(shop.run({"validate", "WS", "--gate"}).code, 1);
        QCOMPARE(shop.run({"unhold", "WS", "link:CAM-2:requires:CAM-1"}).code, 0);
        QCOMPARE(shop.run({"hold", "WS", "link:CAM-2:requires:CAM-1", "--reason", "the circle"}).code, 0);
        QCOMPARE(shop.run({"validate", "WS", "--gate"}).code, 0);
        QCOMPARE(shop.run({"unhold", "WS", "link:CAM-2:requires:CAM-1"}).code, 0);
        // A blocker has no waiver; holding back one of the two lets the rest leave.
        const std::string id = shop.of("link.requires-cycle").front()["id"].text();
        const Run refused = shop.run({"waive", "WS", id, "--reason", "so", "--until", "2026-10-30", "--granted-by", "ines"});
        QCOMPARE(refused.code, 1);
        QVERIFY(refused.err.find("blocker") != std::string::npos);
    }

    void waiversEndAndAreRenewedTwiceAtMost()
    {
        const FindingsShop shop;
        shop.run({"set", "WS", "CAM-2", "price=0"});
        const std::string id = shop.of("attr.price-not-positive").front()["id"].text();
        const auto waive = [&](const std::string& reason, const std::string& by, const std::string& until) {
            return shop.run({"waive", "WS", id, "--reason", reason, "--until", until, "--granted-by", by});
        };
        QCOMPARE(waive("One", "mia", "2026-10-30").code, 3); // mia asks, and cannot grant
        QCOMPARE(waive("One", "ines", "2026-12-24").code, 1); // an error: 30 days
        QCOMPARE(waive("One", "ines", "2026-10-23").code, 3); // yesterday
        QCOMPARE(waive("One", "ines", "2026-10-30").code, 0);
        QCOMPARE(waive("One", "otto", "2026-11-01").code, 1); // the same reason
        QCOMPARE(waive("Two", "Ines", "2026-11-01").code, 1); // the same person
        QCOMPARE(waive("Two", "otto", "2026-11-01").code, 0);
        QCOMPARE(waive("Three", "ines", "2026-11-02").code, 0);
        QCOMPARE(waive("Four", "otto", "2026-11-03").code, 1); // twice is enough
        const Json list = shop.json({"waivers", "WS"});
        QCOMPARE(list.items().size(), size_t(3));
        QCOMPARE(list.items().back()["renewal"].toInteger(), 2);
        QCOMPARE(list.items().back()["hides"].toInteger(), 1);
        QCOMPARE(shop.json({"waivers", "WS", "--expiring"}).items().size(), size_t(1)); // renewed ones do not ask for anything
        QVERIFY(shop.of("attr.price-not-positive").front()["waived"].toBool());
    }

    void rulesAreListedShownAndSet()
    {
        const FindingsShop shop;
        const Json list = shop.json({"rules", "list", "WS"});
        QVERIFY(list.items().size() > 100);
        for (const Json& rule : list.items())
            for (const char* key : {"id", "title", "severity", "scope", "dimension", "fixable", "enabled"})
                QVERIFY(rule.contains(key));
        const Run shown = shop.run({"rules", "show", "attr.price-missing"});
        QVERIFY(shown.out.find("Found wrong:") != std::string::npos && shown.out.find("Right:") != std::string::npos);
        shop.run({"set", "WS", "CAM-1", "price="});
        shop.run({"set", "WS", "BAG-1", "price="});
        QCOMPARE(shop.of("attr.price-missing").size(), size_t(2));
        QCOMPARE(shop.run({"rules", "disable", "WS", "attr.price-missing", "--family", "bag"}).code, 0);
        QCOMPARE(shop.of("attr.price-missing").size(), size_t(1));
        QCOMPARE(shop.run({"rules", "set", "WS", "attr.price-missing", "severity=error"}).code, 0);
        QCOMPARE(shop.of("attr.price-missing").front()["severity"].text(), std::string("error"));
        QCOMPARE(shop.run({"rules", "disable", "WS", "attr.price-missing"}).code, 0);
        QVERIFY(shop.of("attr.price-missing").empty());
        QCOMPARE(shop.run({"rules", "enable", "WS", "attr.price-missing"}).code, 0);
        QCOMPARE(shop.of("attr.price-missing").size(), size_t(1));
    }

    void aRuleOfOnesOwnIsCheckedAndTried()
    {
        const FindingsShop shop;
        const std::string good = shop.file("rules.yaml",
            "shelfwright: 1\nrules:\n  - id: user.cameras-have-weight\n    title: Cameras say what they weigh\n    scope: product\n"
            "    when: family = \"camera\"\n    expect: weight is not empty\n    severity: error\n    message: \"{sku} {name} has no "
            "weight\"\n");
        QCOMPARE(shop.run({"rules", "check", good, "--against", shop.path}).code, 0);
        const Json tried = shop.json({"rules", "try", "WS", good});
        QCOMPARE(tried["rules"].items().front()["count"].toInteger(), 1);
        QCOMPARE(
            tried["rules"].items().front()["sample"].items().front()["message"].text(), std::string("CAM-2 Second camera has no weight"));
        QVERIFY(!shop.shop.workspace->definitions().has(ThingKind::Rule, "user.cameras-have-weight"));
        const std::string bad = shop.file("bad.yaml",
            "shelfwright: 1\nrules:\n  - { id: user.bad, title: Bad, scope: product, expect: wieght is not empty, severity: error, "
            "message: m }\n"
            "  - { id: user.fine, title: Fine, scope: product, expect: weight is not empty, severity: info, message: m }\n");
        const Run checked = shop.run({"rules", "check", bad, "--against", shop.path});
        QCOMPARE(checked.code, 3);
        QVERIFY2(checked.err.find("weight") != std::string::npos && checked.err.find("column") != std::string::npos, checked.err.c_str());
        QCOMPARE(shop.run({"apply", "WS", good}).code, 0);
        QCOMPARE(shop.of("user.cameras-have-weight").size(), size_t(1));
        QVERIFY(!shop.json({"rules", "list", "WS"}).write().empty());
    }

    void onlyWhatAnEditTouchedIsLookedAt()
    {
        const FindingsShop shop;
        shop.run({"set", "WS", "CAM-2", "price=0"});
        const std::string number = std::to_string(shop.shop.workspace->journalEntries());
        shop.run({"set", "WS", "CAM-1", "price=0"});
        const Json report = shop.json({"validate", "WS", "--changed-in", number, "--rule", "attr.price-not-positive"});
        QCOMPARE(report["findings"].items().size(), size_t(1));
        QCOMPARE(report["findings"].items().front()["subject"]["id"].text(), std::string("CAM-2"));
        QCOMPARE(shop.of("attr.price-not-positive", {"--sku", "CAM-1"}).size(), size_t(1));
    }
};

QTEST_APPLESS_MAIN(FindingsCommandsTest)
#include "tst_findings_commands.moc"
