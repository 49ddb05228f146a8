// Files written and hashed in one pass.
#pragma once

#include "governance/release/files.h"

#include <memory>

namespace shelf {

// Writes every byte, going on after short writes and interruptions; 0 or errno.
int writeAll(int descriptor, std::string_view bytes);

// A new file in a folder, written in large pieces and hashed on the way; big files by a second thread. After the first failure
// everything else does nothing and finish() tells. Without a folder (-1) bytes are only counted and hashed (a dry run).
class FileWriter {
public:
    FileWriter(int folder, std::string name);
    // Into a file that is open already and needs no syncing.
    FileWriter(FileHandle scratch, std::string name);
    ~FileWriter();
    FileWriter(const FileWriter&) = delete;
    FileWriter& operator=(const FileWriter&) = delete;

    // For callers that append directly: call written() after each record.
    std::string& buffer() { return m_buffer; }
    void written()
    {
        if (m_buffer.size() >= flushAt)
            flush();
    }
    void append(std::string_view bytes)
    {
        m_buffer.append(bytes);
        written();
    }
    // Writes the rest, syncs, sets the mode to 0644.
    Result<FileDigest> finish();
    bool failed() const;

private:
    static constexpr size_t flushAt = size_t(1) << 20;
    struct Worker;
    void flush();
    std::string m_name;
    std::string m_buffer;
    std::unique_ptr<Worker> m_worker;
};

} // namespace shelf
