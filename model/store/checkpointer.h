// Moves what the write-ahead log has gathered into the workspace file, on a thread and a connection of its own: done by the edit
// that happens to fill the log it would take that edit twenty times as long as another.
#pragma once

#include "model/store/connection.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace shelf {

class Checkpointer {
public:
    // Hears of each commit of `database` from now on; both live on one thread, and this ends first.
    Checkpointer(SQLite::Database& database, FileFacts facts);
    ~Checkpointer(); // when a checkpoint that was begun is done
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

private:
    static int committed(void* self, sqlite3* database, const char* name, int pages);
    void wake();
    void run();
    void checkpoint() const noexcept;

    SQLite::Database& m_database;
    const FileFacts m_facts;
    int m_asked = 0; // how long the log was, in pages, when a checkpoint was last asked for
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_wanted = false, m_ending = false;
    std::thread m_thread; // begun when first needed
};

} // namespace shelf
