// bundle.requirement-absent: a part requires something that the bundle does not have.
#include "governance/linkrules/pairs_of_type.h"
#include "governance/offers/bundle_checks.h"
#include "governance/offers/labels.h"
#include "governance/rules/bundles/bundles.h"
#include "governance/rules/compatibility/side_values.h"

namespace shelf {

namespace {

class RequirementAbsent final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "bundle.requirement-absent",
            .title = "A bundle lacks what one of its parts requires",
            .why = "A bundle promises to work when it is unpacked. Something to choose in one of its groups counts as had.",
            .scope = RuleScope::Bundle,
            .unit = Unit::Catalog, // a part's parent may require it, or a link rule, and a variant of it will do
            .dimension = Dimension::Completeness,
            .severity = Severity::Error,
            .reads = {.fields = comparedFields(), .links = true, .entries = true},
            .violating = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag }, { sku: SD-64, name: Card of 64 GB } ]
links: [ { source: CAM-1, type: requires, target: SD-64, reason: Comes without a card } ]
bundles: [ { code: starter, label: Starter, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]
)",
            .passing = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag }, { sku: SD-64, name: Card of 64 GB } ]
links: [ { source: CAM-1, type: requires, target: SD-64, reason: Comes without a card } ]
bundles: [ { code: starter, label: Starter, components: [ { sku: CAM-1 }, { sku: BAG-1 }, { sku: SD-64 } ] } ]
)",
            .edge = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: SD-64, name: Card of 64 GB }, { sku: SD-128, name: Card of 128 GB } ]
links: [ { source: CAM-1, type: requires, target: SD-64, reason: Comes without a card } ]
bundles: # the shopper chooses the card, and may choose the one that is required
  - { code: starter, label: Starter, components: [ { sku: CAM-1 } ], groups: [ { name: Card, choose: 1, of: [SD-64, SD-128] } ] }
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const auto byRules = pairsOfLinkRules(catalog, run.view(), "requires", run.today());
        run.forEachEntry(MappingKind::Bundle, [&](const Entry& entry) {
            for (const AbsentRequirement& absent : absentRequirements(catalog, run.view(), entry.bundle(), byRules))
                sink.entry(entry,
                    entryLabel(entry) + " has " + productLabel(catalog, absent.part)
                        + (absent.optional ? " to choose, which requires " : ", which requires ") + productLabel(catalog, absent.needs)
                        + ", and that is not in the bundle; add it as a component or to a group",
                    {.others = {std::string(catalog.sku(absent.part)), std::string(catalog.sku(absent.needs))}});
        });
    }
};

} // namespace

RulePtr bundleRequirementAbsent()
{
    return std::make_unique<RequirementAbsent>();
}

} // namespace shelf
