// link.up-sell-cheaper: the better choice is cheaper.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"

#include <limits>

namespace shelf {

namespace {

class UpSellCheaper final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.up-sell-cheaper",
            .title = "The better choice is cheaper",
            .why = "An up-sell that costs less than what is looked at lowers the basket; it is an alternative, or a price is wrong.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .reads = {.fields = {"name", "price", "currency"}, .links = true},
            .violating =
                "shelfwright: 1\n"
                "products: [ { sku: CAM-1, name: Camera one, price: 699.00 EUR }, { sku: CAM-2, name: Camera two, price: 649.00 EUR } ]\n"
                "links: [ { source: CAM-1, type: up-sell, target: CAM-2, reason: Weather sealed } ]\n",
            .passing =
                "shelfwright: 1\n"
                "products: [ { sku: CAM-1, name: Camera one, price: 699.00 EUR }, { sku: CAM-2, name: Camera two, price: 949.00 EUR } ]\n"
                "links: [ { source: CAM-1, type: up-sell, target: CAM-2, reason: Weather sealed } ]\n",
            .edge =
                "shelfwright: 1\n"
                "products: [ { sku: CAM-1, name: Camera one, price: 699.00 EUR }, { sku: CAM-2, name: Camera two, price: 649.00 CHF } ]\n"
                "links: [ { source: CAM-1, type: up-sell, target: CAM-2, reason: Weather sealed } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const Column* prices = catalog.column("price");
        const auto price = rowValues<double>(
            run, "price", [prices](Code code) { return code ? prices->values().number(code) : std::numeric_limits<double>::quiet_NaN(); });
        const auto currency = rowValues<Code>(run, "currency", [](Code code) { return code; });

        const uint16_t upSell = catalog.links().typeOf("up-sell");
        eachLink(run, [&](const Link& link) {
            if (link.type == upSell && price(link.target) < price(link.source) && currency(link.source) == currency(link.target))
                sink.link(link,
                    named(catalog, link) + ": it costs " + moneyText(catalog, link.target) + ", less than the "
                        + moneyText(catalog, link.source) + " of " + std::string(catalog.sku(link.source))
                        + "; make it a substitute, or check the prices");
        });
    }
};

} // namespace

RulePtr linkUpSellCheaper()
{
    return std::make_unique<UpSellCheaper>();
}

} // namespace shelf
