// link.rank-duplicate: two links in a slot have one rank.
#include "governance/rules/links/links.h"
#include "governance/rules/links/slots.h"

#include <algorithm>

namespace shelf {

namespace {

// Those with a rank, in the order in which they are shown.
std::vector<SlotLink> ranked(const Snapshot& catalog, const std::vector<SlotLink>& slot)
{
    std::vector<SlotLink> links;
    for (const SlotLink& link : slot)
        if (link.rank > 0)
            links.push_back(link);
    std::sort(links.begin(), links.end(), [&](const SlotLink& a, const SlotLink& b) {
        if (a.rank != b.rank)
            return a.rank < b.rank;
        if (a.other != b.other)
            return catalog.sku(a.other) < catalog.sku(b.other);
        return catalog.linkId(a.link) < catalog.linkId(b.link);
    });
    return links;
}

// Links to one product differ by context or window, and are not shown together.
bool isTwin(const SlotLink& a, const SlotLink& b)
{
    return a.rank == b.rank && a.other != b.other;
}

// In any order: most slots have none, and need no sorting to see it.
bool hasTwins(const std::vector<SlotLink>& slot)
{
    if (slot.size() > 64)
        return true; // perhaps: the sorted ones tell
    for (size_t i = 0; i < slot.size(); ++i)
        for (size_t j = 0; j < i && slot[i].rank > 0; ++j)
            if (isTwin(slot[i], slot[j]))
                return true;
    return false;
}

class RankDuplicate final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.rank-duplicate",
            .title = "Two links in a slot have one rank",
            .why = "Which of them comes first is then decided by their SKUs, and by nobody who knows the products.",
            .scope = RuleScope::Link,
            .unit = Unit::Product,
            .dimension = Dimension::Consistency,
            .severity = Severity::Info,
            .reads = {.fields = {"name"}, .links = true},
            .fix = "Numbers the ranked links of the slot 1, 2, 3 … in the order in which they stand",
            .violating = "shelfwright: 1\n"
                         "products:\n"
                         "  - { sku: CAM-1, name: Camera one }\n"
                         "  - { sku: BAG-1, name: Bag }\n"
                         "  - { sku: TRI-1, name: Tripod }\n"
                         "  - { sku: MIC-1, name: Microphone }\n"
                         "links:\n"
                         "  - { source: CAM-1, type: accessory, target: BAG-1, rank: 1, reason: Makes it better }\n"
                         "  - { source: CAM-1, type: accessory, target: TRI-1, rank: 1, reason: Makes it better }\n"
                         "  - { source: CAM-1, type: accessory, target: MIC-1, rank: 2, reason: Makes it better }\n",
            .passing = "shelfwright: 1\n"
                       "products:\n"
                       "  - { sku: CAM-1, name: Camera one }\n"
                       "  - { sku: BAG-1, name: Bag }\n"
                       "  - { sku: TRI-1, name: Tripod }\n"
                       "  - { sku: MIC-1, name: Microphone }\n"
                       "links:\n"
                       "  - { source: CAM-1, type: accessory, target: BAG-1, rank: 1, reason: Makes it better }\n"
                       "  - { source: CAM-1, type: accessory, target: TRI-1, rank: 2, reason: Makes it better }\n"
                       "  - { source: CAM-1, type: accessory, target: MIC-1, rank: 3, reason: Makes it better }\n",
            .edge = "shelfwright: 1\n"
                    "products:\n"
                    "  - { sku: CAM-1, name: Camera one }\n"
                    "  - { sku: BAG-1, name: Bag }\n"
                    "  - { sku: TRI-1, name: Tripod }\n"
                    "  - { sku: MIC-1, name: Microphone }\n"
                    "links:\n"
                    "  - { source: CAM-1, type: accessory, target: BAG-1, reason: Makes it better }\n"
                    "  - { source: CAM-1, type: accessory, target: TRI-1, reason: Makes it better }\n"
                    "  - { source: CAM-1, type: accessory, target: MIC-1, reason: Makes it better }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        SlotReader reader(run);
        reader.each([&](Row row, const std::vector<std::vector<SlotLink>>& bySlot) {
            for (size_t slot = 0; slot < bySlot.size(); ++slot) {
                if (!hasTwins(bySlot[slot]))
                    continue;
                const std::vector<SlotLink> links = ranked(catalog, bySlot[slot]);
                const auto twin = std::adjacent_find(links.begin(), links.end(), isTwin);
                if (twin == links.end())
                    continue;
                FindingSink::With with;
                with.detail = reader.slots()[slot];
                with.fix =
                    "Numbers the " + std::to_string(links.size()) + " ranked links of the slot anew, in the order in which they stand";
                sink.product(row,
                    named(catalog, row) + ": " + named(catalog, twin->other) + " and " + named(catalog, (twin + 1)->other)
                        + " both have rank " + std::to_string(twin->rank) + " in slot " + reader.slots()[slot] + "; say which comes first",
                    std::move(with));
            }
        });
    }

    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override
    {
        const Snapshot& catalog = run.catalog();
        const Row row = catalog.find(finding.subject);
        SlotReader reader(run, false);
        const auto slot = std::find(reader.slots().begin(), reader.slots().end(), finding.detail);
        if (row == noRow || slot == reader.slots().end() || !reader.gather(row))
            return {};
        const std::vector<SlotLink> links = ranked(catalog, reader.bySlot()[static_cast<size_t>(slot - reader.slots().begin())]);
        std::vector<FixStep> steps;
        if (std::adjacent_find(links.begin(), links.end(), isTwin) == links.end())
            return steps;
        int32_t rank = 0;
        for (size_t i = 0; i < links.size(); ++i) {
            // Variants of one pair keep one rank.
            if (i == 0 || links[i].other != links[i - 1].other || links[i].rank != links[i - 1].rank)
                ++rank;
            if (links[i].rank != rank)
                steps.push_back(
                    editMapping(catalog.linkId(links[i].link), {{links[i].incoming ? "target_rank" : "rank", std::to_string(rank)}}));
        }
        return steps;
    }
};

} // namespace

RulePtr linkRankDuplicate()
{
    return std::make_unique<RankDuplicate>();
}

} // namespace shelf
