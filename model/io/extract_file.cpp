#include "model/io/extract_file.h"

#include "model/domain/hash.h"
#include "model/io/sync_folder.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace shelf {

namespace {

Error exists(const std::string& path)
{
    return {ErrorKind::Rejected, "EXISTS", path, "there is something of this name already", "name a new file; nothing is overwritten"};
}

} // namespace

Error ExtractFile::failed(std::string_view doing, int error) const
{
    return {ErrorKind::System, "IO", m_path, std::string(doing) + " failed: " + std::strerror(error),
        "free some space, or choose another place"};
}

Result<ExtractFile> ExtractFile::begin(const std::string& path)
{
    const size_t slash = path.rfind('/');
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    if (name.empty() || name == "." || name == ".." || path.find('\0') != std::string::npos)
        return Error{ErrorKind::Rejected, "FILE", path.empty() ? "file" : path, "this is no name for a file", "name a file"};
    struct stat entry = {};
    if (::lstat(path.c_str(), &entry) == 0)
        return exists(path);
    ExtractFile file;
    file.m_path = path;
    file.m_folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
    const std::string temporary = file.m_folder + "/." + name.substr(0, 180) + "." + randomName() + ".part";
    file.m_file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (file.m_file < 0) {
        const int error = errno;
        if (error == ENOENT || error == ENOTDIR)
            return Error{ErrorKind::Rejected, "FOLDER", path, "the folder that it is to stand in is not there", "make it first"};
        return file.failed("making a file beside it", error);
    }
    file.m_temporary = temporary;
    return file;
}

ExtractFile::ExtractFile(ExtractFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_folder(std::move(other.m_folder)), m_temporary(std::exchange(other.m_temporary, {})),
      m_buffer(std::move(other.m_buffer)), m_bytes(other.m_bytes), m_file(std::exchange(other.m_file, -1)), m_error(other.m_error)
{
}

ExtractFile::~ExtractFile()
{
    if (m_file >= 0)
        ::close(m_file);
    if (!m_temporary.empty())
        ::unlink(m_temporary.c_str());
}

bool ExtractFile::flush()
{
    std::string_view rest = m_buffer;
    while (!m_error && !rest.empty()) {
        const ssize_t count = ::write(m_file, rest.data(), rest.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            m_error = count == 0 ? EIO : errno;
            break;
        }
        rest.remove_prefix(static_cast<size_t>(count));
    }
    m_bytes += m_buffer.size();
    m_buffer.clear();
    return m_error == 0;
}

Result<void> ExtractFile::finish()
{
    if (m_file < 0)
        return {};
    flush();
    if (!m_error && ::fsync(m_file) != 0)
        m_error = errno;
    if (::close(std::exchange(m_file, -1)) != 0 && !m_error)
        m_error = errno;
    return m_error ? Result<void>(failed("writing", m_error)) : Result<void>();
}

Result<void> ExtractFile::publish()
{
    if (auto finished = finish(); !finished)
        return finished;
    if (::renameat2(AT_FDCWD, m_temporary.c_str(), AT_FDCWD, m_path.c_str(), RENAME_NOREPLACE) != 0) {
        const int error = errno;
        if (error == EEXIST)
            return exists(m_path);
        if (error == EINVAL || error == ENOSYS)
            return Error{
                ErrorKind::System, "NO_RENAME", m_path, "this file system cannot rename without replacing", "use a folder on a local disk"};
        return failed("putting the file in its place", error);
    }
    m_temporary.clear();
    if (const int error = syncFolder(m_folder)) {
        withdraw(); // not known to be durable: as if it had never been
        return failed("syncing the folder", error);
    }
    return {};
}

void ExtractFile::withdraw()
{
    ::unlink(m_path.c_str());
}

} // namespace shelf
