// Texts that are meant to be the same: keys that are equal where two spellings differ only in what people do not read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shelf::attr {

// The words of a name without case, accents and punctuation, in byte order: "The Red Bag" and "bag, red the" are equal. '+' is part
// of a word (X+ is another model than X), and so are '.' and ',' between digits.
std::string nameKey(std::string_view name);
uint64_t nameHash(std::string_view name); // equal keys have equal hashes; makes no key where all is ASCII

// One value without case and accents, and without spaces, '-', '_' and '.' but where a digit stands on both sides of them: "Wi-Fi",
// "wifi" and "WiFi" are equal, "1.5" and "15" are not.
std::string valueKey(std::string_view value);

} // namespace shelf::attr
