// Rules about products: their examples, what lies between those, and what their fixes make of it.
#include "governance/rules/attributes/gtin.h"
#include "governance/rules/attributes/markup.h"
#include "governance/rules/attributes/personal_data_scan.h"
#include "governance/rules/attributes/spelling.h"
#include "governance/rules/registry.h"
#include "tests/governance/rules_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

// A few attributes of every kind, two families, and then products, one a line.
QString shop(const char* products, const char* more = "")
{
    return QStringLiteral("shelfwright: 1\n"
                          "channels: [ { code: store, label: Store } ]\n"
                          "attributes:\n"
                          "  - { code: mount, label: Mount, type: choice, options: [E, Z] }\n"
                          "  - { code: slots, label: Slots, type: multi-choice, options: [SD, CF] }\n"
                          "  - { code: weight, label: Weight, type: number, unit: g, min: 10, max: 5000 }\n"
                          "  - { code: shots, label: Shots, type: integer }\n"
                          "  - { code: size, label: Size, type: text }\n"
                          "  - { code: story, label: Story, type: text }\n"
                          "  - { code: sealed, label: Sealed, type: boolean }\n"
                          "  - { code: fee, label: Fee, type: money, min: 0 }\n"
                          "  - { code: since, label: Since, type: date }\n"
                          "  - { code: manual, label: Manual, type: url }\n"
                          "  - { code: claim, label: Claim, type: text, per_channel: true }\n"
                          "  - { code: plug, label: Plug, type: multi-choice, options: [USB-C, USBC, HDMI] }\n"
                          "  - { code: warranty_months, label: Warranty, type: integer }\n"
                          "families:\n"
                          "  - { code: camera, attributes: [ { code: mount, required: [web, store] }, { code: weight, required: [web] },\n"
                          "      { code: claim, required: [store] }, { code: warranty_months } ] }\n"
                          "  - { code: lens, attributes: [ { code: mount, options: [M42] }, { code: weight, max: 9000 },\n"
                          "      { code: warranty_months, required: [store] } ] }\n"
                          "  - { code: bag }\n")
        + QString::fromUtf8(more) + QStringLiteral("products:\n") + QString::fromUtf8(products);
}

const Rule* ruleOf(const QString& id)
{
    return builtInRule(id.toStdString());
}

void row(const char* name, const char* rule, const char* products, const char* expected, const char* more = "")
{
    QTest::newRow(name) << QString::fromUtf8(rule) << shop(products, more) << QString::fromUtf8(expected);
}

} // namespace

class TstRulesAttributes : public QObject {
    Q_OBJECT

private:
    static void everyRule()
    {
        QTest::addColumn<QString>("id");
        for (const RulePtr& rule : attributeRules())
            QTest::newRow(std::string(rule->info().id).c_str()) << QString::fromStdString(std::string(rule->info().id));
    }
    static void columns()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("expected");
    }

private Q_SLOTS:
    void areTwentySixInOrder()
    {
        std::vector<std::string> ids;
        for (const RulePtr& rule : attributeRules())
            ids.emplace_back(rule->info().id);
        QCOMPARE(ids.size(), size_t(26));
        QVERIFY(std::is_sorted(ids.begin(), ids.end()));
    }

    void holdTheirExamples_data() { everyRule(); }
    void holdTheirExamples()
    {
        QFETCH(QString, id);
        const RuleInfo& info = ruleOf(id)->info();
        const auto found = [&](std::string_view example) { return RulesDesk(example).findings(id.toStdString()); };
        const auto violating = found(info.violating);
        QVERIFY(!violating.empty());
        QCOMPARE(RulesDesk::shown(found(info.passing)), QString());
        QCOMPARE(!found(info.edge).empty(), info.edgeViolates);
        for (const Finding& finding : violating) {
            QVERIFY2(finding.message.find("; ") != std::string::npos, finding.message.c_str()); // what to do stands behind it
            QVERIFY2(finding.message.find("nan") == std::string::npos, finding.message.c_str());
            QCOMPARE(finding.fix.empty(), info.fix.empty());
        }
    }

    void findOneByOneWhatTheyFindTogether_data() { everyRule(); }
    void findOneByOneWhatTheyFindTogether()
    {
        QFETCH(QString, id);
        const RulesDesk desk(ruleOf(id)->info().violating);
        auto together = desk.findings(id.toStdString());
        std::sort(together.begin(), together.end(), [](const Finding& a, const Finding& b) { return a.id < b.id; });
        QCOMPARE(RulesDesk::shown(desk.findingsOneByOne(id.toStdString())), RulesDesk::shown(together));
        QVERIFY(desk.findingsOneByOne(id.toStdString()) == together);
    }

    void mendWhatTheySayTheyMend_data() { everyRule(); }
    void mendWhatTheySayTheyMend()
    {
        QFETCH(QString, id);
        const Rule* rule = ruleOf(id);
        if (rule->info().fix.empty())
            return;
        RulesDesk desk(rule->info().violating);
        const size_t found = desk.findings(id.toStdString()).size();
        QCOMPARE(desk.fix(id.toStdString()), found);
        QCOMPARE(desk.findings(id.toStdString()).size(), size_t(0));
    }

    void findCompleteness_data()
    {
        columns();
        row("each channel is named once", "attr.required-missing", "  - { sku: A, family: camera }\n", "A claim; A mount; A weight");
        row("only where it is sold", "attr.required-missing", "  - { sku: A, family: camera, channels: [web] }\n", "A mount; A weight");
        row("planned ones too", "attr.required-missing",
            "  - { sku: A, family: camera, channels: [web], lifecycle: planned, values: { mount: E } }\n", "A weight");
        row("retired ones not", "attr.required-missing", "  - { sku: A, family: camera, lifecycle: retired }\n", "");
        row("a value for the channel counts", "attr.required-missing",
            "  - { sku: A, family: camera, values: { mount: E, weight: 500, claim@store: Sharp } }\n", "");
        row("one for another channel does not", "attr.required-missing",
            "  - { sku: A, family: camera, values: { mount: E, weight: 500, claim@web: Sharp } }\n", "A claim");
        row("a variant has its parent's", "attr.required-missing",
            "  - { sku: A, family: camera, values: { mount: E, weight: 500, claim: Sharp } }\n  - { sku: B, parent: A }\n", "");
        row("a family that is not there", "attr.required-missing", "  - { sku: A, family: bag }\n", "");
        row("half of them", "attr.completeness-low", "  - { sku: A, family: camera, values: { mount: E } }\n", "A store; A web");
        row("no family: once", "attr.completeness-low", "  - { sku: A }\n", "A");
        row("nothing is required", "attr.completeness-low", "  - { sku: A, family: bag }\n", "");
        row("a lower floor", "attr.completeness-low", "  - { sku: A, family: camera, values: { mount: E } }\n", "",
            "rules: [ { id: attr.completeness-low, parameters: { floor: 50 } } ]\n");
        row("a lower floor for one channel", "attr.completeness-low", "  - { sku: A, family: camera, values: { mount: E } }\n", "A web",
            "rules: [ { id: attr.completeness-low, channels: [store], parameters: { floor: 50 } } ]\n");
        row("required there already", "attr.warranty-missing", "  - { sku: A, family: lens }\n", "");
        row("not required where it is sold", "attr.warranty-missing", "  - { sku: A, family: lens, channels: [web] }\n", "A");
        row("another attribute", "attr.warranty-missing", "  - { sku: A, family: camera }\n", "",
            "rules: [ { id: attr.warranty-missing, parameters: { attribute: shots } } ]\n");
    }
    void findCompleteness() { compare(); }

    void findWrongValues_data()
    {
        columns();
        const char* const kept =
            "  - { sku: A, values: { weight: \"heavy\", shots: \"12.5\", sealed: \"maybe\", since: \"2026-02-30\", slots: "
            "\"SD\", fee: \"12\" } }\n";
        row("kept texts", "attr.wrong-type", kept, "A fee; A sealed; A shots; A since; A slots; A weight");
        row("right ones", "attr.wrong-type",
            "  - { sku: A, values: { weight: 512.5, shots: 12, sealed: true, since: 2026-02-28, slots: [SD], fee: 12.50 EUR } }\n", "");
        row("a unit is for the other rule", "attr.wrong-type", "  - { sku: A, values: { weight: \"0.5 kg\", shots: \"3 kg\" } }\n",
            "A shots");
        row("only what converts", "attr.wrong-unit",
            "  - { sku: A, values: { weight: \"12 cm\" } }\n  - { sku: B, values: { weight: \"1 lb\" } "
            "}\n",
            "B weight");
        row("two unknown options", "attr.option-unknown", "  - { sku: A, values: { slots: [XQD, SD, MS] } }\n", "A slots=MS; A slots=XQD");
        row("options of the family", "attr.option-unknown",
            "  - { sku: A, family: lens, values: { mount: E } }\n  - { sku: B, family: lens, values: { mount: M42 } }\n", "A mount=E");
        row("a variant with its parent's", "attr.option-unknown", "  - { sku: A, values: { mount: Q } }\n  - { sku: B, parent: A }\n",
            "A mount=Q");
        row("bounds", "attr.out-of-bounds",
            "  - { sku: A, values: { weight: 9 } }\n  - { sku: B, values: { weight: 10 } }\n  - { sku: C, "
            "values: { fee: -1 EUR } }\n",
            "A weight; C fee");
        row("one bound of the family", "attr.out-of-bounds",
            "  - { sku: A, family: lens, values: { weight: 9000 } }\n  - { sku: B, family: lens, values: { weight: 5 } }\n", "B weight");
        row("a text is no number", "attr.out-of-bounds", "  - { sku: A, values: { weight: \"99999 g\" } }\n", "");
        row("a zero that is not sold", "attr.price-not-positive",
            "  - { sku: A, price: 0, lifecycle: planned }\n  - { sku: B, price: -5 }\n", "A; B");
        row("its parent's cost", "attr.cost-above-price",
            "  - { sku: A, cost: 50 EUR, price: 80 EUR }\n  - { sku: B, parent: A, price: 40 EUR "
            "}\n  - { sku: C, parent: A }\n",
            "B");
        row("other currencies", "attr.cost-above-price",
            "  - { sku: A, cost: 50 EUR, price: 80 EUR }\n  - { sku: B, parent: A, price: 40 USD "
            "}\n",
            "");
        row("both from the parent", "attr.cost-above-price", "  - { sku: A, cost: 90 EUR, price: 80 EUR }\n  - { sku: B, parent: A }\n",
            "A");
    }
    void findWrongValues() { compare(); }

    void findTwins_data()
    {
        columns();
        row("three of one", "attr.gtin-duplicate",
            "  - { sku: A, gtin: \"4006381333931\" }\n  - { sku: B, gtin: \"4006381333931\" }\n  - { sku: C, gtin: \"04006381333931\" }\n",
            "A 04006381333931; B 04006381333931; C 04006381333931");
        row("wrong ones do not count", "attr.gtin-duplicate", "  - { sku: A, gtin: \"123\" }\n  - { sku: B, gtin: \"123\" }\n", "");
        row("a letter with an accent", "attr.sku-lookalike", "  - { sku: CAMÉ }\n  - { sku: camé }\n  - { sku: CAME }\n",
            "CAMÉ camé; camé camé");
        row("accents and order", "attr.name-duplicate",
            "  - { sku: A, family: bag, name: \"Étui – rouge\" }\n  - { sku: B, family: bag, name: \"rouge, etui\" }\n",
            "A etui rouge; B etui rouge");
        row("another family", "attr.name-duplicate", "  - { sku: A, family: bag, name: Etui }\n  - { sku: B, family: lens, name: Etui }\n",
            "");
        row("a retired one", "attr.name-duplicate",
            "  - { sku: A, family: bag, name: Etui }\n  - { sku: B, family: bag, name: Etui, lifecycle: retired }\n", "");
        row("a variant and a stranger", "attr.name-duplicate",
            "  - { sku: A, family: bag, name: Etui }\n  - { sku: B, parent: A, name: Etui }\n  - { sku: C, family: bag, name: Etui }\n",
            "A etui; B etui; C etui");
        row("a plus is a letter", "attr.name-duplicate",
            "  - { sku: A, family: bag, name: X10 }\n  - { sku: B, family: bag, name: X10+ }\n", "");
        row("the rarer spelling", "attr.values-near-equal",
            "  - { sku: A, values: { size: Wi-Fi } }\n  - { sku: B, values: { size: WiFi } }\n  - { sku: C, values: { size: WiFi } }\n",
            "A size=Wi-Fi");
        row("as often: the first by bytes stays", "attr.values-near-equal", "  - { sku: A, brand: nova }\n  - { sku: B, brand: Nova }\n",
            "A brand=nova");
        row("what is no option is not compared", "attr.values-near-equal",
            "  - { sku: A, values: { slots: [SD] } }\n  - { sku: B, values: { slots: [sd] } }\n", "");
        row("two options", "attr.values-near-equal",
            "  - { sku: A, values: { plug: [USB-C] } }\n  - { sku: B, values: { plug: [USBC, HDMI] } }\n", "B plug=USBC");
        row("units of another dimension", "attr.mixed-units",
            "  - { sku: A, family: bag, values: { size: 10 cm } }\n  - { sku: B, family: bag, values: { size: 11 cm } }\n"
            "  - { sku: C, family: bag, values: { size: 12 cm } }\n  - { sku: D, family: bag, values: { size: 2 kg } }\n"
            "  - { sku: E, family: bag, values: { size: 130 mm } }\n  - { sku: F, family: lens, values: { size: 140 mm } }\n",
            "E size");
    }
    void findTwins() { compare(); }

    void findTexts_data()
    {
        columns();
        row("tabs and line ends", "attr.whitespace",
            "  - { sku: A, name: \"One\\n\" }\n  - { sku: B, name: \"One\\ttwo\" }\n  - { sku: C, name: \"One\\t two\" }\n",
            "A name; C name");
        row("a choice", "attr.whitespace", "  - { sku: A, values: { mount: \"E \" } }\n", "A mount");
        row("entities", "attr.markup-in-text", "  - { sku: A, name: \"Bag &#8211; red\" }\n  - { sku: B, name: \"R&D; AT&T\" }\n",
            "A name");
        row("an attribute that may", "attr.markup-in-text", "  - { sku: A, values: { story: \"<p>One</p>\" } }\n", "",
            "rules: [ { id: attr.markup-in-text, parameters: { except: [story] } } ]\n");
        row("its own words", "attr.banned-words", "  - { sku: A, name: Ein GRÖSSTES Beste }\n  - { sku: B, name: Größtes }\n",
            "A name; B name", "rules: [ { id: attr.banned-words, parameters: { words: [grösstes] } } ]\n");
        row("whole words", "attr.banned-words", "  - { sku: A, name: maTBD }\n  - { sku: B, name: (TBD) }\n", "B name");
        row("in a text alone", "attr.personal-data",
            "  - { sku: A, values: { story: \"call +49 30 901820 today\" } }\n  - { sku: B, values: { manual: \"https://x.org/?m=a@b.org\" "
            "} }\n",
            "A story");
        row("what is allowed", "attr.personal-data", "  - { sku: A, values: { story: \"call +49 800 1234567\" } }\n", "",
            "rules: [ { id: attr.personal-data, parameters: { allowed: [+49 800] } } ]\n");
        row("addresses", "attr.url-malformed",
            "  - { sku: A, values: { manual: \"www.example.com\" } }\n  - { sku: B, values: { manual: \"https://bücher.example/a?b=c%20d\" "
            "} }\n"
            "  - { sku: C, values: { manual: \"https://example.com/100%\" } }\n  - { sku: D, values: { manual: \"https://example\" } }\n"
            "  - { sku: E, values: { manual: \"http://10.0.0.1:8080/x\" } }\n  - { sku: F, image: \"a b.jpg\" }\n",
            "A manual; C manual; D manual; F image");
        row("a limit of a channel", "attr.text-too-long", "  - { sku: A, name: Größer }\n  - { sku: B, name: Größer, channels: [store] }\n",
            "A name in web", "rules: [ { id: attr.text-too-long, channels: [web], parameters: { name: 5 } } ]\n");
        row("a channel that shows more", "attr.text-too-long", "  - { sku: A, name: Etui, channels: [web] }\n  - { sku: B, name: Etui }\n",
            "B name",
            "rules: [ { id: attr.text-too-long, parameters: { name: 3 }, overrides: [ { channels: [web], parameters: { name: 9 } } ] } "
            "]\n");
        row("characters, not bytes", "attr.text-too-long", "  - { sku: A, name: Größer }\n", "",
            "rules: [ { id: attr.text-too-long, parameters: { name: 6 } } ]\n");
        row("a limit of a family", "attr.text-too-long",
            "  - { sku: A, name: Etui, family: bag }\n  - { sku: B, name: Etui, family: lens }\n", "A name",
            "rules: [ { id: attr.text-too-long, families: [bag], parameters: { name: 3 } } ]\n");
    }
    void findTexts() { compare(); }

    void findTimes_data()
    {
        columns();
        row("on its last day", "attr.active-past-end", // its today is the day before
            "  - { sku: A, end_of_life: today+1d }\n  - { sku: B, end_of_life: today-2d }\n", "B");
        row("a variant that goes on", "attr.active-past-end",
            "  - { sku: A, end_of_life: today-9d, lifecycle: end-of-life }\n  - { sku: B, parent: A, lifecycle: active }\n", "B");
        row("planned", "attr.active-past-end", "  - { sku: A, end_of_life: today-9d, lifecycle: planned }\n", "");
        row("the parent's launch", "attr.end-before-launch",
            "  - { sku: A, launch: 2026-05-01 }\n  - { sku: B, parent: A, end_of_life: 2026-04-30 }\n", "B");
        row("above it", "attr.category-retired", "  - { sku: A, categories: [old/film, new] }\n", "A old/film",
            "categories: [ { code: old, retired: true }, { code: old/film }, { code: new } ]\n");
        row("a name that only begins so", "attr.category-retired", "  - { sku: A, categories: [older] }\n", "",
            "categories: [ { code: old, retired: true }, { code: older } ]\n");
    }
    void findTimes() { compare(); }

    void mend_data()
    {
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("product");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("json");
        QTest::newRow("a unit") << "attr.wrong-unit"
                                << "values: { weight: \"1.5 kg\" }"
                                << "weight"
                                << "1500";
        QTest::newRow("spaces") << "attr.whitespace"
                                << "name: \"  Two  \\t words \""
                                << "name"
                                << "\"Two words\"";
        QTest::newRow("nothing but spaces") << "attr.whitespace"
                                            << "values: { story: \"   \" }"
                                            << "story"
                                            << "";
        QTest::newRow("style and entities") << "attr.markup-in-text"
                                            << "name: \"<b>Bag</b> &amp; strap&nbsp;set\""
                                            << "name"
                                            << "\"Bag & strap set\"";
        QTest::newRow("paragraphs") << "attr.markup-in-text"
                                    << "values: { story: \"<p>One.</p> <p>Two.<br/>Three</p>\" }"
                                    << "story"
                                    << "\"One.\\nTwo.\\nThree\"";
        QTest::newRow("a link is left") << "attr.markup-in-text"
                                        << "values: { story: \"<a href='x'>One</a>\" }"
                                        << "story"
                                        << "\"<a href='x'>One</a>\"";
        QTest::newRow("markup behind entities is left") << "attr.markup-in-text"
                                                        << "name: \"&lt;b&gt;Bag\""
                                                        << "name"
                                                        << "\"&lt;b&gt;Bag\"";
        QTest::newRow("a lifecycle") << "attr.active-past-end"
                                     << "end_of_life: 2026-01-01"
                                     << "lifecycle"
                                     << "\"end-of-life\"";
    }
    void mend()
    {
        QFETCH(QString, rule);
        QFETCH(QString, product);
        QFETCH(QString, field);
        QFETCH(QString, json);
        RulesDesk desk(shop(("  - { sku: A, " + product.toStdString() + " }\n").c_str()).toStdString());
        desk.fix(rule.toStdString());
        const auto mended = desk.workspace->product("A");
        QVERIFY(mended && *mended);
        QCOMPARE(QString::fromStdString(std::string((*mended)->fields.get(field.toStdString()))), json);
    }

    void leaveAloneWhatWasMendedMeanwhile()
    {
        RulesDesk desk(shop("  - { sku: A, name: \"One  two\" }\n").toStdString());
        const auto found = desk.findings("attr.whitespace");
        desk.fix("attr.whitespace");
        const auto plan = planFixes(*desk.workspace, desk.catalog, desk.rules(), found, RulesDesk::request("attr.whitespace"));
        QVERIFY(plan && plan->changes.empty());
    }

    void keepNumbersToThemselves()
    {
        const RulesDesk desk(
            shop("  - { sku: A, name: \"jane.doe@example.com\", values: { story: \"DE89 3704 0044 0532 0130 00\" } }\n").toStdString());
        const auto found = desk.findings("attr.personal-data");
        QCOMPARE(found.size(), size_t(2));
        for (const Finding& finding : found) {
            QVERIFY2(finding.message.find("jane.doe") == std::string::npos, finding.message.c_str());
            QVERIFY2(finding.message.find("0532") == std::string::npos, finding.message.c_str());
        }
    }

    // A product with nothing but a SKU touches no field: that it came or went counts all the same.
    void followProductsThatComeAndGo()
    {
        RulesDesk desk("shelfwright: 1\nproducts: [ { sku: CAM-1, name: Camera } ]\n");
        auto keeper = CatalogKeeper::load(*desk.workspace);
        QVERIFY(keeper.ok());
        Validator validator(RulesDesk::request({}));
        validator.validateAll((*keeper)->snapshot());
        const auto shown = [&](const Change& change) {
            const auto applied = desk.workspace->apply(changeSet("ann", "a change", {change}));
            const auto changes = (*keeper)->refresh();
            if (!applied || !changes)
                qFatal("%s", applied ? changes.error().what.c_str() : applied.error().what.c_str());
            validator.update((*keeper)->snapshot(), *changes, rulesNow);
            QStringList rules;
            for (const auto& [id, finding] : validator.findings())
                if (finding.rule == "attr.sku-lookalike" || (finding.subject == "cam-1" && finding.rule == "attr.category-missing"))
                    rules.append(QString::fromStdString(finding.rule + " " + finding.subject));
            rules.sort();
            return rules.join(QStringLiteral("; "));
        };
        QCOMPARE(shown(create(ThingKind::Product, "cam-1", {})),
            QStringLiteral("attr.category-missing cam-1; attr.sku-lookalike CAM-1; attr.sku-lookalike cam-1"));
        const auto made = desk.workspace->product("cam-1");
        QVERIFY(made && *made);
        QCOMPARE(shown({ThingKind::Product, "cam-1", ChangeOp::Delete, (*made)->revision, {}}), QString());
    }

    void readGtins_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("key");
        QTest::newRow("13") << "4006381333931"
                            << "04006381333931";
        QTest::newRow("8") << "96385074"
                           << "00000096385074";
        QTest::newRow("12") << "036000291452"
                            << "00036000291452";
        QTest::newRow("14") << "10614141000415"
                            << "10614141000415";
        QTest::newRow("wrong digit") << "4006381333930"
                                     << "";
        QTest::newRow("two swapped") << "4006318333931"
                                     << "";
        QTest::newRow("eleven") << "36000291452"
                                << "";
        QTest::newRow("zeros") << "0000000000000"
                               << "";
        QTest::newRow("a space") << "4006381 333931"
                                 << "";
        QTest::newRow("nothing") << ""
                                 << "";
    }
    void readGtins()
    {
        QFETCH(QString, text);
        QFETCH(QString, key);
        QCOMPARE(QString::fromStdString(attr::gtinKey(text.toStdString())), key);
        QCOMPARE(attr::gtinProblem(text.toStdString()).empty(), !key.isEmpty());
    }

    void findPersonalData_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("found");
        QTest::newRow("e-mail") << "ask (jane_doe+x@mail.example.co.uk)."
                                << "jane_doe+x@mail.example.co.uk";
        QTest::newRow("a handle") << "follow @lumora"
                                  << "";
        QTest::newRow("a version") << "driver@2.0"
                                   << "";
        QTest::newRow("IBAN") << "to DE89370400440532013000 please"
                              << "DE89370400440532013000";
        QTest::newRow("IBAN in groups") << "GB82 WEST 1234 5698 7654 32"
                                        << "GB82 WEST 1234 5698 7654 32";
        QTest::newRow("IBAN, wrong digits") << "DE89370400440532013001"
                                            << "";
        QTest::newRow("card") << "4111 1111 1111 1111"
                              << "4111 1111 1111 1111";
        QTest::newRow("card, other groups") << "41 11111111 1111 11"
                                            << "";
        QTest::newRow("card, wrong digit") << "4111111111111112"
                                           << "";
        QTest::newRow("GTIN") << "EAN 4006381333931"
                              << "";
        QTest::newRow("phone") << "+49 (0)30 901820"
                               << "+49 (0)30 901820";
        QTest::newRow("phone in one piece") << "tel:+4930901820"
                                            << "+4930901820";
        QTest::newRow("temperatures") << "-10 to +40, +5 V/+12 V"
                                      << "";
        QTest::newRow("a large number") << "+12 000 000 000"
                                        << "";
    }
    void findPersonalData()
    {
        QFETCH(QString, text);
        QFETCH(QString, found);
        const std::string bytes = text.toStdString();
        const auto data = attr::personalDataIn(bytes, {});
        QCOMPARE(QString::fromStdString(data ? std::string(data->text) : std::string()), found);
    }

    void compareNames_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::addColumn<bool>("names");
        QTest::addColumn<bool>("values");
        QTest::newRow("case") << "Red Bag"
                              << "red bag" << true << true;
        QTest::newRow("order") << "Red Bag"
                               << "Bag red" << true << false;
        QTest::newRow("accents") << "Café"
                                 << "Cafe\u0301" << true << true;
        QTest::newRow("umlaut") << "Größe"
                                << "GROSSE" << true << true;
        QTest::newRow("a dash") << "Wi-Fi"
                                << "WiFi" << false << true;
        QTest::newRow("digits") << "1.5 m"
                                << "15 m" << false << false;
        QTest::newRow("points between digits") << "f/1.4"
                                               << "f/14" << false << false;
        QTest::newRow("another script") << "कि"
                                        << "कु" << false << false;
        QTest::newRow("ASCII and not") << "Red – Bag"
                                       << "bag red" << true << false;
    }
    void compareNames()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QFETCH(bool, names);
        QFETCH(bool, values);
        const std::string left = a.toStdString(), right = b.toStdString();
        QCOMPARE(attr::nameKey(left) == attr::nameKey(right), names);
        QCOMPARE(attr::nameHash(left) == attr::nameHash(right), names);
        QCOMPARE(attr::valueKey(left) == attr::valueKey(right), values);
    }

private:
    void compare()
    {
        QFETCH(QString, rule);
        QFETCH(QString, yaml);
        QFETCH(QString, expected);
        const RulesDesk desk(yaml.toStdString());
        const auto found = desk.findings(rule.toStdString());
        QCOMPARE(RulesDesk::shown(found), expected);
        QCOMPARE(RulesDesk::shown(desk.findingsOneByOne(rule.toStdString())), expected);
    }
};

QTEST_APPLESS_MAIN(TstRulesAttributes)
#include "tst_rules_attributes.moc"
