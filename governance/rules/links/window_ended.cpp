// link.window-ended: the window of a link has ended.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/link_window.h"
#include "governance/rules/links/links.h"

namespace shelf {

namespace {

class WindowEnded final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.window-ended",
            .title = "The window of a link has ended",
            .why = "It is never shown again, but still counts, is reviewed and released.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Error,
            .reads = {.fields = {"name"}, .links = true},
            .fix = "Retires the link",
            .violating =
                "shelfwright: 1\n"
                "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens, to: today-3d } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens, to: today+60d } ]\n",
            .edge = "shelfwright: 1\n"
                    "seasons: [ { code: winter, label: Winter, every: 11-15..01-10 } ]\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens, season: winter } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        auto lastDay = byDetails<Days>(run, [&](std::string_view json) { return lastDayOf(run.definitions(), json); });
        eachLink(run, [&](const Link& link) {
            const Days last = lastDay(link.details);
            if (last >= run.today())
                return;
            const LinkWindow window = windowOf(run.definitions(), catalog.links().details().json(link.details));
            FindingSink::With with;
            with.fix = "Retires this link";
            sink.link(link,
                named(catalog, link) + (window.season.empty() ? " ended on " : ": its season " + window.season + " ended on ")
                    + dateText(last, run.today()) + "; retire it, or give it a new window",
                std::move(with));
        });
    }

    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override
    {
        const auto link = linkOf(run, finding.subject);
        const bool ended = link && lastDayOf(run.definitions(), run.catalog().links().details().json(link->details)) < run.today();
        return ended ? std::vector{retireMapping(finding.subject)} : std::vector<FixStep>();
    }
};

} // namespace

RulePtr linkWindowEnded()
{
    return std::make_unique<WindowEnded>();
}

} // namespace shelf
