#include "model/store/checkpointer.h"

#include <sqlite3.h>

namespace shelf {

namespace {

constexpr int pagesToBegin = 1000; // as SQLite itself does
constexpr int pagesToWait = 16000; // where the thread does not get on, somebody who never stops writing waits for it

} // namespace

Checkpointer::Checkpointer(SQLite::Database& database, FileFacts facts) : m_database(database), m_facts(std::move(facts))
{
    sqlite3_wal_hook(m_database.getHandle(), committed, this); // takes the place of SQLite's own
}

Checkpointer::~Checkpointer()
{
    sqlite3_wal_hook(m_database.getHandle(), nullptr, nullptr);
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_changed.notify_one();
    m_thread.join();
}

int Checkpointer::committed(void* self, sqlite3* database, const char* name, int pages)
{
    auto& checkpointer = *static_cast<Checkpointer*>(self);
    if (pages < checkpointer.m_asked)
        checkpointer.m_asked = 0; // the log has begun anew
    if (pages >= pagesToWait)
        sqlite3_wal_checkpoint_v2(database, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    else if (pages >= checkpointer.m_asked + pagesToBegin) {
        checkpointer.m_asked = pages;
        checkpointer.wake();
    }
    return SQLITE_OK; // the commit stands, whatever becomes of the checkpoint
}

void Checkpointer::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_wanted = true;
        if (!m_thread.joinable())
            m_thread = std::thread([this] { run(); });
    }
    m_changed.notify_one();
}

void Checkpointer::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_ending) {
        m_changed.wait(lock, [this] { return m_wanted || m_ending; });
        if (m_ending)
            return; // closing the workspace does the rest
        m_wanted = false;
        lock.unlock();
        checkpoint();
        lock.lock();
    }
}

// Best effort: what stays in the log is as durable there, and the next commit asks again.
void Checkpointer::checkpoint() const noexcept
{
    try {
        const auto connection = connect(m_facts, ConnectionUse::Checkpoint);
        sqlite3_wal_checkpoint_v2(connection->getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    } catch (const std::exception&) {
        return;
    }
}

} // namespace shelf
