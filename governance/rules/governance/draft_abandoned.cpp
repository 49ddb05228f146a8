// gov.draft-abandoned: a draft, or one that was sent back, that nobody has touched for some time. What is in review is not abandoned.
#include "governance/rules/governance/governance_rules.h"
#include "governance/rules/governance/mapping_scan.h"

namespace shelf {

namespace {

class DraftAbandoned final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "gov.draft-abandoned",
            .title = "A draft lies about",
            .why = "An old draft hides what is being worked on, and beside an approved version it makes the next edit a surprise.",
            .scope = RuleScope::Workspace,
            .unit = Unit::Entry,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Info,
            .parameters = {{"days", "30", "days without an edit after which a draft counts as abandoned"}},
            .reads = {.links = true, .entries = true},
            .violating = "#! days-ago 40\n"
                         "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Fits with a lens on, owner: mia } ]\n",
            .passing = "#! days-ago 20\n"
                       "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Fits with a lens on, owner: mia } ]\n",
            .edge = "#! days-ago 40\n"
                    "#! approve\n"
                    "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Approved is no draft, owner: mia } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const auto limit = static_cast<int64_t>(run.number("days"));
        const auto isAbandoned = [&](MappingStatus status, uint16_t edited) {
            return (status == MappingStatus::Draft || status == MappingStatus::Rejected) && edited && run.today() - dayOf(edited) > limit;
        };
        const auto message = [&](std::string id, MappingStatus status, uint16_t edited) {
            return id
                .append(status == MappingStatus::Rejected ? " was sent back and has not been edited since "
                                                          : " is a draft that has not been edited since ")
                .append(formatDate(dayOf(edited)))
                .append(" (")
                .append(mapping::daysText(run.today() - dayOf(edited)))
                .append("); finish and submit it, or take it away");
        };
        run.forEachLink([&](const Link& link) {
            if (isAbandoned(link.mappingStatus(), link.edited))
                sink.link(link, message(run.catalog().linkId(link), link.mappingStatus(), link.edited));
        });
        mapping::eachEntry(run, [&](const Entry& entry) {
            if (isAbandoned(entry.status, entry.edited))
                sink.entry(entry, message(entry.id, entry.status, entry.edited));
        });
    }
};

} // namespace

RulePtr govDraftAbandoned()
{
    return std::make_unique<DraftAbandoned>();
}

} // namespace shelf
