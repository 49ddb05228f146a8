// gov.owner-missing: a mapping without an owner. Mappings alone: that a family names no data owner, or a category no revenue owner, is
// not this rule's business.
#include "governance/rules/governance/governance_rules.h"
#include "governance/rules/governance/mapping_scan.h"

namespace shelf {

namespace {

class OwnerMissing final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "gov.owner-missing",
            .title = "A mapping has no owner",
            .why = "Nobody answers for it: when it turns out wrong there is no one to ask, and no one is told that its review is due.",
            .scope = RuleScope::Workspace,
            .unit = Unit::Entry,
            .dimension = Dimension::Completeness,
            .severity = Severity::Error,
            .reads = {.links = true, .entries = true},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Fits with a lens on } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Fits with a lens on, owner: mia } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "bundles: [ { code: kit, label: Kit without an owner, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]\n",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        constexpr std::string_view wanted = " has no owner; name who answers for it";
        mapping::ByDetails isOrphan(run, [](std::string_view details) { return mapping::textOf(details, "owner").empty(); });
        run.forEachLink([&](const Link& link) {
            if (isOrphan(link.details))
                sink.link(link, run.catalog().linkId(link).append(wanted));
        });
        mapping::eachEntry(run, [&](const Entry& entry) {
            if (entry.content.text("owner").empty())
                sink.entry(entry, std::string(entry.id).append(wanted));
        });
    }
};

} // namespace

RulePtr govOwnerMissing()
{
    return std::make_unique<OwnerMissing>();
}

} // namespace shelf
