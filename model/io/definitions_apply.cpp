// Definitions into the workspace: every item becomes a thing, what differs becomes one change set.
#include "model/io/definitions_apply.h"

#include "model/domain/text.h"
#include "model/io/definitions_things.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr ThingKind definitionKinds[] = {ThingKind::Attribute, ThingKind::Family, ThingKind::Category, ThingKind::Channel,
    ThingKind::Audience, ThingKind::Intent, ThingKind::Trigger, ThingKind::Season, ThingKind::LinkType, ThingKind::Template,
    ThingKind::Policy, ThingKind::Rule, ThingKind::Scenario, ThingKind::Profile};

class DefinitionsApply {
public:
    DefinitionsApply(Workspace& workspace, const DefinitionItems& items, const ApplyOptions& options)
        : m_context{workspace, items, today(workspace.clock(), workspace.definitions().policy("time-zone")), {}, {}}, m_options(options)
    {
    }

    Result<DefinitionsOutcome> run(const std::string& author, const std::string& label)
    {
        if (auto refreshed = m_context.workspace.refresh(); !refreshed)
            return refreshed.error();
        for (const auto step : {&DefinitionsApply::readDefinitions, &DefinitionsApply::checkDefinitions, &DefinitionsApply::readProducts,
                 &DefinitionsApply::readMappings})
            if (auto done = (this->*step)(); !done)
                return done.error();
        if (m_changes.empty())
            return m_outcome;
        m_changes.header.author = author;
        m_changes.header.label = label;
        m_changes.header.origin = Origin::Definitions;
        const Result<Applied> applied = m_context.workspace.apply(m_changes, m_options);
        if (!applied)
            return applied.error();
        m_outcome.number = applied->number;
        return m_outcome;
    }

private:
    // The items of sections that `wanted` wants, section by section.
    template <typename Wanted, typename Take> Result<void> forEach(Wanted wanted, Take take)
    {
        for (const DefinitionSection& section : definitionSections()) {
            if (!wanted(section))
                continue;
            for (const DefinitionItem& item : m_context.items.items()) {
                if (item.section != &section)
                    continue;
                if (++m_taken % 512 == 0 && m_options.progress.cancelled())
                    return Error{ErrorKind::Cancelled, "CANCELLED", m_context.workspace.path(), "cancelled; nothing was changed",
                        "start it again when you like"};
                if (auto taken = take(item); !taken)
                    return taken;
            }
        }
        return {};
    }

    void note(const Thing& before, Thing after)
    {
        const bool removed = after.revision == 0;
        if (!removed)
            after.revision = before.revision + 1;
        auto change = difference(before, after);
        if (!change) {
            ++m_outcome.unchanged;
            return;
        }
        ++(change->op == ChangeOp::Create ? m_outcome.added : m_outcome.changed);
        m_changes.add(std::move(*change));
    }

    Result<void> readDefinitions()
    {
        std::vector<Thing> things;
        for (const ThingKind kind : definitionKinds)
            for (const Thing* thing : m_context.workspace.definitions().all(kind))
                things.push_back(*thing);
        auto read = forEach([](const DefinitionSection& section) { return isDefinition(section.kind); },
            [&](const DefinitionItem& item) -> Result<void> {
                const DefinitionSource source(m_context, item);
                const Thing* there = m_context.workspace.definitions().find(item.section->kind, item.key);
                const Thing before = there ? *there : Thing{item.section->kind, item.key, 0, 0, {}};
                if (isCleared(source)) {
                    note(before, {before.kind, before.key, 0, 0, {}});
                    std::erase_if(things, [&](const Thing& thing) { return thing.kind == before.kind && thing.key == before.key; });
                    return {};
                }
                Result<FieldMap> fields = definitionFields(source, before.fields);
                if (!fields)
                    return fields.error();
                Thing after{before.kind, before.key, before.revision + 1, 0, std::move(*fields)};
                things.push_back(after); // of two with one key the later one counts
                note(before, std::move(after));
                return {};
            });
        m_context.definitions = Definitions(std::move(things));
        return read;
    }

    // `policy: ~` goes back to the default.
    static bool isCleared(const DefinitionSource& source)
    {
        const YamlNode* value = source.item.section->kind == ThingKind::Policy ? source.node.find("value") : nullptr;
        return value && (value->isNull() || (value->isScalar() && value->text.empty()));
    }

    Result<void> checkDefinitions()
    {
        return forEach(
            [](const DefinitionSection& section) {
                return section.kind == ThingKind::Family || section.kind == ThingKind::Rule || section.kind == ThingKind::Template
                    || section.kind == ThingKind::Scenario;
            },
            [&](const DefinitionItem& item) -> Result<void> {
                const Thing* thing = m_context.definitions.find(item.section->kind, item.key);
                return thing ? checkDefinitionNames(m_context, DefinitionSource(m_context, item), thing->fields) : Result<void>();
            });
    }

    Result<void> readProducts()
    {
        return forEach([](const DefinitionSection& section) { return section.kind == ThingKind::Product; },
            [&](const DefinitionItem& item) -> Result<void> {
                const DefinitionSource source(m_context, item);
                auto there = m_context.workspace.product(item.key);
                if (!there)
                    return there.error();
                const Thing before = *there ? std::move(**there) : Thing{ThingKind::Product, item.key, 0, 0, {}};
                Result<FieldMap> fields = productFields(m_context, source, before);
                if (!fields)
                    return fields.error();
                if (auto known = checkProductNames(m_context, source, *fields); !known)
                    return known;
                note(before, {ThingKind::Product, item.key, 1, 0, std::move(*fields)});
                return {};
            });
    }

    Result<void> readMappings()
    {
        std::unordered_map<std::string, const DefinitionItem*> seen;
        return forEach([](const DefinitionSection& section) { return section.mapping.has_value(); },
            [&](const DefinitionItem& item) -> Result<void> {
                DefinitionSource source(m_context, item);
                const Result<std::string> id = mappingId(m_context, source);
                if (!id)
                    return id.error();
                const auto [first, isNew] = seen.emplace(*id, &item);
                if (!isNew)
                    return source.values.wrong(item.mark, "DUPLICATE",
                        forTerminal(*id) + " is defined a second time; first in "
                            + yamlWhere(m_context.items.fileOf(*first->second), first->second->mark),
                        "join the two");
                auto there = m_context.workspace.mapping(*id);
                if (!there)
                    return there.error();
                Thing before{ThingKind::Mapping, *id, 0, 0, {}};
                if (*there)
                    before = {ThingKind::Mapping, *id, (*there)->revision, 0, (*there)->working()};
                Result<FieldMap> fields = mappingFields(source, *id, before.fields);
                if (!fields)
                    return fields.error();
                if (auto known = checkMappingNames(m_context, source, *id, *fields); !known)
                    return known;
                note(before, {ThingKind::Mapping, *id, 1, 0, std::move(*fields)});
                return {};
            });
    }

    DefinitionContext m_context;
    const ApplyOptions& m_options;
    ChangeSet m_changes;
    DefinitionsOutcome m_outcome;
    size_t m_taken = 0;
};

} // namespace

Result<DefinitionsOutcome> applyDefinitions(
    Workspace& workspace, const DefinitionItems& items, const std::string& author, const std::string& label, const ApplyOptions& options)
{
    return DefinitionsApply(workspace, items, options).run(author, label);
}

Result<DefinitionsOutcome> applyDefinitionFiles(
    Workspace& workspace, const std::vector<std::string>& files, const std::string& author, const Progress& progress)
{
    DefinitionItems items;
    std::string label = "Apply definitions";
    for (const std::string& file : files) {
        if (auto added = items.addFile(file, progress); !added)
            return added.error();
        label += &file == &files.front() ? " of " : ", ";
        label += forTerminal(file.substr(file.rfind('/') + 1), 60);
    }
    if (label.size() > 300)
        label = "Apply definitions of " + std::to_string(files.size()) + " files";
    return applyDefinitions(workspace, items, author, label, {false, progress});
}

} // namespace shelf
