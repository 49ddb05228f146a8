#include "app/shelfctl/text_table.h"

#include "model/domain/product.h"
#include "model/domain/text.h"

#include <algorithm>
#include <cstdint>

namespace shelf::cli {

namespace {

constexpr size_t widestCell = 60; // bytes

uint32_t nextCodePoint(std::string_view text, size_t& at)
{
    const auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const uint32_t first = byte(at);
    const int length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    uint32_t point = length == 1 ? first : first & (0x7fu >> length);
    for (int i = 1; i < length; ++i)
        point = (point << 6) | (byte(at + static_cast<size_t>(i)) & 0x3f);
    at += static_cast<size_t>(length);
    return point;
}

bool isWide(uint32_t point)
{
    return (point >= 0x1100 && point <= 0x115f) || (point >= 0x2e80 && point <= 0xa4cf) || (point >= 0xac00 && point <= 0xd7a3)
        || (point >= 0xf900 && point <= 0xfaff) || (point >= 0xfe30 && point <= 0xfe6f) || (point >= 0xff00 && point <= 0xff60)
        || (point >= 0x1f300 && point <= 0x1faff) || (point >= 0x20000 && point <= 0x3fffd);
}

bool isCombining(uint32_t point)
{
    return (point >= 0x300 && point <= 0x36f) || (point >= 0x200b && point <= 0x200f) || (point >= 0xfe00 && point <= 0xfe0f)
        || point == 0xfeff;
}

} // namespace

size_t displayWidth(std::string_view text)
{
    size_t width = 0;
    for (size_t at = 0; at < text.size();) {
        const uint32_t point = nextCodePoint(text, at);
        width += isCombining(point) ? 0 : isWide(point) ? 2 : 1;
    }
    return width;
}

TextTable::TextTable(std::vector<std::string> headers, bool terminal)
    : m_widest(terminal ? widestCell : maxCellBytes), m_headers(std::move(headers))
{
    for (std::string& header : m_headers) {
        header = forTerminal(header, m_widest);
        m_widths.push_back(displayWidth(header));
    }
}

void TextTable::add(const std::vector<std::string>& cells)
{
    std::vector<std::string>& row = m_rows.emplace_back();
    for (size_t i = 0; i < m_headers.size(); ++i) {
        row.push_back(i < cells.size() ? forTerminal(cells[i], m_widest) : std::string());
        if (!m_started)
            m_widths[i] = std::max(m_widths[i], displayWidth(row.back()));
    }
}

void TextTable::writeRow(std::string& out, const std::vector<std::string>& cells) const
{
    size_t pending = 0; // spaces owed, never written at the end of a line
    for (size_t i = 0; i < cells.size(); ++i) {
        if (!cells[i].empty()) {
            out.append(pending, ' ');
            pending = 0;
            out += cells[i];
        }
        const size_t width = displayWidth(cells[i]);
        pending += (m_widths[i] > width ? m_widths[i] - width : 0) + 2;
    }
    out += '\n';
}

std::string TextTable::take()
{
    std::string out;
    if (!m_started)
        writeRow(out, m_headers);
    m_started = true;
    for (const auto& row : m_rows)
        writeRow(out, row);
    m_rows.clear();
    return out;
}

} // namespace shelf::cli
