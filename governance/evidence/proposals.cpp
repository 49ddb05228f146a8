#include "governance/evidence/proposals.h"

#include "governance/evidence/count_table.h"
#include "governance/ticker.h"

#include "model/domain/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>

namespace shelf {

namespace {

constexpr size_t mostCandidates = 200000; // that are kept while all pairs are looked at
constexpr size_t pairBytes = size_t(128) << 20;
constexpr std::string_view reasonText = "Often bought together";

// Six digits are more than orders can tell, and the same on every machine.
Json figure(double value)
{
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%.6g", value);
    return Json::number(std::strtod(text.data(), nullptr));
}

Json count(uint64_t value)
{
    return Json::number(static_cast<int64_t>(value));
}

struct Candidate {
    double surprise = 0;
    Row a = noRow, b = noRow;
    uint64_t both = 0;
};

// All pairs of all data sets with their sums, by row.
class AllPairs {
public:
    AllPairs(Workspace& workspace, const Snapshot& catalog)
        : m_workspace(workspace), m_catalog(catalog), m_sets(dataSets(workspace.definitions())), m_orders(catalog.rows()),
          m_pairs(folderOf(workspace), pairBytes, Equal::Sum)
    {
    }

    Result<void> load(const Progress& progress)
    {
        Ticker ticker(progress, "reading counts");
        for (const DataSet& set : m_sets) {
            m_n += set.orders;
            std::vector<Row> rows;
            std::optional<Error> trouble;
            CountTableVisitor visitor;
            visitor.product = [&](const ProductOrders& product) {
                rows.push_back(m_catalog.find(product.sku));
                if (rows.back() != noRow)
                    m_orders[rows.back()] += product.orders;
            };
            visitor.pair = [&](const OrderPair& pair) {
                if (!ticker.tick())
                    trouble = Error{ErrorKind::Cancelled, "CANCELLED", "propose", "cancelled; nothing was changed", "start it again"};
                const Row a = rows[pair.a], b = rows[pair.b];
                if (a == noRow || b == noRow)
                    ++m_gone;
                else if (auto added = m_pairs.add({std::min(a, b), std::max(a, b), pair.orders}); !added)
                    trouble = added.error();
                return !trouble;
            };
            if (auto read = readCountTable(m_workspace, set.counts, visitor); !read)
                return read;
            if (trouble)
                return *trouble;
        }
        return m_pairs.finish();
    }

    Result<bool> next(RunItem& pair) { return m_pairs.next(pair); }
    PairCounts counts(Row a, Row c, uint64_t both) const { return {m_n, m_orders[a], m_orders[c], both}; }
    uint64_t gone() const { return m_gone; }
    // What evidence names, and how old it is: the newest of them.
    std::string names() const
    {
        std::vector<std::string> all;
        for (const DataSet& set : m_sets)
            all.push_back(set.name);
        return join(all, ", ");
    }
    std::string date() const
    {
        std::string newest;
        for (const DataSet& set : m_sets)
            newest = std::max(newest, set.date());
        return newest;
    }

private:
    static std::string folderOf(const Workspace& workspace)
    {
        const std::string folder = std::filesystem::path(workspace.path()).parent_path().string();
        return folder.empty() ? "." : folder;
    }

    Workspace& m_workspace;
    const Snapshot& m_catalog;
    const std::vector<DataSet> m_sets;
    std::vector<uint64_t> m_orders; // by row
    SortedRuns m_pairs;
    uint64_t m_n = 0, m_gone = 0;
};

class Proposing {
public:
    Proposing(Workspace& workspace, const Snapshot& catalog, const ProposalOptions& options)
        : m_catalog(catalog), m_options(options), m_pairs(workspace, catalog)
    {
    }

    Result<Proposals> run(const Progress& progress)
    {
        m_type = m_catalog.definitions().linkType(m_options.type);
        if (!m_type || m_type->code != m_options.type)
            return Error{ErrorKind::Rejected, "UNKNOWN_LINK_TYPE", forTerminal(m_options.type, 80), "there is no link type of this code",
                "use cross-sell, or another of the workspace's types"};
        if (auto loaded = m_pairs.load(progress); !loaded)
            return loaded.error();
        m_done.passedOver.gone = m_pairs.gone();
        if (auto gathered = gather(); !gathered)
            return gathered.error();
        std::sort_heap(m_candidates.begin(), m_candidates.end(), [this](const Candidate& x, const Candidate& y) { return before(x, y); });
        for (const Candidate& candidate : m_candidates) {
            if (m_done.proposals.size() >= m_options.top)
                break;
            consider(candidate);
        }
        return std::move(m_done);
    }

private:
    // The larger surprise first; equal ones by SKUs, so that the order never depends on the file.
    bool before(const Candidate& x, const Candidate& y) const
    {
        if (x.surprise != y.surprise)
            return x.surprise > y.surprise;
        const auto skus = [this](const Candidate& candidate) {
            return std::minmax(std::string_view(m_catalog.sku(candidate.a)), std::string_view(m_catalog.sku(candidate.b)));
        };
        const std::pair<std::string_view, std::string_view> left = skus(x), right = skus(y);
        return left < right;
    }

    Result<void> gather()
    {
        const auto order = [this](const Candidate& x, const Candidate& y) { return before(x, y); };
        RunItem pair;
        for (;;) {
            const auto more = m_pairs.next(pair);
            if (!more)
                return more.error();
            if (!*more)
                return {};
            if (pair.value < m_options.minCount)
                continue;
            const auto [source, target] = directed(pair.high, pair.low, pair.value);
            const PairCounts counts = m_pairs.counts(source, target, pair.value);
            const PairStatistics figures = pairStatistics(counts);
            if (!isSure(counts))
                continue;
            ++m_done.pairs;
            m_candidates.push_back({std::round(figures.logLikelihood * 1e6) / 1e6, pair.high, pair.low, pair.value});
            std::push_heap(m_candidates.begin(), m_candidates.end(), order);
            if (m_candidates.size() > mostCandidates) { // the one with the least surprise goes
                std::pop_heap(m_candidates.begin(), m_candidates.end(), order);
                m_candidates.pop_back();
            }
        }
    }

    // A product, and the parent that may stand for it.
    std::vector<Row> familyOf(Row row) const
    {
        const Row parent = m_catalog.parent(row);
        return parent == noRow ? std::vector<Row>{row} : std::vector<Row>{row, parent};
    }

    // The pair's links, either way, of these or their parents.
    bool isLinked(Row a, Row b, bool& required) const
    {
        const Links& links = m_catalog.links();
        bool linked = false;
        const auto look = [&](Row from, Row to) {
            for (const Link& link : links.from(from))
                if (link.target == to) {
                    linked = true;
                    required = required || links.typeCode(link.type) == "requires";
                }
        };
        for (const Row x : familyOf(a))
            for (const Row y : familyOf(b)) {
                look(x, y);
                look(y, x);
            }
        return linked;
    }

    bool isSameProduct(Row a, Row b) const
    {
        const Row parentA = m_catalog.parent(a), parentB = m_catalog.parent(b);
        return parentA == b || parentB == a || (parentA != noRow && parentA == parentB);
    }

    void consider(const Candidate& candidate)
    {
        PassedOver& over = m_done.passedOver;
        const Row a = candidate.a, b = candidate.b;
        bool required = false;
        if (m_catalog.isRetired(a) || m_catalog.isRetired(b))
            ++over.retired;
        else if (isSameProduct(a, b))
            ++over.sameProduct;
        else if (isLinked(a, b, required))
            ++(required ? over.required : over.linked);
        else if (m_options.incompatible && m_options.incompatible(a, b))
            ++over.incompatible;
        else if (!propose(candidate))
            ++over.neverRecommend;
    }

    bool isRecommended(Row row) const
    {
        const Column* column = m_catalog.column("never_recommend");
        const Code code = m_catalog.value(column, row, inheritsField("never_recommend"));
        return !column || !code || column->values().json(code) != "true";
    }

    // From the product whose buyers more often take the other one too; in symmetric types, and where that is level, by SKU.
    std::pair<Row, Row> directed(Row a, Row b, uint64_t both) const
    {
        const PairCounts there = m_pairs.counts(a, b, both);
        const bool bySku = m_type->symmetric || there.nA == there.nC;
        return (bySku ? m_catalog.sku(b) < m_catalog.sku(a) : there.nC < there.nA) ? std::pair(b, a) : std::pair(a, b);
    }

    bool isSure(const PairCounts& counts) const
    {
        return liftInterval(counts, pairStatistics(counts)).first > std::max(m_options.minLift, 1.0);
    }

    // False: neither may be recommended, or only the one for which the orders say too little.
    bool propose(const Candidate& candidate)
    {
        auto [source, target] = directed(candidate.a, candidate.b, candidate.both);
        if (m_type->symmetric) {
            if (!isRecommended(source) || !isRecommended(target))
                return false;
        } else if (!isRecommended(target)) {
            std::swap(source, target);
            if (!isRecommended(target) || !isSure(m_pairs.counts(source, target, candidate.both)))
                return false;
        }
        Proposal proposal;
        proposal.id = {std::string(m_catalog.sku(source)), m_type->code, std::string(m_catalog.sku(target)), {}};
        proposal.counts = m_pairs.counts(source, target, candidate.both);
        proposal.figures = pairStatistics(proposal.counts);
        fill(proposal, source);
        m_done.proposals.push_back(std::move(proposal));
        return true;
    }

    void fill(Proposal& proposal, Row source)
    {
        FieldMap& content = proposal.content;
        content.setText("source", proposal.id.source);
        content.setText("type", proposal.id.type);
        content.setText("target", proposal.id.target);
        content.setText("owner", m_options.owner);
        content.setText("origin", "mined");
        content.setText("reason", reasonText);
        Json evidence = Json::array();
        evidence.append(minedEvidence(m_pairs.names(), m_pairs.date(), proposal.counts));
        content.set("evidence", evidence.write());
        auto [rank, first] = m_ranks.try_emplace(source, 0);
        if (first) // behind what is there
            for (const Link& link : m_catalog.links().from(source))
                if (m_catalog.links().typeCode(link.type) == proposal.id.type)
                    rank->second = std::max(rank->second, link.rank);
        content.set("rank", std::to_string(++rank->second));
    }

    const Snapshot& m_catalog;
    const ProposalOptions& m_options;
    AllPairs m_pairs;
    const LinkType* m_type = nullptr;
    std::vector<Candidate> m_candidates; // a heap with the least surprise first, then sorted
    std::map<Row, int32_t> m_ranks; // the last one of each source
    Proposals m_done;
};

} // namespace

std::pair<double, double> liftInterval(const PairCounts& counts, const PairStatistics& figures)
{
    if (counts.n == 0 || counts.nC == 0)
        return {0, 0};
    const double share = static_cast<double>(counts.nC) / static_cast<double>(counts.n);
    return {figures.confidenceLow / share, figures.confidenceHigh / share};
}

Json minedEvidence(const std::string& dataSet, const std::string& date, const PairCounts& counts)
{
    const PairStatistics figures = pairStatistics(counts);
    const auto [low, high] = liftInterval(counts, figures);
    Json json = Json::object();
    json.set("origin", Json::string("mined"));
    json.setIf("data_set", dataSet);
    json.setIf("date", date);
    json.set("n", count(counts.nAC));
    json.set("orders", count(counts.n));
    json.set("n_a", count(counts.nA));
    json.set("n_c", count(counts.nC));
    json.set("confidence", figure(figures.confidence));
    json.set("confidence_low", figure(figures.confidenceLow));
    json.set("confidence_high", figure(figures.confidenceHigh));
    json.set("lift", figure(figures.lift));
    Json interval = Json::array();
    interval.append(figure(low));
    interval.append(figure(high));
    json.set("interval", std::move(interval));
    json.set("shrunk_lift", figure(figures.shrunkLift));
    json.set("llr", figure(figures.logLikelihood));
    return json;
}

Result<Proposals> proposeLinks(Workspace& workspace, const Snapshot& catalog, const ProposalOptions& options, const Progress& progress)
{
    return Proposing(workspace, catalog, options).run(progress);
}

} // namespace shelf
