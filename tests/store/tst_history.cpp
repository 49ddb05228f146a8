// Undo, redo and proof over the journal.
#include "tests/support/catalog.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <random>
#include <set>

using namespace shelf;
using namespace shelf::test;

class HistoryTest : public QObject {
    Q_OBJECT

    // A random change set over a few products, links, families and seasons: creations, edits, deletions.
    static std::vector<Change> randomChanges(Shop& shop, std::mt19937& random)
    {
        const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
        std::vector<Change> changes;
        std::set<std::string> touched;
        for (int i = 0, n = 1 + pick(6); i < n; ++i) {
            const std::string sku = "P" + std::to_string(pick(12));
            if (!touched.insert(sku).second)
                continue;
            const auto now = shop.workspace->product(sku).value();
            if (!now)
                changes.push_back(
                    create(ThingKind::Product, sku, {{"name", jsonString("n" + std::to_string(pick(99)))}, {"family", "\"lens\""}}));
            else if (pick(9) == 0 && shop.workspace->mappingsNaming(sku)->empty())
                changes.push_back(inverse(create(ThingKind::Product, sku, {now->fields.begin(), now->fields.end()}), now->revision));
            else if (const auto json = pick(3) ? std::to_string(pick(500)) : std::string(); json != now->fields.get("price"))
                changes.push_back(edit(*now, "price", json));
        }
        const std::string id = LinkId{"P" + std::to_string(pick(4)), "accessory", "Q" + std::to_string(pick(3)), {}}.text();
        const auto link = LinkId::parse(id);
        const auto state = shop.workspace->mapping(id).value();
        if (!state && shop.workspace->product(link->source).value() && !touched.contains(link->source))
            changes.push_back(create(ThingKind::Mapping, id,
                {{"source", jsonString(link->source)}, {"type", "\"accessory\""}, {"target", jsonString(link->target)},
                    {"rank", std::to_string(pick(9))}}));
        else if (state)
            if (const auto rank = std::to_string(pick(9)); rank != state->working().get("rank"))
                changes.push_back(
                    {ThingKind::Mapping, id, ChangeOp::Edit, state->revision, {{"rank", std::string(state->working().get("rank")), rank}}});
        return changes;
    }

private Q_SLOTS:
    void undoTakesBackAndRedoBringsAgainAcrossRestarts()
    {
        Shop shop;
        shop.stock(2);
        const auto first = shop.content();
        SHELF_OK(shop.apply("mia", {edit(shop.workspace->product("P0").value().value(), "name", "\"A\"")}));
        const auto second = shop.content();
        SHELF_OK(shop.apply("mia", {edit(shop.workspace->product("P0").value().value(), "name", "\"B\"")}));
        const auto third = shop.content();
        shop.workspace.reset();
        shop.workspace = std::move(Workspace::open(shop.path, {false, fixedClock()}).value());

        QCOMPARE(shop.workspace->undo("mia")->undone.value(), uint64_t(3));
        QCOMPARE(shop.content(), second);
        QCOMPARE(shop.workspace->undo("mia")->undone.value(), uint64_t(2));
        QCOMPARE(shop.content(), first);
        QCOMPARE(shop.workspace->redo("mia")->undone.value(), uint64_t(2));
        QCOMPARE(shop.content(), second);
        QCOMPARE(shop.workspace->redo("mia")->undone.value(), uint64_t(3));
        QCOMPARE(shop.content(), third);
        QVERIFY(!shop.workspace->redo("mia")->undone);
        QVERIFY(shop.workspace->check(true).value().ok());
    }

    void aNewEditEndsRedoButNothingIsLost()
    {
        Shop shop;
        shop.stock(1);
        SHELF_OK(shop.apply("mia", {edit(shop.workspace->product("P0").value().value(), "name", "\"A\"")}));
        SHELF_OK(shop.workspace->undo("mia"));
        SHELF_OK(shop.apply("mia", {edit(shop.workspace->product("P0").value().value(), "stock", "4")}));
        QVERIFY(!shop.workspace->redo("mia")->undone);
        QCOMPARE(shop.workspace->journalEntries(), uint64_t(4));
    }

    void undoOfAnOlderChangeNamesTheConflict()
    {
        Shop shop;
        shop.stock(1);
        SHELF_OK(shop.apply("mia", {edit(shop.workspace->product("P0").value().value(), "name", "\"A\"")}));
        SHELF_OK(shop.apply("jan", {edit(shop.workspace->product("P0").value().value(), "name", "\"B\"")}));
        const auto outcome = shop.workspace->undo("mia", 2);
        SHELF_OK(outcome);
        QVERIFY(!outcome->undone);
        QCOMPARE(outcome->conflicts.size(), size_t(1));
        QCOMPARE(outcome->conflicts[0].key, std::string("P0"));
        QCOMPARE(outcome->conflicts[0].field, std::string("name"));
        QVERIFY(outcome->conflicts[0].because.find("jan") != std::string::npos);
        QCOMPARE(shop.workspace->product("P0").value()->fields.text("name"), std::string("B"));
    }

    void decisionsAreNeverUndone()
    {
        Shop shop;
        shop.stock(2);
        const auto start = shop.content();
        const auto id = shop.link("mia", "P0", "P1");
        SHELF_OK(shop.submit("mia", id));
        SHELF_OK(shop.approve("jan", id));
        const auto outcome = shop.workspace->undo("mia");
        SHELF_OK(outcome);
        QCOMPARE(outcome->undone.value(), uint64_t(2));
        QCOMPARE(outcome->skipped, (std::vector<uint64_t>{4, 3}));
        const auto state = shop.workspace->mapping(id).value().value();
        QVERIFY(state.isLive());
        QVERIFY(state.draftRetires);
        QCOMPARE(shop.content(), start);
        QVERIFY(shop.workspace->check(true).value().ok());
    }

    void oneChangeSetMayTouchAMappingTwice()
    {
        Shop shop;
        shop.stock(2);
        const auto id = shop.link("mia", "P0", "P1");
        const auto before = shop.content();
        const uint64_t revision = shop.workspace->mapping(id).value()->revision;
        SHELF_OK(shop.apply("mia",
            {{ThingKind::Mapping, id, ChangeOp::Edit, revision, {{"rank", {}, "1"}}},
                {ThingKind::Mapping, id, ChangeOp::Edit, revision + 1, {{"rank", "1", "2"}}}}));
        QCOMPARE(shop.workspace->mapping(id).value()->working().get("rank"), std::string_view("2"));
        const auto undone = shop.workspace->undo("mia");
        SHELF_OK(undone);
        QVERIFY(undone->undone);
        QCOMPARE(shop.content(), before);
        QVERIFY(shop.workspace->check(true).value().ok());
    }

    void fourEyesHoldsForEveryCaller()
    {
        Shop shop;
        shop.stock(2);
        const auto id = shop.link("mia", "P0", "P1");
        SHELF_OK(shop.submit("jan", id));
        for (const char* name : {"mia", "MIA", " mia ", "\xef\xbd\x8dia", "jan"}) {
            const auto refused = shop.approve(name, id);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, std::string("OWN_CHANGE"));
        }
        SHELF_OK(shop.approve("ada", id));
        QVERIFY(shop.workspace->verifyJournal().value().ok());
    }

    void soloIsMarked()
    {
        Shop shop;
        shop.stock(2);
        const auto id = shop.link("mia", "P0", "P1");
        SHELF_OK(shop.submit("mia", id));
        SHELF_OK(shop.apply("mia", {create(ThingKind::Policy, "four-eyes", {{"value", "\"solo\""}})}, Origin::Policy));
        SHELF_OK(shop.approve("mia", id));
        QVERIFY(shop.workspace->mapping(id).value()->approved.solo);
        QVERIFY(shop.workspace->check(true).value().ok());
    }

    void anApprovalWrittenByHandShows()
    {
        Shop shop;
        shop.stock(2);
        const auto id = shop.link("mia", "P0", "P1");
        SHELF_OK(shop.submit("mia", id));
        shop.workspace.reset();
        {
            SQLite::Database database(shop.path, SQLite::OPEN_READWRITE);
            database.exec("INSERT INTO mapping_version SELECT id, 1, 9, draft, 0, 'x', '2026-01-01', 0, NULL FROM mapping");
            database.exec("UPDATE mapping SET version = 1, draft = NULL");
        }
        auto opened = Workspace::open(shop.path);
        SHELF_OK(opened);
        QVERIFY(!(*opened)->verifyJournal().value().ok());
        QVERIFY(!(*opened)->check(false).value().ok());
    }

    void aRowEditedByHandShowsInADeepCheck()
    {
        Shop shop;
        shop.stock(3);
        shop.workspace.reset();
        {
            SQLite::Database database(shop.path, SQLite::OPEN_READWRITE);
            database.exec("UPDATE product SET price = 1000000 WHERE sku = 'P1'");
        }
        auto opened = Workspace::open(shop.path);
        SHELF_OK(opened);
        QVERIFY((*opened)->check(false).value().ok());
        const auto report = (*opened)->check(true).value();
        QCOMPARE(report.problems.size(), size_t(1));
        QVERIFY(report.problems[0].find("P1") != std::string::npos);
    }

    void anyByteChangedInTheJournalIsNamed_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("column");
        QTest::newRow("entry") << "journal"
                               << "entry";
        QTest::newRow("hash") << "journal"
                              << "hash";
        QTest::newRow("payload") << "journal_part"
                                 << "payload";
    }
    void anyByteChangedInTheJournalIsNamed()
    {
        QFETCH(QString, table);
        QFETCH(QString, column);
        Shop shop;
        shop.stock(2);
        for (int i = 0; i < 5; ++i)
            SHELF_OK(shop.apply("mia", {edit(shop.workspace->product("P0").value().value(), "stock", std::to_string(i))}));
        std::mt19937 random(7);
        for (int round = 0; round < 40; ++round) {
            const int number = 1 + static_cast<int>(random() % 6);
            std::string original;
            SQLite::Database database(shop.path, SQLite::OPEN_READWRITE);
            const auto where =
                " WHERE number = " + std::to_string(number) + (table == QStringLiteral("journal_part") ? " AND part = 0" : "");
            {
                SQLite::Statement read(database, "SELECT " + column.toStdString() + " FROM " + table.toStdString() + where);
                QVERIFY(read.executeStep());
                original =
                    std::string(static_cast<const char*>(read.getColumn(0).getBlob()), static_cast<size_t>(read.getColumn(0).getBytes()));
            }
            std::string changed = original;
            changed[random() % changed.size()] ^= static_cast<char>(1 << (random() % 8));
            const auto store = [&](const std::string& bytes) {
                SQLite::Statement update(database, "UPDATE " + table.toStdString() + " SET " + column.toStdString() + " = ?" + where);
                update.bind(1, bytes.data(), static_cast<int>(bytes.size()));
                update.exec();
            };
            store(changed);
            const auto report = shop.workspace->verifyJournal();
            SHELF_OK(report);
            QVERIFY(!report->ok());
            QCOMPARE(report->firstBad.value(), uint64_t(number));
            store(original);
        }
        QVERIFY(shop.workspace->verifyJournal().value().ok());
    }

    void randomChangeSetsAndTheirUndoLeaveFileAndJournalEqual_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void randomChangeSetsAndTheirUndoLeaveFileAndJournalEqual()
    {
        QFETCH(unsigned, seed);
        std::mt19937 random(seed);
        Shop shop;
        shop.stock(6);
        SHELF_OK(shop.apply(
            "mia", {create(ThingKind::Product, "Q0", {}), create(ThingKind::Product, "Q1", {}), create(ThingKind::Product, "Q2", {})}));
        std::vector<std::string> contents = {shop.content()};
        for (int i = 0; i < 40; ++i) {
            auto changes = randomChanges(shop, random);
            if (changes.empty())
                continue;
            SHELF_OK(shop.apply(i % 2 ? "mia" : "jan", std::move(changes)));
            contents.push_back(shop.content());
        }
        for (size_t i = contents.size(); i-- > 1;) {
            const auto outcome = shop.workspace->undo("mia");
            SHELF_OK(outcome);
            QVERIFY2(outcome->undone, outcome->conflicts.empty() ? "nothing" : outcome->conflicts[0].because.c_str());
            QCOMPARE(shop.content(), contents[i - 1]);
        }
        for (size_t i = 1; i < contents.size(); ++i) {
            const auto outcome = shop.workspace->redo("mia");
            SHELF_OK(outcome);
            QVERIFY2(outcome->undone, outcome->conflicts.empty() ? "nothing" : outcome->conflicts[0].because.c_str());
            QCOMPARE(shop.content(), contents[i]);
        }
        const auto report = shop.workspace->check(true);
        SHELF_OK(report);
        QVERIFY2(report->ok(), report->ok() ? "" : report->problems[0].c_str());
    }

    void historyIsNewestFirstAndFiltered()
    {
        Shop shop;
        shop.stock(2);
        SHELF_OK(shop.apply("jan", {edit(shop.workspace->product("P1").value().value(), "stock", "4")}));
        const auto all = shop.workspace->history().value();
        QCOMPARE(all.size(), size_t(2));
        QCOMPARE(all[0].header.number, uint64_t(2));
        QCOMPARE(all[0].header.author, std::string("jan"));
        QCOMPARE(all[1].changes, uint64_t(4));
        Workspace::HistoryFilter filter;
        filter.thing = "P0";
        QCOMPARE(shop.workspace->history(filter)->size(), size_t(1));
        filter = {};
        filter.author = "JAN";
        QCOMPARE(shop.workspace->history(filter)->size(), size_t(1));
        filter = {};
        filter.since = 1;
        QCOMPARE(shop.workspace->history(filter)->size(), size_t(1));
    }
};

QTEST_APPLESS_MAIN(HistoryTest)
#include "tst_history.moc"
