// The catalog in memory: loading it, its size, filters, facets, orders, search; each against `sqlite3` where it can ask the same.
#include "model/query/catalog_keeper.h"
#include "model/query/catalog_query.h"
#include "tests/bench/bench.h"

#include <optional>

namespace shelf::bench {

namespace {

constexpr const char* facetColumns[] = {"color", "material", "connector", "energy_class", "country"};
constexpr double reachAgainstPeer = 20;

struct Question {
    const char* name;
    std::function<Result<void>()> ours;
    std::string sql; // the same question to the peer's table; empty: none
    double goalSeconds; // at the reference size
    std::optional<double> reach; // against the peer; absent: the goal alone is asked for
    const char* peer = "sqlite3";
};

std::vector<Question> questionsTo(const Snapshot& snapshot, const RowSet& cheap)
{
    std::string facetSql;
    for (const char* column : facetColumns)
        facetSql += std::string("SELECT ") + column + ", count(*) FROM t WHERE price + 0 < 100 GROUP BY 1;\n";
    const auto check = [](const auto& result) { return result ? Result<void>() : Result<void>(result.error()); };
    const auto order = [&snapshot, check](const char* column) {
        return [&snapshot, check, column] { return check(sorted(snapshot, RowSet::all(snapshot), {column})); };
    };
    const auto search = [&snapshot](const char* words) {
        return [&snapshot, words] {
            constexpr size_t shown = 200;
            return snapshot.search(words, shown).size() > shown ? Result<void>(Error{}) : Result<void>();
        };
    };
    return {
        {"filter", [&snapshot, check] { return check(selectProducts(snapshot, "price < 100 and color = \"Black\"", systemClock())); },
            "SELECT sku FROM t WHERE price + 0 < 100 AND color = 'Black';\n", 0.005, reachAgainstPeer},
        {"facet",
            [&snapshot, &cheap, check] {
                return check(facets(snapshot, {std::begin(facetColumns), std::end(facetColumns)}, cheap));
            },
            facetSql, 0.010, reachAgainstPeer},
        {"histogram",
            [&snapshot, &cheap, check] {
                constexpr size_t bins = 20;
                return check(histogram(snapshot, "price", cheap, bins));
            },
            "SELECT CAST((price + 0) / 5 AS INTEGER), count(*) FROM t WHERE price + 0 < 100 GROUP BY 1;\n", 0.010, reachAgainstPeer},
        {"sort-numbers", order("price"), "SELECT sku FROM t ORDER BY price + 0;\n", 0.1, {}},
        {"sort-names", order("name"), {}, 0.5, {}, "sort"},
        {"search-name", search("pro 77"), "SELECT sku FROM t WHERE lower(name) LIKE '%pro%' AND lower(name) LIKE '%77%' LIMIT 200;\n",
            0.010, {}},
        {"search-nothing", search("zzq"), "SELECT sku FROM t WHERE lower(sku || ' ' || name) LIKE '%zzq%' LIMIT 200;\n", 0.010, {}},
    };
}

Result<Figure> measured(Bench& bench, const Question& asked, const std::string& database)
{
    const bool sorts = std::string(asked.peer) == "sort";
    const bool hasPeer = sorts ? findProgram("sort").has_value() : !database.empty();
    const Round peer = [&]() -> Result<double> {
        auto run = sorts ? runProgram({"sort", "-t,", "-k2,2", bench.file("products.csv")}) : runProgram({"sqlite3", database}, asked.sql);
        if (!run)
            return run.error();
        return run->seconds;
    };
    if (auto warmed = asked.ours(); !warmed) // what is made at the first question alone
        return warmed.error();
    const auto turns = inTurn(
        bench.rounds(), [&] { return timed(asked.ours); }, hasPeer ? peer : Round());
    if (!turns)
        return turns.error();
    const double goal = asked.goalSeconds * static_cast<double>(bench.size().products) / 1e6;
    Figure figure{asked.name, turns->ours * 1e3, "ms", false, "goal", goal * 1e3, 1.0, {}};
    if (hasPeer) {
        figure.peer = asked.peer;
        figure.peerValue = turns->peers * 1e3;
        figure.reach = asked.reach ? *asked.reach : turns->peers / goal;
    }
    return figure;
}

} // namespace

Result<std::vector<Figure>> measureCatalog(Bench& bench)
{
    auto path = bench.wholeWorkspaceFile();
    if (!path)
        return path.error();
    auto opened = Workspace::open(*path, {true, systemClock()});
    if (!opened)
        return opened.error();
    std::unique_ptr<CatalogKeeper> keeper;
    const auto turns = inTurn(bench.rounds(),
        [&] {
            keeper.reset();
            return timed([&]() -> Result<void> {
                auto loaded = CatalogKeeper::load(**opened);
                if (!loaded)
                    return loaded.error();
                keeper = std::move(*loaded);
                return {};
            });
        },
        {});
    if (!turns)
        return turns.error();
    const Snapshot& snapshot = keeper->snapshot();
    const auto each = [](size_t bytes, size_t count) { return count ? static_cast<double>(bytes) / static_cast<double>(count) : 0; };
    const size_t links = snapshot.links().bytes();
    constexpr double secondsToLoad = 1.5, bytesAProduct = 600, bytesALink = 32;
    return std::vector<Figure>{
        {"open-whole-catalog", turns->ours, "s", false, "goal", secondsToLoad * static_cast<double>(bench.size().products) / 1e6, 1.0,
            "with links, bundles and upgrade paths, from a file that is in the page cache"},
        {"memory-a-product", each(keeper->bytes() - links, snapshot.productCount()), "bytes", false, "goal", bytesAProduct, 1.0,
            "with a share of bundles and upgrade paths"},
        {"memory-a-link", each(links, snapshot.links().size()), "bytes", false, "goal", bytesALink, 1.0, {}},
    };
}

Result<std::vector<Figure>> measureQueries(Bench& bench)
{
    auto opened = bench.open();
    if (!opened)
        return opened.error();
    auto keeper = CatalogKeeper::load(**opened);
    if (!keeper)
        return keeper.error();
    std::string database;
    if (findProgram("sqlite3")) {
        auto made = bench.peerDatabase();
        if (!made)
            return made.error();
        database = *made;
    }
    const Snapshot& snapshot = (*keeper)->snapshot();
    const auto cheap = selectProducts(snapshot, "price < 100", systemClock());
    if (!cheap)
        return cheap.error();
    std::vector<Figure> figures;
    for (const Question& asked : questionsTo(snapshot, *cheap)) {
        auto figure = measured(bench, asked, database);
        if (!figure)
            return figure.error();
        figures.push_back(std::move(*figure));
    }
    return figures;
}

} // namespace shelf::bench
