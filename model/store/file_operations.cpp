// The workspace as a file: backup, compaction, size.
#include "model/store/new_file.h"
#include "model/store/workspace_impl.h"

#include <sys/stat.h>

namespace shelf {

Result<void> Workspace::backupTo(const std::string& file, const Progress& progress)
{
    return guarded(m_impl->shownPath, [&]() -> Result<void> {
        auto& store = *m_impl->store;
        // An open read transaction holds the state that is copied, whatever others write meanwhile.
        store.database->exec("BEGIN");
        store.journal.lastNumber();
        const auto copied = copyDatabase(*store.database, file, [&](int done, int total) {
            if (progress.report)
                progress.report("copying pages", static_cast<uint64_t>(done), static_cast<uint64_t>(total));
            return !progress.cancelled();
        });
        store.rollback();
        return copied;
    });
}

Result<void> Workspace::compact()
{
    if (m_impl->options.readOnly)
        return m_impl->readOnlyError();
    return guarded(m_impl->shownPath, [&]() -> Result<void> {
        const auto database = connect(m_impl->facts, ConnectionUse::Vacuum);
        database->exec("VACUUM");
        database->exec("PRAGMA wal_checkpoint(TRUNCATE)");
        return {};
    });
}

uint64_t Workspace::fileBytes() const
{
    struct stat facts { };
    return stat(m_impl->facts.path.c_str(), &facts) == 0 ? static_cast<uint64_t>(facts.st_size) : 0;
}

} // namespace shelf
