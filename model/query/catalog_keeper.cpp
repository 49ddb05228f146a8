#include "model/query/catalog_keeper.h"

#include "model/query/catalog_loader.h"

#include <algorithm>
#include <map>

namespace shelf {

namespace {

// More mappings touched than this, and more than a fifth of all: loading again is quicker than reading them one by one.
constexpr size_t manyMappings = 2000;
constexpr size_t largeShare = 5;

} // namespace

struct CatalogKeeper::Impl {
    Impl(Workspace& file, CatalogRequest wanted) : workspace(file), request(std::move(wanted)) { }

    Workspace& workspace;
    CatalogRequest request;
    std::unique_ptr<Catalog> catalog;
    Snapshot snapshot;

    Result<void> load()
    {
        auto loaded = loadCatalog(workspace, request);
        if (!loaded)
            return loaded.error();
        catalog = std::move(*loaded);
        snapshot = catalog->snapshot();
        return workspace.refresh(); // what it says of the vocabulary is then as new, or newer
    }

    Result<CatalogChanges> loadAgain()
    {
        if (const auto loaded = load(); !loaded)
            return loaded.error();
        CatalogChanges changes;
        changes.everything = true;
        return changes;
    }

    Result<CatalogChanges> takeSince(uint64_t before, uint64_t last);
};

namespace {

// What the change sets since touch. Products go into the catalog as they are read.
struct Touched {
    std::set<std::string> products, fields, mappings;
    bool definitions = false;

    void takeKeys(const ChangeBlock& block, std::set<std::string>& keys)
    {
        for (size_t row = 0; row < block.rows(); ++row)
            keys.emplace(block.keys.at(row));
    }

    void take(const ChangeBlock& block, Catalog& catalog)
    {
        if (isDefinition(block.kind)) {
            definitions = true;
        } else if (block.kind == ThingKind::Mapping) {
            takeKeys(block, mappings);
        } else {
            catalog.take(block);
            takeKeys(block, products);
            for (const FieldColumn& column : block.columns)
                fields.insert(column.field);
            if (std::any_of(block.ops.begin(), block.ops.end(), [](ChangeOp op) { return op != ChangeOp::Edit; }))
                fields.insert("sku");
        }
    }
};

} // namespace

Result<CatalogChanges> CatalogKeeper::Impl::takeSince(uint64_t before, uint64_t last)
{
    Touched touched;
    for (uint64_t number = before + 1; number <= last; ++number) {
        const auto read = workspace.readChangeSet(number, [&](const ChangeBlock& block) {
            touched.take(block, *catalog);
            return Result<void>();
        });
        if (!read && read.error().code == "ARCHIVED")
            return loadAgain();
        if (!read)
            return read.error();
    }
    if (touched.definitions)
        catalog->setDefinitions(workspace.definitions());
    if (request.mappings) {
        if (touched.mappings.size() > manyMappings
            && touched.mappings.size() > (snapshot.links().size() + snapshot.entries().size()) / largeShare)
            return loadAgain();
        DraftDays days(workspace);
        for (const std::string& id : touched.mappings) {
            const auto now = workspace.mapping(id);
            if (!now)
                return now.error();
            MappingState gone;
            gone.id = id;
            const auto frozen = *now ? frozenOf(workspace, **now) : Result<std::string>(std::string());
            if (!frozen)
                return frozen.error();
            catalog->putMapping(*now ? **now : gone, *now ? days.of(**now) : 0, *frozen);
        }
    }
    catalog->setJournalNumber(last);
    snapshot = catalog->snapshot();
    CatalogChanges changes;
    changes.everything = touched.definitions;
    changes.products.assign(touched.products.begin(), touched.products.end());
    changes.fields.assign(touched.fields.begin(), touched.fields.end());
    if (request.mappings)
        changes.mappings.assign(touched.mappings.begin(), touched.mappings.end());
    return changes;
}

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
    if (const auto fresh = m_impl->workspace.refresh(); !fresh)
        return fresh.error();
    const uint64_t before = m_impl->snapshot.journalNumber(), last = m_impl->workspace.journalEntries();
    if (last == before)
        return CatalogChanges();
    // Fewer than before: another file lies there now.
    return last < before ? m_impl->loadAgain() : m_impl->takeSince(before, last);
}

size_t CatalogKeeper::bytes() const
{
    return m_impl->catalog->bytes();
}

} // namespace shelf
