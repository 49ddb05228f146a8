// link.chain-too-deep: what a product requires, requires more and more.
#include "governance/rules/links/links.h"
#include "governance/rules/links/requires_graph.h"
#include "model/domain/decimal.h"

#include <span>
#include <utility>

namespace shelf {

namespace {

// The longest chain of requirements from each product; of several the first by SKUs. A chain ends where a circle begins.
class LongestChains {
public:
    LongestChains(const Snapshot& catalog, const RequiresGraph& graph, const std::vector<uint8_t>& inCircle)
        : m_catalog(catalog), m_graph(graph), m_inCircle(inCircle), m_length(inCircle.size(), unknown), m_next(inCircle.size(), noRow)
    {
        for (const Row row : graph.sources())
            measure(row);
    }
    uint32_t length(Row row) const { return m_length[row] == unknown ? 0 : m_length[row]; }
    std::vector<Row> from(Row row) const
    {
        std::vector<Row> chain{row};
        while (m_next[chain.back()] != noRow)
            chain.push_back(m_next[chain.back()]);
        return chain;
    }

private:
    static constexpr uint32_t unknown = ~uint32_t(0);

    // A stack of its own: a chain can be as long as the catalog.
    void measure(Row start)
    {
        std::vector<std::pair<Row, uint32_t>> stack{{start, 0}};
        while (!stack.empty()) {
            auto& [row, place] = stack.back();
            if (m_length[row] == unknown && place == 0)
                m_length[row] = 0;
            const auto targets = m_inCircle[row] ? std::span<const Row>() : m_graph.requiredBy(row);
            if (place < targets.size() && m_length[targets[place]] == unknown) {
                stack.emplace_back(targets[place], 0);
                continue;
            }
            if (place < targets.size()) {
                const Row target = targets[place];
                const uint32_t length = m_length[target] + 1;
                const bool tied = length == m_length[row] && m_next[row] != noRow;
                if (length > m_length[row] || (tied && m_catalog.sku(target) < m_catalog.sku(m_next[row]))) {
                    m_length[row] = length;
                    m_next[row] = target;
                }
                ++place;
                continue;
            }
            stack.pop_back();
        }
    }

    const Snapshot& m_catalog;
    const RequiresGraph& m_graph;
    const std::vector<uint8_t>& m_inCircle;
    std::vector<uint32_t> m_length;
    std::vector<Row> m_next;
};

class ChainTooDeep final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.chain-too-deep",
            .title = "What a product requires, requires more and more",
            .why = "Nobody buys a fifth thing to make the first one work; mostly one of the links says \"needs\" and means \"is better "
                   "with\".",
            .scope = RuleScope::Link,
            .unit = Unit::Catalog,
            .dimension = Dimension::Consistency,
            .severity = Severity::Warning,
            .parameters = {{"max", "4", "Most links that a chain of requirements may have"}},
            .reads = {.fields = {"name"}, .links = true},
            .violating = "shelfwright: 1\n"
                         "products:\n"
                         "  - { sku: P-1, name: Part 1 }\n"
                         "  - { sku: P-2, name: Part 2 }\n"
                         "  - { sku: P-3, name: Part 3 }\n"
                         "  - { sku: P-4, name: Part 4 }\n"
                         "  - { sku: P-5, name: Part 5 }\n"
                         "  - { sku: P-6, name: Part 6 }\n"
                         "links:\n"
                         "  - { source: P-1, type: requires, target: P-2, reason: Does not run without }\n"
                         "  - { source: P-2, type: requires, target: P-3, reason: Does not run without }\n"
                         "  - { source: P-3, type: requires, target: P-4, reason: Does not run without }\n"
                         "  - { source: P-4, type: requires, target: P-5, reason: Does not run without }\n"
                         "  - { source: P-5, type: requires, target: P-6, reason: Does not run without }\n",
            .passing = "shelfwright: 1\n"
                       "products:\n"
                       "  - { sku: P-1, name: Part 1 }\n"
                       "  - { sku: P-2, name: Part 2 }\n"
                       "  - { sku: P-3, name: Part 3 }\n"
                       "links:\n"
                       "  - { source: P-1, type: requires, target: P-2, reason: Does not run without }\n"
                       "  - { source: P-2, type: requires, target: P-3, reason: Does not run without }\n",
            .edge = "shelfwright: 1\n"
                    "products:\n"
                    "  - { sku: P-1, name: Part 1 }\n"
                    "  - { sku: P-2, name: Part 2 }\n"
                    "  - { sku: P-3, name: Part 3 }\n"
                    "  - { sku: P-4, name: Part 4 }\n"
                    "  - { sku: P-5, name: Part 5 }\n"
                    "links:\n"
                    "  - { source: P-1, type: requires, target: P-2, reason: Does not run without }\n"
                    "  - { source: P-2, type: requires, target: P-3, reason: Does not run without }\n"
                    "  - { source: P-3, type: requires, target: P-4, reason: Does not run without }\n"
                    "  - { source: P-4, type: requires, target: P-5, reason: Does not run without }\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const RequiresGraph graph(run);
        std::vector<uint8_t> inCircle(catalog.rows(), 0);
        for (const std::vector<Row>& group : graph.cycles())
            for (const Row row : group)
                inCircle[row] = 1;
        const NumberSetting most = run.numberSetting("max");
        const LongestChains chains(catalog, graph, inCircle);
        for (const Row row : graph.sources()) {
            // Told once, of the product at which the chain starts.
            if (graph.isRequired(row) || inCircle[row] || chains.length(row) <= most.at(row))
                continue;
            const std::vector<Row> chain = chains.from(row);
            FindingSink::With with;
            for (size_t i = 1; i < chain.size(); ++i)
                with.others.emplace_back(catalog.sku(chain[i]));
            sink.product(row,
                "A chain of " + std::to_string(chain.size() - 1) + " requirements, more than " + shortestDecimal(most.at(row)) + ": "
                    + graph.shown(chain) + "; make one of the links an accessory, or offer a bundle",
                std::move(with));
        }
    }
};

} // namespace

RulePtr linkChainTooDeep()
{
    return std::make_unique<ChainTooDeep>();
}

} // namespace shelf
