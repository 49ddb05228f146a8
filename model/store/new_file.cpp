#include "model/store/new_file.h"

#include "model/domain/hash.h"
#include "model/store/connection.h"
#include "model/store/query.h"
#include "model/store/sqlite_error.h"

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shelf {

namespace {

struct Place {
    std::string folder; // real path
    std::string name;
    std::string full() const { return folder + (folder == "/" ? "" : "/") + name; }
};

Result<Place> placeOf(const std::string& path)
{
    const auto slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    if (name.empty() || name == "." || name == "..")
        return Error{ErrorKind::Rejected, "BAD_NAME", path.empty() ? "file" : path, "this is not a name for a file",
            "name the file to make, such as shop.shelf"};
    char resolved[PATH_MAX];
    if (!realpath(folder.c_str(), resolved)) {
        if (errno == ENOENT || errno == ENOTDIR)
            return Error{ErrorKind::Rejected, "NO_FOLDER", path, "its folder does not exist", "make the folder first, or choose another"};
        return systemError(errno, path, "looking for the folder");
    }
    return Place{resolved, name};
}

int syncPath(const std::string& path, int flags)
{
    const int fd = open(path.c_str(), flags | O_CLOEXEC);
    if (fd < 0)
        return errno;
    const int failed = fsync(fd) != 0 ? errno : 0;
    close(fd);
    return failed;
}

// Removes the file that is being built, and SQLite's journal of it, unless it reached its place.
class BuildFile {
public:
    explicit BuildFile(std::string path) : m_path(std::move(path)) { }
    ~BuildFile()
    {
        if (m_path.empty())
            return;
        removeDatabaseFiles(m_path);
    }
    BuildFile(const BuildFile&) = delete;
    BuildFile& operator=(const BuildFile&) = delete;
    void release() { m_path.clear(); }

private:
    std::string m_path;
};

Result<void> publish(const Place& place, const std::string& built)
{
    if (const int failed = syncPath(built, O_RDONLY))
        return systemError(failed, place.full(), "syncing the new file");
    if (renameat2(AT_FDCWD, built.c_str(), AT_FDCWD, place.full().c_str(), RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST)
            return Error{
                ErrorKind::Rejected, "EXISTS", place.full(), "something is already there", "choose another name, or remove it first"};
        if (errno == EINVAL || errno == ENOSYS)
            return Error{ErrorKind::System, "NO_RENAME", place.full(), "this file system cannot rename without replacing",
                "use a folder on a local disk"};
        return systemError(errno, place.full(), "putting the new file in its place");
    }
    if (const int failed = syncPath(place.folder, O_RDONLY | O_DIRECTORY)) {
        unlink(place.full().c_str()); // not known to be durable: as if it had never been
        return systemError(failed, place.full(), "syncing the folder");
    }
    return {};
}

} // namespace

void removeDatabaseFiles(const std::string& path)
{
    for (const char* suffix : {"", "-journal", "-wal", "-shm"})
        unlink((path + suffix).c_str());
}

namespace {

// An empty file beside the place where it is to be, to be filled. Gives its descriptor and name.
struct Begun {
    Place place;
    std::string built;
    int descriptor = -1;
};
Result<Begun> beginFile(const std::string& path)
{
    const auto place = placeOf(path);
    if (!place)
        return place.error();
    struct stat status { };
    if (lstat(place->full().c_str(), &status) == 0)
        return Error{ErrorKind::Rejected, "EXISTS", path, "something is already there", "choose another name, or remove it first"};
    const std::string built = place->folder + "/." + place->name.substr(0, 180) + "." + randomName() + ".part";
    const int fd = ::open(built.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        return systemError(errno, path, "making the file");
    return Begun{*place, built, fd};
}

} // namespace

Result<void> makePlainFile(const std::string& path, const std::function<Result<void>(int descriptor)>& fill)
{
    const auto begun = beginFile(path);
    if (!begun)
        return begun.error();
    BuildFile file(begun->built);
    const auto filled = fill(begun->descriptor);
    if (close(begun->descriptor) != 0 && filled)
        return systemError(errno, path, "closing the new file");
    if (!filled)
        return filled;
    if (auto published = publish(begun->place, begun->built); !published)
        return published;
    file.release();
    return {};
}

Result<void> makeDatabaseFile(const std::string& path, const std::function<void(SQLite::Database&)>& fill)
{
    const auto begun = beginFile(path);
    if (!begun)
        return begun.error();
    close(begun->descriptor);
    const std::string& built = begun->built;
    BuildFile file(built);
    try {
        FileFacts facts;
        facts.path = built;
        const auto database = connect(facts, ConnectionUse::Build);
        fill(*database);
        Query check(*database, "PRAGMA quick_check(1)");
        if (!check.step() || check.text(0) != "ok")
            return Error{
                ErrorKind::System, "UNSOUND", path, "the new file does not read back as it was written", "check the disk and try again"};
    } catch (const SQLite::Exception& exception) {
        return sqliteError(exception, path);
    }
    if (auto published = publish(begun->place, built); !published)
        return published;
    file.release();
    return {};
}

Result<void> copyDatabase(SQLite::Database& source, const std::string& path, const std::function<bool(int, int)>& step)
{
    auto made = makeDatabaseFile(path, [&](SQLite::Database& target) {
        sqlite3_backup* backup = sqlite3_backup_init(target.getHandle(), "main", source.getHandle(), "main");
        if (!backup)
            throw SQLite::Exception(target.getHandle(), sqlite3_extended_errcode(target.getHandle()));
        int rc = SQLITE_OK;
        while ((rc = sqlite3_backup_step(backup, 4096)) == SQLITE_OK) {
            if (step && !step(sqlite3_backup_pagecount(backup) - sqlite3_backup_remaining(backup), sqlite3_backup_pagecount(backup))) {
                rc = SQLITE_INTERRUPT;
                break;
            }
        }
        const int finished = sqlite3_backup_finish(backup);
        if (rc != SQLITE_DONE)
            throw SQLite::Exception(target.getHandle(), finished != SQLITE_OK ? finished : rc);
        target.exec("PRAGMA journal_mode = DELETE"); // the copy carries the source's mode; it must not need a log file yet
    });
    if (made || made.error().code != "UNSOUND")
        return made;
    // A disk that fails says so; pages that were copied faithfully and make no sound database were none before.
    return Error{ErrorKind::Workspace, "DAMAGED", path, "the workspace is damaged; a copy would be too",
        "restore a backup, or look at it with `shelfctl check`"};
}

} // namespace shelf
