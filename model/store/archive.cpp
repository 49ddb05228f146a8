#include "model/store/archive.h"

#include "model/store/new_file.h"
#include "model/store/sqlite_error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shelf {

namespace {

constexpr std::string_view magic = "shelf-archive-1\n";
constexpr size_t headBytes = 9; // of a record
constexpr uint64_t longestPart = uint64_t(64) << 20;
constexpr uint64_t longestEntry = uint64_t(4) << 20;
constexpr size_t bufferBytes = size_t(1) << 20;

std::string bigEndian(uint64_t value)
{
    std::string bytes(8, '\0');
    for (size_t i = 0; i < 8; ++i)
        bytes[i] = static_cast<char>(value >> (56 - 8 * i));
    return bytes;
}

uint64_t fromBigEndian(std::string_view bytes)
{
    uint64_t value = 0;
    for (const char byte : bytes.substr(0, 8))
        value = value << 8 | static_cast<uint8_t>(byte);
    return value;
}

// Buffers, hashes and counts what is written; the first error stays.
class Sink {
public:
    explicit Sink(int descriptor) : m_descriptor(descriptor) { }

    void record(char letter, std::string_view first, std::string_view second = {}, std::string_view third = {})
    {
        add(std::string(1, letter) + bigEndian(first.size() + second.size() + third.size()));
        add(first);
        add(second);
        add(third);
    }
    void add(std::string_view bytes)
    {
        m_hash.add(bytes);
        m_bytes += bytes.size();
        m_buffer.append(bytes);
        if (m_buffer.size() >= bufferBytes)
            flush();
    }
    int flush() // errno, or 0
    {
        for (size_t done = 0; m_error == 0 && done < m_buffer.size();) {
            const ssize_t written = write(m_descriptor, m_buffer.data() + done, m_buffer.size() - done);
            if (written > 0)
                done += static_cast<size_t>(written);
            else if (written == 0 || errno != EINTR)
                m_error = written == 0 ? EIO : errno;
        }
        m_buffer.clear();
        return m_error;
    }
    int error() const { return m_error; }
    ArchiveFile finished() { return {hex(m_hash.finish()), m_bytes}; }

private:
    int m_descriptor;
    int m_error = 0;
    uint64_t m_bytes = 0;
    std::string m_buffer;
    Sha256 m_hash;
};

Error notAnArchive(const std::string& path, const std::string& what)
{
    return {ErrorKind::Rejected, "ARCHIVE", path, what, "name an archive that `shelfctl compact --archive-feeds` wrote, whole"};
}

// Reads on from where the file stands, and hashes what it reads.
class Source {
public:
    explicit Source(int descriptor) : m_descriptor(descriptor) { }

    // Exactly this many bytes, or nothing at the end or on an error.
    std::optional<std::string> take(uint64_t bytes)
    {
        std::string taken(static_cast<size_t>(bytes), '\0');
        for (size_t done = 0; done < taken.size();) {
            const ssize_t got = read(m_descriptor, taken.data() + done, taken.size() - done);
            if (got > 0)
                done += static_cast<size_t>(got);
            else if (got == 0 || errno != EINTR)
                return std::nullopt;
        }
        m_hash.add(taken);
        m_offset += bytes;
        return taken;
    }
    uint64_t offset() const { return m_offset; }
    std::string sha256() { return hex(m_hash.finish()); }

private:
    int m_descriptor;
    uint64_t m_offset = 0;
    Sha256 m_hash;
};

} // namespace

Result<ArchiveFile> writeArchive(const std::string& path, const std::string& workspaceId, Journal& journal,
    const std::vector<uint64_t>& numbers, const std::function<bool()>& go)
{
    ArchiveFile file;
    const auto fill = [&](int descriptor) -> Result<void> {
        Sink sink(descriptor);
        sink.add(magic);
        sink.record('W', workspaceId);
        for (const uint64_t number : numbers) {
            if (!go())
                return Error{ErrorKind::Cancelled, "CANCELLED", path, "cancelled; nothing was changed", "start it again when you like"};
            const auto entry = journal.entry(number).value();
            sink.record('E', bigEndian(number), journal.hash(number), journal.entryBytes(number).value());
            for (size_t part = 0; part < entry.parts.size(); ++part)
                sink.record('P', journal.partBytes(number, part));
            if (sink.error())
                return systemError(sink.error(), path, "writing the archive");
        }
        sink.record('Z', bigEndian(numbers.size()));
        if (const int failed = sink.flush())
            return systemError(failed, path, "writing the archive");
        file = sink.finished();
        return {};
    };
    if (auto made = makePlainFile(path, fill); !made)
        return made.error();
    return file;
}

Archive::~Archive()
{
    close(m_descriptor);
}

Result<std::unique_ptr<Archive>> Archive::open(const std::string& path, const std::string& workspaceId)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0)
        return systemError(errno, path, "opening the archive");
    std::unique_ptr<Archive> archive(new Archive(descriptor));
    struct stat status { };
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode))
        return notAnArchive(path, "this is not a file");
    Source source(descriptor);
    if (const auto begin = source.take(magic.size()); begin != std::string(magic))
        return notAnArchive(path, "this is not an archive of a workspace");
    uint64_t entries = 0, number = 0, parts = 0;
    for (bool ended = false; !ended;) {
        const auto head = source.take(headBytes);
        const uint64_t length = head ? fromBigEndian(std::string_view(*head).substr(1)) : 0;
        if (!head || length > longestPart || source.offset() + length > static_cast<uint64_t>(status.st_size))
            return notAnArchive(path, "the archive is cut off or damaged");
        const uint64_t offset = source.offset();
        const auto bytes = source.take(length);
        if (!bytes)
            return notAnArchive(path, "the archive is cut off or damaged");
        switch (head->front()) {
        case 'W':
            if (*bytes != workspaceId)
                return notAnArchive(path, "this is an archive of another workspace");
            break;
        case 'E':
            if (length < 40 || length > longestEntry)
                return notAnArchive(path, "an entry of the archive is damaged");
            number = fromBigEndian(*bytes);
            parts = 0;
            ++entries;
            break;
        case 'P':
            archive->m_parts[{number, parts++}] = {offset, length};
            break;
        case 'Z':
            ended = true;
            if (length != 8 || fromBigEndian(*bytes) != entries || source.offset() != static_cast<uint64_t>(status.st_size))
                return notAnArchive(path, "the archive is cut off or damaged");
            break;
        default:
            return notAnArchive(path, "the archive is damaged, or of a newer version");
        }
    }
    archive->m_sha256 = source.sha256();
    return archive;
}

std::optional<std::string> Archive::part(uint64_t number, uint64_t part) const
{
    const auto place = m_parts.find({number, part});
    if (place == m_parts.end())
        return std::nullopt;
    std::string bytes(static_cast<size_t>(place->second.bytes), '\0');
    for (size_t done = 0; done < bytes.size();) {
        const ssize_t got = pread(m_descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(place->second.offset + done));
        if (got > 0)
            done += static_cast<size_t>(got);
        else if (got == 0 || errno != EINTR)
            return std::nullopt;
    }
    return bytes;
}

} // namespace shelf
