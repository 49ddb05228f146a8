// The catalog in memory: products keep their rows, variants take their parents' values, snapshots stay as they are.
#include "model/catalog/catalog.h"

#include <QtTest>

using namespace shelf;

namespace {

Thing product(const std::string& sku, std::vector<std::pair<std::string, std::string>> fields)
{
    Thing thing;
    thing.key = sku;
    thing.revision = 1;
    for (const auto& [field, json] : fields)
        thing.fields.set(field, json);
    return thing;
}

MappingState link(const std::string& source, const std::string& type, const std::string& target, const std::string& more = {})
{
    MappingState state;
    state.id = LinkId{source, type, target, {}}.text();
    state.revision = 1;
    state.hasDraft = true;
    state.draft =
        *FieldMap::fromJson("{" + more + "\"source\":\"" + source + "\",\"target\":\"" + target + "\",\"type\":\"" + type + "\"}");
    return state;
}

std::vector<std::string> targetsOf(const Snapshot& snapshot, const std::string& sku, View view)
{
    std::vector<std::string> targets;
    for (const Link& link : snapshot.links().from(snapshot.find(sku)))
        if (link.in(view))
            targets.emplace_back(snapshot.sku(link.target));
    return targets;
}

std::vector<std::string> sourcesOf(const Snapshot& snapshot, const std::string& sku, View view)
{
    std::vector<std::string> sources;
    snapshot.links().into(snapshot.find(sku), [&](const Link& link) {
        if (link.in(view))
            sources.emplace_back(snapshot.sku(link.source));
    });
    std::sort(sources.begin(), sources.end());
    return sources;
}

} // namespace

class TestCatalog : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aProductKeepsItsRow()
    {
        Catalog catalog{Definitions()};
        catalog.putProduct(product("A", {{"name", "\"One\""}, {"price", "5"}}));
        catalog.putProduct(product("B", {}));
        const Snapshot first = catalog.snapshot();
        const Row row = first.find("A");
        catalog.removeProduct("A");
        const Snapshot second = catalog.snapshot();
        catalog.putProduct(product("A", {{"name", "\"Two\""}}));
        const Snapshot third = catalog.snapshot();
        QCOMPARE(first.text("name", row), std::string_view("One"));
        QCOMPARE(first.number("price", row), 5.0);
        QCOMPARE(first.productCount(), Row(2));
        QVERIFY(!second.exists(row) && second.find("A") == noRow && second.text("name", row).empty());
        QCOMPARE(second.productCount(), Row(1));
        QCOMPARE(third.find("A"), row);
        QCOMPARE(third.text("name", row), std::string_view("Two"));
        QVERIFY(third.value("price", row) == 0);
    }

    void variantsTakeWhatTheyLack()
    {
        Catalog catalog{Definitions()};
        catalog.putProduct(product("V", {{"parent", "\"P\""}, {"name", "\"Variant\""}}));
        catalog.putProduct(product("P", {{"parent", "\"G\""}, {"name", "\"Parent\""}, {"stock", "3"}, {"brand", "\"Orvane\""}}));
        catalog.putProduct(product("G", {{"family", "\"lens\""}}));
        Snapshot snapshot = catalog.snapshot();
        const Row variant = snapshot.find("V");
        QCOMPARE(snapshot.text("name", variant), std::string_view("Variant"));
        QCOMPARE(snapshot.text("brand", variant), std::string_view("Orvane"));
        QCOMPARE(snapshot.family(variant), std::string_view("lens"));
        QVERIFY(snapshot.value("stock", variant) == 0);
        QVERIFY(snapshot.hasVariants());
        QCOMPARE(snapshot.variants(snapshot.find("P")).size(), size_t(1));
        std::vector<Code> buffer(chunkRows);
        QCOMPARE(snapshot.column("brand")->values().text(snapshot.chunk(snapshot.column("brand"), 0, buffer.data())[variant]),
            std::string_view("Orvane"));
        catalog.removeProduct("P");
        snapshot = catalog.snapshot();
        QVERIFY(snapshot.text("brand", variant).empty());
        QVERIFY(snapshot.parent(variant) == noRow);
    }

    void aLoopOfParentsEnds()
    {
        Catalog catalog{Definitions()};
        catalog.putProduct(product("A", {{"parent", "\"B\""}}));
        catalog.putProduct(product("B", {{"parent", "\"A\""}}));
        const Snapshot snapshot = catalog.snapshot();
        QVERIFY(snapshot.text("brand", snapshot.find("A")).empty());
    }

    void linksAreFoundFromBothEnds()
    {
        Catalog catalog{Definitions()};
        for (const char* sku : {"A", "B", "C", "D"})
            catalog.putProduct(product(sku, {}));
        catalog.putMapping(link("A", "accessory", "D"), 20000);
        catalog.putMapping(link("A", "accessory", "C", "\"rank\":2,"), 20000);
        catalog.putMapping(link("A", "accessory", "B", "\"rank\":7,"), 20000);
        catalog.putMapping(link("C", "accessory", "B"), 20000);
        const Snapshot snapshot = catalog.snapshot();
        QCOMPARE(targetsOf(snapshot, "A", View::Working), (std::vector<std::string>{"C", "B", "D"}));
        QCOMPARE(sourcesOf(snapshot, "B", View::Working), (std::vector<std::string>{"A", "C"}));
        QVERIFY(targetsOf(snapshot, "A", View::Approved).empty());
        const Link first = snapshot.links().from(snapshot.find("A"))[0];
        QCOMPARE(snapshot.linkId(first), std::string("link:A:accessory:C"));
        QCOMPARE(
            snapshot.linkContent(first).toJson(), std::string("{\"rank\":2,\"source\":\"A\",\"target\":\"C\",\"type\":\"accessory\"}"));
    }

    void anApprovedLinkStaysBesideItsDraft()
    {
        Catalog catalog{Definitions()};
        catalog.putProduct(product("A", {}));
        catalog.putProduct(product("B", {}));
        MappingState state = link("A", "accessory", "B", "\"owner\":\"mia\",");
        state.approved.number = 1;
        state.approved.content = state.draft;
        state.approved.approvedAt = "2026-03-01T10:00:00Z";
        state.hasDraft = false;
        catalog.putMapping(state, 20000);
        const Snapshot approved = catalog.snapshot();
        QCOMPARE(approved.links().size(), size_t(1));
        state.hasDraft = true;
        state.draft.setText("owner", "jan");
        catalog.putMapping(state, 20600);
        const Snapshot drafted = catalog.snapshot();
        QCOMPARE(drafted.links().size(), size_t(2));
        state.draftRetires = true;
        catalog.putMapping(state, 20600);
        const Snapshot retiring = catalog.snapshot();
        QVERIFY(targetsOf(retiring, "A", View::Working).empty());
        QCOMPARE(targetsOf(retiring, "A", View::Approved).size(), size_t(1));
        state.revision = 0;
        catalog.putMapping(state, 0);
        QCOMPARE(catalog.snapshot().links().size(), size_t(0));
        QCOMPARE(drafted.links().size(), size_t(2));
        QCOMPARE(formatDate(dayOf(drafted.links().from(0)[0].approved)), std::string("2026-03-01"));
        QCOMPARE(approved.linkContent(approved.links().from(0)[0]).text("owner"), std::string("mia"));
    }
};

QTEST_APPLESS_MAIN(TestCatalog)
#include "tst_catalog.moc"
