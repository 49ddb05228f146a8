// gov.waiver-expiring: a waiver that is in force and ends within some days. A waiver that another goes on from is not reported.
#include "governance/rules/governance/governance_rules.h"
#include "governance/rules/governance/mapping_scan.h"
#include "governance/rules/waivers.h"

namespace shelf {

namespace {

class WaiverExpiring final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "gov.waiver-expiring",
            .title = "A waiver ends soon",
            .why = "On the day after, what it accepted is there again and may close the gate just before a release.",
            .scope = RuleScope::Workspace,
            .unit = Unit::Catalog,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Info,
            .parameters = {{"days", "14", "days ahead of the last day of a waiver"}},
            .violating = "#! waive attr.price-missing CAM-1 5\n"
                         "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one } ]\n",
            .passing = "#! waive attr.price-missing CAM-1 60\n"
                       "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one } ]\n",
            .edge = "#! days-ago 20\n"
                    "#! waive attr.price-missing CAM-1 5\n"
                    "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: What has ended is gov.waiver-expired } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const auto ahead = static_cast<Days>(run.number("days"));
        const Waivers waivers(run.definitions());
        for (const Waiver& waiver : waivers.all()) {
            const Days left = waiver.until - run.today();
            if (!waiver.inForce(run.today()) || left > ahead || waivers.isRenewed(waiver))
                continue;
            const std::string when = left == 0 ? "today" : "in " + mapping::daysText(left) + ", on " + formatDate(waiver.until);
            sink.definition(ThingKind::Waiver, waiver.key,
                "the waiver for " + waiver.what() + ", which " + waiver.askedBy + " asked for and " + waiver.grantedBy + " granted, ends "
                    + when + "; mend what it accepts, or renew it with a new reason");
        }
    }
};

} // namespace

RulePtr govWaiverExpiring()
{
    return std::make_unique<WaiverExpiring>();
}

} // namespace shelf
