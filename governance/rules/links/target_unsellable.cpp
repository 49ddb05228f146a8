// link.target-unsellable: a link leads to what is not sold there. In every channel of the link (none named: all) in which the source is
// sold, the target has to be sold; of symmetric links also the other way round. A target that is planned without a launch date is
// sold nowhere. What is retired is link.target-retired's matter.
#include "governance/rules/links/link_channels.h"
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"

namespace shelf {

namespace {

class TargetUnsellable final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.target-unsellable",
            .title = "A link leads to what is not sold there",
            .why = "In a channel in which the target is not sold, or before it can be sold at all, the recommendation ends at a page "
                   "without a button.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Validity,
            .severity = Severity::Error,
            .reads = {.fields = {"name", "lifecycle", "launch", "channels"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "channels: [ { code: store, label: Store } ]\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag, channels: [store] } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens } ]\n",
            .passing =
                "shelfwright: 1\n"
                "channels: [ { code: store, label: Store } ]\n"
                "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag, channels: [store] } ]\n"
                "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens, channels: [store] } ]\n",
            .edge = "shelfwright: 1\n"
                    "channels: [ { code: store, label: Store } ]\n"
                    "products:\n"
                    "  - { sku: CAM-1, name: Camera one, channels: [store] }\n"
                    "  - { sku: BAG-1, name: Bag, lifecycle: planned, launch: today+30d, channels: [store] }\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        notSoldThere(run, sink);
        planned(run, sink);
    }

private:
    static void notSoldThere(const RuleRun& run, FindingSink& sink)
    {
        const Snapshot& catalog = run.catalog();
        const LinkTypes types(catalog);
        const Column* lifecycle = catalog.column("lifecycle");
        const auto retired = rowValues<uint8_t>(
            run, "lifecycle", [lifecycle](Code code) -> uint8_t { return lifecycle && lifecycle->values().text(code) == "retired"; });
        forEachChannelBlock(run, [&](ChannelSets& channels) {
            eachLink(run, [&](const Link& link) {
                const LinkTypeFacts& type = types.of(link);
                if (!type.shown())
                    return;
                const uint64_t source = channels.ofProduct(link.source), target = channels.ofProduct(link.target);
                if ((source & ~target) == 0 && (!type.symmetric || (target & ~source) == 0))
                    return;
                if (retired(link.source) || retired(link.target))
                    return;
                const uint64_t shown = channels.ofLink(link.details);
                report(run, sink, link, channels, shown & source & ~target, link.target);
                if (type.symmetric)
                    report(run, sink, link, channels, shown & target & ~source, link.source);
            });
        });
    }

    static void report(const RuleRun& run, FindingSink& sink, const Link& link, const ChannelSets& channels, uint64_t where, Row end)
    {
        channels.each(where, [&](const std::string& channel) {
            FindingSink::With with;
            with.detail = channel;
            with.channel = channel;
            sink.link(link,
                named(run.catalog(), link) + ": " + std::string(run.catalog().sku(end)) + " is not sold in channel " + channel
                    + "; name the channels of the link, or choose a product that is sold there",
                std::move(with));
        });
    }

    static void planned(const RuleRun& run, FindingSink& sink)
    {
        const Snapshot& catalog = run.catalog();
        const LinkTypes types(catalog);
        const Column* lifecycle = catalog.column("lifecycle");
        const auto isPlanned = rowValues<uint8_t>(
            run, "lifecycle", [lifecycle](Code code) -> uint8_t { return lifecycle && lifecycle->values().text(code) == "planned"; });
        eachLink(run, [&](const Link& link) {
            if (!types.of(link).shown() || isPlanned(link.target) == isPlanned(link.source))
                return;
            const bool symmetric = types.of(link).symmetric;
            const Row end = isPlanned(link.target) ? link.target : symmetric ? link.source : noRow;
            if (end == noRow || catalog.value("launch", end))
                return;
            FindingSink::With with;
            with.detail = "planned";
            sink.link(link,
                named(catalog, link) + ": " + std::string(catalog.sku(end))
                    + " is planned and has no launch date; give it one, or wait with the link",
                std::move(with));
        });
    }
};

} // namespace

RulePtr linkTargetUnsellable()
{
    return std::make_unique<TargetUnsellable>();
}

} // namespace shelf
