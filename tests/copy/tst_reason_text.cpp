// What a shopper is told about a mapping: which text, in which language, and what stands for one that cannot be filled.
#include "governance/copy/reason_text.h"
#include "tests/governance/rules_desk.h"

using namespace shelf;
using namespace shelf::test;

namespace {

const char* const shop = "shelfwright: 1\n"
                         "channels:\n"
                         "  - { code: kiosk, label: Kiosk, opt_out: true }\n"
                         "  - { code: display, label: Shelf display, max_length: 20 }\n"
                         "audiences: [ { code: regular, label: Regulars, ladder: purchases, step: 2 } ]\n"
                         "attributes:\n"
                         "  - { code: mount, label: Mount, type: choice, options: [OX] }\n"
                         "  - { code: weight, label: Weight, type: number, unit: kg }\n"
                         "  - { code: thread, label: Thread, type: choice, options: [\"67\"], unit: mm }\n"
                         "  - { code: sealed, label: Sealed, type: boolean }\n"
                         "  - { code: slots, label: Slots, type: multi-choice, options: [SD, CF] }\n"
                         "  - { code: made, label: Made, type: date }\n"
                         "  - { code: deposit, label: Deposit, type: money }\n"
                         "  - { code: like, label: Like, type: reference }\n"
                         "  - { code: colour, label: Colour, type: text, per_language: true }\n"
                         "families: [ { code: camera, label: Camera }, { code: lens, label: Lens, attributes: [ { code: mount } ] } ]\n"
                         "categories: [ { code: cams, label: Cameras } ]\n"
                         "products:\n"
                         "  - { sku: CAM, name: Camera, family: camera, category: cams, price: 1499.5 USD, launch: 2026-11-05, stock: 3,\n"
                         "      values: { mount: OX, weight: 0.55, thread: \"67\", sealed: true, slots: [SD, CF], made: 2026-01-31, "
                         "deposit: 20 JPY, like: LENS,\n"
                         "        colour@de: blau, colour: blue } }\n"
                         "  - { sku: LENS, name: Lens, family: lens, price: 200, values: { weight: 1.25 } }\n";

// A link from the camera to the lens, of the template t.
std::string linked(const std::string& templateKeys, const std::string& linkKeys = "template: t")
{
    return std::string(shop) + "templates: [ { code: t, " + templateKeys + " } ]\n"
        + "links: [ { source: CAM, type: accessory, target: LENS, " + linkKeys + " } ]\n";
}

CopyContext contextOf(const QString& text) // "de kiosk regular out": a language, a channel, an audience ("-": none), and opted out
{
    CopyContext context;
    const QStringList parts = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    const auto part = [&parts](
                          qsizetype i) { return parts.value(i) == QStringLiteral("-") ? std::string() : parts.value(i).toStdString(); };
    context.language = part(0);
    context.channel = part(1);
    context.audience = part(2);
    context.optedOut = parts.value(3) == QStringLiteral("out");
    return context;
}

// "text|template|fell back|missing"
QString shown(const ReasonText& text)
{
    return QString::fromStdString(
        text.text + "|" + text.templateCode + "|" + (text.fellBack ? "fell back" : "") + "|" + join(text.missing, ","));
}

} // namespace

class TstReasonText : public QObject {
    Q_OBJECT

private:
    static void row(const char* name, const std::string& yaml, const char* context, const char* expected)
    {
        QTest::newRow(name) << QString::fromStdString(yaml) << QString::fromUtf8(context) << QString::fromUtf8(expected);
    }

private Q_SLOTS:
    void links_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("context");
        QTest::addColumn<QString>("expected");
        row("a plain reason", linked("text: x", "reason: Sharp"), "", "Sharp|||");
        row("a reason in a language", linked("text: x", "reason: { en: Sharp, de: Scharf }"), "de", "Scharf|||");
        row("a region has its language", linked("text: x", "reason: { en: Sharp, de: Scharf }"), "de-AT", "Scharf|||");
        row("another language: the English one", linked("text: x", "reason: { de: Scharf, en: Sharp }"), "fr", "Sharp|||");
        row("another language: the first", linked("text: x", "reason: { nl: Scherp, de: Scharf }"), "fr", "Scharf|||");
        row("another language: the workspace's",
            linked("text: x", "reason: { de: Scharf, en: Sharp, nl: Scherp }") + "policies: { language: nl }\n", "fr", "Scherp|||");
        row("no language is asked for: the workspace's",
            linked("text: x", "reason: { de: Scharf, en: Sharp }") + "policies: { language: de }\n", "", "Scharf|||");
        row("no language is asked for", linked("text: x", "reason: { de: Scharf, en: Sharp }"), "", "Sharp|||");
        row("nothing but the type", linked("text: x", "rank: 1"), "", "An accessory for this product|||");
        row("nothing but the type, in German", linked("text: x", "rank: 1"), "de", "Zubehör zu diesem Produkt|||");

        row("both ends", linked("text: \"{target.name} for {source.name}\""), "", "Lens for Camera|t||");
        row("the target's, else the source's", linked("text: \"{name}, {mount}\""), "", "Lens, OX|t||");
        row("a number with its unit", linked("text: \"{source.weight}\""), "en", "0.55 kg|t||");
        row("the decimal sign", linked("text: \"{weight}\""), "de", "1,25 kg|t||");
        row("the decimal sign is that of the text", linked("text: { en: \"{weight}\" }"), "de", "1.25 kg|t||");
        row("without its unit", linked("text: \"{weight:bare}\""), "", "1.25|t||");
        row("fewer digits", linked("text: \"{weight:1} {source.price:0}\""), "", "1.3 kg 1500 USD|t||");
        row("an option that is a number", linked("text: \"{thread}\""), "", "67 mm|t||");
        row("money", linked("text: \"{source.price}, {deposit}\""), "de", "1499,50 USD, 20 JPY|t||");
        row("money without a currency has the workspace's", linked("text: \"{price}\""), "", "200.00 EUR|t||");
        row("yes", linked("text: \"{sealed}\""), "de", "ja|t||");
        row("a list", linked("text: \"{slots}\""), "", "SD, CF|t||");
        row("dates", linked("text: { de: \"{made} {source.launch}\" }"), "de", "31.01.2026 05.11.2026|t||");
        row("a date as it is", linked("text: \"{made}\""), "", "2026-01-31|t||");
        row("a reference", linked("text: \"{like}\""), "", "Lens|t||");
        row("labels of family and category", linked("text: \"{family} {category}\""), "", "Lens Cameras|t||");
        row("a value per language", linked("text: \"{source.colour}\""), "de", "blau|t||");
        row("a value per language is not there", linked("text: \"{source.colour}\""), "fr", "blue|t||");
        row("arguments",
            linked("text: \"{n} {yes} {l} {w}\"", "template: t, reason_arguments: { n: 1.5, yes: true, l: [a, b], w: { en: W, de: V } }"),
            "de", "1,5 ja a, b V|t||");
        row("what the shopper fills", linked("text: \"You bought {bought.name}\""), "", "You bought {bought.name}|t||");

        row("nothing fills it", linked("text: \"{target.mount} {target.mount} {gone}\""), "",
            "An accessory for this product||fell back|target.mount,gone");
        row("a format that does not exist", linked("text: \"{weight:wide}\""), "", "An accessory for this product||fell back|weight");
        row("its reason stands for it", linked("text: \"{gone}\"", "template: t, reason: Sharp"), "", "Sharp||fell back|gone");
        row("its fallback stands for it", linked("text: \"{gone}\", fallback: \"For {source.name}\"", "template: t, reason: Sharp"), "",
            "For Camera|t|fell back|gone");
        row("its fallback cannot be filled either", linked("text: \"{gone}\", fallback: \"{lost}\"", "template: t, reason: Sharp"), "",
            "Sharp||fell back|gone");
        row("too long", linked("text: \"{name} and more\", max_length: 12, fallback: Short"), "", "Short|t|fell back|");
        row("as long as it may be", linked("text: \"{name} größer\", max_length: 11, fallback: Short"), "", "Lens größer|t||");
        row("too long for the channel", linked("text: \"More than twenty characters\", fallback: Short"), "- display",
            "Short|t|fell back|");
        row("a reason too long for the channel", linked("text: x", "reason: More than twenty characters"), "- display", "||fell back|");
        row("opted out", linked("text: \"You bought {bought.name}\", fallback: For you"), "- - - out", "For you|t|fell back|");
        row("a channel that knows nobody", linked("text: \"You bought {bought.name}\""), "- kiosk",
            "An accessory for this product||fell back|");

        const std::string variants =
            "text: { en: All, de: Alle }, variants: [ { channel: kiosk, text: Kiosk }, { audience: regular, text: Regular },\n"
            "  { channel: web, audience: regular, text: { en: Both } } ]";
        row("a variant for nobody here", linked(variants), "en", "All|t||");
        row("a variant of the channel", linked(variants), "en kiosk", "Kiosk|t||");
        row("a variant of the audience", linked(variants), "en - regular", "Regular|t||");
        row("a variant of both", linked(variants), "en web regular", "Both|t||");
        row("not in this language", linked(variants), "de web regular", "Regular|t||");
        row("who opted out has no audience", linked(variants), "en web regular out", "All|t||");

        row("the type's template", linked("link_types: [accessory], text: \"For {source.name}\"", "rank: 1"), "", "For Camera|t||");
        row("a reason goes before the type's template", linked("link_types: [accessory], text: x", "reason: Sharp"), "", "Sharp|||");
        row("of another type", linked("link_types: [service, accessory of, bundle], text: x", "rank: 1"), "",
            "An accessory for this product|||");
    }
    void links()
    {
        QFETCH(QString, yaml);
        QFETCH(QString, context);
        QFETCH(QString, expected);
        const RulesDesk desk(yaml.toStdString());
        const CopyWriter writer(desk.catalog);
        const Row source = desk.catalog.find("CAM");
        QCOMPARE(desk.catalog.links().from(source).size(), size_t(1));
        const ReasonText text = writer.reason(desk.catalog.links().from(source).front(), contextOf(context));
        QCOMPARE(shown(text), expected);
        QCOMPARE(text.fellBack ? text.why.empty() : false, false);
    }

    void saysWhyItFellBack()
    {
        const auto why = [](const std::string& yaml, const char* context) {
            const RulesDesk desk(yaml);
            const CopyWriter writer(desk.catalog);
            return QString::fromStdString(
                writer.reason(desk.catalog.links().from(desk.catalog.find("CAM")).front(), contextOf(QString::fromUtf8(context))).why);
        };
        QCOMPARE(why(linked("text: \"{gone} {lost}\""), ""), QStringLiteral("template t has nothing for {gone}, {lost}"));
        QCOMPARE(
            why(linked("text: \"Longer\", max_length: 5"), ""), QStringLiteral("template t has 6 characters, and at most 5 are shown"));
        QCOMPARE(why(linked("text: \"Dear {shopper}\", fallback: \"{gone}\""), "- - - out"),
            QStringLiteral(
                "template t speaks of the shopper ({shopper}), who has opted out; the fallback of template t has nothing for {gone}"));
        QCOMPARE(why(linked("text: { en: a }"), "fr"), QStringLiteral("template t is not there in fr; en stands for it"));
    }

    void offers_data()
    {
        QTest::addColumn<QString>("yaml");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("expected");
        const auto offer = [](const char* name, const char* text, const char* mapping, const char* id, const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(shop) + QStringLiteral("templates: [ { code: t, text: \"") + QString::fromUtf8(text)
                    + QStringLiteral("\" } ]\n") + QString::fromUtf8(mapping)
                                << QString::fromUtf8(id) << QString::fromUtf8(expected);
        };
        offer("a bundle", "{label}: {components} for {price}",
            "bundles: [ { code: b, label: Set, template: t, price: fixed 999.00 EUR, components: [ { sku: CAM }, { sku: LENS } ] } ]\n",
            "bundle:b", "Set: Camera, Lens for 999.00 EUR|t||");
        offer("a saving", "Saves {saving}",
            "bundles: [ { code: b, label: Set, template: t, price: percent-off 10, components: [ { sku: CAM }, { sku: LENS } ] } ]\n",
            "bundle:b", "Saves 10 %|t||");
        offer("a price that has to be worked out", "{price}",
            "bundles: [ { code: b, label: Set, template: t, price: sum, components: [ { sku: CAM }, { sku: LENS } ] } ]\n", "bundle:b",
            "200.00 EUR|t||"); // of the lens that is looked at here
        offer("a step's benefit", "", "upgrades: [ { code: u, reason: More, steps: [ { sku: CAM }, { sku: LENS, benefit: Lighter } ] } ]\n",
            "upgrade:u", "Lighter|||");
        offer("a ladder's reason", "", "upgrades: [ { code: u, reason: More, steps: [ { sku: CAM }, { sku: LENS } ] } ]\n", "upgrade:u",
            "More|||");
        offer("level and step", "{level}: {benefit}, one of {steps}",
            "upgrades: [ { code: u, template: t, steps: [ { sku: CAM }, { sku: LENS, level: best, benefit: Lighter } ] } ]\n", "upgrade:u",
            "best: Lighter, one of 2|t||");
        offer("both sides", "{left.name} {right.name} {left.mount}",
            "compatibility: [ { code: c, between: [lens, camera], template: t, where: [ { left: weight, op: equal, right: weight } ] } ]\n",
            "compat:c", "Compatible with this product||fell back|left.mount");
    }
    void offers()
    {
        QFETCH(QString, yaml);
        QFETCH(QString, id);
        QFETCH(QString, expected);
        const RulesDesk desk(yaml.toStdString());
        const EntryPtr entry = desk.catalog.entry(id.toStdString(), View::Working);
        QVERIFY(entry);
        const CopyWriter writer(desk.catalog);
        const QString found =
            shown(writer.reason(entry->kind, {}, entry->content, desk.catalog.find("CAM"), desk.catalog.find("LENS"), {}));
        QCOMPARE(found, expected);
    }

    void refusesWrongTemplates_data()
    {
        QTest::addColumn<QString>("keys");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* keys, const char* says) {
            QTest::newRow(says) << QString::fromUtf8(keys) << QString::fromUtf8(says);
        };
        row("text: a, max_length: 0", "is below 1");
        row("text: a, max_length: long", "must be a whole number");
        row("text: a, variants: [ { text: b } ]", "names neither a channel nor an audience");
        row("text: a, variants: [ { channel: web } ]", "has no 'text'");
        row("text: a, variants: [ { channel: web, text: b }, { channel: web, text: c } ]", "the same channel and audience");
        row("text: a, variants: [ { chanel: web, text: b } ]", "did you mean `channel`?");
        row("text: a, variants: [ { channel: wep, text: b } ]", "there is no channel 'wep'");
        row("text: a, variants: [ { audience: all, text: b } ]", "there is no audience 'all'");
        row("text: a, link_types: [accesory]", "there is no link type 'accesory'");
        row("text: a, fall_back: b", "did you mean `fallback`?");
    }
    void refusesWrongTemplates()
    {
        QFETCH(QString, keys);
        QFETCH(QString, says);
        const QTemporaryDir folder;
        const auto made = makeExample((folder.path() + QStringLiteral("/shop.shelf")).toStdString(),
            "shelfwright: 1\ntemplates: [ { code: t, " + keys.toStdString() + " } ]\n", rulesNow);
        QVERIFY(!made.ok());
        const std::string told = made.error().where + ": " + made.error().what + "; " + made.error().tryThis;
        QVERIFY2(told.find(says.toStdString()) != std::string::npos, told.c_str());
    }

    void refusesWrongPolicies_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("fits");
        const auto row = [](const char* name, const char* value, bool fits) {
            QTest::newRow(qPrintable(QString::fromUtf8(name) + QLatin1Char(' ') + QString::fromUtf8(value)))
                << QString::fromUtf8(name) << QString::fromUtf8(value) << fits;
        };
        for (const char* language : {"", "de", "de-AT", "zh-Hant-TW", "gsw"})
            row("language", language, true);
        for (const char* language : {"d", "german", "de-", "-de", "de_AT", "1e", "de-123456789"})
            row("language", language, false);
        for (const char* words : {"", "cheap", "cheap, best in class"})
            row("banned-words", words, true);
        for (const char* words : {"cheap,", ",", "a, ,b"})
            row("banned-words", words, false);
    }
    void refusesWrongPolicies()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(bool, fits);
        QCOMPARE(checkPolicy(name.toStdString(), value.toStdString()).ok(), fits);
    }
};

QTEST_APPLESS_MAIN(TstReasonText)
#include "tst_reason_text.moc"
