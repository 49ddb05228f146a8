// compat.pairs-none: no pair of products satisfies a rule, though some could. Where all values are missing, compat.value-missing-often
// says so instead.
#include "governance/rules/compatibility/compatibility_rules.h"
#include "governance/rules/compatibility/side_values.h"

namespace shelf {

namespace {

class PairsNone final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "compat.pairs-none",
            .title = "No pair of products satisfies a compatibility rule",
            .why = "A rule that lets nothing through hides the whole slot; mostly a wrong attribute, a wrong operator or a misspelt value.",
            .scope = RuleScope::Compat,
            .unit = Unit::Catalog,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .reads = {.fields = comparedFields(), .entries = true},
            .violating =
                "shelfwright: 1\n"
                "attributes:\n"
                "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                "families:\n"
                "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                "products:\n"
                "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: LM } }\n"
                "compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]\n",
            .passing =
                "shelfwright: 1\n"
                "attributes:\n"
                "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                "families:\n"
                "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                "products:\n"
                "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: OX } }\n"
                "compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]\n",
            .edge =
                "shelfwright: 1\n"
                "attributes:\n"
                "  - { code: mount, label: Mount, type: choice, options: [OX, LM] }\n"
                "families:\n"
                "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                "# No lens has a mount: nothing is known, which is another finding.\n"
                "products:\n"
                "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                "  - { sku: LENS-1, name: Lens one, family: lens }\n"
                "compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        for (const EntryPtr& entry : run.catalog().entriesOf(MappingKind::Compat)) {
            if (!entry->in(run.view()) || run.cancelled())
                continue;
            const PairCount pairs = run.compatibility().count(*entry);
            if (pairs.compatible > 0 || (pairs.total() > 0 && pairs.incompatible == 0))
                continue;
            const CompatRule& rule = entry->compat();
            if (pairs.total() == 0)
                sink.entry(*entry,
                    entry->id + " has no pairs: there are no products of " + sideLabel(rule.left) + " or none of " + sideLabel(rule.right)
                        + "; add some, or retire the rule");
            else
                sink.entry(*entry,
                    entry->id + " lets none of " + std::to_string(pairs.total()) + " pairs of " + sideLabel(rule.left) + " and "
                        + sideLabel(rule.right) + " through; look at its conditions");
        }
    }
};

} // namespace

RulePtr compatPairsNone()
{
    return std::make_unique<PairsNone>();
}

} // namespace shelf
