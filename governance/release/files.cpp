#include "governance/release/files.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shelf {

namespace {

constexpr size_t readPiece = size_t(1) << 20;

ssize_t readAt(int descriptor, char* into, size_t bytes, uint64_t offset)
{
    return uninterrupted([&] { return ::pread(descriptor, into, bytes, static_cast<off_t>(offset)); });
}

} // namespace

void FileHandle::close()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

Error systemError(const std::string& where, std::string_view what, int number)
{
    std::string text(what);
    text += ": ";
    text += std::strerror(number);
    std::string advice = "look at the disk and try again";
    if (number == ENOSPC || number == EDQUOT || number == EFBIG)
        advice = "make room on the disk and try again";
    else if (number == EACCES || number == EPERM || number == EROFS)
        advice = "choose a folder that you may write to";
    return {ErrorKind::System, "SYSTEM", where, text, advice};
}

FileHandle openFolder(const std::string& path)
{
    return FileHandle(uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK); }));
}

Result<OpenedFile> openRegular(int folder, const std::string& name)
{
    const auto problem = [&](const char* what) { return Error{ErrorKind::Rejected, "FILE", name, what, "get the release again"}; };
    OpenedFile file;
    file.handle = FileHandle(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
    if (!file.handle.valid()) {
        if (errno == ENOENT)
            return problem("is missing");
        if (errno == ELOOP)
            return problem("is a link, not a file");
        if (errno == ENXIO || errno == ENODEV || errno == EISDIR)
            return problem("is no regular file");
        return systemError(name, "cannot be opened", errno);
    }
    struct stat status { };
    if (::fstat(file.handle.get(), &status) != 0)
        return systemError(name, "cannot be looked at", errno);
    if (!S_ISREG(status.st_mode))
        return problem("is no regular file");
    file.bytes = static_cast<uint64_t>(status.st_size);
    return file;
}

Result<std::string> readWhole(const OpenedFile& file, const std::string& where, uint64_t limit)
{
    std::string text;
    for (;;) {
        if (text.size() > limit)
            return Error{
                ErrorKind::Rejected, "TOO_BIG", where, "is larger than " + std::to_string(limit >> 20) + " MiB", "get the release again"};
        const size_t begin = text.size();
        const size_t step = std::min<uint64_t>(readPiece, limit + 1 - begin);
        text.resize(begin + (step ? step : 1));
        const ssize_t got = readAt(file.handle.get(), text.data() + begin, text.size() - begin, begin);
        if (got < 0)
            return systemError(where, "cannot be read", errno);
        text.resize(begin + static_cast<size_t>(got));
        if (got == 0)
            return text;
    }
}

Result<FileDigest> digestOf(int descriptor, const std::string& where, const std::function<bool()>& cancelled)
{
    Sha256 hash;
    FileDigest digest;
    std::string buffer(readPiece, '\0');
    for (;;) {
        if (cancelled && cancelled())
            return Error{ErrorKind::Cancelled, "CANCELLED", where, "cancelled", "start again when you are ready"};
        const ssize_t got = readAt(descriptor, buffer.data(), buffer.size(), digest.bytes);
        if (got < 0)
            return systemError(where, "cannot be read", errno);
        if (got == 0)
            break;
        hash.add(std::string_view(buffer).substr(0, static_cast<size_t>(got)));
        digest.bytes += static_cast<uint64_t>(got);
    }
    digest.sha256 = hex(hash.finish());
    return digest;
}

LineReader::LineReader(int descriptor, std::string where, size_t lineLimit)
    : m_descriptor(descriptor), m_where(std::move(where)), m_limit(lineLimit)
{
    m_buffer.resize(readPiece);
}

Result<bool> LineReader::refill()
{
    if (m_begin > 0) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_begin, m_end - m_begin);
        m_end -= m_begin;
        m_begin = 0;
    }
    if (m_end == m_buffer.size()) {
        if (m_end >= m_limit)
            return Error{ErrorKind::Rejected, "LINE", m_where, "has a line longer than " + std::to_string(m_limit >> 20) + " MiB",
                "get the release again"};
        m_buffer.resize(std::min(m_buffer.size() * 2, m_limit));
    }
    const ssize_t got = readAt(m_descriptor, m_buffer.data() + m_end, m_buffer.size() - m_end, m_offset);
    if (got < 0)
        return systemError(m_where, "cannot be read", errno);
    m_end += static_cast<size_t>(got);
    m_offset += static_cast<uint64_t>(got);
    m_atEnd = got == 0;
    return got > 0;
}

Result<bool> LineReader::next(std::string_view& line, bool* terminated)
{
    size_t searched = 0;
    for (;;) {
        const char* begin = m_buffer.data() + m_begin;
        const size_t size = m_end - m_begin;
        if (const void* end = size > searched ? std::memchr(begin + searched, '\n', size - searched) : nullptr) {
            line = std::string_view(begin, static_cast<size_t>(static_cast<const char*>(end) - begin));
            m_begin += line.size() + 1;
            if (terminated)
                *terminated = true;
            return true;
        }
        searched = size;
        if (m_atEnd) {
            if (size == 0)
                return false;
            line = std::string_view(begin, size);
            m_begin = m_end;
            if (terminated)
                *terminated = false;
            return true;
        }
        if (auto more = refill(); !more)
            return more.error();
    }
}

Result<FileHandle> scratchFile(int folder)
{
    FileHandle file(uninterrupted([&] { return ::openat(folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600); }));
    if (file.valid())
        return file;
    if (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT && errno != EINVAL)
        return systemError("scratch", "cannot be made", errno);
    // A file system that has no files without names: make one and take the name away.
    file = FileHandle(uninterrupted([&] { return ::openat(folder, "scratch", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600); }));
    if (!file.valid())
        return systemError("scratch", "cannot be made", errno);
    ::unlinkat(folder, "scratch", 0);
    return file;
}

std::string temporaryFolder()
{
    const char* named = std::getenv("TMPDIR");
    return named && *named ? named : "/tmp";
}

FileHandle sameFile(const FileHandle& file)
{
    return FileHandle(::fcntl(file.get(), F_DUPFD_CLOEXEC, 0));
}

} // namespace shelf
