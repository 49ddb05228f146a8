// The workspace's vocabulary: the typed view of it, what comes with it, what is refused, policies.
#include "model/domain/definitions.h"

#include <QTest>

#include <set>

using namespace shelf;

namespace {

Thing thing(ThingKind kind, std::string_view key, std::string_view json)
{
    Thing result;
    result.kind = kind;
    result.key = key;
    result.revision = 1;
    result.fields = FieldMap::fromJson(json).value();
    return result;
}

} // namespace

class TestDefinitions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesATypedView()
    {
        const char* socket =
            "{\"label\":\"CPU "
            "Socket\",\"master\":\"here\",\"max\":5,\"options\":[\"AM4\",\"AM5\"],\"per_language\":true,\"type\":\"choice\"}";
        const char* cpu = "{\"attributes\":[{\"code\":\"socket\",\"max\":2,\"required\":[\"web\"]},{\"code\":\"cores\"}],\"key\":[\"name\"]"
                          ",\"label\":\"CPU\"}";
        const Definitions definitions({thing(ThingKind::Attribute, "socket", socket), thing(ThingKind::Family, "cpu", cpu),
            thing(ThingKind::Category, "parts/cpu", "{}"), thing(ThingKind::Category, "parts", "{}")});
        const Attribute* attribute = definitions.attribute("socket@de");
        QVERIFY(attribute);
        QCOMPARE(attribute->code, std::string("socket"));
        QVERIFY(attribute->type == AttributeType::Choice);
        QVERIFY(attribute->master == Master::Here);
        QVERIFY(attribute->perLanguage);
        QVERIFY(!attribute->perChannel);
        QCOMPARE(attribute->max, std::optional(5.0));
        QCOMPARE(attribute->min, std::optional<double>());
        QCOMPARE(attribute->options.size(), size_t(2));
        QCOMPARE(definitions.attributeByLabel("CPU Socket"), attribute);
        QVERIFY(!definitions.attributeByLabel("cpu socket"));
        QVERIFY(!definitions.attribute("sockets"));
        const Family* family = definitions.family("cpu");
        QVERIFY(family && family->find("socket") && !family->find("label"));
        QCOMPARE(family->find("socket")->max, std::optional(2.0));
        QVERIFY((family->find("socket")->requiredFor == std::vector<std::string>{"web"}));
        QVERIFY((family->key == std::vector<std::string>{"name"}));
        QVERIFY((definitions.attributeCodes() == std::vector<std::string>{"socket"}));
        const auto categories = definitions.all(ThingKind::Category);
        QCOMPARE(categories.size(), size_t(2));
        QCOMPARE(categories[0]->key, std::string("parts"));
        QVERIFY(definitions.has(ThingKind::Category, "parts/cpu"));
        QVERIFY(!definitions.has(ThingKind::Family, "parts/cpu"));
    }

    void knowsWhatIsBelowACategory()
    {
        const Definitions definitions;
        QVERIFY(definitions.categoryIsBelow("parts/cpu", "parts"));
        QVERIFY(definitions.categoryIsBelow("parts", "parts"));
        QVERIFY(!definitions.categoryIsBelow("partsbin/cpu", "parts"));
        QVERIFY(!definitions.categoryIsBelow("parts", "parts/cpu"));
    }

    void comesWithTheVocabularyOfTheProduct()
    {
        const std::vector<Thing> things = builtInDefinitions();
        std::set<std::pair<ThingKind, std::string>> keys;
        for (const Thing& one : things) {
            const Result<void> good = checkDefinition(one.kind, one.key, one.fields);
            QVERIFY2(good.ok(), good.ok() ? "" : (good.error().where + ": " + good.error().what).c_str());
            QCOMPARE(one.revision, uint64_t(1));
            QCOMPARE(one.changedIn, uint64_t(0));
            QVERIFY(keys.insert({one.kind, one.key}).second);
        }
        const Definitions definitions(things);
        QCOMPARE(definitions.all(ThingKind::LinkType).size(), size_t(11));
        QVERIFY(definitions.has(ThingKind::Channel, "web"));
        for (const char* intent : {"browsing", "comparing", "ready-to-buy", "owner"})
            QVERIFY2(definitions.has(ThingKind::Intent, intent), intent);
        for (const char* trigger : {"launch", "replenishment", "anniversary", "season", "post-purchase"})
            QVERIFY2(definitions.has(ThingKind::Trigger, trigger), trigger);
    }

    void findsLinkTypesFromBothEnds_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<bool>("symmetric");
        QTest::addColumn<QByteArray>("slot");
        const auto row = [](const char* name, const char* code, bool symmetric, const char* slot) {
            QTest::newRow(name) << QByteArray(name) << QByteArray(code) << symmetric << QByteArray(slot);
        };
        row("requires", "requires", false, "essentials");
        row("required by", "requires", false, "essentials");
        row("required-by", "requires", false, "essentials");
        row("predecessor", "successor", false, "alternatives");
        row("down-sell", "up-sell", false, "upgrades");
        row("substitute", "substitute", true, "alternatives");
        row("compatible", "compatible", true, "accessories");
        row("incompatible", "incompatible", true, "");
        row("cross-sell", "cross-sell", false, "accessories");
    }

    void findsLinkTypesFromBothEnds()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, code);
        QFETCH(bool, symmetric);
        QFETCH(QByteArray, slot);
        const Definitions definitions(builtInDefinitions());
        const LinkType* type = definitions.linkType(name.toStdString());
        QVERIFY(type);
        QCOMPARE(QByteArray::fromStdString(type->code), code);
        QCOMPARE(type->symmetric, symmetric);
        QCOMPARE(QByteArray::fromStdString(type->slot), slot);
        if (symmetric)
            QCOMPARE(type->inverse, type->code);
        QVERIFY(!definitions.linkType("accessories"));
    }

    void acceptsDefinitions_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("fields");
        const auto row = [](ThingKind kind, const char* key, const char* fields) {
            QTest::addRow("%s %s", std::string(kindName(kind)).c_str(), key)
                << static_cast<int>(kind) << QByteArray(key) << QByteArray(fields);
        };
        row(ThingKind::Attribute, "weight", "{\"label\":\"Weight\",\"max\":10,\"min\":0.5,\"type\":\"number\",\"unit\":\"kg\"}");
        row(ThingKind::Attribute, "name", "{\"per_language\":true}");
        row(ThingKind::Category, "Parts/Größe & co", "{\"label\":\"X\"}");
        row(ThingKind::Category, "books", "{\"vat\":5.5}");
        row(ThingKind::Audience, "enthusiast", "{\"ladder\":\"engagement\",\"step\":3}");
        row(ThingKind::Season, "bf-2026", "{\"from\":\"2026-11-27\",\"to\":\"2026-11-27T20:00\"}");
        row(ThingKind::Season, "xmas", "{\"every\":\"11-15..12-24\"}");
        row(ThingKind::Template, "fits", "{\"text\":{\"de\":\"Passt\",\"en\":\"Fits\"}}");
        row(ThingKind::Rule, "link.too-many-in-slot", "{\"parameters\":{\"max\":6},\"severity\":\"error\"}");
        row(ThingKind::Policy, "four-eyes", "{\"value\":\"solo\"}");
        row(ThingKind::Profile, "supplier A", "{\"columns\":{\"A\":\"name\"},\"decimal\":\",\"}");
    }

    void acceptsDefinitions()
    {
        QFETCH(int, kind);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, fields);
        const Result<void> good =
            checkDefinition(static_cast<ThingKind>(kind), key.toStdString(), *FieldMap::fromJson(fields.toStdString()));
        QVERIFY2(good.ok(), good.ok() ? "" : (good.error().where + ": " + good.error().what).c_str());
    }

    void refusesDefinitions_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QByteArray>("part"); // of where, what or what to try
        const auto row = [](ThingKind kind, const char* key, const char* fields, const char* part) {
            QTest::addRow("%s %s %s", std::string(kindName(kind)).c_str(), key, fields)
                << static_cast<int>(kind) << QByteArray(key) << QByteArray(fields) << QByteArray(part);
        };
        row(ThingKind::Attribute, "Socket", "{}", "is no code");
        row(ThingKind::Attribute, "a@de", "{}", "is no code");
        row(ThingKind::Attribute, "price", "{}", "already");
        row(ThingKind::Attribute, "x", "{\"typ\":\"text\"}", "did you mean 'type'?");
        row(ThingKind::Attribute, "x", "{\"type\":\"nummer\"}", "did you mean 'number'?");
        row(ThingKind::Attribute, "x", "{\"type\":5}", "a text");
        row(ThingKind::Attribute, "x", "{\"max\":1,\"min\":2}", "above");
        row(ThingKind::Attribute, "x", "{\"options\":[1]}", "a list of texts");
        row(ThingKind::Attribute, "x", "{\"per_language\":\"yes\"}", "true or false");
        row(ThingKind::Attribute, "x", "{\"master\":\"heer\"}", "did you mean 'here'?");
        row(ThingKind::Family, "cpu", "{\"attributes\":[{\"required\":[]}]}", "has no 'code'");
        row(ThingKind::Family, "cpu", "{\"attributes\":[{\"code\":\"a\"},{\"code\":\"a\"}]}", "twice");
        row(ThingKind::Family, "cpu", "{\"attributes\":[{\"code\":\"a\",\"requird\":[]}]}", "did you mean 'required'?");
        row(ThingKind::Family, "cpu", "{\"attributes\":[{\"code\":\"a\",\"required\":true}]}", "attributes[1].required");
        row(ThingKind::Category, "a//b", "{}", "empty");
        row(ThingKind::Category, "books", "{\"vat\":\"7\"}", "number");
        row(ThingKind::Category, "books", "{\"vat\":190}", "rate of tax");
        row(ThingKind::Season, "x", "{\"from\":\"2026-02-30\"}", "a date");
        row(ThingKind::Season, "x", "{\"from\":\"2026-03-02\",\"to\":\"2026-03-01\"}", "after");
        row(ThingKind::Season, "x", "{\"every\":\"13-01..12-24\"}", "yearly");
        row(ThingKind::LinkType, "x", "{\"slot\":\"accesories\"}", "did you mean 'accessories'?");
        row(ThingKind::LinkType, "x", "{\"inverse\":\"y\",\"symmetric\":true}", "inverse");
        row(ThingKind::LinkType, "x", "{\"cap\":-1}", "below 0");
        row(ThingKind::LinkType, "x", "{\"names\":{\"google\":1}}", "google");
        row(ThingKind::Audience, "x", "{\"step\":1.5}", "a whole number");
        row(ThingKind::Rule, "x", "{\"severity\":\"fatal\"}", "blocker");
        row(ThingKind::Profile, "../x", "{}", "characters");
        row(ThingKind::Policy, "four-eye", "{\"value\":\"solo\"}", "did you mean 'four-eyes'?");
        row(ThingKind::Policy, "four-eyes", "{\"value\":\"sole\"}", "strict or solo");
        row(ThingKind::Intent, "", "{}", "code");
        row(ThingKind::Intent, " a", "{}", "code");
    }

    void refusesDefinitions()
    {
        QFETCH(int, kind);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, fields);
        QFETCH(QByteArray, part);
        const Result<void> bad =
            checkDefinition(static_cast<ThingKind>(kind), key.toStdString(), *FieldMap::fromJson(fields.toStdString()));
        QVERIFY2(!bad.ok(), "it was accepted");
        QCOMPARE(bad.error().kind, ErrorKind::Rejected);
        const std::string text = bad.error().where + ": " + bad.error().what + "; " + bad.error().tryThis;
        QVERIFY2(text.find(part.toStdString()) != std::string::npos, text.c_str());
    }

    void policiesHaveDefaults()
    {
        const Definitions plain;
        QCOMPARE(plain.policy("four-eyes"), std::string("strict"));
        QCOMPARE(plain.policy("blast-radius"), std::string("20"));
        QCOMPARE(plain.policy("prices"), std::string("gross"));
        QCOMPARE(plain.policy("vat"), std::string("0"));
        QCOMPARE(plain.policy("currency"), std::string("EUR"));
        QCOMPARE(plain.policy("no-such"), std::string());
        for (const PolicyInfo& info : policyInfos())
            QVERIFY2(checkPolicy(info.name, info.defaultValue).ok(), std::string(info.name).c_str());
        const Definitions set({thing(ThingKind::Policy, "currency", "{\"value\":\"USD\"}")});
        QCOMPARE(set.policy("currency"), std::string("USD"));
    }

    void checksPolicies()
    {
        QVERIFY(checkPolicy("blast-radius", "12.5").ok());
        QVERIFY(checkPolicy("gate", "all").ok());
        QVERIFY(checkPolicy("prices", "net").ok());
        QVERIFY(checkPolicy("vat", "7.7").ok());
        QVERIFY(checkPolicy("review-cadence", "30").ok());
        for (const auto& [name, value] :
            {std::pair("blast-radius", "101"), {"blast-radius", "-1"}, {"blast-radius", "20%"}, {"gate", "none"}, {"currency", "EURO"},
                {"currency", "eur"}, {"time-zone", "Mars/Base"}, {"review-cadence", "0"}, {"four-eyes", ""}})
            QVERIFY2(!checkPolicy(name, value).ok(), value);
    }

    void listsKeysInFileOrder()
    {
        const auto keys = definitionKeys(ThingKind::Attribute);
        QCOMPARE(keys.front(), std::string_view("label"));
        QVERIFY(definitionKeys(ThingKind::Product).empty());
    }
};

QTEST_APPLESS_MAIN(TestDefinitions)
#include "tst_definitions.moc"
