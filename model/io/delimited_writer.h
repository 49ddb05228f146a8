// Delimited text, row by row; cells as model/domain/delimited_cell.h has them.
#pragma once

#include <string>
#include <string_view>

namespace shelf {

struct DelimitedStyle {
    char delimiter = ',';
    bool forExcel = false; // byte order mark, CRLF, and the guard against formulas
};

// Appends cells and ends of rows to a buffer that its caller empties now and then.
class DelimitedWriter {
public:
    DelimitedWriter(std::string& out, DelimitedStyle style) : m_out(out), m_style(style)
    {
        if (style.forExcel)
            m_out.append("\xEF\xBB\xBF");
    }

    // A text as it is; one that begins with "[[" is escaped, so that it is not read as a mark.
    void text(std::string_view text);
    // What is no text of the catalog: a number, a mark such as [[keep]], a header. Neither escaped nor guarded.
    void plain(std::string_view text);
    void empty() { begin(); }
    void endRow();

private:
    void begin(); // a cell

    std::string& m_out;
    DelimitedStyle m_style;
    bool m_rowBegun = false;
};

} // namespace shelf
