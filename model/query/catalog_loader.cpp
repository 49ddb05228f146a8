#include "model/query/catalog_loader.h"

namespace shelf {

namespace {

constexpr uint64_t reportEvery = 4096;

Error cancelled()
{
    return {ErrorKind::Cancelled, "CANCELLED", "catalog", "loading was cancelled", "run it again"};
}

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
    if (const auto fresh = workspace.refresh(); !fresh)
        return fresh.error();
    const uint64_t number = workspace.journalEntries();
    auto catalog = std::make_unique<Catalog>(workspace.definitions(), request.fields);
    uint64_t done = 0;
    bool goOn = true;
    const auto next = [&](const char* what) {
        if (++done % reportEvery == 0 && request.progress.report)
            request.progress.report(what, done, 0);
        return goOn = !request.progress.cancelled();
    };
    const auto products = workspace.forEachProduct(
        [&](const Thing& product) {
            catalog->putProduct(product);
            return next("products");
        },
        false);
    if (!products)
        return products.error();
    done = 0;
    if (goOn && request.mappings) {
        DraftDays days(workspace);
        Result<void> frozen;
        const auto mappings = workspace.forEachMapping({}, [&](const MappingState& mapping) {
            const auto text = frozenOf(workspace, mapping);
            if (text)
                catalog->putMapping(mapping, days.of(mapping), *text);
            else
                frozen = text.error();
            return frozen && next("mappings");
        });
        if (!mappings)
            return mappings.error();
        if (!frozen)
            return frozen.error();
    }
    if (!goOn)
        return cancelled();
    catalog->setJournalNumber(number);
    return catalog;
}

} // namespace shelf
