#include "governance/release/content.h"

#include "governance/release/frozen_stream.h"
#include "governance/release/line_pipeline.h"
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

// What leaves of a mapping that is held back: texts of its own where that is an older version than the two at hand.
struct Chosen {
    const VersionText* version = nullptr; // nothing: none
    std::string content;
    MappingVersionRow row;
    VersionText own;
};

// Where versions were approved since it was held back, the one before those that are held.
Result<void> chooseBefore(Workspace& workspace, const VersionAsOf& mapping, int64_t held, Chosen& chosen)
{
    auto versions = workspace.mappingVersions(mapping.mapping);
    if (!versions)
        return versions.error();
    chosen.row = {};
    for (MappingVersionRow& row : *versions)
        if (row.version.number < held && !row.version.retired)
            chosen.row = std::move(row);
    const ApprovedVersion& version = chosen.row.version;
    if (version.number == 0)
        return {};
    chosen.content = version.content.toJson();
    chosen.own = {version.number, false, chosen.content, version.approvedBy, version.approvedAt};
    chosen.version = &chosen.own;
    return {};
}

// The version that leaves of what is approved, by what is held.
Result<void> choose(Workspace& workspace, const VersionAsOf& mapping, const Json* hold, std::vector<HeldMapping>& held, Chosen& chosen)
{
    chosen.version = nullptr;
    if (mapping.newest.number == 0 || mapping.newest.retired)
        return {};
    if (!hold) {
        chosen.version = &mapping.newest;
        return {};
    }
    const bool wantsPrevious = (*hold)["previous"].toBool();
    held.push_back({std::string(mapping.mapping), (*hold)["reason"].text(), wantsPrevious});
    if (!wantsPrevious)
        return {};
    const int64_t version = (*hold)["version"].toInteger(mapping.newest.number);
    if (version < int64_t(mapping.newest.number))
        return chooseBefore(workspace, mapping, version, chosen);
    chosen.version = mapping.previous.number ? &mapping.previous : nullptr;
    return {};
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

// Hands on what leaves, the links of rules among the others.
class Releasing {
public:
    Releasing(FrozenStream& frozen, const VersionVisitor& visit) : m_frozen(frozen), m_visit(visit) { }

    // Before anything is said of a mapping: the links of rules that come before it.
    bool giveFrozenBefore(const VersionAsOf& mapping)
    {
        const bool takesPair = mapping.newest.number > 0 && !mapping.newest.retired;
        return giveFrozenBefore(mapping.mapping, takesPair);
    }

    // False: something went wrong.
    bool give(std::string_view id, const VersionText& version)
    {
        const auto kind = mappingKindOf(id);
        if (!kind)
            return true;
        if (*kind == MappingKind::LinkRule) {
            if (!m_frozen.isExpanded(id))
                m_notes.notExpanded.emplace_back(id);
            return true;
        }
        return m_visit(id, *kind, version);
    }

    std::vector<HeldMapping>& held() { return m_notes.held; }

    ContentNotes finish()
    {
        giveFrozenBefore({}, false);
        return std::move(m_notes);
    }

private:
    bool giveFrozenBefore(std::string_view id, bool takesPair)
    {
        bool goOn = true;
        m_frozen.forEachBefore(id, takesPair,
            [&](std::string_view link, const VersionText& version) { goOn = goOn && m_visit(link, MappingKind::Link, version); });
        return goOn;
    }

    FrozenStream& m_frozen;
    const VersionVisitor& m_visit;
    ContentNotes m_notes;
};

// Gathers versions in batches, which become lines on another thread.
class Batches {
public:
    Batches(Workspace& workspace, const Definitions& definitions, const ReleasedVisitor& visit)
        : m_workspace(workspace), m_pipeline(LineNames::from(definitions, {}), visit)
    {
    }

    // False: something went wrong; finish() says what.
    bool add(std::string_view id, MappingKind kind, const VersionText& version)
    {
        if (version.approvedBy != m_lastPerson) {
            m_lastPerson = version.approvedBy;
            if (!m_pipeline.knows(m_lastPerson))
                m_pipeline.know(m_lastPerson, m_workspace.personName(m_lastPerson));
        }
        m_batch.add(id, kind, version);
        return !m_batch.full() || m_pipeline.push(m_batch);
    }

    Result<ReleaseCounts> finish()
    {
        if (!m_batch.empty())
            m_pipeline.push(m_batch);
        return m_pipeline.finish();
    }

private:
    Workspace& m_workspace;
    PersonId m_lastPerson;
    VersionBatch m_batch;
    LinePipeline m_pipeline;
};

bool leads(std::string_view id, std::string_view prefix)
{
    return id.substr(0, prefix.size()) == prefix;
}

// The links of all link rules that leave, before the pass over everything: their ids stand among those of other links.
Result<FrozenStream> gatherFrozen(Workspace& workspace, const ContentView& view, const Progress& progress)
{
    FrozenStream frozen;
    bool any = false;
    const auto looked = workspace.forEachMapping("linkrule:", [&](const MappingState& rule) {
        any = any || rule.approved.number > 0;
        return !any;
    });
    if (!looked)
        return looked.error();
    if (!any)
        return frozen;
    Result<void> taken;
    std::vector<HeldMapping> held; // told in the pass over everything
    Chosen chosen;
    const auto visited = workspace.forEachVersionAsOf(view.number, [&](const VersionAsOf& mapping) {
        if (leads(mapping.mapping, "link:")) {
            if (mapping.newest.number > 0 && !mapping.newest.retired)
                frozen.seeStored(mapping.mapping);
        } else if (leads(mapping.mapping, "linkrule:")) {
            const auto hold = view.holds.find(mapping.mapping);
            taken = choose(workspace, mapping, hold == view.holds.end() ? nullptr : &hold->second, held, chosen);
            if (taken && chosen.version)
                taken = frozen.addRule(workspace, mapping.mapping, *chosen.version);
        }
        return taken && !progress.cancelled();
    });
    if (!visited)
        return visited.error();
    if (!taken)
        return taken.error();
    if (progress.cancelled())
        return cancelledError();
    frozen.sort();
    return frozen;
}

} // namespace

Result<ContentNotes> forEachReleasedVersion(
    Workspace& workspace, const ContentView& view, const VersionVisitor& visit, const Progress& progress)
{
    auto frozen = gatherFrozen(workspace, view, progress);
    if (!frozen)
        return frozen.error();
    Releasing releasing(*frozen, visit);
    Ticker ticker(progress, "export");
    bool cancelled = false;
    Chosen chosen;
    Result<void> chose;
    const auto visited = workspace.forEachVersionAsOf(view.number, [&](const VersionAsOf& mapping) {
        cancelled = !ticker.tick();
        if (cancelled || !releasing.giveFrozenBefore(mapping))
            return false;
        const auto hold = view.holds.empty() ? view.holds.end() : view.holds.find(mapping.mapping);
        chose = choose(workspace, mapping, hold == view.holds.end() ? nullptr : &hold->second, releasing.held(), chosen);
        return chose && (!chosen.version || releasing.give(mapping.mapping, *chosen.version));
    });
    if (!visited)
        return visited.error();
    if (!chose)
        return chose.error();
    if (cancelled)
        return cancelledError();
    return releasing.finish();
}

Result<ContentNotes> forEachReleased(Workspace& workspace, const ContentView& view, const ReleasedVisitor& visit, const Progress& progress)
{
    Batches batches(workspace, view.definitions, visit);
    const auto add = [&](std::string_view id, MappingKind kind, const VersionText& version) { return batches.add(id, kind, version); };
    auto notes = forEachReleasedVersion(workspace, view, add, progress);
    if (!notes)
        return notes;
    const auto counts = batches.finish();
    if (!counts)
        return counts.error();
    notes->counts = *counts;
    return notes;
}

Result<std::unordered_set<std::string>> frozenLinkIds(Workspace& workspace, const ContentView& view, const Progress& progress)
{
    const auto frozen = gatherFrozen(workspace, view, progress);
    if (!frozen)
        return frozen.error();
    return frozen->ids();
}

} // namespace shelf
