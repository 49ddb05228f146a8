// The release table: numbers are reserved before a folder is written and settled afterwards. Not part of the journal.
//
// What a serving system said of single mappings of a release stands in the workspace table, apart from the release's own row,
// which many commands read.
#include "model/domain/mapping.h"
#include "model/store/finding_rows.h"
#include "model/store/small_write.h"

namespace shelf {

namespace {

// The name in the workspace table under which the answers to a release are kept.
std::string answersName(uint64_t release)
{
    return "answers:" + std::to_string(release);
}

// One approved version, kept while the next row is looked at.
struct VersionRow {
    uint32_t number = 0;
    bool retired = false;
    std::string content, approvedBy, approvedAt;

    void take(const Query& query)
    {
        number = static_cast<uint32_t>(query.integer(1));
        retired = query.integer(2) != 0;
        content.assign(query.text(3));
        approvedBy.assign(query.text(4));
        approvedAt.assign(query.text(5));
    }
    VersionText text() const { return {number, retired, content, approvedBy, approvedAt}; }
};

} // namespace

Result<std::vector<ReleaseRow>> Workspace::releases()
{
    return guarded(m_impl->shownPath, [&]() -> Result<std::vector<ReleaseRow>> {
        std::vector<ReleaseRow> rows;
        Query query(*m_impl->store->database,
            "SELECT number, state, created, author, folder, content_sha256, manifest_sha256, journal_number, summary FROM release"
            " ORDER BY number");
        while (query.step())
            rows.push_back({static_cast<uint64_t>(query.integer(0)), query.string(1), query.string(2), query.string(3), query.string(4),
                query.string(5), query.string(6), static_cast<uint64_t>(query.integer(7)), query.string(8)});
        return rows;
    });
}

Result<uint64_t> Workspace::reserveRelease(ReleaseRow row, const std::vector<uint64_t>& errors)
{
    const auto written = smallWrite(*m_impl, [&] {
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
        noteBaseline(*m_impl->store->database, row.number, errors);
    });
    if (!written)
        return written.error();
    return row.number;
}

Result<void> Workspace::publishRelease(uint64_t number, const std::string& manifestSha256)
{
    return smallWrite(*m_impl, [&] {
        Query update(*m_impl->store->database, "UPDATE release SET state = 'published', manifest_sha256 = ? WHERE number = ?");
        update.bind(1, manifestSha256).bind(2, static_cast<int64_t>(number)).run();
    });
}

Result<void> Workspace::abandonRelease(uint64_t number)
{
    return smallWrite(*m_impl, [&] {
        Query update(*m_impl->store->database, "UPDATE release SET state = 'abandoned' WHERE number = ? AND state = 'reserved'");
        update.bind(1, static_cast<int64_t>(number)).run();
    });
}

Result<void> Workspace::noteReleases(const std::vector<ReleaseNote>& notes)
{
    return smallWrite(*m_impl, [&] {
        for (const ReleaseNote& note : notes) {
            Query update(*m_impl->store->database, "UPDATE release SET summary = ? WHERE number = ? AND summary = ?");
            update.bind(1, note.after).bind(2, static_cast<int64_t>(note.number)).bind(3, note.before).run();
            if (sqlite3_changes(m_impl->store->handle()) != 1)
                throw StoreFailure({ErrorKind::Workspace, "LOCKED", m_impl->shownPath,
                    "another program has just noted something about release " + std::to_string(note.number), "try again"});
            if (!note.answers)
                continue;
            const std::string name = answersName(note.number);
            Query put(*m_impl->store->database, "INSERT OR REPLACE INTO workspace(name, value) VALUES(?, ?)");
            put.bind(1, name).bind(2, *note.answers).run();
        }
    });
}

Result<std::string> Workspace::releaseAnswers(uint64_t number)
{
    return guarded(m_impl->shownPath, [&]() -> Result<std::string> {
        const std::string name = answersName(number);
        Query query(*m_impl->store->database, "SELECT value FROM workspace WHERE name = ?");
        query.bind(1, name);
        return query.step() ? query.string(0) : std::string();
    });
}

Result<void> Workspace::forEachVersionAsOf(std::optional<uint64_t> changeSet, const std::function<bool(const VersionAsOf& mapping)>& visit)
{
    return guarded(m_impl->shownPath, [&]() -> Result<void> {
        // In the order of the primary key: no sorting, no looking up.
        Query query(*m_impl->store->database,
            "SELECT mapping, number, retired, content, approved_by, approved_at FROM mapping_version WHERE changed_in <= ?"
            " ORDER BY mapping, number");
        query.bind(1, static_cast<int64_t>(changeSet.value_or(INT64_MAX)));
        std::string mapping;
        VersionRow newest, previous;
        bool hasPrevious = false;
        const auto give = [&] { return mapping.empty() || visit({mapping, newest.text(), hasPrevious ? previous.text() : VersionText()}); };
        while (query.step()) {
            const std::string_view id = query.text(0);
            if (id != mapping) {
                if (!give())
                    return {};
                mapping.assign(id);
                hasPrevious = false;
            } else if (!newest.retired) {
                std::swap(newest, previous);
                hasPrevious = true;
            }
            newest.take(query);
        }
        give();
        return {};
    });
}

Result<size_t> Workspace::firstNotReleased(const std::vector<std::string>& mappings, uint64_t changeSet)
{
    return guarded(m_impl->shownPath, [&]() -> Result<size_t> {
        Query query(*m_impl->store->database,
            "SELECT retired FROM mapping_version WHERE mapping = ?1 AND changed_in <= ?2 ORDER BY number DESC LIMIT 1");
        query.bind(2, static_cast<int64_t>(changeSet));
        size_t place = 0;
        for (; place < mappings.size(); ++place) {
            query.bind(1, mappings[place]);
            const bool released = mappingKindOf(mappings[place]) != MappingKind::LinkRule && query.step() && query.integer(0) == 0;
            query.reset();
            if (!released)
                break;
        }
        return place;
    });
}

Result<std::vector<HeldNow>> Workspace::heldMappings()
{
    return guarded(m_impl->shownPath, [&]() -> Result<std::vector<HeldNow>> {
        std::vector<HeldNow> held;
        Query query(*m_impl->store->database, "SELECT id, version, hold FROM mapping WHERE hold IS NOT NULL ORDER BY id");
        while (query.step())
            if (auto hold = parseJson(query.text(2)); hold && hold->isObject())
                held.push_back({query.string(0), static_cast<uint32_t>(query.integer(1)), std::move(*hold)});
        return held;
    });
}

} // namespace shelf
