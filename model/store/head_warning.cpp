// Whether the journal goes on from what was last seen of it.
#include "model/store/head_record.h"
#include "model/store/workspace_impl.h"

namespace shelf {

void Workspace::Impl::noteCommit(uint64_t number, std::string head, std::string time)
{
    committed = number;
    committedHead = std::move(head);
    committedTime = std::move(time);
}

std::string Workspace::Impl::headWarning()
{
    const auto seen = readHead(options.headFolder, id, facts.path);
    if (!seen || seen->number == 0)
        return {};
    const uint64_t last = store->journal.lastNumber();
    if (last < seen->number)
        return "the journal ends with entry " + std::to_string(last) + ", but entry " + std::to_string(seen->number)
            + " was seen here before: entries were cut off, or an older copy was put in its place";
    if (hex(store->journal.hash(seen->number)) != seen->hash)
        return "entry " + std::to_string(seen->number)
            + " of the journal is not the one that was seen here before: another history was put in its place";
    return {};
}

// Only ever forward: a warning stays until somebody accepts the state that it warns of.
void Workspace::Impl::rememberHead() noexcept
{
    if (committed == 0 || options.headFolder.empty() || !store)
        return;
    try {
        // Another program may have come further meanwhile, and said so.
        const auto seen = readHead(options.headFolder, id, facts.path);
        if ((!seen || seen->number < committed) && headWarning().empty())
            writeHead(options.headFolder, id, facts.path, {committed, committedHead});
    } catch (const std::exception&) {
        return; // not worth a word: what was to be saved is saved
    }
}

std::string Workspace::headWarning()
{
    const auto warning = guarded(m_impl->shownPath, [&]() -> Result<std::string> { return m_impl->headWarning(); });
    return warning ? *warning : std::string();
}

void Workspace::acceptHead()
{
    const uint64_t number = journalEntries();
    if (const auto head = journalHash(number))
        writeHead(m_impl->options.headFolder, m_impl->id, m_impl->facts.path, {number, *head});
}

} // namespace shelf
