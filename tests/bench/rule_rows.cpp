// The rules: all of them over everything, five that SQL can ask too, and what an edit costs.
#include "governance/findings/validator.h"
#include "tests/bench/bench.h"

#include <algorithm>
#include <cmath>

namespace shelf::bench {

namespace {

ValidationRequest requestOf(int threads, std::vector<std::string> rules = {})
{
    ValidationRequest request;
    request.rules = std::move(rules);
    request.now = systemClock()();
    request.threads = threads;
    return request;
}

// The five of them in SQL over the peer's table, as somebody would ask them by hand.
constexpr const char* fiveInSql =
    "SELECT sku FROM t WHERE lifecycle IN ('active', '') AND price = '';\n"
    "SELECT sku FROM t WHERE price <> '' AND price + 0 <= 0;\n"
    "SELECT sku FROM t WHERE cost + 0 > price + 0 AND price <> '';\n"
    "SELECT sku FROM t WHERE gtin IN (SELECT gtin FROM t WHERE gtin <> '' GROUP BY gtin HAVING count(*) > 1);\n"
    "SELECT sku FROM t WHERE category = '';\n";
const std::vector<std::string> five = {
    "attr.price-missing", "attr.price-not-positive", "attr.cost-above-price", "attr.gtin-duplicate", "attr.category-missing"};

Result<void> setPrice(Workspace& workspace, const std::string& sku, int price)
{
    const auto product = workspace.product(sku);
    if (!product)
        return product.error();
    Thing after = **product;
    after.fields.set("price", std::to_string(price));
    after.revision = (*product)->revision + 1;
    ChangeSet changes;
    changes.header.author = "bench";
    if (auto change = difference(**product, after))
        changes.add(std::move(*change));
    const auto applied = workspace.apply(changes);
    return applied ? Result<void>() : applied.error();
}

class Uncounted final : public FindingSink {
public:
    explicit Uncounted(const RuleRun& run) : FindingSink(run) { }

protected:
    void take(Finding) override { }
};

// Each rule by itself, once; the note names the slowest ten with their milliseconds, the value is what these ten take.
Figure slowestRules(const Snapshot& catalog, const RuleSet& rules)
{
    constexpr size_t shown = 10;
    const Subjects everything;
    const ValidationRequest request = requestOf(1);
    const RunFrame frame(catalog, request.view, today(systemClock(), "UTC"), request.now);
    std::vector<std::pair<double, std::string_view>> took;
    for (const ActiveRule& active : rules.rules()) {
        const RuleRun run(frame, *active.rule, active.settings, everything);
        Uncounted sink(run);
        const auto seconds = timed([&]() -> Result<void> {
            active.rule->check(run, sink);
            return {};
        });
        if (seconds)
            took.emplace_back(*seconds * 1e3, active.rule->info().id);
    }
    std::sort(took.rbegin(), took.rend());
    Figure figure{"validate-slowest-ten", 0, "ms", false, {}, {}, {}, {}};
    for (size_t i = 0; i < std::min(shown, took.size()); ++i) {
        figure.value += took[i].first;
        figure.note.append(i ? ", " : "").append(took[i].second).append(" ").append(std::to_string(std::lround(took[i].first)));
    }
    return figure;
}

// Seconds of Validator::updateNear after an edit of one product's price, one by one; and of what waits after the last.
struct EditTimes {
    std::vector<double> near;
    double settle = 0;
};
Result<EditTimes> edits(Workspace& workspace, CatalogKeeper& keeper, const CatalogSize& size)
{
    constexpr int count = 200;
    Validator validator(requestOf(2));
    validator.validateAll(keeper.snapshot());
    EditTimes times;
    for (int i = 0; i < count; ++i) {
        const std::string sku = skuOf(static_cast<uint64_t>(i) * 7919 % size.products);
        if (auto set = setPrice(workspace, sku, 100 + i); !set)
            return set.error();
        const auto changes = keeper.refresh();
        if (!changes)
            return changes.error();
        const auto took = timed([&]() -> Result<void> {
            validator.updateNear(keeper.snapshot(), *changes, systemClock()());
            return {};
        });
        if (!took)
            return took.error();
        times.near.push_back(*took);
    }
    const auto settled = timed([&]() -> Result<void> {
        while (validator.settleOne()) { }
        return {};
    });
    if (!settled)
        return settled.error();
    times.settle = *settled;
    return times;
}

} // namespace

Result<std::vector<Figure>> measureRules(Bench& bench)
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
    const Snapshot catalog = (*keeper)->snapshot();
    const RuleSet rules(catalog.definitions(), today(systemClock(), "UTC"));
    uint64_t found = 0;
    const auto run = [&](const ValidationRequest& request) {
        return timed([&]() -> Result<void> {
            found = validate(catalog, rules, request).findings.size();
            return {};
        });
    };
    const double scale = static_cast<double>(bench.size().products) / 1e6;
    const auto whole = inTurn(bench.rounds(), [&] { return run(requestOf(1)); }, {});
    if (!whole)
        return whole.error();
    std::vector<Figure> figures = {{"validate-everything", whole->ours * 1e3, "ms", false, "goal", 1000 * scale, 1.0,
        std::to_string(rules.rules().size()) + " rules, one thread, " + std::to_string(found) + " findings"}};
    const auto two = inTurn(bench.rounds(), [&] { return run(requestOf(2)); }, {});
    if (!two)
        return two.error();
    figures.push_back({"validate-two-threads", two->ours * 1e3, "ms", false, {}, {}, {}, {}});
    figures.push_back(slowestRules(catalog, rules));
    Round peer;
    if (findProgram("sqlite3")) {
        auto database = bench.peerDatabase();
        if (!database)
            return database.error();
        peer = [file = *database]() -> Result<double> {
            auto asked = runProgram({"sqlite3", file}, fiveInSql);
            return asked ? Result<double>(asked->seconds) : asked.error();
        };
    }
    const auto turns = inTurn(
        bench.rounds(), [&] { return run(requestOf(1, five)); }, peer);
    if (!turns)
        return turns.error();
    Figure figure{"validate-five-rules", turns->ours * 1e3, "ms", false, {}, {}, {}, std::to_string(found) + " findings"};
    if (peer) {
        figure.peer = "sqlite3";
        figure.peerValue = turns->peers * 1e3;
        figure.reach = 2.0;
    }
    figures.push_back(std::move(figure));
    const auto each = edits(**opened, **keeper, bench.size());
    if (!each)
        return each.error();
    figures.push_back({"revalidate-one-edit", median(each->near) * 1e3, "ms", false, "goal", 0.1, 1.0,
        "its price: the product and its neighbours; the median of 200"});
    figures.push_back(
        {"revalidate-settle", each->settle * 1e3, "ms", false, {}, {}, {}, "the rules over everything that waited, in pieces"});
    return figures;
}

} // namespace shelf::bench
