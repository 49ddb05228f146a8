// link.target-concentrated: one product is recommended nearly everywhere.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"

#include <algorithm>

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
            .parameters = {{"except", "[\"requires\",\"consumable\",\"spare-part\",\"service\",\"successor\"]",
                               "Link types that may lead to one target"},
                {"share", "0.5", "Greatest share of the products with links of one type that may lead to one target"},
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
        const std::vector<std::string> except = run.texts("except");
        // Variants of a link lead to one target: only the plain ones count.
        auto isVariant = ByDetails<uint8_t, IsVariant>(run, true, IsVariant());
        struct Count {
            bool looked = false;
            uint64_t sources = 0;
            Row last = noRow;
            std::vector<uint32_t> into; // by target
        };
        std::vector<Count> counts(types.size());
        for (uint16_t type = 0; type < types.size(); ++type) {
            const bool excepted = std::find(except.begin(), except.end(), types[type].code) != except.end();
            counts[type].looked = types[type].shown() && !types[type].symmetric && !excepted;
            if (counts[type].looked)
                counts[type].into.assign(catalog.rows(), 0);
        }
        eachLinkOfAll(run, [&](const Link& link) {
            Count& count = counts[link.type];
            if (!count.looked || isVariant(link.details))
                return;
            count.sources += link.source != count.last;
            count.last = link.source;
            ++count.into[link.target];
        });
        for (uint16_t type = 0; type < types.size(); ++type) {
            const Count& count = counts[type];
            const double most = share * double(count.sources);
            for (Row row = 0; count.looked && double(count.sources) >= least && row < catalog.rows(); ++row)
                if (double(count.into[row]) > most) {
                    FindingSink::With with;
                    with.detail = types[type].code;
                    sink.product(row,
                        std::to_string(count.into[row]) + " of the " + std::to_string(count.sources) + " products with links of type "
                            + types[type].code + " lead to " + named(catalog, row) + "; vary them, or say it once as a link rule",
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
