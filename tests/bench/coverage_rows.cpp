// The previews of all products: counted, and as lines of recommendations.jsonl.
#include "governance/preview/coverage.h"
#include "governance/preview/recommendations.h"
#include "model/query/catalog_keeper.h"
#include "tests/bench/bench.h"

namespace shelf::bench {

Result<std::vector<Figure>> measureCoverage(Bench& bench)
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
    const auto products = static_cast<double>(report.products);
    return std::vector<Figure>{
        {"coverage-all", products / covered->ours, "products/s", true, "goal", 2e5, 1.0,
            "two threads; " + std::to_string(report.shown) + " items shown"},
        {"recommendations", static_cast<double>(lines) / recommended->ours, "lines/s", true, {}, {}, {},
            "two threads, with reasons; a line has " + std::to_string(lines ? bytes / lines : 0) + " bytes"},
    };
}

} // namespace shelf::bench
