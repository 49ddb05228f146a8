// Decimal numbers as text: what a person typed keeps its digits, and equal numbers have equal text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shelf {

// Canonical form of a decimal: optional '-', no '+', no leading zeros, no trailing zeros after the point, no exponent, "0"
// for every zero. Accepts digits with `mark` as decimal mark and an optional exponent; no grouping, no spaces.
// nullopt: not a number, or more than `maxDigits` significant digits, or outside 10^-30 … 10^30.
std::optional<std::string> canonicalDecimal(std::string_view text, char mark = '.', int maxDigits = 34);

// Appends the canonical form to `out`; false (and nothing appended) where canonicalDecimal would give nullopt.
bool appendCanonicalDecimal(std::string& out, std::string_view text, char mark = '.', int maxDigits = 34);

// Canonical decimal text as a number of millionths and back (money is stored so); nullopt where it does not fit exactly.
std::optional<int64_t> toMillionths(std::string_view canonical);
std::string fromMillionths(int64_t millionths);

std::optional<double> toDouble(std::string_view canonical);
std::optional<int64_t> toInteger(std::string_view canonical); // nullopt for fractions and what does not fit
std::string shortestDecimal(double value); // finite values; never an exponent

} // namespace shelf
