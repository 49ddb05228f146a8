// link.channels-disagree: a link names a channel in which its source is not sold.
#include "governance/rules/links/link_channels.h"
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"

namespace shelf {

namespace {

class ChannelsDisagree final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.channels-disagree",
            .title = "A link names a channel in which its source is not sold",
            .why = "There it is never shown: the source has no page in that channel. The link or the product names the wrong channels.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .reads = {.fields = {"name", "channels"}, .links = true},
            .violating =
                "shelfwright: 1\n"
                "channels: [ { code: store, label: Store } ]\n"
                "products: [ { sku: CAM-1, name: Camera one, channels: [web] }, { sku: BAG-1, name: Bag } ]\n"
                "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens, channels: [store] } ]\n",
            .passing =
                "shelfwright: 1\n"
                "channels: [ { code: store, label: Store } ]\n"
                "products: [ { sku: CAM-1, name: Camera one, channels: [web, store] }, { sku: BAG-1, name: Bag } ]\n"
                "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens, channels: [store] } ]\n",
            .edge = "shelfwright: 1\n"
                    "channels: [ { code: store, label: Store } ]\n"
                    "products: [ { sku: CAM-1, name: Camera one, channels: [web] }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Holds the camera and a lens } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const LinkTypes types(catalog);
        forEachChannelBlock(run, [&](ChannelSets& channels) {
            eachLink(run, [&](const Link& link) {
                uint64_t sold = channels.ofProduct(link.source);
                if (types.of(link).symmetric)
                    sold |= channels.ofProduct(link.target);
                const uint64_t wrong = channels.named(link.details) & ~sold;
                if (wrong == 0)
                    return;
                channels.each(wrong, [&](const std::string& channel) {
                    FindingSink::With with;
                    with.detail = channel;
                    with.channel = channel;
                    sink.link(link,
                        named(catalog, link) + " is for channel " + channel + ", in which " + std::string(catalog.sku(link.source))
                            + " is not sold; take the channel from the link, or sell the product there",
                        std::move(with));
                });
            });
        });
    }
};

} // namespace

RulePtr linkChannelsDisagree()
{
    return std::make_unique<ChannelsDisagree>();
}

} // namespace shelf
