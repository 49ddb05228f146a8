// dumpDefinitions: the whole workspace as definition files.
#include "model/io/definitions_dump.h"
#include "model/io/definitions_file.h"
#include "model/io/definitions_folder.h"

#include <functional>

namespace shelf {

namespace {

constexpr size_t flushBytes = size_t(1) << 20;

class DefinitionsDump {
public:
    DefinitionsDump(Workspace& workspace, FolderWriter& folder, const Progress& progress)
        : m_workspace(workspace), m_folder(folder), m_progress(progress)
    {
    }

    Result<void> all()
    {
        for (const DefinitionSection& section : definitionSections()) {
            m_section = &section;
            m_items = 0;
            if (auto written = writeSection(); !written)
                return written;
            if (auto flushed = flush(); !flushed)
                return flushed;
        }
        return {};
    }

private:
    Result<void> writeSection()
    {
        if (m_section->kind == ThingKind::Product)
            return each([&](const auto& visit) { return m_workspace.forEachProduct(visit); },
                [&](const Thing& product) { return add(productItem(m_workspace.definitions(), product), false); });
        if (m_section->mapping)
            return each(
                [&](const auto& visit) {
                    return m_workspace.forEachMapping(std::string(mappingKindName(*m_section->mapping)) + ":", visit);
                },
                [&](const MappingState& state) {
                    const FieldMap* content = workingContent(state);
                    return content ? add(mappingItem(*m_section, state.id, *content), m_section->mapping == MappingKind::Link)
                                   : Result<void>();
                });
        for (const Thing* thing : m_workspace.definitions().all(m_section->kind))
            if (auto item = definitionItem(*m_section, *thing))
                if (auto added = add(*item, true); !added)
                    return added;
        return {};
    }

    // Visits with a function that may fail.
    template <typename Visit, typename Take> Result<void> each(Visit visit, Take take)
    {
        Result<void> result;
        const Result<void> visited = visit([&](const auto& thing) {
            result = take(thing);
            return result.ok();
        });
        return visited ? result : visited;
    }

    Result<void> add(const YamlNode& item, bool shortForm)
    {
        if (++m_count % 512 == 0) {
            if (m_progress.cancelled())
                return Error{ErrorKind::Cancelled, "CANCELLED", m_workspace.path(), "cancelled; nothing was written",
                    "start it again when you like"};
            if (m_progress.report)
                m_progress.report("writing definitions", m_count, 0);
        }
        if (m_items++ == 0) {
            if (auto opened = m_folder.open(std::string(m_section->name) + ".yaml"); !opened)
                return opened;
            m_text = "shelfwright: 1\n";
            m_text.append(m_section->name).append(":\n");
        }
        writeYamlItem(m_text, item, 2, shortForm);
        return m_text.size() > flushBytes ? flush() : Result<void>();
    }

    Result<void> flush()
    {
        const Result<void> written = m_folder.write(m_text);
        m_text.clear();
        return written;
    }

    Workspace& m_workspace;
    FolderWriter& m_folder;
    const Progress& m_progress;
    const DefinitionSection* m_section = nullptr;
    std::string m_text;
    size_t m_items = 0; // of this section
    uint64_t m_count = 0;
};

} // namespace

Result<std::vector<std::string>> dumpDefinitions(Workspace& workspace, const std::string& folder, const Progress& progress)
{
    if (auto refreshed = workspace.refresh(); !refreshed)
        return refreshed.error();
    Result<FolderWriter> writer = FolderWriter::begin(folder);
    if (!writer)
        return writer.error();
    if (auto written = DefinitionsDump(workspace, *writer, progress).all(); !written)
        return written.error();
    if (auto published = writer->publish(); !published)
        return published.error();
    return writer->names();
}

} // namespace shelf
