// gov.review-overdue: an approved mapping whose newest approval is longer ago than its cadence: the link type's cadence_days, else the
// policy review-cadence.
#include "governance/rules/governance/governance_rules.h"
#include "governance/rules/governance/mapping_scan.h"

namespace shelf {

namespace {

class ReviewOverdue final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "gov.review-overdue",
            .title = "A mapping is due for another review",
            .why = "What was right half a year ago need not be now: products, prices and what shoppers look for change.",
            .scope = RuleScope::Workspace,
            .unit = Unit::Entry,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Warning,
            .reads = {.links = true, .entries = true},
            .violating = "#! days-ago 200\n"
                         "#! approve\n"
                         "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Fits with a lens on, owner: mia } ]\n",
            .passing = "#! days-ago 100\n"
                       "#! approve\n"
                       "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Fits with a lens on, owner: mia } ]\n",
            .edge = "#! days-ago 200\n"
                    "#! approve\n"
                    "shelfwright: 1\n"
                    "link_types: [ { code: accessory, cadence_days: 365 } ]   # looked at once a year\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Fits with a lens on, owner: mia } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const mapping::Cadence cadence(run.catalog());
        const auto isDue = [&run](uint8_t flags, uint16_t approved, int64_t days) {
            return (flags & MappingFlag::HasApproved) && approved && days > 0 && run.today() - dayOf(approved) > days;
        };
        const auto message = [&run](std::string id, uint16_t approved, int64_t days) {
            return id.append(" was approved ")
                .append(mapping::daysText(run.today() - dayOf(approved)))
                .append(" ago, on ")
                .append(formatDate(dayOf(approved)))
                .append(", and is due for a review every ")
                .append(mapping::daysText(days))
                .append("; look at it again and approve or retire it");
        };
        run.forEachLink([&](const Link& link) {
            if (const int64_t days = cadence.of(link); isDue(link.flags, link.approved, days))
                sink.link(link, message(run.catalog().linkId(link), link.approved, days));
        });
        mapping::eachEntry(run, [&](const Entry& entry) {
            if (const int64_t days = cadence.of(entry); isDue(entry.flags, entry.approved, days))
                sink.entry(entry, message(entry.id, entry.approved, days));
        });
    }
};

} // namespace

RulePtr govReviewOverdue()
{
    return std::make_unique<ReviewOverdue>();
}

} // namespace shelf
