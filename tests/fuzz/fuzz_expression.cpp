// Whatever the text: reading it and asking one product comes to an end, and what is refused says where.
#include "tests/expression/row_for_tests.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size)
{
    using namespace shelf;
    static const Definitions definitions = definitionsForTests();
    static const RowForTests row = [] {
        RowForTests product({{"name", "\"RF 50mm \\\"Nifty\\\" aaaaaaaaaaaaaaaaaaaa!\""}, {"price", "199.5"}, {"stock", "0"},
            {"launch", "\"2025-11-17\""}, {"categories", "[\"parts/lens\",\"gifts\"]"}, {"weight", "1500"}, {"core_count", "\"n/a\""},
            {"mounts", "[\"RF\"]"}, {"sealed", "true"}, {"msrp", "\"249.00 USD\""}});
        return product;
    }();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const ExpressionScope scope : {ExpressionScope::Link, ExpressionScope::Bundle, ExpressionScope::Upgrade}) {
        const auto ofMapping = Expression::parse(text, definitions, todayForTests, scope);
        if (ofMapping.ok())
            static_cast<void>(ofMapping->matches(row));
        else if (ofMapping.error().where.empty() || ofMapping.error().what.empty())
            std::abort();
    }
    const auto expression = Expression::parse(text, definitions, todayForTests);
    if (!expression.ok()) {
        if (expression.error().where.empty() || expression.error().what.empty())
            std::abort();
        return 0;
    }
    const bool picked = expression->matches(row);
    // The same text again gives the same answer.
    const auto again = Expression::parse(expression->text(), definitions, todayForTests);
    if (!again.ok() || again->matches(row) != picked)
        std::abort();
    return 0;
}
