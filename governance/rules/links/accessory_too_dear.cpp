// link.accessory-too-dear: an accessory is dearer than what it goes with.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"
#include "model/domain/decimal.h"

#include <cmath>
#include <limits>

namespace shelf {

namespace {

class AccessoryTooDear final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.accessory-too-dear",
            .title = "An accessory is dearer than what it goes with",
            .why = "Few buy an accessory that costs more than the thing itself; the place in the slot is lost, or the link is the wrong "
                   "way round.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .parameters = {{"share", "1", "Greatest price as a share of the price of what it goes with: 1 is as dear, 0.5 half as dear"}},
            .reads = {.fields = {"name", "price", "currency"}, .links = true},
            .violating =
                "shelfwright: 1\n"
                "products: [ { sku: CAM-1, name: Camera one, price: 199.00 EUR }, { sku: TRI-1, name: Tripod, price: 349.00 EUR } ]\n"
                "links: [ { source: CAM-1, type: accessory, target: TRI-1, reason: Stands firm on any ground } ]\n",
            .passing =
                "shelfwright: 1\n"
                "products: [ { sku: CAM-1, name: Camera one, price: 699.00 EUR }, { sku: TRI-1, name: Tripod, price: 149.00 EUR } ]\n"
                "links: [ { source: CAM-1, type: accessory, target: TRI-1, reason: Stands firm on any ground } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one, price: 199.00 EUR }, { sku: TRI-1, name: Tripod, price: 199.00 EUR } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: TRI-1, reason: Stands firm on any ground } ]\n",
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

        const uint16_t accessory = catalog.links().typeOf("accessory");
        const NumberSetting share = run.numberSetting("share");
        eachLink(run, [&](const Link& link) {
            if (link.type != accessory || !(price(link.target) > share.at(link.source) * price(link.source)) || !(price(link.source) > 0)
                || currency(link.source) != currency(link.target))
                return;
            const double percent = std::round(price(link.target) / price(link.source) * 100);
            sink.link(link,
                named(catalog, link) + " costs " + moneyText(catalog, link.target) + ", " + shortestDecimal(percent) + " % of the "
                    + moneyText(catalog, link.source) + " of " + std::string(catalog.sku(link.source))
                    + "; choose a cheaper one, or check the prices");
        });
    }
};

} // namespace

RulePtr linkAccessoryTooDear()
{
    return std::make_unique<AccessoryTooDear>();
}

} // namespace shelf
