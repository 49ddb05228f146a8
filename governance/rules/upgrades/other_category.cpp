// upgrade.other-category: a step is of another category than the step before.
#include "governance/offers/labels.h"
#include "governance/rules/upgrades/steps.h"
#include "governance/rules/upgrades/upgrades.h"

#include <algorithm>

namespace shelf {

namespace {

class OtherCategory final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "upgrade.other-category",
            .title = "A step is of another category than the one before",
            .why = "An upgrade does the same job better; something of another category does another job.",
            .scope = RuleScope::Upgrade,
            .unit = Unit::Entry,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .parameters = {{"depth", "1", "how many parts of the two paths must be the same: 1 compares cameras of cameras/compact"}},
            .reads = {.fields = {"categories", "lifecycle", "name", "parent"}, .entries = true},
            .violating = R"(shelfwright: 1
categories: [ { code: cameras, label: Cameras }, { code: bags, label: Bags } ]
products: [ { sku: CAM-1, name: Camera one, category: cameras }, { sku: BAG-1, name: Bag, category: bags } ]
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: BAG-1, benefit: Carries more } ] } ]
)",
            .passing = R"(shelfwright: 1
categories: [ { code: cameras, label: Cameras } ]
products: [ { sku: CAM-1, name: Camera one, category: cameras }, { sku: CAM-2, name: Camera two, category: cameras } ]
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] } ]
)",
            .edge = R"(shelfwright: 1
categories: [ { code: cameras, label: Cameras }, { code: cameras/compact, label: Compact }, { code: cameras/mirrorless, label: Mirrorless } ]
products: # below one top both are cameras
  - { sku: CAM-1, name: Camera one, category: cameras/compact }
  - { sku: CAM-2, name: Camera two, category: cameras/mirrorless }
upgrades: [ { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Takes other lenses } ] } ]
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const Column* column = catalog.column("categories");
        if (!column)
            return;
        const auto depth = static_cast<size_t>(std::max(1.0, run.number("depth")));
        const auto primary = [&](Row row) {
            const std::span<const Code> all = column->values().elements(catalog.value(column, row));
            return all.empty() ? std::string_view() : column->values().elementValues().text(all.front());
        };
        run.forEachEntry(MappingKind::Upgrade, [&](const Entry& entry) {
            const std::vector<StepFigures> steps = ladderFigures(catalog, entry, {});
            for (size_t i = 0; i < steps.size(); ++i) {
                if (steps[i].after == StepFigures::npos || steps[i].retired || steps[i].row == noRow)
                    continue;
                const std::string_view here = primary(steps[i].row), before = primary(steps[steps[i].after].row);
                if (here.empty() || before.empty() || top(here, depth) == top(before, depth))
                    continue;
                sink.entry(entry,
                    stepLabel(catalog, entry, steps, i) + " is of the category " + std::string(here) + ", the one before of "
                        + std::string(before) + "; choose a product that does the same job",
                    {.others = {std::string(catalog.sku(steps[i].row))}});
            }
        });
    }

private:
    static std::string_view top(std::string_view path, size_t depth)
    {
        size_t end = 0;
        for (size_t i = 0; i < depth && end != std::string_view::npos; ++i)
            end = path.find('/', i ? end + 1 : 0);
        return path.substr(0, end);
    }
};

} // namespace

RulePtr upgradeOtherCategory()
{
    return std::make_unique<OtherCategory>();
}

} // namespace shelf
