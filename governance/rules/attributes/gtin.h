// Global Trade Item Numbers: GS1 General Specifications, section 7.9 (check digit), section 3.3 (8, 12, 13 and 14 digits).
#pragma once

#include <string>
#include <string_view>

namespace shelf::attr {

// What is wrong with a GTIN, as a sentence without subject ("has 11 digits; …"); empty where it is right.
std::string gtinProblem(std::string_view text);
// A right GTIN padded with zeros to 14 digits, so that the same number written shorter is equal; empty for a wrong one.
std::string gtinKey(std::string_view text);

} // namespace shelf::attr
