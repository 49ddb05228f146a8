// link.target-out-of-stock: a link leads to what has been out of stock for long.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/link_window.h"
#include "governance/rules/links/links.h"

namespace shelf {

namespace {

class TargetOutOfStock final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.target-out-of-stock",
            .title = "A link leads to what has been out of stock for long",
            .why = "A place in the slot is taken by something that cannot be delivered, and something that can is not shown.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Warning,
            .parameters = {{"days", "14", "Longest time out of stock, in days"}},
            .reads = {.fields = {"name", "stock", "stock_since", "lifecycle"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag, stock: 0, stock_since: today-40d } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag, stock: 12, stock_since: today-40d } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag, stock: 0, stock_since: today-13d } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const LinkTypes types(catalog);
        const NumberSetting days = run.numberSetting("days");
        const Column* stock = catalog.column("stock");
        const auto empty =
            rowValues<uint8_t>(run, "stock", [stock](Code code) -> uint8_t { return code && stock->values().number(code) <= 0; });
        const Column* since = catalog.column("stock_since");
        const auto sinceDay = rowValues<Days>(
            run, "stock_since", [since](Code code) { return code ? parseDate(since->values().text(code)).value_or(noEnd) : noEnd; });
        const auto look = [&](const Link& link, Row end, bool symmetric) {
            if (!empty(end) || sinceDay(end) == noEnd || run.today() - sinceDay(end) <= days.at(link.source) || catalog.isRetired(end))
                return;
            FindingSink::With with;
            const std::string sku(catalog.sku(end));
            if (symmetric)
                with.detail = sku;
            sink.link(link,
                named(catalog, link) + ": " + sku + " has been out of stock since " + dateText(sinceDay(end), run.today())
                    + "; choose something that can be delivered, or hold the link back",
                std::move(with));
        };
        eachLink(run, [&](const Link& link) {
            const LinkTypeFacts& type = types.of(link);
            if (!type.shown())
                return;
            look(link, link.target, type.symmetric);
            if (type.symmetric)
                look(link, link.source, true);
        });
    }
};

} // namespace

RulePtr linkTargetOutOfStock()
{
    return std::make_unique<TargetOutOfStock>();
}

} // namespace shelf
