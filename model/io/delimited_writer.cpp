#include "model/io/delimited_writer.h"

#include "model/domain/formula_guard.h"

#include <algorithm>

namespace shelf {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t';
}

} // namespace

void DelimitedWriter::text(std::string_view text)
{
    if (text.starts_with("[[")) {
        m_escaped.assign("[[").append(text);
        text = m_escaped;
    }
    cell(text, m_style.forExcel && looksLikeFormula(text));
}

void DelimitedWriter::cell(std::string_view text, bool guarded)
{
    if (m_rowBegun)
        m_out.push_back(m_style.delimiter);
    m_rowBegun = true;
    if (text.empty())
        return;
    const auto needsQuotes = [this](char c) { return c == m_style.delimiter || c == '"' || c == '\n' || c == '\r'; };
    const bool quoted = guarded || isSpace(text.front()) || isSpace(text.back()) || std::any_of(text.begin(), text.end(), needsQuotes);
    if (!quoted) {
        m_out.append(text);
        return;
    }
    m_out.append(guarded ? "\"'" : "\"");
    while (!text.empty()) {
        const size_t quote = std::min(text.find('"'), text.size());
        m_out.append(text.substr(0, quote));
        if (quote < text.size())
            m_out.append("\"\"");
        text.remove_prefix(std::min(quote + 1, text.size()));
    }
    m_out.push_back('"');
}

void DelimitedWriter::endRow()
{
    m_out.append(m_style.forExcel ? "\r\n" : "\n");
    m_rowBegun = false;
}

} // namespace shelf
