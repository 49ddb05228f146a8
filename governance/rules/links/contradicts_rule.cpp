// link.contradicts-rule: a link joins what does not fit.
#include "governance/compatibility/compatibility.h"
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"
#include "governance/rules/links/spoken_pairs.h"

namespace shelf {

namespace {

class ContradictsRule final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.contradicts-rule",
            .title = "A link joins what does not fit",
            .why = "A compatibility rule says that the two products do not work together: whoever buys both sends one back.",
            .scope = RuleScope::Link,
            .unit = Unit::Catalog,
            .dimension = Dimension::Consistency,
            .severity = Severity::Error,
            .reads = {.fields = {"*", "name", "family", "categories", "lifecycle", "brand", "gtin", "price", "cost", "currency", "stock",
                          "stock_since", "launch", "end_of_life", "channels", "aliases", "parent", "image", "never_recommend"},
                .links = true,
                .entries = true},
            .violating = "shelfwright: 1\n"
                         "attributes: [ { code: mount, label: Mount, type: choice, options: [OX, LM] } ]\n"
                         "families:\n"
                         "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                         "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                         "products:\n"
                         "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                         "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: LM } }\n"
                         "compatibility:\n"
                         "  - { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] }\n"
                         "links: [ { source: CAM-1, type: accessory, target: LENS-1, reason: A bright normal lens } ]\n",
            .passing = "shelfwright: 1\n"
                       "attributes: [ { code: mount, label: Mount, type: choice, options: [OX, LM] } ]\n"
                       "families:\n"
                       "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                       "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                       "products:\n"
                       "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                       "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: OX } }\n"
                       "compatibility:\n"
                       "  - { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] }\n"
                       "links: [ { source: CAM-1, type: accessory, target: LENS-1, reason: A bright normal lens } ]\n",
            .edge = "shelfwright: 1\n"
                    "attributes: [ { code: mount, label: Mount, type: choice, options: [OX, LM] } ]\n"
                    "families:\n"
                    "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                    "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                    "products:\n"
                    "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                    "  - { sku: LENS-1, name: Lens one, family: lens }\n"
                    "compatibility:\n"
                    "  - { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] }\n"
                    "links: [ { source: CAM-1, type: accessory, target: LENS-1, reason: A bright normal lens } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const LinkTypes types(catalog);
        const SpokenPairs pairs(run);
        if (pairs.none())
            return;
        eachLinkOfAll(run, [&](const Link& link) {
            if (!types.of(link).together() || types.of(link).code == "compatible" || !pairs.mayAnswer(link.source, link.target)
                || run.compatibility().fit(link.source, link.target) != Fit::Incompatible)
                return;
            const PairAnswer answer = run.compatibility().explain(link.source, link.target);
            if (!answer.exceptions.empty())
                return; // an `incompatible` link says so: link.contradicts-link
            sink.link(link,
                named(catalog, link) + " do not fit: " + answer.because
                    + "; choose another product, correct the values, or add an exception (a compatible link)");
        });
    }
};

} // namespace

RulePtr linkContradictsRule()
{
    return std::make_unique<ContradictsRule>();
}

} // namespace shelf
