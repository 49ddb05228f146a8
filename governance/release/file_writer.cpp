#include "governance/release/file_writer.h"

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <fcntl.h>
#include <mutex>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace shelf {

int writeAll(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t done = uninterrupted([&] { return ::write(descriptor, bytes.data(), bytes.size()); });
        if (done < 0)
            return errno;
        if (done == 0)
            return EIO; // a regular file never does this
        bytes.remove_prefix(static_cast<size_t>(done));
    }
    return 0;
}

// Writes and hashes pieces, on a thread of its own from the second piece on.
struct FileWriter::Worker {
    static constexpr size_t maxWaiting = 4;

    bool counting = false; // no file: hash only
    bool durable = true;
    FileHandle file;
    Sha256 hash;
    uint64_t bytes = 0;
    std::atomic<int> failure = 0; // errno
    const char* failed = "cannot be written";

    std::thread thread;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::string> waiting, spare;
    bool last = false;

    void take(std::string_view piece)
    {
        if (failure)
            return;
        if (!counting)
            if (const int number = writeAll(file.get(), piece)) {
                failure = number;
                return;
            }
        hash.add(piece);
        bytes += piece.size();
    }

    void run()
    {
        std::unique_lock lock(mutex);
        for (;;) {
            changed.wait(lock, [this] { return last || !waiting.empty(); });
            if (waiting.empty())
                return;
            std::string piece = std::move(waiting.front());
            waiting.pop_front();
            lock.unlock();
            take(piece);
            piece.clear();
            lock.lock();
            spare.push_back(std::move(piece));
            changed.notify_all();
        }
    }

    void hand(std::string& buffer)
    {
        if (!thread.joinable())
            thread = std::thread([this] { run(); });
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return waiting.size() < maxWaiting; });
        waiting.push_back(std::move(buffer));
        buffer.clear();
        if (!spare.empty()) {
            buffer = std::move(spare.front());
            spare.pop_front();
        }
        changed.notify_all();
    }

    void join()
    {
        if (!thread.joinable())
            return;
        {
            const std::lock_guard lock(mutex);
            last = true;
        }
        changed.notify_all();
        thread.join();
    }
};

FileWriter::FileWriter(int folder, std::string name) : m_name(std::move(name)), m_worker(std::make_unique<Worker>())
{
    m_buffer.reserve(flushAt + 4096);
    m_worker->counting = folder < 0;
    if (folder < 0)
        return;
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    m_worker->file = FileHandle(uninterrupted([&] { return ::openat(folder, m_name.c_str(), flags, 0600); }));
    if (!m_worker->file.valid()) {
        m_worker->failure = errno;
        m_worker->failed = "cannot be made";
    }
}

FileWriter::FileWriter(FileHandle scratch, std::string name) : m_name(std::move(name)), m_worker(std::make_unique<Worker>())
{
    m_buffer.reserve(flushAt + 4096);
    m_worker->durable = false;
    m_worker->file = std::move(scratch);
}

FileWriter::~FileWriter()
{
    m_worker->join();
}

bool FileWriter::failed() const
{
    return m_worker->failure != 0;
}

void FileWriter::flush()
{
    if (failed())
        m_buffer.clear();
    else
        m_worker->hand(m_buffer);
}

Result<FileDigest> FileWriter::finish()
{
    m_worker->join();
    m_worker->take(m_buffer);
    m_buffer.clear();
    Worker& worker = *m_worker;
    if (!worker.failure && !worker.counting && worker.durable) {
        if (::fchmod(worker.file.get(), 0644) != 0 || uninterrupted([&] { return ::fsync(worker.file.get()); }) != 0) {
            worker.failure = errno;
            worker.failed = "cannot be synced";
        }
        // Some file systems report a full disk only here.
        if (::close(worker.file.release()) != 0 && !worker.failure && errno != EINTR)
            worker.failure = errno;
    }
    if (worker.failure)
        return systemError(m_name, worker.failed, worker.failure);
    return FileDigest{worker.bytes, hex(worker.hash.finish())};
}

} // namespace shelf
