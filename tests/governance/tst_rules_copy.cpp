// Rules about the texts that shoppers see: their examples, and what lies between those.
#include "governance/rules/registry.h"
#include "tests/governance/rules_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

const char* const shop =
    "shelfwright: 1\n"
    "channels: [ { code: kiosk, label: Kiosk, opt_out: true }, { code: store, label: Store },\n"
    "  { code: display, label: Display, max_length: 30 } ]\n"
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
    void areFiveInOrder()
    {
        std::vector<std::string> ids;
        for (const RulePtr& rule : copyRules())
            ids.emplace_back(rule->info().id);
        QCOMPARE(ids.size(), size_t(5));
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
        row("the type's template", unresolved,
            "templates: [ { code: t, link_types: [accessory, bundle], text: \"{target.mount} {socket}\" } ]\n"
            "links:\n"
            "  - { source: CAM, type: accessory, target: LENS }\n"
            "  - { source: LENS, type: accessory, target: CAM, reason: Sharp }\n"
            "  - { source: CAM, type: service, target: LENS }\n"
            "bundles: [ { code: b, label: B, components: [ { sku: CAM }, { sku: LENS } ] } ]\n",
            "bundle:b socket; bundle:b target.mount; link:CAM:accessory:LENS socket; link:CAM:accessory:LENS target.mount");
        row("a variant, and one of a channel that is not the link's", unresolved,
            "templates: [ { code: t, text: a, variants: [ { channel: web, text: \"{one}\" }, { channel: store, text: \"{two}\" } ] } ]\n"
            "links: [ { source: CAM, type: accessory, target: LENS, template: t, channels: [web] } ]\n",
            "link:CAM:accessory:LENS one");
        row("a fallback mends nothing", unresolved,
            "templates: [ { code: t, text: \"{target.mount}\", fallback: \"For {source.nam}\" } ]\n"
            "links: [ { source: CAM, type: accessory, target: LENS, template: t } ]\n",
            "link:CAM:accessory:LENS source.nam; link:CAM:accessory:LENS target.mount");
        row("a format", unresolved,
            "templates: [ { code: t, text: \"{source.price:0} {source.price:bare} {source.price:thin}\" } ]\n"
            "links: [ { source: CAM, type: accessory, target: LENS, template: t } ]\n",
            "link:CAM:accessory:LENS source.price");
        row("longer than its template allows", "copy.too-long",
            "templates: [ { code: t, text: \"For {source.name}\", max_length: 9, fallback: As long as ten } ]\n"
            "links: [ { source: CAM, type: accessory, target: LENS, template: t } ]\n",
            "link:CAM:accessory:LENS template t; link:CAM:accessory:LENS the fallback of template t");
        row("longer than a channel allows", "copy.too-long",
            "templates: [ { code: t, text: More than thirty characters of text, variants: [ { channel: display, text: Short }, { channel: "
            "web, text: And a long "
            "one } ] } ]\n"
            "links:\n"
            "  - { source: CAM, type: accessory, target: LENS, template: t }\n"
            "  - { source: LENS, type: accessory, target: CAM, template: t, channels: [web] }\n",
            "link:CAM:accessory:LENS template t, display");
        row("variants and fallbacks", "copy.locale-missing",
            "templates: [ { code: t, text: { en: a, de: b }, variants: [ { channel: web, text: { de: c } } ], fallback: { en: d } } ]\n",
            "template:t template t for web; template:t the fallback of template t");
        row("a fallback for who opted out", "copy.uses-profile",
            "templates: [ { code: t, text: \"Because you bought {bought.name}\", fallback: Goes with it } ]\n"
            "links: [ { source: CAM, type: accessory, target: LENS, template: t } ]\n",
            "");
        row("a fallback that speaks of the shopper, too", "copy.uses-profile",
            "templates: [ { code: t, text: \"Because you bought {bought.name}\", fallback: \"For {audience}\" } ]\n"
            "links: [ { source: CAM, type: accessory, target: LENS, template: t } ]\n",
            "link:CAM:accessory:LENS");
        row("a variant for an audience", "copy.uses-profile",
            "templates: [ { code: t, text: For you, variants: [ { audience: regular, text: \"You bought {bought.name}\" } ] } ]\n"
            "links: [ { source: CAM, type: accessory, target: LENS, template: t } ]\n",
            "");
        row("a variant for a channel", "copy.uses-profile",
            "templates: [ { code: t, text: For you, variants: [ { channel: store, text: \"You bought {bought.name}\" } ] } ]\n"
            "links:\n"
            "  - { source: CAM, type: accessory, target: LENS, template: t }\n"
            "  - { source: LENS, type: accessory, target: CAM, template: t, channels: [web] }\n",
            "link:CAM:accessory:LENS");
        const char* const banned = "policies: { banned-words: \"cheap, größte Auswahl, TOP\" }\n";
        row("banned words in reasons and benefits", "copy.banned-word",
            (std::string(banned)
                + "links:\n"
                  "  - { source: CAM, type: accessory, target: LENS, reason: { en: Cheap and top, de: Die größte Auswahl } }\n"
                  "  - { source: LENS, type: accessory, target: CAM, reason: On top }\n"
                  "upgrades: [ { code: u, steps: [ { sku: LENS }, { sku: CAM, benefit: TOP } ] } ]\n")
                .c_str(),
            "link:CAM:accessory:LENS its reason in de; link:CAM:accessory:LENS its reason in en; upgrade:u the benefit of step 2");
        row("banned words in a template", "copy.banned-word",
            (std::string(banned)
                + "templates: [ { code: t, text: Good, variants: [ { channel: web, text: { en: So cheap } } ], fallback: cheap } ]\n"
                  "links: [ { source: CAM, type: accessory, target: LENS, template: t } ]\n")
                .c_str(),
            "template:t template t for web in en; template:t the fallback of template t");
        row("no words are banned", "copy.banned-word", "links: [ { source: CAM, type: accessory, target: LENS, reason: Cheap } ]\n", "");
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
