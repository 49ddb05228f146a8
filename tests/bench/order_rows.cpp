// Orders into pair counts: twenty lines a product (20,000,000 of the reference catalog), against sort(1) over the same file, which any
// count of pairs of orders in bounded memory has to do at least.
#include "tests/bench/bench.h"

#include <cstdio>

namespace shelf::bench {

namespace {

constexpr uint64_t linesPerProduct = 20;
constexpr uint64_t residentGoal = 512; // MB

uint64_t next(uint64_t& state) // SplitMix64
{
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

// Orders of one to nine lines; half of the lines are of a hundredth of the products. Every eighth line comes late, so that orders are
// torn apart.
Result<uint64_t> writeOrders(const std::string& path, const std::vector<std::string>& skus, uint64_t lines, uint64_t seed)
{
    FILE* file = std::fopen(path.c_str(), "we");
    if (!file)
        return Error{ErrorKind::System, "SYSTEM", path, "cannot be written", "name another folder with --folder"};
    std::fputs("order,sku,quantity,date\n", file);
    uint64_t state = seed, written = 0;
    std::string late;
    for (uint64_t order = 0; written < lines; ++order) {
        const int day = static_cast<int>(order * 28 / (lines / 5 + 1)) + 1;
        for (uint64_t line = 0, count = 1 + next(state) % 9; line < count && written < lines; ++line, ++written) {
            const uint64_t among = next(state) % 2 ? skus.size() : skus.size() / 100 + 1;
            char text[400];
            std::snprintf(text, sizeof text, "SO%010llu,%s,1,2026-10-%02d\n", static_cast<unsigned long long>(order * 7919 % 9999999967u),
                skus[next(state) % among].c_str(), day > 28 ? 28 : day);
            if (next(state) % 8)
                std::fputs(text, file);
            else
                late += text;
            if (late.size() > (size_t(4) << 20)) {
                std::fwrite(late.data(), 1, late.size(), file);
                late.clear();
            }
        }
    }
    std::fwrite(late.data(), 1, late.size(), file);
    const bool failed = std::ferror(file) != 0;
    if (std::fclose(file) != 0 || failed)
        return Error{ErrorKind::System, "SYSTEM", path, "cannot be written to its end", "look at the disk"};
    return written;
}

} // namespace

Result<std::vector<Figure>> measureOrders(Bench& bench)
{
    auto workspace = bench.open();
    if (!workspace)
        return workspace.error();
    std::vector<std::string> skus;
    if (auto read = (*workspace)->forEachSku([&skus](std::string_view sku) {
            skus.emplace_back(sku);
            return true;
        });
        !read)
        return read.error();
    const std::string path = (*workspace)->path(), csv = bench.file("orders.csv");
    workspace->reset();
    const auto lines = writeOrders(csv, skus, skus.size() * linesPerProduct, bench.size().seed);
    if (!lines)
        return lines.error();
    const bool peer = findProgram("sort").has_value();
    Run run;
    const auto ours = [&]() -> Result<double> {
        bench.forget("orders.shelf");
        if (auto copied = runProgram({bench.shelfctl(), "backup", path, bench.file("orders.shelf")}); !copied)
            return copied.error();
        auto imported = runProgram({bench.shelfctl(), "import", bench.file("orders.shelf"), csv, "--what", "orders", "--as", "bench"});
        if (!imported)
            return imported.error();
        run = *imported;
        return imported->seconds;
    };
    const auto theirs = [&]() -> Result<double> {
        auto sorted = runProgram({"sort", "-t", ",", "-k1,1", "-S", "256M", "--parallel=1", "-o", bench.file("orders.sorted"), csv});
        bench.forget("orders.sorted");
        if (!sorted)
            return sorted.error();
        return sorted->seconds;
    };
    const auto turns = inTurn(bench.rounds(), ours, peer ? Round(theirs) : Round());
    if (!turns)
        return turns.error();
    const auto perSecond = [&](double seconds) { return seconds > 0 ? static_cast<double>(*lines) / seconds : 0; };
    Figure speed{"orders-into-pairs", perSecond(turns->ours), "lines/s", true, {}, {}, {}, std::to_string(*lines) + " lines"};
    if (peer) {
        speed.peer = "sort -S 256M";
        speed.peerValue = perSecond(turns->peers);
    }
    bench.forget("orders.shelf");
    bench.forget("orders.csv");
    return std::vector<Figure>{std::move(speed),
        {"orders-memory", static_cast<double>(run.peakBytes) / 1e6, "MB", false, "goal", double(residentGoal), 1.0, "peak, resident"}};
}

} // namespace shelf::bench
