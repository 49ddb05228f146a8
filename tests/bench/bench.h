// What every row shares: the reference data, made when first needed, and the table of results.
#pragma once

#include "model/store/workspace.h"
#include "tests/bench/catalog_maker.h"
#include "tests/bench/measure.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shelf::bench {

// One line of the table. The ratio is above 1 where ours is better; `reach` is the ratio that is asked for. Where the goal is a
// figure and not a peer, the peer is "goal" and its value that figure.
struct Figure {
    std::string name;
    double value = 0;
    std::string unit;
    bool moreIsBetter = false;
    std::string peer; // empty: none is installed, or there is none
    std::optional<double> peerValue;
    std::optional<double> reach;
    std::string note;

    std::optional<double> ratio() const;
};

class Bench {
public:
    Bench(std::string folder, std::string shelfctl, CatalogSize size, int rounds);

    const CatalogSize& size() const { return m_size; }
    int rounds() const { return m_rounds; }
    const std::string& shelfctl() const { return m_shelfctl; }
    std::string file(const std::string& name) const { return m_folder + "/" + name; }
    void say(const std::string& what) const; // progress, on stderr

    Result<std::string> productsFile();
    Result<std::string> linksFile();
    Result<std::string> bundlesFile();
    Result<std::string> upgradesFile();
    // The reference products imported into a workspace of their own. Rows may change it, but leave as many products.
    Result<std::string> workspaceFile();
    // The reference products with their links, bundles and upgrade paths.
    Result<std::string> wholeWorkspaceFile();
    // The rows after the header of a table made by `sqlite3 .import`, with a unique index on sku.
    Result<std::string> peerDatabase();
    Result<std::unique_ptr<Workspace>> open();
    void forget(const std::string& name) const; // removes a file or folder and what SQLite leaves beside it
    Result<double> importProducts(const std::string& workspace, Run* run = nullptr); // into a new one; seconds
    static std::string productTable(); // SQL of the peer's table
    Result<double> peerImport(const std::string& database, const std::string& csv, const std::string& table);

private:
    std::string m_folder, m_shelfctl;
    CatalogSize m_size;
    int m_rounds;
    bool m_products = false, m_links = false, m_bundles = false, m_upgrades = false, m_workspace = false, m_whole = false, m_peer = false;
};

// One group of rows. The names are those of `--only`.
struct RowGroup {
    std::vector<std::string> names;
    std::function<Result<std::vector<Figure>>(Bench&)> measure;
};
const std::vector<RowGroup>& rowGroups();

// Rows that cannot be measured yet, and why.
struct Missing {
    std::string name, because;
};
const std::vector<Missing>& missingRows();

Result<std::vector<Figure>> measureImport(Bench& bench);
Result<std::vector<Figure>> measureLinkImport(Bench& bench);
Result<std::vector<Figure>> measureOpen(Bench& bench);
Result<std::vector<Figure>> measureEdit(Bench& bench);
Result<std::vector<Figure>> measureLargeChange(Bench& bench);
Result<std::vector<Figure>> measureCatalog(Bench& bench);
Result<std::vector<Figure>> measureQueries(Bench& bench);
Result<std::vector<Figure>> measureCompatibility(Bench& bench);
Result<std::vector<Figure>> measureRules(Bench& bench);
Result<std::vector<Figure>> measureCoverage(Bench& bench);
Result<std::vector<Figure>> measurePreviews(Bench& bench);
Result<std::vector<Figure>> measureRelease(Bench& bench);
Result<std::vector<Figure>> measureProof(Bench& bench);
Result<std::vector<Figure>> measureOrders(Bench& bench);

} // namespace shelf::bench
