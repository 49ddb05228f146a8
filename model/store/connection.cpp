#include "model/store/connection.h"

#include "model/store/schema.h"
#include "model/store/sqlite_error.h"

#include <sqlite3.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <vector>

namespace shelf {

class KeptDescriptor {
public:
    explicit KeptDescriptor(int descriptor) : m_descriptors{descriptor} { }
    ~KeptDescriptor()
    {
        for (const int descriptor : m_descriptors)
            close(descriptor);
    }
    KeptDescriptor(const KeptDescriptor&) = delete;
    KeptDescriptor& operator=(const KeptDescriptor&) = delete;
    int get() const { return m_descriptors.front(); }
    void takeFrom(KeptDescriptor& other) // to be closed with its own
    {
        m_descriptors.insert(m_descriptors.end(), other.m_descriptors.begin(), other.m_descriptors.end());
        other.m_descriptors.clear();
    }

private:
    std::vector<int> m_descriptors;
};

namespace {

using FileKey = std::pair<uint64_t, uint64_t>; // device and inode

// The workspace files that this process has open. Whoever looks at files holds the mutex all the while.
std::mutex keptMutex;
std::map<FileKey, std::weak_ptr<KeptDescriptor>> keptDescriptors;

// Another thread may have opened the file anew since the last user went.
void endKept(const FileKey& key, KeptDescriptor* kept)
{
    std::shared_ptr<KeptDescriptor> other; // before the lock: it may end with this
    const std::lock_guard lock(keptMutex);
    const auto known = keptDescriptors.find(key);
    if (known != keptDescriptors.end())
        other = known->second.lock();
    if (other)
        other->takeFrom(*kept);
    else if (known != keptDescriptors.end())
        keptDescriptors.erase(known);
    delete kept;
}

// The one that is there, or a new one (`isNew`); nothing where the file cannot be opened.
std::shared_ptr<KeptDescriptor> keptDescriptor(const char* path, FileIdentity identity, bool& isNew)
{
    const FileKey key(identity.device, identity.inode);
    const auto known = keptDescriptors.find(key);
    auto kept = known == keptDescriptors.end() ? nullptr : known->second.lock();
    isNew = !kept;
    if (kept)
        return kept;
    const int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0)
        return nullptr;
    kept.reset(new KeptDescriptor(descriptor), [key](KeptDescriptor* ended) { endKept(key, ended); });
    keptDescriptors[key] = kept;
    return kept;
}

// Counting memory costs a lock at each allocation. Has to be said before SQLite is first used.
[[maybe_unused]] const int noMemoryStatistics = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);

Error workspaceError(const char* code, const std::string& path, const std::string& what, const std::string& tryThis)
{
    return {ErrorKind::Workspace, code, path, what, tryThis};
}

uint32_t bigEndian(const unsigned char* bytes)
{
    return uint32_t(bytes[0]) << 24 | uint32_t(bytes[1]) << 16 | uint32_t(bytes[2]) << 8 | bytes[3];
}

// A write-ahead log that nobody has open was left by a program that died. SQLite's readers and writers hold a shared lock on
// byte 128 of the -shm file while they are connected; asking does not take it.
bool leftByADeadProgram(const std::string& path)
{
    struct stat log { };
    if (stat((path + "-wal").c_str(), &log) != 0 || log.st_size == 0)
        return false;
    const int fd = open((path + "-shm").c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return true;
    struct flock lock { };
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = 128;
    lock.l_len = 1;
    const bool asked = fcntl(fd, F_GETLK, &lock) == 0;
    close(fd);
    return !asked || lock.l_type == F_UNLCK;
}

bool onNetworkFileSystem(int fd)
{
    struct statfs facts { };
    if (fstatfs(fd, &facts) != 0)
        return false;
    constexpr std::array<unsigned long, 5> network = {
        0x6969 /* NFS */, 0xff534d42 /* CIFS */, 0xfe534d42 /* SMB2 */, 0x517b /* SMB */, 0x5346414f /* AFS */};
    for (const unsigned long type : network)
        if (static_cast<unsigned long>(facts.f_type) == type)
            return true;
    return false;
}

// Whether the file is shorter than its header says (https://www.sqlite.org/fileformat2.html: page size at 16, size in pages at 28,
// which counts only where the counters at 24 and 92 agree).
bool isCutOff(const unsigned char* header, uint64_t bytes)
{
    const uint64_t coded = uint64_t(header[16]) << 8 | header[17];
    const uint64_t pageSize = coded == 1 ? 65536 : coded;
    return bigEndian(header + 24) == bigEndian(header + 92) && bytes < pageSize * bigEndian(header + 28);
}

// Whether SQLite has something beside the file that may hold what the file lacks.
bool hasLog(const std::string& path)
{
    struct stat log { };
    const auto filled = [&](const char* suffix) { return stat((path + suffix).c_str(), &log) == 0 && log.st_size > 0; };
    return filled("-wal") || filled("-journal");
}

bool folderWritable(const std::string& path)
{
    const auto slash = path.rfind('/');
    return access(slash == 0 ? "/" : path.substr(0, slash).c_str(), W_OK | X_OK) == 0;
}

void configure(sqlite3* handle)
{
    const auto set = [handle](int option, int value) {
        int now = 0;
        sqlite3_db_config(handle, option, value, &now);
    };
    set(SQLITE_DBCONFIG_DEFENSIVE, 1);
    set(SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
    set(SQLITE_DBCONFIG_ENABLE_TRIGGER, 0);
    set(SQLITE_DBCONFIG_ENABLE_VIEW, 0);
    set(SQLITE_DBCONFIG_DQS_DML, 0);
    set(SQLITE_DBCONFIG_DQS_DDL, 0);
    set(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
    set(SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0);
}

void limit(sqlite3* handle, ConnectionUse use)
{
    constexpr std::array<std::pair<int, int>, 11> limits = {
        {{SQLITE_LIMIT_LENGTH, 32 << 20}, {SQLITE_LIMIT_SQL_LENGTH, 1 << 20}, {SQLITE_LIMIT_COLUMN, 200}, {SQLITE_LIMIT_EXPR_DEPTH, 100},
            {SQLITE_LIMIT_COMPOUND_SELECT, 20}, {SQLITE_LIMIT_VDBE_OP, 250000}, {SQLITE_LIMIT_FUNCTION_ARG, 16}, {SQLITE_LIMIT_ATTACHED, 0},
            {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000}, {SQLITE_LIMIT_TRIGGER_DEPTH, 10}, {SQLITE_LIMIT_WORKER_THREADS, 0}}};
    for (const auto& [what, value] : limits)
        sqlite3_limit(handle, what, value);
    if (use == ConnectionUse::Vacuum)
        sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 1); // VACUUM attaches its own copy
}

// A file on a read-only medium without a write-ahead log is read as it is, without lock or shared-memory files.
std::string immutableUri(const std::string& path)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string uri = "file://";
    for (const unsigned char c : path) {
        if (std::isalnum(c) || c == '/' || c == '-' || c == '_' || c == '.') {
            uri += static_cast<char>(c);
        } else {
            uri += '%';
            uri += digits[c >> 4];
            uri += digits[c & 15];
        }
    }
    return uri + "?immutable=1";
}

} // namespace

std::optional<FileIdentity> fileIdentity(const std::string& path)
{
    struct stat facts { };
    if (stat(path.c_str(), &facts) != 0)
        return std::nullopt;
    return FileIdentity{static_cast<uint64_t>(facts.st_dev), static_cast<uint64_t>(facts.st_ino)};
}

Result<FileFacts> inspectFile(const std::string& path)
{
    if (path.empty())
        return workspaceError("MISSING", "workspace", "the name of the workspace is empty", "name a .shelf file");
    char resolved[PATH_MAX];
    if (!realpath(path.c_str(), resolved)) {
        if (errno == ENOENT || errno == ENOTDIR)
            return workspaceError("MISSING", path, "there is no such workspace", "make one with `shelfctl new`, or check the path");
        return workspaceError("MISSING", path, std::string("the path does not lead to a file (") + strerror(errno) + ")", "check the path");
    }
    FileFacts facts; // before the lock: what it keeps is given up after it
    facts.path = resolved;
    const std::lock_guard lock(keptMutex);
    struct stat status { };
    if (stat(resolved, &status) == 0 && !S_ISREG(status.st_mode))
        return workspaceError("FOREIGN", path, "this is not a file", "name a .shelf file");
    bool isNew = false;
    facts.kept = keptDescriptor(resolved, {static_cast<uint64_t>(status.st_dev), static_cast<uint64_t>(status.st_ino)}, isNew);
    if (!facts.kept)
        return workspaceError("MISSING", path, std::string("the file cannot be opened (") + strerror(errno) + ")", "check its permissions");
    const int fd = facts.kept->get();
    unsigned char header[100] = {};
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        return workspaceError("FOREIGN", path, "this is not a file", "name a .shelf file");
    const ssize_t got = pread(fd, header, sizeof header, 0);
    const bool network = onNetworkFileSystem(fd);
    const bool cutOff = isCutOff(header, static_cast<uint64_t>(status.st_size));
    if (status.st_size < 512 || got < 100 || std::memcmp(header, "SQLite format 3", 16) != 0)
        return workspaceError(
            "FOREIGN", path, "this is not a Shelfwright workspace", "name a .shelf file, or make one with `shelfctl new`");
    if (bigEndian(header + 68) != applicationId)
        return workspaceError("FOREIGN", path, "this is a database of another program", "name a .shelf file");
    if (network)
        return workspaceError(
            "NETWORK", path, "a workspace does not work over a network file system", "copy it to a local disk and work there");
    const auto version = static_cast<int32_t>(bigEndian(header + 60));
    if (version > schemaVersion)
        return workspaceError("NEWER", path, "this workspace was written by a newer Shelfwright", "update Shelfwright to open it");
    if (version < 1)
        return workspaceError("DAMAGED", path, "the workspace carries no valid schema version", "restore a backup");
    if (cutOff && !hasLog(facts.path))
        return workspaceError("DAMAGED", path, "the end of the workspace is missing", "restore a backup");
    facts.schemaVersion = version;
    facts.identity = {static_cast<uint64_t>(status.st_dev), static_cast<uint64_t>(status.st_ino)};
    // Where this process has it open already, nobody died, and looking would drop the locks on the -shm file.
    facts.closedCleanly = !isNew || !leftByADeadProgram(facts.path);
    facts.writable = access(resolved, W_OK) == 0 && folderWritable(facts.path);
    return facts;
}

void readAhead(const FileFacts& facts)
{
    if (facts.kept)
        posix_fadvise(facts.kept->get(), 0, 0, POSIX_FADV_WILLNEED);
}

std::unique_ptr<SQLite::Database> connect(const FileFacts& facts, ConnectionUse use)
{
    struct stat log { };
    const bool asItIs =
        use == ConnectionUse::ReadOnly && !facts.writable && (stat((facts.path + "-wal").c_str(), &log) != 0 || log.st_size == 0);
    int flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX;
    flags |= asItIs || (use == ConnectionUse::ReadOnly && !facts.writable) ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (asItIs)
        flags |= SQLITE_OPEN_URI;
    auto database = std::make_unique<SQLite::Database>(asItIs ? immutableUri(facts.path) : facts.path, flags);
    sqlite3* handle = database->getHandle();
    configure(handle);
    limit(handle, use);
    database->setBusyTimeout(2000);
    database->exec("PRAGMA cell_size_check = ON");
    database->exec("PRAGMA mmap_size = 0");
    if (use != ConnectionUse::Vacuum)
        database->exec("PRAGMA temp_store = MEMORY");
    database->exec("PRAGMA cache_size = -65536");
    if (use == ConnectionUse::Build) {
        database->exec("PRAGMA page_size = 8192"); // a tenth less time for an import than 4096
        database->exec("PRAGMA journal_mode = DELETE");
    } else if (use != ConnectionUse::ReadOnly && use != ConnectionUse::Checkpoint) {
        database->exec("PRAGMA journal_mode = WAL");
        database->exec("PRAGMA journal_size_limit = 67108864");
    }
    database->exec("PRAGMA synchronous = FULL");
    database->exec("PRAGMA foreign_keys = ON");
    database->exec("PRAGMA recursive_triggers = OFF");
    database->exec("PRAGMA secure_delete = FAST");
    if (use == ConnectionUse::ReadOnly)
        database->exec("PRAGMA query_only = ON");
    return database;
}

} // namespace shelf
