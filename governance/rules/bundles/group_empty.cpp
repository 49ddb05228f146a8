// bundle.group-empty: of a group fewer things are sold than must be chosen.
#include "governance/offers/bundle_checks.h"
#include "governance/offers/labels.h"
#include "governance/rules/bundles/bundles.h"

#include <algorithm>

namespace shelf {

namespace {

class GroupEmpty final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "bundle.group-empty",
            .title = "A group of a bundle has too little left to choose from",
            .why = "The shopper is asked to choose and cannot; the bundle cannot be bought.",
            .scope = RuleScope::Bundle,
            .unit = Unit::Entry,
            .dimension = Dimension::Completeness,
            .severity = Severity::Blocker,
            .reads = {.fields = {"lifecycle", "name", "parent"}, .entries = true},
            .violating = R"(shelfwright: 1
products:
  - { sku: CAM-1, name: Camera one }
  - { sku: SD-32, name: Card of 32 GB, lifecycle: retired }
  - { sku: SD-512, name: Card of 512 GB, lifecycle: planned }
bundles:
  - { code: starter, label: Starter, components: [ { sku: CAM-1 } ], groups: [ { name: Card, choose: 1, of: [SD-32, SD-512] } ] }
)",
            .passing = R"(shelfwright: 1
products:
  - { sku: CAM-1, name: Camera one }
  - { sku: SD-64, name: Card of 64 GB }
  - { sku: SD-512, name: Card of 512 GB, lifecycle: planned }
bundles:
  - { code: starter, label: Starter, components: [ { sku: CAM-1 } ], groups: [ { name: Card, choose: 1, of: [SD-64, SD-512] } ] }
)",
            .edge = R"(shelfwright: 1
products:
  - { sku: CAM-1, name: Camera one }
  - { sku: SD-64, name: Card of 64 GB }
  - { sku: SD-512, name: Card of 512 GB, lifecycle: planned }
bundles: # two must be chosen, and one is sold
  - { code: starter, label: Starter, components: [ { sku: CAM-1 } ], groups: [ { name: Cards, choose: 2, of: [SD-64, SD-512] } ] }
)",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        run.forEachEntry(MappingKind::Bundle, [&](const Entry& entry) {
            const std::vector<BundleGroup>& groups = entry.bundle().groups;
            for (size_t i = 0; i < groups.size(); ++i)
                checkGroup(run.catalog(), sink, entry, groups[i], i + 1);
        });
    }

private:
    static void checkGroup(const Snapshot& catalog, FindingSink& sink, const Entry& entry, const BundleGroup& group, size_t number)
    {
        std::vector<Row> gone;
        for (const Row row : group.of)
            if (!isSold(catalog, row))
                gone.push_back(row);
        const auto left = static_cast<int64_t>(group.of.size() - gone.size());
        if (left >= std::max<int64_t>(1, group.min))
            return;
        std::string message = entryLabel(entry) + ": of its group " + (group.name.empty() ? std::to_string(number) : group.name) + " "
            + (left == 0 ? std::string("nothing") : "only " + std::to_string(left)) + " is sold, and "
            + (group.min > 0 ? std::to_string(group.min) : "up to " + std::to_string(group.max)) + " can be chosen";
        if (group.min > 0)
            message.replace(message.rfind(" can be chosen"), std::string::npos, " must be chosen");
        if (!gone.empty())
            message += "; not sold: " + labelList(catalog, gone);
        sink.entry(entry, message + "; add what is sold, or take the group out", {.detail = "group " + std::to_string(number)});
    }
};

} // namespace

RulePtr bundleGroupEmpty()
{
    return std::make_unique<GroupEmpty>();
}

} // namespace shelf
