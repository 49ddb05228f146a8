#include "model/query/past_catalog.h"

#include "model/query/catalog_loader.h"

#include <vector>

namespace shelf {

namespace {

constexpr ThingKind definitionKinds[] = {ThingKind::Attribute, ThingKind::Family, ThingKind::Category, ThingKind::Channel,
    ThingKind::Audience, ThingKind::Intent, ThingKind::Trigger, ThingKind::Season, ThingKind::LinkType, ThingKind::Template,
    ThingKind::Policy, ThingKind::Rule, ThingKind::Scenario, ThingKind::Profile, ThingKind::Waiver};

} // namespace

ChangeBlock inverted(const ChangeBlock& products)
{
    ChangeBlock block = products;
    for (ChangeOp& op : block.ops)
        op = op == ChangeOp::Create ? ChangeOp::Delete : op == ChangeOp::Delete ? ChangeOp::Create : op;
    for (FieldColumn& column : block.columns)
        std::swap(column.before, column.after);
    return block;
}

PastCatalog::PastCatalog(Workspace& workspace, std::unique_ptr<Catalog> catalog, uint64_t number)
    : m_workspace(&workspace), m_catalog(std::move(catalog)), m_number(number)
{
    for (const ThingKind kind : definitionKinds)
        for (const Thing* thing : workspace.definitions().all(kind))
            m_definitions[{kind, thing->key}] = *thing;
}

Result<PastCatalog> PastCatalog::load(Workspace& workspace, const Progress& progress)
{
    if (const auto fresh = workspace.refresh(); !fresh)
        return fresh.error();
    CatalogRequest request;
    request.progress = progress;
    auto catalog = loadCatalog(workspace, request);
    if (!catalog)
        return catalog.error();
    const uint64_t number = (*catalog)->snapshot().journalNumber();
    return PastCatalog(workspace, std::move(*catalog), number);
}

Result<void> PastCatalog::stepBack(const Interest& mappings)
{
    if (m_number == 0)
        return {};
    // The last of its blocks first: a product may be in several.
    std::vector<ChangeBlock> blocks;
    const auto read = m_workspace->readChangeSet(m_number, [&blocks](const ChangeBlock& block) -> Result<void> {
        blocks.push_back(block);
        return {};
    });
    if (!read)
        return read;
    --m_number;
    for (auto block = blocks.rbegin(); block != blocks.rend(); ++block)
        if (const auto taken = takeBack(*block, mappings); !taken)
            return taken;
    m_catalog->setJournalNumber(m_number);
    return {};
}

Result<void> PastCatalog::takeBack(const ChangeBlock& block, const Interest& mappings)
{
    if (block.kind == ThingKind::Mapping)
        return takeBackMappings(block, mappings);
    if (isDefinition(block.kind))
        takeBackDefinitions(block);
    else
        m_catalog->take(inverted(block));
    return {};
}

void PastCatalog::takeBackDefinitions(const ChangeBlock& block)
{
    for (size_t row = block.rows(); row-- > 0;) {
        const Change change = block.row(row);
        const auto key = std::pair(change.kind, change.key);
        if (change.op == ChangeOp::Create) {
            m_definitions.erase(key);
            continue;
        }
        Thing& thing = m_definitions[key];
        thing.kind = change.kind;
        thing.key = change.key;
        thing.revision = change.baseRevision;
        for (const FieldChange& field : change.fields)
            thing.fields.set(field.field, field.before);
    }
    std::vector<Thing> things;
    for (const auto& [key, thing] : m_definitions)
        things.push_back(thing);
    m_catalog->setDefinitions(Definitions(std::move(things)));
}

Result<void> PastCatalog::takeBackMappings(const ChangeBlock& block, const Interest& mappings)
{
    for (size_t row = 0; row < block.rows(); ++row) {
        std::string id(block.keys.at(row));
        if (mappings && !mappings(id)) {
            m_passedOver.insert(std::move(id));
            continue;
        }
        m_passedOver.erase(id);
        if (const auto put = putAsOf(id); !put)
            return put;
    }
    return {};
}

Result<bool> PastCatalog::revisit(const Interest& mappings)
{
    bool any = false;
    for (auto id = m_passedOver.begin(); id != m_passedOver.end();) {
        if (!mappings(*id)) {
            ++id;
            continue;
        }
        if (const auto put = putAsOf(*id); !put)
            return put.error();
        any = true;
        id = m_passedOver.erase(id);
    }
    return any;
}

Result<void> PastCatalog::putAsOf(const std::string& id)
{
    auto past = m_workspace->mappingAsOf(id, m_number);
    if (!past)
        return past.error();
    MappingState state;
    state.id = id;
    if (past->thing)
        state = std::move(*past->thing);
    const auto frozen = state.revision ? frozenOf(*m_workspace, state) : Result<std::string>(std::string());
    if (!frozen)
        return frozen.error();
    m_catalog->putMapping(state, DraftDays(*m_workspace).of(state), *frozen);
    return {};
}

} // namespace shelf
