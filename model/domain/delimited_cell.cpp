#include "model/domain/delimited_cell.h"

#include "model/domain/formula_guard.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

constexpr std::string_view mark = "[[";

// Bytes that need quotes whatever the delimiter is.
constexpr std::array<bool, 256> quoting = [] {
    std::array<bool, 256> table{};
    for (const char c : {'"', '\n', '\r'})
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

bool isSpace(char c)
{
    return c == ' ' || c == '\t';
}

// Neither the beginning of a formula nor that of a mark.
bool isPlain(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// `before`: what stands in front of the text, inside the quotes.
void append(std::string& out, std::string_view before, std::string_view text, char delimiter, bool quoted)
{
    const auto needsQuotes = [delimiter](char c) { return c == delimiter || quoting[static_cast<unsigned char>(c)]; };
    if (!quoted && !isSpace(text.front()) && !isSpace(text.back()) && std::none_of(text.begin(), text.end(), needsQuotes)) {
        out.append(before).append(text);
        return;
    }
    out.append(1, '"').append(before);
    while (!text.empty()) {
        const size_t quote = std::min(text.find('"'), text.size());
        out.append(text.substr(0, quote));
        if (quote < text.size())
            out.append("\"\"");
        text.remove_prefix(std::min(quote + 1, text.size()));
    }
    out.push_back('"');
}

} // namespace

void appendCell(std::string& out, std::string_view text, char delimiter)
{
    if (!text.empty())
        append(out, {}, text, delimiter, false);
}

void appendTextCell(std::string& out, std::string_view text, char delimiter, bool forPeople)
{
    if (text.empty())
        return;
    if (isPlain(text.front()))
        append(out, {}, text, delimiter, false);
    else if (text.starts_with(mark))
        append(out, mark, text, delimiter, false);
    else if (forPeople && looksLikeFormula(text))
        append(out, "'", text, delimiter, true);
    else
        append(out, {}, text, delimiter, false);
}

} // namespace shelf
