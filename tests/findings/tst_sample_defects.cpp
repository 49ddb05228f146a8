// The samples as the rules see them: in the one with defects every built-in rule finds something and none fails; in the tidy one
// there are a dozen findings, each meant, and two of them close the gate.
#include "governance/sample/sample_shop.h"
#include "tests/findings/rule_desk.h"

#include <QTemporaryDir>

#include <algorithm>
#include <map>
#include <set>

using namespace shelf;
using namespace shelf::test;

namespace {

std::unique_ptr<Workspace> made(const QTemporaryDir& folder, Sample sample, int64_t now = examplesNow)
{
    const std::string path = folder.path().toStdString() + (sample == Sample::Tidy ? "/tidy.shelf" : "/defects.shelf");
    const auto done = makeSampleShop(path, fixedClock(now), sample);
    if (!done)
        qFatal("%s: %s", done.error().where.c_str(), done.error().what.c_str());
    return must(Workspace::open(path, {false, fixedClock(now)}));
}

std::string shown(const Finding& finding)
{
    return finding.rule + " on " + finding.subject;
}

} // namespace

class TestSampleDefects : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        defects = made(folder, Sample::Defects);
        tidy = made(folder, Sample::Tidy);
    }

    void everyRuleFindsSomething_data()
    {
        QTest::addColumn<QString>("rule");
        std::map<std::string, int> found;
        for (const JudgedFinding& judged : must(findingsOf(*defects, {})).findings)
            ++found[judged.finding.rule];
        foundByRule = std::move(found);
        for (const Rule* rule : builtInRules())
            QTest::newRow(std::string(rule->info().id).c_str())
                << QString::fromUtf8(rule->info().id.data(), qsizetype(rule->info().id.size()));
    }

    void everyRuleFindsSomething()
    {
        QFETCH(QString, rule);
        QVERIFY(foundByRule[rule.toStdString()] > 0);
        QVERIFY2(foundByRule[rule.toStdString()] <= 8, "a defect should be told apart from others of its kind");
    }

    void noRuleFails()
    {
        std::set<std::string> failed;
        for (const JudgedFinding& judged : must(findingsOf(*defects, {})).findings)
            if (judged.finding.rule == "gov.rule-failed")
                failed.insert(judged.finding.subject);
        QCOMPARE(failed, (std::set<std::string>{"rule:user.lens-needs-mount"})); // the one that is planted
        for (const JudgedFinding& judged : must(findingsOf(*tidy, {})).findings)
            QVERIFY2(judged.finding.rule != "gov.rule-failed", judged.finding.message.c_str());
    }

    void theDefectsAreMadeByOrdinaryOperations()
    {
        QVERIFY(must(defects->check(true)).ok());
        std::set<std::string> people;
        for (const HistoryEntry& entry : must(defects->history()))
            people.insert(entry.header.author);
        QCOMPARE(people, (std::set<std::string>{"jan", "mia"}));
    }

    void theTidyShopTellsOnlyWhatIsMeant_data()
    {
        QTest::addColumn<QString>("day");
        for (const char* day : {"2026-10-24", "2026-12-15", "2027-01-03", "2028-02-29", "2027-07-31"})
            QTest::newRow(day) << QString::fromUtf8(day);
    }

    void theTidyShopTellsOnlyWhatIsMeant()
    {
        QFETCH(QString, day);
        const QTemporaryDir other;
        const auto shop = made(other, Sample::Tidy, *parseTime(day.toStdString() + "T10:00:00Z"));
        std::multiset<std::string> open, waived;
        for (const JudgedFinding& judged : must(findingsOf(*shop, {})).findings)
            (judged.waiver.empty() ? open : waived).insert(shown(judged.finding));
        const std::multiset<std::string> meant = {
            "attr.wrong-unit on ORV-E3",
            "bundle.margin-below-floor on bundle:vlog-kit:black-week",
            "bundle.scarce on bundle:landscape",
            "gov.approved-with-error on bundle:vlog-kit:black-week",
            "gov.price-leaves-early on bundle:vlog-kit:black-week",
            "link.contradicts-rule on link:ORV-Z70200:accessory:KLA-N77",
            "link.source-retired on link:ORV-A1:accessory:ORV-Z1650",
            "link.target-retired on link:ORV-C1:up-sell:ORV-A1",
            "link.window-ended on link:LUM-C1:accessory:PAX-S5",
            "upgrade.gap on upgrade:tripods",
            "user.accessory-price on link:LUM-C1:accessory:DRE-180C",
            "user.camera-warranty on ORV-C3T",
        };
        for (const std::string& finding : open)
            if (!meant.contains(finding) && !finding.starts_with("gov.waiver-expiring on waiver:"))
                QFAIL(("not meant: " + finding).c_str());
        for (const std::string& finding : meant)
            QVERIFY2(open.contains(finding), finding.c_str());
        QCOMPARE(open.size(), meant.size() + 1); // with the waiver that ends soon
        QCOMPARE(waived,
            (std::multiset<std::string>{"attr.required-missing on LUM-C2", "link.target-out-of-stock on link:PAX-R20:substitute:PAX-R30"}));
    }

    void twoErrorsCloseTheGate()
    {
        const GateResult gate = must(evaluateGate(*tidy));
        QVERIFY(!gate.open);
        std::set<std::string> closing;
        for (const GateCondition& condition : gate.conditions)
            for (const std::string& id : condition.findings)
                closing.insert(id.substr(0, id.find('~')));
        QCOMPARE(closing, (std::set<std::string>{"attr.wrong-unit", "bundle.margin-below-floor"}));
        QCOMPARE(gate.newErrors, uint64_t(2));
        QCOMPARE(gate.blockers, uint64_t(0));
        for (const char* named : {"attr.wrong-unit~", "bundle.margin-below-floor~"})
            QVERIFY(gate.text().find(named) != std::string::npos);
    }

    void oneOfTheTwoMendsItself()
    {
        for (const JudgedFinding& judged : must(findingsOf(*tidy, {})).findings)
            if (judged.finding.rule == "attr.wrong-unit" || judged.finding.rule == "link.target-retired")
                QVERIFY2(!judged.finding.fix.empty(), judged.finding.message.c_str());
    }

private:
    QTemporaryDir folder;
    std::unique_ptr<Workspace> defects, tidy;
    std::map<std::string, int> foundByRule;
};

QTEST_APPLESS_MAIN(TestSampleDefects)
#include "tst_sample_defects.moc"
