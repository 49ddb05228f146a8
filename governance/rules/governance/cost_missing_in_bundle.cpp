// gov.cost-missing-in-bundle: a component, or something that can be chosen, has no cost, so that the bundle's margin is not known.
#include "governance/rules/governance/governance_rules.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr size_t mostNamed = 3;

class CostMissingInBundle final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "gov.cost-missing-in-bundle",
            .title = "A bundle's margin is not known",
            .why = "Without the cost of every part nobody can say whether the bundle earns anything: a discount may well give away money.",
            .scope = RuleScope::Bundle,
            .unit = Unit::Entry,
            .dimension = Dimension::Completeness,
            .severity = Severity::Warning,
            .reads = {.fields = {"cost", "parent"}, .entries = true},
            .violating = "shelfwright: 1\n"
                         "products:\n"
                         "  - { sku: CAM-1, name: Camera one, price: 499.00 EUR, cost: 320.00 EUR }\n"
                         "  - { sku: BAG-1, name: Bag, price: 49.00 EUR }\n"
                         "bundles: [ { code: kit, label: Kit, owner: mia, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]\n",
            .passing = "shelfwright: 1\n"
                       "products:\n"
                       "  - { sku: CAM-1, name: Camera one, price: 499.00 EUR, cost: 320.00 EUR }\n"
                       "  - { sku: BAG-1, name: Bag, price: 49.00 EUR, cost: 20.00 EUR }\n"
                       "bundles: [ { code: kit, label: Kit, owner: mia, components: [ { sku: CAM-1 }, { sku: BAG-1 } ] } ]\n",
            .edge = "shelfwright: 1\n"
                    "products:\n"
                    "  - { sku: CAM-1, name: Camera one, price: 499.00 EUR, cost: 320.00 EUR }\n"
                    "  - { sku: SD-64, name: Card with 64 GB, price: 20.00 EUR, cost: 0 EUR }\n"
                    "  - { sku: SD-128, name: Card with 128 GB, price: 30.00 EUR }   # can be chosen\n"
                    "bundles:\n"
                    "  - { code: kit, label: Kit, owner: mia, components: [ { sku: CAM-1 } ],\n"
                    "      groups: [ { name: Card, choose: 1, of: [SD-64, SD-128] } ] }\n",
            .edgeViolates = true,
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Column* cost = run.catalog().column("cost");
        run.forEachEntry(MappingKind::Bundle, [&](const Entry& entry) {
            std::vector<std::string_view> without;
            const auto look = [&](Row row) {
                if (row != noRow && !run.catalog().value(cost, row))
                    without.push_back(run.catalog().sku(row));
            };
            for (const BundlePart& part : entry.bundle().parts)
                look(part.row);
            for (const BundleGroup& group : entry.bundle().groups)
                std::for_each(group.of.begin(), group.of.end(), look);
            std::sort(without.begin(), without.end());
            without.erase(std::unique(without.begin(), without.end()), without.end());
            if (!without.empty())
                sink.entry(entry, message(entry, without));
        });
    }

private:
    static std::string message(const Entry& entry, const std::vector<std::string_view>& without)
    {
        std::string text = entry.id + ": ";
        for (size_t i = 0; i < without.size() && i < mostNamed; ++i)
            text.append(i ? ", " : "").append(forTerminal(without[i], 80));
        if (without.size() > mostNamed)
            text.append(" and ").append(std::to_string(without.size() - mostNamed)).append(" more");
        return text.append(without.size() == 1 ? " has" : " have").append(" no cost, so that its margin is not known; enter what is paid");
    }
};

} // namespace

RulePtr govCostMissingInBundle()
{
    return std::make_unique<CostMissingInBundle>();
}

} // namespace shelf
