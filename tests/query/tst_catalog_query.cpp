// The same question to the file and to the catalog in memory has the same answer: filters, facets, orders, searches.
#include "model/domain/text.h"
#include "model/query/catalog_keeper.h"
#include "model/query/catalog_query.h"
#include "tests/query/random_catalog.h"

using namespace shelf;
using namespace shelf::test;

namespace {

// A random condition.
std::string condition(RandomCatalog& random, int depth = 3)
{
    if (depth > 0 && random.pick(2)) {
        const std::string left = condition(random, depth - 1), right = condition(random, depth - 1);
        switch (random.pick(3)) {
        case 0:
            return "(" + left + " and " + right + ")";
        case 1:
            return "(" + left + " or " + right + ")";
        default:
            return "not (" + left + ")";
        }
    }
    return random.of<const char*>({"price < 50", "price >= 12.5", "price < cost", "price != 5", "cost is empty", "price - cost < 5",
        "price / stock > 1", "stock in (1, 2, -1)", "name contains \"ZOOM\"", "name starts with \"stra\"", "name ends with \"é\"",
        "name = \"Alpha\"", "name != \"Alpha\"", "name matches \"^[A-Z]l\"", "name contains \"\"", "note@de is not empty", "brand is empty",
        "features contains \"wifi\"", "features is empty", "features not in (\"gps\")", "mount in (\"E\", \"Z\")", "mount = \"E\"",
        "family = \"lens\"", "category below \"optics\"", "category = \"optics/lens\"", "categories contains \"optics\"",
        "lifecycle = \"active\"", "sealed", "not sealed", "sealed = false", "never_recommend", "launch < \"2026-01-01\"",
        "released is empty", "launch + 30d < end_of_life", "end_of_life - launch > 400", "links(\"accessory\") > 0", "links > 1",
        "links(\"accessory of\") > 0", "mappings > 0", "mappings(\"draft\") > 0", "mappings(\"approved\") = 1", "mappings(\"retired\") > 0",
        "completeness(\"web\") < 1", "completeness = 0", "completeness(\"store\") > 40 %", "weight > 1", "weight > 0.1 kg",
        "weight * 2 > 4", "fee > 9.8", "fee is not empty", "sku starts with \"p1\"", "sku in (\"P1\", \"P2\")", "parent is empty",
        "channels contains \"web\"", "currency = \"EUR\" and price > 10", "1 < 2", "weight < 1 and weight > -5"});
}

std::string answer(const Result<QueryOutcome>& outcome, const std::string& rows)
{
    return outcome ? rows + (outcome->trouble ? " trouble" : "") : outcome.error().code + " " + outcome.error().where;
}

std::string fromFile(Workspace& workspace, const ProductQuery& query)
{
    std::string rows;
    const auto outcome = scanProducts(workspace, query, [&](const ProductRowView& view) {
        rows.append(view.sku).append(" ");
        for (const auto value : view.values)
            rows.append(value).append(";");
        return true;
    });
    return answer(outcome, rows);
}

std::string fromCatalog(const Snapshot& snapshot, const ProductQuery& query)
{
    std::string rows;
    const auto outcome = scanCatalog(snapshot, query, fixedClock(), [&](const ProductRowView& view) {
        rows.append(view.sku).append(" ");
        for (const auto value : view.values)
            rows.append(value).append(";");
        return true;
    });
    return answer(outcome, rows);
}

std::string text(const std::vector<FacetCount>& counts)
{
    std::string all;
    for (const FacetCount& count : counts)
        all += count.value + "=" + std::to_string(count.count) + " ";
    return all;
}

} // namespace

class TestCatalogQuery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void answersAsTheFile_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 11; seed <= 13; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    void answersAsTheFile()
    {
        QFETCH(unsigned, seed);
        Shop shop;
        RandomCatalog random(shop, seed, 40);
        const auto keeper = CatalogKeeper::load(*shop.workspace);
        SHELF_OK(keeper);
        const int asked = qEnvironmentVariableIntValue("SHELF_HISTORY_STEPS");
        size_t hits = 0, refused = 0;
        for (int round = 0; round < (asked > 0 ? asked : 12); ++round) {
            for (int i = 0; i < 8; ++i)
                random.step();
            SHELF_OK((*keeper)->refresh());
            const Snapshot snapshot = (*keeper)->snapshot();
            for (int i = 0; i < 25; ++i) {
                ProductQuery query;
                if (random.pick(8))
                    query.where = condition(random);
                for (int n = random.pick(3); n > 0; --n)
                    query.sort.push_back(
                        (random.pick(2) ? "-" : "") + (random.pick(5) ? random.field() : random.of<const char*>({"sku", "category"})));
                query.columns = {"name", "category", random.field(), "sku"};
                if (random.pick(3) == 0)
                    query.limit = static_cast<uint64_t>(random.pick(6));
                const std::string expected = fromFile(*shop.workspace, query), got = fromCatalog(snapshot, query);
                hits += !expected.empty();
                refused += expected.starts_with("EXPRESSION");
                // With a limit the file may be left before it comes to what has no answer.
                if (!query.limit || !got.ends_with(" trouble"))
                    QVERIFY2(got == expected,
                        (query.where + " by " + join(query.sort, ",") + "\n" + got + "\n  instead of\n" + expected).c_str());
            }
            const std::string where = condition(random),
                              column = random.pick(6) ? random.field() : random.of<const char*>({"sku", "category"});
            const auto expected = facet(*shop.workspace, column, where);
            const auto among = selectProducts(snapshot, where, fixedClock());
            SHELF_OK(expected);
            SHELF_OK(among);
            const auto got = facets(snapshot, {column, "mount"}, *among);
            SHELF_OK(got);
            QCOMPARE(text(got->front()), text(*expected));
        }
        QVERIFY(hits > 50);
        QCOMPARE(refused, size_t(0));
    }

    void searchesAfterEdits()
    {
        Shop shop;
        RandomCatalog random(shop, 5, 40);
        const auto keeper = CatalogKeeper::load(*shop.workspace);
        SHELF_OK(keeper);
        std::vector<std::pair<Snapshot, std::vector<std::vector<Row>>>> kept;
        const std::vector<std::string> questions = {
            "alpha", "STRASSE 5", "zoom lens", "p1", "éclair", "\"", "a", "name quoted", "nothing", ""};
        for (int round = 0; round < 40; ++round) {
            random.step();
            SHELF_OK((*keeper)->refresh());
            const Snapshot snapshot = (*keeper)->snapshot();
            std::vector<std::vector<Row>> answers;
            for (const std::string& question : questions) {
                std::vector<Row> expected;
                for (Row row = 0; row < snapshot.rows(); ++row) {
                    const std::string shown = folded(std::string(snapshot.sku(row)) + " " + std::string(snapshot.text("name", row)));
                    const std::string wanted = folded(question);
                    const auto words = split(wanted, ' ');
                    if (snapshot.exists(row) && std::all_of(words.begin(), words.end(), [&](std::string_view word) {
                            return shown.find(word) != std::string::npos;
                        }))
                        expected.push_back(row);
                }
                QCOMPARE(snapshot.search(question, 1000), expected);
                if (expected.size() > 3)
                    QCOMPARE(snapshot.search(question, 3), (std::vector<Row>(expected.begin(), expected.begin() + 3)));
                answers.push_back(std::move(expected));
            }
            kept.emplace_back(snapshot, std::move(answers));
        }
        for (const auto& [snapshot, answers] : kept)
            for (size_t i = 0; i < questions.size(); ++i)
                QCOMPARE(snapshot.search(questions[i], 1000), answers[i]);
    }

    void histograms()
    {
        Shop shop;
        shop.stock(11); // prices 100 … 110
        SHELF_OK(shop.apply("mia", {create(ThingKind::Product, "none", {})}));
        const auto keeper = CatalogKeeper::load(*shop.workspace);
        SHELF_OK(keeper);
        const Snapshot& snapshot = (*keeper)->snapshot();
        const auto prices = histogram(snapshot, "price", RowSet::all(snapshot), 5);
        SHELF_OK(prices);
        QCOMPARE(prices->least, 100.0);
        QCOMPARE(prices->largest, 110.0);
        QCOMPARE(prices->bins, (std::vector<uint64_t>{2, 2, 2, 2, 3}));
        QCOMPARE(prices->without, uint64_t(1));
        const auto names = histogram(snapshot, "name", RowSet::all(snapshot), 5);
        SHELF_OK(names);
        QCOMPARE(names->without, uint64_t(12));
        QVERIFY(!histogram(snapshot, "prise", RowSet::all(snapshot), 5).ok());
    }
};

QTEST_APPLESS_MAIN(TestCatalogQuery)
#include "tst_catalog_query.moc"
