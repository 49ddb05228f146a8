// link.substitute-other-category: a substitute comes from another category.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"

#include <algorithm>
#include <span>

namespace shelf {

namespace {

// The place in `tops` of the top of a product's first category; 0: it has none.
uint32_t topOf(std::vector<std::string>& tops, const Column* column, Code code)
{
    const auto elements = column ? column->values().elements(code) : std::span<const Code>();
    if (code == 0 || elements.empty())
        return 0;
    const std::string_view path = column->values().elementValues().text(elements.front());
    const std::string top(path.substr(0, path.find('/')));
    auto found = std::find(tops.begin(), tops.end(), top);
    if (found == tops.end())
        found = tops.insert(found, top);
    return static_cast<uint32_t>(found - tops.begin());
}

class SubstituteOtherCategory final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.substitute-other-category",
            .title = "A substitute comes from another category",
            .why = "Either does the job, says the link; things from different parts of the shop rarely do.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .reads = {.fields = {"name", "categories"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "categories: [ { code: bags, label: Bags }, { code: lenses, label: Lenses } ]\n"
                         "products: [ { sku: BAG-1, name: Bag, category: bags }, { sku: LENS-1, name: Lens, category: lenses } ]\n"
                         "links: [ { source: BAG-1, type: substitute, target: LENS-1 } ]\n",
            .passing = "shelfwright: 1\n"
                       "categories: [ { code: bags, label: Bags } ]\n"
                       "products: [ { sku: BAG-1, name: Bag, category: bags }, { sku: BAG-2, name: Other bag, category: bags } ]\n"
                       "links: [ { source: BAG-1, type: substitute, target: BAG-2 } ]\n",
            .edge = "shelfwright: 1\n"
                    "categories: [ { code: bags, label: Bags }, { code: bags/small, label: Small }, { code: bags/large, label: Large } ]\n"
                    "products: [ { sku: BAG-1, name: Bag, category: bags/small }, { sku: BAG-2, name: Other bag, category: bags/large } ]\n"
                    "links: [ { source: BAG-1, type: substitute, target: BAG-2 } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const uint16_t substitute = catalog.links().typeOf("substitute");
        const Column* column = catalog.column("categories");
        std::vector<std::string> tops{""};
        const auto top = rowValues<uint32_t>(run, "categories", [&tops, column](Code code) { return topOf(tops, column, code); });
        eachLink(run, [&](const Link& link) {
            if (link.type != substitute)
                return;
            const uint32_t a = top(link.source), b = top(link.target);
            if (a != 0 && b != 0 && a != b)
                sink.link(link,
                    named(catalog, link) + ": the one is in " + tops[a] + ", the other in " + tops[b] + "; choose a substitute from "
                        + tops[a] + ", or make it a cross-sell");
        });
    }
};

} // namespace

RulePtr linkSubstituteOtherCategory()
{
    return std::make_unique<SubstituteOtherCategory>();
}

} // namespace shelf
