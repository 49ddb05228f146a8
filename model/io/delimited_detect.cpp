#include "model/io/delimited_detect.h"

#include "model/domain/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace shelf {

namespace {

constexpr size_t sampleRecords = 100;
constexpr size_t sampleBytes = size_t(1) << 20; // stop looking where records are very long

Error rejected(const std::string& where, std::string code, std::string what, std::string tryThis)
{
    return Error{ErrorKind::Rejected, std::move(code), where, std::move(what), std::move(tryThis)};
}

// How well a delimiter explains the records: how many of them have as many fields as most, times that many fields.
struct Fit {
    size_t agreeing = 0;
    size_t records = 0;
    size_t width = 1;
};

Result<Fit> fitOf(TextSource& source, Dialect dialect, bool skipFirst)
{
    if (auto back = source.rewind(); !back)
        return back.error();
    DelimitedReader reader(source, dialect);
    Record record;
    std::map<size_t, size_t> widths;
    Fit fit;
    const uint64_t start = source.position();
    while (fit.records < sampleRecords && source.position() - start <= sampleBytes && reader.next(record)) {
        if (record.blank() || std::exchange(skipFirst, false))
            continue;
        ++fit.records;
        ++widths[record.width];
    }
    if (reader.error())
        return *reader.error();
    for (const auto& [width, count] : widths) {
        if (count >= fit.agreeing && width > 1) {
            fit.agreeing = count;
            fit.width = width;
        }
    }
    return fit;
}

// "sep=;" alone on the first line.
std::optional<char> separatorLine(TextSource& source, char quote)
{
    if (!source.rewind())
        return std::nullopt;
    DelimitedReader reader(source, {'\x1F', quote});
    Record record;
    if (!reader.next(record) || record.width != 1)
        return std::nullopt;
    const std::string_view line = record.cells[0];
    if (line.size() == 5 && (line.starts_with("sep=") || line.starts_with("SEP=") || line.starts_with("Sep=")))
        return line[4];
    return std::nullopt;
}

Result<char> detectDelimiter(TextSource& source, char quote, bool skipFirst)
{
    char best = ',';
    Fit bestFit;
    for (const char delimiter : {',', ';', '\t', '|'}) {
        auto fit = fitOf(source, {delimiter, quote}, skipFirst);
        if (!fit)
            return fit.error();
        // Agreement first, as the share of the records, which are more where quotes are not where the delimiter wants them; among
        // equals the one that makes more fields.
        const size_t mine = fit->agreeing * bestFit.records, best10 = bestFit.agreeing * fit->records;
        const bool better = mine * 10 > best10 * 11 || (mine * 11 >= best10 * 10 && fit->width > bestFit.width);
        if (fit->width > 1 && (bestFit.width == 1 || better)) {
            best = delimiter;
            bestFit = *fit;
        }
    }
    return best;
}

Result<void> checkHeader(const Record& record, const std::string& where)
{
    if (record.fault == RecordFault::Encoding)
        return rejected(where, "ENCODING", "is not UTF-8 text: byte " + std::to_string(record.faultOffset) + " of the header does not fit",
            "save it as UTF-8, or name its encoding in a profile");
    if (record.fault == RecordFault::QuoteOpen)
        return rejected(where, "QUOTE_OPEN", "has a quote in its header that is never closed", "close the quote or double it");
    if (record.fault == RecordFault::TooLong)
        return rejected(where, "HEADER", "has a first line of more than 16 MiB", "name a file of rows with a header");
    if (record.width > maxColumns)
        return rejected(where, "HEADER", "has " + std::to_string(record.width) + " columns, more than " + std::to_string(maxColumns),
            "split it into several files");
    for (size_t i = 0; i < record.cells.size(); ++i)
        if (record.cells[i].size() > maxHeaderBytes)
            return rejected(where, "HEADER",
                "has a name of " + std::to_string(record.cells[i].size()) + " bytes in column " + std::to_string(i + 1),
                "names have at most 255 bytes: is the first line a header?");
    return {};
}

// What is plainly something else says so, with a better message than its first bytes would get.
Result<void> checkFormat(TextSource& source, const std::string& name)
{
    std::array<char, 16> head{};
    if (auto back = source.rewind(); !back)
        return back.error();
    auto got = source.read(head.data(), head.size());
    if (!got)
        return got.error();
    const std::string_view start(head.data(), *got);
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> others = {
        {{"PK\x03\x04", "a ZIP or XLSX file"}, {"SQLite format 3", "a SQLite database"}, {"\x89PNG", "a picture"},
            {"%PDF-", "a PDF document"}, {"\x1F\x8B", "compressed (gzip)"}, {"{", "JSON Lines, which this version does not read"}}};
    for (const auto& [magic, what] : others)
        if (start.starts_with(magic))
            return rejected(name, "FORMAT", "is no delimited text: it is " + std::string(what), "save it as CSV (UTF-8)");
    return {};
}

std::string headerName(std::string_view cell)
{
    std::string name(cell);
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return std::string(trimmed(name));
}

} // namespace

Result<DelimitedForm> detectDelimited(TextSource& source, const std::string& name, const DelimitedHints& hints)
{
    DelimitedForm form;
    form.encoding = source.encoding();
    form.dialect.quote = hints.quote.value_or('"');
    if (auto text = checkFormat(source, name); !text)
        return text.error();
    const auto separator = separatorLine(source, form.dialect.quote);
    if (hints.delimiter || separator) {
        form.dialect.delimiter = hints.delimiter ? *hints.delimiter : *separator;
    } else {
        auto delimiter = detectDelimiter(source, form.dialect.quote, false);
        if (!delimiter)
            return delimiter.error();
        form.dialect.delimiter = *delimiter;
    }
    const uint64_t from = hints.headerRow.value_or(separator ? 2 : 1);
    if (auto back = source.rewind(); !back)
        return back.error();
    DelimitedReader reader(source, form.dialect);
    Record record;
    while (reader.next(record)) {
        if (record.line < from || record.blank())
            continue;
        if (auto good = checkHeader(record, name + ":" + std::to_string(record.line)); !good)
            return good.error();
        form.headerRow = record.line;
        for (const std::string_view cell : record.cells)
            form.header.push_back(headerName(cell));
        return form;
    }
    if (reader.error())
        return *reader.error();
    return rejected(name, "NO_HEADER", "has no header row", "its first line must name the columns");
}

Result<DelimitedForm> detectDelimited(const std::string& path, const DelimitedHints& hints)
{
    auto source = TextSource::open(path, hints.encoding.value_or(TextEncoding::Utf8));
    if (!source)
        return source.error();
    return detectDelimited(**source, path, hints);
}

Result<OpenedDelimited> openDelimited(const std::string& path, const DelimitedForm& form)
{
    auto source = TextSource::open(path, form.encoding);
    if (!source)
        return source.error();
    OpenedDelimited opened;
    opened.source = std::move(*source);
    opened.reader = std::make_unique<DelimitedReader>(*opened.source, form.dialect);
    Record record;
    while (opened.reader->next(record))
        if (record.line >= form.headerRow)
            return opened;
    if (opened.reader->error())
        return *opened.reader->error();
    return rejected(path, "CHANGED", "was changed while it was read", "import it again when its writer is done");
}

} // namespace shelf
