// Tables for terminals: columns as wide as what they hold, controls escaped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shelf::cli {

class TextTable {
public:
    // Texts are cut where lines go to people, on a terminal; what goes into a file or a pipe is whole.
    TextTable(std::vector<std::string> headers, bool terminal);
    void add(const std::vector<std::string>& cells);
    bool empty() const { return m_rows.empty(); }
    size_t rows() const { return m_rows.size(); }
    // The lines so far. Further rows then keep the widths: a long listing is written in parts.
    std::string take();

private:
    void writeRow(std::string& out, const std::vector<std::string>& cells) const;
    size_t m_widest; // bytes of a cell
    std::vector<std::string> m_headers;
    std::vector<std::vector<std::string>> m_rows;
    std::vector<size_t> m_widths;
    bool m_started = false;
};

// Columns a text takes on a terminal; wide East Asian letters count two, combining marks none.
size_t displayWidth(std::string_view text);

} // namespace shelf::cli
