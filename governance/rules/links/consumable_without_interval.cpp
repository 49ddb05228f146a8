// link.consumable-without-interval: a consumable has no interval.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"

namespace shelf {

namespace {

class ConsumableWithoutInterval final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.consumable-without-interval",
            .title = "A consumable has no interval",
            .why = "Without the days after which it is used up nobody can be reminded, and it is not offered again.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Completeness,
            .severity = Severity::Warning,
            .reads = {.fields = {"name"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAT-1, name: Battery } ]\n"
                         "links: [ { source: CAM-1, type: consumable, target: BAT-1 } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAT-1, name: Battery } ]\n"
                       "links: [ { source: CAM-1, type: consumable, target: BAT-1, interval_days: 730 } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const uint16_t consumable = catalog.links().typeOf("consumable");
        auto hasInterval = byDetails<uint8_t>(run, [](std::string_view json) -> uint8_t {
            if (!mayHave(json, "\"interval_days\":"))
                return 0;
            const auto content = FieldMap::fromJson(json);
            return content && content->has("interval_days");
        });
        eachLink(run, [&](const Link& link) {
            if (link.type == consumable && !hasInterval(link.details))
                sink.link(link, named(catalog, link) + " has no interval; say after how many days it is bought again (interval_days)");
        });
    }
};

} // namespace

RulePtr linkConsumableWithoutInterval()
{
    return std::make_unique<ConsumableWithoutInterval>();
}

} // namespace shelf
