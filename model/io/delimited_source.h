// A file read once from front to back as UTF-8, safely: regular files only, never a wait for a fifo, bounded memory.
#pragma once

#include "model/domain/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// How a file's bytes are read as text. Latin1 is Windows-1252, which holds ISO 8859-1.
enum class TextEncoding { Utf8, Utf16Le, Utf16Be, Latin1 };
std::string_view encodingName(TextEncoding encoding);
std::optional<TextEncoding> encodingFromName(std::string_view name); // case and dashes do not matter

// Bytes of one text, as UTF-8. What cannot be transcoded comes out as a byte that is not valid UTF-8, so that the reader
// rejects the row it is in.
class TextSource {
public:
    // Opens a regular file. A byte order mark says the encoding and is dropped; without one it is `encoding`.
    // Errors: Rejected NO_FILE, NOT_A_FILE; System.
    static Result<std::unique_ptr<TextSource>> open(const std::string& path, TextEncoding encoding = TextEncoding::Utf8);
    // For tests and fuzzing: the text itself.
    static std::unique_ptr<TextSource> ofBytes(std::string bytes, TextEncoding encoding = TextEncoding::Utf8);
    ~TextSource();
    TextSource(const TextSource&) = delete;
    TextSource& operator=(const TextSource&) = delete;

    // Up to `capacity` (at least 16) bytes of text; 0 at the end. Error: System.
    Result<size_t> read(char* to, size_t capacity);
    Result<void> rewind(); // to the start again, after the mark
    // Error (Rejected CHANGED) where the file is another one than when it was opened: somebody wrote to it meanwhile.
    Result<void> checkUnchanged() const;

    TextEncoding encoding() const { return m_encoding; }
    bool hadMark() const { return m_mark > 0; }
    uint64_t size() const { return m_size; } // of the file, in bytes
    uint64_t position() const { return m_position; } // bytes of the file taken so far

private:
    TextSource() = default;
    Result<size_t> readRaw(char* to, size_t capacity);
    size_t transcode(char* to, size_t capacity, bool atEnd);
    void detectMark(std::string_view head, TextEncoding fallback);

    std::string m_path;
    int m_descriptor = -1;
    std::string m_bytes; // of a source without a file
    TextEncoding m_encoding = TextEncoding::Utf8;
    size_t m_mark = 0;
    uint64_t m_size = 0;
    uint64_t m_position = 0;
    int64_t m_modified = 0; // nanoseconds
    std::vector<char> m_raw; // not yet transcoded
    size_t m_rawUsed = 0;
};

} // namespace shelf
