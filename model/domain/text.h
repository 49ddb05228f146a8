// Text as the catalog needs it: validation, folding for comparison, escaping for terminals, nearest names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// Byte offset of the first byte that is not valid UTF-8 (or is NUL), or nullopt.
std::optional<size_t> firstInvalidUtf8(std::string_view text);

// NFKC and case folded: how names of people and look-alike SKUs are compared.
std::string folded(std::string_view text);

// Attribute code for a header: lower case, other characters become '_', a leading digit gets "a_"; empty where there is no
// letter or digit in ASCII (the caller then uses col_N). Keeps an "@suffix" (language or channel) as it is; characters in front
// of the first letter or digit are dropped.
std::string codeFor(std::string_view header);
bool isCode(std::string_view text); // [a-z][a-z0-9_]*, optionally @ and [A-Za-z0-9_-]+ parts

// For stderr and tables: C0, C1, bidi controls, line ends as escapes; cut to `maxBytes` with an ellipsis.
std::string forTerminal(std::string_view text, size_t maxBytes = 400);

// `text` as forTerminal gives it, in single quotes: for messages.
std::string inQuotes(std::string_view text, size_t maxBytes = 60);

// The candidate with the smallest Damerau-Levenshtein distance to `name` (case folded), or nullopt where none is near:
// distance at most a third of the length, at least 1.
std::optional<std::string> nearest(std::string_view name, const std::vector<std::string>& candidates);

std::string_view trimmed(std::string_view text); // spaces and tabs off both ends
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

// Lists in one cell. Elements lose the spaces around them and empty ones are dropped; where the separator is "|", "\\|", "\\\\" and
// "\\ " stand for the character itself, and a backslash in front of anything else for itself.
std::vector<std::string> splitList(std::string_view text, std::string_view separator = "|");
std::string joinList(const std::vector<std::string>& elements); // what splitList reads back

std::optional<bool> booleanFromText(std::string_view text); // true false 1 0 yes no, in any case

// ':' and '%' as %3A and %25, and back (ids of mappings). nullopt: a bad escape.
std::string percentEncoded(std::string_view part);
std::optional<std::string> percentDecoded(std::string_view part);

} // namespace shelf
