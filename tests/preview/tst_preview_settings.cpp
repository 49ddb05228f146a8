// What decides how previews choose: defaults, what each setting may be, and the hash that manifests name.
#include "governance/preview/settings.h"
#include "model/domain/definitions.h"

#include <QtTest>

using namespace shelf;

namespace {

Definitions with(const std::vector<Thing>& more)
{
    std::vector<Thing> things = builtInDefinitions();
    for (const Thing& thing : more) {
        const auto same =
            std::find_if(things.begin(), things.end(), [&](const Thing& t) { return t.kind == thing.kind && t.key == thing.key; });
        if (same == things.end())
            things.push_back(thing);
        else
            for (const auto& [field, json] : thing.fields)
                same->fields.set(field, json);
    }
    return Definitions(std::move(things));
}

Thing thing(ThingKind kind, const std::string& key, const std::vector<std::pair<std::string, std::string>>& fields)
{
    Thing made;
    made.kind = kind;
    made.key = key;
    made.revision = 1;
    for (const auto& [field, json] : fields)
        made.fields.set(field, json);
    return made;
}

Thing policy(const std::string& name, const std::string& value)
{
    return thing(ThingKind::Policy, name, {{"value", jsonString(value)}});
}

} // namespace

class TestPreviewSettings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void defaults()
    {
        const PreviewSettings settings = previewSettings(with({}));
        QCOMPARE(settings.slotCap, int64_t(4));
        QCOMPARE(settings.brandCap, int64_t(0));
        QCOMPARE(settings.floor, 0.0);
        QCOMPARE(settings.weights[static_cast<size_t>(ScorePart::Rank)], 3.0);
        QCOMPARE(settings.tiers.size(), tierCount);
        QCOMPARE(settings.of("accessory").guard.value_or(0), 100.0);
        QVERIFY(!settings.of("service").guard);
        QCOMPARE(settings.of("bundle").slot, std::string("bundles"));
        QVERIFY(settings.of("incompatible").slot.empty());
        QCOMPARE(settings.defaultChannel, std::string("web"));
    }

    void whatTheWorkspaceSays()
    {
        const PreviewSettings settings = previewSettings(with({policy("preview-weights", "rank=1, margin=0.5"),
            policy("preview-tiers", "rule,mined"), policy("preview-floor", "0.25"), policy("preview-band", "10..30"),
            policy("preview-kind-caps", "bundle=1"), policy("preview-kind-stock", "upgrade=substitute"), policy("default-channel", "store"),
            thing(ThingKind::Channel, "store", {{"label", "\"Store\""}, {"cap", "2"}}),
            thing(ThingKind::LinkType, "accessory", {{"inverse_slot", "\"alternatives\""}, {"stock", "\"keep\""}, {"guard", "30"}})}));
        QCOMPARE(settings.weights[static_cast<size_t>(ScorePart::Rank)], 1.0);
        QCOMPARE(settings.weights[static_cast<size_t>(ScorePart::Season)], 0.0);
        QVERIFY(settings.tiers.front() == Tier::Rule && settings.tiers[2] == Tier::Pinned);
        QCOMPARE(settings.floor, 0.25);
        QCOMPARE(settings.bandMax, 30.0);
        QCOMPARE(settings.of("bundle").cap, int64_t(1));
        QVERIFY(settings.of("upgrade").stock == StockPolicy::Substitute);
        QCOMPARE(settings.defaultChannel, std::string("store"));
        QCOMPARE(settings.channelCaps.at("store"), int64_t(2));
        QCOMPARE(settings.of("accessory").inverseSlot, std::string("alternatives"));
        QCOMPARE(settings.of("accessory").guard.value_or(0), 30.0);
    }

    void wrongValues_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("good");
        const std::tuple<const char*, const char*, bool> rows[] = {{"preview-weights", "rank=3", true},
            {"preview-weights", "rnak=3", false}, {"preview-weights", "rank=-1", false}, {"preview-weights", "rank=1,rank=2", false},
            {"preview-weights", "", false}, {"preview-tiers", "mined", true}, {"preview-tiers", "gold", false},
            {"preview-tiers", "mined,mined", false}, {"preview-floor", "1", true}, {"preview-floor", "1.1", false},
            {"preview-cap", "0", true}, {"preview-cap", "2.5", false}, {"preview-band", "5..50", true}, {"preview-band", "50..5", false},
            {"preview-band", "5", false}, {"preview-kind-stock", "bundle=keep", true}, {"preview-kind-stock", "bundle=hide", false},
            {"preview-kind-caps", "lens=4", false}, {"preview-colour", "red", false}, {"default-channel", "store", true}};
        for (const auto& [name, value, good] : rows)
            QTest::addRow("%s %s", name, value) << QString::fromLatin1(name) << QString::fromLatin1(value) << good;
    }
    void wrongValues()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(bool, good);
        const auto result = checkPolicy(name.toStdString(), value.toStdString());
        QCOMPARE(result.ok(), good);
        QVERIFY(good || !result.error().tryThis.empty());
    }

    void equalEffectEqualHash_data()
    {
        QTest::addColumn<int>("index");
        QTest::addColumn<bool>("same");
        for (size_t i = 0; i < changes().size(); ++i)
            QTest::newRow(std::get<0>(changes()[i])) << static_cast<int>(i) << std::get<1>(changes()[i]);
    }
    void equalEffectEqualHash()
    {
        QFETCH(int, index);
        QFETCH(bool, same);
        const Thing change = std::get<2>(changes()[static_cast<size_t>(index)]);
        QCOMPARE(previewSettingsSha256(with({change})) == previewSettingsSha256(with({})), same);
    }

private:
    using Change = std::tuple<const char*, bool, Thing>;
    static std::vector<Change> changes()
    {
        return {
            {"the default, written down", true, policy("preview-cap", "4")},
            {"in another order", true, policy("preview-weights", "season=1,rank=3,intent_fit=2,price_fit=2,stock=1,evidence=2,margin=1")},
            {"all weights doubled", true,
                policy("preview-weights", "rank=6,price_fit=4,stock=2,margin=2,evidence=4,intent_fit=4,season=2")},
            {"other weights", false, policy("preview-weights", "rank=6,price_fit=2")},
            {"the first tiers alone", true, policy("preview-tiers", "pinned,essential")},
            {"other tiers", false, policy("preview-tiers", "mined,pinned")},
            {"a floor", false, policy("preview-floor", "0.1")},
            {"another cadence", true, thing(ThingKind::LinkType, "accessory", {{"cadence_days", "30"}})},
            {"another cap", false, thing(ThingKind::LinkType, "accessory", {{"cap", "3"}})},
            {"another guard", false, thing(ThingKind::LinkType, "accessory", {{"guard", "30"}})},
            {"the usual guard", true, thing(ThingKind::LinkType, "accessory", {{"guard", "100"}})},
            {"no opt-out", true, thing(ThingKind::Channel, "web", {{"opt_out", "false"}})},
            {"opt-out", false, thing(ThingKind::Channel, "web", {{"opt_out", "true"}})},
            {"the cap that the channel has anyway", true, thing(ThingKind::Channel, "web", {{"cap", "4"}})},
            {"a channel's cap", false, thing(ThingKind::Channel, "web", {{"cap", "2"}})},
            {"a season", false, thing(ThingKind::Season, "xmas", {{"label", "\"Christmas\""}, {"every", "\"12-01..12-24\""}})},
            {"a template", false, thing(ThingKind::Template, "fits", {{"text", "\"Fits {source.name}\""}})},
            {"a gate", true, policy("gate", "all")},
        };
    }
};

QTEST_APPLESS_MAIN(TestPreviewSettings)
#include "tst_preview_settings.moc"
