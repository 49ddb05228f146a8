// upgrade.single-step: an upgrade path without a second step.
#include "governance/offers/labels.h"
#include "governance/rules/upgrades/upgrades.h"

namespace shelf {

namespace {

class SingleStep final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "upgrade.single-step",
            .title = "An upgrade path has one step",
            .why = "From one step nothing leads anywhere: no shopper is ever shown this path.",
            .scope = RuleScope::Upgrade,
            .unit = Unit::Entry,
            .dimension = Dimension::Completeness,
            .severity = Severity::Warning,
            .reads = {.fields = {"lifecycle", "name", "parent"}, .entries = true},
            .violating = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one } ]
upgrades: [ { code: bodies, steps: [ { sku: CAM-1, level: good } ] } ]
)",
            .passing = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two } ]
upgrades: [ { code: bodies, steps: [ { sku: CAM-1, level: good }, { sku: CAM-2, level: better, benefit: Weather sealed } ] } ]
)",
            .edge = R"(shelfwright: 1
products: # of three steps two are retired: one is left
  - { sku: CAM-1, name: Camera one, lifecycle: retired }
  - { sku: CAM-2, name: Camera two, lifecycle: retired }
  - { sku: CAM-3, name: Camera three }
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Sealed }, { sku: CAM-3, benefit: Faster } ] } ]
)",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        run.forEachEntry(MappingKind::Upgrade, [&](const Entry& entry) {
            const std::vector<LadderStep>& steps = entry.ladder().steps;
            std::vector<Row> left;
            for (const LadderStep& step : steps)
                if (step.row != noRow && catalog.exists(step.row) && !catalog.isRetired(step.row))
                    left.push_back(step.row);
            if (left.size() >= 2)
                return;
            std::string message = entryLabel(entry) + (left.empty() ? " has no step" : " has one step")
                + (left.size() == steps.size() ? "" : " that is not retired");
            if (!left.empty())
                message += ", " + productLabel(catalog, left.front());
            sink.entry(entry, message + "; add a next step, or retire the path");
        });
    }
};

} // namespace

RulePtr upgradeSingleStep()
{
    return std::make_unique<SingleStep>();
}

} // namespace shelf
