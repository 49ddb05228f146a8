#include "model/io/json_lines_reader.h"

#include "model/domain/text.h"

#include <algorithm>
#include <cstring>

namespace shelf {

namespace {

constexpr size_t firstBuffer = size_t(1) << 18;

bool isBlank(std::string_view line)
{
    return line.find_first_not_of(" \t\r") == std::string_view::npos || line == "\x1A";
}

} // namespace

JsonLinesReader::JsonLinesReader(std::unique_ptr<TextSource> source) : m_source(std::move(source)), m_buffer(firstBuffer) { }

Result<JsonLinesReader> JsonLinesReader::open(const std::string& path)
{
    auto source = TextSource::open(path);
    if (!source)
        return source.error();
    return JsonLinesReader(std::move(*source));
}

JsonLinesReader JsonLinesReader::ofBytes(std::string bytes)
{
    return JsonLinesReader(TextSource::ofBytes(std::move(bytes)));
}

// More text behind what is there; false: nothing more.
bool JsonLinesReader::refill()
{
    if (m_atEnd)
        return false;
    if (m_begin > 0) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_begin, m_end - m_begin);
        m_before += m_begin;
        m_end -= m_begin;
        m_begin = 0;
    }
    if (m_buffer.size() - m_end < m_buffer.size() / 2)
        m_buffer.resize(m_buffer.size() * 2);
    const auto got = m_source->read(m_buffer.data() + m_end, m_buffer.size() - m_end);
    if (!got) {
        m_error = got.error();
        m_atEnd = true;
        return false;
    }
    m_end += *got;
    if (*got == 0) {
        m_atEnd = true;
        if (auto same = m_source->checkUnchanged(); !same)
            m_error = same.error();
    }
    return *got > 0;
}

bool JsonLinesReader::passOver()
{
    for (;;) {
        const char* from = m_buffer.data() + m_begin;
        if (const void* feed = std::memchr(from, '\n', m_end - m_begin)) {
            m_next = static_cast<size_t>(static_cast<const char*>(feed) - m_buffer.data()) + 1;
            return true;
        }
        m_begin = m_next = m_end;
        const bool more = refill();
        m_next = m_begin;
        if (!more)
            return false;
    }
}

JsonLinesReader::Found JsonLinesReader::findLine()
{
    m_begin = m_next;
    for (size_t from = m_begin;;) {
        if (const void* feed = from < m_end ? std::memchr(m_buffer.data() + from, '\n', m_end - from) : nullptr) {
            m_lineEnd = static_cast<size_t>(static_cast<const char*>(feed) - m_buffer.data());
            m_next = m_lineEnd + 1;
            break;
        }
        const size_t there = m_end - m_begin;
        if (there > maxLineBytes) {
            passOver();
            return Found::TooLong;
        }
        const bool more = refill();
        m_next = m_begin;
        from = m_begin + there;
        if (more)
            continue;
        if (m_error || m_end == m_begin)
            return Found::End;
        m_lineEnd = m_next = m_end;
        break;
    }
    return m_lineEnd - m_begin > maxLineBytes ? Found::TooLong : Found::Line;
}

void JsonLinesReader::parse(JsonLine& line)
{
    const std::string_view text(m_buffer.data() + m_begin, m_lineEnd - m_begin);
    if (const auto invalid = firstInvalidUtf8(text)) {
        line.code = "ENCODING";
        line.message = "byte " + std::to_string(m_before + m_begin + *invalid) + " of the text is not valid UTF-8, or is a NUL";
        return;
    }
    auto parsed = parseJson(text, {maxLineDepth, maxLineBytes + 1});
    if (!parsed) {
        const Error& error = parsed.error();
        line.code = "JSON";
        line.message = error.what + (error.where.empty() ? "" : " (" + error.where + ")");
    } else if (!parsed->isObject()) {
        line.code = "NOT_AN_OBJECT";
        line.message = "the line holds no JSON object";
    } else {
        line.object = std::move(*parsed);
    }
}

bool JsonLinesReader::next(JsonLine& line)
{
    for (;;) {
        const Found found = findLine();
        if (found == Found::End)
            return false;
        ++m_number;
        if (found == Found::Line && isBlank({m_buffer.data() + m_begin, m_lineEnd - m_begin}))
            continue;
        line.number = m_number;
        line.object = Json();
        line.code.clear();
        line.message.clear();
        if (found == Found::TooLong) {
            line.code = "ROW_TOO_LONG";
            line.message = "the line is longer than 16 MiB";
        } else {
            parse(line);
        }
        return true;
    }
}

} // namespace shelf
