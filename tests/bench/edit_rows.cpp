// One edit, durable; change sets of the whole catalog; their undo.
#include "tests/bench/bench.h"
#include "tests/bench/random.h"

#include <SQLiteCpp/SQLiteCpp.h>

namespace shelf::bench {

namespace {

constexpr int editsMeasured = 2000;

Result<void> editOne(Workspace& workspace, const std::string& sku, uint64_t stock)
{
    auto product = workspace.product(sku);
    if (!product)
        return product.error();
    if (!*product)
        return Error{ErrorKind::Rejected, "UNKNOWN_SKU", sku, "is not in the reference workspace", "make it again"};
    const Thing& now = **product;
    const std::string after = std::to_string(1000 + stock);
    ChangeSet change;
    change.header.author = "bench";
    change.header.label = "Set stock";
    change.add({ThingKind::Product, now.key, ChangeOp::Edit, now.revision, {{"stock", std::string(now.fields.get("stock")), after}}});
    auto applied = workspace.apply(change);
    return applied ? Result<void>() : applied.error();
}

double journalBytesOf(const std::string& file, uint64_t number)
{
    SQLite::Database database(file, SQLite::OPEN_READONLY);
    return database.execAndGet("SELECT total(length(payload)) FROM journal_part WHERE number = " + std::to_string(number)).getDouble();
}

// Every product's stock one up, made block by block while it is applied.
Result<double> changeAll(Workspace& workspace)
{
    std::vector<std::string> skus;
    std::vector<uint64_t> revisions;
    std::vector<std::string> stocks;
    auto read = workspace.forEachProduct([&](const Thing& product) {
        skus.push_back(product.key);
        revisions.push_back(product.revision);
        stocks.emplace_back(product.fields.get("stock"));
        return true;
    });
    if (!read)
        return read.error();
    size_t at = 0;
    const BlockSource source = [&](ChangeBlock& block) -> Result<bool> {
        block.kind = ThingKind::Product;
        for (; at < skus.size() && !block.full(); ++at)
            block.add({ThingKind::Product, skus[at], ChangeOp::Edit, revisions[at],
                {{"stock", stocks[at], std::to_string(1 + std::strtoull(stocks[at].c_str(), nullptr, 10))}}});
        return block.rows() > 0;
    };
    ChangeSetHeader header;
    header.author = "bench";
    header.label = "Count the stock";
    return timed([&]() -> Result<void> {
        auto applied = workspace.apply(header, source);
        return applied ? Result<void>() : applied.error();
    });
}

Result<double> undoOnce(Workspace& workspace)
{
    return timed([&]() -> Result<void> {
        auto undone = workspace.undo("bench");
        if (!undone)
            return undone.error();
        if (!undone->undone)
            return Error{ErrorKind::Refused, "CONFLICT", "undo", "took nothing back", "look at the conflicts"};
        return {};
    });
}

} // namespace

Result<std::vector<Figure>> measureEdit(Bench& bench)
{
    auto opened = bench.open();
    if (!opened)
        return opened.error();
    Random random(7);
    std::vector<double> walls, works;
    for (int i = 0; i < editsMeasured; ++i) {
        const std::string sku = skuOf(random.below(bench.size().products));
        const double before = threadCpuSeconds();
        const auto seconds = timed([&] { return editOne(**opened, sku, static_cast<uint64_t>(i)); });
        if (!seconds)
            return seconds.error();
        works.push_back(threadCpuSeconds() - before);
        walls.push_back(*seconds);
    }
    return std::vector<Figure>{
        {"edit-durable", median(walls) * 1e3, "ms", false, {}, {}, {}, "median, with its sync"},
        {"edit-p99.9", quantile(walls, 0.999) * 1e3, "ms", false, "goal", 5.0, 1.0, {}},
        {"edit-own-work", median(works) * 1e3, "ms", false, "goal", 0.1, 1.0,
            "processor time of one edit, SQLite's and the system's with it"},
    };
}

Result<std::vector<Figure>> measureLargeChange(Bench& bench)
{
    auto path = bench.workspaceFile();
    if (!path)
        return path.error();
    auto opened = Workspace::open(*path);
    if (!opened)
        return opened.error();
    const double scale = static_cast<double>(bench.size().products) / 1e6;
    std::vector<double> changes, undos;
    double journal = 0;
    for (int i = 0; i < bench.rounds(); ++i) {
        auto changed = changeAll(**opened);
        if (!changed)
            return changed.error();
        journal = journalBytesOf(*path, (*opened)->journalEntries());
        auto undone = undoOnce(**opened);
        if (!undone)
            return undone.error();
        changes.push_back(*changed);
        undos.push_back(*undone);
    }
    opened->reset();
    if (auto imported = bench.importProducts("undo.shelf"); !imported)
        return imported.error();
    auto fresh = Workspace::open(bench.file("undo.shelf"));
    if (!fresh)
        return fresh.error();
    auto import = undoOnce(**fresh);
    if (!import)
        return import.error();
    fresh->reset();
    bench.forget("undo.shelf");
    return std::vector<Figure>{
        {"change-all", median(changes), "s", false, "goal", 5.0 * scale, 1.0, "one cell of every product"},
        {"change-all-journal", journal / static_cast<double>(bench.size().products), "B/product", false, "goal", 100.0, 1.0, {}},
        {"undo-all", median(undos), "s", false, "goal", 6.0 * scale, 1.0, "of that"},
        {"undo-import", *import, "s", false, "goal", 6.0 * scale, 1.0, "of the whole first import"},
    };
}

} // namespace shelf::bench
