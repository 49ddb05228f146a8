// link.target-concentrated: one product is recommended nearly everywhere.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"

namespace shelf {

namespace {

struct IsVariant {
    uint8_t operator()(std::string_view json) const { return mayHave(json, "\"variant\":"); }
};

class TargetConcentrated final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.target-concentrated",
            .title = "One product is recommended nearly everywhere",
            .why = "Where most products lead to the same one, shoppers stop looking, and when it sells out every page has a gap. One link "
                   "rule says it better.",
            .scope = RuleScope::Link,
            .unit = Unit::Catalog,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .parameters = {{"share", "0.5", "Greatest share of the products with links of one type that may lead to one target"},
                {"min", "20", "Fewest products with links of the type for which it is looked at"}},
            .reads = {.fields = {"name"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "products:\n"
                         "  - { sku: BAG-1, name: Bag }\n"
                         "  - { sku: TRI-1, name: Tripod }\n"
                         "  - { sku: CAM-1, name: Camera 1 }\n"
                         "  - { sku: CAM-2, name: Camera 2 }\n"
                         "  - { sku: CAM-3, name: Camera 3 }\n"
                         "  - { sku: CAM-4, name: Camera 4 }\n"
                         "  - { sku: CAM-5, name: Camera 5 }\n"
                         "links:\n"
                         "  - { source: CAM-1, type: accessory, target: TRI-1, reason: Made for it }\n"
                         "  - { source: CAM-2, type: accessory, target: BAG-1, reason: Made for it }\n"
                         "  - { source: CAM-3, type: accessory, target: BAG-1, reason: Made for it }\n"
                         "  - { source: CAM-4, type: accessory, target: BAG-1, reason: Made for it }\n"
                         "  - { source: CAM-5, type: accessory, target: BAG-1, reason: Made for it }\n"
                         "rules: [ { id: link.target-concentrated, parameters: { min: 4 } } ]\n",
            .passing = "shelfwright: 1\n"
                       "products:\n"
                       "  - { sku: BAG-1, name: Bag }\n"
                       "  - { sku: TRI-1, name: Tripod }\n"
                       "  - { sku: CAM-1, name: Camera 1 }\n"
                       "  - { sku: CAM-2, name: Camera 2 }\n"
                       "  - { sku: CAM-3, name: Camera 3 }\n"
                       "  - { sku: CAM-4, name: Camera 4 }\n"
                       "links:\n"
                       "  - { source: CAM-1, type: accessory, target: TRI-1, reason: Made for it }\n"
                       "  - { source: CAM-2, type: accessory, target: TRI-1, reason: Made for it }\n"
                       "  - { source: CAM-3, type: accessory, target: BAG-1, reason: Made for it }\n"
                       "  - { source: CAM-4, type: accessory, target: BAG-1, reason: Made for it }\n"
                       "rules: [ { id: link.target-concentrated, parameters: { min: 4 } } ]\n",
            .edge = "shelfwright: 1\n"
                    "products:\n"
                    "  - { sku: BAG-1, name: Bag }\n"
                    "  - { sku: TRI-1, name: Tripod }\n"
                    "  - { sku: CAM-1, name: Camera 1 }\n"
                    "  - { sku: CAM-2, name: Camera 2 }\n"
                    "  - { sku: CAM-3, name: Camera 3 }\n"
                    "links:\n"
                    "  - { source: CAM-1, type: accessory, target: BAG-1, reason: Made for it }\n"
                    "  - { source: CAM-2, type: accessory, target: BAG-1, reason: Made for it }\n"
                    "  - { source: CAM-3, type: accessory, target: BAG-1, reason: Made for it }\n"
                    "rules: [ { id: link.target-concentrated, parameters: { min: 4 } } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const LinkTypes types(catalog);
        const double share = run.number("share"), least = run.number("min");
        // Variants of a link lead to one target: only the plain ones count.
        auto isVariant = ByDetails<uint8_t, IsVariant>(run, true, IsVariant());
        for (uint16_t type = 0; type < types.size(); ++type) {
            if (!types[type].shown() || types[type].symmetric)
                continue;
            uint64_t sources = 0;
            Row last = noRow;
            std::vector<uint32_t> into(catalog.rows(), 0);
            eachLinkOfAll(run, [&](const Link& link) {
                if (link.type != type || isVariant(link.details))
                    return;
                sources += link.source != last;
                last = link.source;
                ++into[link.target];
            });
            if (double(sources) < least)
                continue;
            for (Row row = 0; row < catalog.rows(); ++row)
                if (double(into[row]) > share * double(sources)) {
                    FindingSink::With with;
                    with.detail = types[type].code;
                    sink.product(row,
                        named(catalog, row) + " is the " + types[type].code + " of " + std::to_string(into[row]) + " out of "
                            + std::to_string(sources) + " products that have one; vary them, or make it a link rule",
                        std::move(with));
                }
        }
    }
};

} // namespace

RulePtr linkTargetConcentrated()
{
    return std::make_unique<TargetConcentrated>();
}

} // namespace shelf
