// link.too-many-in-slot: a slot holds more than can be shown.
#include "governance/rules/links/links.h"
#include "governance/rules/links/slots.h"
#include "model/domain/decimal.h"

#include <algorithm>

namespace shelf {

namespace {

double capOf(const LinkTypes& types, const std::vector<SlotLink>& links)
{
    int cap = 0;
    for (const SlotLink& one : links)
        cap = std::max(cap, types.of(one.link).cap);
    return cap > 0 ? cap : 8;
}

class TooManyInSlot final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.too-many-in-slot",
            .title = "A slot holds more than can be shown",
            .why = "What does not fit into the slot is never seen; which ones those are should be somebody's decision, not chance.",
            .scope = RuleScope::Link,
            .unit = Unit::Product,
            .dimension = Dimension::Validity,
            .severity = Severity::Warning,
            .parameters = {{"max", "0", "Most links in one slot; 0: the largest cap of its link types, 8 where none has a cap"}},
            .reads = {.fields = {"name"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "products:\n"
                         "  - { sku: CAM-1, name: Camera one }\n"
                         "  - { sku: BAG-1, name: Bag }\n"
                         "  - { sku: TRI-1, name: Tripod }\n"
                         "  - { sku: MIC-1, name: Microphone }\n"
                         "  - { sku: CARD-1, name: Card }\n"
                         "  - { sku: LIGHT-1, name: Light }\n"
                         "links:\n"
                         "  - { source: CAM-1, type: accessory, target: BAG-1, rank: 1, reason: Makes it better }\n"
                         "  - { source: CAM-1, type: accessory, target: TRI-1, rank: 2, reason: Makes it better }\n"
                         "  - { source: CAM-1, type: accessory, target: MIC-1, rank: 3, reason: Makes it better }\n"
                         "  - { source: CAM-1, type: accessory, target: CARD-1, rank: 4, reason: Makes it better }\n"
                         "  - { source: CAM-1, type: accessory, target: LIGHT-1, rank: 5, reason: Makes it better }\n",
            .passing = "shelfwright: 1\n"
                       "products:\n"
                       "  - { sku: CAM-1, name: Camera one }\n"
                       "  - { sku: BAG-1, name: Bag }\n"
                       "  - { sku: TRI-1, name: Tripod }\n"
                       "  - { sku: MIC-1, name: Microphone }\n"
                       "  - { sku: CARD-1, name: Card }\n"
                       "links:\n"
                       "  - { source: CAM-1, type: accessory, target: BAG-1, rank: 1, reason: Makes it better }\n"
                       "  - { source: CAM-1, type: accessory, target: TRI-1, rank: 2, reason: Makes it better }\n"
                       "  - { source: CAM-1, type: accessory, target: MIC-1, rank: 3, reason: Makes it better }\n"
                       "  - { source: CAM-1, type: accessory, target: CARD-1, rank: 4, reason: Makes it better }\n",
            .edge = "shelfwright: 1\n"
                    "products:\n"
                    "  - { sku: CAM-1, name: Camera one }\n"
                    "  - { sku: BAG-1, name: Bag }\n"
                    "  - { sku: TRI-1, name: Tripod }\n"
                    "  - { sku: MIC-1, name: Microphone }\n"
                    "  - { sku: CARD-1, name: Card }\n"
                    "  - { sku: LIGHT-1, name: Light }\n"
                    "links:\n"
                    "  - { source: CAM-1, type: accessory, target: BAG-1, rank: 1, reason: Makes it better }\n"
                    "  - { source: CAM-1, type: accessory, target: TRI-1, rank: 2, reason: Makes it better }\n"
                    "  - { source: CAM-1, type: accessory, target: MIC-1, rank: 3, reason: Makes it better }\n"
                    "  - { source: CAM-1, type: accessory, target: CARD-1, rank: 4, reason: Makes it better }\n"
                    "  - { source: CAM-1, type: accessory, target: LIGHT-1, rank: 5, reason: Makes it better, to: today-1d }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        SlotReader reader(run);
        const NumberSetting most = run.numberSetting("max");
        reader.each([&](Row row, const std::vector<std::vector<SlotLink>>& bySlot) {
            for (size_t slot = 0; slot < bySlot.size(); ++slot) {
                const std::vector<SlotLink>& links = bySlot[slot];
                double limit = most.at(row);
                if (limit <= 0)
                    limit = capOf(reader.types(), links);
                if (double(links.size()) <= limit)
                    continue;
                FindingSink::With with;
                with.detail = reader.slots()[slot];
                sink.product(row,
                    named(catalog, row) + " has " + std::to_string(links.size()) + " links in slot " + reader.slots()[slot] + ", where "
                        + shortestDecimal(limit) + " are shown; retire the weakest",
                    std::move(with));
            }
        });
    }
};

} // namespace

RulePtr linkTooManyInSlot()
{
    return std::make_unique<TooManyInSlot>();
}

} // namespace shelf
