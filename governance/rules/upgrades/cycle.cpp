// upgrade.cycle: following next steps from ladder to ladder leads back to where it began.
#include "governance/offers/labels.h"
#include "governance/rules/upgrades/upgrades.h"

#include <algorithm>
#include <map>
#include <set>

namespace shelf {

namespace {

// Which product is the next step of which, and on which ladders.
using Edges = std::map<Row, std::map<Row, std::vector<std::string>>>;

// Strongly connected components by Tarjan's algorithm (SIAM J. Comput. 1, 1972), without recursion.
class Components {
public:
    explicit Components(const Edges& edges) : m_edges(edges) { }

    std::vector<std::vector<Row>> all()
    {
        for (const auto& [row, targets] : m_edges)
            if (!m_states.count(row))
                visit(row);
        return std::move(m_found);
    }

private:
    struct State {
        size_t index = 0, low = 0;
        bool waiting = true; // on the stack
    };
    struct Frame {
        Row row;
        std::map<Row, std::vector<std::string>>::const_iterator next, end;
    };

    void enter(Row row, std::vector<Frame>& frames)
    {
        static const std::map<Row, std::vector<std::string>> none;
        const size_t index = m_states.size();
        m_states[row] = {index, index, true};
        m_stack.push_back(row);
        const auto targets = m_edges.find(row);
        const auto& next = targets == m_edges.end() ? none : targets->second;
        frames.push_back({row, next.begin(), next.end()});
    }

    void visit(Row root)
    {
        std::vector<Frame> frames;
        enter(root, frames);
        while (!frames.empty()) {
            Frame& frame = frames.back();
            if (frame.next != frame.end) {
                const Row target = (frame.next++)->first;
                const auto known = m_states.find(target);
                if (known == m_states.end())
                    enter(target, frames);
                else if (known->second.waiting)
                    lower(frame.row, known->second.index);
                continue;
            }
            const Row row = frame.row;
            frames.pop_back();
            if (!frames.empty())
                lower(frames.back().row, m_states[row].low);
            if (m_states[row].low == m_states[row].index)
                close(row);
        }
    }

    void lower(Row row, size_t to) { m_states[row].low = std::min(m_states[row].low, to); }

    void close(Row root)
    {
        std::vector<Row> component;
        Row row = noRow;
        do {
            row = m_stack.back();
            m_stack.pop_back();
            m_states[row].waiting = false;
            component.push_back(row);
        } while (row != root);
        const auto self = m_edges.find(root);
        if (component.size() > 1 || (self != m_edges.end() && self->second.count(root)))
            m_found.push_back(std::move(component));
    }

    const Edges& m_edges;
    std::map<Row, State> m_states;
    std::vector<Row> m_stack;
    std::vector<std::vector<Row>> m_found;
};

// A shortest way round from `start` back to it, within the component.
std::vector<Row> wayRound(const Snapshot& catalog, const Edges& edges, const std::set<Row>& component, Row start)
{
    std::map<Row, Row> from;
    std::vector<Row> queue = {start};
    for (size_t i = 0; i < queue.size(); ++i) {
        const auto targets = edges.find(queue[i]);
        if (targets == edges.end())
            continue;
        std::vector<Row> next; // by SKU, so that every run on every machine tells the same way
        for (const auto& [target, ladders] : targets->second)
            next.push_back(target);
        std::sort(next.begin(), next.end(), [&](Row a, Row b) { return catalog.sku(a) < catalog.sku(b); });
        for (const Row target : next) {
            if (target == start) {
                std::vector<Row> way = {start};
                for (Row row = queue[i]; row != start; row = from[row])
                    way.insert(way.begin() + 1, row);
                way.push_back(start);
                return way;
            }
            if (component.count(target) && from.emplace(target, queue[i]).second)
                queue.push_back(target);
        }
    }
    return {};
}

class Cycle final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "upgrade.cycle",
            .title = "Upgrade paths lead round in a circle",
            .why =
                "A shopper who follows the steps is sold the product that was to be replaced; a serving system may never come to an end.",
            .scope = RuleScope::Upgrade,
            .unit = Unit::Catalog,
            .dimension = Dimension::Consistency,
            .severity = Severity::Blocker,
            .reads = {.fields = {"name", "parent"}, .entries = true},
            .violating = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two }, { sku: CAM-3, name: Camera three } ]
upgrades:
  - { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] }
  - { code: travel, steps: [ { sku: CAM-2 }, { sku: CAM-3, benefit: Lighter }, { sku: CAM-1, benefit: Cheaper to insure } ] }
)",
            .passing = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two }, { sku: CAM-3, name: Camera three } ]
upgrades:
  - { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed } ] }
  - { code: travel, steps: [ { sku: CAM-2 }, { sku: CAM-3, benefit: Lighter } ] }
)",
            .edge = R"(shelfwright: 1
products: [ { sku: CAM-1, name: Camera one }, { sku: CAM-2, name: Camera two }, { sku: CAM-3, name: Camera three } ]
upgrades: # two ways to one goal are no circle
  - { code: bodies, steps: [ { sku: CAM-1 }, { sku: CAM-2, benefit: Weather sealed }, { sku: CAM-3, benefit: Faster } ] }
  - { code: leap, steps: [ { sku: CAM-1 }, { sku: CAM-3, benefit: Sealed and faster } ] }
)",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        Edges edges;
        run.forEachEntry(MappingKind::Upgrade, [&](const Entry& entry) {
            const std::vector<LadderStep>& steps = entry.ladder().steps;
            for (size_t i = 1; i < steps.size(); ++i)
                if (steps[i - 1].row != noRow && steps[i].row != noRow)
                    edges[steps[i - 1].row][steps[i].row].push_back(entry.id);
        });
        for (std::vector<Row>& component : Components(edges).all()) {
            std::sort(component.begin(), component.end(), [&](Row a, Row b) { return catalog.sku(a) < catalog.sku(b); });
            report(catalog, sink, edges, component);
        }
    }

private:
    static void report(const Snapshot& catalog, FindingSink& sink, const Edges& edges, const std::vector<Row>& component)
    {
        const std::vector<Row> way = wayRound(catalog, edges, {component.begin(), component.end()}, component.front());
        std::string message = "Upgrade paths lead round in a circle: ";
        for (size_t i = 0; i < way.size(); ++i) {
            message += productLabel(catalog, way[i]);
            if (i + 1 < way.size())
                message += " -> by " + edges.at(way[i]).at(way[i + 1]).front() + " -> ";
        }
        if (component.size() + 1 > way.size())
            message += "; further products in the same knot: " + labelList(catalog, rest(component, way), 20);
        FindingSink::With with;
        for (size_t i = 1; i < component.size(); ++i)
            with.others.emplace_back(catalog.sku(component[i]));
        sink.product(component.front(), message + "; take one of the steps out", std::move(with));
    }

    static std::vector<Row> rest(const std::vector<Row>& component, const std::vector<Row>& way)
    {
        std::vector<Row> rows;
        for (const Row row : component)
            if (std::find(way.begin(), way.end(), row) == way.end())
                rows.push_back(row);
        return rows;
    }
};

} // namespace

RulePtr upgradeCycle()
{
    return std::make_unique<Cycle>();
}

} // namespace shelf
