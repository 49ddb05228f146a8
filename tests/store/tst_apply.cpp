// Workspace::apply: what it takes, what it refuses, and that a refusal changes nothing.
#include "tests/support/catalog.h"

#include <SQLiteCpp/SQLiteCpp.h>

using namespace shelf;
using namespace shelf::test;

class ApplyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aProductComesBackAsItWasGiven()
    {
        Shop shop;
        shop.stock(0);
        const std::string odd = jsonString("quo\"te \\ \n \xe2\x80\xae bidi \xf0\x9f\x98\x80 =1+1");
        SHELF_OK(shop.apply("mia",
            {create(ThingKind::Product, "A:%1",
                {{"name", odd}, {"price", "199.95"}, {"stock", "-3"}, {"never_recommend", "true"}, {"family", "\"lens\""},
                    {"launch", "\"2026-01-31\""}, {"mount", "\"Z\""}, {"mount@de", "7.25"}})}));
        const auto product = shop.workspace->product("A:%1").value().value();
        QCOMPARE(product.revision, uint64_t(1));
        QCOMPARE(product.changedIn, uint64_t(2));
        QCOMPARE(std::string(product.fields.get("name")), odd);
        QCOMPARE(std::string(product.fields.get("price")), std::string("199.95"));
        QCOMPARE(std::string(product.fields.get("mount@de")), std::string("7.25"));
        QCOMPARE(product.fields.size(), size_t(8));
    }

    void anEditCountsTheRevisionAndTheJournal()
    {
        Shop shop;
        shop.stock(1);
        const auto now = shop.workspace->product("P0").value().value();
        const auto applied = shop.apply("jan", {edit(now, "name", "\"Other\"")});
        SHELF_OK(applied);
        QCOMPARE(applied->number.value(), uint64_t(2));
        QCOMPARE(shop.workspace->journalHead().value(), applied->head);
        const auto after = shop.workspace->product("P0").value().value();
        QCOMPARE(after.revision, now.revision + 1);
        QCOMPARE(after.fields.text("name"), std::string("Other"));
    }

    void aChangeOnAStaleRowNamesWhoCameFirst()
    {
        Shop shop;
        shop.stock(1);
        const auto old = shop.workspace->product("P0").value().value();
        SHELF_OK(shop.apply("jan", {edit(old, "name", "\"By Jan\"")}));
        const auto refused = shop.apply("mia", {edit(old, "name", "\"By Mia\"")});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, std::string("STALE"));
        QVERIFY2(refused.error().what.find("jan changed it on 2026-10-24") != std::string::npos, refused.error().what.c_str());
        QCOMPARE(shop.workspace->product("P0").value()->fields.text("name"), std::string("By Jan"));
    }

    void anEmptyChangeSetLeavesNoTrace()
    {
        Shop shop;
        const auto applied = shop.workspace->apply(changeSet("mia", "nothing", {}));
        SHELF_OK(applied);
        QVERIFY(!applied->number);
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(0));
    }

    void whatIsWrongIsRefusedWhole_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("code");
        QTest::newRow("unknown family") << "product"
                                        << "N"
                                        << "family"
                                        << "\"lenz\""
                                        << "UNKNOWN_FAMILY";
        QTest::newRow("unknown attribute") << "product"
                                           << "N"
                                           << "mnt"
                                           << "\"E\""
                                           << "UNKNOWN_ATTRIBUTE";
        QTest::newRow("unknown parent") << "product"
                                        << "N"
                                        << "parent"
                                        << "\"NONE\""
                                        << "UNKNOWN_SKU";
        QTest::newRow("price as text") << "product"
                                       << "N"
                                       << "price"
                                       << "\"ten\""
                                       << "BAD_VALUE";
        QTest::newRow("stock as fraction") << "product"
                                           << "N"
                                           << "stock"
                                           << "1.5"
                                           << "BAD_VALUE";
        QTest::newRow("control character in a SKU") << "product"
                                                    << "N\x07"
                                                    << "name"
                                                    << "\"x\""
                                                    << "";
        QTest::newRow("the same SKU") << "product"
                                      << "P0"
                                      << "name"
                                      << "\"x\""
                                      << "STALE";
        QTest::newRow("unknown target") << "mapping"
                                        << "link:P0:accessory:NONE"
                                        << ""
                                        << ""
                                        << "UNKNOWN_SKU";
        QTest::newRow("unknown type") << "mapping"
                                      << "link:P0:accessoir:P1"
                                      << ""
                                      << ""
                                      << "UNKNOWN_LINK_TYPE";
        QTest::newRow("link to itself") << "mapping"
                                        << "link:P0:accessory:P0"
                                        << ""
                                        << ""
                                        << "";
        QTest::newRow("symmetric the wrong way round") << "mapping"
                                                       << "link:P1:compatible:P0"
                                                       << ""
                                                       << ""
                                                       << "LINK_ORDER";
    }
    void whatIsWrongIsRefusedWhole()
    {
        QFETCH(QString, kind);
        QFETCH(QString, key);
        QFETCH(QString, field);
        QFETCH(QString, json);
        QFETCH(QString, code);
        Shop shop;
        shop.stock(2);
        const auto before = shop.content();
        Change change = create(*kindFromName(kind.toStdString()), key.toStdString(), {{field.toStdString(), json.toStdString()}});
        if (const auto link = LinkId::parse(key.toStdString()); change.kind == ThingKind::Mapping)
            change.fields = {
                {"source", {}, jsonString(link->source)}, {"type", {}, jsonString(link->type)}, {"target", {}, jsonString(link->target)}};
        const auto applied = shop.apply("mia", {create(ThingKind::Product, "GOOD", {{"name", "\"ok\""}}), change});
        QVERIFY(!applied);
        if (!code.isEmpty())
            QCOMPARE(QString::fromStdString(applied.error().code), code);
        QVERIFY(!applied.error().tryThis.empty());
        QCOMPARE(shop.content(), before);
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(1));
    }

    void whatIsStillNamedCannotGo()
    {
        Shop shop;
        shop.stock(2);
        shop.link("mia", "P0", "P1");
        const auto product = shop.workspace->product("P1").value().value();
        const auto removed = shop.apply(
            "mia", {inverse(create(ThingKind::Product, "P1", {product.fields.begin(), product.fields.end()}), product.revision)});
        QVERIFY(!removed);
        QCOMPARE(removed.error().code, std::string("STILL_REFERENCED"));
        const Thing* family = shop.workspace->definitions().find(ThingKind::Family, "lens");
        const auto dropped = shop.apply(
            "mia", {inverse(create(ThingKind::Family, "lens", {family->fields.begin(), family->fields.end()}), family->revision)});
        QVERIFY(!dropped);
        QCOMPARE(dropped.error().code, std::string("STILL_REFERENCED"));
    }

    void aDryRunDoesEverythingAndKeepsNothing()
    {
        Shop shop;
        shop.stock(1);
        const auto before = shop.content();
        ApplyOptions dry;
        dry.dryRun = true;
        const auto applied = shop.workspace->apply(changeSet("mia", "try", {create(ThingKind::Product, "N", {{"name", "\"n\""}})}), dry);
        SHELF_OK(applied);
        QVERIFY(!applied->number);
        QCOMPARE(applied->changes, uint64_t(1));
        QCOMPARE(shop.content(), before);
        const auto wrong = shop.workspace->apply(changeSet("mia", "try", {create(ThingKind::Product, "N", {{"family", "\"none\""}})}), dry);
        QVERIFY(!wrong);
    }

    void cancellingLeavesThingsAsTheyWere()
    {
        Shop shop;
        std::atomic<bool> cancel = false;
        int blocks = 0;
        ApplyOptions options;
        options.progress.cancel = &cancel;
        ChangeSetHeader header;
        header.author = "mia";
        const auto applied = shop.workspace->apply(
            header,
            [&](ChangeBlock& block) -> Result<bool> {
                for (int i = 0; i < 5000; ++i)
                    block.add(create(ThingKind::Product, "B" + std::to_string(blocks) + "-" + std::to_string(i), {{"name", "\"x\""}}));
                cancel = ++blocks == 3;
                return blocks <= 3;
            },
            options);
        QVERIFY(!applied);
        QCOMPARE(applied.error().kind, ErrorKind::Cancelled);
        QCOMPARE(shop.workspace->productCount().value(), uint64_t(0));
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(0));
        QVERIFY(shop.workspace->check(true).value().ok());
    }

    void aFirstImportFindsASkuThatIsThereTwice()
    {
        Shop shop;
        std::vector<Change> changes;
        for (int i = 0; i < 6000; ++i)
            changes.push_back(create(ThingKind::Product, "S" + std::to_string(i % 5999), {{"name", "\"x\""}}));
        const auto applied = shop.apply("mia", std::move(changes));
        QVERIFY(!applied);
        QCOMPARE(applied.error().kind, ErrorKind::Rejected);
        QCOMPARE(shop.workspace->productCount().value(), uint64_t(0));
        SHELF_OK(shop.apply("mia", {create(ThingKind::Product, "A", {{"name", "\"x\""}})}));
        QVERIFY(shop.workspace->check(true).value().ok());
    }

    void twoProgramsSeeEachOther()
    {
        Shop shop;
        shop.stock(1);
        auto other = Workspace::open(shop.path, {false, fixedClock()});
        SHELF_OK(other);
        const auto seen = (*other)->product("P0").value().value();
        SHELF_OK((*other)->apply(changeSet("jan", "by another",
            {edit(seen, "name", "\"theirs\""),
                create(ThingKind::Season, "bf", {{"label", "\"Black Friday\""}, {"from", "\"2026-11-20\""}, {"to", "\"2026-11-30\""}})})));
        QCOMPARE(shop.workspace->product("P0").value()->fields.text("name"), std::string("theirs"));
        SHELF_OK(shop.workspace->refresh());
        QVERIFY(shop.workspace->definitions().has(ThingKind::Season, "bf"));
        SHELF_OK(shop.apply("mia", {edit(shop.workspace->product("P0").value().value(), "name", "\"mine\"")}));
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(3));
        QVERIFY(shop.workspace->check(true).value().ok());
    }

    void aLockedWorkspaceSaysSo()
    {
        Shop shop;
        shop.stock(1);
        SQLite::Database other(shop.path, SQLite::OPEN_READWRITE);
        other.exec("BEGIN IMMEDIATE");
        const auto applied = shop.apply("mia", {create(ThingKind::Product, "N", {})});
        QVERIFY(!applied);
        QCOMPARE(applied.error().code, std::string("LOCKED"));
        other.exec("ROLLBACK");
        SHELF_OK(shop.apply("mia", {create(ThingKind::Product, "N", {})}));
    }

    void anActingPersonIsNeeded_data()
    {
        QTest::addColumn<QString>("author");
        QTest::newRow("none") << "";
        QTest::newRow("spaces") << "   ";
        QTest::newRow("control") << "mi\x1b[31ma";
        QTest::newRow("too long") << QString(300, QLatin1Char('m'));
    }
    void anActingPersonIsNeeded()
    {
        QFETCH(QString, author);
        Shop shop;
        const auto applied = shop.apply(author.toStdString(), {create(ThingKind::Product, "N", {})});
        QVERIFY(!applied);
        QCOMPARE(applied.error().code, std::string("BAD_AUTHOR"));
    }
};

QTEST_APPLESS_MAIN(ApplyTest)
#include "tst_apply.moc"
