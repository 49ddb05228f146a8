// gov.reviewed-by-one-login: the approved version of a mapping was approved by one of its own authors, under the policy four-eyes = solo.
#include "governance/rules/governance/governance_rules.h"
#include "governance/rules/governance/mapping_scan.h"

namespace shelf {

namespace {

class ReviewedByOneLogin final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "gov.reviewed-by-one-login",
            .title = "A mapping was approved by its own author",
            .why = "Nobody else has looked at it: two pairs of eyes find what one overlooks, and the serving system is told that there was "
                   "one alone.",
            .scope = RuleScope::Workspace,
            .unit = Unit::Entry,
            .dimension = Dimension::Accuracy,
            .severity = Severity::Warning,
            .reads = {.links = true, .entries = true},
            .violating = "#! solo\n"
                         "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Fits with a lens on, owner: mia } ]\n",
            .passing = "#! approve\n"
                       "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Fits with a lens on, owner: mia } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Not approved by anybody yet, owner: mia } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        constexpr uint8_t both = MappingFlag::Solo | MappingFlag::HasApproved;
        const auto message = [](std::string id, uint16_t approved) {
            if (approved)
                id.append(" was approved on ").append(formatDate(dayOf(approved))).append(" by one of its own authors");
            else
                id.append(" was approved by one of its own authors");
            return id.append("; let somebody else review it");
        };
        run.forEachLink([&](const Link& link) {
            if ((link.flags & both) == both)
                sink.link(link, message(run.catalog().linkId(link), link.approved));
        });
        mapping::eachEntry(run, [&](const Entry& entry) {
            if ((entry.flags & both) == both)
                sink.entry(entry, message(entry.id, entry.approved));
        });
    }
};

} // namespace

RulePtr govReviewedByOneLogin()
{
    return std::make_unique<ReviewedByOneLogin>();
}

} // namespace shelf
