#include "model/query/catalog_loader.h"

#include "model/catalog/catalog_bulk.h"
#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/store/raw_reader.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace shelf {

namespace {

constexpr uint64_t reportEvery = 65536;
constexpr uint64_t largeFile = uint64_t(16) << 20; // bytes: worth a second thread
constexpr size_t sampledSkus = 4096, mappingParts = 24;

// One load: what its threads share.
class Loader {
public:
    Loader(RawReader& reader, const CatalogRequest& request, Catalog& catalog, size_t threads)
        : m_reader(reader), m_request(request), m_bulk(catalog), m_threads(threads)
    {
    }

    Result<void> load()
    {
        m_bulk.reserve(m_reader.mostProducts());
        m_lanes.push_back(m_bulk.lane());
        m_lanes.push_back(m_bulk.lane());
        onThreads({[this] { return loadCore(0); }, [this] { return loadAttributes(m_threads - 1); }});
        if (m_trouble)
            return *m_trouble;
        if (!m_bulk.finishProducts(m_lanes))
            return Error{ErrorKind::Workspace, "DAMAGED", "product", "a SKU is there twice", "restore a backup"};
        if (!m_request.mappings)
            return {};
        m_parts = parts();
        std::vector<MappingLane> lanes;
        for (size_t i = 0; i < m_threads; ++i)
            lanes.push_back(m_bulk.mappingLane());
        onThreads({[&] { return loadMappings(0, lanes.front()); },
            [&] { return m_threads > 1 ? loadMappings(1, lanes.back()) : Result<void>(); }});
        if (m_trouble)
            return *m_trouble;
        m_bulk.finishMappings(lanes);
        return {};
    }

private:
    using Work = std::function<Result<void>()>;

    // The first on this thread, the second on another where there are two.
    void onThreads(std::pair<Work, Work> works)
    {
        const auto run = [this](const Work& work) {
            if (const auto done = work(); !done) {
                const std::lock_guard lock(m_mutex);
                m_stopped = true;
                if (!m_trouble)
                    m_trouble = done.error();
            }
        };
        if (m_threads == 1) {
            run(works.first);
            run(works.second);
            return;
        }
        std::thread other(run, works.second);
        run(works.first);
        other.join();
    }

    // False: stop. Only the caller's thread reports.
    bool goOn(const char* what, uint64_t done, size_t thread)
    {
        if (done % reportEvery)
            return true;
        if (thread == 0 && m_request.progress.report)
            m_request.progress.report(what, done, 0);
        if (m_request.progress.cancelled())
            m_stopped = true;
        return !m_stopped;
    }

    Result<void> end(const Result<void>& read) const
    {
        if (read && m_request.progress.cancelled())
            return Error{ErrorKind::Cancelled, "CANCELLED", "catalog", "loading was cancelled", "run it again"};
        return read;
    }

    bool isWanted(std::string_view field) const
    {
        return !m_request.fields || field == "parent" || m_request.fields->contains(std::string(field));
    }

    static void put(ColumnFeed& feed, Row row, const RawProduct& product, size_t field, CoreType type)
    {
        switch (type) {
        case CoreType::Money:
            feed.addMillionths(row, product.integer(field));
            return;
        case CoreType::Integer:
            feed.addInteger(row, product.integer(field));
            return;
        case CoreType::Boolean:
            feed.add(row, product.integer(field) ? "true" : "false");
            return;
        case CoreType::List:
            feed.add(row, product.text(field));
            return;
        default:
            feed.addText(row, product.text(field));
        }
    }

    Result<void> loadCore(size_t thread)
    {
        std::vector<std::string_view> names;
        std::vector<CoreType> types;
        std::vector<ColumnFeed*> feeds;
        for (const CoreField& field : coreFields())
            if (isWanted(field.name)) {
                names.push_back(field.name);
                types.push_back(field.type);
                feeds.push_back(nullptr); // a column is made with its first value
            }
        uint64_t row = 0;
        return end(m_reader.products(thread, names, [&](const RawProduct& product) {
            m_bulk.addSku(product.sku());
            for (size_t i = 0; i < names.size(); ++i) {
                if (!product.has(i))
                    continue;
                if (!feeds[i])
                    feeds[i] = m_lanes[0].feed(names[i]);
                put(*feeds[i], static_cast<Row>(row), product, i, types[i]);
            }
            return goOn("products", ++row, thread);
        }));
    }

    bool wantsAttributes() const
    {
        return !m_request.fields
            || std::any_of(m_request.fields->begin(), m_request.fields->end(), [](const std::string& field) { return !coreField(field); });
    }

    Result<void> loadAttributes(size_t thread)
    {
        if (!wantsAttributes())
            return {};
        uint64_t row = 0;
        bool readable = true;
        const auto read = end(m_reader.attributes(thread, [&](std::string_view json) {
            readable = m_lanes[1].addObject(static_cast<Row>(row), json);
            return readable && goOn("attributes", ++row, thread);
        }));
        if (read && !readable)
            return Error{ErrorKind::Workspace, "DAMAGED", "product", "the attributes of a product cannot be read", "restore a backup"};
        return read;
    }

    // Where the ids of mappings are divided, so that the parts are about equal: by the SKUs of their sources.
    std::vector<std::string> parts() const
    {
        std::vector<std::string> all = {"", "link:"};
        const std::vector<std::string> skus = m_bulk.sampledSkus(sampledSkus);
        for (size_t part = 1; part < mappingParts && skus.size() >= mappingParts; ++part)
            all.push_back("link:" + percentEncoded(skus[part * skus.size() / mappingParts]));
        all.emplace_back("link;");
        std::sort(all.begin(), all.end());
        return all;
    }

    Result<void> loadMappings(size_t thread, MappingLane& lane)
    {
        uint64_t done = 0;
        std::pair<uint64_t, Days> lastDay{0, 0};
        Result<void> bad;
        const auto visit = [&](const RawMapping& mapping) {
            if (mapping.hasDraft && lastDay.first != mapping.changedIn)
                lastDay = {mapping.changedIn, m_reader.dayOf(thread, mapping.changedIn)};
            bad = take(mapping, lastDay.second, lane);
            return bad && goOn("mappings", ++done, thread);
        };
        for (size_t part = m_nextPart++; part < m_parts.size() && !m_stopped; part = m_nextPart++) {
            const bool isLast = part + 1 == m_parts.size();
            if (const auto read = m_reader.mappings(thread, m_parts[part], isLast ? std::string() : m_parts[part + 1], visit); !read)
                return read;
            if (!bad)
                return bad;
        }
        lane.flush();
        return end({});
    }

    // Most mappings are links with one content: those go without being taken apart.
    static Result<void> take(const RawMapping& mapping, Days edited, MappingLane& lane)
    {
        const bool retires = mapping.hasDraft ? mapping.draftRetires : mapping.retired;
        if (mapping.id.starts_with("link:") && mapping.hasDraft != (mapping.version > 0) && !retires) {
            const unsigned views = mapping.hasDraft
                ? InWorking | HasDraft
                : InWorking | InApproved | HasApproved | (mapping.held && !mapping.heldPrevious ? 0U : unsigned(InLeaving));
            BulkFacts facts;
            facts.flags = static_cast<uint8_t>(views | (mapping.held ? Held : 0) | (mapping.version && mapping.solo ? Solo : 0));
            facts.status = mapping.hasDraft ? statusFromName(mapping.draftStatus).value_or(MappingStatus::Draft) : MappingStatus::Approved;
            constexpr size_t dateBytes = 10;
            if (mapping.hasDraft)
                facts.edited = packedDay(edited);
            else if (const auto day = parseDate(mapping.approvedAt.substr(0, dateBytes)))
                facts.approved = packedDay(*day);
            if (lane.addLink(mapping.hasDraft ? mapping.draft : mapping.approved, facts))
                return {};
        }
        const auto state = mapping.state();
        if (!state)
            return state.error();
        lane.add(*state, edited, mapping.frozen);
        return {};
    }

    RawReader& m_reader;
    const CatalogRequest& m_request;
    CatalogBulk m_bulk;
    const size_t m_threads;
    std::vector<ColumnLane> m_lanes;
    std::vector<std::string> m_parts;
    std::atomic<size_t> m_nextPart = 0;
    std::atomic<bool> m_stopped = false;
    std::mutex m_mutex;
    std::optional<Error> m_trouble;
};

} // namespace

Days DraftDays::of(const MappingState& mapping)
{
    return mapping.hasDraft ? ofChangeSet(mapping.changedIn) : 0;
}

Days DraftDays::ofChangeSet(uint64_t number)
{
    const auto [known, isNew] = m_days.try_emplace(number, 0);
    constexpr size_t dateBytes = 10;
    if (isNew)
        if (const auto time = m_workspace.changeSetTime(number))
            known->second = parseDate(std::string_view(*time).substr(0, dateBytes)).value_or(0);
    return known->second;
}

Result<std::string> frozenOf(Workspace& workspace, const MappingState& mapping)
{
    if (!mapping.isLive() || mappingKindOf(mapping.id) != MappingKind::LinkRule)
        return std::string();
    return workspace.frozen(mapping.id, mapping.approved.number);
}

Result<std::unique_ptr<Catalog>> loadCatalog(Workspace& workspace, const CatalogRequest& request)
{
    const size_t threads = workspace.fileBytes() > largeFile && std::thread::hardware_concurrency() > 1 ? 2 : 1;
    auto reader = RawReader::open(workspace, threads);
    if (!reader)
        return reader.error();
    auto catalog = std::make_unique<Catalog>((*reader)->definitions(), request.fields);
    if (const auto loaded = Loader(**reader, request, *catalog, threads).load(); !loaded)
        return loaded.error();
    catalog->setJournalNumber((*reader)->journalNumber());
    return catalog;
}

} // namespace shelf
