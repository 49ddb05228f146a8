#include "governance/preview/coverage.h"

#include "model/domain/mapping.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <unordered_set>

namespace shelf {

namespace {

constexpr Row step = 1024; // products that a thread takes at once

// A number for each link of a catalog: that of its place among those from its source.
class LinkPlaces {
public:
    explicit LinkPlaces(const Snapshot& catalog) : m_catalog(catalog), m_first(catalog.rows() + size_t(1))
    {
        for (Row row = 0; row < catalog.rows(); ++row)
            m_first[row + size_t(1)] = m_first[row] + static_cast<uint32_t>(catalog.links().from(row).size());
    }
    size_t size() const { return m_first.back(); }
    size_t first(Row source) const { return m_first[source]; }
    // Links found from their targets may be elsewhere in memory.
    size_t of(const Link& link) const
    {
        const auto links = m_catalog.links().from(link.source);
        const Link* const begin = links.data();
        if (std::less_equal<>()(begin, &link) && std::less<>()(&link, begin + links.size()))
            return m_first[link.source] + static_cast<size_t>(&link - begin);
        const auto found = std::find(links.begin(), links.end(), link);
        return m_first[link.source] + static_cast<size_t>(found - links.begin());
    }

private:
    const Snapshot& m_catalog;
    std::vector<uint32_t> m_first;
};

// What one thread has seen.
struct Tally {
    uint64_t products = 0, shown = 0;
    std::map<uint64_t, uint64_t> byCount;
    std::vector<uint64_t> bySlot;
    std::vector<uint32_t> targets; // by row
    std::vector<bool> links; // by place: shown
    std::unordered_set<const Entry*> entries;
    std::map<const Entry*, uint64_t> bundles;
    std::vector<Row> none;
};

class Coverage {
public:
    Coverage(const PreviewEngine& engine, View view, const CoverageRequest& request)
        : m_engine(engine), m_catalog(engine.catalog()), m_view(view), m_request(request), m_places(m_catalog)
    {
    }

    Result<CoverageReport> run()
    {
        auto prepared = m_engine.prepare(m_request.context);
        if (!prepared)
            return prepared.error();
        m_prepared = *std::move(prepared);
        m_channel = m_request.context.channel.empty() ? m_engine.settings().defaultChannel : m_request.context.channel;
        const auto threads = static_cast<size_t>(std::max(1, m_request.threads));
        std::vector<Tally> tallies(threads);
        std::vector<std::future<void>> others;
        for (size_t i = 1; i < threads; ++i)
            others.push_back(std::async(std::launch::async, [this, &tally = tallies[i]] { count(tally, false); }));
        count(tallies.front(), true);
        for (auto& other : others)
            other.get();
        if (m_request.progress.cancelled())
            return Error{ErrorKind::Cancelled, "CANCELLED", "coverage", "cancelled", "run it again"};
        for (size_t i = 1; i < threads; ++i)
            add(tallies.front(), std::move(tallies[i]));
        return report(tallies.front());
    }

private:
    void count(Tally& tally, bool reports)
    {
        tally.targets.resize(m_catalog.rows());
        tally.links.resize(m_places.size() + 1);
        const auto scratch = m_engine.scratch();
        std::vector<PreviewEngine::ShownItem> shown;
        auto last = std::chrono::steady_clock::now();
        for (Row begin = m_next.fetch_add(step); begin < m_catalog.rows() && !m_request.progress.cancelled();
             begin = m_next.fetch_add(step)) {
            for (Row row = begin; row < std::min<Row>(begin + step, m_catalog.rows()); ++row)
                if (isOnSale(m_catalog, row, m_channel)) {
                    m_engine.shown(*m_prepared, row, *scratch, shown);
                    take(tally, row, shown);
                }
            const auto now = std::chrono::steady_clock::now();
            if (reports && m_request.progress.report && now - last > std::chrono::milliseconds(250)) {
                last = now;
                m_request.progress.report("coverage", begin, m_catalog.rows());
            }
        }
    }

    void take(Tally& tally, Row product, const std::vector<PreviewEngine::ShownItem>& shown) const
    {
        ++tally.products;
        tally.shown += shown.size();
        ++tally.byCount[shown.size()];
        if (shown.empty())
            tally.none.push_back(product);
        uint32_t lastSlot = UINT32_MAX;
        for (const auto& item : shown) {
            if (item.slot != lastSlot) { // they come by slot
                lastSlot = item.slot;
                if (tally.bySlot.size() <= item.slot)
                    tally.bySlot.resize(item.slot + size_t(1));
                ++tally.bySlot[item.slot];
            }
            if (item.target != noRow)
                ++tally.targets[item.target];
            else if (item.entry)
                ++tally.bundles[item.entry];
            if (item.link)
                tally.links[m_places.of(*item.link)] = true;
            if (item.entry)
                tally.entries.insert(item.entry);
        }
    }

    static void add(Tally& all, Tally&& part)
    {
        all.products += part.products;
        all.shown += part.shown;
        for (const auto& [shown, products] : part.byCount)
            all.byCount[shown] += products;
        all.bySlot.resize(std::max(all.bySlot.size(), part.bySlot.size()));
        for (size_t i = 0; i < part.bySlot.size(); ++i)
            all.bySlot[i] += part.bySlot[i];
        for (size_t i = 0; i < part.targets.size(); ++i)
            all.targets[i] += part.targets[i];
        for (size_t i = 0; i < part.links.size(); ++i)
            if (part.links[i])
                all.links[i] = true;
        all.entries.insert(part.entries.begin(), part.entries.end());
        for (const auto& [bundle, products] : part.bundles)
            all.bundles[bundle] += products;
        all.none.insert(all.none.end(), part.none.begin(), part.none.end());
    }

    CoverageReport report(Tally& tally) const
    {
        CoverageReport report;
        report.channel = m_channel;
        report.products = tally.products;
        report.withNone = tally.none.size();
        report.shown = tally.shown;
        report.byCount = std::move(tally.byCount);
        for (size_t i = 0; i < tally.bySlot.size() && i < m_engine.slotNames().size(); ++i)
            if (tally.bySlot[i])
                report.bySlot[m_engine.slotNames()[i]] = tally.bySlot[i];
        for (const Row row : tally.none)
            report.none.emplace_back(m_catalog.sku(row));
        keepFirst(report.none);
        findDead(tally, report);
        findTop(tally, report);
        return report;
    }

    void keepFirst(std::vector<std::string>& names) const
    {
        const auto kept = static_cast<ptrdiff_t>(std::min(names.size(), m_request.list));
        std::partial_sort(names.begin(), names.begin() + kept, names.end());
        names.resize(static_cast<size_t>(kept));
    }

    void findDead(const Tally& tally, CoverageReport& report) const
    {
        std::vector<bool> shownTypes;
        for (uint16_t type = 0; type < m_catalog.links().typeCount(); ++type) {
            const TypeSettings& settings = m_engine.settings().of(m_catalog.links().typeCode(type));
            shownTypes.push_back(!settings.slot.empty() || !settings.inverseSlot.empty());
        }
        const auto die = [&](std::string id) {
            ++report.deadMappings;
            if (m_request.list > 0)
                report.dead.push_back(std::move(id));
        };
        for (Row row = 0; row < m_catalog.rows(); ++row) {
            size_t place = m_places.first(row);
            for (const Link& link : m_catalog.links().from(row)) {
                const size_t at = place++;
                if (link.source != row || !link.in(m_view) || !shownTypes[link.type])
                    continue;
                ++report.mappings;
                if (!tally.links[at])
                    die(m_catalog.linkId(link));
            }
        }
        for (const EntryPtr& entry : m_catalog.entries())
            if (entry->in(m_view) && canBeShown(*entry)) {
                ++report.mappings;
                if (!tally.entries.contains(entry.get()))
                    die(entry->id);
            }
        keepFirst(report.dead);
    }

    bool canBeShown(const Entry& entry) const
    {
        if (entry.kind == MappingKind::Compat)
            return !entry.compat().shows.empty();
        if (entry.kind != MappingKind::LinkRule)
            return true;
        const TypeSettings& settings = m_engine.settings().of(entry.linkRule().type);
        return !settings.slot.empty() || !settings.inverseSlot.empty();
    }

    void findTop(const Tally& tally, CoverageReport& report) const
    {
        std::vector<CoverageTarget> targets;
        for (Row row = 0; row < tally.targets.size(); ++row)
            if (tally.targets[row])
                targets.push_back({std::string(m_catalog.sku(row)), tally.targets[row], 0});
        for (const auto& [bundle, sources] : tally.bundles)
            targets.push_back({bundle->id, sources, 0});
        const auto kept = static_cast<ptrdiff_t>(std::min(targets.size(), m_request.top));
        std::partial_sort(targets.begin(), targets.begin() + kept, targets.end(),
            [](const CoverageTarget& a, const CoverageTarget& b) { return a.sources != b.sources ? a.sources > b.sources : a.id < b.id; });
        targets.resize(static_cast<size_t>(kept));
        const auto showing = static_cast<double>(std::max<uint64_t>(1, report.products - report.withNone));
        for (CoverageTarget& target : targets)
            target.share = static_cast<double>(target.sources) / showing;
        report.topTargets = std::move(targets);
    }

    const PreviewEngine& m_engine;
    const Snapshot& m_catalog;
    const View m_view;
    const CoverageRequest& m_request;
    const LinkPlaces m_places;
    std::shared_ptr<const PreviewEngine::Prepared> m_prepared;
    std::string m_channel;
    std::atomic<Row> m_next = 0;
};

} // namespace

bool isOnSale(const Snapshot& catalog, Row product, std::string_view channel)
{
    return catalog.exists(product) && !catalog.isRetired(product) && catalog.soldIn(product, channel);
}

Result<CoverageReport> coverageOf(const PreviewEngine& engine, View view, const CoverageRequest& request)
{
    return Coverage(engine, view, request).run();
}

} // namespace shelf
