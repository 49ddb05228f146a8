// Moving the contents of feeds out of the workspace, and saying so in the journal.
#include "model/store/archive.h"
#include "model/store/workspace_impl.h"

#include "model/domain/text.h"

#include <filesystem>
#include <unistd.h>

namespace shelf {

namespace {

// Feeds that are here as a whole, up to the limit.
std::vector<uint64_t> feedsToArchive(Journal& journal, const Workspace::ArchiveLimit& limit)
{
    std::vector<uint64_t> numbers;
    journal.visitForwards([&](int64_t number, std::string_view bytes, std::string_view) {
        if (limit.before && static_cast<uint64_t>(number) >= *limit.before)
            return false;
        const auto entry = decodeEntry(bytes);
        if (!entry)
            throw StoreFailure(entry.error());
        const bool inTime = limit.beforeTime.empty() || entry->header.time < limit.beforeTime;
        if (entry->header.origin == Origin::Feed && inTime && !entry->parts.empty() && !journal.isSealed(static_cast<uint64_t>(number)))
            numbers.push_back(static_cast<uint64_t>(number));
        return true;
    });
    return numbers;
}

JournalEntry sealEntry(Workspace::Impl& workspace, const std::string& author, JournalSeal seal)
{
    auto& journal = workspace.store->journal;
    JournalEntry entry;
    auto& header = entry.header;
    header.number = journal.lastNumber() + 1;
    header.uuid = newUuid();
    header.workspace = workspace.id;
    header.time = formatTimeMillis(workspace.options.clock());
    header.author = workspace.idOf(author);
    header.label = "Archive " + std::to_string(seal.numbers.size()) + (seal.numbers.size() == 1 ? " feed into " : " feeds into ")
        + forTerminal(seal.archive, 200);
    header.origin = Origin::Seal;
    entry.clockWentBack = workspace.clockWentBack(header.number, header.time);
    entry.tool = SHELF_VERSION;
    entry.seal = std::move(seal);
    workspace.rememberPerson(header.author, trimmed(author));
    return entry;
}

} // namespace

Result<Workspace::ArchiveOutcome> Workspace::archiveFeeds(
    const std::string& file, const std::string& author, const ArchiveLimit& limit, const Progress& progress)
{
    if (m_impl->options.readOnly)
        return m_impl->readOnlyError();
    m_impl->unsure = false;
    std::string written; // the archive, until the workspace says that it holds what left
    auto outcome = guarded(m_impl->shownPath, [&]() -> Result<ArchiveOutcome> {
        auto& store = *m_impl->store;
        store.database->exec("BEGIN IMMEDIATE"); // nobody else may archive the same meanwhile
        ArchiveOutcome done;
        JournalSeal seal;
        seal.numbers = feedsToArchive(store.journal, limit);
        done.entries = seal.numbers.size();
        if (seal.numbers.empty()) {
            store.rollback();
            return done;
        }
        seal.archive = std::filesystem::path(file).filename().string();
        if (firstInvalidUtf8(seal.archive))
            return Error{ErrorKind::Rejected, "BAD_NAME", file, "the name of the archive is not UTF-8", "choose another name"};
        const auto archive = writeArchive(file, m_impl->id, store.journal, seal.numbers, [&progress] { return !progress.cancelled(); });
        if (!archive)
            return archive.error();
        written = file;
        seal.sha256 = archive->sha256;
        done.bytes = archive->bytes;
        for (const uint64_t number : seal.numbers)
            store.journal.removeParts(number);
        const JournalEntry entry = sealEntry(*m_impl, author, std::move(seal));
        const std::string bytes = encodeEntry(entry);
        const Digest head = nextHash(store.journal.head(m_impl->id), bytes);
        store.journal.appendEntry(entry.header.number, bytes, head);
        if (auto saved = m_impl->commit(head); !saved)
            return saved.error();
        written.clear();
        m_impl->noteCommit(entry.header.number, hex(head), entry.header.time);
        done.number = entry.header.number;
        return done;
    });
    if (!outcome) {
        m_impl->store->rollback();
        // A copy of what is still in the workspace; where nobody knows whether it still is, the only one, perhaps.
        if (!written.empty() && !m_impl->unsure)
            unlink(written.c_str());
    }
    return outcome;
}

} // namespace shelf
