// Bringing data in: products, links, bundles, upgrade paths, against `sqlite3 .import` of the same file.
#include "tests/bench/bench.h"

#include <SQLiteCpp/SQLiteCpp.h>

namespace shelf::bench {

namespace {

constexpr const char* productColumns[] = {"sku", "name", "family", "category", "lifecycle", "brand", "gtin", "price", "currency", "cost",
    "stock", "color", "material", "weight_g", "width_mm", "height_mm", "depth_mm", "connector", "voltage_v", "power_w", "capacity",
    "wireless", "waterproof", "energy_class", "country", "warranty_months", "certificates", "released", "rating", "pieces", "note"};

double journalBytes(Bench& bench, const std::string& workspace)
{
    SQLite::Database database(bench.file(workspace), SQLite::OPEN_READONLY);
    return database.execAndGet("SELECT total(length(payload)) FROM journal_part").getDouble();
}

// Imports one file of mappings into a copy of the reference workspace.
Result<double> importMappings(Bench& bench, const std::string& csv, const std::string& what)
{
    auto reference = bench.workspaceFile();
    if (!reference)
        return reference.error();
    bench.forget("mappings.shelf");
    if (auto copied = runProgram({bench.shelfctl(), "backup", *reference, bench.file("mappings.shelf")}); !copied)
        return copied.error();
    auto imported = runProgram({bench.shelfctl(), "import", bench.file("mappings.shelf"), csv, "--what", what, "--as", "bench"});
    if (!imported)
        return imported.error();
    return imported->seconds;
}

double perSecond(uint64_t count, double seconds)
{
    return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

} // namespace

std::string Bench::productTable()
{
    std::string sql = "CREATE TABLE t(";
    for (const char* column : productColumns)
        sql += (sql.back() == '(' ? "" : ", ") + std::string(column);
    return sql + "); CREATE UNIQUE INDEX t_sku ON t(sku)";
}

Result<std::vector<Figure>> measureImport(Bench& bench)
{
    auto csv = bench.productsFile();
    if (!csv)
        return csv.error();
    const bool peer = findProgram("sqlite3").has_value();
    const uint64_t products = bench.size().products;
    Run run;
    const auto turns = inTurn(
        bench.rounds(), [&] { return bench.importProducts("import.shelf", &run); },
        peer ? Round([&] { return bench.peerImport("import.db", *csv, Bench::productTable()); }) : Round());
    if (!turns)
        return turns.error();
    std::vector<Figure> figures;
    Figure import{"import-products", perSecond(products, turns->ours), "rows/s", true, {}, {}, 4.0, {}};
    if (peer) {
        import.peer = "sqlite3 .import";
        import.peerValue = perSecond(products, turns->peers);
    }
    figures.push_back(std::move(import));
    const auto again = timed([&]() -> Result<void> {
        auto unchanged = runProgram({bench.shelfctl(), "import", bench.file("import.shelf"), *csv, "--as", "bench"});
        return unchanged ? Result<void>() : unchanged.error();
    });
    if (!again)
        return again.error();
    figures.push_back({"import-again", perSecond(products, *again), "rows/s", true, {}, {}, {}, "nothing changed"});
    figures.push_back({"import-memory", static_cast<double>(run.peakBytes) / 1e6, "MB", false, {}, {}, {}, "peak, resident"});
    figures.push_back({"import-journal", journalBytes(bench, "import.shelf") / static_cast<double>(products), "B/product", false, "goal",
        100.0, 1.0, {}});
    bench.forget("import.shelf");
    bench.forget("import.db");
    return figures;
}

Result<std::vector<Figure>> measureLinkImport(Bench& bench)
{
    const bool peer = findProgram("sqlite3").has_value();
    struct Part {
        const char* name;
        const char* what;
        Result<std::string> file;
        uint64_t rows;
        std::string table;
        std::optional<double> reach;
    };
    const CatalogSize& size = bench.size();
    const Part parts[] = {
        {"import-links", "links", bench.linksFile(), size.links,
            "CREATE TABLE t(source, type, target, rank, reason, PRIMARY KEY(source, type, target)) WITHOUT ROWID", 2.0},
        {"import-bundles", "bundles", bench.bundlesFile(), size.bundles, {}, {}},
        {"import-upgrades", "upgrades", bench.upgradesFile(), size.upgradeSteps, {}, {}},
    };
    std::vector<Figure> figures;
    for (const Part& part : parts) {
        if (!part.file)
            return part.file.error();
        if (part.rows == 0)
            continue;
        const bool compared = peer && !part.table.empty();
        const auto turns = inTurn(
            part.reach ? bench.rounds() : 1, [&] { return importMappings(bench, *part.file, part.what); },
            compared ? Round([&] { return bench.peerImport("links.db", *part.file, part.table); }) : Round());
        if (!turns)
            return turns.error();
        Figure figure{part.name, perSecond(part.rows, turns->ours), "rows/s", true, {}, {}, part.reach, {}};
        if (compared) {
            figure.peer = "sqlite3 .import";
            figure.peerValue = perSecond(part.rows, turns->peers);
        }
        figures.push_back(std::move(figure));
    }
    bench.forget("mappings.shelf");
    bench.forget("links.db");
    return figures;
}

} // namespace shelf::bench
