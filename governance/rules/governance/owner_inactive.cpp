// gov.owner-inactive: a mapping's owner has left. What can be known of that is a list of names that the workspace keeps; names are
// compared without case.
#include "governance/rules/governance/governance_rules.h"
#include "governance/rules/governance/mapping_scan.h"

#include "model/domain/text.h"

#include <set>

namespace shelf {

namespace {

class OwnerInactive final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "gov.owner-inactive",
            .title = "A mapping's owner is no longer there",
            .why = "A name that nobody answers to is as good as none: reviews are not held and questions not answered.",
            .scope = RuleScope::Workspace,
            .unit = Unit::Entry,
            .dimension = Dimension::Timeliness,
            .severity = Severity::Warning,
            .parameters = {{"left", "[]", "names of people who have left or look after other things now"}},
            .reads = {.links = true, .entries = true},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Fits with a lens on, owner: Tom } ]\n"
                         "rules: [ { id: gov.owner-inactive, parameters: { left: [tom] } } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Fits with a lens on, owner: mia } ]\n"
                       "rules: [ { id: gov.owner-inactive, parameters: { left: [tom] } } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: No owner at all is gov.owner-missing } ]\n"
                    "rules: [ { id: gov.owner-inactive, parameters: { left: [tom] } } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        std::set<std::string> left;
        for (const std::string& name : run.texts("left"))
            left.insert(folded(trimmed(name)));
        left.erase(std::string());
        if (left.empty())
            return;
        const auto hasLeft = [&left](const std::string& owner) { return left.contains(folded(trimmed(owner))); };
        const auto message = [](const std::string& id, const std::string& owner) {
            return id + " belongs to " + forTerminal(owner, 80) + ", who has left; name a new owner";
        };
        mapping::ByDetails isOrphan(run, [&](std::string_view details) { return hasLeft(mapping::textOf(details, "owner")); });
        run.forEachLink([&](const Link& link) {
            if (isOrphan(link.details))
                sink.link(link,
                    message(run.catalog().linkId(link), mapping::textOf(run.catalog().links().details().json(link.details), "owner")));
        });
        mapping::eachEntry(run, [&](const Entry& entry) {
            if (const std::string owner = entry.content.text("owner"); hasLeft(owner))
                sink.entry(entry, message(entry.id, owner));
        });
    }
};

} // namespace

RulePtr govOwnerInactive()
{
    return std::make_unique<OwnerInactive>();
}

} // namespace shelf
