#include "model/io/delimited_reader.h"

#include "model/domain/text.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace shelf {

namespace {

constexpr size_t firstChunk = size_t(256) << 10;
constexpr size_t largestChunk = size_t(4) << 20;
constexpr size_t stride = 64; // bytes looked at together
enum : uint8_t { NotPlain = 1, NotAscii = 2 };

// What stands where in 64 bytes: bit i speaks of byte i.
struct StrideMasks {
    uint64_t marks = 0; // delimiter, quote, LF, CR
    uint64_t notPlain = 0; // quote, backslash, control characters that end neither field nor line
    uint64_t high = 0; // not ASCII
};

#if defined(__SSE2__)
StrideMasks masksOf(const char* bytes, Dialect dialect)
{
    const __m128i delimiter = _mm_set1_epi8(dialect.delimiter);
    const __m128i quote = _mm_set1_epi8(dialect.quote ? dialect.quote : dialect.delimiter);
    const __m128i quoteText = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i lineFeed = _mm_set1_epi8('\n');
    const __m128i carriageReturn = _mm_set1_epi8('\r');
    const __m128i lastControl = _mm_set1_epi8(0x1F);
    StrideMasks masks;
    for (int part = 0; part < 4; ++part) {
        const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + part * 16));
        const __m128i ends = _mm_or_si128(
            _mm_cmpeq_epi8(text, delimiter), _mm_or_si128(_mm_cmpeq_epi8(text, lineFeed), _mm_cmpeq_epi8(text, carriageReturn)));
        const __m128i quotes = _mm_cmpeq_epi8(text, quote);
        const __m128i control = _mm_andnot_si128(ends, _mm_cmpeq_epi8(_mm_min_epu8(text, lastControl), text));
        const __m128i escaped = _mm_or_si128(_mm_cmpeq_epi8(text, backslash), _mm_cmpeq_epi8(text, quoteText));
        const auto bits = [part](__m128i mask) {
            return static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(mask))) << (part * 16);
        };
        masks.marks |= bits(_mm_or_si128(ends, quotes));
        masks.notPlain |= bits(_mm_or_si128(control, escaped));
        masks.high |= bits(text);
    }
    if (dialect.quote && dialect.quote != '"')
        masks.notPlain |= masks.marks; // quoted cells may then hold delimiters and line ends: look at each cell
    return masks;
}
#else
StrideMasks masksOf(const char* bytes, Dialect dialect)
{
    StrideMasks masks;
    for (size_t i = 0; i < stride; ++i) {
        const auto c = static_cast<uint8_t>(bytes[i]);
        const uint64_t bit = uint64_t(1) << i;
        const bool ends = c == static_cast<uint8_t>(dialect.delimiter) || c == '\n' || c == '\r';
        if (ends || (dialect.quote && c == static_cast<uint8_t>(dialect.quote)))
            masks.marks |= bit;
        if ((c < 0x20 && !ends) || c == '\\' || c == '"')
            masks.notPlain |= bit;
        if (c >= 0x80)
            masks.high |= bit;
    }
    if (dialect.quote && dialect.quote != '"')
        masks.notPlain |= masks.marks;
    return masks;
}
#endif

} // namespace

DelimitedReader::DelimitedReader(TextSource& source, Dialect dialect) : m_source(source), m_dialect(dialect) { }

bool DelimitedReader::next(Record& record)
{
    record.cells.clear();
    record.fault = RecordFault::None;
    for (;;) {
        if (m_start < m_end && parse(record) == Parse::Done)
            return true;
        if (m_atEnd && m_start >= m_end)
            return false;
        if (m_end - m_start > maxRecordBytes)
            return passOver(record);
        if (!refill())
            return false;
    }
}

// Moves what is left of the buffer to its front, reads more behind it, and looks for marks. The amount doubles while one record
// does not fit, so that a long record is looked at a few times and not once for each chunk.
bool DelimitedReader::refill()
{
    const size_t kept = m_end - m_start;
    if (kept && m_start)
        std::memmove(m_buffer.data(), m_buffer.data() + m_start, kept);
    m_before += m_start;
    m_start = 0;
    m_end = kept;
    size_t wanted = std::clamp(kept, firstChunk, largestChunk);
    if (m_buffer.size() < kept + wanted + stride)
        m_buffer.resize(kept + wanted + stride);
    while (wanted >= 16) {
        auto got = m_source.read(m_buffer.data() + m_end, wanted);
        if (!got) {
            m_error = got.error();
            return false;
        }
        if (*got == 0) {
            m_atEnd = true;
            break;
        }
        m_end += *got;
        wanted -= *got;
    }
    index();
    return true;
}

void DelimitedReader::index()
{
    std::memset(m_buffer.data() + m_end, 'x', stride); // nothing to be found behind the end
    const size_t strides = (m_end + stride - 1) / stride;
    m_flags.resize(strides);
    m_markCount = 0;
    for (size_t i = 0; i < strides; ++i) {
        if (m_marks.size() < m_markCount + stride)
            m_marks.resize(std::max(firstChunk / 4, m_marks.size() * 2));
        StrideMasks masks = masksOf(m_buffer.data() + i * stride, m_dialect);
        m_flags[i] = static_cast<uint8_t>((masks.notPlain ? NotPlain : 0) | (masks.high ? NotAscii : 0));
        const auto base = static_cast<uint32_t>(i * stride);
        uint32_t* out = m_marks.data() + m_markCount;
        for (; masks.marks; masks.marks &= masks.marks - 1)
            *out++ = base + static_cast<uint32_t>(std::countr_zero(masks.marks));
        m_markCount = static_cast<size_t>(out - m_marks.data());
    }
    m_mark = 0;
}

uint8_t DelimitedReader::flagsOf(size_t begin, size_t end) const
{
    uint8_t flags = 0;
    for (size_t i = begin / stride; i * stride < end; ++i)
        flags |= m_flags[i];
    return flags;
}

// Reads one record from m_start. NeedMore: it does not end in the buffer; nothing has changed then.
DelimitedReader::Parse DelimitedReader::parse(Record& record)
{
    record.cells.clear();
    record.width = 0;
    record.line = m_line;
    record.quoted = record.broken = false;
    m_untidy.clear();
    const char* const text = m_buffer.data();
    const uint32_t* const marks = m_marks.data();
    size_t position = m_start;
    size_t mark = m_mark;
    uint64_t lines = 0;
    for (;;) { // a field begins at position
        size_t end = m_end;
        if (position < m_end && m_dialect.quote && text[position] == m_dialect.quote) {
            bool more = false;
            if (!parseQuoted(record, position, mark, lines, more)) {
                if (more)
                    return Parse::NeedMore;
                m_mark = m_markCount;
                m_start = m_end;
                m_line += lines;
                return Parse::Done; // the file ended inside the quotes
            }
            end = position;
        } else {
            while (mark < m_markCount && text[marks[mark]] == m_dialect.quote && m_dialect.quote)
                ++mark;
            end = mark < m_markCount ? marks[mark] : m_end;
            if (record.width++ <= maxColumns)
                record.cells.emplace_back(text + position, end - position);
        }
        if (mark >= m_markCount) { // the end of the text, or of what is in the buffer
            if (!m_atEnd)
                return Parse::NeedMore;
            m_mark = mark;
            finish(record, m_end, lines);
            return Parse::Done;
        }
        const char c = text[end];
        ++mark;
        position = end + 1;
        if (c == m_dialect.delimiter)
            continue;
        if (c == '\r') {
            if (position == m_end && !m_atEnd)
                return Parse::NeedMore; // a line feed may follow
            if (position < m_end && text[position] == '\n') {
                ++position;
                ++mark;
            }
        }
        m_mark = mark;
        finish(record, position, lines + 1);
        return Parse::Done;
    }
}

// A field that begins with a quote. Afterwards position is where it ends and mark the mark there. False: the text ends before.
bool DelimitedReader::parseQuoted(Record& record, size_t& position, size_t& mark, uint64_t& lines, bool& more)
{
    const char* const text = m_buffer.data();
    const char quote = m_dialect.quote;
    const uint64_t openedOn = m_line + lines;
    const size_t opening = position;
    size_t closing = 0;
    bool untidy = false;
    record.quoted = true;
    ++mark;
    for (;;) {
        if (mark >= m_markCount) {
            more = !m_atEnd;
            record.fault = RecordFault::QuoteOpen;
            record.faultLine = openedOn;
            if (more)
                record.fault = RecordFault::None;
            return false;
        }
        const size_t at = m_marks[mark++];
        if (text[at] == quote) {
            if (at + 1 == m_end && !m_atEnd) {
                more = true;
                return false;
            }
            if (at + 1 == m_end || text[at + 1] != quote) {
                closing = at;
                break;
            }
            untidy = true;
            ++mark;
        } else if (text[at] == '\r') {
            record.broken = true;
            lines += at + 1 < m_end && text[at + 1] == '\n' ? 0 : 1;
        } else if (text[at] == '\n') {
            ++lines;
        }
    }
    while (mark < m_markCount && text[m_marks[mark]] == quote)
        ++mark;
    position = mark < m_markCount ? m_marks[mark] : m_end;
    untidy = untidy || position != closing + 1;
    if (record.width++ <= maxColumns) {
        const size_t end = position == closing + 1 ? closing : position;
        if (untidy)
            m_untidy.push_back({record.cells.size(), closing});
        record.cells.emplace_back(text + opening + 1, end - opening - 1);
    }
    return true;
}

void DelimitedReader::finish(Record& record, size_t end, uint64_t lines)
{
    const uint8_t flags = flagsOf(m_start, end);
    record.plain = !(flags & NotPlain);
    if (flags) {
        const std::string_view text(m_buffer.data() + m_start, end - m_start);
        if (const auto bad = firstInvalidUtf8(text)) {
            record.fault = RecordFault::Encoding;
            record.faultOffset = m_before + m_start + *bad;
        }
    }
    if (end - m_start > maxRecordBytes)
        record.fault = RecordFault::TooLong;
    if (!m_untidy.empty())
        unescape(record);
    m_start = end;
    m_line += lines;
}

// Doubled quotes become one, in place: the record is complete, so nobody reads these bytes again.
void DelimitedReader::unescape(Record& record)
{
    for (const Untidy& untidy : m_untidy) {
        std::string_view& cell = record.cells[untidy.cell];
        const size_t begin = static_cast<size_t>(cell.data() - m_buffer.data());
        char* out = m_buffer.data() + begin;
        for (size_t at = begin; at < begin + cell.size(); ++at) {
            if (at == untidy.closing)
                continue; // what follows is text after the closing quote
            if (at < untidy.closing && m_buffer[at] == m_dialect.quote)
                ++at;
            *out++ = m_buffer[at];
        }
        cell = std::string_view(m_buffer.data() + begin, static_cast<size_t>(out - m_buffer.data()) - begin);
    }
}

// Goes past a record that is longer than what is kept, byte by byte, and forgets it.
bool DelimitedReader::passOver(Record& record)
{
    record.cells.clear();
    record.width = 0;
    record.line = m_line;
    record.fault = RecordFault::TooLong;
    record.quoted = record.plain = record.broken = false;
    bool inQuotes = false;
    bool fieldStart = true;
    char last = 0;
    for (;;) {
        for (; m_start < m_end; ++m_start) {
            const char c = m_buffer[m_start];
            if ((c == '\n' || c == '\r') && !inQuotes) {
                if (c == '\r' && m_start + 1 == m_end && !m_atEnd)
                    break; // a line feed may follow
                m_start += c == '\r' && m_start + 1 < m_end && m_buffer[m_start + 1] == '\n' ? 2 : 1;
                m_line += 1;
                while (m_mark < m_markCount && m_marks[m_mark] < m_start)
                    ++m_mark;
                return true;
            }
            const char before = std::exchange(last, c);
            if (c == '\n' || c == '\r') {
                m_line += c == '\n' && before == '\r' ? 0 : 1;
            } else if (m_dialect.quote && c == m_dialect.quote && (inQuotes || fieldStart)) {
                if (!inQuotes && before != m_dialect.quote)
                    record.faultLine = m_line;
                inQuotes = !inQuotes; // a doubled quote leaves the quotes and enters them again
                fieldStart = !inQuotes;
                continue;
            }
            fieldStart = !inQuotes && c == m_dialect.delimiter;
        }
        if (m_atEnd) {
            if (inQuotes)
                record.fault = RecordFault::QuoteOpen;
            return true;
        }
        if (!refill())
            return false;
    }
}

} // namespace shelf
