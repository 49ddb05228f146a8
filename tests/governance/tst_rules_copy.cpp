// Rules about the texts that shoppers see: their examples, and what lies between those.
#include "governance/rules/registry.h"
#include "tests/governance/rules_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

const char* const shop =
    "shelfwright: 1\n"
    "channels: [ { code: kiosk, label: Kiosk, opt_out: true }, { code: store, label: Store } ]\n"
    "audiences: [ { code: regular, label: Regulars, ladder: purchases, step: 2 } ]\n"
    "attributes:\n"
    "  - { code: mount, label: Mount, type: text }\n"
    "  - { code: slots, label: Slots, type: multi-choice }\n"
    "families: [ { code: camera }, { code: lens } ]\n"
    "products:\n"
    "  - { sku: CAM, name: Camera, family: camera, category: cams, price: 500.00 EUR, values: { mount: E, slots: [SD, CF] } }\n"
    "  - { sku: LENS, name: Lens, family: lens }\n"
    "categories: [ { code: cams, label: Cameras } ]\n";

void row(const char* name, const char* rule, const char* yaml, const char* expected)
{
    QTest::newRow(name) << QString::fromUtf8(rule) << QString::fromUtf8(shop) + QString::fromUtf8(yaml) << QString::fromUtf8(expected);
}

} // namespace

class TstRulesCopy : public QObject {
    Q_OBJECT

private:
    static void everyRule()
    {
        QTest::addColumn<QString>("id");
        for (const RulePtr& rule : copyRules())
            QTest::newRow(std::string(rule->info().id).c_str()) << QString::fromStdString(std::string(rule->info().id));
    }

private Q_SLOTS:
    void areFourInOrder()
    {
        std::vector<std::string> ids;
        for (const RulePtr& rule : copyRules())
            ids.emplace_back(rule->info().id);
        QCOMPARE(ids.size(), size_t(4));
        QVERIFY(std::is_sorted(ids.begin(), ids.end()));
    }

    void holdTheirExamples_data() { everyRule(); }
    void holdTheirExamples()
    {
        QFETCH(QString, id);
        const RuleInfo& info = builtInRule(id.toStdString())->info();
        const auto found = [&](std::string_view example) { return RulesDesk(example).findings(id.toStdString()); };
        QVERIFY(!found(info.violating).empty());
        QCOMPARE(RulesDesk::shown(found(info.passing)), QString());
        QCOMPARE(!found(info.edge).empty(), info.edgeViolates);
    }

    void find_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("expected");
        const char* const unresolved = "copy.placeholder-unresolved";
        row("the source's value", unresolved,
            "templates: [ { code: t, text: \"{mount} {slots} {source.price} {source.category} {target.sku}\" } ]\n"
            "links: [ { source: CAM, type: accessory, target: LENS, template: t } ]\n",
            "");
        row("the target has none", unresolved,
            "templates: [ { code: t, text: \"{target.mount}, {target.mount} {price}\" } ]\n"
            "links: [ { source: CAM, type: accessory, target: LENS, template: t } ]\n",
            "link:CAM:accessory:LENS target.mount");
        row("no such name, in either language", unresolved,
            "templates: [ { code: t, text: { en: \"{mont}\", de: \"{mont} {left.mount}\" } } ]\n"
            "links: [ { source: CAM, type: accessory, target: LENS, template: t } ]\n",
            "link:CAM:accessory:LENS left.mount; link:CAM:accessory:LENS mont");
        row("an argument", unresolved,
            "templates: [ { code: t, text: \"{what} for {who}\" } ]\n"
            "links: [ { source: CAM, type: accessory, target: LENS, template: t, reason_arguments: { what: Light } } ]\n",
            "link:CAM:accessory:LENS who");
        row("braces that are no placeholder", unresolved,
            "links: [ { source: CAM, type: accessory, target: LENS, reason: \"A {set of} two {} and {\" } ]\n", "");
        row("rules by name alone", unresolved,
            "templates: [ { code: t, text: \"{mount} {left.name} {socket}\" } ]\n"
            "compatibility: [ { code: c, between: [camera, lens], template: t, where: [ { left: mount, op: equal, right: mount } ] } ]\n",
            "compat:c socket");
        row("a benefit is not filled", unresolved,
            "upgrades: [ { code: u, steps: [ { sku: LENS }, { sku: CAM, benefit: \"The {mount} mount\" } ] } ]\n", "upgrade:u mount");
        row("what the shopper fills", unresolved,
            "templates: [ { code: t, text: \"Because you bought {bought.name}\" } ]\n"
            "links: [ { source: CAM, type: accessory, target: LENS, template: t } ]\n",
            "");
        row("as it is filled", "copy.too-long",
            "templates: [ { code: t, text: \"Fits {source.name}\" } ]\n" // eleven characters for CAM, sixteen as it stands
            "links: [ { source: CAM, type: accessory, target: LENS, template: t } ]\n"
            "rules: [ { id: copy.too-long, parameters: { max: 11 } } ]\n",
            "");
        row("one too many", "copy.too-long",
            "templates: [ { code: t, text: { en: \"Fits {source.name}\", de: \"{source.name}\" } } ]\n"
            "links: [ { source: CAM, type: accessory, target: LENS, template: t } ]\n"
            "rules: [ { id: copy.too-long, parameters: { max: 10 } } ]\n",
            "link:CAM:accessory:LENS template t in en");
        row("characters, not bytes", "copy.too-long",
            "links: [ { source: CAM, type: accessory, target: LENS, reason: Größe } ]\n"
            "rules: [ { id: copy.too-long, parameters: { max: 5 } } ]\n",
            "");
        row("a limit of one channel", "copy.too-long",
            "links:\n"
            "  - { source: CAM, type: accessory, target: LENS, reason: A reason }\n"
            "  - { source: LENS, type: accessory, target: CAM, reason: A reason, channels: [web] }\n"
            "rules: [ { id: copy.too-long, channels: [kiosk], parameters: { max: 5 } } ]\n",
            "link:CAM:accessory:LENS its reason, kiosk");
        row("a benefit in two languages", "copy.locale-missing",
            "templates: [ { code: t, text: { en: a, de: b, fr: c } } ]\n"
            "upgrades: [ { code: u, steps: [ { sku: LENS }, { sku: CAM, benefit: { en: Light, de: Licht } } ] } ]\n",
            "upgrade:u the benefit of step 2");
        row("a template itself", "copy.locale-missing",
            "templates: [ { code: t, text: { en: a, de: b } }, { code: s, text: { en: a } }, { code: r, text: any } ]\n", "template:s");
        row("languages that must be there", "copy.locale-missing",
            "links: [ { source: CAM, type: accessory, target: LENS, reason: { en: a } } ]\n"
            "rules: [ { id: copy.locale-missing, parameters: { languages: [en, fr] } } ]\n",
            "link:CAM:accessory:LENS its reason");
        row("no languages are used", "copy.locale-missing",
            "links: [ { source: CAM, type: accessory, target: LENS, reason: { en: a } } ]\n", "");
        row("for regulars in a channel of its own", "copy.uses-profile",
            "links: [ { source: CAM, type: accessory, target: LENS, reason: For you, audiences: [regular], channels: [store] } ]\n", "");
        row("for regulars everywhere", "copy.uses-profile",
            "links: [ { source: CAM, type: accessory, target: LENS, reason: For you, audiences: [regular] } ]\n", "");
        row("a reason alone that speaks of the shopper", "copy.uses-profile",
            "bundles: [ { code: b, label: B, reason: \"For {audience}\", components: [ { sku: CAM }, { sku: LENS } ] } ]\n", "bundle:b");
        row("no text, no profile", "copy.uses-profile",
            "links: [ { source: CAM, type: accessory, target: LENS, audiences: [regular], channels: [kiosk] } ]\n", "");
    }
    void find()
    {
        QFETCH(QString, rule);
        QFETCH(QString, yaml);
        QFETCH(QString, expected);
        const RulesDesk desk(yaml.toStdString());
        const QString found = RulesDesk::shown(desk.findings(rule.toStdString()));
        QCOMPARE(found, expected);
        if (!expected.startsWith(QStringLiteral("template:"))) // said of definitions where everything is looked at
            QCOMPARE(RulesDesk::shown(desk.findingsOneByOne(rule.toStdString())), expected);
    }
};

QTEST_APPLESS_MAIN(TstRulesCopy)
#include "tst_rules_copy.moc"
