#include "model/io/delimited_writer.h"

#include "model/domain/delimited_cell.h"

namespace shelf {

void DelimitedWriter::text(std::string_view text)
{
    begin();
    appendTextCell(m_out, text, m_style.delimiter, m_style.forExcel);
}

void DelimitedWriter::plain(std::string_view text)
{
    begin();
    appendCell(m_out, text, m_style.delimiter);
}

void DelimitedWriter::begin()
{
    if (m_rowBegun)
        m_out.push_back(m_style.delimiter);
    m_rowBegun = true;
}

void DelimitedWriter::endRow()
{
    m_out.append(m_style.forExcel ? "\r\n" : "\n");
    m_rowBegun = false;
}

} // namespace shelf
