// link.contradicts-link: a link joins what another link keeps apart.
#include "governance/rules/links/incompatibles.h"
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"

namespace shelf {

namespace {

class ContradictsLink final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.contradicts-link",
            .title = "A link joins what another link keeps apart",
            .why = "One link recommends the two products together, another says that they must never be together: one of them is wrong, "
                   "and either is dangerous.",
            .scope = RuleScope::Link,
            .unit = Unit::Link,
            .dimension = Dimension::Consistency,
            .severity = Severity::Blocker,
            .reads = {.fields = {"name"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: LENS-1, name: Heavy lens }, { sku: RING-1, name: Adapter } ]\n"
                         "links:\n"
                         "  - { source: LENS-1, type: incompatible, target: RING-1, reason: Too heavy for the adapter }\n"
                         "  - { source: LENS-1, type: accessory, target: RING-1, reason: For other mounts }\n",
            .passing =
                "shelfwright: 1\n"
                "products: [ { sku: LENS-1, name: Heavy lens }, { sku: RING-1, name: Adapter }, { sku: RING-2, name: Strong adapter } ]\n"
                "links:\n"
                "  - { source: LENS-1, type: incompatible, target: RING-1, reason: Too heavy for the adapter }\n"
                "  - { source: LENS-1, type: accessory, target: RING-2, reason: For other mounts }\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: LENS-1, name: Heavy lens }, { sku: LENS-2, name: Light lens } ]\n"
                    "links:\n"
                    "  - { source: LENS-1, type: incompatible, target: LENS-2, reason: One at a time }\n"
                    "  - { source: LENS-1, type: substitute, target: LENS-2 }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const LinkTypes types(catalog);
        const Incompatibles incompatibles(run);
        if (incompatibles.none())
            return;
        eachLink(run, [&](const Link& link) {
            // What requires and may not have is link.requires-and-incompatible's matter.
            const LinkTypeFacts& type = types.of(link);
            if (!type.together() || type.code == "requires")
                return;
            const auto against = incompatibles.between(link.source, link.target);
            if (!against)
                return;
            FindingSink::With with;
            const std::string id = catalog.linkId(*against);
            with.others = {id};
            with.choices = {"retire " + catalog.linkId(link), "retire " + id};
            sink.link(link, named(catalog, link) + ", but " + id + " says that the two must never be together; retire one of the links",
                std::move(with));
        });
    }
};

} // namespace

RulePtr linkContradictsLink()
{
    return std::make_unique<ContradictsLink>();
}

} // namespace shelf
