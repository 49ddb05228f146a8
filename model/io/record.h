// One record of a file of products, whatever the file's format: cells of text in the order of the header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

inline constexpr size_t maxRecordBytes = size_t(16) << 20;
inline constexpr size_t maxColumns = 16384;

// What a cell says besides its text (formats.md): [[clear]], [[keep]], [[set]]a|b, [[add]]a|b, [[remove]]a|b. Edit is only found in
// JSON Lines: the text is a JSON array of two, what to add and what to remove.
enum class CellMark : uint8_t { None, Clear, Keep, Set, Add, Remove, Edit, Mistyped };

enum class RecordFault {
    None,
    QuoteOpen, // the file ends inside a quoted field, which begins on faultLine
    TooLong, // more than maxRecordBytes
    Encoding, // not UTF-8, or a NUL, at byte faultOffset of the text
    Told, // faultCode, faultColumn and faultMessage say what
};

// The views are valid until the reader is asked for the next record.
struct Record {
    uint64_t line = 0; // on which it begins, from 1
    std::vector<std::string_view> cells; // at most maxColumns + 1 are kept
    size_t width = 0; // number of cells it has
    RecordFault fault = RecordFault::None;
    uint64_t faultLine = 0;
    uint64_t faultOffset = 0;
    std::string faultCode, faultColumn, faultMessage;
    bool plain = false; // no cell holds a quote, a backslash or a control character
    bool broken = false; // some cell may hold a carriage return
    bool quoted = false; // some cell is quoted
    // Of formats that say by other means than their texts what a cell is about: one for each cell. Empty: the texts say it.
    std::vector<CellMark> marks;
    // An empty line, or the Ctrl-Z with which old programs end a file.
    bool blank() const { return width == 1 && fault == RecordFault::None && !quoted && (cells[0].empty() || cells[0] == "\x1A"); }
};

} // namespace shelf
