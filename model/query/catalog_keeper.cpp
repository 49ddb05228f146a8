#include "model/query/catalog_keeper.h"

namespace shelf {

namespace {

constexpr uint64_t reportEvery = 4096;

Error cancelled()
{
    return {ErrorKind::Cancelled, "CANCELLED", "catalog", "loading was cancelled", "run it again"};
}

} // namespace

struct CatalogKeeper::Impl {
    Impl(Workspace& file, CatalogRequest wanted) : workspace(file), request(std::move(wanted)) { }

    Workspace& workspace;
    CatalogRequest request;
    std::unique_ptr<Catalog> catalog;
    Snapshot snapshot;

    // False: cancelled.
    bool progress(const char* what, uint64_t done)
    {
        if (done % reportEvery == 0 && request.progress.report)
            request.progress.report(what, done, 0);
        return !request.progress.cancelled();
    }

    Days editedDay(const MappingState& mapping)
    {
        if (!mapping.hasDraft)
            return 0;
        const auto time = workspace.changeSetTime(mapping.changedIn);
        constexpr size_t dateBytes = 10;
        return time ? parseDate(std::string_view(*time).substr(0, dateBytes)).value_or(0) : 0;
    }

    Result<void> load()
    {
        if (const auto fresh = workspace.refresh(); !fresh)
            return fresh.error();
        const uint64_t number = workspace.journalEntries();
        auto made = std::make_unique<Catalog>(workspace.definitions(), request.fields);
        uint64_t done = 0;
        bool goOn = true;
        const auto products = workspace.forEachProduct(
            [&](const Thing& product) {
                made->putProduct(product);
                return goOn = progress("products", ++done);
            },
            false);
        if (!products)
            return products.error();
        done = 0;
        if (goOn && request.mappings) {
            const auto mappings = workspace.forEachMapping({}, [&](const MappingState& mapping) {
                made->putMapping(mapping, editedDay(mapping));
                return goOn = progress("mappings", ++done);
            });
            if (!mappings)
                return mappings.error();
        }
        if (!goOn)
            return cancelled();
        made->setJournalNumber(number);
        catalog = std::move(made);
        snapshot = catalog->snapshot();
        return {};
    }
};

CatalogKeeper::CatalogKeeper(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }
CatalogKeeper::~CatalogKeeper() = default;

Result<std::unique_ptr<CatalogKeeper>> CatalogKeeper::load(Workspace& workspace, const CatalogRequest& request)
{
    auto impl = std::make_unique<Impl>(workspace, request);
    if (const auto loaded = impl->load(); !loaded)
        return loaded.error();
    return std::unique_ptr<CatalogKeeper>(new CatalogKeeper(std::move(impl)));
}

const Snapshot& CatalogKeeper::snapshot() const
{
    return m_impl->snapshot;
}

Result<CatalogChanges> CatalogKeeper::refresh()
{
    CatalogChanges changes;
    if (const auto fresh = m_impl->workspace.refresh(); !fresh)
        return fresh.error();
    if (m_impl->workspace.journalEntries() == m_impl->snapshot.journalNumber())
        return changes;
    changes.everything = true;
    if (const auto loaded = m_impl->load(); !loaded)
        return loaded.error();
    return changes;
}

size_t CatalogKeeper::bytes() const
{
    return m_impl->catalog->bytes();
}

} // namespace shelf
