#include "tests/bench/bench.h"

#include <cstdio>
#include <filesystem>

namespace shelf::bench {

std::optional<double> Figure::ratio() const
{
    if (!peerValue || value <= 0 || *peerValue <= 0)
        return std::nullopt;
    return moreIsBetter ? value / *peerValue : *peerValue / value;
}

Bench::Bench(std::string folder, std::string shelfctl, CatalogSize size, int rounds)
    : m_folder(std::move(folder)), m_shelfctl(std::move(shelfctl)), m_size(size), m_rounds(rounds)
{
}

void Bench::say(const std::string& what) const
{
    std::fprintf(stderr, "%s\n", what.c_str());
}

namespace {

using Writer = Result<void> (*)(const std::string&, const CatalogSize&);

Result<std::string> made(bool& done, const std::string& path, Writer write, const CatalogSize& size)
{
    if (!done)
        if (auto written = write(path, size); !written)
            return written.error();
    done = true;
    return path;
}

} // namespace

Result<std::string> Bench::productsFile()
{
    return made(m_products, file("products.csv"), writeProducts, m_size);
}

Result<std::string> Bench::linksFile()
{
    return made(m_links, file("links.csv"), writeLinks, m_size);
}

Result<std::string> Bench::bundlesFile()
{
    return made(m_bundles, file("bundles.csv"), writeBundles, m_size);
}

Result<std::string> Bench::upgradesFile()
{
    return made(m_upgrades, file("upgrades.csv"), writeUpgrades, m_size);
}

void Bench::forget(const std::string& name) const
{
    std::error_code ignored;
    for (const char* ending : {"", "-wal", "-shm", "-journal"})
        std::filesystem::remove_all(file(name + ending), ignored);
}

Result<double> Bench::importProducts(const std::string& workspace, Run* run)
{
    auto csv = productsFile();
    if (!csv)
        return csv.error();
    forget(workspace);
    if (auto fresh = runProgram({m_shelfctl, "new", file(workspace)}); !fresh)
        return fresh.error();
    auto imported = runProgram({m_shelfctl, "import", file(workspace), *csv, "--as", "bench"});
    if (!imported)
        return imported.error();
    if (run)
        *run = *imported;
    return imported->seconds;
}

Result<double> Bench::peerImport(const std::string& database, const std::string& csv, const std::string& table)
{
    forget(database);
    auto imported = runProgram({"sqlite3", file(database)}, table + ";\n.import --csv --skip 1 '" + csv + "' t\n");
    if (!imported)
        return imported.error();
    return imported->seconds;
}

Result<std::string> Bench::workspaceFile()
{
    if (!m_workspace)
        if (auto imported = importProducts("reference.shelf"); !imported)
            return imported.error();
    m_workspace = true;
    return file("reference.shelf");
}

Result<std::string> Bench::wholeWorkspaceFile()
{
    const std::string path = file("whole.shelf");
    if (m_whole)
        return path;
    auto reference = workspaceFile();
    if (!reference)
        return reference.error();
    forget("whole.shelf");
    if (auto copied = runProgram({m_shelfctl, "backup", *reference, path}); !copied)
        return copied.error();
    const std::pair<Result<std::string>, const char*> files[] = {
        {linksFile(), "links"}, {bundlesFile(), "bundles"}, {upgradesFile(), "upgrades"}};
    for (const auto& [from, what] : files) {
        if (!from)
            return from.error();
        if (auto imported = runProgram({m_shelfctl, "import", path, *from, "--what", what, "--as", "bench"}); !imported)
            return imported.error();
    }
    m_whole = true;
    return path;
}

Result<std::string> Bench::peerDatabase()
{
    auto csv = productsFile();
    if (!csv)
        return csv.error();
    if (!m_peer)
        if (auto imported = peerImport("peer.db", *csv, productTable()); !imported)
            return imported.error();
    m_peer = true;
    return file("peer.db");
}

Result<std::unique_ptr<Workspace>> Bench::open()
{
    auto path = workspaceFile();
    if (!path)
        return path.error();
    return Workspace::open(*path);
}

const std::vector<RowGroup>& rowGroups()
{
    static const std::vector<RowGroup> groups = {
        {{"import-products", "import-again", "import-memory", "import-journal"}, measureImport},
        {{"import-links", "import-bundles", "import-upgrades"}, measureLinkImport},
        {{"open-first-rows"}, measureOpen},
        {{"edit-durable", "edit-p99.9", "edit-own-work"}, measureEdit},
        {{"change-all", "change-all-journal", "undo-all", "undo-import"}, measureLargeChange},
        {{"compat-pairs", "compat-pairs-all", "compat-pairs-numbers", "compat-partners", "compat-partners-all"}, measureCompatibility},
        {{"open-whole-catalog", "memory-a-product", "memory-a-link"}, measureCatalog},
        {{"filter", "facet", "histogram", "sort-numbers", "sort-names", "search-name", "search-nothing"}, measureQueries},
        {{"validate-everything", "validate-two-threads", "validate-slowest-ten", "validate-five-rules", "revalidate-one-edit",
             "revalidate-settle"},
            measureRules},
        {{"coverage-all", "recommendations"}, measureCoverage},
        {{"release", "release-lines", "release-verify"}, measureRelease},
        {{"preview-one", "preview-all"}, measurePreviews},
        {{"audit-verify", "check-deep"}, measureProof},
        {{"orders-into-pairs", "orders-memory"}, measureOrders},
    };
    return groups;
}

const std::vector<Missing>& missingRows()
{
    static const std::vector<Missing> rows = {
        {"first paint, scroll, jump, type", "the window is a plain list so far; tests/ui opens it"},
    };
    return rows;
}

} // namespace shelf::bench
