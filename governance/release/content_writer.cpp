#include "governance/release/content_writer.h"

#include "governance/release/delta.h"
#include "governance/release/file_writer.h"

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

} // namespace

Result<WrittenContent> writeContent(Workspace& workspace, int folder, const PreviousContent* previous, const Progress& progress)
{
    WrittenContent written;
    std::optional<Comparison> comparison;
    if (previous) {
        // A dry run still has to write somewhere: beside nothing else, and without a name.
        const FileHandle elsewhere = folder < 0 ? openFolder(temporaryFolder()) : FileHandle();
        auto body = scratchFile(folder < 0 ? elsewhere.get() : folder);
        if (!body)
            return body.error();
        comparison.emplace(*previous, sameFile(*body));
        written.deltaBody = std::move(*body);
    }
    FileWriter mappings(folder, std::string(mappingsName));
    FileWriter table(folder, std::string(tableName));
    table.append(tableHeader());
    const auto visit = [&](const ResolvedMapping& mapping) {
        const size_t start = mappings.buffer().size();
        appendLine(mappings.buffer(), mapping);
        if (comparison)
            comparison->take(mapping.id, std::string_view(mappings.buffer()).substr(start));
        mappings.written();
        if (mapping.kind != MappingKind::Link)
            return;
        appendTableRow(table.buffer(), mapping);
        table.written();
    };
    auto notes = forEachReleased(workspace, nullptr, visit, progress);
    if (!notes)
        return notes.error();
    written.notes = std::move(*notes);
    written.changes.added = written.notes.counts.total();
    auto mappingsDigest = mappings.finish();
    auto tableDigest = mappingsDigest ? table.finish() : mappingsDigest;
    if (!tableDigest)
        return tableDigest.error();
    written.mappings = std::move(*mappingsDigest);
    written.table = std::move(*tableDigest);
    if (comparison) {
        auto changes = comparison->finish();
        if (!changes)
            return changes.error();
        written.changes = std::move(*changes);
    }
    return written;
}

} // namespace shelf
