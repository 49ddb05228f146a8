// link.window-ends-soon: the window of a link ends soon.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/link_window.h"
#include "governance/rules/links/links.h"

namespace shelf {

namespace {

class WindowEndsSoon final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.window-ends-soon",
            .title = "The window of a link ends soon",
            .why = "What follows it should be ready and approved before the slot is empty.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Info,
            .parameters = {{"days", "14", "How long ahead, in days"}},
            .reads = {.fields = {"name"}, .links = true},
            .violating =
                "shelfwright: 1\n"
                "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens, to: today+5d } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens, to: today+60d } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens, to: today-1d } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const NumberSetting days = run.numberSetting("days");
        auto lastDay = byDetails<Days>(run, [&](std::string_view json) { return lastDayOf(run.definitions(), json); });
        eachLink(run, [&](const Link& link) {
            const Days last = lastDay(link.details);
            if (last != noEnd && last >= run.today() && last - run.today() <= days.at(link.source))
                sink.link(link, named(catalog, link) + " ends on " + dateText(last, run.today()) + "; prolong it, or prepare what follows");
        });
    }
};

} // namespace

RulePtr linkWindowEndsSoon()
{
    return std::make_unique<WindowEndsSoon>();
}

} // namespace shelf
