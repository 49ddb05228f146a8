#include "governance/release/content.h"

#include "governance/ticker.h"

namespace shelf {

namespace {

Error cancelledError()
{
    return {ErrorKind::Cancelled, "CANCELLED", "export", "cancelled; nothing was written", "start again when you are ready"};
}

bool decidesOnLines(ThingKind kind)
{
    return kind == ThingKind::Season || kind == ThingKind::LinkType;
}

// Walks the journal from `number` on and keeps the first `before` of everything: that is how it was then.
class Rewinder {
public:
    void take(const ChangeBlock& block)
    {
        if (block.kind == ThingKind::Mapping)
            takeHolds(block);
        else if (decidesOnLines(block.kind))
            for (size_t row = 0; row < block.rows(); ++row)
                takeDefinition(block.row(row));
    }

    Definitions rewound(const Definitions& now) const
    {
        std::map<Key, Thing> things;
        for (const ThingKind kind : {ThingKind::Season, ThingKind::LinkType})
            for (const Thing* thing : now.all(kind))
                things[{kind, thing->key}] = *thing;
        for (const auto& [key, past] : m_definitions) {
            Thing& thing = things[key];
            thing.kind = key.first;
            thing.key = key.second;
            for (const auto& [field, before] : past.fields)
                thing.fields.set(field, before);
            if (past.created)
                things.erase(key);
        }
        std::vector<Thing> list;
        for (auto& [key, thing] : things)
            list.push_back(std::move(thing));
        return Definitions(std::move(list));
    }

    // Holds as they were then, made from those of now.
    std::map<std::string, Json, std::less<>> rewound(const std::vector<HeldNow>& now) const
    {
        std::map<std::string, Json, std::less<>> holds;
        for (const HeldNow& held : now)
            holds[held.mapping] = held.hold;
        for (const auto& [mapping, before] : m_holds) {
            holds.erase(mapping);
            if (auto hold = parseJson(before.empty() ? "null" : before); hold && hold->isObject())
                holds[mapping] = std::move(*hold);
        }
        return holds;
    }

private:
    using Key = std::pair<ThingKind, std::string>;
    struct PastThing {
        bool created = false; // it did not exist then
        std::map<std::string, std::string> fields;
    };

    void takeHolds(const ChangeBlock& block)
    {
        for (const FieldColumn& column : block.columns) {
            if (column.field != "@hold")
                continue;
            for (size_t row = 0; row < block.rows(); ++row)
                if (!column.beforeAt(row).empty() || !column.afterAt(row).empty())
                    m_holds.try_emplace(std::string(block.keys.at(row)), column.beforeAt(row));
        }
    }

    void takeDefinition(const Change& change)
    {
        const auto [past, isFirst] = m_definitions.try_emplace({change.kind, change.key});
        if (isFirst)
            past->second.created = change.op == ChangeOp::Create;
        for (const FieldChange& field : change.fields)
            past->second.fields.try_emplace(field.field, field.before);
    }

    std::map<std::string, std::string, std::less<>> m_holds;
    std::map<Key, PastThing> m_definitions;
};

// The version that leaves of what is approved, by what is held; nullptr: none.
const VersionText* chosen(const VersionAsOf& mapping, const Json* hold, std::vector<HeldMapping>& held)
{
    if (mapping.newest.number == 0 || mapping.newest.retired)
        return nullptr;
    if (!hold)
        return &mapping.newest;
    const bool wantsPrevious = (*hold)["previous"].toBool();
    held.push_back({std::string(mapping.mapping), (*hold)["reason"].text(), wantsPrevious});
    return wantsPrevious && mapping.previous.number ? &mapping.previous : nullptr;
}

void countIn(ReleaseCounts& counts, MappingKind kind)
{
    switch (kind) {
    case MappingKind::Link:
        ++counts.links;
        break;
    case MappingKind::Compat:
        ++counts.compat;
        break;
    case MappingKind::Bundle:
        ++counts.bundles;
        break;
    case MappingKind::Upgrade:
        ++counts.upgrades;
        break;
    case MappingKind::LinkRule:
        break;
    }
}

} // namespace

Result<ContentView> presentView(Workspace& workspace)
{
    const auto held = workspace.heldMappings();
    if (!held)
        return held.error();
    return ContentView{std::nullopt, Rewinder().rewound(*held), workspace.definitions()};
}

Result<ContentView> pastView(Workspace& workspace, uint64_t number, const Progress& progress)
{
    Rewinder rewinder;
    const uint64_t entries = workspace.journalEntries();
    for (uint64_t each = number + 1; each <= entries; ++each) {
        if (progress.cancelled())
            return cancelledError();
        const auto read = workspace.readChangeSet(each, [&](const ChangeBlock& block) -> Result<void> {
            rewinder.take(block);
            return {};
        });
        if (!read && read.error().code != "ARCHIVED") // a feed's prices and stock decide on no line
            return read.error();
    }
    const auto held = workspace.heldMappings();
    if (!held)
        return held.error();
    return ContentView{number, rewinder.rewound(*held), rewinder.rewound(workspace.definitions())};
}

namespace {

// Gives what leaves to the visitor and counts it.
class Releasing {
public:
    Releasing(Workspace& workspace, const Definitions& definitions, const ReleasedVisitor& visit, const Progress& progress)
        : m_resolver(LineNames::from(definitions, [&workspace](const PersonId& id) { return workspace.personName(id); })), m_visit(visit),
          m_ticker(progress, "export")
    {
    }
    bool tick()
    {
        if (!m_ticker.tick())
            m_trouble = cancelledError();
        return m_trouble.ok();
    }
    void give(std::string_view id, const VersionText& version)
    {
        const auto kind = mappingKindOf(id);
        if (!kind)
            return;
        if (*kind == MappingKind::LinkRule) {
            m_notes.notExpanded.emplace_back(id);
            return;
        }
        const ResolvedMapping* resolved = m_resolver.resolve(id, *kind, version);
        if (!resolved) {
            m_trouble =
                Error{ErrorKind::Workspace, "DAMAGED", std::string(id), "the content of this mapping cannot be read", "restore a backup"};
            return;
        }
        countIn(m_notes.counts, *kind);
        m_visit(*resolved);
    }
    std::vector<HeldMapping>& held() { return m_notes.held; }
    bool isFine() const { return m_trouble.ok(); }
    Result<ContentNotes> finish(const Result<void>& visited)
    {
        if (!visited)
            return visited.error();
        if (!m_trouble)
            return m_trouble.error();
        return std::move(m_notes);
    }

private:
    MappingResolver m_resolver;
    const ReleasedVisitor& m_visit;
    Ticker m_ticker;
    ContentNotes m_notes;
    Result<void> m_trouble;
};

} // namespace

Result<ContentNotes> forEachReleased(Workspace& workspace, const ContentView& view, const ReleasedVisitor& visit, const Progress& progress)
{
    Releasing releasing(workspace, view.definitions, visit, progress);
    return releasing.finish(workspace.forEachVersionAsOf(view.number, [&](const VersionAsOf& mapping) {
        if (!releasing.tick())
            return false;
        const auto hold = view.holds.empty() ? view.holds.end() : view.holds.find(mapping.mapping);
        if (const auto* version = chosen(mapping, hold == view.holds.end() ? nullptr : &hold->second, releasing.held()))
            releasing.give(mapping.mapping, *version);
        return releasing.isFine();
    }));
}

} // namespace shelf
