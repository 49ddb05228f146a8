// link.season-without-end: a seasonal link never ends.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/link_window.h"
#include "governance/rules/links/links.h"

namespace shelf {

namespace {

class SeasonWithoutEnd final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.season-without-end",
            .title = "A seasonal link never ends",
            .why = "A link of a type that needs an end, or of a season without one, stays for ever once it is approved.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Validity,
            .severity = Severity::Error,
            .reads = {.fields = {"name"}, .links = true},
            .violating =
                "shelfwright: 1\n"
                "seasons: [ { code: trips, label: Summer trips, from: today-10d } ]\n"
                "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens, season: trips } ]\n",
            .passing = "shelfwright: 1\n"
                       "seasons: [ { code: trips, label: Summer trips, from: today-10d, to: today+50d } ]\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens, season: trips } ]\n",
            .edge =
                "shelfwright: 1\n"
                "link_types: [ { code: accessory, needs_end: true } ]\n"
                "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens, every: 11-15..12-24 } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const LinkTypes types(catalog);
        // 1: it has no end; 2: though it has a season
        auto endless = byDetails<uint8_t>(run, [&](std::string_view json) -> uint8_t {
            const LinkWindow window = windowOf(run.definitions(), json);
            return static_cast<uint8_t>((window.endless() ? 1 : 0) | (window.endless() && !window.season.empty() ? 2 : 0));
        });
        eachLink(run, [&](const Link& link) {
            const uint8_t facts = endless(link.details);
            if (facts & 2) {
                const LinkWindow window = windowOf(run.definitions(), catalog.links().details().json(link.details));
                sink.link(link,
                    named(catalog, link) + ": its season " + window.season
                        + " has no last day and does not recur; give the season a day to end on (to) or a recurrence (every)");
            } else if ((facts & 1) && types.of(link).needsEnd) {
                sink.link(link,
                    named(catalog, link) + " has no end, which links of type " + types.of(link).code
                        + " need; give it a last day (to) or a season");
            }
        });
    }
};

} // namespace

RulePtr linkSeasonWithoutEnd()
{
    return std::make_unique<SeasonWithoutEnd>();
}

} // namespace shelf
