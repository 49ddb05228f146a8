#include "governance/evidence/scratch_file.h"

#include "model/domain/hash.h"
#include "model/store/sqlite_error.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace shelf {

ScratchFile::~ScratchFile()
{
    if (m_descriptor >= 0)
        close(m_descriptor);
}

Result<void> ScratchFile::open()
{
    m_descriptor = ::open(m_folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (m_descriptor < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == ENOENT || errno == EINVAL)) {
        // A file system without nameless files: the name is gone before anything is written.
        const std::string path = m_folder + "/.counting." + randomName() + ".part";
        m_descriptor = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (m_descriptor >= 0 && unlink(path.c_str()) != 0)
            return systemError(errno, m_folder, "making room for counting");
    }
    if (m_descriptor < 0)
        return systemError(errno, m_folder, "making room for counting");
    return {};
}

Result<void> ScratchFile::append(const void* bytes, size_t size)
{
    if (m_descriptor < 0)
        if (auto made = open(); !made)
            return made;
    const char* from = static_cast<const char*>(bytes);
    while (size > 0) {
        const ssize_t written = pwrite(m_descriptor, from, size, static_cast<off_t>(m_size));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return systemError(written < 0 ? errno : ENOSPC, m_folder, "writing what does not fit into memory");
        from += written;
        size -= static_cast<size_t>(written);
        m_size += static_cast<uint64_t>(written);
    }
    return {};
}

Result<void> ScratchFile::read(uint64_t offset, void* to, size_t size) const
{
    char* at = static_cast<char*>(to);
    while (size > 0) {
        const ssize_t got = pread(m_descriptor, at, size, static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return systemError(got < 0 ? errno : EIO, m_folder, "reading back what did not fit into memory");
        at += got;
        size -= static_cast<size_t>(got);
        offset += static_cast<uint64_t>(got);
    }
    return {};
}

} // namespace shelf
