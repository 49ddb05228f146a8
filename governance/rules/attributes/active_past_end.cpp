// attr.active-past-end: a product is active (or has no lifecycle, which counts as active) though its end-of-life day has passed. The
// day itself still counts as active. A variant that takes both from its parent is not reported beside it.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"

namespace shelf {

namespace {

bool isPastEnd(const RuleRun& run, const Column* end, const Column* lifecycle, Row row)
{
    const std::string_view date = attr::dateText(run.catalog(), end, row);
    const auto days = parseDate(date);
    const bool owns = end->at(row) || run.catalog().own(lifecycle, row);
    return days && *days < run.today() && owns && run.catalog().isActive(row);
}

class ActivePastEnd final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.active-past-end",
            .title = "A product is active after its end of life",
            .why = "It goes on being recommended and bundled though nobody makes it any more: what shoppers are shown is soon sold out.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Warning,
            .reads = {.fields = {"end_of_life", "lifecycle", "name", "parent"}},
            .fix = "Sets the lifecycle to end-of-life.",
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one, end_of_life: today-30d } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one, end_of_life: today-30d, lifecycle: end-of-life } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Ends in a month, end_of_life: today+30d } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const Column* end = catalog.column("end_of_life");
        const Column* lifecycle = catalog.column("lifecycle");
        if (!end)
            return;
        const std::string today = formatDate(run.today());
        const auto isPast = [&](Code code) { return end->values().text(code) < std::string_view(today); };
        const auto report = [&](Row row) {
            if (!isPastEnd(run, end, lifecycle, row))
                return;
            FindingSink::With with;
            with.fix = "Set the lifecycle of " + std::string(catalog.sku(row)) + " to end-of-life";
            sink.product(row,
                attr::productLabel(catalog, row) + " is active, and its end of life was " + std::string(attr::dateText(catalog, end, row))
                    + "; set its lifecycle to end-of-life, or correct the date",
                std::move(with));
        };
        attr::scanOwn(run, end, isPast, [&](Row row, Code) { report(row); });
        if (!catalog.hasVariants())
            return;
        const auto any = [](Code) { return true; };
        attr::scanOwn(run, lifecycle, any, [&](Row row, Code) { // variants with a lifecycle of their own and their parent's end
            if (!end->at(row) && catalog.parent(row) != noRow)
                report(row);
        });
    }

    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override
    {
        const Column* end = run.catalog().column("end_of_life");
        const attr::Place place = attr::placeOf(run.catalog(), finding, "end_of_life");
        if (place.row == noRow || !end || !isPastEnd(run, end, run.catalog().column("lifecycle"), place.row))
            return {};
        return {attr::setField(finding.subject, "lifecycle", "\"end-of-life\"")};
    }
};

} // namespace

RulePtr attrActivePastEnd()
{
    return std::make_unique<ActivePastEnd>();
}

} // namespace shelf
