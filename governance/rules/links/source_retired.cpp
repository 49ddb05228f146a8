// link.source-retired: a link starts at a retired product.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"

#include <algorithm>

namespace shelf {

namespace {

class SourceRetired final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.source-retired",
            .title = "A link starts at a retired product",
            .why = "Nobody sees the page of a product that is no longer sold, and the link only costs care. What owners still need is left "
                   "alone: successors, spare parts, services, consumables.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Warning,
            .parameters = {{"keep", "[\"successor\",\"spare-part\",\"service\",\"consumable\"]",
                "Link types that may start at a retired product"}},
            .reads = {.fields = {"name", "lifecycle"}, .links = true},
            .fix = "Retires the link",
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Old camera, lifecycle: retired }, { sku: BAG-1, name: Bag } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Old camera, lifecycle: retired }, { sku: BAT-1, name: Battery } ]\n"
                    "links: [ { source: CAM-1, type: consumable, target: BAT-1, interval_days: 700 } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const LinkTypes types(catalog);
        const std::vector<std::string> keep = run.texts("keep");
        std::vector<uint8_t> looked(types.size());
        for (uint16_t type = 0; type < types.size(); ++type)
            looked[type] =
                types[type].shown() && !types[type].symmetric && std::find(keep.begin(), keep.end(), types[type].code) == keep.end();
        const Column* lifecycle = catalog.column("lifecycle");
        const auto retired = rowValues<uint8_t>(
            run, "lifecycle", [lifecycle](Code code) -> uint8_t { return lifecycle && lifecycle->values().text(code) == "retired"; });
        eachLink(run, [&](const Link& link) {
            if (!looked[link.type] || !retired(link.source))
                return;
            FindingSink::With with;
            with.fix = "Retires this link";
            sink.link(link, named(catalog, link) + ": " + std::string(catalog.sku(link.source)) + " is retired; retire the link too",
                std::move(with));
        });
    }

    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override
    {
        const auto link = linkOf(run, finding.subject);
        return link && run.catalog().isRetired(link->source) ? std::vector{retireMapping(finding.subject)} : std::vector<FixStep>();
    }
};

} // namespace

RulePtr linkSourceRetired()
{
    return std::make_unique<SourceRetired>();
}

} // namespace shelf
