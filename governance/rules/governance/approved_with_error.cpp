// gov.approved-with-error: what was approved has an error of another rule. It is made of the others' findings when all of them are
// there (governance/findings/derived.h), so that there is nothing to check here.
#include "governance/rules/governance/governance_rules.h"

namespace shelf {

namespace {

class ApprovedWithError final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "gov.approved-with-error",
            .title = "What was approved has an error",
            .why = "It was right when it was approved, or nobody saw: the catalog has changed under it, and releases go on carrying it.",
            .scope = RuleScope::Workspace,
            .unit = Unit::Entry,
            .dimension = Dimension::Accuracy,
            .severity = Severity::Warning,
            .reads = {.links = true, .entries = true},
            .violating = "#! approve\n"
                         "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Approved without an owner } ]\n",
            .passing = "#! approve\n"
                       "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: Fits with a lens on, owner: mia } ]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, reason: A draft may have errors } ]\n",
        };
        return info;
    }

    void check(const RuleRun&, FindingSink&) const override { }
};

} // namespace

RulePtr govApprovedWithError()
{
    return std::make_unique<ApprovedWithError>();
}

} // namespace shelf
