// gov.waiver-expired: a waiver that ended within the last days, and that no other goes on from. After that it is history.
#include "governance/rules/governance/governance_rules.h"
#include "governance/rules/governance/mapping_scan.h"
#include "governance/rules/waivers.h"

namespace shelf {

namespace {

class WaiverExpired final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "gov.waiver-expired",
            .title = "A waiver has ended",
            .why = "What it accepted for a while counts again; whoever asked for the time has had it.",
            .scope = RuleScope::Workspace,
            .unit = Unit::Catalog,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Warning,
            .parameters = {{"days", "30", "days after its end for which a waiver is shown"}},
            .violating = "#! days-ago 20\n"
                         "#! waive attr.price-missing CAM-1 5\n"
                         "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one } ]\n",
            .passing = "#! days-ago 20\n"
                       "#! waive attr.price-missing CAM-1 60\n"
                       "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one } ]\n",
            .edge = "#! days-ago 90\n"
                    "#! waive attr.price-missing CAM-1 5\n"
                    "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Ended long ago } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const auto shownFor = static_cast<Days>(run.number("days"));
        const Waivers waivers(run.definitions());
        for (const Waiver& waiver : waivers.all()) {
            const Days since = run.today() - waiver.until;
            if (since <= 0 || since > shownFor || waivers.isRenewed(waiver))
                continue;
            sink.definition(ThingKind::Waiver, waiver.key,
                "the waiver for " + waiver.what() + ", which " + waiver.askedBy + " asked for, ended on " + formatDate(waiver.until)
                    + "; mend what it accepted, or ask for a new one");
        }
    }
};

} // namespace

RulePtr govWaiverExpired()
{
    return std::make_unique<WaiverExpired>();
}

} // namespace shelf
