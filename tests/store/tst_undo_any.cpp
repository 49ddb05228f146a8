// Any change set of any history can be taken back alone, or what is in the way is named, and truly is.
#include "tests/store/random_history.h"

#include <QFile>

using namespace shelf;
using namespace shelf::test;

class UndoAnyTest : public QObject {
    Q_OBJECT

    static std::vector<Change> changesOf(Workspace& workspace, uint64_t number)
    {
        std::vector<Change> changes;
        const auto read = workspace.readChangeSet(number, [&](const ChangeBlock& block) -> Result<void> {
            for (size_t row = 0; row < block.rows(); ++row)
                changes.push_back(block.row(row));
            return {};
        });
        if (!read)
            qFatal("%s", read.error().what.c_str());
        return changes;
    }

    // Empty where the later change set named did touch the thing, and the field.
    static std::string untruth(Workspace& workspace, const Conflict& conflict, uint64_t undone)
    {
        if (conflict.because.empty())
            return "no reason for " + conflict.key;
        if (conflict.kind.empty())
            return {}; // something else that needs it
        if (!conflict.changeSet)
            return conflict.field.empty() ? std::string() : "no change set for " + conflict.key + " " + conflict.field;
        if (*conflict.changeSet <= undone || conflict.author.empty() || conflict.time.empty())
            return "not later: " + conflict.because;
        for (const Change& change : changesOf(workspace, *conflict.changeSet)) {
            if (change.key != conflict.key || kindName(change.kind) != conflict.kind)
                continue;
            if (conflict.field.empty() || change.op == ChangeOp::Delete || isDecision(change))
                return {}; // a decision on a mapping may give up its draft
            for (const auto& field : change.fields)
                if (field.field == conflict.field)
                    return conflict.expected == conflict.actual ? "nothing differs: " + conflict.because : std::string();
        }
        return "it did not touch it: " + conflict.because;
    }

    // What taking a change set back must give of one product or definition.
    static std::string expected(const std::string& now, const Change& change)
    {
        if (change.op == ChangeOp::Create)
            return {};
        FieldMap fields = now.empty() ? FieldMap() : FieldMap::fromJson(now).value();
        for (const auto& field : change.fields)
            fields.set(field.field, field.before);
        return fields.toJson();
    }

private Q_SLOTS:
    void anyChangeSetIsUndoneAloneOrSaysWhyNot_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 2; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void anyChangeSetIsUndoneAloneOrSaysWhyNot()
    {
        QFETCH(unsigned, seed);
        Shop shop;
        beginHistory(shop);
        RandomHistory history(shop, seed);
        for (int i = 0, n = stepsFor(90); i < n; ++i)
            history.step();
        const auto before = contentsOf(*shop.workspace);
        const uint64_t entries = shop.workspace->journalEntries();
        shop.workspace.reset();

        int undone = 0, refused = 0;
        const QString copy = shop.folder.path() + QStringLiteral("/copy.shelf");
        for (uint64_t number = 1; number <= entries; ++number) {
            for (const char* suffix : {"", "-wal", "-shm"})
                QFile::remove(copy + QLatin1String(suffix));
            QVERIFY(QFile::copy(QString::fromStdString(shop.path), copy));
            const auto opened = Workspace::open(copy.toStdString(), {false, fixedClock()});
            SHELF_OK(opened);
            Workspace& workspace = **opened;
            const auto dry = workspace.undo("ada", number, {true, {}});
            QCOMPARE(contentsOf(workspace), before);
            const auto outcome = workspace.undo("ada", number);
            const auto where = "change set " + std::to_string(number) + ": ";
            QCOMPARE(dry.ok(), outcome.ok());
            if (!outcome) {
                QCOMPARE(outcome.error().code, std::string("ALREADY_UNDONE"));
                QCOMPARE(contentsOf(workspace), before);
                continue;
            }
            QCOMPARE(dry->undone, outcome->undone);
            QCOMPARE(dry->conflicts.size(), outcome->conflicts.size());
            const auto after = contentsOf(workspace);
            if (!outcome->undone) {
                QCOMPARE(after, before);
                QCOMPARE(workspace.journalEntries(), entries);
                for (const auto& conflict : outcome->conflicts)
                    if (const auto wrong = untruth(workspace, conflict, number); !wrong.empty())
                        QFAIL((where + wrong).c_str());
                refused += !outcome->conflicts.empty();
                continue;
            }
            ++undone;
            QVERIFY(outcome->conflicts.empty());
            Contents wanted = before;
            auto changes = changesOf(workspace, number);
            for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
                const std::pair place(std::string(kindName(change->kind)), change->key);
                if (change->kind == ThingKind::Mapping) { // content comes back as a draft; what else happens, tst_mapping_undo says
                    const auto state = workspace.mapping(change->key).value();
                    for (const auto& field : change->fields)
                        if (state && change->op == ChangeOp::Edit && field.field.front() != '@')
                            QCOMPARE(std::string(state->working().get(field.field)), field.before);
                    wanted.erase(place);
                    if (const auto now = after.find(place); now != after.end())
                        wanted[place] = now->second;
                    continue;
                }
                const auto json = expected(wanted.contains(place) ? wanted[place] : std::string(), *change);
                if (json.empty())
                    wanted.erase(place);
                else
                    wanted[place] = json;
            }
            if (after != wanted)
                for (const auto& [place, text] : wanted)
                    if (!after.contains(place) || after.at(place) != text)
                        QFAIL((where + place.first + " " + place.second + " is not " + text).c_str());
            QCOMPARE(after.size(), wanted.size());
            if (number % 7 == 0) {
                const auto report = workspace.check(true);
                SHELF_OK(report);
                QVERIFY2(report->ok(), report->ok() ? "" : (where + report->problems.front()).c_str());
            }
        }
        QVERIFY2(undone > 5 && refused > 5, qPrintable(QStringLiteral("%1 undone, %2 refused").arg(undone).arg(refused)));
    }

    void everyConflictIsNamedWithWhoWhenAndWhat()
    {
        Shop shop;
        shop.stock(3);
        const auto now = [&](const char* sku) { return shop.workspace->product(sku).value().value(); };
        const auto id = shop.link("mia", "P0", "P1");
        const auto state = shop.workspace->mapping(id).value().value();
        SHELF_OK(shop.apply("mia",
            {edit(now("P0"), "price", "1"), edit(now("P1"), "price", "2"), edit(now("P2"), "price", "3"),
                {ThingKind::Mapping, id, ChangeOp::Edit, state.revision, {{"rank", {}, "1"}, {"reason", {}, "\"a\""}}}}));
        SHELF_OK(shop.apply("jan", {edit(now("P0"), "price", "10")}));
        SHELF_OK(shop.apply("ada", {edit(now("P0"), "stock", "4"), edit(now("P1"), "price", "20")}));
        SHELF_OK(shop.apply(
            "jan", {{ThingKind::Mapping, id, ChangeOp::Edit, state.revision + 1, {{"rank", "1", "2"}, {"reason", "\"a\"", "\"b\""}}}}));
        const auto outcome = shop.workspace->undo("mia", 3);
        SHELF_OK(outcome);
        QVERIFY(!outcome->undone);
        std::map<std::string, Conflict> byPlace;
        for (const auto& conflict : outcome->conflicts)
            byPlace[conflict.key + " " + conflict.field] = conflict;
        QCOMPARE(byPlace.size(), size_t(4));
        const auto& first = byPlace.at("P0 price");
        QCOMPARE(first.kind, std::string("product"));
        QCOMPARE(first.expected, std::string("1"));
        QCOMPARE(first.actual, std::string("10"));
        QCOMPARE(first.changeSet.value(), uint64_t(4)); // not the one that changed its stock afterwards
        QCOMPARE(first.author, std::string("jan"));
        QCOMPARE(first.label, std::string("a change"));
        QVERIFY(!first.time.empty());
        QCOMPARE(byPlace.at("P1 price").author, std::string("ada"));
        QCOMPARE(byPlace.at(id + " rank").changeSet.value(), uint64_t(6));
        QCOMPARE(byPlace.at(id + " reason").actual, std::string("\"b\""));
    }

    void everythingThatStillNeedsAThingIsNamed()
    {
        Shop shop;
        shop.stock(3);
        SHELF_OK(shop.apply("mia", {create(ThingKind::Product, "NEW", {{"name", "\"New\""}})})); // 2
        std::map<std::string, uint64_t> expected;
        for (const char* source : {"P0", "P1", "P2"}) {
            const auto id = shop.link("jan", source, "NEW");
            expected[id] = shop.workspace->journalEntries();
        }
        SHELF_OK(shop.apply("ada", {edit(shop.workspace->product("P1").value().value(), "parent", "\"NEW\"")}));
        expected["P1"] = shop.workspace->journalEntries();
        const auto before = shop.content();
        const auto outcome = shop.workspace->undo("mia", 2);
        SHELF_OK(outcome);
        QVERIFY(!outcome->undone);
        QCOMPARE(shop.content(), before);
        std::map<std::string, uint64_t> named;
        for (const auto& conflict : outcome->conflicts) {
            QVERIFY2(conflict.because.find("product NEW") != std::string::npos, conflict.because.c_str());
            QVERIFY2(conflict.because.find("(change set " + std::to_string(conflict.changeSet.value())) != std::string::npos,
                conflict.because.c_str());
            named[conflict.key] = conflict.changeSet.value();
        }
        QCOMPARE(named, expected);
    }

    void aDefinitionThatIsStillNamedStays_data()
    {
        QTest::addColumn<int>("use");
        QTest::newRow("a link of this type") << 0;
        QTest::newRow("a season of a mapping") << 1;
        QTest::newRow("an attribute in a language") << 2;
        QTest::newRow("an approved version beside a draft") << 3;
    }
    void aDefinitionThatIsStillNamedStays()
    {
        QFETCH(int, use);
        Shop shop;
        shop.stock(2);
        SHELF_OK(shop.apply("mia",
            {create(ThingKind::LinkType, "pairs", {{"label", "\"Pairs with\""}, {"slot", "\"accessories\""}}),
                create(ThingKind::Season, "may", {{"from", "\"2027-05-01\""}, {"to", "\"2027-05-31\""}}),
                create(ThingKind::Attribute, "motto", {{"label", "\"Motto\""}, {"type", "\"text\""}, {"per_language", "true"}})})); // 2
        std::string key = "P0";
        if (use == 0)
            key = shop.link("jan", "P0", "P1", "pairs");
        if (use == 1 || use == 3) {
            key = shop.link("jan", "P0", "P1");
            SHELF_OK(shop.change("jan", key, "season", "\"may\""));
        }
        if (use == 2)
            SHELF_OK(shop.apply("jan", {edit(shop.workspace->product("P0").value().value(), "motto@de", "\"Ja\"")}));
        if (use == 3) {
            SHELF_OK(shop.submit("jan", key));
            SHELF_OK(shop.approve("ada", key));
            SHELF_OK(shop.change("jan", key, "season", ""));
        }
        const auto outcome = shop.workspace->undo("mia", 2);
        SHELF_OK(outcome);
        QVERIFY(!outcome->undone);
        QCOMPARE(outcome->conflicts.size(), size_t(1));
        QCOMPARE(outcome->conflicts[0].key, key);
        QVERIFY2(outcome->conflicts[0].because.starts_with("it still"), outcome->conflicts[0].because.c_str());
        QVERIFY(*outcome->conflicts[0].changeSet > 2);
    }

    void anUndoneChangeSetIsBroughtBackByName()
    {
        Shop shop;
        shop.stock(2);
        const auto now = [&](const char* sku) { return shop.workspace->product(sku).value().value(); };
        SHELF_OK(shop.apply("mia", {edit(now("P0"), "stock", "1")}));
        SHELF_OK(shop.apply("mia", {edit(now("P1"), "stock", "2")}));
        SHELF_OK(shop.workspace->undo("mia", 2));
        SHELF_OK(shop.apply("mia", {edit(now("P1"), "name", "\"new\"")}));
        QVERIFY(!shop.workspace->redo("mia")->undone); // something came after
        QCOMPARE(shop.workspace->redo("mia", 3).error().code, std::string("NOT_UNDONE"));
        QCOMPARE(shop.workspace->redo("mia", 2)->undone.value(), uint64_t(2));
        QCOMPARE(now("P0").fields.get("stock"), std::string_view("1"));
        QCOMPARE(shop.workspace->redo("mia", 2).error().code, std::string("NOT_UNDONE"));
        // Taking the redo back takes the change set's effect away again.
        QCOMPARE(shop.workspace->undo("mia", 6)->undone.value(), uint64_t(6));
        QVERIFY(!now("P0").fields.has("stock"));
        QCOMPARE(shop.workspace->undo("mia", 2).error().code, std::string("ALREADY_UNDONE"));
        QVERIFY(shop.workspace->check(true)->ok());
    }

    void blocksAndSingleRowsComeToTheSame_data()
    {
        QTest::addColumn<int>("products");
        QTest::newRow("one by one") << 10;
        QTest::newRow("as a block") << 40;
    }
    void blocksAndSingleRowsComeToTheSame()
    {
        QFETCH(int, products);
        Shop shop;
        shop.stock(products);
        const auto first = contentsOf(*shop.workspace);
        std::vector<Change> changes;
        const auto read = shop.workspace->forEachProduct([&](const Thing& now) {
            Change change = edit(now, "mount", now.key == "P3" ? "" : "\"Z\"");
            change.fields.push_back({"name", std::string(now.fields.get("name")), "\"a \\\"b\\\" \\\\\""});
            if (now.key != "P5")
                change.fields.push_back({"stock", {}, "7"});
            changes.push_back(change);
            return true;
        });
        SHELF_OK(read);
        SHELF_OK(shop.apply("mia", changes));
        const auto product = shop.workspace->product("P4").value().value();
        QCOMPARE(product.revision, uint64_t(2));
        QCOMPARE(product.changedIn, uint64_t(2));
        QCOMPARE(product.fields.text("mount"), std::string("Z"));
        QVERIFY(!shop.workspace->product("P3").value()->fields.has("mount"));
        QVERIFY(!shop.workspace->product("P5").value()->fields.has("stock"));
        const auto stale = shop.apply("jan", changes);
        QCOMPARE(stale.error().code, std::string("STALE"));
        QVERIFY2(stale.error().what.find("mia changed it on") != std::string::npos, stale.error().what.c_str());
        QVERIFY(stale.error().what.find("(change set 2: a change)") != std::string::npos);
        SHELF_OK(shop.workspace->undo("mia"));
        QCOMPARE(contentsOf(*shop.workspace), first);
        QVERIFY(shop.workspace->undo("mia", 1)->undone); // removes every product
        QCOMPARE(shop.workspace->productCount().value(), uint64_t(0));
        QVERIFY(shop.workspace->check(true)->ok());
        SHELF_OK(shop.workspace->redo("mia"));
        QCOMPARE(contentsOf(*shop.workspace), first);
        const auto report = shop.workspace->check(true).value();
        QVERIFY2(report.ok(), report.ok() ? "" : report.problems.front().c_str());
    }

    void aProductRemovedTwiceInBulkIsRefused()
    {
        Shop shop;
        shop.stock(20);
        std::vector<Change> changes;
        const auto read = shop.workspace->forEachProduct([&](const Thing& now) {
            changes.push_back(inverse(create(ThingKind::Product, now.key, {now.fields.begin(), now.fields.end()}), now.revision));
            return true;
        });
        SHELF_OK(read);
        ChangeSet twice = changeSet("mia", "twice", changes);
        twice.blocks.push_back(twice.blocks.front());
        const auto refused = shop.workspace->apply(twice);
        QCOMPARE(refused.error().code, std::string("STALE"));
        QCOMPARE(shop.workspace->productCount().value(), uint64_t(20));
    }

    void productsAndMappingsAreKnownAsOfAnyChangeSet()
    {
        Shop shop;
        beginHistory(shop);
        RandomHistory history(shop, 11);
        std::map<uint64_t, std::map<std::string, Thing>> products;
        std::map<uint64_t, std::map<std::string, MappingState>> mappings;
        for (int i = 0, n = stepsFor(60); i < n; ++i) {
            history.step();
            const uint64_t number = shop.workspace->journalEntries();
            SHELF_OK(shop.workspace->forEachProduct([&](const Thing& product) {
                products[number][product.key] = product;
                return true;
            }));
            SHELF_OK(shop.workspace->forEachMapping({}, [&](const MappingState& state) {
                mappings[number][state.id] = state;
                return true;
            }));
            mappings[number];
        }
        for (const auto& [number, known] : products)
            for (const char* sku : {"P0", "P1", "P5", "P9", "B0-3", "B2-19"}) {
                const auto past = shop.workspace->productAsOf(sku, number);
                SHELF_OK(past);
                const auto wanted = known.find(sku);
                QCOMPARE(past->thing.has_value(), wanted != known.end());
                if (past->thing)
                    QVERIFY2(*past->thing == wanted->second,
                        (std::string(sku) + " as of " + std::to_string(number) + " is " + past->thing->fields.toJson() + " revision "
                            + std::to_string(past->thing->revision) + " changed in " + std::to_string(past->thing->changedIn))
                            .c_str());
            }
        for (const auto& [number, known] : mappings)
            for (int source = 0; source < 3; ++source)
                for (int target = 0; target < 3; ++target) {
                    const auto id = LinkId{"P" + std::to_string(source), "accessory", "Q" + std::to_string(target), {}}.text();
                    const auto past = shop.workspace->mappingAsOf(id, number);
                    SHELF_OK(past);
                    const auto wanted = known.find(id);
                    QCOMPARE(past->thing.has_value(), wanted != known.end());
                    if (past->thing)
                        QVERIFY2(*past->thing == wanted->second, (id + " as of " + std::to_string(number)).c_str());
                }
        QVERIFY(!shop.workspace->productAsOf("P0", 999999));
        QVERIFY(!shop.workspace->productAsOf("P0", 0)->thing);
    }

    void theHistoryOfAThingHasItsChangesOnly()
    {
        Shop shop;
        shop.stock(3);
        SHELF_OK(shop.apply("jan", {edit(shop.workspace->product("P1").value().value(), "stock", "4")}));
        SHELF_OK(shop.apply("jan", {edit(shop.workspace->product("P2").value().value(), "stock", "5")}));
        HistoryFilter filter;
        filter.thing = "P1";
        filter.details = 10;
        const auto entries = shop.workspace->history(filter).value();
        QCOMPARE(entries.size(), size_t(2));
        QCOMPARE(entries[0].details.size(), size_t(1));
        QCOMPARE(entries[0].details[0].fields.size(), size_t(1));
        QCOMPARE(entries[0].details[0].fields[0].after, std::string("4"));
        QCOMPARE(entries[1].details[0].op, ChangeOp::Create);
        filter.limit = 1;
        QCOMPARE(shop.workspace->history(filter)->size(), size_t(1));
        QCOMPARE(shop.workspace->changeSetAt("2030-01-01T00:00:00.000Z").value(), uint64_t(3));
        QCOMPARE(shop.workspace->changeSetAt("2000-01-01T00:00:00.000Z").value(), uint64_t(0));
    }
};

QTEST_APPLESS_MAIN(UndoAnyTest)
#include "tst_undo_any.moc"
