#include "governance/release/content_writer.h"

#include "governance/release/delta.h"
#include "governance/release/file_writer.h"
#include "governance/ticker.h"

namespace shelf {

namespace {

constexpr size_t sampleSize = 5;

// Walks the last release's lines beside the new ones, both in order of ids.
class Comparison {
public:
    Comparison(const PreviousContent& previous, FileHandle body)
        : m_lines(previous.lines.get(), "the previous release's mappings.jsonl"), m_body(std::move(body), "the delta")
    {
        advance();
    }

    void take(std::string_view id, std::string_view line)
    {
        while (m_hasOld && m_oldId < id)
            dropOld();
        if (!m_hasOld || m_oldId != id) {
            ++m_changes.added;
        } else {
            const bool same = m_old == line.substr(0, line.size() - 1);
            advance();
            if (same)
                return;
            ++m_changes.changed;
            note(id);
        }
        appendUpsert(m_body.buffer(), line);
        m_body.written();
    }

    Result<ContentChanges> finish()
    {
        while (m_hasOld)
            dropOld();
        if (!m_trouble)
            return m_trouble.error();
        if (const auto done = m_body.finish(); !done)
            return done.error();
        return std::move(m_changes);
    }

private:
    void advance()
    {
        const Result<bool> more = m_lines.next(m_old);
        if (!more)
            m_trouble = more.error();
        m_hasOld = more && *more;
        if (!m_hasOld)
            return;
        ++m_changes.before;
        m_oldId = idOfLine(m_old, m_scratch);
    }

    void dropOld()
    {
        ++m_changes.removed;
        note(m_oldId);
        appendDelete(m_body.buffer(), m_oldId);
        m_body.written();
        advance();
    }

    void note(std::string_view id)
    {
        if (m_changes.sample.size() < sampleSize)
            m_changes.sample.emplace_back(id);
    }

    LineReader m_lines;
    FileWriter m_body;
    ContentChanges m_changes;
    Result<void> m_trouble;
    std::string_view m_old, m_oldId;
    std::string m_scratch;
    bool m_hasOld = false;
};

// Writes both files of mappings, and the delta on the way.
class ContentWriter {
public:
    ContentWriter(int folder, const LineListener& listener)
        : m_mappings(folder, std::string(mappingsName)), m_table(folder, std::string(tableName)), m_listener(listener)
    {
    }

    Result<void> compareWith(const PreviousContent& previous, int folder)
    {
        // A dry run still has to write somewhere: beside nothing else, and without a name.
        const FileHandle elsewhere = folder < 0 ? openFolder(temporaryFolder()) : FileHandle();
        auto body = scratchFile(folder < 0 ? elsewhere.get() : folder);
        if (!body)
            return body.error();
        m_comparison.emplace(previous, sameFile(*body));
        m_written.deltaBody = std::move(*body);
        return {};
    }

    Result<ContentNotes> format(Workspace& workspace, const ContentView& view, const Progress& progress)
    {
        m_table.append(tableHeader());
        const auto visit = [this](const ResolvedMapping& mapping) {
            const size_t start = m_mappings.buffer().size();
            appendLine(m_mappings.buffer(), mapping);
            wrote(mapping.id, start);
            if (mapping.kind != MappingKind::Link)
                return;
            appendTableRow(m_table.buffer(), mapping);
            m_table.written();
        };
        return forEachReleased(workspace, view, visit, progress);
    }

    Result<ContentNotes> copy(const StoredRelease& release, const Progress& progress)
    {
        LineReader lines(release.mappings.get(), std::string(mappingsName));
        Ticker ticker(progress, "rollback", release.manifest.counts.total());
        std::string_view line;
        std::string scratch;
        for (;;) {
            const auto more = lines.next(line);
            if (!more)
                return more.error();
            if (!*more)
                break;
            if (!ticker.tick())
                return Error{
                    ErrorKind::Cancelled, "CANCELLED", "rollback", "cancelled; nothing was written", "start again when you are ready"};
            const size_t start = m_mappings.buffer().size();
            m_mappings.buffer().append(line).push_back('\n');
            wrote(idOfLine(line, scratch), start);
        }
        if (auto copied = copyTable(release); !copied)
            return copied.error();
        return ContentNotes{release.manifest.counts, release.manifest.held, release.manifest.notExpanded};
    }

    Result<WrittenContent> finish(ContentNotes notes)
    {
        m_written.notes = std::move(notes);
        m_written.changes.added = m_written.notes.counts.total();
        auto mappings = m_mappings.finish();
        auto table = mappings ? m_table.finish() : mappings;
        if (!table)
            return table.error();
        m_written.mappings = std::move(*mappings);
        m_written.table = std::move(*table);
        if (m_comparison) {
            auto changes = m_comparison->finish();
            if (!changes)
                return changes.error();
            m_written.changes = std::move(*changes);
        }
        return std::move(m_written);
    }

private:
    void wrote(std::string_view id, size_t start)
    {
        const std::string_view line = std::string_view(m_mappings.buffer()).substr(start);
        if (m_comparison)
            m_comparison->take(id, line);
        if (m_listener)
            m_listener(id, line.substr(0, line.size() - 1));
        m_mappings.written();
    }

    Result<void> copyTable(const StoredRelease& release)
    {
        LineReader lines(release.table.get(), std::string(tableName));
        std::string_view line;
        bool terminated = true;
        for (;;) {
            const auto more = lines.next(line, &terminated);
            if (!more)
                return more.error();
            if (!*more)
                return {};
            m_table.buffer().append(line);
            m_table.append(terminated ? "\n" : "");
        }
    }

    FileWriter m_mappings, m_table;
    const LineListener& m_listener;
    std::optional<Comparison> m_comparison;
    WrittenContent m_written;
};

} // namespace

Result<WrittenContent> writeContent(
    Workspace& workspace, const ContentSource& source, int folder, const PreviousContent* previous, const Progress& progress)
{
    ContentWriter writer(folder, source.listener);
    if (previous)
        if (auto compared = writer.compareWith(*previous, folder); !compared)
            return compared.error();
    auto notes = source.copy ? writer.copy(*source.copy, progress) : writer.format(workspace, source.view, progress);
    if (!notes)
        return notes.error();
    return writer.finish(std::move(*notes));
}

} // namespace shelf
