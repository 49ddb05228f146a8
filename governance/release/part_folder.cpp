#include "governance/release/part_folder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shelf {

namespace {

constexpr std::string_view partEnd = ".part";
constexpr int randomBytes = 8;
constexpr size_t maxStem = 200; // of the target's name in the part's: both fit NAME_MAX

// What a release folder can hold; a part with anything else in it is not ours to remove.
constexpr std::array ourFiles = {"manifest.json", "manifest.json.sig", "manifest.json.sig2", "mappings.jsonl", "mappings.csv",
    "mappings.profile.yaml", "delta.jsonl", "scratch"};

std::string partStem(const std::string& name)
{
    return "." + name.substr(0, maxStem) + ".";
}

bool isPartName(std::string_view name)
{
    const size_t tail = 1 + 2 * randomBytes + partEnd.size();
    if (name.size() < tail + 2 || name.front() != '.' || name.substr(name.size() - partEnd.size()) != partEnd)
        return false;
    const std::string_view random = name.substr(name.size() - tail + 1, 2 * randomBytes);
    return name[name.size() - tail] == '.' && random.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::vector<std::string> namesIn(int folder, size_t limit)
{
    std::vector<std::string> names;
    const int copy = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (copy < 0)
        return names;
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(copy), ::closedir);
    if (!stream) {
        ::close(copy);
        return names;
    }
    while (const dirent* entry = ::readdir(stream.get())) {
        const std::string name = entry->d_name;
        if (name != "." && name != "..")
            names.push_back(name);
        if (names.size() >= limit)
            break;
    }
    return names;
}

FileHandle openPart(int parent, const std::string& name)
{
    return FileHandle(::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

void removeFolder(int parent, const std::string& name, int folder)
{
    for (const char* file : ourFiles)
        ::unlinkat(folder, file, 0);
    ::unlinkat(parent, name.c_str(), AT_REMOVEDIR);
}

bool sameFolder(int parent, const std::string& name, int folder)
{
    struct stat byName { };
    struct stat byHandle { };
    return ::fstatat(parent, name.c_str(), &byName, AT_SYMLINK_NOFOLLOW) == 0 && ::fstat(folder, &byHandle) == 0
        && byName.st_ino == byHandle.st_ino && byName.st_dev == byHandle.st_dev;
}

} // namespace

Result<ReleaseTarget> releaseTarget(const std::string& folder)
{
    std::string path = folder;
    while (path.size() > 1 && path.back() == '/')
        path.pop_back();
    const size_t slash = path.rfind('/');
    ReleaseTarget target;
    target.name = slash == std::string::npos ? path : path.substr(slash + 1);
    const std::string parent = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
    if (target.name.empty() || target.name == "." || target.name == ".." || path.find('\0') != std::string::npos)
        return Error{ErrorKind::Rejected, "FOLDER", folder.empty() ? "export" : folder, "is no name for a new folder",
            "name a folder that does not exist yet"};
    struct stat status { };
    if (::lstat(path.c_str(), &status) == 0)
        return Error{ErrorKind::Rejected, "EXISTS", folder, "is there already; a release never replaces anything",
            "name a folder that does not exist yet"};
    const std::unique_ptr<char, void (*)(void*)> real(::realpath(parent.c_str(), nullptr), ::free);
    if (!real && (errno == ENOENT || errno == ENOTDIR))
        return Error{ErrorKind::Rejected, "FOLDER", parent, "is no folder", "make it first, or name another one"};
    if (!real)
        return systemError(parent, "cannot be reached", errno);
    target.parent = real.get();
    return target;
}

PartFolder::PartFolder(PartFolder&& other) noexcept
    : m_target(std::move(other.m_target)), m_name(std::move(other.m_name)), m_parent(std::move(other.m_parent)),
      m_folder(std::move(other.m_folder)), m_made(other.m_made)
{
    other.m_made = false;
}

Result<PartFolder> PartFolder::create(const ReleaseTarget& target)
{
    PartFolder part;
    part.m_target = target;
    part.m_parent = openFolder(target.parent);
    if (!part.m_parent.valid())
        return systemError(target.parent, "cannot be opened", errno);
    // Between making and locking it, another export can take the folder for a dead writer's: then take another name.
    for (int attempt = 0; attempt < 8; ++attempt) {
        part.m_name = partStem(target.name) + randomName(randomBytes) + std::string(partEnd);
        if (::mkdirat(part.m_parent.get(), part.m_name.c_str(), 0700) != 0) {
            if (errno == EEXIST || errno == EINTR)
                continue;
            return systemError(target.parent, "a folder for the release cannot be made in it", errno);
        }
        part.m_folder = openPart(part.m_parent.get(), part.m_name);
        if (part.m_folder.valid() && ::flock(part.m_folder.get(), LOCK_EX | LOCK_NB) == 0
            && sameFolder(part.m_parent.get(), part.m_name, part.m_folder.get())) {
            part.m_made = true;
            return part;
        }
        const int number = errno;
        ::unlinkat(part.m_parent.get(), part.m_name.c_str(), AT_REMOVEDIR);
        if (number == ENOLCK || number == EOPNOTSUPP)
            return systemError(target.parent, "files cannot be locked there", number);
    }
    return systemError(target.parent, "a folder for the release cannot be made in it", EBUSY);
}

Result<void> PartFolder::publish()
{
    // The final mode and the entries reach the disk before the name does.
    if (::fchmod(m_folder.get(), 0755) != 0 || uninterrupted([&] { return ::fsync(m_folder.get()); }) != 0)
        return systemError(m_target.path(), "the release's folder cannot be synced", errno);
    const auto rename = [&] {
        return ::renameat2(m_parent.get(), m_name.c_str(), m_parent.get(), m_target.name.c_str(), RENAME_NOREPLACE);
    };
    if (uninterrupted(rename) != 0) {
        const int number = errno;
        if (number == EEXIST)
            return Error{ErrorKind::Rejected, "EXISTS", m_target.path(), "was made by somebody else in the meantime",
                "name a folder that does not exist yet"};
        if (number == EINVAL || number == ENOSYS)
            return Error{ErrorKind::System, "NO_REPLACE", m_target.parent,
                "this file system cannot rename a folder without the risk of replacing another one",
                "export to a local disk and copy the folder"};
        return systemError(m_target.path(), "the finished release cannot be given its name", number);
    }
    m_name = m_target.name;
    if (uninterrupted([&] { return ::fsync(m_parent.get()); }) != 0)
        return systemError(m_target.parent, "the release's name cannot be synced", errno);
    return {};
}

void PartFolder::discard()
{
    if (!m_made)
        return;
    removeFolder(m_parent.get(), m_name, m_folder.get());
    m_made = false;
}

void sweepParts(const std::string& parent)
{
    const FileHandle folder = openFolder(parent);
    if (!folder.valid())
        return;
    for (const std::string& name : namesIn(folder.get(), 1000000)) {
        if (!isPartName(name))
            continue;
        const FileHandle part = openPart(folder.get(), name);
        if (!part.valid() || ::flock(part.get(), LOCK_EX | LOCK_NB) != 0 || !sameFolder(folder.get(), name, part.get()))
            continue;
        bool ours = true;
        for (const std::string& file : namesIn(part.get(), ourFiles.size() + 1))
            ours = ours && std::find(ourFiles.begin(), ourFiles.end(), file) != ourFiles.end();
        if (ours)
            removeFolder(folder.get(), name, part.get());
    }
}

bool isBeingWritten(const ReleaseTarget& target)
{
    const FileHandle parent = openFolder(target.parent);
    if (!parent.valid())
        return false;
    const auto locked = [&](const std::string& name) {
        const FileHandle folder = openPart(parent.get(), name);
        return folder.valid() && ::flock(folder.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    };
    if (locked(target.name))
        return true;
    const std::string stem = partStem(target.name);
    for (const std::string& name : namesIn(parent.get(), 1000000))
        if (name.compare(0, stem.size(), stem) == 0 && isPartName(name) && locked(name))
            return true;
    return false;
}

} // namespace shelf
