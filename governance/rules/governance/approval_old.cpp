// gov.approval-old: an approval older than some number of days, whatever the mapping's cadence. Where the cadence is shorter,
// gov.review-overdue says so already.
#include "governance/rules/governance/governance_rules.h"
#include "governance/rules/governance/mapping_scan.h"

namespace shelf {

namespace {

class ApprovalOld final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "gov.approval-old",
            .title = "An approval is more than a year old",
            .why = "Also what is to be reviewed seldom should not go out for years on one decision that nobody remembers.",
            .scope = RuleScope::Workspace,
            .unit = Unit::Entry,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Warning,
            .parameters = {{"days", "365", "days after which an approval is old, also where no review is due yet"}},
            .reads = {.links = true, .entries = true},
            .violating = "#! days-ago 400\n"
                         "#! approve\n"
                         "shelfwright: 1\n"
                         "link_types: [ { code: accessory, cadence_days: 1000 } ]\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Fits with a lens on, owner: mia } ]\n",
            .passing = "#! days-ago 300\n"
                       "#! approve\n"
                       "shelfwright: 1\n"
                       "link_types: [ { code: accessory, cadence_days: 1000 } ]\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Fits with a lens on, owner: mia } ]\n",
            .edge = "#! days-ago 400\n"
                    "#! approve\n"
                    "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: For gov.review-overdue, owner: mia } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const auto limit = static_cast<int64_t>(run.number("days"));
        const mapping::Cadence cadence(run.catalog());
        const auto isOld = [&](uint8_t flags, uint16_t approved, int64_t days) {
            if (!(flags & MappingFlag::HasApproved) || !approved)
                return false;
            const int64_t age = run.today() - dayOf(approved);
            return age > limit && !(days > 0 && age > days);
        };
        const auto message = [&](std::string id, uint16_t approved) {
            return id.append(" was approved on ")
                .append(formatDate(dayOf(approved)))
                .append(", more than ")
                .append(mapping::daysText(limit))
                .append(" ago; look at it again");
        };
        run.forEachLink([&](const Link& link) {
            if (isOld(link.flags, link.approved, cadence.of(link)))
                sink.link(link, message(run.catalog().linkId(link), link.approved));
        });
        mapping::eachEntry(run, [&](const Entry& entry) {
            if (isOld(entry.flags, entry.approved, cadence.of(entry)))
                sink.entry(entry, message(entry.id, entry.approved));
        });
    }
};

} // namespace

RulePtr govApprovalOld()
{
    return std::make_unique<ApprovalOld>();
}

} // namespace shelf
