// The guard against formulas in tables for people (design: reliability, section 6): what a spreadsheet would take for a formula
// gets one ' in front, and a reader that knows of it takes one off.
#pragma once

#include <string_view>

namespace shelf {

// Whether the first character after spaces, and after any ' in front of it, begins a formula: = + - @ TAB CR LF or the full-width
// ＝ ＋ － ＠. Because a ' in front changes nothing about the answer, writing and reading undo each other for every text.
bool looksLikeFormula(std::string_view text);

// Whether `text` is one that got the guard.
inline bool hasFormulaGuard(std::string_view text)
{
    return !text.empty() && text.front() == '\'' && looksLikeFormula(text.substr(1));
}

} // namespace shelf
