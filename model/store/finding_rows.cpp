#include "model/store/finding_rows.h"

#include "model/store/small_write.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace shelf {

namespace {

int64_t stored(uint64_t hash)
{
    return static_cast<int64_t>(hash);
}

FindingRecord readRecord(const Query& query)
{
    return {static_cast<uint64_t>(query.integer(0)), query.string(1), query.string(2), query.string(3), query.string(4),
        static_cast<uint32_t>(query.integer(5))};
}

constexpr const char* selectRecords = "SELECT hash, rule, subject, first_seen, fixed, times_back FROM finding";

// What has to be written so that the records say what is so now.
class Notes {
public:
    Notes(SQLite::Database& database, std::string now) : m_database(database), m_now(std::move(now)) { }

    void take(const std::vector<SeenFinding>& open, const std::vector<std::string>& rules)
    {
        const std::set<std::string_view> ran(rules.begin(), rules.end());
        std::unordered_map<uint64_t, const SeenFinding*> unseen;
        unseen.reserve(open.size());
        for (const SeenFinding& finding : open)
            unseen.emplace(finding.hash, &finding);
        std::vector<uint64_t> fixed, back;
        Query records(m_database, selectRecords);
        while (records.step()) {
            const auto hash = static_cast<uint64_t>(records.integer(0));
            const bool wasOpen = records.isNull(4);
            if (unseen.erase(hash) > 0) {
                if (!wasOpen)
                    back.push_back(hash);
            } else if (wasOpen && (ran.empty() || ran.contains(records.text(1)))) {
                fixed.push_back(hash);
            }
        }
        records.reset();
        Query fix(m_database, "UPDATE finding SET fixed = ?2 WHERE hash = ?1");
        for (const uint64_t hash : fixed)
            fix.bind(1, stored(hash)).bind(2, m_now).run();
        Query reopen(m_database, "UPDATE finding SET fixed = NULL, times_back = times_back + 1 WHERE hash = ?1");
        for (const uint64_t hash : back)
            reopen.bind(1, stored(hash)).run();
        std::vector<const SeenFinding*> added;
        added.reserve(unseen.size());
        for (const auto& [hash, finding] : unseen)
            added.push_back(finding);
        std::sort(added.begin(), added.end(), [](const SeenFinding* a, const SeenFinding* b) { return stored(a->hash) < stored(b->hash); });
        Query insert(m_database, "INSERT INTO finding(hash, rule, subject, first_seen, times_back) VALUES(?, ?, ?, ?, 0)");
        for (const SeenFinding* finding : added)
            insert.bind(1, stored(finding->hash)).bind(2, finding->rule).bind(3, finding->subject).bind(4, m_now).run();
    }

private:
    SQLite::Database& m_database;
    std::string m_now;
};

} // namespace

void noteBaseline(SQLite::Database& database, uint64_t release, const std::vector<uint64_t>& errors)
{
    // Not by number: reservations that came to nothing lie between.
    database.exec("DELETE FROM baseline WHERE release < (SELECT coalesce(max(number), 0) FROM release WHERE state = 'published')");
    Query insert(database, "INSERT OR IGNORE INTO baseline(release, hash) VALUES(?, ?)");
    insert.bind(1, static_cast<int64_t>(release)).bind(2, int64_t(0)).run();
    for (const uint64_t hash : errors)
        insert.bind(1, static_cast<int64_t>(release)).bind(2, stored(hash)).run();
}

Result<void> Workspace::noteFindings(const std::vector<SeenFinding>& open, const std::vector<std::string>& rules)
{
    return smallWrite(*m_impl, [&] { Notes(*m_impl->store->database, formatTime(m_impl->options.clock())).take(open, rules); });
}

Result<void> Workspace::forEachFindingRecord(const std::function<void(const FindingRecord&)>& visit)
{
    return guarded(m_impl->shownPath, [&]() -> Result<void> {
        Query records(*m_impl->store->database, selectRecords);
        while (records.step())
            visit(readRecord(records));
        return {};
    });
}

Result<std::optional<std::vector<uint64_t>>> Workspace::baseline(uint64_t release)
{
    using Hashes = std::optional<std::vector<uint64_t>>;
    return guarded(m_impl->shownPath, [&]() -> Result<Hashes> {
        Query query(*m_impl->store->database, "SELECT hash FROM baseline WHERE release = ?");
        query.bind(1, static_cast<int64_t>(release));
        Hashes hashes;
        while (query.step()) {
            if (!hashes)
                hashes.emplace();
            if (const int64_t hash = query.integer(0))
                hashes->push_back(static_cast<uint64_t>(hash));
        }
        if (hashes)
            std::sort(hashes->begin(), hashes->end());
        return hashes;
    });
}

} // namespace shelf
