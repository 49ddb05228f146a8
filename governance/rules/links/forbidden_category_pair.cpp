// link.forbidden-category-pair: two categories must not be linked.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"
#include "model/domain/text.h"

#include <algorithm>
#include <span>

namespace shelf {

namespace {

struct CategoryPair {
    std::string from, to;
};

std::vector<CategoryPair> pairsOf(const std::vector<std::string>& texts)
{
    std::vector<CategoryPair> pairs;
    for (const std::string& text : texts) {
        const size_t sign = text.find('>');
        if (sign == std::string::npos)
            continue;
        CategoryPair pair{
            std::string(trimmed(std::string_view(text).substr(0, sign))), std::string(trimmed(std::string_view(text).substr(sign + 1)))};
        if (!pair.from.empty() && !pair.to.empty())
            pairs.push_back(std::move(pair));
    }
    return pairs;
}

// A bit for each pair of which one of the categories in the list `code` is at or below the first (or second) category.
uint64_t bitsBelow(const RuleRun& run, const Column* column, Code code, std::span<const CategoryPair> pairs, bool second)
{
    uint64_t bits = 0;
    if (!column || code == 0)
        return bits;
    for (const Code element : column->values().elements(code))
        for (size_t i = 0; i < pairs.size(); ++i)
            if (run.definitions().categoryIsBelow(column->values().elementValues().text(element), second ? pairs[i].to : pairs[i].from))
                bits |= uint64_t(1) << i;
    return bits;
}

class ForbiddenCategoryPair final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.forbidden-category-pair",
            .title = "Two categories must not be linked",
            .why = "Some things must not be offered beside each other: alcohol beside toys, knives beside school bags. Name the pairs in "
                   "the parameter.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Validity,
            .severity = Severity::Error,
            .parameters = {{"pairs", "[]",
                "Pairs written \"toys > spirits\": nothing in or below the first may lead to anything in or below the second"}},
            .reads = {.fields = {"name", "categories"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "categories: [ { code: toys, label: Toys }, { code: spirits, label: Spirits } ]\n"
                         "products: [ { sku: TOY-1, name: Toy camera, category: toys }, { sku: GIN-1, name: Gin, category: spirits } ]\n"
                         "links: [ { source: TOY-1, type: cross-sell, target: GIN-1, reason: A present for both } ]\n"
                         "rules: [ { id: link.forbidden-category-pair, parameters: { pairs: [\"toys > spirits\"] } } ]\n",
            .passing = "shelfwright: 1\n"
                       "categories: [ { code: toys, label: Toys }, { code: films, label: Films } ]\n"
                       "products: [ { sku: TOY-1, name: Toy camera, category: toys }, { sku: FILM-1, name: Film, category: films } ]\n"
                       "links: [ { source: TOY-1, type: cross-sell, target: FILM-1, reason: Takes this film } ]\n"
                       "rules: [ { id: link.forbidden-category-pair, parameters: { pairs: [\"toys > spirits\"] } } ]\n",
            .edge = "shelfwright: 1\n"
                    "categories: [ { code: toys, label: Toys }, { code: spirits, label: Spirits }, { code: spirits/gin, label: Gin } ]\n"
                    "products: [ { sku: TOY-1, name: Toy camera, category: toys }, { sku: GIN-1, name: Gin, category: spirits/gin } ]\n"
                    "links: [ { source: TOY-1, type: cross-sell, target: GIN-1, reason: A present for both } ]\n"
                    "rules: [ { id: link.forbidden-category-pair, parameters: { pairs: [\"toys > spirits\"] } } ]\n",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const LinkTypes types(catalog);
        std::vector<CategoryPair> pairs = pairsOf(run.texts("pairs"));
        for (size_t first = 0; first < pairs.size(); first += 64) {
            const std::span<const CategoryPair> block(pairs.data() + first, std::min<size_t>(64, pairs.size() - first));
            const Column* column = catalog.column("categories");
            const auto sources =
                rowValues<uint64_t>(run, "categories", [&](Code code) { return bitsBelow(run, column, code, block, false); });
            const auto targets =
                rowValues<uint64_t>(run, "categories", [&](Code code) { return bitsBelow(run, column, code, block, true); });
            eachLink(run, [&](const Link& link) {
                const LinkTypeFacts& type = types.of(link);
                if (!type.shown())
                    return;
                uint64_t bits = sources(link.source) & targets(link.target);
                if (type.symmetric)
                    bits |= sources(link.target) & targets(link.source);
                for (size_t i = 0; i < block.size(); ++i) {
                    if (!(bits >> i & 1))
                        continue;
                    FindingSink::With with;
                    const std::string pair = block[i].from + " > " + block[i].to;
                    with.detail = pair;
                    sink.link(link,
                        named(catalog, link) + ": what is in category " + block[i].from + " must not lead to " + block[i].to
                            + "; retire the link, or choose another product",
                        std::move(with));
                }
            });
        }
    }
};

} // namespace

RulePtr linkForbiddenCategoryPair()
{
    return std::make_unique<ForbiddenCategoryPair>();
}

} // namespace shelf
