// Opening a workspace file: what is looked at before SQLite sees it, and the settings every connection gets, in the order of
// the table in the design's reliability notes (after https://www.sqlite.org/security.html).
#pragma once

#include "model/domain/result.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <memory>
#include <string>

namespace shelf {

// Which file a path named when it was opened, to notice another one in its place.
struct FileIdentity {
    uint64_t device = 0;
    uint64_t inode = 0;
    bool operator==(const FileIdentity&) const = default;
};
std::optional<FileIdentity> fileIdentity(const std::string& path);

// A descriptor of a file that this process works on. Closing any descriptor of a file drops all locks that the process has on it,
// those of SQLite's connections with them (https://www.sqlite.org/howtocorrupt.html, 2.2): so there is one for all who look at the
// file, and it is closed after the last connection.
class KeptDescriptor;

struct FileFacts {
    std::string path; // absolute, without links
    int schemaVersion = 0;
    FileIdentity identity;
    bool closedCleanly = true; // no write-ahead log of a program that died
    bool writable = true; // the file and its folder can be written
    std::shared_ptr<KeptDescriptor> kept; // must outlive every connection made with these facts
};
// A regular file with SQLite's magic, our application id and a schema we know; never waits, locks or writes.
// Errors: Workspace MISSING, FOREIGN, DAMAGED, NEWER; System where the path cannot be resolved.
Result<FileFacts> inspectFile(const std::string& path);

// Asks the system to bring the whole file into memory, from front to back: much faster than the way in which SQLite comes by. Does not
// wait, and costs little where it is there already.
void readAhead(const FileFacts& facts);

enum class ConnectionUse { ReadOnly, ReadWrite, Build /* a new file in rollback mode, not yet at its place */, Vacuum, Checkpoint };

// A connection with all settings made. Throws SQLite::Exception.
std::unique_ptr<SQLite::Database> connect(const FileFacts& facts, ConnectionUse use);

} // namespace shelf
