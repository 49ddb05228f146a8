// link.requires-cycle: products require each other in a circle.
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/links.h"
#include "governance/rules/links/requires_graph.h"

#include <algorithm>

namespace shelf {

namespace {

class RequiresCycle final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.requires-cycle",
            .title = "Products require each other in a circle",
            .why = "Each needs another one first: whoever wants one is made to buy all of them, and the list of what is needed never ends.",
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
                         "  - { source: BAT-1, type: requires, target: CAM-1, reason: Is charged in the camera }\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera }, { sku: GRIP-1, name: Grip }, { sku: BAT-1, name: Battery } ]\n"
                       "links:\n"
                       "  - { source: CAM-1, type: requires, target: GRIP-1, reason: Is held by the grip }\n"
                       "  - { source: GRIP-1, type: requires, target: BAT-1, reason: Comes without a battery }\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Camera }, { sku: GRIP-1, name: Grip }, { sku: BAT-1, name: Battery } ]\n"
                    "links:\n"
                    "  - { source: CAM-1, type: requires, target: GRIP-1, reason: Is held by the grip }\n"
                    "  - { source: CAM-1, type: requires, target: BAT-1, reason: Comes without a battery }\n"
                    "  - { source: GRIP-1, type: requires, target: BAT-1, reason: Comes without a battery }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const RequiresGraph graph(run);
        for (const std::vector<Row>& group : graph.cycles()) {
            const std::vector<Row> circle = graph.path(group.front(), group.front());
            FindingSink::With with;
            for (size_t i = 1; i < group.size(); ++i)
                with.others.emplace_back(catalog.sku(group[i]));
            for (size_t i = 0; i + 1 < circle.size(); ++i)
                with.choices.push_back("retire " + graph.linkId(circle[i], circle[i + 1]));
            std::string message = graph.shown(circle) + " require each other in a circle";
            std::string more;
            for (const Row row : group)
                if (std::find(circle.begin(), circle.end(), row) == circle.end())
                    more.append(more.empty() ? "" : ", ").append(catalog.sku(row));
            if (!more.empty())
                message += ", and in further circles with them " + more;
            sink.product(group.front(), message + "; retire one of the links of the circle", std::move(with));
        }
    }
};

} // namespace

RulePtr linkRequiresCycle()
{
    return std::make_unique<RequiresCycle>();
}

} // namespace shelf
