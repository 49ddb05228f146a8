#include "model/io/yaml_reader.h"

#include "model/domain/text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shelf {

namespace {

class FileHandle {
public:
    explicit FileHandle(const std::string& path) : m_fd(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)) { }
    ~FileHandle()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;
    int get() const { return m_fd; }

private:
    int m_fd;
};

Error openError(const std::string& path, int error)
{
    if (error == ENOENT || error == ENOTDIR)
        return {ErrorKind::Rejected, "FILE", path, "there is no such file", "check the name"};
    const bool ours = error == EACCES || error == EISDIR || error == ENXIO || error == ELOOP || error == ENAMETOOLONG || error == EPERM;
    return {ours ? ErrorKind::Rejected : ErrorKind::System, "FILE", path, std::string("cannot be read: ") + std::strerror(error),
        "name a file that you may read"};
}

Error tooLarge(const std::string& path, size_t maxBytes)
{
    return {ErrorKind::Rejected, "TOO_LARGE", path, "the file is larger than " + std::to_string(maxBytes >> 10) + " KiB",
        "split it into several files"};
}

Result<std::string> readBytes(const std::string& path, size_t maxBytes)
{
    if (path.empty() || path.find('\0') != std::string::npos)
        return Error{ErrorKind::Rejected, "FILE", path, "this is no file name", "name a file"};
    const FileHandle file(path);
    if (file.get() < 0)
        return openError(path, errno);
    struct stat status = {};
    if (::fstat(file.get(), &status) != 0)
        return openError(path, errno);
    if (!S_ISREG(status.st_mode))
        return Error{ErrorKind::Rejected, "FILE", path, "this is not a regular file", "name a file, not a folder, pipe or device"};
    if (static_cast<uint64_t>(status.st_size) > maxBytes)
        return tooLarge(path, maxBytes);
    std::string text(static_cast<size_t>(status.st_size) + 1, '\0'); // one more, so that a growing file shows
    size_t length = 0;
    for (;;) {
        const ssize_t got = ::read(file.get(), text.data() + length, text.size() - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return Error{ErrorKind::System, "FILE", path, std::string("reading failed: ") + std::strerror(errno), "try again"};
        if (got == 0)
            break;
        length += static_cast<size_t>(got);
        if (length > maxBytes)
            return tooLarge(path, maxBytes);
        if (length == text.size())
            text.resize(std::min(text.size() * 2 + 4096, maxBytes + 1));
    }
    text.resize(length);
    return text;
}

YamlMark markAt(std::string_view text, size_t offset)
{
    YamlMark mark;
    for (size_t i = 0; i < offset; ++i) {
        if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) {
            ++mark.line;
            mark.column = 1;
        } else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
            ++mark.column;
        }
    }
    return mark;
}

bool isForbiddenControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

void normaliseLineEnds(std::string& text)
{
    size_t to = text.find('\r');
    if (to == std::string::npos)
        return;
    for (size_t from = to; from < text.size(); ++from) {
        if (text[from] != '\r') {
            text[to++] = text[from];
        } else {
            text[to++] = '\n';
            if (from + 1 < text.size() && text[from + 1] == '\n')
                ++from;
        }
    }
    text.resize(to);
}

} // namespace

std::string yamlWhere(std::string_view name, YamlMark mark)
{
    return std::string(name) + ':' + std::to_string(mark.line) + ':' + std::to_string(mark.column);
}

Result<std::string> prepareYamlText(std::string text, std::string_view name)
{
    if (const auto offset = firstInvalidUtf8(text))
        return Error{ErrorKind::Rejected, "ENCODING", yamlWhere(name, markAt(text, *offset)),
            "byte " + std::to_string(*offset) + " is not valid UTF-8", "save the file as UTF-8"};
    if (text.starts_with("\xEF\xBB\xBF"))
        text.erase(0, 3);
    const auto control = std::find_if(text.begin(), text.end(), isForbiddenControl);
    if (control != text.end())
        return Error{ErrorKind::Rejected, "YAML", yamlWhere(name, markAt(text, static_cast<size_t>(control - text.begin()))),
            "a control character stands here", "remove it, or write it as \\xNN in double quotes"};
    normaliseLineEnds(text);
    return text;
}

Result<std::string> readYamlText(const std::string& path, size_t maxBytes)
{
    Result<std::string> bytes = readBytes(path, maxBytes);
    if (!bytes)
        return bytes;
    return prepareYamlText(std::move(*bytes), path);
}

} // namespace shelf
