// link.up-sell-and-cross-sell: two products are up-sell and cross-sell at once.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"

namespace shelf {

namespace {

class UpSellAndCrossSell final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.up-sell-and-cross-sell",
            .title = "Two products are up-sell and cross-sell at once",
            .why = "Either one is bought instead of the other, or with it: shown in both places a shopper cannot tell which.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .reads = {.fields = {"name"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two } ]\n"
                         "links:\n"
                         "  - { source: CAM-1, type: up-sell, target: CAM-2, reason: Weather sealed }\n"
                         "  - { source: CAM-1, type: cross-sell, target: CAM-2, reason: A second body }\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two }, { sku: BAG-1, name: Bag } ]\n"
                       "links:\n"
                       "  - { source: CAM-1, type: up-sell, target: CAM-2, reason: Weather sealed }\n"
                       "  - { source: CAM-1, type: cross-sell, target: BAG-1, reason: For the trip }\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two } ]\n"
                    "links:\n"
                    "  - { source: CAM-1, type: up-sell, target: CAM-2, reason: Weather sealed }\n"
                    "  - { source: CAM-2, type: cross-sell, target: CAM-1, reason: A second body }\n",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const uint16_t upSell = catalog.links().typeOf("up-sell"), crossSell = catalog.links().typeOf("cross-sell");
        if (upSell == 0xffff || crossSell == 0xffff)
            return;
        const auto crossSellOf = [&](Row source, Row target) {
            std::string smallest;
            for (const Link& link : catalog.links().from(source)) {
                if (link.type != crossSell || link.target != target || !link.in(run.view()))
                    continue;
                std::string id = catalog.linkId(link);
                if (smallest.empty() || id < smallest)
                    smallest = std::move(id);
            }
            return smallest;
        };
        eachLink(run, [&](const Link& link) {
            if (link.type != upSell)
                return;
            std::string other = crossSellOf(link.source, link.target);
            if (other.empty())
                other = crossSellOf(link.target, link.source);
            if (other.empty())
                return;
            FindingSink::With with;
            with.others = {other};
            with.choices = {"retire " + catalog.linkId(link), "retire " + other};
            sink.link(link, named(catalog, link) + ", and " + other + " offers them together; retire one of the links", std::move(with));
        });
    }
};

} // namespace

RulePtr linkUpSellAndCrossSell()
{
    return std::make_unique<UpSellAndCrossSell>();
}

} // namespace shelf
