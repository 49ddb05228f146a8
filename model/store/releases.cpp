// The release table: numbers are reserved before a folder is written and settled afterwards. Not part of the journal.
#include "model/store/workspace_impl.h"

namespace shelf {

namespace {

// One short write outside the journal.
template <typename Body> Result<void> write(Workspace::Impl& workspace, Body body)
{
    if (workspace.options.readOnly)
        return workspace.readOnlyError();
    const auto done = guarded(workspace.shownPath, [&]() -> Result<void> {
        workspace.store->database->exec("BEGIN IMMEDIATE");
        body();
        if (fileIdentity(workspace.facts.path) != workspace.facts.identity)
            return Error{ErrorKind::Workspace, "SWAPPED", workspace.shownPath,
                "another file has taken the workspace's place while it was open", "open the workspace again"};
        workspace.store->database->exec("COMMIT");
        return {};
    });
    if (!done)
        workspace.store->rollback();
    return done;
}

} // namespace

Result<std::vector<ReleaseRow>> Workspace::releases()
{
    return guarded(m_impl->shownPath, [&]() -> Result<std::vector<ReleaseRow>> {
        std::vector<ReleaseRow> rows;
        Query query(*m_impl->store->database,
            "SELECT number, state, created, author, folder, content_sha256, manifest_sha256, journal_number, summary FROM release ORDER BY "
            "number");
        while (query.step())
            rows.push_back({static_cast<uint64_t>(query.integer(0)), query.string(1), query.string(2), query.string(3), query.string(4),
                query.string(5), query.string(6), static_cast<uint64_t>(query.integer(7)), query.string(8)});
        return rows;
    });
}

Result<uint64_t> Workspace::reserveRelease(ReleaseRow row)
{
    const auto written = write(*m_impl, [&] {
        Query last(*m_impl->store->database, "SELECT coalesce(max(number), 0) FROM release");
        last.step();
        row.number = static_cast<uint64_t>(last.integer(0)) + 1;
        last.reset();
        Query insert(*m_impl->store->database,
            "INSERT INTO release(number, state, created, author, folder, content_sha256, manifest_sha256, journal_number, summary)"
            " VALUES(?, 'reserved', ?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, static_cast<int64_t>(row.number))
            .bind(2, row.created)
            .bind(3, row.author)
            .bind(4, row.folder)
            .bind(5, row.contentSha256);
        insert.bind(6, row.manifestSha256).bind(7, static_cast<int64_t>(row.journalNumber)).bind(8, row.summary).run();
    });
    if (!written)
        return written.error();
    return row.number;
}

Result<void> Workspace::publishRelease(uint64_t number, const std::string& manifestSha256)
{
    return write(*m_impl, [&] {
        Query update(*m_impl->store->database, "UPDATE release SET state = 'published', manifest_sha256 = ? WHERE number = ?");
        update.bind(1, manifestSha256).bind(2, static_cast<int64_t>(number)).run();
    });
}

Result<void> Workspace::abandonRelease(uint64_t number)
{
    return write(*m_impl, [&] {
        Query update(*m_impl->store->database, "UPDATE release SET state = 'abandoned' WHERE number = ? AND state = 'reserved'");
        update.bind(1, static_cast<int64_t>(number)).run();
    });
}

} // namespace shelf
