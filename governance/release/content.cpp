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

    std::map<std::string, std::string, std::less<>> takeHolds() { return std::move(m_holds); }

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

// The version of a mapping that leaves, by what is approved and what is held.
class Chooser {
public:
    Chooser(Workspace& workspace, const PastView* past) : m_workspace(workspace), m_past(past) { }

    // nullptr: nothing of it leaves. Valid until the next call.
    Result<const ApprovedVersion*> choose(const MappingState& mapping, ContentNotes& notes)
    {
        const bool rewind = m_past && mapping.changedIn > m_past->number;
        if (rewind || isHeldWithPrevious(mapping)) {
            auto versions = m_workspace.mappingVersions(mapping.id);
            if (!versions)
                return versions.error();
            m_versions = std::move(*versions);
        }
        const ApprovedVersion* approved = &mapping.approved;
        if (rewind)
            approved = newestUpTo(m_past->number);
        if (!approved || approved->number == 0 || approved->retired)
            return static_cast<const ApprovedVersion*>(nullptr);
        const Json hold = holdOf(mapping);
        if (!hold.isObject())
            return approved;
        const bool previous = hold["previous"].toBool();
        notes.held.push_back({mapping.id, hold["reason"].text(), previous});
        return previous ? newestBefore(approved->number) : nullptr;
    }

private:
    bool isHeldWithPrevious(const MappingState& mapping) const { return mapping.hold.isObject() && mapping.hold["previous"].toBool(); }

    Json holdOf(const MappingState& mapping) const
    {
        if (!m_past)
            return mapping.hold;
        const auto then = m_past->holds.find(mapping.id);
        if (then == m_past->holds.end())
            return mapping.hold;
        auto hold = parseJson(then->second.empty() ? "null" : then->second);
        return hold ? std::move(*hold) : Json();
    }

    const ApprovedVersion* newestUpTo(uint64_t number) const
    {
        const ApprovedVersion* newest = nullptr;
        for (const MappingVersionRow& row : m_versions)
            if (row.changedIn <= number)
                newest = &row.version;
        return newest;
    }

    const ApprovedVersion* newestBefore(uint32_t version) const
    {
        const ApprovedVersion* newest = nullptr;
        for (const MappingVersionRow& row : m_versions)
            if (row.version.number < version && !row.version.retired)
                newest = &row.version;
        return newest;
    }

    Workspace& m_workspace;
    const PastView* m_past;
    std::vector<MappingVersionRow> m_versions;
};

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

Result<PastView> pastView(Workspace& workspace, uint64_t number, const Progress& progress)
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
    return PastView{number, rewinder.takeHolds(), rewinder.rewound(workspace.definitions())};
}

Result<ContentNotes> forEachReleased(Workspace& workspace, const PastView* past, const ReleasedVisitor& visit, const Progress& progress)
{
    ContentNotes notes;
    MappingResolver resolver(
        LineNames::from(past ? past->definitions : workspace.definitions(), [&](const PersonId& id) { return workspace.personName(id); }));
    Chooser chooser(workspace, past);
    Result<void> trouble;
    Ticker ticker(progress, "export");
    const auto visited = workspace.forEachMapping({}, [&](const MappingState& mapping) {
        if (!ticker.tick())
            trouble = cancelledError();
        const auto kind = mappingKindOf(mapping.id);
        const auto version = chooser.choose(mapping, notes);
        if (!version)
            trouble = version.error();
        if (!trouble)
            return false;
        if (!*version || !kind)
            return true;
        if (*kind == MappingKind::LinkRule) {
            notes.notExpanded.push_back(mapping.id);
            return true;
        }
        countIn(notes.counts, *kind);
        visit(resolver.resolve(mapping.id, *kind, **version));
        return true;
    });
    if (!visited)
        return visited.error();
    if (!trouble)
        return trouble.error();
    return notes;
}

} // namespace shelf
