// Reading the file: the first rows; and the proof of the journal.
#include "model/query/product_query.h"
#include "tests/bench/bench.h"

namespace shelf::bench {

namespace {

constexpr uint64_t firstRows = 50;

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
