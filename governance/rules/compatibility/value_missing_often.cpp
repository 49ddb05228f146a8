// compat.value-missing-often: of too many pairs a rule cannot say anything, because values are missing.
#include "governance/rules/compatibility/compatibility_rules.h"
#include "governance/rules/compatibility/side_values.h"
#include "model/domain/decimal.h"
#include <cmath>

namespace shelf {

namespace {

class ValueMissingOften final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "compat.value-missing-often",
            .title = "A compatibility rule cannot say anything about many pairs",
            .why = "What is not known is not shown: products without the value are never offered, and nobody notices.",
            .scope = RuleScope::Compat,
            .unit = Unit::Catalog,
            .dimension = Dimension::Completeness,
            .severity = Severity::Warning,
            .parameters = {{.name = "percent", .value = "20", .help = "how many percent of its pairs may be unknown"}},
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
                "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: OX } }\n"
                "  - { sku: LENS-2, name: Lens two, family: lens }\n"
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
                "# One of five is just what is allowed.\n"
                "products:\n"
                "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: OX } }\n"
                "  - { sku: LENS-2, name: Lens two, family: lens, values: { mount: OX } }\n"
                "  - { sku: LENS-3, name: Lens three, family: lens, values: { mount: LM } }\n"
                "  - { sku: LENS-4, name: Lens four, family: lens, values: { mount: LM } }\n"
                "  - { sku: LENS-5, name: Lens five, family: lens }\n"
                "compatibility: [ { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const double most = run.number("percent");
        for (const EntryPtr& entry : run.catalog().entriesOf(MappingKind::Compat)) {
            if (!entry->in(run.view()) || run.cancelled())
                continue;
            const PairCount pairs = run.compatibility().count(*entry);
            if (pairs.total() > 0 && static_cast<double>(pairs.unknown) * 100 > most * static_cast<double>(pairs.total()))
                report(run.catalog(), sink, *entry, pairs, most);
        }
    }

private:
    static void report(const Snapshot& catalog, FindingSink& sink, const Entry& entry, const PairCount& pairs, double most)
    {
        std::string where;
        for (const CompatCondition& condition : entry.compat().where)
            for (const SideOfRule side : {SideOfRule::Left, SideOfRule::Right}) {
                const SideValues values = sideValues(catalog, sideOf(entry.compat(), side), fieldOn(condition, side));
                if (values.missing > 0)
                    where += (where.empty() ? "" : ", ") + fieldOn(condition, side) + " of " + std::to_string(values.missing) + " of "
                        + std::to_string(values.products) + " products of " + sideLabel(sideOf(entry.compat(), side));
            }
        const double share = std::floor(static_cast<double>(pairs.unknown) * 1000 / static_cast<double>(pairs.total())) / 10;
        sink.entry(entry,
            entry.id + " cannot say anything about " + shortestDecimal(share) + " % of its pairs (more than " + shortestDecimal(most)
                + " %)"
                + (where.empty() ? ": their values cannot be compared; look at its conditions"
                                 : ": missing is " + where + "; fill in these values"));
    }
};

} // namespace

RulePtr compatValueMissingOften()
{
    return std::make_unique<ValueMissingOften>();
}

} // namespace shelf
