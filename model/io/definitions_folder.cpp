#include "model/io/definitions_folder.h"

#include "model/domain/hash.h"
#include "model/io/sync_folder.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace shelf {

namespace {

namespace fs = std::filesystem;

Error exists(const std::string& folder)
{
    return {ErrorKind::Rejected, "EXISTS", folder, "the folder is there already and not empty", "name a new folder"};
}

} // namespace

Error FolderWriter::failed(std::string_view doing, int error) const
{
    return {ErrorKind::System, "IO", m_folder, std::string(doing) + " failed: " + std::strerror(error),
        "free some space, or choose another place"};
}

Result<FolderWriter> FolderWriter::begin(const std::string& folder)
{
    if (folder.empty() || folder.find('\0') != std::string::npos)
        return Error{ErrorKind::Rejected, "FOLDER", folder, "this is no name of a folder", "name a folder"};
    FolderWriter writer;
    std::error_code error;
    const fs::path target = fs::weakly_canonical(fs::absolute(fs::path(folder), error), error).lexically_normal();
    const fs::path clean = target.has_filename() ? target : target.parent_path();
    writer.m_folder = clean.string();
    const fs::file_status status = fs::symlink_status(clean, error);
    if (fs::exists(status)) {
        if (!fs::is_directory(status) || !fs::is_empty(clean, error))
            return exists(folder);
    }
    writer.m_temporary = (clean.parent_path() / ("." + clean.filename().string() + "." + randomName() + ".part")).string();
    if (::mkdir(writer.m_temporary.c_str(), 0777) != 0) {
        const int made = errno;
        writer.m_temporary.clear();
        if (made == ENOENT || made == ENOTDIR)
            return Error{ErrorKind::Rejected, "FOLDER", folder, "the folder that it is to stand in is not there", "make it first"};
        return writer.failed("making a folder beside it", made);
    }
    return writer;
}

FolderWriter::FolderWriter(FolderWriter&& other) noexcept
    : m_folder(std::move(other.m_folder)), m_temporary(std::exchange(other.m_temporary, {})), m_names(std::move(other.m_names)),
      m_file(std::exchange(other.m_file, -1))
{
}

FolderWriter::~FolderWriter()
{
    if (m_file >= 0)
        ::close(m_file);
    if (m_temporary.empty())
        return;
    for (const std::string& name : m_names)
        ::unlink((m_temporary + "/" + name).c_str());
    ::rmdir(m_temporary.c_str());
}

Result<void> FolderWriter::open(const std::string& name)
{
    if (auto closed = close(); !closed)
        return closed;
    m_names.push_back(name);
    m_file = ::open((m_temporary + "/" + name).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    return m_file >= 0 ? Result<void>() : Result<void>(failed("making " + name, errno));
}

Result<void> FolderWriter::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return failed("writing " + m_names.back(), written == 0 ? EIO : errno);
        bytes.remove_prefix(static_cast<size_t>(written));
    }
    return {};
}

Result<void> FolderWriter::close()
{
    if (m_file < 0)
        return {};
    const int synced = ::fsync(m_file) == 0 ? 0 : errno;
    const int closed = ::close(std::exchange(m_file, -1)) == 0 ? 0 : errno;
    if (synced || closed)
        return failed("writing " + m_names.back(), synced ? synced : closed);
    return {};
}

Result<void> FolderWriter::publish()
{
    if (auto closed = close(); !closed)
        return closed;
    if (const int error = syncFolder(m_temporary))
        return failed("syncing the folder", error);
    // rename(2) replaces an empty folder and refuses any other.
    if (::rename(m_temporary.c_str(), m_folder.c_str()) != 0) {
        const int error = errno;
        if (error == ENOTEMPTY || error == EEXIST || error == ENOTDIR)
            return exists(m_folder);
        return failed("moving the folder into place", error);
    }
    m_temporary.clear();
    if (const int error = syncFolder(fs::path(m_folder).parent_path().string()))
        return failed("syncing the folder above", error);
    return {};
}

} // namespace shelf
