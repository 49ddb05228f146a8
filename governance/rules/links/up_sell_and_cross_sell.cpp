// link.up-sell-and-cross-sell: two products are up-sell and cross-sell at once.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"

#include <algorithm>

namespace shelf {

namespace {

// Which pairs of products may have a link of a type, either way round: bits of their hashes, small enough to stay near at hand. In a run
// over a few links it knows nothing, and says that every pair may.
class PairSketch {
public:
    PairSketch(const RuleRun& run, uint16_t type)
    {
        if (!run.everything())
            return;
        m_bits.assign(words, 0);
        eachLinkOfAll(run, [&](const Link& link) {
            if (link.type == type) {
                const uint64_t bit = bitOf(link.source, link.target);
                m_bits[bit / 64] |= uint64_t(1) << bit % 64;
            }
        });
    }
    bool mayHave(Row a, Row b) const
    {
        const uint64_t bit = bitOf(a, b);
        return m_bits.empty() || (m_bits[bit / 64] >> bit % 64 & 1);
    }

private:
    static constexpr uint64_t words = uint64_t(1) << 17; // 1 MiB
    static uint64_t bitOf(Row a, Row b)
    {
        const uint64_t pair = uint64_t(std::min(a, b)) << 32 | std::max(a, b);
        return (pair * 0x9e3779b97f4a7c15ULL) >> 41; // the upper 23 bits
    }
    std::vector<uint64_t> m_bits;
};

class UpSellAndCrossSell final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.up-sell-and-cross-sell",
            .title = "Two products are up-sell and cross-sell at once",
            .why = "Either one is bought instead of the other, or with it: shown in both places a shopper cannot tell which.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .reads = {.fields = {"name"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two } ]\n"
                         "links:\n"
                         "  - { source: CAM-1, type: up-sell, target: CAM-2, reason: Weather sealed }\n"
                         "  - { source: CAM-1, type: cross-sell, target: CAM-2, reason: A second body }\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two }, { sku: BAG-1, name: Bag } ]\n"
                       "links:\n"
                       "  - { source: CAM-1, type: up-sell, target: CAM-2, reason: Weather sealed }\n"
                       "  - { source: CAM-1, type: cross-sell, target: BAG-1, reason: For the trip }\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two } ]\n"
                    "links:\n"
                    "  - { source: CAM-1, type: up-sell, target: CAM-2, reason: Weather sealed }\n"
                    "  - { source: CAM-2, type: cross-sell, target: CAM-1, reason: A second body }\n",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const uint16_t upSell = catalog.links().typeOf("up-sell"), crossSell = catalog.links().typeOf("cross-sell");
        if (upSell == 0xffff || crossSell == 0xffff)
            return;
        const auto crossSellOf = [&](Row source, Row target) {
            std::string smallest;
            for (const Link& link : catalog.links().from(source)) {
                if (link.type != crossSell || link.target != target || !link.in(run.view()))
                    continue;
                std::string id = catalog.linkId(link);
                if (smallest.empty() || id < smallest)
                    smallest = std::move(id);
            }
            return smallest;
        };
        const PairSketch crossSold(run, crossSell);
        eachLink(run, [&](const Link& link) {
            if (link.type != upSell || !crossSold.mayHave(link.source, link.target))
                return;
            std::string other = crossSellOf(link.source, link.target);
            if (other.empty())
                other = crossSellOf(link.target, link.source);
            if (other.empty())
                return;
            FindingSink::With with;
            with.others = {other};
            with.choices = {"retire " + catalog.linkId(link), "retire " + other};
            sink.link(link, named(catalog, link) + ", and " + other + " offers them together; retire one of the links", std::move(with));
        });
    }
};

} // namespace

RulePtr linkUpSellAndCrossSell()
{
    return std::make_unique<UpSellAndCrossSell>();
}

} // namespace shelf
