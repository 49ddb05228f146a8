// Reading: the first rows, filters, facets, sorting; and the proof of the journal.
#include "model/query/product_query.h"
#include "tests/bench/bench.h"

namespace shelf::bench {

namespace {

constexpr uint64_t firstRows = 50;
constexpr const char* fromFile = "read from the file: the catalog in memory that the goal speaks of is not there yet";

struct Question {
    const char* name;
    Round ours;
    std::string sql; // the same question to the peer's table
    double goalSeconds;
};

Result<void> ask(Workspace& workspace, const ProductQuery& query)
{
    auto outcome = scanProducts(workspace, query, [](const ProductRowView&) { return true; });
    return outcome ? Result<void>() : outcome.error();
}

} // namespace

Result<std::vector<Figure>> measureOpen(Bench& bench)
{
    auto path = bench.workspaceFile();
    if (!path)
        return path.error();
    const auto turns = inTurn(bench.rounds(),
        [&] {
            return timed([&]() -> Result<void> {
                auto opened = Workspace::open(*path, {true, systemClock()});
                if (!opened)
                    return opened.error();
                ProductQuery query;
                query.columns = {"name", "price", "stock"};
                query.limit = firstRows;
                auto rows = queryProducts(**opened, query);
                return rows ? Result<void>() : rows.error();
            });
        },
        {});
    if (!turns)
        return turns.error();
    return std::vector<Figure>{{"open-first-rows", turns->ours * 1e3, "ms", false, "goal", 300.0, 1.0, {}}};
}

Result<std::vector<Figure>> measureQueries(Bench& bench)
{
    auto opened = bench.open();
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    const bool hasSqlite = findProgram("sqlite3").has_value(), hasSort = findProgram("sort").has_value();
    std::string database;
    if (hasSqlite) {
        auto made = bench.peerDatabase();
        if (!made)
            return made.error();
        database = *made;
    }
    const auto question = [&workspace](std::string where, std::vector<std::string> sort) {
        return [&workspace, where = std::move(where), sort = std::move(sort)] {
            return timed([&] {
                ProductQuery query;
                query.where = where;
                query.sort = sort;
                query.columns = {"sku"};
                return ask(workspace, query);
            });
        };
    };
    const Round fiveFacets = [&workspace] {
        return timed([&]() -> Result<void> {
            for (const char* column : {"color", "material", "connector", "energy_class", "country"})
                if (auto counts = facet(workspace, column, "price < 100"); !counts)
                    return counts.error();
            return {};
        });
    };
    std::string facetSql;
    for (const char* column : {"color", "material", "connector", "energy_class", "country"})
        facetSql += std::string("SELECT ") + column + ", count(*) FROM t WHERE price + 0 < 100 GROUP BY 1;\n";
    const Question questions[] = {
        {"filter", question("price < 100 and color = \"Black\"", {}), "SELECT sku FROM t WHERE price + 0 < 100 AND color = 'Black';\n",
            0.005},
        {"facet", fiveFacets, facetSql, 0.010},
        {"sort-numbers", question({}, {"price"}), "SELECT sku FROM t ORDER BY price + 0;\n", 0.1},
        {"sort-names", question({}, {"name"}), "SELECT sku FROM t ORDER BY name;\n", 0.5},
    };
    std::vector<Figure> figures;
    for (const Question& asked : questions) {
        const bool sorts = std::string(asked.name) == "sort-names" && hasSort;
        const Round peer = [&]() -> Result<double> {
            auto run =
                sorts ? runProgram({"sort", "-t,", "-k2,2", bench.file("products.csv")}) : runProgram({"sqlite3", database}, asked.sql);
            if (!run)
                return run.error();
            return run->seconds;
        };
        const auto turns = inTurn(bench.rounds(), asked.ours, hasSqlite || sorts ? peer : Round());
        if (!turns)
            return turns.error();
        Figure figure{asked.name, turns->ours * 1e3, "ms", false, {}, {}, {}, fromFile};
        if (hasSqlite || sorts) {
            figure.peer = sorts ? "sort" : "sqlite3";
            figure.peerValue = turns->peers * 1e3;
            figure.reach = turns->peers / (asked.goalSeconds * static_cast<double>(bench.size().products) / 1e6);
        }
        figures.push_back(std::move(figure));
    }
    return figures;
}

Result<std::vector<Figure>> measureProof(Bench& bench)
{
    auto opened = bench.open();
    if (!opened)
        return opened.error();
    Workspace& workspace = **opened;
    const auto verified = timed([&]() -> Result<void> {
        auto report = workspace.verifyJournal();
        return report ? Result<void>() : report.error();
    });
    if (!verified)
        return verified.error();
    const auto checked = timed([&]() -> Result<void> {
        auto report = workspace.check(true);
        if (report && !report->ok())
            return Error{ErrorKind::Workspace, "DAMAGED", workspace.path(), report->problems.front(), "report it"};
        return report ? Result<void>() : report.error();
    });
    if (!checked)
        return checked.error();
    return std::vector<Figure>{
        {"audit-verify", *verified, "s", false, {}, {}, {}, "the chain and who approved what"},
        {"check-deep", *checked, "s", false, {}, {}, {}, "the journal replayed against the rows"},
    };
}

} // namespace shelf::bench
