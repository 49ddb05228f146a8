// Mappings: their ids, which contents are whole, and what they name.
#include "model/domain/mapping.h"

#include <QTest>

#include <set>

using namespace shelf;

class TestMapping : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linkIdsComeBack()
    {
        const LinkId plain{"A", "accessory", "B", ""};
        QCOMPARE(plain.text(), std::string("link:A:accessory:B"));
        QVERIFY(LinkId::parse(plain.text()) == plain);
        const LinkId odd{"a:b", "cross-sell", "50%", "bf:1"};
        QCOMPARE(odd.text(), std::string("link:a%3Ab:cross-sell:50%25:bf%3A1"));
        QVERIFY(LinkId::parse(odd.text()) == odd);
        for (const char* bad : {"", "link:", "link:A:accessory", "link:A::B", "link:A:accessory:B:", "link:A:accessory:B:C:D",
                 "links:A:t:B", "link:A:t:%20", "bundle:A"})
            QVERIFY2(!LinkId::parse(bad), bad);
    }

    void checksIds()
    {
        QCOMPARE(codedId(MappingKind::Bundle, "vlog:kit", "xmas"), std::string("bundle:vlog%3Akit:xmas"));
        for (const char* id : {"link:A:accessory:B", "bundle:kit", "bundle:kit:xmas", "compat:x", "upgrade:x", "linkrule:all lenses"})
            QVERIFY2(checkMappingId(id).ok(), id);
        for (const char* id :
            {"", "A", "bundle", "bundle:", "bundle:a:b:c", "bundle:a%3ab", "bundle: a", "link:A:t", "rule:x", "bundle:a\nb"})
            QVERIFY2(!checkMappingId(id).ok(), id);
        for (const MappingKind kind :
            {MappingKind::Link, MappingKind::LinkRule, MappingKind::Compat, MappingKind::Bundle, MappingKind::Upgrade})
            QVERIFY(mappingKindOf(codedId(kind, "x")) == kind);
    }

    void keysAreNamedOnceAndInReleaseOrder()
    {
        for (const MappingKind kind :
            {MappingKind::Link, MappingKind::LinkRule, MappingKind::Compat, MappingKind::Bundle, MappingKind::Upgrade}) {
            std::set<std::string_view> seen;
            for (const ContentKey& key : contentKeys(kind))
                QVERIFY2(seen.insert(key.name).second, std::string(key.name).c_str());
            QVERIFY(contentKey(kind, "owner") && contentKey(kind, "owner")->released);
            QVERIFY(contentKey(kind, "season") && !contentKey(kind, "season")->released);
            QVERIFY(!contentKey(kind, "colour"));
        }
        std::vector<std::string> released;
        for (const ContentKey& key : contentKeys(MappingKind::Link))
            if (key.released)
                released.emplace_back(key.name);
        const std::vector<std::string> order = {"source", "type", "target", "rank", "pin", "boost", "origin", "reason", "from", "to",
            "every", "channels", "audiences", "intents", "triggers", "interval_days", "evidence", "owner"};
        QVERIFY(released == order);
    }

    void acceptsContents_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("content");
        const auto row = [](const char* name, const char* id, const char* content) {
            QTest::newRow(name) << QByteArray(id) << QByteArray(content);
        };
        row("link", "link:A:accessory:B", "{\"source\":\"A\",\"target\":\"B\",\"type\":\"accessory\"}");
        row("full link", "link:A:consumable:B:v",
            "{\"boost\":-0.5,\"channels\":[\"web\"],\"evidence\":[{\"origin\":\"test\"}],\"every\":\"11-15..12-24\",\"from\":\"2026-11-"
            "15\",\"interval_days\":90,"
            "\"owner\":\"mia\",\"pin\":true,\"rank\":1.5,\"reason\":{\"de\":\"Passt\",\"en\":\"Fits\"},\"source\":\"A\",\"target\":\"B\","
            "\"to\":\"2026-11-15\","
            "\"type\":\"consumable\",\"variant\":\"v\"}");
        row("link rule", "linkrule:kits", "{\"limit\":2,\"source\":\"family = lens\",\"targets\":[\"KIT\"],\"type\":\"accessory\"}");
        row("compat", "compat:x",
            "{\"from\":\"both\",\"left\":\"cpu\",\"right\":\"board\",\"shows\":\"accessories\",\"valid_from\":\"2026-01-01\","
            "\"where\":[{\"left\":\"arch\",\"op\":\"table\",\"right\":\"socket\",\"table\":{\"Zen "
            "4\":[\"AM5\"]}},{\"left\":\"w\",\"op\":\"at-most\",\"right\":\"max_w\"}]}");
        row("bundle", "bundle:kit",
            "{\"components\":[{\"quantity\":2,\"required\":true,\"sku\":\"CAM\"}],\"groups\":[{\"max\":2,\"min\":1,\"name\":\"Card\","
            "\"of\":[\"S\",\"T\"]}],"
            "\"price\":{\"ending\":0.99,\"policy\":\"percent-off\",\"value\":10}}");
        row("bundle of groups", "bundle:kit:v", "{\"groups\":[{\"of\":[\"S\"]}],\"price\":{\"policy\":\"sum\"}}");
        row("upgrade", "upgrade:x",
            "{\"band\":{\"max\":50,\"min\":5},\"steps\":[{\"level\":\"good\",\"sku\":\"A\"},{\"benefit\":\"Sealed\",\"evidence\":["
            "\"sealing\"],\"sku\":\"B\"}],"
            "\"trade_in\":true,\"trigger\":{\"days\":365,\"name\":\"anniversary\"}}");
    }

    void acceptsContents()
    {
        QFETCH(QByteArray, id);
        QFETCH(QByteArray, content);
        const Result<FieldMap> fields = FieldMap::fromJson(content.toStdString());
        QVERIFY(fields.ok());
        const Result<void> good = checkContent(id.toStdString(), *fields);
        QVERIFY2(good.ok(), good.ok() ? "" : (good.error().where + ": " + good.error().what).c_str());
    }

    void refusesContents_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("part"); // of code, where, what or what to try
        const auto row = [](const char* id, const QByteArray& content, const char* part) {
            QTest::addRow("%s %s", id, content.constData()) << QByteArray(id) << content << QByteArray(part);
        };
        const auto link = [&row](const char* more, const char* part) {
            row("link:A:accessory:B", QByteArray("{\"source\":\"A\",\"target\":\"B\",\"type\":\"accessory\",") + more + "}", part);
        };
        row("link:A:accessory", "{}", "MAPPING_ID");
        row("link:A:accessory:A", "{\"source\":\"A\",\"target\":\"A\",\"type\":\"accessory\"}", "SELF_LINK");
        row("link:A:accessory:B", "{\"source\":\"A\",\"target\":\"B\"}", "type: is missing");
        row("link:A:accessory:B", "{\"source\":\"A\",\"target\":\"C\",\"type\":\"accessory\"}", "names another");
        row("link:A:accessory:B:v", "{\"source\":\"A\",\"target\":\"B\",\"type\":\"accessory\"}", "variant");
        link("\"variant\":\"v\"", "variant");
        link("\"colour\":1", "no such key");
        link("\"rnak\":1", "did you mean 'rank'?");
        link("\"rank\":\"1\"", "rank: is not a number");
        link("\"boost\":1.5", "between -1 and 1");
        link("\"interval_days\":0", "below 1");
        link("\"interval_days\":1.5", "whole number");
        link("\"channels\":\"web\"", "a list of texts");
        link("\"reason\":{}", "reason");
        link("\"reason\":[\"x\"]", "reason");
        link("\"from\":\"2026-11-31\"", "a date");
        link("\"from\":\"2026-11-16\",\"to\":\"2026-11-15\"", "is after");
        link("\"from\":\"2026-11-15T10:00\",\"to\":\"2026-11-15T09:00Z\"", "is after");
        link("\"every\":\"x\"", "yearly");
        link("\"from\":\"2026-11-15\",\"season\":\"xmas\"", "not both");
        row("linkrule:x", "{\"source\":\"a = 1\",\"type\":\"accessory\"}", "either");
        row("linkrule:x", "{\"source\":\"a = 1\",\"target\":\"b = 1\",\"targets\":[\"K\"],\"type\":\"accessory\"}", "either");
        row("compat:x", "{\"left\":\"a\",\"right\":\"b\",\"where\":[]}", "where: is missing");
        row("compat:x", "{\"left\":\"a\",\"right\":\"b\",\"where\":[{\"left\":\"p\",\"op\":\"equals\",\"right\":\"q\"}]}",
            "did you mean 'equal'?");
        row("compat:x", "{\"left\":\"a\",\"right\":\"b\",\"where\":[{\"left\":\"p\",\"op\":\"table\",\"right\":\"q\"}]}", "has no table");
        row("compat:x", "{\"left\":\"a\",\"right\":\"b\",\"where\":[{\"left\":\"p\",\"op\":\"equal\",\"right\":\"q\",\"table\":{}}]}",
            "has a table");
        row("compat:x",
            "{\"left\":\"a\",\"right\":\"b\",\"where\":[{\"left\":\"p\",\"op\":\"table\",\"right\":\"q\",\"table\":{\"v\":\"w\"}}]}",
            "a list of texts");
        row("compat:x", "{\"left\":\"a\",\"right\":\"b\",\"where\":[{\"op\":\"equal\",\"right\":\"q\"}]}", "where[1]: has no 'left'");
        row("compat:x",
            "{\"from\":\"2026-01-01\",\"left\":\"a\",\"right\":\"b\",\"where\":[{\"left\":\"p\",\"op\":\"equal\",\"right\":\"q\"}]}",
            "left, right, both");
        row("bundle:kit", "{}", "components");
        row("bundle:kit", "{\"components\":[]}", "components");
        row("bundle:kit", "{\"components\":[{\"quantity\":1}]}", "components[1]: has no 'sku'");
        row("bundle:kit", "{\"components\":[{\"quantity\":0,\"sku\":\"A\"}]}", "below 1");
        row("bundle:kit", "{\"components\":[{\"qty\":1,\"sku\":\"A\"}]}", "components[1].qty");
        row("bundle:kit", "{\"components\":[{\"sku\":\"bundle:kit\"}]}", "SELF_BUNDLE");
        row("bundle:kit:v", "{\"groups\":[{\"of\":[\"bundle:kit:w\"]}]}", "SELF_BUNDLE");
        row("bundle:kit", "{\"groups\":[{\"max\":1,\"min\":2,\"of\":[\"A\"]}]}", "can't be chosen");
        row("bundle:kit", "{\"components\":[{\"sku\":\"A\"}],\"price\":{\"policy\":\"free\"}}", "percent-off");
        row("bundle:kit", "{\"components\":[{\"sku\":\"A\"}],\"price\":{\"policy\":\"fixed\"}}", "no value");
        row("bundle:kit", "{\"components\":[{\"sku\":\"A\"}],\"price\":{\"policy\":\"percent-off\",\"value\":101}}", "out of range");
        row("upgrade:x", "{}", "steps: is missing");
        row("upgrade:x", "{\"steps\":[{\"level\":\"good\"}]}", "has no 'sku'");
        row("upgrade:x", "{\"band\":{\"max\":1,\"min\":2},\"steps\":[{\"sku\":\"A\"}]}", "above");
        row("upgrade:x", "{\"steps\":[{\"sku\":\"A\"}],\"trigger\":{\"days\":3}}", "has no 'name'");
    }

    void refusesContents()
    {
        QFETCH(QByteArray, id);
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, part);
        const Result<FieldMap> fields = FieldMap::fromJson(content.toStdString());
        QVERIFY(fields.ok());
        const Result<void> bad = checkContent(id.toStdString(), *fields);
        QVERIFY2(!bad.ok(), "it was accepted");
        QCOMPARE(bad.error().kind, ErrorKind::Rejected);
        QVERIFY(bad.error().where.starts_with(id.toStdString()));
        const std::string text = bad.error().code + " " + bad.error().where + ": " + bad.error().what + "; " + bad.error().tryThis;
        QVERIFY2(text.find(part.toStdString()) != std::string::npos, text.c_str());
    }

    void namesWhatItRefersTo()
    {
        using Names = std::vector<std::pair<ThingKind, std::string>>;
        using Skus = std::vector<std::string>;
        const auto of = [](const char* id, const char* content) { return referencesOf(id, FieldMap::fromJson(content).value()); };
        const auto link = of(
            "link:B:accessory:A", "{\"channels\":[\"web\"],\"season\":\"xmas\",\"source\":\"B\",\"target\":\"A\",\"type\":\"accessory\"}");
        QVERIFY((link.skus == Skus{"A", "B"}));
        QVERIFY((link.definitions == Names{{ThingKind::Channel, "web"}, {ThingKind::Season, "xmas"}, {ThingKind::LinkType, "accessory"}}));
        const auto compat = of("compat:x",
            "{\"left\":\"cpu\",\"right\":\"category:parts/"
            "board\",\"where\":[{\"left\":\"socket@de\",\"op\":\"equal\",\"right\":\"brand\"}],"
            "\"with\":\"ADAPTER\"}");
        QVERIFY((compat.skus == Skus{"ADAPTER"}));
        QVERIFY((compat.definitions
            == Names{{ThingKind::Attribute, "socket"}, {ThingKind::Family, "cpu"}, {ThingKind::Category, "parts/board"}}));
        const auto bundle =
            of("bundle:x", "{\"components\":[{\"sku\":\"C\"},{\"sku\":\"A\"}],\"groups\":[{\"of\":[\"B\",\"A\"]}],\"intent\":\"owner\"}");
        QVERIFY((bundle.skus == Skus{"A", "B", "C"}));
        QVERIFY((bundle.definitions == Names{{ThingKind::Intent, "owner"}}));
        const auto upgrade = of("upgrade:x",
            "{\"key_attributes\":[\"resolution\",\"price\"],\"steps\":[{\"evidence\":[\"sealing\"],\"sku\":\"A\"}],"
            "\"trigger\":{\"name\":\"launch\"}}");
        QVERIFY((upgrade.definitions
            == Names{{ThingKind::Attribute, "resolution"}, {ThingKind::Attribute, "sealing"}, {ThingKind::Trigger, "launch"}}));
        const auto rule = of("linkrule:x", "{\"source\":\"a\",\"targets\":[\"K\"],\"type\":\"service\"}");
        QVERIFY((rule.skus == Skus{"K"}));
    }
};

QTEST_APPLESS_MAIN(TestMapping)
#include "tst_mapping.moc"
