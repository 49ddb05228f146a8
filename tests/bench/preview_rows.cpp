// Previews: one product with everything explained, all of them counted, all of them as lines of recommendations.jsonl.
#include "governance/preview/coverage.h"
#include "governance/preview/recommendations.h"
#include "model/query/catalog_keeper.h"
#include "tests/bench/bench.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace shelf::bench {

namespace {

constexpr int previews = 200;
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

// Milliseconds of one preview after the other, spread over the catalog.
Result<std::vector<double>> onePreviews(const PreviewEngine& engine, const CatalogSize& size, const std::string& on)
{
    std::vector<double> seconds;
    for (int i = 0; i < previews; ++i) {
        PreviewRequest request;
        request.anchors = {skuOf(static_cast<uint64_t>(i) * 7919 % size.products)};
        request.on = on;
        const auto took = timed([&]() -> Result<void> {
            const auto preview = engine.preview(request);
            return preview ? Result<void>() : preview.error();
        });
        if (!took)
            return took.error();
        seconds.push_back(*took);
    }
    return seconds;
}

} // namespace

Result<std::vector<Figure>> measurePreview(Bench& bench)
{
    auto path = bench.wholeWorkspaceFile();
    if (!path)
        return path.error();
    auto opened = Workspace::open(*path);
    if (!opened)
        return opened.error();
    auto keeper = CatalogKeeper::load(**opened);
    if (!keeper)
        return keeper.error();
    const PreviewEngine engine((*keeper)->snapshot(), View::Working);
    const std::string on = formatDate(today(systemClock(), "UTC"));
    const auto each = onePreviews(engine, bench.size(), on);
    if (!each)
        return each.error();
    CoverageReport report;
    const auto covered = inTurn(bench.rounds(),
        [&] {
            return timed([&]() -> Result<void> {
                CoverageRequest request;
                request.context.on = on;
                auto done = coverageOf(engine, View::Working, request);
                if (!done)
                    return done.error();
                report = *std::move(done);
                return {};
            });
        },
        {});
    if (!covered)
        return covered.error();
    PreviewRequest everybody;
    everybody.on = on;
    const auto prepared = engine.prepare(everybody);
    if (!prepared)
        return prepared.error();
    uint64_t items = 0;
    const auto all = inTurn(bench.rounds(),
        [&] {
            return timed([&]() -> Result<void> {
                items = showAll(engine, **prepared);
                return {};
            });
        },
        {});
    if (!all)
        return all.error();
    uint64_t lines = 0, bytes = 0;
    const auto recommended = inTurn(bench.rounds(),
        [&] {
            lines = bytes = 0;
            return timed([&]() -> Result<void> {
                return forEachRecommendation(engine, on, [&](std::string_view text, uint64_t count) {
                    lines += count;
                    bytes += text.size();
                });
            });
        },
        {});
    if (!recommended)
        return recommended.error();
    const double worst = *std::max_element(each->begin(), each->end());
    const auto products = static_cast<double>(report.products);
    return std::vector<Figure>{
        {"preview-one", median(*each) * 1e3, "ms", false, "goal", 2, 1.0,
            "with every explanation; the median of " + std::to_string(previews) + ", the slowest took "
                + Json::number(worst * 1e3).text().substr(0, 5) + " ms"},
        {"preview-all", engine.catalog().productCount() / all->ours, "products/s", true, "goal", 2e5, 1.0,
            "two threads; " + std::to_string(items) + " items shown"},
        {"coverage-all", products / covered->ours, "products/s", true, {}, {}, {}, "two threads"},
        {"recommendations", static_cast<double>(lines) / recommended->ours, "lines/s", true, {}, {}, {},
            "two threads, with reasons; a line has " + std::to_string(lines ? bytes / lines : 0) + " bytes"},
    };
}

} // namespace shelf::bench
