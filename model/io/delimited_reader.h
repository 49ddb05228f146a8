// Records of a delimited text (RFC 4180, CSV and its relatives) in the order of the file, exactly as they are: no trimming,
// no normalising. Line ends are LF, CRLF or CR; a quote inside an unquoted field is text; text after a closing quote is
// appended to the field. Memory is bounded: a record longer than 16 MiB is passed over and reported.
#pragma once

#include "model/io/delimited_source.h"
#include "model/io/record.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace shelf {

struct Dialect {
    char delimiter = ',';
    char quote = '"'; // NUL: nothing is quoted
};

class DelimitedReader {
public:
    DelimitedReader(TextSource& source, Dialect dialect);

    // The next record; false at the end or after an error (then error() is set).
    bool next(Record& record);
    const std::optional<Error>& error() const { return m_error; }

private:
    enum class Parse { Done, NeedMore };
    Parse parse(Record& record);
    bool parseQuoted(Record& record, size_t& position, size_t& mark, uint64_t& lines, bool& more);
    void finish(Record& record, size_t end, uint64_t lines);
    void unescape(Record& record);
    bool refill();
    void index();
    bool passOver(Record& record);
    uint8_t flagsOf(size_t begin, size_t end) const;

    struct Untidy { // a quoted cell whose text is not simply what stands between its quotes
        size_t cell;
        size_t closing; // where its closing quote is, in the buffer
    };

    TextSource& m_source;
    Dialect m_dialect;
    std::vector<char> m_buffer;
    size_t m_start = 0; // of the record to be read, in the buffer
    size_t m_end = 0; // of the text in the buffer
    std::vector<uint32_t> m_marks; // where delimiters, quotes, LF and CR are, in the buffer
    size_t m_mark = 0; // the first at or after m_start
    size_t m_markCount = 0;
    std::vector<uint8_t> m_flags; // one for each 64 bytes of the buffer
    std::vector<Untidy> m_untidy;
    uint64_t m_line = 1;
    uint64_t m_before = 0; // bytes of text before the buffer
    bool m_atEnd = false;
    std::optional<Error> m_error;
};

} // namespace shelf
