// Every rule of the catalogue is there, says why it matters, and finds what its examples say; its fix mends what it found.
#include "tests/findings/rule_desk.h"

#include <set>

using namespace shelf;
using namespace shelf::test;

namespace {

struct Listed {
    const char* id;
    Severity severity;
    bool fixable;
};

constexpr Severity B = Severity::Blocker, E = Severity::Error, W = Severity::Warning, I = Severity::Info;

// The design's catalogue of rules: id, severity, whether there is a fix without a choice. (gov.session-open comes with sessions.)
constexpr Listed catalogue[] = {
    {"attr.required-missing", E, false},
    {"attr.wrong-type", E, false},
    {"attr.wrong-unit", E, true},
    {"attr.out-of-bounds", E, false},
    {"attr.option-unknown", E, false},
    {"attr.gtin-invalid", E, false},
    {"attr.gtin-duplicate", E, false},
    {"attr.sku-lookalike", W, false},
    {"attr.name-duplicate", W, false},
    {"attr.mixed-units", W, true},
    {"attr.warranty-missing", W, false},
    {"attr.active-past-end", W, true},
    {"attr.whitespace", I, true},
    {"attr.price-missing", W, false},
    {"attr.price-not-positive", E, false},
    {"attr.cost-above-price", W, false},
    {"attr.category-missing", W, false},
    {"attr.category-retired", E, false},
    {"attr.url-malformed", W, false},
    {"attr.text-too-long", W, false},
    {"attr.markup-in-text", W, true},
    {"attr.banned-words", E, false},
    {"attr.completeness-low", W, false},
    {"attr.end-before-launch", E, false},
    {"attr.personal-data", E, false},
    {"attr.values-near-equal", W, false},
    {"link.target-retired", E, true},
    {"link.source-retired", W, true},
    {"link.target-unsellable", E, false},
    {"link.target-out-of-stock", W, false},
    {"link.target-never-recommend", E, true},
    {"link.reason-missing", E, false},
    {"link.reason-empty-words", W, false},
    {"link.reason-contradicts", E, false},
    {"link.too-many-in-slot", W, false},
    {"link.too-few", W, false},
    {"link.window-ended", E, true},
    {"link.window-ends-soon", I, false},
    {"link.season-without-end", E, false},
    {"link.consumable-without-interval", W, false},
    {"link.evidence-old", W, false},
    {"link.requires-and-incompatible", B, false},
    {"link.requires-cycle", B, false},
    {"link.contradicts-rule", E, false},
    {"link.contradicts-link", B, false},
    {"link.chain-too-deep", W, false},
    {"link.up-sell-and-cross-sell", W, false},
    {"link.up-sell-cheaper", W, false},
    {"link.accessory-too-dear", W, false},
    {"link.one-brand-only", I, false},
    {"link.forbidden-category-pair", E, false},
    {"link.substitute-other-category", W, false},
    {"link.channels-disagree", W, false},
    {"link.rank-duplicate", I, true},
    {"link.evidence-weak", W, false},
    {"link.target-concentrated", W, false},
    {"bundle.component-retired", E, true},
    {"bundle.component-not-in-channel", E, false},
    {"bundle.too-few-components", E, false},
    {"bundle.component-twice", E, true},
    {"bundle.components-incompatible", B, false},
    {"bundle.requirement-absent", E, false},
    {"bundle.dearer-than-parts", E, false},
    {"bundle.discount-above-cap", W, false},
    {"bundle.margin-below-floor", E, false},
    {"bundle.group-empty", B, false},
    {"bundle.intent-missing", W, false},
    {"bundle.scarce", W, false},
    {"upgrade.step-not-dearer", W, false},
    {"upgrade.step-too-steep", W, false},
    {"upgrade.other-category", W, false},
    {"upgrade.benefit-missing", E, false},
    {"upgrade.benefit-not-borne-out", E, false},
    {"upgrade.worse-in-key-attribute", W, false},
    {"upgrade.step-retired", W, true},
    {"upgrade.on-two-ladders", W, false},
    {"upgrade.single-step", W, false},
    {"upgrade.cycle", B, false},
    {"upgrade.gap", I, false},
    {"upgrade.dead-end", W, false},
    {"upgrade.next-better-not-chosen", I, false},
    {"gov.owner-missing", E, false},
    {"gov.owner-inactive", W, false},
    {"gov.review-overdue", W, false},
    {"gov.approval-old", W, false},
    {"gov.waiver-expiring", I, false},
    {"gov.waiver-expired", W, false},
    {"gov.reviewed-by-one-login", W, false},
    {"gov.approved-with-error", W, false},
    {"gov.draft-abandoned", I, false},
    {"gov.rule-failed", E, false},
    {"gov.cost-missing-in-bundle", W, false},
    {"gov.price-leaves-early", W, false},
    {"compat.attribute-unknown", E, false},
    {"compat.value-unknown", W, false},
    {"compat.pairs-none", W, false},
    {"compat.value-missing-often", W, false},
    {"compat.rules-contradict", E, false},
    {"compat.exception-unneeded", I, true},
    {"compat.reach-drifted", E, false},
    {"copy.placeholder-unresolved", E, false},
    {"copy.too-long", W, false},
    {"copy.locale-missing", W, false},
    {"copy.uses-profile", B, false},
    {"copy.banned-word", W, false},
};

} // namespace

class RuleExamplesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theCatalogueIsComplete()
    {
        std::set<std::string> listed, there;
        for (const Listed& rule : catalogue)
            listed.insert(rule.id);
        for (const Rule* rule : builtInRules())
            there.insert(std::string(rule->info().id));
        for (const std::string& id : listed)
            QVERIFY2(there.contains(id), ("missing: " + id).c_str());
        for (const std::string& id : there)
            QVERIFY2(listed.contains(id), ("not in the catalogue: " + id).c_str());
        QCOMPARE(builtInRules().size(), listed.size()); // none twice
    }

    void aRuleIsDocumented_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("severity");
        QTest::addColumn<bool>("fixable");
        for (const Listed& rule : catalogue)
            QTest::newRow(rule.id) << QString::fromUtf8(rule.id) << static_cast<int>(rule.severity) << rule.fixable;
    }
    void aRuleIsDocumented()
    {
        QFETCH(QString, id);
        QFETCH(int, severity);
        QFETCH(bool, fixable);
        const Rule* rule = builtInRule(id.toStdString());
        QVERIFY(rule);
        const RuleInfo& info = rule->info();
        QCOMPARE(static_cast<int>(info.severity), severity);
        QCOMPARE(!info.fix.empty(), fixable);
        QVERIFY(!info.title.empty() && info.why.size() > 20);
        QVERIFY(!info.violating.empty() && !info.passing.empty() && !info.edge.empty());
        QVERIFY(info.violating != info.passing && info.edge != info.passing);
        for (const Parameter& parameter : info.parameters) {
            QVERIFY2(parseJson(parameter.value).ok(), std::string(parameter.name).c_str());
            QVERIFY(!parameter.help.empty());
        }
    }

    void theExamplesAreSo_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("which");
        for (const Rule* rule : builtInRules())
            for (const char* which : {"violating", "passing", "edge"}) {
                const std::string id(rule->info().id);
                QTest::newRow((id + " " + which).c_str()) << QString::fromStdString(id) << QString::fromUtf8(which);
            }
    }
    void theExamplesAreSo()
    {
        QFETCH(QString, id);
        QFETCH(QString, which);
        const Rule* rule = builtInRule(id.toStdString());
        const RuleInfo& info = rule->info();
        const std::string_view text = which == u"violating" ? info.violating : which == u"passing" ? info.passing : info.edge;
        const bool violates = which == u"violating" || (which == u"edge" && info.edgeViolates);
        QTemporaryDir folder;
        auto made = makeExample(folder.path().toStdString() + "/example.shelf", text, examplesNow);
        QVERIFY2(made.ok(), made ? "" : (made.error().where + ": " + made.error().what).c_str());
        Workspace& workspace = **made;
        const auto findings = foundIn(workspace, id.toStdString());
        QVERIFY2(!findings.empty() == violates, told(findings));
        for (const Finding& finding : findings) {
            QCOMPARE(finding.rule, id.toStdString());
            QVERIFY2(finding.message.size() > 20, finding.message.c_str());
            QVERIFY2(finding.message.find('\n') == std::string::npos, finding.message.c_str());
            QCOMPARE(findingHash(finding.id) != 0, true);
        }
        // The same defects have the same ids once more, and nothing depends on the order of threads.
        QVERIFY(foundIn(workspace, id.toStdString()) == findings);
        // The whole run finds the same of this rule.
        std::vector<Finding> ofAll = foundIn(workspace);
        std::erase_if(ofAll, [&](const Finding& finding) { return finding.rule != id.toStdString(); });
        QVERIFY2(ofAll == findings, told(ofAll));
        if (which != u"violating" || info.fix.empty())
            return;
        const auto keeper = must(CatalogKeeper::load(workspace));
        const RuleSet rules(workspace.definitions(), today([] { return examplesNow; }));
        auto plan = must(planFixes(workspace, keeper->snapshot(), rules, findings, runOf()));
        QVERIFY2(!plan.fixed.empty() && !plan.changes.empty(), told(findings));
        plan.changes.header.author = "cleo";
        plan.changes.header.label = "Fix";
        const auto applied = workspace.apply(plan.changes);
        QVERIFY2(applied.ok(), applied ? "" : (applied.error().where + ": " + applied.error().what).c_str());
        auto left = foundIn(workspace, id.toStdString());
        std::erase_if(left, [&](const Finding& finding) {
            return std::none_of(plan.fixed.begin(), plan.fixed.end(), [&](const Finding& fixed) { return fixed.id == finding.id; });
        });
        QVERIFY2(left.empty(), told(left));
    }
};

QTEST_APPLESS_MAIN(RuleExamplesTest)
#include "tst_rule_examples.moc"
