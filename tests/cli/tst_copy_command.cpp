// shelfctl copy: what shoppers are told about a mapping, where, and from which text.
#include "tests/cli/command_run.h"

#include <QFile>

using namespace shelf;
using namespace shelf::test;

namespace {

struct CopyShop {
    Shop shop;

    CopyShop()
    {
        qputenv("SHELF_USER", "mia");
        const std::string file = shop.path + ".yaml";
        QFile out(QString::fromStdString(file));
        const QByteArray yaml =
            "shelfwright: 1\n"
            "channels: [ { code: kiosk, label: Kiosk, opt_out: true } ]\n"
            "audiences: [ { code: regular, label: Regulars, ladder: purchases, step: 2 } ]\n"
            "attributes: [ { code: like, label: Like, type: reference }, { code: mount, label: Mount, type: text } ]\n"
            "families: [ { code: camera, attributes: [ { code: mount } ] }, { code: lens, attributes: [ { code: mount } ] } ]\n"
            "templates:\n"
            "  - { code: again, text: { en: \"For {source.name}, like {source.like}\", de: \"Zu {source.name}\" },\n"
            "      variants: [ { audience: regular, text: { en: \"You bought {bought.name}\" } } ], fallback: Goes with it }\n"
            "products:\n"
            "  - { sku: CAM, name: Camera, family: camera, values: { mount: A, like: OTHER } }\n"
            "  - { sku: LENS, name: Lens, family: lens, values: { mount: A } }\n"
            "  - { sku: OTHER, name: Other one }\n"
            "links: [ { source: CAM, type: accessory, target: LENS, template: again } ]\n"
            "compatibility: [ { code: c, between: [camera, lens], reason: Same mount, where: [ { left: mount, op: equal, right: mount } ] "
            "} ]\n"
            "bundles: [ { code: b, label: B, reason: Both, components: [ { sku: CAM }, { sku: LENS } ] } ]\n"
            "upgrades: [ { code: u, steps: [ { sku: LENS }, { sku: CAM, benefit: Sharper }, { sku: OTHER, benefit: Lighter } ] } ]\n";
        if (!out.open(QIODevice::WriteOnly) || out.write(yaml) != yaml.size())
            qFatal("cannot write");
        out.close();
        const Run applied = runCommand({"apply", shop.path, file});
        if (applied.code != 0)
            qFatal("%s", applied.err.c_str());
    }
    Run run(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), {"copy", shop.path});
        return runCommand(arguments);
    }
    // "language channel audience: text|template" of each.
    QStringList texts(std::vector<std::string> arguments) const
    {
        arguments.emplace_back("--json");
        QStringList lines;
        const Json json = run(std::move(arguments)).json();
        for (const Json& text : json["texts"].items())
            lines.append(QString::fromStdString(text["language"].text() + " " + text["channel"].text() + " " + text["audience"].text()
                + ": " + text["text"].text() + "|" + text["template"].text() + (text["fell_back"].toBool() ? "|fell back" : "")));
        return lines;
    }
};

QStringList lines(std::initializer_list<const char*> texts)
{
    QStringList list;
    for (const char* text : texts)
        list.append(QString::fromUtf8(text));
    return list;
}

} // namespace

class TestCopyCommand : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsEveryContext()
    {
        const CopyShop shop;
        QCOMPARE(shop.texts({"link:CAM:accessory:LENS"}),
            lines({"de kiosk : Zu Camera|again", "de kiosk regular: Zu Camera|again", "de web : Zu Camera|again",
                "de web regular: Zu Camera|again", "en kiosk : For Camera, like Other one|again",
                "en kiosk regular: For Camera, like Other one|again", "en web : For Camera, like Other one|again",
                "en web regular: You bought {bought.name}|again"}));
        const std::string out = shop.run({"link:CAM:accessory:LENS"}).out;
        QVERIFY2(out.find("Zu Camera") != std::string::npos, out.c_str());
        QCOMPARE(std::count(out.begin(), out.end(), '\n'), std::ptrdiff_t(4)); // with the heading: the same text is one line
    }

    void tellsOneContext()
    {
        const CopyShop shop;
        QCOMPARE(shop.texts({"link:CAM:accessory:LENS", "--language", "en", "--channel", "web", "--audience", "regular"}),
            lines({"en web regular: You bought {bought.name}|again"}));
        QCOMPARE(shop.texts({"link:CAM:accessory:LENS", "--language", "en", "--channel", "web", "--opted-out"}),
            lines({"en web : For Camera, like Other one|again"}));
    }

    void tellsOtherKinds()
    {
        const CopyShop shop;
        QCOMPARE(shop.texts({"bundle:b", "--channel", "web"}), lines({" web : Both|"}));
        QCOMPARE(shop.texts({"upgrade:u", "--channel", "web"}), lines({" web : Sharper|", " web : Lighter|"}));
        QCOMPARE(shop.texts({"compat:c", "--channel", "web", "--source", "CAM", "--target", "LENS"}), lines({" web : Same mount|"}));
    }

    void tellsOfOtherProducts()
    {
        const CopyShop shop;
        QCOMPARE(shop.texts({"link:CAM:accessory:LENS", "--source", "LENS", "--target", "CAM", "--language", "en", "--channel", "kiosk"}),
            lines({"en kiosk : Goes with it|again|fell back", "en kiosk regular: Goes with it|again|fell back"}));
        const Run run = shop.run({"link:CAM:accessory:LENS", "--source", "LENS", "--target", "CAM", "--language", "en"});
        QVERIFY2(run.out.find("template again has nothing for {source.like}") != std::string::npos, run.out.c_str());
    }

    void refuses_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, int code, const char* says, std::initializer_list<const char*> arguments) {
            QTest::newRow(name) << lines(arguments) << code << QString::fromUtf8(says);
        };
        row("no such mapping", 3, "there is no mapping", {"link:CAM:accessory:NONE"});
        row("no such channel", 3, "did you mean 'kiosk'?", {"bundle:b", "--channel", "kiosc"});
        row("no such audience", 3, "did you mean 'regular'?", {"bundle:b", "--audience", "regulars"});
        row("no such product", 3, "there is no product", {"bundle:b", "--source", "CAN"});
        row("no language", 2, "is not a language", {"bundle:b", "--language", "german"});
        row("many pairs", 2, "name a pair", {"compat:c"});
        row("one end", 2, "--target: only one end is named", {"compat:c", "--source", "CAM"});
    }
    void refuses()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QString, says);
        const CopyShop shop;
        std::vector<std::string> words;
        for (const QString& argument : arguments)
            words.push_back(argument.toStdString());
        const Run run = shop.run(words);
        QCOMPARE(run.code, code);
        QVERIFY2(run.err.find(says.toStdString()) != std::string::npos, run.err.c_str());
    }
};

QTEST_GUILESS_MAIN(TestCopyCommand)
#include "tst_copy_command.moc"
