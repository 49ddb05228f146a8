// gov.rule-failed: a rule that could not run. Found by the validator (governance/findings/derived.h), which runs the rules.
#include "governance/rules/governance/governance_rules.h"

namespace shelf {

namespace {

class RuleFailed final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "gov.rule-failed",
            .title = "A rule could not run",
            .why = "What a rule would have found is not known while it cannot run: a mistake in its text, a setting that makes no sense, "
                   "or a run that took too long. The other rules go on.",
            .scope = RuleScope::Workspace,
            .unit = Unit::Catalog,
            .dimension = Dimension::Validity,
            .severity = Severity::Error,
            .violating = "shelfwright: 1\n"
                         "rules:\n"
                         "  - { id: user.lens-needs-mount, title: Lenses name their mount, scope: product, when: 'family = \"lens\"',\n"
                         "      expect: mout is not empty, severity: error, message: \"{sku} has no mount\" }\n",
            .passing = "shelfwright: 1\n"
                       "attributes: [ { code: mount, label: Mount, type: choice, options: [E, Z] } ]\n"
                       "families: [ { code: lens, label: Lens, attributes: [ { code: mount } ] } ]\n"
                       "rules:\n"
                       "  - { id: user.lens-needs-mount, title: Lenses name their mount, scope: product, when: 'family = \"lens\"',\n"
                       "      expect: mount is not empty, severity: error, message: \"{sku} has no mount\" }\n",
            .edge = "shelfwright: 1\n"
                    "rules: # a parameter that this rule does not have: it runs with its defaults, and that is said\n"
                    "  - { id: link.too-many-in-slot, parameters: { most: 6 } }\n",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun&, FindingSink&) const override { }
};

} // namespace

RulePtr govRuleFailed()
{
    return std::make_unique<RuleFailed>();
}

} // namespace shelf
