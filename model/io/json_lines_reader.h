// JSON Lines: one object a line, LF or CRLF, blank lines passed over, a byte order mark dropped. Read once from front to back with
// bounded memory; a line that cannot be used is given with the reason, and the next one follows.
#pragma once

#include "model/domain/json.h"
#include "model/io/delimited_source.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shelf {

inline constexpr size_t maxLineBytes = size_t(16) << 20;
inline constexpr size_t maxLineDepth = 64;

// One line. Either `object` is its object, or `code` says why there is none: ENCODING (with the byte of the text), ROW_TOO_LONG, JSON
// (no valid JSON, nested too deep, a key that stands twice) or NOT_AN_OBJECT; `message` is the sentence for it.
struct JsonLine {
    uint64_t number = 0; // from 1
    Json object; // keys in the order of the line; numbers keep their digits
    std::string code, message;
    bool good() const { return code.empty(); }
};

class JsonLinesReader {
public:
    // Errors: Rejected NO_FILE, NOT_A_FILE; System.
    static Result<JsonLinesReader> open(const std::string& path);
    static JsonLinesReader ofBytes(std::string bytes); // for tests and fuzzing

    // The next line that is not blank; false at the end or after an error (then error() is set: System, or CHANGED where somebody
    // wrote to the file meanwhile).
    bool next(JsonLine& line);
    const std::optional<Error>& error() const { return m_error; }

    uint64_t bytesRead() const { return m_source->position(); } // of the file, for progress
    uint64_t bytesTotal() const { return m_source->size(); }

private:
    explicit JsonLinesReader(std::unique_ptr<TextSource> source);
    enum class Found { Line, TooLong, End };
    Found findLine(); // the next line's bytes are then [m_begin, m_lineEnd)
    bool refill();
    bool passOver(); // the rest of a line that is too long
    void parse(JsonLine& line);

    std::unique_ptr<TextSource> m_source;
    std::vector<char> m_buffer;
    size_t m_begin = 0, m_lineEnd = 0, m_next = 0; // in the buffer
    size_t m_end = 0; // of the text in the buffer
    uint64_t m_before = 0; // bytes of text before the buffer
    uint64_t m_number = 0;
    bool m_atEnd = false;
    std::optional<Error> m_error;
};

} // namespace shelf
