// The files of resources/sample, its folders with them, built into the program (model/io/CMakeLists.txt writes their source), named by
// their path in it.
#pragma once

#include <span>
#include <string_view>

namespace shelf {

struct SampleText {
    std::string_view name;
    std::string_view text;
};
std::span<const SampleText> sampleTexts();

} // namespace shelf
