// upgrade.dead-end: the last step of a ladder is retired.
#include "governance/offers/labels.h"
#include "governance/offers/touched.h"
#include "governance/rules/upgrades/upgrades.h"

namespace shelf {

namespace {

class DeadEnd final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "upgrade.dead-end",
            .title = "The last step of an upgrade path is retired",
            .why = "The path ends below what it promised, and whoever stands on the step before has no upgrade left.",
            .scope = RuleScope::Upgrade,
            .unit = Unit::Catalog, // the successor's own state decides what is proposed
            .dimension = Dimension::Timeliness,
            .severity = Severity::Warning,
            .reads = {.fields = {"lifecycle", "name", "parent"}, .links = true, .entries = true},
            .violating = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two, lifecycle: retired } ]
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] } ]
)",
            .passing = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two } ]
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] } ]
)",
            .edge = R"(shelfwright: 1
products: # a retired step in between is bridged, which is another matter (upgrade.step-retired)
  - { sku: CAM-1, name: Camera one }
  - { sku: CAM-2, name: Camera two, lifecycle: retired }
  - { sku: CAM-3, name: Camera three }
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Sealed }, { sku: CAM-3, benefit: Faster } ] } ]
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        run.forEachEntry(MappingKind::Upgrade, [&](const Entry& entry) {
            const std::vector<LadderStep>& steps = entry.ladder().steps;
            if (steps.empty() || steps.back().row == noRow || !catalog.isRetired(steps.back().row))
                return;
            const Row last = steps.back().row;
            const std::string sku(catalog.sku(last));
            std::string message = entryLabel(entry) + " ends with " + productLabel(catalog, last) + ", which is retired";
            FindingSink::With with{.others = {sku}};
            for (const Row successor : successorsOf(catalog, run.view(), last)) {
                message += with.choices.empty() ? "; its successor is " : " or ";
                message += productLabel(catalog, successor);
                with.choices.push_back("put " + std::string(catalog.sku(successor)) + " in its place");
            }
            with.choices.push_back("take " + sku + " out");
            sink.entry(entry, message + "; give the path another end, or end it one step earlier", std::move(with));
        });
    }
};

} // namespace

RulePtr upgradeDeadEnd()
{
    return std::make_unique<DeadEnd>();
}

} // namespace shelf
