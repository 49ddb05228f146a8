// bundle.component-not-in-channel: a bundle is offered in a channel in which one of its parts is not sold.
#include "governance/offers/bundle_checks.h"
#include "governance/offers/labels.h"
#include "governance/rules/bundles/bundles.h"

#include <algorithm>

namespace shelf {

namespace {

class ComponentNotInChannel final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "bundle.component-not-in-channel",
            .title = "A bundle is offered where one of its parts is not sold",
            .why = "A shopper of that channel sees a bundle that the shop cannot sell. A bundle that names no channels is offered in all.",
            .scope = RuleScope::Bundle,
            .unit = Unit::Entry,
            .dimension = Dimension::Consistency,
            .severity = Severity::Error,
            .reads = {.fields = {"channels", "lifecycle", "name", "parent"}, .entries = true},
            .violating = R"(shelfwright: 1
channels: [ { code: web, label: Web shop }, { code: store, label: Store } ]
products:
  - { sku: CAM-1, name: Camera one }
  - { sku: BAG-1, name: Bag, channels: [store] }
bundles: [ { code: starter, label: Starter, channels: [web], components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]
)",
            .passing = R"(shelfwright: 1
channels: [ { code: web, label: Web shop }, { code: store, label: Store } ]
products:
  - { sku: CAM-1, name: Camera one }
  - { sku: BAG-1, name: Bag, channels: [store] }
bundles: [ { code: starter, label: Starter, channels: [store], components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]
)",
            .edge = R"(shelfwright: 1
channels: [ { code: web, label: Web shop }, { code: store, label: Store } ]
products:
  - { sku: CAM-1, name: Camera one }
  - { sku: SD-64, name: Card of 64 GB, channels: [store] }
  - { sku: SD-128, name: Card of 128 GB }
bundles: # one card of the group can be had in every channel, which is enough
  - { code: starter, label: Starter, components: [ { sku: CAM-1 } ], groups: [ { name: Card, choose: 1, of: [SD-64, SD-128] } ] }
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        std::vector<std::string> all;
        for (const Thing* channel : run.definitions().all(ThingKind::Channel))
            all.push_back(channel->key);
        run.forEachEntry(MappingKind::Bundle, [&](const Entry& entry) {
            const std::vector<std::string> named = entry.content.strings("channels");
            for (const std::string& channel : named.empty() ? all : named) {
                checkParts(run.catalog(), sink, entry, channel, named.empty());
                checkGroups(run.catalog(), sink, entry, channel, named.empty());
            }
        });
    }

private:
    static std::string where(const Entry& entry, const std::string& channel, bool everywhere)
    {
        return entryLabel(entry) + " is offered in " + channel + (everywhere ? " (it names no channels)" : "");
    }

    static std::string remedy(bool everywhere, const std::string& channel)
    {
        return everywhere ? "name the bundle's channels, or sell it there" : "take " + channel + " off the bundle, or sell it there";
    }

    static void checkParts(const Snapshot& catalog, FindingSink& sink, const Entry& entry, const std::string& channel, bool everywhere)
    {
        std::vector<Row> seen;
        for (const BundlePart& part : entry.bundle().parts) {
            if (part.row == noRow || catalog.isRetired(part.row) || catalog.soldIn(part.row, channel)
                || std::find(seen.begin(), seen.end(), part.row) != seen.end())
                continue;
            seen.push_back(part.row);
            sink.entry(entry,
                where(entry, channel, everywhere) + ", where its part " + productLabel(catalog, part.row) + " is not sold; "
                    + remedy(everywhere, channel),
                {.detail = channel, .others = {std::string(catalog.sku(part.row))}, .channel = channel});
        }
    }

    static void checkGroups(const Snapshot& catalog, FindingSink& sink, const Entry& entry, const std::string& channel, bool everywhere)
    {
        const std::vector<BundleGroup>& groups = entry.bundle().groups;
        for (size_t i = 0; i < groups.size(); ++i) {
            int64_t there = 0, sold = 0;
            for (const Row row : groups[i].of) {
                sold += isSold(catalog, row);
                there += isSold(catalog, row) && catalog.soldIn(row, channel);
            }
            if (there >= groups[i].min || sold < groups[i].min) // what is sold nowhere is the subject of bundle.group-empty
                continue;
            const std::string name = groups[i].name.empty() ? "its group " + std::to_string(i + 1) : "its group " + groups[i].name;
            sink.entry(entry,
                where(entry, channel, everywhere) + ", where of " + name + " only " + std::to_string(there) + " can be had and "
                    + std::to_string(groups[i].min) + " must be chosen; " + remedy(everywhere, channel),
                {.detail = channel + " group " + std::to_string(i + 1), .channel = channel});
        }
    }
};

} // namespace

RulePtr bundleComponentNotInChannel()
{
    return std::make_unique<ComponentNotInChannel>();
}

} // namespace shelf
