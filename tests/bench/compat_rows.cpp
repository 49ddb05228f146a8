// Compatibility: counting the pairs of a rule over the whole catalog, the partners of one product. Each count begins with nothing made
// ready: grouping the products is part of it.
#include "governance/compatibility/compatibility.h"
#include "model/catalog/entry_parse.h"
#include "model/query/catalog_keeper.h"
#include "tests/bench/bench.h"

namespace shelf::bench {

namespace {

Entry rule(const std::string& id, const std::string& left, const std::string& right, const std::string& where)
{
    Entry entry;
    entry.id = id;
    entry.kind = MappingKind::Compat;
    entry.content.setText("left", left);
    entry.content.setText("right", right);
    entry.content.set("where", where);
    parseEntry(entry, [](std::string_view) { return noRow; });
    return entry;
}

Row productOf(const Snapshot& catalog, std::string_view family)
{
    for (Row row = 0; row < catalog.rows(); ++row)
        if (catalog.exists(row) && catalog.family(row) == family)
            return row;
    return noRow;
}

} // namespace

Result<std::vector<Figure>> measureCompatibility(Bench& bench)
{
    auto opened = bench.open();
    if (!opened)
        return opened.error();
    CatalogRequest request;
    request.mappings = false;
    request.fields = std::set<std::string>{"family", "categories", "parent", "connector", "weight_g", "width_mm", "color"};
    auto keeper = CatalogKeeper::load(**opened, request);
    if (!keeper)
        return keeper.error();
    const Snapshot catalog = (*keeper)->snapshot();
    const std::string equal = R"([{"left":"connector","op":"equal","right":"connector"}])";
    const std::string numbers = R"([{"left":"weight_g","op":"at-most","right":"weight_g"}])";
    const std::string both =
        R"([{"left":"connector","op":"equal","right":"connector"},{"left":"weight_g","op":"at-most","right":"weight_g"}])";
    struct Question {
        const char* name;
        Entry entry;
        const char* note;
    };
    const std::vector<Question> questions = {
        {"compat-pairs", rule("compat:a", "camera", "lens", both), "two families, two conditions"},
        {"compat-pairs-all", rule("compat:b", "category:shop", "category:shop", equal), "every product with every other, one condition"},
        {"compat-pairs-numbers", rule("compat:c", "camera", "category:shop", numbers), "a family with all, one inequality"},
    };
    constexpr double pairsGoal = 50, partnersGoal = 5; // ms
    std::vector<Figure> figures;
    uint64_t counted = 0;
    for (const Question& question : questions) {
        const auto turns = inTurn(bench.rounds(),
            [&] {
                return timed([&]() -> Result<void> {
                    counted += Compatibility(catalog, View::Working).count(question.entry).total();
                    return {};
                });
            },
            {});
        if (!turns)
            return turns.error();
        figures.push_back({question.name, turns->ours * 1e3, "ms", false, "goal", pairsGoal, 1.0, question.note});
    }
    const Compatibility compatibility(catalog, View::Working);
    for (const Question& question : {questions[0], questions[1]}) {
        const Row product = productOf(catalog, "camera");
        if (product == noRow)
            break;
        counted += compatibility.count(question.entry).total(); // ready
        const auto turns = inTurn(bench.rounds(),
            [&] {
                return timed([&]() -> Result<void> {
                    counted += compatibility.partners(question.entry, product, Fit::Compatible).size();
                    return {};
                });
            },
            {});
        if (!turns)
            return turns.error();
        figures.push_back({question.name == std::string("compat-pairs") ? "compat-partners" : "compat-partners-all", turns->ours * 1e3,
            "ms", false, "goal", partnersGoal, 1.0, question.note});
    }
    return counted ? figures : std::vector<Figure>{};
}

} // namespace shelf::bench
