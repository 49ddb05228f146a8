// Previews: one with everything explained, and those of all products on two threads.
#include "governance/preview/preview.h"
#include "model/query/catalog_keeper.h"
#include "tests/bench/bench.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace shelf::bench {

namespace {

constexpr double oneGoal = 2; // ms
constexpr double allGoal = 200'000; // a second
constexpr int threads = 2;
constexpr Row share = 4096; // of rows that a thread takes at once

uint64_t showAll(const PreviewEngine& engine, const PreviewEngine::Prepared& prepared)
{
    std::atomic<Row> next{0};
    std::atomic<uint64_t> items{0};
    const auto work = [&] {
        const auto scratch = engine.scratch();
        std::vector<PreviewEngine::ShownItem> shown;
        uint64_t count = 0;
        for (Row begin = next.fetch_add(share); begin < engine.catalog().rows(); begin = next.fetch_add(share))
            for (Row row = begin; row < std::min(begin + share, engine.catalog().rows()); ++row)
                if (engine.catalog().exists(row)) {
                    engine.shown(prepared, row, *scratch, shown);
                    count += shown.size();
                }
        items += count;
    };
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i)
        others.emplace_back(work);
    work();
    for (std::thread& other : others)
        other.join();
    return items;
}

} // namespace

Result<std::vector<Figure>> measurePreviews(Bench& bench)
{
    const auto file = bench.wholeWorkspaceFile();
    if (!file)
        return file.error();
    auto workspace = Workspace::open(*file);
    if (!workspace)
        return workspace.error();
    auto keeper = CatalogKeeper::load(**workspace);
    if (!keeper)
        return keeper.error();
    const PreviewEngine engine((*keeper)->snapshot(), View::Working);
    PreviewRequest request;
    request.on = "2026-11-15";
    const auto prepared = engine.prepare(request);
    if (!prepared)
        return prepared.error();
    const Row rows = engine.catalog().rows();
    constexpr Row ones = 200;
    uint64_t counted = 0;
    const auto one = inTurn(bench.rounds(),
        [&] {
            return timed([&]() -> Result<void> {
                for (Row i = 0; i < ones; ++i) {
                    request.anchors = {std::string(engine.catalog().sku(static_cast<Row>(uint64_t(i) * rows / ones)))};
                    const auto preview = engine.preview(request);
                    if (!preview)
                        return preview.error();
                    counted += preview->candidates();
                }
                return {};
            });
        },
        {});
    if (!one)
        return one.error();
    const auto all = inTurn(bench.rounds(),
        [&] {
            return timed([&]() -> Result<void> {
                counted += showAll(engine, **prepared);
                return {};
            });
        },
        {});
    if (!all)
        return all.error();
    return std::vector<Figure>{
        {"preview-one", one->ours * 1e3 / ones, "ms", false, "goal", oneGoal, 1.0, "with every objection and flip"},
        {"preview-all", engine.catalog().productCount() / all->ours, "products/s", true, "goal", allGoal, 1.0,
            std::to_string(counted) + " items and candidates in all rounds; two threads"},
    };
}

} // namespace shelf::bench
