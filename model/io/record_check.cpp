#include "model/io/record_check.h"

#include "model/domain/product.h"

namespace shelf {

std::optional<RecordProblem> problemOf(const Record& record, const std::vector<std::string>& header)
{
    switch (record.fault) {
    case RecordFault::QuoteOpen:
        return RecordProblem{{}, "QUOTE_OPEN", "a quote opened on line " + std::to_string(record.faultLine) + " is never closed"};
    case RecordFault::TooLong:
        return RecordProblem{{}, "ROW_TOO_LONG", "the row is longer than 16 MiB"};
    case RecordFault::Encoding:
        return RecordProblem{{}, "ENCODING", "byte " + std::to_string(record.faultOffset) + " of the text is not valid UTF-8, or is a NUL"};
    case RecordFault::Told:
        return RecordProblem{record.faultColumn, record.faultCode, record.faultMessage};
    case RecordFault::None:
        break;
    }
    if (record.width != header.size())
        return RecordProblem{
            {}, "ROW_WIDTH", "has " + std::to_string(record.width) + " cells, the header has " + std::to_string(header.size())};
    const std::string_view last = record.cells.back();
    if (static_cast<size_t>(last.data() + last.size() - record.cells.front().data()) <= maxCellBytes)
        return std::nullopt; // the whole row is shorter than one cell may be
    for (size_t cell = 0; cell < record.width; ++cell)
        if (record.cells[cell].size() > maxCellBytes)
            return RecordProblem{header[cell], "CELL_TOO_LONG", "a cell is longer than 1 MiB"};
    return std::nullopt;
}

void normaliseLineEnds(std::string_view& text, std::string& scratch)
{
    if (text.find("\r\n") == std::string_view::npos)
        return;
    scratch.clear();
    for (size_t i = 0; i < text.size(); ++i)
        if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n')
            scratch += text[i];
    text = scratch;
}

} // namespace shelf
