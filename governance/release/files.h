// Files of a release on disk: opened without following links or waiting for pipes, written and hashed in one pass, read back.
#pragma once

#include "model/domain/hash.h"
#include "model/domain/result.h"

#include <cerrno>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace shelf {

// Owns one file descriptor; -1 is none.
class FileHandle {
public:
    FileHandle() = default;
    explicit FileHandle(int descriptor) : m_descriptor(descriptor) { }
    ~FileHandle() { close(); }
    FileHandle(FileHandle&& other) noexcept : m_descriptor(other.release()) { }
    FileHandle& operator=(FileHandle&& other) noexcept
    {
        if (this != &other) {
            close();
            m_descriptor = other.release();
        }
        return *this;
    }
    int get() const { return m_descriptor; }
    bool valid() const { return m_descriptor >= 0; }
    int release()
    {
        const int descriptor = m_descriptor;
        m_descriptor = -1;
        return descriptor;
    }
    void close();

private:
    int m_descriptor = -1;
};

// A system call again and again while a signal interrupts it.
template <typename Call> auto uninterrupted(Call call)
{
    auto result = call();
    while (result < 0 && errno == EINTR)
        result = call();
    return result;
}

// "No space left on device" and the like, as a System error about `where`.
Error systemError(const std::string& where, std::string_view what, int number);

// Opens a folder (through a link, if its own name is one) or fails with errno set.
FileHandle openFolder(const std::string& path);

// Opens a file inside a folder for reading: no link, no pipe, no device. Error: Rejected with one sentence in `what`,
// System for EIO and the like.
struct OpenedFile {
    FileHandle handle;
    uint64_t bytes = 0;
};
Result<OpenedFile> openRegular(int folder, const std::string& name);

// At most `limit` bytes of an open file; Rejected TOO_BIG beyond.
Result<std::string> readWhole(const OpenedFile& file, const std::string& where, uint64_t limit);

// A file's size and SHA-256 as found on disk.
struct FileDigest {
    uint64_t bytes = 0;
    std::string sha256;
    bool operator==(const FileDigest&) const = default;
};
Result<FileDigest> digestOf(int descriptor, const std::string& where, const std::function<bool()>& cancelled = {});

// Lines of an open file, one after the other, whatever their number; the last one may lack its LF. A line longer than the
// limit is an error. Views stay valid until the next call.
class LineReader {
public:
    explicit LineReader(int descriptor, std::string where, size_t lineLimit = size_t(32) << 20);
    // False at the end. `terminated` says whether an LF followed.
    Result<bool> next(std::string_view& line, bool* terminated = nullptr);

private:
    Result<bool> refill();
    int m_descriptor;
    std::string m_where;
    size_t m_limit;
    std::string m_buffer;
    size_t m_begin = 0, m_end = 0;
    uint64_t m_offset = 0;
    bool m_atEnd = false;
};

// A file without a name in a folder, gone when it is closed: for reading back what was written.
Result<FileHandle> scratchFile(int folder);
std::string temporaryFolder(); // TMPDIR, else /tmp
FileHandle sameFile(const FileHandle& file); // another descriptor of an open file

} // namespace shelf
