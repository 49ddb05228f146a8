// attr.end-before-launch: a product's end of life is before its launch. The same day for both is possible. A variant that takes both
// from its parent is not reported beside it.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"

namespace shelf {

namespace {

class EndBeforeLaunch final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.end-before-launch",
            .title = "A product ends before it begins",
            .why = "One of the two dates is wrong, and everything that goes by them is: when it is announced, shown, and taken out.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Consistency,
            .severity = Severity::Error,
            .reads = {.fields = {"launch", "end_of_life", "name", "parent"}},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one, launch: 2027-03-01, end_of_life: 2026-03-01 } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one, launch: 2026-03-01, end_of_life: 2027-03-01 } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: FAIR-1, name: Sold on one day alone, launch: 2026-03-01, end_of_life: 2026-03-01 } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const Column* launch = catalog.column("launch");
        const Column* end = catalog.column("end_of_life");
        const auto judge = [&](Row row) {
            const std::string_view begins = attr::dateText(catalog, launch, row);
            const std::string_view ends = attr::dateText(catalog, end, row);
            if (begins.empty() || ends.empty() || ends >= begins) // YYYY-MM-DD: in order as texts
                return;
            sink.product(row,
                attr::productLabel(catalog, row) + " is launched on " + std::string(begins) + " and ends before that, on "
                    + std::string(ends) + "; correct one of the dates");
        };
        const auto any = [](Code) { return true; };
        attr::scanOwn(run, end, any, [&](Row row, Code) { judge(row); });
        attr::scanOwn(run, launch, any, [&](Row row, Code) {
            if (!catalog.own(end, row)) // else judged already
                judge(row);
        });
    }
};

} // namespace

RulePtr attrEndBeforeLaunch()
{
    return std::make_unique<EndBeforeLaunch>();
}

} // namespace shelf
