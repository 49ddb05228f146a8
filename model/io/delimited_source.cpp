#include "model/io/delimited_source.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace shelf {

namespace {

constexpr size_t rawChunk = size_t(128) << 10;

// 0x80…0x9F of Windows-1252; 0: not assigned.
constexpr std::array<uint16_t, 32> windows1252 = {0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
    0x0178};

char* putUtf8(char* to, uint32_t code)
{
    if (code < 0x80) {
        *to++ = static_cast<char>(code);
    } else if (code < 0x800) {
        *to++ = static_cast<char>(0xC0 | code >> 6);
        *to++ = static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *to++ = static_cast<char>(0xE0 | code >> 12);
        *to++ = static_cast<char>(0x80 | (code >> 6 & 0x3F));
        *to++ = static_cast<char>(0x80 | (code & 0x3F));
    } else {
        *to++ = static_cast<char>(0xF0 | code >> 18);
        *to++ = static_cast<char>(0x80 | (code >> 12 & 0x3F));
        *to++ = static_cast<char>(0x80 | (code >> 6 & 0x3F));
        *to++ = static_cast<char>(0x80 | (code & 0x3F));
    }
    return to;
}

constexpr char notUtf8 = static_cast<char>(0xFF);

Error systemError(const std::string& path, const char* doing)
{
    return Error{ErrorKind::System, "READ", path, std::string("cannot be ") + doing + ": " + std::strerror(errno),
        "check the file and the disk it is on"};
}

int64_t modifiedAt(const struct stat& status)
{
    return static_cast<int64_t>(status.st_mtim.tv_sec) * 1000000000 + status.st_mtim.tv_nsec;
}

} // namespace

std::string_view encodingName(TextEncoding encoding)
{
    switch (encoding) {
    case TextEncoding::Utf16Le:
        return "utf-16le";
    case TextEncoding::Utf16Be:
        return "utf-16be";
    case TextEncoding::Latin1:
        return "windows-1252";
    case TextEncoding::Utf8:
        break;
    }
    return "utf-8";
}

std::optional<TextEncoding> encodingFromName(std::string_view name)
{
    std::string plain;
    for (const char c : name)
        if (c != '-' && c != '_' && c != ' ')
            plain += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    if (plain == "utf8" || plain == "ascii" || plain == "usascii")
        return TextEncoding::Utf8;
    if (plain == "utf16le" || plain == "utf16")
        return TextEncoding::Utf16Le;
    if (plain == "utf16be")
        return TextEncoding::Utf16Be;
    if (plain == "windows1252" || plain == "cp1252" || plain == "latin1" || plain == "iso88591")
        return TextEncoding::Latin1;
    return std::nullopt;
}

TextSource::~TextSource()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void TextSource::detectMark(std::string_view head, TextEncoding fallback)
{
    m_encoding = fallback;
    if (head.starts_with("\xEF\xBB\xBF")) {
        m_encoding = TextEncoding::Utf8;
        m_mark = 3;
    } else if (head.starts_with("\xFF\xFE")) {
        m_encoding = TextEncoding::Utf16Le;
        m_mark = 2;
    } else if (head.starts_with("\xFE\xFF")) {
        m_encoding = TextEncoding::Utf16Be;
        m_mark = 2;
    }
    m_position = m_mark;
}

Result<std::unique_ptr<TextSource>> TextSource::open(const std::string& path, TextEncoding encoding)
{
    // O_NONBLOCK: a fifo without a writer must not hang the open; it has no effect on regular files.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0) {
        if (errno == ENOENT || errno == ENOTDIR || errno == ELOOP || errno == ENAMETOOLONG)
            return Error{ErrorKind::Rejected, "NO_FILE", path, std::string("cannot be opened: ") + std::strerror(errno), "check the name"};
        return systemError(path, "opened");
    }
    std::unique_ptr<TextSource> source(new TextSource);
    source->m_descriptor = descriptor;
    source->m_path = path;
    struct stat status { };
    if (::fstat(descriptor, &status) != 0)
        return systemError(path, "read");
    if (!S_ISREG(status.st_mode))
        return Error{ErrorKind::Rejected, "NOT_A_FILE", path, "is no regular file", "name a file with rows"};
    source->m_size = static_cast<uint64_t>(status.st_size);
    source->m_modified = modifiedAt(status);
    std::array<char, 4> head{};
    const ssize_t got = ::pread(descriptor, head.data(), head.size(), 0);
    if (got < 0)
        return systemError(path, "read");
    source->detectMark(std::string_view(head.data(), static_cast<size_t>(got)), encoding);
    return source;
}

std::unique_ptr<TextSource> TextSource::ofBytes(std::string bytes, TextEncoding encoding)
{
    std::unique_ptr<TextSource> source(new TextSource);
    source->m_bytes = std::move(bytes);
    source->m_size = source->m_bytes.size();
    source->detectMark(source->m_bytes, encoding);
    return source;
}

Result<size_t> TextSource::readRaw(char* to, size_t capacity)
{
    if (m_descriptor < 0) {
        const size_t from = std::min<uint64_t>(m_position, m_bytes.size());
        const size_t count = std::min(capacity, m_bytes.size() - from);
        std::memcpy(to, m_bytes.data() + from, count);
        m_position += count;
        return count;
    }
    for (;;) {
        const ssize_t got = ::pread(m_descriptor, to, capacity, static_cast<off_t>(m_position));
        if (got >= 0) {
            m_position += static_cast<uint64_t>(got);
            return static_cast<size_t>(got);
        }
        if (errno != EINTR)
            return systemError(m_path, "read");
    }
}

Result<size_t> TextSource::read(char* to, size_t capacity)
{
    if (m_encoding == TextEncoding::Utf8)
        return readRaw(to, capacity);
    for (;;) {
        const size_t kept = m_raw.size() - m_rawUsed;
        if (kept >= 4) { // enough for one character, whatever it is
            if (const size_t made = transcode(to, capacity, false))
                return made;
        }
        m_raw.erase(m_raw.begin(), m_raw.begin() + static_cast<std::ptrdiff_t>(m_rawUsed));
        m_rawUsed = 0;
        m_raw.resize(kept + rawChunk);
        auto got = readRaw(m_raw.data() + kept, rawChunk);
        if (!got)
            return got.error();
        m_raw.resize(kept + *got);
        if (*got == 0)
            return transcode(to, capacity, true);
    }
}

size_t TextSource::transcode(char* to, size_t capacity, bool atEnd)
{
    char* out = to;
    const char* const limit = to + capacity - 4;
    const auto* bytes = reinterpret_cast<const uint8_t*>(m_raw.data());
    const size_t size = m_raw.size();
    const auto unit = [&](size_t at) {
        return static_cast<uint32_t>(m_encoding == TextEncoding::Utf16Le ? bytes[at] | bytes[at + 1] << 8 : bytes[at] << 8 | bytes[at + 1]);
    };
    while (out <= limit && m_rawUsed < size) {
        if (m_encoding == TextEncoding::Latin1) {
            uint32_t code = bytes[m_rawUsed++];
            if (code >= 0x80 && code < 0xA0)
                code = windows1252[code - 0x80];
            if (code == 0 && bytes[m_rawUsed - 1] != 0)
                *out++ = notUtf8;
            else
                out = putUtf8(out, code);
            continue;
        }
        if (size - m_rawUsed < 2) {
            if (!atEnd)
                break;
            ++m_rawUsed;
            *out++ = notUtf8; // half a character
            continue;
        }
        const uint32_t first = unit(m_rawUsed);
        if (first < 0xD800 || first > 0xDFFF) {
            out = putUtf8(out, first);
            m_rawUsed += 2;
            continue;
        }
        if (first < 0xDC00 && size - m_rawUsed < 4 && !atEnd)
            break;
        const uint32_t second = first < 0xDC00 && size - m_rawUsed >= 4 ? unit(m_rawUsed + 2) : 0;
        if (second >= 0xDC00 && second <= 0xDFFF) {
            out = putUtf8(out, 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
            m_rawUsed += 4;
        } else {
            *out++ = notUtf8; // half a surrogate pair
            m_rawUsed += 2;
        }
    }
    return static_cast<size_t>(out - to);
}

Result<void> TextSource::rewind()
{
    m_position = m_mark;
    m_raw.clear();
    m_rawUsed = 0;
    return {};
}

Result<void> TextSource::checkUnchanged() const
{
    if (m_descriptor < 0)
        return {};
    struct stat status { };
    if (::fstat(m_descriptor, &status) != 0)
        return systemError(m_path, "read");
    if (static_cast<uint64_t>(status.st_size) != m_size || modifiedAt(status) != m_modified)
        return Error{ErrorKind::Rejected, "CHANGED", m_path, "was changed while it was read", "import it again when its writer is done"};
    return {};
}

} // namespace shelf
