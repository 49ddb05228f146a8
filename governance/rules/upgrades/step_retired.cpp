// upgrade.step-retired: a step is retired, and shoppers are led past it.
#include "governance/offers/labels.h"
#include "governance/rules/upgrades/upgrades.h"

#include <algorithm>

namespace shelf {

namespace {

// The path without this product; null where fewer than two steps would be left.
Json stepsWithout(const Entry& entry, std::string_view sku)
{
    Json left = Json::array();
    const Json steps = entry.content.json("steps");
    for (const Json& step : steps.items())
        if (std::string_view(step["sku"].text()) != sku)
            left.append(step);
    return left.items().size() >= 2 && left.items().size() < steps.items().size() ? left : Json();
}

class StepRetired final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "upgrade.step-retired",
            .title = "A step of an upgrade path is retired",
            .why = "Shoppers are led past it to the step after it, which is a larger leap, and whose benefit was written against another "
                   "product. (A retired last step is upgrade.dead-end.)",
            .scope = RuleScope::Upgrade,
            .unit = Unit::Entry,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Warning,
            .reads = {.fields = {"lifecycle", "name", "parent"}, .entries = true},
            .fix = "takes the step out of the path, where two are left",
            .violating = R"(shelfwright: 1
products:
  - { sku: CAM-1, name: Camera one }
  - { sku: CAM-2, name: Camera two, lifecycle: retired }
  - { sku: CAM-3, name: Camera three }
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Sealed }, { sku: CAM-3, benefit: Faster } ] } ]
)",
            .passing = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-3, name: Camera three } ]
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-3, benefit: Sealed and faster } ] } ]
)",
            .edge = R"(shelfwright: 1
products: # what runs out is still a step: its owners are offered the next one
  - { sku: CAM-1, name: Camera one, lifecycle: end-of-life }
  - { sku: CAM-2, name: Camera two }
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] } ]
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        run.forEachEntry(MappingKind::Upgrade, [&](const Entry& entry) {
            const std::vector<LadderStep>& steps = entry.ladder().steps;
            std::vector<Row> seen;
            for (size_t i = 0; i + 1 < steps.size(); ++i) {
                const Row row = steps[i].row;
                if (row == noRow || !catalog.isRetired(row) || std::find(seen.begin(), seen.end(), row) != seen.end())
                    continue;
                seen.push_back(row);
                const std::string sku(catalog.sku(row));
                FindingSink::With with{.others = {sku}};
                if (!stepsWithout(entry, sku).isNull())
                    with.fix = "take " + sku + " out of the path";
                else
                    with.choices = {"give the path another step", "retire the path"};
                sink.entry(entry,
                    entryLabel(entry) + ": its step " + std::to_string(i + 1) + ", " + productLabel(catalog, row)
                        + ", is retired; shoppers are led past it: take it out, or put its successor there",
                    std::move(with));
            }
        });
    }

    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override
    {
        const EntryPtr entry = run.catalog().entry(finding.subject, run.view());
        if (!entry || entry->kind != MappingKind::Upgrade || finding.others.size() != 1)
            return {};
        const Json steps = stepsWithout(*entry, finding.others.front());
        if (steps.isNull())
            return {};
        return {{ChangeOp::Edit, ThingKind::Mapping, entry->id, {{"steps", steps.write()}}}};
    }
};

} // namespace

RulePtr upgradeStepRetired()
{
    return std::make_unique<StepRetired>();
}

} // namespace shelf
