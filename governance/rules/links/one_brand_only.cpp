// link.one-brand-only: a slot shows one brand only.
#include "governance/rules/links/links.h"
#include "governance/rules/links/slots.h"

#include <algorithm>

namespace shelf {

namespace {

class OneBrandOnly final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.one-brand-only",
            .title = "A slot shows one brand only",
            .why = "Shoppers who do not want that brand find nothing. That may be on purpose.",
            .scope = RuleScope::Link,
            .unit = Unit::Product,
            .dimension = Dimension::Consistency,
            .severity = Severity::Info,
            .parameters = {{"min", "4", "Fewest links in the slot for which it is looked at"}},
            .reads = {.fields = {"name", "brand"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "products:\n"
                         "  - { sku: CAM-1, name: Camera one }\n"
                         "  - { sku: BAG-1, name: Bag, brand: Paxo }\n"
                         "  - { sku: TRI-1, name: Tripod, brand: Paxo }\n"
                         "  - { sku: MIC-1, name: Microphone, brand: Paxo }\n"
                         "  - { sku: CARD-1, name: Card, brand: Paxo }\n"
                         "links:\n"
                         "  - { source: CAM-1, type: accessory, target: BAG-1, rank: 1, reason: Makes it better }\n"
                         "  - { source: CAM-1, type: accessory, target: TRI-1, rank: 2, reason: Makes it better }\n"
                         "  - { source: CAM-1, type: accessory, target: MIC-1, rank: 3, reason: Makes it better }\n"
                         "  - { source: CAM-1, type: accessory, target: CARD-1, rank: 4, reason: Makes it better }\n",
            .passing = "shelfwright: 1\n"
                       "products:\n"
                       "  - { sku: CAM-1, name: Camera one }\n"
                       "  - { sku: BAG-1, name: Bag, brand: Paxo }\n"
                       "  - { sku: TRI-1, name: Tripod, brand: Paxo }\n"
                       "  - { sku: MIC-1, name: Microphone, brand: Drevon }\n"
                       "  - { sku: CARD-1, name: Card, brand: Drevon }\n"
                       "links:\n"
                       "  - { source: CAM-1, type: accessory, target: BAG-1, rank: 1, reason: Makes it better }\n"
                       "  - { source: CAM-1, type: accessory, target: TRI-1, rank: 2, reason: Makes it better }\n"
                       "  - { source: CAM-1, type: accessory, target: MIC-1, rank: 3, reason: Makes it better }\n"
                       "  - { source: CAM-1, type: accessory, target: CARD-1, rank: 4, reason: Makes it better }\n",
            .edge = "shelfwright: 1\n"
                    "products:\n"
                    "  - { sku: CAM-1, name: Camera one }\n"
                    "  - { sku: BAG-1, name: Bag, brand: Paxo }\n"
                    "  - { sku: TRI-1, name: Tripod, brand: Paxo }\n"
                    "  - { sku: MIC-1, name: Microphone, brand: Paxo }\n"
                    "links:\n"
                    "  - { source: CAM-1, type: accessory, target: BAG-1, rank: 1, reason: Makes it better }\n"
                    "  - { source: CAM-1, type: accessory, target: TRI-1, rank: 2, reason: Makes it better }\n"
                    "  - { source: CAM-1, type: accessory, target: MIC-1, rank: 3, reason: Makes it better }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        SlotReader reader(run);
        const NumberSetting least = run.numberSetting("min");
        const auto brand = rowValues<Code>(run, "brand", [](Code code) { return code; });
        reader.each([&](Row row, const std::vector<std::vector<SlotLink>>& bySlot) {
            for (size_t slot = 0; slot < bySlot.size(); ++slot) {
                const std::vector<SlotLink>& links = bySlot[slot];
                if (links.empty() || double(links.size()) < least.at(row))
                    continue;
                const Code first = brand(links.front().other);
                if (first == 0 || std::any_of(links.begin(), links.end(), [&](const SlotLink& one) { return brand(one.other) != first; }))
                    continue;
                FindingSink::With with;
                with.detail = reader.slots()[slot];
                sink.product(row,
                    named(catalog, row) + ": all " + std::to_string(links.size()) + " links in slot " + reader.slots()[slot] + " lead to "
                        + std::string(catalog.text("brand", links.front().other)) + "; add another brand, unless that is meant",
                    std::move(with));
            }
        });
    }
};

} // namespace

RulePtr linkOneBrandOnly()
{
    return std::make_unique<OneBrandOnly>();
}

} // namespace shelf
