// link.requires-and-incompatible: a product requires what it must not be used with.
#include "governance/rules/links/incompatibles.h"
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/links.h"
#include "governance/rules/links/requires_graph.h"

#include <utility>

namespace shelf {

namespace {

class RequiresAndIncompatible final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.requires-and-incompatible",
            .title = "A product requires what it must not be used with",
            .why = "It does not work without the other, and must never be together with it: as described it cannot be used at all.",
            .scope = RuleScope::Link,
            .unit = Unit::Catalog,
            .dimension = Dimension::Consistency,
            .severity = Severity::Blocker,
            .reads = {.fields = {"name"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: Camera }, { sku: GRIP-1, name: Grip }, { sku: BAT-1, name: Battery } ]\n"
                         "links:\n"
                         "  - { source: CAM-1, type: requires, target: GRIP-1, reason: Is held by the grip }\n"
                         "  - { source: GRIP-1, type: requires, target: BAT-1, reason: Comes without a battery }\n"
                         "  - { source: CAM-1, type: incompatible, target: BAT-1, reason: Too strong for the camera }\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera }, { sku: GRIP-1, name: Grip }, { sku: BAT-1, name: Battery } ]\n"
                       "links:\n"
                       "  - { source: CAM-1, type: requires, target: GRIP-1, reason: Is held by the grip }\n"
                       "  - { source: CAM-1, type: incompatible, target: BAT-1, reason: Too strong for the camera }\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera }, { sku: BAT-1, name: Battery } ]\n"
                    "links:\n"
                    "  - { source: CAM-1, type: requires, target: BAT-1, reason: Comes without a battery }\n"
                    "  - { source: CAM-1, type: incompatible, target: BAT-1, reason: Too strong for the camera, to: today-3d }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const Incompatibles incompatibles(run);
        if (incompatibles.none() || catalog.links().typeOf("requires") == 0xffff)
            return;
        const RequiresGraph graph(run);
        for (const Link& apart : incompatibles.all())
            for (const auto& [from, to] : {std::pair(apart.source, apart.target), std::pair(apart.target, apart.source)}) {
                if (run.cancelled())
                    return;
                const std::vector<Row> chain = graph.isRequired(to) ? graph.path(from, to) : std::vector<Row>();
                if (chain.empty())
                    continue;
                const std::string id = catalog.linkId(apart);
                FindingSink::With with;
                with.detail = id;
                for (size_t i = 1; i < chain.size(); ++i)
                    with.others.emplace_back(catalog.sku(chain[i]));
                for (size_t i = 0; i + 1 < chain.size(); ++i)
                    with.choices.push_back("retire " + graph.linkId(chain[i], chain[i + 1]));
                with.choices.push_back("retire " + id);
                sink.product(from,
                    graph.shown(chain) + ": " + std::string(catalog.sku(from)) + " requires " + std::string(catalog.sku(to))
                        + (chain.size() > 2 ? " through this chain" : "") + ", and " + id
                        + " says that the two must never be together; retire one of the links",
                    std::move(with));
            }
    }
};

} // namespace

RulePtr linkRequiresAndIncompatible()
{
    return std::make_unique<RequiresAndIncompatible>();
}

} // namespace shelf
