// The health score: what it is made of, that mending never lowers it, that what is said to raise it does by as much, and the report.
#include "governance/health/health.h"
#include "governance/health/report.h"
#include "tests/findings/rule_desk.h"

#include <random>

using namespace shelf;
using namespace shelf::test;

namespace {

// Two lenses of which one lacks its mount, a bag, and a link; nothing else is wrong with them.
constexpr const char* smallShop =
    "shelfwright: 1\n"
    "attributes: [ { code: mount, label: Mount, type: choice, options: [E, Z] } ]\n"
    "families: [ { code: lens, label: Lenses, attributes: [ { code: mount, required: [web] } ] }, { code: bag, label: Bags } ]\n"
    "categories: [ { code: all, label: All } ]\n"
    "products:\n"
    "  - { sku: LENS-1, name: Lens one, family: lens, price: 500, currency: EUR, categories: [all], values: { mount: E } }\n"
    "  - { sku: LENS-2, name: Lens two, family: lens, price: 700, currency: EUR, categories: [all] }\n"
    "  - { sku: BAG-1, name: Holdall, family: bag, price: 50, currency: EUR, categories: [all] }\n"
    "  - { sku: OLD-1, name: Long gone, family: bag, lifecycle: retired }\n"
    "links:\n"
    "  - { source: LENS-1, type: accessory, target: BAG-1, owner: ann, reason: Keeps it dry }\n"
    "  - { source: LENS-2, type: accessory, target: OLD-1, owner: ann, reason: Keeps it dry too }\n";

struct Desk {
    QTemporaryDir folder;
    std::unique_ptr<Workspace> workspace;

    explicit Desk(std::string_view definitions)
    {
        workspace = must(makeExample((folder.path() + QStringLiteral("/shop.shelf")).toStdString(), definitions, examplesNow));
    }
    Snapshot catalog() const { return must(CatalogKeeper::load(*workspace))->snapshot(); }
    FindingsReport findings() const { return must(findingsOf(*workspace, FindingsRequest())); }
    Health health(const FindingsReport& report, const HealthRequest& request = {}) const
    {
        return must(healthOf(*workspace, catalog(), report, request));
    }
    Health health(const HealthRequest& request = {}) const { return health(findings(), request); }
    void set(const std::string& sku, const std::string& field, const std::string& json) const
    {
        const auto product = must(workspace->product(sku));
        const auto applied = workspace->apply(changeSet("ann", "mend", {edit(*product, field, json)}));
        if (!applied)
            qFatal("%s: %s", applied.error().where.c_str(), applied.error().what.c_str());
    }
};

const ScopeHealth& familyOf(const Health& health, const std::string& code)
{
    for (const ScopeHealth& family : health.families)
        if (family.family == code)
            return family;
    qFatal("there is no family %s", code.c_str());
}

std::vector<double> scoresOf(const Health& health)
{
    std::vector<double> scores = {health.all.score};
    for (const ScopeHealth& family : health.families)
        scores.push_back(family.score);
    return scores;
}

JudgedFinding about(SubjectKind kind, const std::string& subject, Severity severity, const std::string& rule)
{
    JudgedFinding judged;
    judged.finding.rule = rule;
    judged.finding.severity = severity;
    judged.finding.kind = kind;
    judged.finding.subject = subject;
    judged.finding.id = rule + "~" + subject;
    judged.finding.message = "something is wrong with " + subject;
    return judged;
}

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-9;
}

} // namespace

class TestHealth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void weightsSumToOne()
    {
        const HealthParts& w = healthWeights;
        QVERIFY(near(w.completeness + w.findings + w.coverage + w.review, 1));
        QVERIFY(near(healthScore({1, 1, 1, 1}), 100));
        QVERIFY(near(healthScore({0, 0, 0, 0}), 0));
        QVERIFY(near(healthScore({0.5, 1, 0, 1}), 65));
    }

    void partsAreWhatTheHeaderSays()
    {
        const Desk desk(smallShop);
        FindingsReport report; // as if nothing had been found
        Health health = desk.health(report);
        QCOMPARE(health.all.products, 3U); // the retired one is not looked at
        QVERIFY(near(health.all.parts.completeness, (1 + 0 + 1) / 3.0));
        QVERIFY(near(health.all.parts.findings, 1));
        QVERIFY(near(health.all.parts.coverage, (1 / 3.0 + 0 + 0) / 3)); // the link to what is retired does not count
        QVERIFY(near(health.all.parts.review, 1));
        QVERIFY(near(familyOf(health, "lens").parts.completeness, 0.5));
        QCOMPARE(familyOf(health, "lens").showNothing, 1U);
        QCOMPARE(familyOf(health, "lens").showFew, 1U);
        QCOMPARE(familyOf(health, "bag").parts.completeness, 1.0); // nothing is required of bags

        report.findings = {about(SubjectKind::Product, "LENS-1", Severity::Error, "attr.x"),
            about(SubjectKind::Mapping, "link:LENS-1:accessory:BAG-1", Severity::Warning, "link.x"),
            about(SubjectKind::Product, "OLD-1", Severity::Blocker, "attr.x"),
            about(SubjectKind::Product, "LENS-2", Severity::Error, "attr.required-missing"),
            about(SubjectKind::Workspace, "", Severity::Error, "gov.x")};
        health = desk.health(report);
        QVERIFY(near(health.all.parts.findings, (0.6 * 0.9 + 1 + 1) / 3 * 0.96));
        QVERIFY(near(familyOf(health, "lens").parts.findings, (0.6 * 0.9 + 1) / 2)); // what is about no family is not theirs
        QCOMPARE(familyOf(health, "lens").findings.open[size_t(Severity::Error)], 2U);

        report.findings.resize(1);
        report.findings[0].waiver = "w-1";
        health = desk.health(report);
        QVERIFY(near(health.all.parts.findings, (0.8 + 1 + 1) / 3));
        QCOMPARE(health.all.findings.waived, 1U);
    }

    void brokenLinksAreNoCoverage()
    {
        const Desk desk(smallShop);
        FindingsReport report;
        report.findings = {about(SubjectKind::Mapping, "link:LENS-1:accessory:BAG-1", Severity::Error, "link.x")};
        QVERIFY(near(desk.health(report).all.parts.coverage, 0));
        report.findings[0].waiver = "w-1";
        QVERIFY(near(desk.health(report).all.parts.coverage, 1 / 9.0));
    }

    void reviewCountsWhatIsPastItsCadence()
    {
        const std::string shop = std::string("#! days-ago 400\n#! approve\n") + smallShop + "policies: { review-cadence: 365 }\n";
        const Desk desk(shop);
        const Health health = desk.health();
        QCOMPARE(health.all.approved, 2U);
        QCOMPARE(health.all.overdue, 2U);
        QVERIFY(near(health.all.parts.review, 0));
        const auto action = std::find_if(
            health.actions.begin(), health.actions.end(), [](const HealthAction& a) { return a.kind == HealthAction::Kind::Review; });
        QVERIFY(action != health.actions.end());
        QVERIFY(near(action->gain, 15));
    }

    void anEmptyWorkspaceHasNoScore()
    {
        const Desk desk("shelfwright: 1\n");
        const Health health = desk.health();
        QCOMPARE(health.all.products, 0U);
        QVERIFY(health.actions.empty());
        QVERIFY(!healthJson(health).contains("score"));
    }

    // Whatever is found, and whichever of it is mended, no score falls.
    void mendingAFindingNeverLowersAScore_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }
    void mendingAFindingNeverLowersAScore()
    {
        QFETCH(const int, seed);
        std::mt19937 random{static_cast<unsigned>(seed)};
        const auto upTo = [&random](size_t most) { return static_cast<size_t>(random() % most); };
        const Desk desk(smallShop);
        const std::vector<std::pair<SubjectKind, std::string>> subjects = {{SubjectKind::Product, "LENS-1"},
            {SubjectKind::Product, "BAG-1"}, {SubjectKind::Product, "OLD-1"}, {SubjectKind::Mapping, "link:LENS-1:accessory:BAG-1"},
            {SubjectKind::Mapping, "link:LENS-2:accessory:OLD-1"}, {SubjectKind::Definition, "family:lens"}, {SubjectKind::Workspace, ""}};
        FindingsReport report;
        for (int i = 0; i < 12; ++i) {
            const auto& [kind, subject] = subjects[upTo(subjects.size())];
            JudgedFinding judged = about(kind, subject, static_cast<Severity>(upTo(4)), "attr.r" + std::to_string(upTo(4)));
            if (upTo(4) == 0)
                judged.waiver = "w-1";
            report.findings.push_back(std::move(judged));
        }
        while (!report.findings.empty()) {
            const auto before = scoresOf(desk.health(report));
            report.findings.erase(report.findings.begin() + static_cast<std::ptrdiff_t>(upTo(report.findings.size())));
            const auto after = scoresOf(desk.health(report));
            for (size_t i = 0; i < before.size(); ++i)
                QVERIFY2(after[i] >= before[i] - 1e-9, qPrintable(QStringLiteral("%1 to %2").arg(before[i]).arg(after[i])));
        }
    }

    // The fixes of all rules, on their own examples.
    void noFixLowersTheScore_data()
    {
        QTest::addColumn<QString>("rule");
        for (const Rule* rule : builtInRules())
            if (!rule->info().fix.empty())
                QTest::newRow(std::string(rule->info().id).c_str())
                    << QString::fromUtf8(rule->info().id.data(), qsizetype(rule->info().id.size()));
    }
    void noFixLowersTheScore()
    {
        QFETCH(const QString, rule);
        const std::string id = rule.toStdString();
        const Desk desk(builtInRule(id)->info().violating);
        const Health before = desk.health();
        const RuleSet rules(desk.workspace->definitions(), today([] { return examplesNow; }));
        const Snapshot catalog = desk.catalog();
        const auto plan = planFixes(*desk.workspace, catalog, rules, found(catalog, id), runOf(id));
        SHELF_OK(plan);
        ChangeSet changes = plan->changes;
        QVERIFY(!plan->fixed.empty());
        changes.header.author = "ann";
        SHELF_OK(desk.workspace->apply(changes));
        const Health after = desk.health();
        if (before.all.products)
            QVERIFY2(after.all.score >= before.all.score - 1e-9,
                qPrintable(QStringLiteral("%1 to %2\n%3")
                               .arg(before.all.score)
                               .arg(after.all.score)
                               .arg(QString::fromUtf8(told(found(desk.catalog()))))));
    }

    void fillingRaisesTheScoreByWhatWasSaid()
    {
        const Desk desk(smallShop);
        const Health before = desk.health();
        QVERIFY(!before.actions.empty());
        const HealthAction& action = before.actions.front();
        QCOMPARE(QString::fromStdString(action.what), QStringLiteral("fill Mount (mount) of 1 product of Lenses"));
        QVERIFY(near(action.gain, 30.0 / 3));
        desk.set("LENS-2", "mount", "\"Z\"");
        QVERIFY(near(desk.health().all.score, before.all.score + action.gain));
    }

    void mendingRaisesTheScoreByWhatWasSaid()
    {
        const Desk desk("shelfwright: 1\n"
                        "families: [ { code: bag, label: Bags } ]\n"
                        "categories: [ { code: all, label: All } ]\n"
                        "products:\n"
                        "  - { sku: BAG-1, name: Holdall, family: bag, categories: [all] }\n"
                        "  - { sku: BAG-2, name: Rucksack, family: bag, price: 50, currency: EUR, categories: [all] }\n");
        const Health before = desk.health();
        const auto action = std::find_if(
            before.actions.begin(), before.actions.end(), [](const HealthAction& a) { return a.rule == "attr.price-missing"; });
        QVERIFY(action != before.actions.end());
        QCOMPARE(action->count, 1U);
        const auto product = must(desk.workspace->product("BAG-1"));
        Change change = edit(*product, "price", "40");
        change.fields.push_back({"currency", {}, "\"EUR\""});
        SHELF_OK(desk.workspace->apply(changeSet("ann", "price", {change})));
        QVERIFY(near(desk.health().all.score, before.all.score + action->gain));
    }

    void actionsOfAFamilyAreAboutItsOwnScore()
    {
        const Desk desk(smallShop);
        HealthRequest request;
        request.family = "lens";
        const Health before = desk.health(request);
        QVERIFY(near(before.actions.front().gain, 15));
        desk.set("LENS-2", "mount", "\"Z\"");
        QVERIFY(near(familyOf(desk.health(), "lens").score, familyOf(before, "lens").score + 15));
        request.family = "lense";
        const FindingsReport report;
        const auto unknown = healthOf(*desk.workspace, desk.catalog(), report, request);
        QVERIFY(!unknown);
        QCOMPARE(QString::fromStdString(unknown.error().code), QStringLiteral("UNKNOWN_FAMILY"));
    }

    void commandsQuoteNames()
    {
        HealthAction action;
        action.command = "shelfctl validate WS --rule x";
        QCOMPARE(QString::fromStdString(commandOf(action, "shop.shelf")), QStringLiteral("shelfctl validate shop.shelf --rule x"));
        QCOMPARE(QString::fromStdString(commandOf(action, "my shop's.shelf")),
            QStringLiteral("shelfctl validate 'my shop'\\''s.shelf' --rule x"));
        QCOMPARE(QString::fromStdString(commandOf(action, "-x.shelf")), QStringLiteral("shelfctl validate './-x.shelf' --rule x"));
    }

    void gainsAreReadable()
    {
        QCOMPARE(QString::fromStdString(gainText(1.84)), QStringLiteral("+1.8"));
        QCOMPARE(QString::fromStdString(gainText(0.04)), QStringLiteral("+0.04"));
        QCOMPARE(QString::fromStdString(gainText(0.0001)), QStringLiteral("under +0.01"));
    }

    void theReportEscapesWhatPeopleWrote()
    {
        const Desk desk("shelfwright: 1\n"
                        "families: [ { code: bag, label: \"<b>Bags</b>\" } ]\n"
                        "products:\n"
                        "  - { sku: \"BAG<script>alert(1)</script>\", name: \"\\\"><img src=x onerror=y> &amp;\", family: bag }\n");
        const std::string page = pageOf(desk, desk.findings());
        QVERIFY(page.starts_with("<!DOCTYPE html>"));
        for (const char* bad : {"<script", "<img", "<b>", "onerror=y>", "http:", "https:", "url("})
            QVERIFY2(page.find(bad) == std::string::npos, bad);
        QVERIFY(page.find("&lt;b&gt;Bags&lt;/b&gt;") != std::string::npos);
        QCOMPARE(QString::fromStdString(pageOf(desk, desk.findings())), QString::fromStdString(page));
    }

    void theReportStaysSmall()
    {
        const Desk desk(smallShop);
        FindingsReport report;
        for (int i = 0; i < 100000; ++i)
            report.findings.push_back(about(i % 2 ? SubjectKind::Product : SubjectKind::Mapping,
                i % 2 ? "LENS-" + std::to_string(1 + i % 3) : "link:LENS-" + std::to_string(i) + ":accessory:BAG-1", Severity::Error,
                "user.rule-" + std::to_string(i % 500)));
        const std::string page = pageOf(desk, report);
        QVERIFY2(page.size() < 200000, std::to_string(page.size()).c_str());
        QVERIFY(page.find("and 380 more rules") != std::string::npos);
        QVERIFY(page.find("more mappings with findings") != std::string::npos);
    }

private:
    static std::string pageOf(const Desk& desk, const FindingsReport& report)
    {
        const Snapshot catalog = desk.catalog();
        const Health health = desk.health(report);
        return healthReportHtml({catalog, health, report, "shop.shelf", examplesNow, today([] { return examplesNow; })});
    }
};

QTEST_APPLESS_MAIN(TestHealth)
#include "tst_health.moc"
