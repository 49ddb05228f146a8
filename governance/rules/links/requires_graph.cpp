#include "governance/rules/links/requires_graph.h"

#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_window.h"

#include <algorithm>
#include <unordered_map>

namespace shelf {

RequiresGraph::RequiresGraph(const RuleRun& run) : m_run(run), m_type(run.catalog().links().typeOf("requires"))
{
    const Snapshot& catalog = run.catalog();
    m_place.assign(catalog.rows(), noPlace);
    m_required.assign(catalog.rows(), 0);
    std::vector<std::pair<Row, Row>> edges;
    if (m_type != 0xffff)
        eachLinkOfAll(run, [&](const Link& link) {
            if (link.type == m_type && lastDayOf(catalog.definitions(), catalog.links().details().json(link.details)) >= run.today())
                edges.emplace_back(link.source, link.target);
        });
    for (size_t at = 0; at < edges.size();) {
        const Row source = edges[at].first;
        m_sources.push_back(source);
        m_offsets.push_back(static_cast<uint32_t>(m_targets.size()));
        for (; at < edges.size() && edges[at].first == source; ++at) {
            m_targets.push_back(edges[at].second);
            m_required[edges[at].second] = 1;
        }
        m_place[source] = static_cast<uint32_t>(m_sources.size() - 1);
    }
    m_offsets.push_back(static_cast<uint32_t>(m_targets.size()));
}

std::span<const Row> RequiresGraph::requiredBy(Row row) const
{
    const uint32_t place = m_place[row];
    if (place == noPlace)
        return {};
    return {m_targets.data() + m_offsets[place], m_targets.data() + m_offsets[place + 1]};
}

// Tarjan's strongly connected components, with a stack of its own instead of recursion: chains can be as long as the catalog.
std::vector<std::vector<Row>> RequiresGraph::cycles() const
{
    struct Frame {
        Row row;
        uint32_t next;
    };
    std::vector<uint32_t> index(m_place.size(), 0), low(m_place.size(), 0); // 0: not visited
    std::vector<uint8_t> open(m_place.size(), 0);
    std::vector<Row> stack;
    std::vector<Frame> frames;
    std::vector<std::vector<Row>> found;
    uint32_t counter = 0;
    const auto enter = [&](Row row) {
        index[row] = low[row] = ++counter;
        open[row] = 1;
        stack.push_back(row);
        frames.push_back({row, 0});
    };
    const auto close = [&](Row row) {
        std::vector<Row> group;
        Row member = noRow;
        do {
            member = stack.back();
            stack.pop_back();
            open[member] = 0;
            group.push_back(member);
        } while (member != row);
        if (group.size() > 1)
            found.push_back(std::move(group));
    };
    for (const Row start : m_sources) {
        if (index[start] != 0)
            continue;
        enter(start);
        while (!frames.empty()) {
            Frame& frame = frames.back();
            const auto targets = requiredBy(frame.row);
            if (frame.next < targets.size()) {
                const Row target = targets[frame.next++];
                if (index[target] == 0)
                    enter(target);
                else if (open[target])
                    low[frame.row] = std::min(low[frame.row], index[target]);
                continue;
            }
            const Row row = frame.row;
            frames.pop_back();
            if (!frames.empty())
                low[frames.back().row] = std::min(low[frames.back().row], low[row]);
            if (low[row] == index[row])
                close(row);
        }
    }
    const Snapshot& catalog = m_run.catalog();
    for (auto& group : found)
        std::sort(group.begin(), group.end(), [&](Row a, Row b) { return catalog.sku(a) < catalog.sku(b); });
    return found;
}

std::vector<Row> RequiresGraph::path(Row from, Row to) const
{
    const Snapshot& catalog = m_run.catalog();
    const auto bySku = [&](Row a, Row b) { return catalog.sku(a) < catalog.sku(b); };
    std::unordered_map<Row, Row> cameFrom;
    std::vector<Row> queue{from};
    for (size_t at = 0; at < queue.size(); ++at) {
        if (at % chunkRows == 0 && m_run.cancelled())
            return {};
        const auto required = requiredBy(queue[at]);
        std::vector<Row> targets(required.begin(), required.end());
        std::sort(targets.begin(), targets.end(), bySku);
        for (const Row target : targets) {
            if (target != to) {
                if (target != from && cameFrom.emplace(target, queue[at]).second)
                    queue.push_back(target);
                continue;
            }
            std::vector<Row> path{to};
            for (Row row = queue[at]; row != from; row = cameFrom.at(row))
                path.push_back(row);
            path.push_back(from);
            std::reverse(path.begin(), path.end());
            return path;
        }
    }
    return {};
}

std::string RequiresGraph::linkId(Row from, Row to) const
{
    std::string smallest;
    for (const Link& link : m_run.catalog().links().from(from)) {
        if (link.type != m_type || link.target != to || !link.in(m_run.view()))
            continue;
        std::string id = m_run.catalog().linkId(link);
        if (smallest.empty() || id < smallest)
            smallest = std::move(id);
    }
    return smallest;
}

std::string RequiresGraph::shown(const std::vector<Row>& path) const
{
    std::string text;
    for (const Row row : path)
        text.append(text.empty() ? "" : " → ").append(named(m_run.catalog(), row));
    return text;
}

} // namespace shelf
